"""Codes that work once: nobody guesses them, everybody can type them, and only their hash is kept."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.chance import Chance
from tokri.core.desk.codes import (
    kept_one_time_code,
    kept_recovery_code,
    kept_recovery_codes,
    one_time_code,
    recovery_codes,
    tidy,
)

LETTERS = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
ASHA, RAVI = "person-asha", "person-ravi"


def drawn() -> tuple[str, ...]:
    tokens = count()
    return recovery_codes(lambda: f"token {next(tokens)}")


def test_there_are_ten_recovery_codes_of_120_bits_each_in_groups_of_four() -> None:
    codes = recovery_codes(Chance().token)
    assert len(set(codes)) == 10
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4] * 6
        assert set("".join(groups)) <= LETTERS
    assert 5 * 24 == 120


def test_a_one_time_code_has_more_than_128_bits() -> None:
    code = one_time_code(Chance().token())
    assert len(tidy(code)) * 5 == 140
    assert code.count("-") == 6


def test_every_letter_of_the_alphabet_is_drawn_at_every_place() -> None:
    codes = [tidy(one_time_code(f"token {number}")) for number in range(2000)]
    assert all(set(letters) == LETTERS for letters in zip(*codes, strict=True))


def test_no_letter_looks_like_another() -> None:
    assert not LETTERS & set("OILU")


@pytest.mark.parametrize(
    "mangled",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code}\n",
        lambda code: code.replace("-", "–"),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
)
def test_a_code_is_understood_however_it_is_typed(mangled: object) -> None:
    assert callable(mangled)
    for code in drawn():
        assert kept_recovery_code(mangled(code), ASHA) == kept_recovery_code(code, ASHA) != ""
    code = one_time_code("token")
    assert kept_one_time_code(mangled(code)) == kept_one_time_code(code) != ""


def test_what_is_kept_tells_no_code_and_differs_for_each_person() -> None:
    codes = drawn()
    kept = kept_recovery_codes(codes, ASHA)
    assert len(set(kept)) == 10
    assert not set(kept) & set(kept_recovery_codes(codes, RAVI))
    assert all(len(each) == 64 for each in kept)
    assert not any(tidy(code).lower() in each for code in codes for each in kept)


def test_a_code_of_one_kind_is_none_of_the_other() -> None:
    assert kept_one_time_code(drawn()[0]) == ""
    assert kept_recovery_code(one_time_code("token"), ASHA) == ""


@pytest.mark.parametrize("last", ["U", "!", "٣", "", "DD"])
def test_letters_that_no_code_has_and_codes_of_another_length_are_kept_as_nothing(last: str) -> None:
    typed = "7K3M-9QXZ-0V2B-4TRD-7K3M-9QX"
    assert kept_recovery_code(f"{typed}Z", ASHA) != ""
    assert kept_recovery_code(f"{typed}{last}", ASHA) == ""


@given(st.text(max_size=60))
def test_what_can_be_no_code_is_kept_as_nothing(typed: str) -> None:
    meant = tidy(typed)
    may_be = set(meant) <= LETTERS and len(meant) in {24, 28}
    assert bool(kept_recovery_code(typed, ASHA) or kept_one_time_code(typed)) == may_be
