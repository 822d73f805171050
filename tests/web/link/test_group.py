"""A group's address in the browser: one form, one sentence for every failure, nothing named."""

from __future__ import annotations

import pytest

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import PAN, Made, a_client, a_group_link, a_link, a_version, link_now
from tokri.core.desk.client import CheckKind
from tokri.core.link.check import MOST_WRONG
from tokri.core.ports import Outside
from tokri.limits import LIMITS

FORM = "Find what was written for you"

Family = tuple[str, Made]


@pytest.fixture
def family(outside: Outside) -> Family:
    """The family's own address, and the link of Sunita, who is of it."""
    sunita = a_client(outside, "SR01", check=CheckKind.PAN, groups=("Family",))
    version = a_version(outside, sunita)
    made = a_link(outside, sunita, version)
    _, token = a_group_link(outside, version, "Family")
    return f"/g/{token}", made


def test_code_and_check_lead_to_ones_own_page_at_once(client: HouseClient, family: Family) -> None:
    address, made = family
    answer = client.get(address)
    assert client.page.h1 == FORM
    for told in ("INFY", "Two of the large ones", "Sunita", "Family"):
        assert told not in answer.text
    answer = client.submit(fields={"code": "sr01", "answer": PAN})
    assert answer.status_code == 303
    assert answer.location == made.address
    client.get(made.address)
    assert client.page.h1 != "First, is this for you?"


def test_every_failure_says_the_same_and_keeps_the_code_alone(
    client: HouseClient, outside: Outside, family: Family
) -> None:
    address, _ = family
    a_client(outside, "RN01", "Ravi Nair", groups=("Family",))
    pages = []
    for code, typed in (("SR01", "987Z"), ("XX99", PAN), ("RN01", PAN), ("", "")):
        client.get(address)
        answer = client.submit(fields={"code": code, "answer": typed})
        assert answer.status_code == 422
        assert dict(client.page.form().fields)["code"] == code
        assert dict(client.page.form().fields)["answer"] == ""
        pages.append(client.page.text("main"))
        if typed:
            assert typed not in answer.text.replace("such as 234F", "")
    assert len(set(pages)) == 1


def test_wrong_answers_lock_the_clients_page_and_the_form_does_not_say_so(
    client: HouseClient, outside: Outside, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "group-check", (100, 60))
    address, made = family
    client.get(address)
    for typed in (*["000A"] * MOST_WRONG, PAN):
        assert client.submit(fields={"code": "SR01", "answer": typed}).status_code == 422
        assert "These two do not open a page." in client.page.text("#error-summary")
    assert link_now(outside, made.link).locked_at is not None


def test_a_browser_that_tries_too_often_waits(
    client: HouseClient, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "group-check", (2, 60))
    address, _ = family
    client.get(address)
    statuses = [client.submit(fields={"code": "XX99", "answer": "000A"}).status_code for _ in range(4)]
    # The first is counted by the address, for the browser brings no cookie yet.
    assert statuses == [422, 422, 422, 429]
    assert client.page.h1 == "Come back in 1 minute"


def test_all_who_come_by_one_address_wait_together(
    client: HouseClient, outside: Outside, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "group-check-link", (1, 900))
    address, made = family
    client.get(address)
    assert client.submit(fields={"code": "SR01", "answer": "000A"}).status_code == 422
    answer = client.submit(fields={"code": "SR01", "answer": PAN})
    assert answer.status_code == 429
    assert client.page.h1 == "Come back in 15 minutes"
    assert address.removeprefix("/g/") not in answer.text
    assert link_now(outside, made.link).wrong_checks == 1


def test_an_address_whose_time_is_over_or_that_was_ended_asks_nothing(
    client: HouseClient, outside: Outside, clock: FakeClock, family: Family
) -> None:
    address, _ = family
    clock.forward(days=14)
    assert client.get(address).status_code == 410
    assert "Its time is over." in client.page.text("main")
    with outside.store.writing() as unit:
        for each in unit.links.groups_of("basket-1"):
            unit.links.end_group(each.id, clock())
    assert client.get(address).status_code == 410
    assert "The firm that made it has ended it." in client.page.text("main")
    assert client.page.all("form") == []
    assert making.FIRM.phone in client.page.text("main")


def test_a_form_that_was_open_too_long_comes_back_with_its_code(client: HouseClient, family: Family) -> None:
    address, _ = family
    client.get(address)
    answer = client.post(address, data={"code": "SR01", "answer": PAN, "csrf_token": "old"})
    assert answer.status_code == 400
    assert dict(client.page.form().fields)["code"] == "SR01"
    assert dict(client.page.form().fields)["answer"] == ""


def test_somebody_of_whom_nothing_is_known_reads_what_their_browser_asks_for(
    client: HouseClient, family: Family
) -> None:
    address, _ = family
    client.get(address, headers={"Accept-Language": "hi-IN,hi;q=0.9,en;q=0.5"})
    assert client.page.one("html").attrs == {"lang": "hi"}
    client.get(address, headers={"Accept-Language": "ta-IN,en;q=0.5"})
    assert client.page.one("html").attrs == {"lang": "en-IN"}
