"""The check on opening: counted before it is looked at, told to nobody, and locked after too many."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from tests.journey.fakes import FakeClock, FakePasswords
from tests.link import making
from tests.link.making import PAN, Made, a_link, link_now
from tokri.core.desk.client import CheckKind, Client
from tokri.core.link.check import MOST_WRONG, PASS_HOLDS
from tokri.core.ports import Outside
from tokri.core.ports.passwords import PasswordsBusy
from tokri.link.checking import Checked, asked_kind, asks, check, matches, try_answer
from tokri.link.look import Looked, look


@pytest.fixture
def made(outside: Outside) -> Made:
    return a_link(outside, check=CheckKind.PAN)


def told(outside: Outside) -> list[str]:
    """The kinds of all that the record tells, in order."""
    with outside.store.reading() as view:
        return [entry.kind for entry, _ in view.chain.rows()]


def seen(outside: Outside, made: Made, browser: str | None = "phone") -> Looked:
    found = look(outside, made.token, browser)
    assert found is not None
    return found


def test_the_right_answer_opens_it_for_that_browser_and_counts_as_opening(outside: Outside, made: Made) -> None:
    assert asks(seen(outside, made))
    assert check(outside, made.token, f" {PAN.lower()}", "phone") is Checked.RIGHT
    assert not asks(seen(outside, made))
    assert asks(seen(outside, made, "laptop"))
    assert asks(seen(outside, made, None))
    assert link_now(outside, made.link).opened_at == outside.clock()


def test_a_right_answer_forgives_none_of_the_wrong_ones_before_it(outside: Outside, made: Made) -> None:
    for _ in range(MOST_WRONG - 1):
        assert check(outside, made.token, "000A", "another") is Checked.WRONG
    assert check(outside, made.token, PAN, "phone") is Checked.RIGHT
    assert link_now(outside, made.link).wrong_checks == MOST_WRONG - 1
    assert check(outside, made.token, "000A", "another") is Checked.LOCKED


def test_the_last_of_too_many_wrong_answers_locks_it_for_the_right_one_too(outside: Outside, made: Made) -> None:
    answers = [check(outside, made.token, "000A", "phone") for _ in range(MOST_WRONG)]
    assert answers == [Checked.WRONG] * (MOST_WRONG - 1) + [Checked.LOCKED]
    assert link_now(outside, made.link).locked_at == outside.clock()
    assert check(outside, made.token, PAN, "phone") is Checked.LOCKED
    assert asked_of(outside) == MOST_WRONG


def asked_of(outside: Outside) -> int:
    assert isinstance(outside.passwords, FakePasswords)
    return outside.passwords.asked


def test_answers_in_the_same_moment_are_no_more_than_may_be(outside: Outside, made: Made) -> None:
    """Each counts before it is looked at: as many as may be wrong are in hand, and one more is not looked at."""
    inner = outside.passwords

    class Slow(FakePasswords):
        depth = 0

        def verify(self, password: str, hashed: str | None) -> bool:
            self.asked += 1
            if self.asked <= MOST_WRONG:
                check(meanwhile, made.token, "000A", "another")
            return inner.verify(password, hashed)

    meanwhile = replace(outside, passwords=Slow())
    check(meanwhile, made.token, "000A", "phone")
    assert asked_of(meanwhile) == MOST_WRONG
    assert link_now(outside, made.link).locked_at is not None


def test_an_answer_that_was_right_while_others_locked_it_opens_nothing(outside: Outside, made: Made) -> None:
    class Meanwhile(FakePasswords):
        def verify(self, password: str, hashed: str | None) -> bool:
            making.locked(outside, made.link)
            return super().verify(password, hashed)

    assert check(replace(outside, passwords=Meanwhile()), made.token, PAN, "phone") is Checked.LOCKED
    assert seen(outside, made).passed is None


def test_an_answer_to_a_link_that_was_locked_meanwhile_is_not_looked_at(outside: Outside, made: Made) -> None:
    client = seen(outside, made).client
    making.locked(outside, made.link)
    assert try_answer(outside, made.link, client, PAN, "phone") is Checked.LOCKED
    assert asked_of(outside) == 0


def test_an_answer_that_nobody_had_time_for_does_not_count(outside: Outside, made: Made) -> None:
    class Busy(FakePasswords):
        def verify(self, password: str, hashed: str | None) -> NoReturn:
            del password, hashed
            raise PasswordsBusy

    with pytest.raises(PasswordsBusy):
        check(replace(outside, passwords=Busy()), made.token, PAN, "phone")
    assert link_now(outside, made.link).wrong_checks == 0


def test_the_record_tells_that_answers_were_given_and_never_which(outside: Outside, made: Made) -> None:
    check(outside, made.token, "987Z", "phone")
    check(outside, made.token, PAN, "phone")
    with outside.store.reading() as view:
        entries = [entry for entry, _ in view.chain.rows()]
    assert [entry.kind for entry in entries] == ["check failed", "check passed", "link opened"]
    assert {entry.who for entry in entries} == {f"client:{made.link.client_id}"}
    assert "987Z" not in repr(entries)
    assert PAN not in repr(entries)
    assert made.token not in repr(entries)


def test_a_lock_is_told_once(outside: Outside, made: Made) -> None:
    for _ in range(MOST_WRONG + 3):
        check(outside, made.token, "000A", "phone")
    assert told(outside).count("link locked") == 1
    assert told(outside).count("check failed") == MOST_WRONG


def test_the_answer_that_the_register_has_now_is_the_right_one(outside: Outside, made: Made) -> None:
    client = seen(outside, made).client
    assert client.details is not None
    with outside.store.writing() as unit:
        born = replace(client.details, check_kind=CheckKind.BIRTH_YEAR)
        hashed = outside.passwords.hash("1975")
        assert unit.clients.change(client.id, born, client.edition, outside.clock(), check_hash=hashed)
    assert asked_kind(seen(outside, made)) is CheckKind.BIRTH_YEAR
    assert check(outside, made.token, PAN, "phone") is Checked.WRONG
    assert check(outside, made.token, "1975", "phone") is Checked.RIGHT


def test_where_the_register_has_no_answer_every_one_is_wrong(outside: Outside, clock: FakeClock) -> None:
    client = Client("c9", "C9", None, clock(), clock())
    assert not matches(outside, client, "")
    assert not matches(outside, client, PAN)


def test_the_check_is_asked_again_when_its_time_is_over(outside: Outside, made: Made, clock: FakeClock) -> None:
    check(outside, made.token, PAN, "phone")
    clock.forward(seconds=PASS_HOLDS.total_seconds())
    assert asks(seen(outside, made))
    assert check(outside, made.token, PAN, "phone") is Checked.RIGHT
    assert not asks(seen(outside, made))


def test_a_link_without_a_check_has_no_wrong_answer(outside: Outside) -> None:
    made = a_link(outside)
    assert check(outside, made.token, "anything", "phone") is Checked.RIGHT
    assert told(outside) == []


def test_an_address_that_is_nobodys_has_no_check(outside: Outside, made: Made) -> None:
    assert check(outside, f"{made.token}x", PAN, "phone") is None
