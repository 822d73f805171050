"""The list of orders to be placed elsewhere: there while the advice stands, and never after it was taken back."""

from __future__ import annotations

import pytest

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import Made, a_link
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside


def says_elsewhere(client: HouseClient, made: Made) -> None:
    client.get(f"{made.address}/elsewhere")
    assert client.submit("#go", ("act", "go")).status_code == 303


def test_the_ticket_is_there_while_the_advice_stands(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    says_elsewhere(client, made)
    assert client.get(f"{made.address}/elsewhere").status_code == 200
    assert "INFY" in client.page.text("#ticket")


def test_after_a_recall_nobody_copies_the_orders_and_what_was_placed_may_still_be_said(
    client: HouseClient, outside: Outside
) -> None:
    made = a_link(outside)
    says_elsewhere(client, made)
    making.recalled(outside, made.link)
    assert client.get(f"{made.address}/elsewhere").status_code == 200
    assert not client.page.all("#ticket")
    assert not client.page.all("#back")
    fields = {"placed-0": "yes", "quantity-0": "10", "price-0": "1500", "placed-1": "no"}
    assert client.submit("#word", ("act", "said"), fields).status_code == 303
    with outside.store.reading() as view:
        kinds = [each.kind for each in view.links.answers([made.link.id])]
    assert kinds == [AnswerKind.ELSEWHERE, AnswerKind.PLACED_ELSEWHERE]


@pytest.mark.parametrize("ended", ["recalled", "expired"])
def test_who_never_went_elsewhere_is_shown_no_list_of_what_has_ended(
    client: HouseClient, outside: Outside, clock: FakeClock, ended: str
) -> None:
    made = a_link(outside)
    if ended == "recalled":
        making.recalled(outside, made.link)
    else:
        clock.forward(days=20)
    answer = client.get(f"{made.address}/elsewhere")
    assert (answer.status_code, answer.location) == (303, made.address)
