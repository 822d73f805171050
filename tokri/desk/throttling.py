"""Attempts to come in, counted before they are looked at, so that a hundred at once are not all the first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from tokri.core.desk.people import Person
from tokri.core.desk.throttle import COUNTED_FOR, Failures, wait
from tokri.core.ports import Outside, ReadingUnit, WritingUnit


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser that somebody comes with.

    `where` is the class of its address and `words` a few words ("Firefox on Android"). `address` is the address
    itself, which only `hashed` sees: a keyed hash of what is counted, by kind. `marks` are what it was given when
    somebody signed in wholly; `token` is that of its desk cookie, "" if it brought none.
    """

    where: str
    words: str
    address: str
    hashed: Callable[[str, str], str]
    marks: tuple[str, ...] = ()
    token: str = ""

    def mark_of(self, person: Person | None) -> str:
        """What shows that this person signed in here before; "" if nothing does."""
        head = "" if person is None else f"{_mark_head(person.id)}."
        return next((mark for mark in self.marks if head and mark.startswith(head)), "")


def new_mark(person: Person, token: str) -> str:
    """What a browser is given at a person's first whole sign-in in it. `token` is Chance's."""
    return f"{_mark_head(person.id)}.{token}"


class MustWait(Exception):
    """Too many attempts failed. Nothing was looked at; `until` is when the next one is."""

    def __init__(self, now: datetime, longer: timedelta) -> None:
        super().__init__()
        self.until = now + longer
        self.seconds = ceil(longer.total_seconds())


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, noted as failed until it is forgiven."""

    id: str


def at_an_account(outside: Outside, username: str, browser: Browser) -> tuple[Person | None, Attempt]:
    """Note an attempt at the account of this username, whether or not there is such a person. Raises MustWait."""
    at = outside.clock()
    with outside.store.writing(durable=False) as unit:
        person = unit.people.by_username(username)
        mark = browser.mark_of(person)
        account = browser.hashed("sign-in account", username)
        address = browser.hashed("sign-in address", browser.address)
        if mark:
            own = browser.hashed("sign-in browser", mark)
            found = _failures(unit, [own], at)
            return person, _note(outside, unit, [own], Failures(found[own], (), ()), at)
        found = _failures(unit, [account, address], at)
        return person, _note(outside, unit, [account, address], Failures(None, found[account], found[address]), at)


def with_a_code(outside: Outside, browser: Browser) -> Attempt:
    """Note an attempt to use a one-time code, which names nobody. Raises MustWait."""
    at = outside.clock()
    address = browser.hashed("one-time code address", browser.address)
    with outside.store.writing(durable=False) as unit:
        found = _failures(unit, [address], at)
        return _note(outside, unit, [address], Failures(None, (), found[address]), at)


def forgive(outside: Outside, attempt: Attempt) -> None:
    """The attempt was never looked at, or was right."""
    with outside.store.writing(durable=False) as unit:
        unit.people.take_back(attempt.id)


def _failures(unit: ReadingUnit, keys: Sequence[str], at: datetime) -> Mapping[str, Sequence[datetime]]:
    return unit.people.failures(keys, at - COUNTED_FOR)


def _note(outside: Outside, unit: WritingUnit, keys: Sequence[str], failed: Failures, at: datetime) -> Attempt:
    longer = wait(failed, at)
    if longer:
        raise MustWait(at, longer)
    attempt = Attempt(outside.chance.token())
    unit.people.fail(attempt.id, keys, at)
    return attempt


def _mark_head(person_id: str) -> str:
    return hashlib.sha256(f"browser of {person_id}".encode()).hexdigest()[:16]
