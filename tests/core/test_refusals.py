"""What the broker said of an order it refused, as a code and facts; every pattern by the words that were recorded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.refusals import REFUSALS
from tests.core.refusal_cases import TOLD
from tests.core.refusals import RECORDED
from tokri.core.refusals import TO_CHOOSE, Again, Fact, Refusal, refusal
from tokri.core.refusals.patterns import PATTERNS


@pytest.mark.parametrize(("words", "code", "facts"), TOLD, ids=[each[0][:60] for each in TOLD])
def test_recorded_words_tell_why_and_their_figures(words: str, code: Refusal, facts: dict[str, Fact]) -> None:
    told = refusal(words)
    assert told is not None
    assert (told.refusal, dict(told.facts)) == (code, facts)


def test_every_pattern_is_said_by_words_that_no_earlier_one_takes() -> None:
    said = {
        next(
            place
            for place, pattern in enumerate(PATTERNS)
            if pattern.words.search(words.replace("[", "").replace("]", ""))
        )
        for words, _, _ in TOLD
    }
    assert [PATTERNS[place] for place in range(len(PATTERNS)) if place not in said] == []


def test_every_recorded_refusal_is_known() -> None:
    unknown = [words for words in RECORDED if not words.startswith("(") and _code(words) is Refusal.OTHER]
    assert unknown == []


def test_all_that_the_stand_in_says_of_an_order_is_known() -> None:
    for name, words in REFUSALS.items():
        told = refusal(words.message, words.raw)
        assert (told is None) == (name == "no-words")
        assert told is None or told.refusal is not Refusal.OTHER


def test_words_that_nobody_recorded_are_told_as_unknown() -> None:
    assert _code("The elephant is on the track") is Refusal.OTHER


@pytest.mark.parametrize("words", [None, "", " \n "])
def test_no_words_are_no_refusal(words: str | None) -> None:
    assert refusal(words, words) is None


def test_raw_words_tell_what_the_others_do_not() -> None:
    told = refusal("Rejected by the broker.", "RMS:Margin Exceeds,Required:100.50, Available:7 for entity")
    assert told is not None
    assert (told.refusal, dict(told.facts)) == (Refusal.MARGIN, {"required": 10050, "available": 700})
    figures = refusal("Insufficient funds.", "RMS:Margin Exceeds,Required:100.50, Available:7 for entity")
    assert figures == told
    first = refusal("Insufficient holdings. Holding quantity: 3", "RMS:Margin Exceeds,Required:1, Available:0")
    assert first is not None
    assert first.refusal is Refusal.HOLDINGS


def test_what_is_short_is_never_told_as_less_than_it_is() -> None:
    told = refusal("Required margin is 10.001 but available margin is 9.999")
    assert told is not None
    assert dict(told.facts) == {"required": 1001, "available": 999}


def test_every_code_says_whether_the_same_order_may_go_again() -> None:
    assert {code.again for code in Refusal} == set(Again)
    assert Refusal.UNREACHABLE.again is Again.AS_IT_IS
    assert Refusal.MARGIN.again is Again.AFTER
    assert Refusal.FREEZE.again is Again.CHANGED
    assert Refusal.NOT_OPEN.again is Again.LATER
    assert [code for code in Refusal if code.again is Again.UNKNOWN] == [Refusal.OTHER]


def test_what_a_person_can_choose_is_said_once_and_ends_in_another_reason() -> None:
    assert len(set(TO_CHOOSE)) == len(TO_CHOOSE)
    assert TO_CHOOSE[-1] is Refusal.OTHER
    wanted = {
        *(Refusal.FREEZE, Refusal.UPPER_CIRCUIT, Refusal.LOWER_CIRCUIT, Refusal.INTRADAY, Refusal.BAN_PERIOD),
        *(Refusal.AMO_HOURS, Refusal.MARKET_STOCK_OPTION, Refusal.NOT_ENABLED),
    }
    assert wanted <= set(TO_CHOOSE)


@given(st.text(), st.text())
def test_any_text_is_read_without_a_fault(message: str, raw: str) -> None:
    told = refusal(message, raw)
    assert (told is None) == (not message.strip() and not raw.strip())


def test_a_text_without_end_is_read_in_no_time() -> None:
    told = refusal("[" * 100_000 + "Insufficient funds", "Required margin is " + "9" * 900)
    assert told is not None
    assert told.refusal is Refusal.MARGIN


def _code(words: str) -> Refusal | None:
    told = refusal(words)
    return None if told is None else told.refusal
