"""A second person says yes or no, once, and to the newest version alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.desk.baskets_to_share import (
    ARUN,
    KIRAN,
    MEERA,
    NONE,
    a_basket,
    kinds,
    knowing,
    people,
    proposal,
    rewrite,
    the_firm,
)
from tests.journey.fakes import FakeClock
from tokri.core.desk.advice import Decision, SharedVersion
from tokri.core.desk.approval import DecisionBar
from tokri.core.desk.states import BasketState
from tokri.core.desk.suitability import ReasonFault
from tokri.core.ports import Outside
from tokri.desk.approvals import Refusal, Refused, Verdict, decide, frozen_version, waiting
from tokri.desk.baskets import Press, copy_basket, make_basket, save_basket
from tokri.desk.by import By
from tokri.desk.disclosures import disclose, set_end
from tokri.desk.sharing import Ask, look_at, share

NO = "The stop is wider than the target"


@pytest.fixture
def firm(outside: Outside) -> Outside:
    """A firm that wants a second person, and the people for it."""
    people(outside)
    the_firm(outside, approval_required=True)
    return outside


def share_it(outside: Outside, basket_id: str = "basket", by: By = MEERA) -> SharedVersion:
    found = look_at(outside, basket_id, knowing(outside))
    assert found is not None
    asked = Ask(found.basket.edition, found.basket.proposal.sha256, found.sha256, found.to_accept)
    version = share(outside, by, basket_id, asked, knowing(outside))
    assert isinstance(version, SharedVersion)
    return version


def say(
    outside: Outside, version: SharedVersion, by: By = ARUN, *, yes: bool = True, reason: str = ""
) -> Decision | Refused:
    verdict = Verdict(version.sha256, yes, reason or ("" if yes else NO))
    done = decide(outside, by, version.basket_id, version.number, verdict)
    assert done is not None
    return done


def bar(outside: Outside, version: SharedVersion, by: By) -> DecisionBar | None:
    done = say(outside, version, by)
    return done.bar if isinstance(done, Refused) else None


def state(outside: Outside, version: SharedVersion) -> BasketState:
    found = frozen_version(outside, version.basket_id, version.number)
    assert found is not None
    return found.state


def test_an_approved_version_is_ready(firm: Outside) -> None:
    a_basket(firm)
    version = share_it(firm)
    assert state(firm, version) is BasketState.WAITING
    assert isinstance(say(firm, version), Decision)
    assert state(firm, version) is BasketState.READY
    assert kinds(firm) == ["basket shared", "version approved"]


def test_a_refusal_keeps_its_reason_and_the_record_its_hash(firm: Outside) -> None:
    a_basket(firm)
    version = share_it(firm)
    done = say(firm, version, yes=False)
    assert isinstance(done, Decision)
    assert done.reason == NO
    assert state(firm, version) is BasketState.REFUSED
    with firm.store.reading() as unit:
        entry = [each for each, _ in unit.chain.rows()][-1]
    assert (entry.kind, entry.facts["sha256"]) == ("version refused", version.sha256)
    assert NO not in str(entry.facts)
    assert len(str(entry.facts["reason_sha256"])) == 64


@pytest.mark.parametrize(("reason", "fault"), [("  ", ReasonFault.MISSING), ("no", ReasonFault.SHORT)])
def test_a_refusal_without_a_real_reason_is_none(firm: Outside, reason: str, fault: ReasonFault) -> None:
    a_basket(firm)
    version = share_it(firm)
    done = decide(firm, ARUN, "basket", 1, Verdict(version.sha256, approved=False, reason=reason))
    assert isinstance(done, Refused)
    assert (done.why, done.fault) == (Refusal.REASON, fault)
    assert state(firm, version) is BasketState.WAITING


def test_a_yes_may_have_a_reason_but_not_a_book(firm: Outside) -> None:
    a_basket(firm)
    version = share_it(firm)
    done = say(firm, version, reason="word " * 300)
    assert isinstance(done, Refused)
    assert done.fault is ReasonFault.LONG


def test_nobody_approves_what_they_shared(firm: Outside) -> None:
    a_basket(firm, by=KIRAN)
    assert bar(firm, share_it(firm, by=MEERA), MEERA) is DecisionBar.SHARED_IT


def test_nobody_approves_what_they_wrote_though_another_shared_it(firm: Outside) -> None:
    a_basket(firm, by=KIRAN)
    version = share_it(firm, by=MEERA)
    rewrite(firm, proposal(why="Somebody else wrote on."), by=MEERA)
    assert bar(firm, version, KIRAN) is DecisionBar.WROTE_IT


def test_nobody_approves_what_they_wrote_though_another_wrote_on_after_them(firm: Outside) -> None:
    a_basket(firm, by=KIRAN)
    rewrite(firm, proposal(why="Somebody else wrote on."), by=MEERA)
    version = share_it(firm, by=MEERA)
    assert version.writers == ("kiran", "meera")
    assert bar(firm, version, KIRAN) is DecisionBar.WROTE_IT
    assert bar(firm, version, ARUN) is None


def test_each_version_names_its_own_writers_alone(firm: Outside) -> None:
    a_basket(firm, by=KIRAN)
    share_it(firm, by=MEERA)
    rewrite(firm, proposal(why="Written anew."), by=MEERA)
    version = share_it(firm, by=MEERA)
    assert version.writers == ("meera",)
    assert bar(firm, version, KIRAN) is None


@pytest.mark.parametrize("press", Press)
def test_a_save_of_whatever_kind_makes_a_writer_and_notes_alone_do_not(firm: Outside, press: Press) -> None:
    basket = a_basket(firm)
    content = basket.proposal
    save_basket(firm, ARUN, "basket", content, "Call them first", after=1, press=press)
    save_basket(firm, KIRAN, "basket", replace(content, why="Cheaper now."), "", after=2, press=press)
    assert share_it(firm).writers == ("meera", "kiran")


def test_whoever_answers_what_is_disclosed_or_takes_an_end_is_a_writer(firm: Outside) -> None:
    a_basket(firm)
    disclose(firm, KIRAN, "basket", 1, replace(NONE, conflict="A relative works there"))
    set_end(firm, ARUN, "basket", 2, "2026-02-11 15:00")
    assert share_it(firm).writers == ("meera", "kiran", "arun")


def test_whoever_copies_a_basket_wrote_the_copy(firm: Outside) -> None:
    a_basket(firm)
    copied = copy_basket(firm, KIRAN, "basket")
    assert copied is not None
    assert copied.writers == ("kiran",)
    assert make_basket(firm, ARUN).writers == ()


def test_whoever_comes_second_is_told_that_it_is_decided(firm: Outside) -> None:
    a_basket(firm)
    version = share_it(firm)
    say(firm, version, ARUN)
    done = say(firm, version, KIRAN, yes=False)
    assert isinstance(done, Refused)
    assert done.bar is DecisionBar.DECIDED
    assert state(firm, version) is BasketState.READY
    assert kinds(firm).count("version refused") == 0


def test_only_the_newest_version_is_decided(firm: Outside) -> None:
    a_basket(firm)
    first = share_it(firm)
    rewrite(firm, proposal(why="On second thoughts."))
    share_it(firm)
    assert bar(firm, first, ARUN) is DecisionBar.SUPERSEDED


def test_a_version_that_asked_for_nobody_is_decided_by_nobody(firm: Outside) -> None:
    the_firm(firm, approval_required=False)
    a_basket(firm)
    assert bar(firm, share_it(firm), ARUN) is DecisionBar.NOT_ASKED


def test_a_version_that_asked_for_nobody_waits_for_nobody(firm: Outside) -> None:
    the_firm(firm, approval_required=False)
    a_basket(firm)
    share_it(firm)
    the_firm(firm, approval_required=True)
    assert waiting(firm) == ()


def test_what_is_archived_is_decided_by_nobody(firm: Outside) -> None:
    a_basket(firm)
    version = share_it(firm)
    with firm.store.writing() as unit:
        unit.desk_baskets.mark("basket", archived_at=firm.clock())
    assert bar(firm, version, ARUN) is DecisionBar.ARCHIVED
    assert waiting(firm) == ()


def test_a_form_that_showed_something_else_decides_nothing(firm: Outside) -> None:
    a_basket(firm)
    share_it(firm)
    done = decide(firm, ARUN, "basket", 1, Verdict("0" * 64, approved=True))
    assert isinstance(done, Refused)
    assert done.why is Refusal.CHANGED


def test_a_version_that_there_is_not_is_decided_by_nobody(firm: Outside) -> None:
    a_basket(firm)
    assert decide(firm, ARUN, "basket", 1, Verdict("0" * 64, approved=True)) is None
    assert frozen_version(firm, "basket", 1) is None


def test_what_waits_longest_stands_first_and_an_older_version_not_at_all(firm: Outside, clock: FakeClock) -> None:
    for name in ("first", "second", "decided"):
        a_basket(firm, basket_id=name)
        share_it(firm, name)
        clock.forward(minutes=5)
    found = frozen_version(firm, "decided", 1)
    assert found is not None
    say(firm, found.version)
    rewrite(firm, proposal(why="On second thoughts."), "first")
    share_it(firm, "first")
    assert [(each.version.basket_id, each.version.number) for each in waiting(firm)] == [("second", 1), ("first", 2)]


def test_however_much_waits_the_store_is_asked_as_often(firm: Outside) -> None:
    a_basket(firm, basket_id="first")
    share_it(firm, "first")
    few = statements_of(firm)
    for name in ("second", "third", "fourth"):
        a_basket(firm, basket_id=name)
        share_it(firm, name)
    assert statements_of(firm) == few


def statements_of(firm: Outside) -> int:
    """How many statements it takes to tell what waits."""
    told: list[str] = []

    def note(*said: Any) -> None:
        told.append(said[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert waiting(firm)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(told)
