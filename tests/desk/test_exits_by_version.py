"""What went by one version of a draft, from one link or of what was left, is beside what another one offers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.desk.baskets_to_share import MEERA
from tests.desk.exiting import (
    choose,
    drafted,
    exited,
    given,
    linked,
    lowered,
    one_of_two_filled,
    own,
    shared,
)
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import Made
from tokri.core.desk.advice import DeskBasket
from tokri.core.link.link import Link
from tokri.core.ports import Outside
from tokri.desk import recipients, still_to_place
from tokri.desk.drafting import Said


@pytest.fixture(autouse=True)
def sent(outside: Outside) -> Made:
    """The link of the one who filled ten."""
    return one_of_two_filled(outside)


def test_a_newer_version_of_the_same_draft_exits_nothing_that_went_from_the_older(
    outside: Outside,
) -> None:
    draft = drafted(outside)
    exited(outside, given(outside, draft), 10, "CANCELLED", 4)
    newer = replace(draft, proposal=replace(draft.proposal, why="At another price."))
    shared(outside, newer, number=2)
    refused = choose(outside, draft, number=2)
    assert isinstance(refused, recipients.Refused)
    (line,) = refused.meant.lines
    assert line.over is not None
    assert list(line.over.quantities.values()) == [(10, 10)]


def halves(outside: Outside) -> tuple[DeskBasket, Link]:
    """A draft of ten, of which the first version had five, which went; and the link that they went from."""
    draft = drafted(outside)
    link = given(outside, lowered(draft, "5"))
    exited(outside, link, 5, "COMPLETE", 5)
    return draft, link


def test_what_a_newer_version_offers_is_beside_what_went_by_the_older(outside: Outside) -> None:
    draft, _ = halves(outside)
    assert own(outside) == [5]
    shared(outside, lowered(draft, "5", "At another price."), number=2)
    assert isinstance(choose(outside, draft, number=2), recipients.Kept)
    assert own(outside) == []


def test_what_waits_to_be_approved_is_beside_what_can_still_be_acted_on_and_what_it_overtook_is_not(
    outside: Outside,
) -> None:
    draft = drafted(outside)
    given(outside, lowered(draft, "3"))
    for number, much in ((2, "4"), (3, "2")):
        shared(outside, lowered(draft, much), number=number, asked=True)
        assert isinstance(choose(outside, draft, number=number), recipients.Kept)
        assert own(outside) == [10 - 3 - int(much)]


def test_what_went_from_one_link_of_a_client_is_beside_what_went_from_the_next(outside: Outside) -> None:
    draft, first = halves(outside)
    making.revoked(outside, first)
    shared(outside, lowered(draft, "5", "At another price."), number=2)
    assert isinstance(choose(outside, draft, number=2), recipients.Kept)
    made = linked(outside, draft, number=2)
    assert isinstance(made, list)
    exited(outside, made[0], 5, "COMPLETE", 5)
    assert own(outside) == []


def rest_of(outside: Outside, link: Link) -> DeskBasket:
    """A draft of what is left at a link."""
    found = still_to_place.see(outside, link.id)
    assert found is not None
    made = still_to_place.draft(
        outside,
        MEERA,
        link.id,
        found.sha256,
        lambda _: Said("What is left", "It stands as before.", "Not for clients."),
    )
    assert isinstance(made, DeskBasket)
    return made


def test_what_is_left_of_a_follow_up_is_not_placed_where_another_draft_has_it(
    outside: Outside, clock: FakeClock
) -> None:
    first = given(outside, drafted(outside))
    exited(outside, first, 10, "CANCELLED", 4)
    clock.forward(days=15)
    second = given(outside, drafted(outside), valid_until="2026-03-10 15:30")
    left = rest_of(outside, first)
    shared(outside, left, valid_until="2026-03-10 15:30")
    refused = choose(outside, left)
    assert isinstance(refused, recipients.Refused)
    (line,) = refused.meant.lines
    assert line.over is not None
    assert list(line.over.quantities.values()) == [(6, 10)]
    assert [each.basket_id for each in line.over.exits] == [first.basket_id, second.basket_id]


def test_what_is_left_of_a_follow_up_is_placed_from_its_own_draft_while_no_other_has_it(outside: Outside) -> None:
    first = given(outside, drafted(outside))
    exited(outside, first, 10, "CANCELLED", 4)
    left = rest_of(outside, first)
    link = given(outside, left)
    assert own(outside) == []
    exited(outside, link, 6, "CANCELLED", 1)
    again = rest_of(outside, link)
    assert isinstance(given(outside, again), Link)


def test_a_newer_version_offers_nothing_that_is_placed_from_what_was_left_of_the_older(outside: Outside) -> None:
    draft = drafted(outside)
    first = given(outside, draft)
    exited(outside, first, 10, "CANCELLED", 4)
    given(outside, rest_of(outside, first))
    shared(outside, lowered(draft, "6"), number=2)
    assert isinstance(choose(outside, draft, number=2), recipients.Refused)
