"""Where a basket stands follows from what was kept, and never goes back by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.baskets_to_share import proposal
from tokri.core.desk.advice import Decision, DeskBasket, SharedVersion
from tokri.core.desk.approval import DecisionBar, decision_bar
from tokri.core.desk.states import BasketState, basket_state, version_state

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
WRITTEN = proposal()
OTHER = proposal(why="On second thoughts.")
BASKET = DeskBasket("basket", WRITTEN, "", 1, AT, "meera", AT, "meera")


def version(number: int = 1, *, asked: bool = True, of: str = "basket") -> SharedVersion:
    return SharedVersion(of, number, WRITTEN, WRITTEN.sha256, AT, "meera", asked, writers=("ravi", "kiran"))


def decision(number: int = 1, *, yes: bool = True, of: str = "basket") -> Decision:
    return Decision(of, number, yes, "arun", AT)


@pytest.mark.parametrize(
    ("versions", "decisions", "state"),
    [
        ([], [], BasketState.DRAFT),
        ([version()], [], BasketState.WAITING),
        ([version(asked=False)], [], BasketState.READY),
        ([version()], [decision()], BasketState.READY),
        ([version()], [decision(yes=False)], BasketState.REFUSED),
        ([version()], [decision(of="another")], BasketState.WAITING),
        ([version(1), version(2)], [decision(1)], BasketState.WAITING),
        ([version(1), version(2)], [decision(1, yes=False), decision(2)], BasketState.READY),
    ],
)
def test_a_basket_stands_where_its_newest_version_does(
    versions: list[SharedVersion], decisions: list[Decision], state: BasketState
) -> None:
    assert basket_state(BASKET, versions, decisions) is state


def test_what_is_written_after_sharing_makes_it_changed_whatever_was_decided() -> None:
    changed = replace(BASKET, proposal=OTHER)
    for decisions in ([], [decision()], [decision(yes=False)]):
        assert basket_state(changed, [version()], decisions) is BasketState.CHANGED
    assert basket_state(BASKET, [version()], [decision()]) is BasketState.READY


def test_notes_that_the_client_never_sees_change_nothing() -> None:
    assert basket_state(replace(BASKET, notes="Call him first"), [version()], []) is BasketState.WAITING


def test_what_is_archived_is_archived_whatever_it_was() -> None:
    archived = replace(BASKET, archived_at=AT)
    for versions in ([], [version()]):
        assert basket_state(archived, versions, [decision()]) is BasketState.ARCHIVED


def test_of_an_older_version_its_own_decision_is_told() -> None:
    decisions = [decision(1, yes=False), decision(2)]
    assert version_state(version(1), decisions) is BasketState.REFUSED
    assert version_state(version(2), decisions) is BasketState.READY


# --- who wrote --------------------------------------------------------------------------------------


def test_whoever_changed_the_content_is_a_writer_of_it_once_in_the_order_in_which_they_began() -> None:
    contents = [OTHER, WRITTEN, replace(WRITTEN, why="Again."), OTHER]
    basket = BASKET
    for content, who in zip(contents, ("kiran", "meera", "kiran", "arun"), strict=True):
        basket = basket.rewritten(content, who)
    assert basket.writers == ("kiran", "meera", "arun")
    assert basket.proposal == OTHER


def test_whoever_saved_the_same_content_wrote_nothing() -> None:
    assert BASKET.rewritten(WRITTEN, "kiran") == BASKET


# --- who may decide ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "versions", "decisions", "bar"),
    [
        ("arun", [version()], [], None),
        ("meera", [version()], [], DecisionBar.SHARED_IT),
        ("kiran", [version()], [], DecisionBar.WROTE_IT),
        ("ravi", [version()], [], DecisionBar.WROTE_IT),
        ("arun", [version()], [decision()], DecisionBar.DECIDED),
        ("meera", [version()], [decision()], DecisionBar.DECIDED),
        ("arun", [version(), version(2)], [], DecisionBar.SUPERSEDED),
    ],
)
def test_a_second_person_decides_the_newest_version_once(
    person: str, versions: list[SharedVersion], decisions: list[Decision], bar: DecisionBar | None
) -> None:
    assert decision_bar(versions[0], versions, decisions, person) is bar


@given(st.sampled_from(["meera", "ravi", "kiran"]), st.booleans(), st.booleans(), st.integers(1, 3), st.booleans())
def test_who_wrote_or_shared_it_never_has_a_say(
    person: str, asked: bool, decided: bool, of: int, archived: bool
) -> None:
    versions = [version(number, asked=asked) for number in range(1, of + 1)]
    decisions = [decision()] if decided else []
    assert decision_bar(versions[0], versions, decisions, person, archived=archived) is not None
