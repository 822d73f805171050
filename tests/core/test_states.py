from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from tests.core.making import AT, HANDOFF, MINUTE, READING, returned, word
from tokri.core.evidence import Look, Source
from tokri.core.ports import Handback, Handoff, PersonsWord, ReadingFault, Said
from tokri.core.release import Release, is_for_later
from tokri.core.shown import NOTHING, Shown, Trace, shown
from tokri.core.state import (
    EVIDENT,
    UNRESOLVED,
    ReadingStep,
    State,
    contradicts_itself,
    latest_word,
    may_continue,
    reading_step,
    state,
)
from tokri.core.times import ist

#: A reading whose book was read.
ONCE_READ: dict[str, object] = {"exchanged_at": AT, "confirmed_at": AT, "read_at": AT}

DAY = ist(AT).date()
BOOK = Look(Source.BOOK, AT, DAY, DAY)
#: The session opens 22 hours after the hand-off, and is asked after a quarter of an hour later.
SESSION = Release(AT + 22 * 60 * MINUTE, AT + (22 * 60 + 15) * MINUTE)


def seen(*sources: Source, queued: bool = False, looks: tuple[Look, ...] = (), for_later: bool = False) -> Shown:
    return shown(AT, [Trace(each, queued, AT) for each in sources], looks, for_later=for_later)


def stand(
    *,
    handbacks: tuple[Handback, ...] = (),
    words: tuple[PersonsWord, ...] = (),
    evidence: Shown = NOTHING,
    handoff: Handoff = HANDOFF,
    minutes: int = 0,
    release: Release | None = None,
) -> State:
    return state(handoff, handbacks, words, evidence, AT + minutes * MINUTE, release=release)


def test_a_hand_off_that_never_left_is_prepared() -> None:
    assert stand(handoff=replace(HANDOFF, left_at=None), minutes=60) is State.PREPARED


def test_a_browser_that_left_is_at_kite_until_it_has_been_away_for_long() -> None:
    assert stand(minutes=9) is State.AT_KITE
    assert stand(minutes=10) is State.NO_RETURN
    assert state(HANDOFF, (), (), NOTHING, AT + MINUTE, unresolved_after=timedelta(seconds=30)) is State.NO_RETURN


def test_a_clock_that_ran_back_does_not_lose_the_hand_off() -> None:
    assert stand(minutes=-60) is State.AT_KITE


@pytest.mark.parametrize("order", list(permutations(["success", "cancelled", "odd"])))
def test_success_outranks_a_cancel_whichever_came_first(order: tuple[str, ...]) -> None:
    assert stand(handbacks=tuple(returned(status) for status in order)) is State.RETURNED_SUCCESS
    without = tuple(returned(status) for status in order if status != "success")
    assert stand(handbacks=without) is State.RETURNED_CANCELLED


def test_a_claim_is_shown_before_the_persons_word_and_the_word_before_an_odd_return() -> None:
    words = (word(Said.PLACED_NONE),)
    assert stand(handbacks=(returned("success"),), words=words) is State.RETURNED_SUCCESS
    assert stand(handbacks=(returned("odd"),), words=words) is State.SAID_NONE
    assert stand(handbacks=(returned("odd"),)) is State.RETURNED_ODD


@pytest.mark.parametrize("said", [Said.PLACED_ALL, Said.PLACED_SOME])
def test_whoever_says_after_a_cancel_that_they_placed_them_is_believed_before_it(said: Said) -> None:
    cancelled = (returned("cancelled", at=AT + MINUTE),)
    for minutes in (1, 2):
        assert stand(handbacks=cancelled, words=(word(said, at=AT + minutes * MINUTE),)).name.startswith("SAID")
    assert stand(handbacks=cancelled, words=(word(said, at=AT),)) is State.RETURNED_CANCELLED
    both = (*cancelled, returned("success", at=AT))
    assert stand(handbacks=both, words=(word(said, at=AT + 2 * MINUTE),)) is State.RETURNED_SUCCESS
    again = (*cancelled, returned("cancelled", at=AT + 9 * MINUTE))
    assert stand(handbacks=again, words=(word(said, at=AT + 2 * MINUTE),)).name.startswith("SAID")


def test_a_cancel_is_not_undone_by_any_other_word() -> None:
    for said in (Said.PLACED_NONE, Said.NOT_ENABLED, Said.NO_LOGIN):
        words = (word(Said.PLACED_ALL), word(said, at=AT + MINUTE))
        assert stand(handbacks=(returned("cancelled"),), words=words) is State.RETURNED_CANCELLED


def test_the_latest_word_counts() -> None:
    words = (word(Said.PLACED_ALL, at=AT + MINUTE), word(Said.PLACED_NONE))
    assert stand(words=words) is State.SAID_ALL
    assert latest_word(HANDOFF, words) == words[0]
    assert latest_word(HANDOFF, ()) is None


@pytest.mark.parametrize("said", list(Said))
def test_each_word_has_a_state_of_its_own(said: Said) -> None:
    assert stand(words=(word(said),)).name == f"SAID_{said.name.removeprefix('PLACED_')}"


def test_evidence_is_shown_before_everything_and_the_order_book_before_other_evidence() -> None:
    everything = {"handbacks": (returned("success"),), "words": (word(Said.PLACED_NONE),)}
    for sources, stands in (
        (tuple(Source)[:4], State.READ),
        ((Source.POSTBACK, Source.ORDER_FILE), State.IN_FILE),
        ((Source.TRADE_FILE,), State.IN_FILE),
        ((Source.POSTBACK,), State.REPORTED),
    ):
        found = stand(evidence=seen(*sources, looks=(BOOK,)), **everything)  # type: ignore[arg-type] # of two types
        assert found is stands


def test_a_source_that_must_have_the_orders_and_has_none_is_told_by_its_name() -> None:
    file = Look(Source.ORDER_FILE, AT, DAY, DAY)
    assert stand(evidence=seen(looks=(BOOK, file))) is State.READ_NONE
    assert stand(evidence=seen(looks=(file,))) is State.NOT_IN_FILE
    assert stand(evidence=seen(looks=(replace(BOOK, at=AT - MINUTE),))) is State.AT_KITE
    assert stand(evidence=seen(looks=(replace(BOOK, first_day=DAY - timedelta(1), last_day=DAY - timedelta(1)),))) is (
        State.AT_KITE
    )


def test_a_tradebook_tells_that_nothing_traded_only_when_the_day_was_over_and_the_orders_were_for_it() -> None:
    trades = Look(Source.TRADE_FILE, AT, DAY, DAY)
    over = replace(trades, closed=True)
    assert stand(evidence=seen(looks=(trades,))) is State.AT_KITE
    assert stand(evidence=seen(looks=(over,))) is State.NOT_IN_FILE
    assert stand(evidence=seen(looks=(over,), for_later=True)) is State.AT_KITE


def test_orders_that_may_have_been_placed_after_the_look_are_not_called_missing() -> None:
    nothing = seen(looks=(BOOK,))
    assert stand(evidence=nothing, handbacks=(returned("success", at=AT),)) is State.READ_NONE
    assert stand(evidence=nothing, handbacks=(returned("success", at=AT + MINUTE),)) is State.RETURNED_SUCCESS
    assert stand(evidence=nothing, handbacks=(returned("cancelled", at=AT + MINUTE),)) is State.READ_NONE


def test_a_hand_off_that_kite_reported_is_not_called_missing_by_a_book_that_does_not_have_it() -> None:
    assert stand(evidence=seen(Source.POSTBACK, looks=(BOOK,))) is State.REPORTED


def test_orders_for_the_next_session_are_asked_after_once_it_has_begun() -> None:
    success, queued = (returned("success"),), seen(Source.BOOK, queued=True)
    before, after = 22 * 60 + 14, 22 * 60 + 15
    for claims, waits in (
        ({"handbacks": success}, State.SENT_FOR_LATER),
        ({"words": (word(Said.PLACED_ALL),)}, State.SENT_FOR_LATER),
        ({"evidence": queued}, State.QUEUED),
        ({"evidence": queued, "handbacks": success}, State.QUEUED),
    ):
        assert stand(**claims, minutes=before, release=SESSION) is waits  # type: ignore[arg-type] # of three types
        assert stand(**claims, minutes=after, release=SESSION) is State.RELEASED  # type: ignore[arg-type] # the same
    assert stand(minutes=before, release=SESSION) is State.AT_KITE
    assert stand(minutes=after, release=SESSION) is State.NO_RETURN


def test_a_word_a_reading_or_a_report_of_the_morning_resolves_what_was_queued() -> None:
    morning = SESSION.opens + MINUTE
    queued = [Trace(Source.BOOK, True, AT)]
    words = (word(Said.PLACED_SOME, at=morning),)
    late = 24 * 60
    found = shown(AT, queued, (), for_later=True)
    assert stand(evidence=found, words=words, minutes=late, release=SESSION) is State.SAID_SOME
    for source, stands in ((Source.BOOK, State.READ), (Source.POSTBACK, State.READ), (Source.ORDER_FILE, State.READ)):
        found = shown(AT, [*queued, Trace(source, False, morning)], (), for_later=True)
        assert stand(evidence=found, minutes=late, release=SESSION) is stands


def test_cancelled_or_not_placed_waits_for_no_session() -> None:
    assert stand(handbacks=(returned("cancelled"),), release=SESSION) is State.RETURNED_CANCELLED
    assert stand(words=(word(Said.PLACED_NONE),), release=SESSION) is State.SAID_NONE


def test_a_word_that_contradicts_evidence_is_known_and_evidence_beats_the_redirect() -> None:
    there, missing = seen(Source.BOOK), seen(looks=(BOOK,))
    for said in Said:
        placed = said in {Said.PLACED_ALL, Said.PLACED_SOME}
        assert contradicts_itself(HANDOFF, (), (word(said),), there) is not placed
        assert contradicts_itself(HANDOFF, (returned("success"),), (word(said),), missing) is placed
        assert contradicts_itself(HANDOFF, (returned("success"),), (word(said),)) is not placed
        assert contradicts_itself(HANDOFF, (returned("cancelled"),), (word(said),)) is placed
    assert not contradicts_itself(HANDOFF, (returned("success"),), (), there)


def test_only_a_basket_of_orders_for_later_alone_is_for_later() -> None:
    assert is_for_later('[{"variety":"amo"},{"variety":"amo"}]')
    assert not is_for_later('[{"variety":"amo"},{"variety":"regular"}]')
    assert not is_for_later("[]")


def test_every_state_is_a_claim_or_evidence_and_the_unresolved_are_no_evidence() -> None:
    assert not UNRESOLVED & EVIDENT
    assert {each.value for each in EVIDENT} < {each.value for each in State}


def test_what_belongs_to_another_hand_off_is_passed_over() -> None:
    other = stand(
        handbacks=(returned("success", "h2"), returned("success", None)),
        words=(word(Said.PLACED_ALL, "h2"),),
    )
    assert other is State.AT_KITE


def test_the_next_part_opens_when_this_one_came_back_or_the_person_says_so() -> None:
    opens = {each for each in State if may_continue([each])}
    assert opens == {
        *(State.RETURNED_SUCCESS, State.RETURNED_CANCELLED, State.RETURNED_ODD),
        *(State.SAID_ALL, State.SAID_SOME, State.SAID_NONE, State.SENT_FOR_LATER, State.RELEASED),
        *EVIDENT,
    }
    assert may_continue([State.SAID_NO_LOGIN, State.RETURNED_SUCCESS])
    assert not may_continue([])


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({}, ReadingStep.ASKED),
        ({"exchange_started_at": AT}, ReadingStep.EXCHANGING),
        ({"exchange_started_at": AT, "exchanged_at": AT}, ReadingStep.WAITING_FOR_CONFIRMATION),
        ({"exchange_started_at": AT, "end_asked_at": AT}, ReadingStep.EXCHANGING),
        ({"exchanged_at": AT, "end_asked_at": AT}, ReadingStep.ENDING),
        ({"exchanged_at": AT, "confirmed_at": AT}, ReadingStep.READING),
        (ONCE_READ, ReadingStep.ENDING),
        ({**ONCE_READ, "keep": True}, ReadingStep.KEPT),
        ({**ONCE_READ, "keep": True, "look_asked_at": AT}, ReadingStep.READING),
        ({**ONCE_READ, "keep": True, "look_asked_at": AT, "end_asked_at": AT}, ReadingStep.ENDING),
        ({**ONCE_READ, "keep": True, "end_asked_at": AT}, ReadingStep.ENDING),
        ({**ONCE_READ, "keep": True, "expires_at": AT + MINUTE}, ReadingStep.KEPT),
        ({**ONCE_READ, "keep": True, "expires_at": AT}, ReadingStep.ENDED),
        ({**ONCE_READ, "ended_at": AT}, ReadingStep.ENDED),
        ({"fault": ReadingFault.UNKNOWN, "ended_at": AT}, ReadingStep.FAULT),
    ],
)
def test_how_far_a_reading_has_come_is_told_by_its_timestamps(fields: dict[str, object], step: ReadingStep) -> None:
    assert reading_step(replace(READING, **fields), AT) is step  # type: ignore[arg-type] # fields of several types


def test_of_two_words_at_one_moment_the_later_one_counts() -> None:
    words = [word(Said.PLACED_ALL), word(Said.PLACED_NONE)]
    assert latest_word(HANDOFF, words) == words[1]
