"""A password is long, not a common one, not the firm's own name; nothing is asked of its signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.desk.passwords import LONGEST, SHORTEST, faults

COMMON = frozenset({"password", "letmein", "welcome", "iloveyou", "sunshine", "qwertyuiop12", "leavemealone", "dragon"})
NAMES = ("Rao Wealth Advisers LLP", "asha.rao", "Asha Rao", "asha@raowealth.example", "आशा राव")


def codes(password: str, names: tuple[str, ...] = NAMES) -> list[str]:
    return [fault.code for fault in faults(password, names, COMMON)]


@pytest.mark.parametrize(
    "password",
    [
        "five horses by the lake",
        "                    a    phrase",
        "twelvefoxes!",
        "ज़ीरे का तड़का लगा",
        "🦊🐘🐅🦚🐍🐒🦓🦒🐪🦘🐢🐙",
        "kpxqzrtwvmbnh",
        "49301857263094",
        "x" * 30 + "y",
        "the kite above our basket of mangoes",
        "my dragon eats spinach",
        "advisers never sleep on sundays",
    ],
)
def test_a_long_phrase_may_be_chosen_whatever_its_signs(password: str) -> None:
    assert codes(password) == []


@pytest.mark.parametrize("password", ["", "short", "elevenchars", "आशाआशा"])
def test_a_password_of_fewer_than_twelve_letters_is_refused_and_its_length_told(password: str) -> None:
    (fault,) = faults(password, NAMES, COMMON)
    assert (fault.code, fault.path, fault.facts) == (
        "password.short",
        ("password",),
        {"letters": len(password), "least": 12},
    )


def test_a_thousand_letters_are_taken_and_one_more_is_refused() -> None:
    phrase = "".join(f"{number} mangoes, " for number in range(1000))
    assert faults(phrase[:LONGEST], NAMES, COMMON) == []
    (fault,) = faults(phrase[: LONGEST + 1], NAMES, COMMON)
    assert (fault.code, fault.facts) == ("password.long", {"letters": 1001, "most": 1000})


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop12",
        "LeaveMeAlone",
        "leavemealone2026",
        "Password2026!",
        "P@ssw0rd!2026",
        "!!!!letmein!!!!",
        "2019welcome2026",
        "1L0v3y0u12345",
        "ｐａｓｓｗｏｒｄ１２３４",
        "zerodhaPassword1",
        "AshaRao-sunshine",
    ],
)
def test_a_common_password_is_refused_also_in_capitals_with_digits_around_it_or_signs_for_letters(
    password: str,
) -> None:
    assert "password.common" in codes(password)


@pytest.mark.parametrize("password", ["abcabcabcabc", "aaaaaaaaaaaa", "Mango!Mango!Mango!", "k2k2k2k2k2k2k2k2"])
def test_one_short_piece_again_and_again_is_refused(password: str) -> None:
    assert codes(password) == ["password.repeated"]


def test_a_whole_password_written_twice_is_a_longer_one() -> None:
    assert codes("twelvefoxes!" * 2) == []


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Zerodha@2026", "zerodha"),
        ("kite-zerodha-1234", "zerodha"),
        ("asharao19870412", "asha"),
        ("RaoWealth#2026", "raowealth"),
        ("asha@raowealth", "raowealth"),
        ("NSE BSE MCX 2026", "bse"),
        ("z3r0dh4#z3r0dh4", "zerodha"),
        ("आशा 1987-04-12", "आशा"),
        ("tokri tokri 99", "tokri"),
    ],
)
def test_names_alone_are_refused_and_the_word_is_told(password: str, word: str) -> None:
    found = [fault for fault in faults(password, NAMES, COMMON) if fault.code == "password.context"]
    assert [fault.facts["word"] for fault in found] == [word]


def test_a_name_of_a_letter_or_two_is_no_word_to_look_for() -> None:
    assert codes("a-1-b-2-c-3-d-4-e", names=("A B", "c d e")) == []


def test_more_than_one_reason_is_told_at_once() -> None:
    assert codes("zerodhazerodha") == ["password.repeated", "password.context"]


@given(st.text(max_size=1100), st.lists(st.text(max_size=40), max_size=4))
def test_whatever_is_typed_there_is_an_answer(password: str, names: list[str]) -> None:
    found = [fault.code.removeprefix("password.") for fault in faults(password, names, COMMON)]
    assert found in (["short"], ["long"]) or set(found) <= {"common", "repeated", "context"}
    assert (found == ["short"]) == (len(password) < SHORTEST)
    assert (found == ["long"]) == (len(password) > LONGEST)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=40, max_size=60))
def test_letters_alone_are_enough(password: str) -> None:
    assert "password.short" not in codes(password)
    assert "password.long" not in codes(password)
