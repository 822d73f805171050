"""Passwords are kept as slow hashes, exactly as typed, one at a time; a name that is not there costs the same."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from tokri.core.desk.passwords import faults
from tokri.core.ports.passwords import Passwords, PasswordsBusy
from tokri.passwords import COMMON, Argon2Passwords, read_common

PHRASE = "five horses by the lake"


def quick(patience: float = 2.0) -> Argon2Passwords:
    """The same, at the least that argon2 can cost."""
    return Argon2Passwords(memory_kib=8, rounds=1, patience=patience)


def test_a_password_is_known_again_and_another_is_not() -> None:
    passwords: Passwords = quick()
    kept = passwords.hash(PHRASE)
    assert passwords.verify(PHRASE, kept)
    assert not passwords.verify(PHRASE + " ", kept)
    assert PHRASE not in kept
    assert passwords.hash(PHRASE) != kept


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        (PHRASE, PHRASE.upper()),
        (PHRASE, f" {PHRASE}"),
        ("x" * 1000, "x" * 999),
        ("x" * 72 + "y", "x" * 72 + "z"),
        ("before\0after the zero", "before\0after the null"),
        ("caf\u00e9 by the lake", "cafe\u0301 by the lake"),
    ],
)
def test_nothing_is_cut_off_trimmed_folded_or_composed(chosen: str, typed: str) -> None:
    passwords = quick()
    assert passwords.verify(chosen, passwords.hash(chosen))
    assert not passwords.verify(typed, passwords.hash(chosen))


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=1000))
def test_whatever_can_be_typed_can_be_a_password(password: str) -> None:
    passwords = quick()
    assert passwords.verify(password, passwords.hash(password))


def test_half_a_letter_that_a_keyboard_sent_is_no_error() -> None:
    passwords = quick()
    assert passwords.verify("\ud83d by the lake", passwords.hash("\ud83d by the lake"))
    assert not passwords.verify("\ud83e by the lake", passwords.hash("\ud83d by the lake"))


@pytest.mark.parametrize("kept", ["", "kept:five horses", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$aaaa", "टोकरी", "\0"])
def test_a_row_that_holds_no_hash_lets_nobody_in_and_breaks_nothing(kept: str) -> None:
    assert not quick().verify(PHRASE, kept)
    assert not quick().verify("", kept)
    assert quick().outdated(kept)


def test_it_is_argon2id_at_no_less_than_owasp_asks() -> None:
    kept = extract_parameters(Argon2Passwords().hash(PHRASE))
    assert kept.type.name == "ID"
    assert kept.memory_cost >= 19 * 1024
    assert kept.time_cost >= 2
    assert (kept.parallelism, kept.salt_len, kept.hash_len) == (1, 16, 32)


def test_a_hash_of_another_cost_is_outdated_but_still_opens() -> None:
    before, now = quick(), Argon2Passwords(memory_kib=16, rounds=1)
    kept = before.hash(PHRASE)
    assert not before.outdated(kept)
    assert now.outdated(kept)
    assert now.verify(PHRASE, kept)


def test_nobody_has_the_password_of_a_name_that_is_not_there() -> None:
    passwords = quick()
    assert not any(passwords.verify(typed, None) for typed in (PHRASE, "", "nobody's"))


def test_a_name_that_is_not_there_costs_one_verification_of_the_same_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    verify = PasswordHasher.verify

    def seen(hasher: PasswordHasher, hashed: str, password: bytes) -> bool:
        asked.append(extract_parameters(hashed))
        return verify(hasher, hashed, password)

    passwords = quick()
    kept = passwords.hash(PHRASE)
    monkeypatch.setattr(PasswordHasher, "verify", seen)
    passwords.verify("wrong", kept)
    passwords.verify("wrong", None)
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_two_passwords_are_never_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = quick()
    kept = passwords.hash(PHRASE)
    begun, go_on = threading.Event(), threading.Event()
    verify = PasswordHasher.verify

    def slow(hasher: PasswordHasher, hashed: str, password: bytes) -> bool:
        begun.set()
        assert go_on.wait(10)
        return verify(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", slow)
    passwords._patience = 0
    answers: list[bool] = []
    first = threading.Thread(target=lambda: answers.append(passwords.verify(PHRASE, kept)))
    first.start()
    assert begun.wait(10)
    for busy in (
        lambda: passwords.verify(PHRASE, kept),
        lambda: passwords.verify(PHRASE, None),
        lambda: passwords.hash(PHRASE),
    ):
        with pytest.raises(PasswordsBusy):
            busy()
    go_on.set()
    first.join()
    assert answers == [True]
    assert passwords.verify(PHRASE, kept)


def test_who_waits_a_moment_for_their_turn_gets_it() -> None:
    passwords = quick(patience=10)
    kept = passwords.hash(PHRASE)
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.append(passwords.verify(PHRASE, kept))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 8


def test_the_list_holds_far_more_than_three_thousand_common_passwords_of_twelve_letters_or_more() -> None:
    common = quick().common()
    assert sum(len(each) >= 12 for each in common) > 40_000
    assert {"password", "qwerty123456", "1q2w3e4r5t6y"} <= common
    assert all(each == each.casefold() and each for each in common)


def test_the_list_says_where_it_comes_from_and_under_which_licence() -> None:
    head = gzip.decompress(COMMON.read_bytes()).decode().partition("\n\n")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert "github.com/danielmiessler/SecLists" in head
    assert "MIT License" in head
    assert not any("MIT License" in each or "SecLists" in each for each in read_common(COMMON))


@pytest.mark.parametrize(
    "password", ["Qwerty123456", "unbelievable", "Password12345!", "Dragon#2026#2026", "1Q2w3e4r5t6y"]
)
def test_what_the_list_holds_may_not_be_chosen(password: str) -> None:
    assert [fault.code for fault in faults(password, (), quick().common())] == ["password.common"]


def test_a_good_phrase_is_on_no_list() -> None:
    assert faults(PHRASE, (), quick().common()) == []


def test_a_firm_may_put_a_list_of_its_own_in_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    plain = tmp_path / "leaked.txt"
    passwords = Argon2Passwords(plain)
    assert "password" in passwords.common()
    plain.write_text("# leaked last week\nMango Lassi 1947\n", encoding="utf-8")
    assert passwords.common() == {"mango lassi 1947"}
    packed = tmp_path / "leaked.txt.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_common(packed) == passwords.common()
