from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from tests.core.making import AT, BOOK_ORDER, HANDOFF, MINUTE, READING, returned, word
from tokri.core.ports import Found, Handback, Handoff, PersonsWord, Reading, ReadingFault, Said
from tokri.core.state import ReadingStep, State, latest_word, may_continue, reading_step, state

#: A reading whose book was read.
ONCE_READ: dict[str, object] = {"exchanged_at": AT, "confirmed_at": AT, "read_at": AT}

READ = replace(READING, read_at=AT, found=(Found(0, BOOK_ORDER),))


def stand(
    *,
    handbacks: tuple[Handback, ...] = (),
    words: tuple[PersonsWord, ...] = (),
    readings: tuple[Reading, ...] = (),
    handoff: Handoff = HANDOFF,
    minutes: int = 0,
) -> State:
    return state(handoff, handbacks, words, readings, AT + minutes * MINUTE)


def test_a_hand_off_that_never_left_is_prepared() -> None:
    assert stand(handoff=replace(HANDOFF, left_at=None), minutes=60) is State.PREPARED


def test_a_browser_that_left_is_at_kite_until_it_has_been_away_for_long() -> None:
    assert stand(minutes=9) is State.AT_KITE
    assert stand(minutes=10) is State.NO_RETURN
    assert state(HANDOFF, (), (), (), AT + MINUTE, unresolved_after=timedelta(seconds=30)) is State.NO_RETURN


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


def test_the_order_book_is_shown_before_everything() -> None:
    everything = {"handbacks": (returned("cancelled"),), "words": (word(Said.PLACED_NONE),)}
    assert stand(readings=(READ,), **everything) is State.READ  # type: ignore[arg-type] # keywords of two types
    assert stand(readings=(replace(READ, found=()),)) is State.READ_NONE
    assert stand(readings=(replace(READ, found=(), unsorted=(BOOK_ORDER,)),)) is State.READ
    assert stand(readings=(READ, replace(READ, id="r2", found=()))) is State.READ


def test_a_reading_that_found_nothing_out_proves_nothing() -> None:
    failed = replace(READING, fault=ReadingFault.TOKEN_REFUSED)
    assert stand(readings=(failed,), handbacks=(returned("success"),)) is State.RETURNED_SUCCESS


def test_what_belongs_to_another_hand_off_is_passed_over() -> None:
    other = stand(
        handbacks=(returned("success", "h2"), returned("success", None)),
        words=(word(Said.PLACED_ALL, "h2"),),
        readings=(replace(READ, handoff_id="h2"),),
    )
    assert other is State.AT_KITE


def test_the_next_part_opens_when_this_one_came_back_or_the_person_says_so() -> None:
    opens = {each for each in State if may_continue([each])}
    assert opens == {
        *(State.RETURNED_SUCCESS, State.RETURNED_CANCELLED, State.RETURNED_ODD),
        *(State.SAID_ALL, State.SAID_SOME, State.SAID_NONE, State.READ, State.READ_NONE),
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
