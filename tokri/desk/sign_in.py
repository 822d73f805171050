"""Coming in and going out: a name and a password make a session, or half of one where a second factor is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tokri.core.desk.people import DeskSession, Person, token_sha256, username_of
from tokri.core.ports import Event, Outside, ReadingUnit, WritingUnit
from tokri.core.ports.passwords import PasswordsBusy
from tokri.desk.throttling import Attempt, Browser, at_an_account, forgive, new_mark


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in: the token for their cookie, and whether that is the whole way.

    `mark` is what the browser keeps to be known by, "" as long as a second factor is to come.
    """

    token: str
    person: Person
    whole: bool
    mark: str


def sign_in(outside: Outside, name: str, password: str, browser: Browser) -> Entered | None:
    """A new session for whoever gives their name and password; None if either is wrong, or they are disabled.

    Whatever is wrong, one password is verified. Raises MustWait, PasswordsBusy.
    """
    username = username_of(name)
    person, attempt = at_an_account(outside, username, browser)
    hashed = person.password_hash if person is not None and person.enabled else None
    if not verified(outside, password, hashed, attempt):
        with outside.store.writing() as unit:
            unit.record(_refused(person, outside.clock(), browser))
        return None
    anew = outside.passwords.hash(password) if hashed and outside.passwords.outdated(hashed) else None
    at = outside.clock()
    with outside.store.writing() as unit:
        found = unit.people.by_username(username)
        if found is None or not found.enabled or found.password_hash != hashed:  # changed while it was looked at
            unit.record(_refused(found, at, browser))
            return None
        if anew is not None:
            found = unit.people.change(found.id, password_hash=anew)
        unit.people.take_back(attempt.id)
        return enter(outside, unit, found, browser, at)


def sign_out(outside: Outside, browser: Browser) -> None:
    """End the session of this browser, whole or half, if it has one."""
    at = outside.clock()
    with outside.store.writing() as unit:
        session = unit.people.session(token_sha256(browser.token)) if browser.token else None
        if session is None or session.ended_at is not None:
            return
        unit.people.change_session(session.id, ended_at=at)
        unit.record(_event("signed out", session.person_id, at, browser))


def confirm(outside: Outside, person: Person, session: DeskSession, password: str, browser: Browser) -> str | None:
    """Ask somebody who is signed in for their password again: the session's new token, or None if it is wrong.

    Raises MustWait, PasswordsBusy.
    """
    _, attempt = at_an_account(outside, person.username, browser)
    right = verified(outside, password, person.password_hash, attempt)
    at = outside.clock()
    with outside.store.writing() as unit:
        if not right:
            unit.record(_event("password refused", person.id, at, browser))
            return None
        unit.people.take_back(attempt.id)
        unit.record(_event("password confirmed", person.id, at, browser))
        return renew(outside, unit, session.id, confirmed_at=at)


def enter(outside: Outside, unit: WritingUnit, person: Person, browser: Browser, at: datetime) -> Entered:
    """Begin a session under a token that no browser has had before; the one that this browser had is ended."""
    before = unit.people.session(token_sha256(browser.token)) if browser.token else None
    if before is not None and before.ended_at is None:
        unit.people.change_session(before.id, ended_at=at)
    whole = person.totp_sealed is None and not wants_second_factor(unit)
    token = _session_token(outside)
    session = DeskSession(
        id=outside.chance.token(),
        token_sha256=token_sha256(token),
        person_id=person.id,
        began_at=at,
        seen_at=at,
        whole=whole,
        confirmed_at=at,
        where_from=browser.where,
        browser=browser.words,
    )
    unit.people.begin(session)
    unit.record(_event("signed in" if whole else "password accepted", person.id, at, browser))
    return Entered(token, person, whole, mark(outside, person, browser) if whole else "")


def renew(outside: Outside, unit: WritingUnit, session_id: str, **changes: object) -> str:
    """A new token for a session: whoever had the old one is out."""
    token = _session_token(outside)
    unit.people.change_session(session_id, token_sha256=token_sha256(token), **changes)
    return token


def mark(outside: Outside, person: Person, browser: Browser) -> str:
    """What the browser keeps to be known by when this person signs in again."""
    return browser.mark_of(person) or new_mark(person, outside.chance.token())


def wants_second_factor(unit: ReadingUnit) -> bool:
    """Whether the firm lets nobody in without a second factor."""
    edition = unit.firm.latest()
    return edition is not None and edition.firm.totp_required


def verified(outside: Outside, password: str, hashed: str | None, attempt: Attempt) -> bool:
    """Whether it is the password; an attempt that could not be looked at is no failure. Raises PasswordsBusy."""
    try:
        return outside.passwords.verify(password, hashed)
    except PasswordsBusy:
        forgive(outside, attempt)
        raise


def _session_token(outside: Outside) -> str:
    """256 bits at least: two tokens of 128 or more."""
    return outside.chance.token() + outside.chance.token()


def _event(kind: str, person_id: str, at: datetime, browser: Browser) -> Event:
    return Event(kind, person_id, at, who=f"user:{person_id}", where=browser.where)


def _refused(person: Person | None, at: datetime, browser: Browser) -> Event:
    """What was typed as a name is not kept: it may be a password in the wrong field."""
    why = "name" if person is None else "password" if person.enabled else "disabled"
    return Event(
        "sign-in refused", person.id if person else "sign-in", at, {"why": why}, who="visitor", where=browser.where
    )
