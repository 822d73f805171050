"""One's own account: the password, the sessions, the recovery codes, the second factor taken away."""

from __future__ import annotations

from dataclasses import dataclass

from tokri.core.desk.codes import kept_recovery_codes, recovery_codes
from tokri.core.desk.people import DeskSession, Person
from tokri.core.ports import Outside
from tokri.core.problems import Problem
from tokri.desk.by import By
from tokri.desk.people import problem
from tokri.desk.sign_in import renew, verified, wants_second_factor
from tokri.desk.start import Chosen, faults_of_password
from tokri.desk.throttling import Browser, at_an_account, forgive


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody is shown of their own account. The sessions are those that still count, newest first."""

    person: Person
    sessions: tuple[DeskSession, ...]
    codes_left: int
    factor_required: bool


class FactorRequired(Exception):
    """The firm lets nobody in without a second factor, so none is taken away."""


def account(outside: Outside, person: Person) -> Account:
    """Somebody's own account as it is now."""
    now = outside.clock()
    with outside.store.reading() as view:
        return Account(
            person=view.people.get(person.id) or person,
            sessions=tuple(each for each in view.people.sessions(person.id) if each.open(now)),
            codes_left=view.people.recovery_codes_left(person.id),
            factor_required=wants_second_factor(view),
        )


def change_password(
    outside: Outside, person: Person, session: DeskSession, *, current: str, chosen: Chosen, browser: Browser
) -> str | list[Problem]:
    """Put the chosen password in the place of the current one: the session's new token, or what is wrong.

    All other sessions are ended. Codes: those of choosing a password, and `password.wrong` for the current one. Raises
    MustWait, PasswordsBusy.
    """
    _, attempt = at_an_account(outside, person.username, browser)
    if not verified(outside, current, person.password_hash, attempt):
        with outside.store.writing() as unit:
            unit.record(By(person.id, browser.where).event("password refused", person.id, outside.clock()))
        return [problem("password.wrong", "current")]
    forgive(outside, attempt)  # the current one was right: what follows is no guess
    faults = faults_of_password(outside, chosen, (person.username, person.name, person.email))
    if faults:
        return faults
    hashed, at = outside.passwords.hash(chosen.password), outside.clock()
    with outside.store.writing() as unit:
        found = unit.people.get(person.id)
        if found is None or not found.enabled or found.password_hash != person.password_hash:  # overtaken by a reset
            unit.record(By(person.id, browser.where).event("password refused", person.id, at))
            return [problem("password.wrong", "current")]
        unit.people.change(person.id, password_hash=hashed, password_at=at)
        unit.people.end_sessions(person.id, at, keep=session.id)
        unit.record(By(person.id, browser.where).event("password changed", person.id, at))
        return renew(outside, unit, session.id, confirmed_at=at)


def end_session(outside: Outside, by: By, session_id: str) -> bool:
    """End one of one's own sessions; False if there is none of that id."""
    at = outside.clock()
    with outside.store.writing() as unit:
        if session_id not in {each.id for each in unit.people.sessions(by.person_id)}:
            return False
        unit.people.change_session(session_id, ended_at=at)
        unit.record(by.event("session ended", by.person_id, at))
        return True


def end_others(outside: Outside, by: By, session: DeskSession) -> int:
    """End all of one's own sessions but this one; answers how many."""
    at = outside.clock()
    with outside.store.writing() as unit:
        count = unit.people.end_sessions(by.person_id, at, keep=session.id)
        unit.record(by.event("other sessions ended", by.person_id, at, {"count": count}))
        return count


def new_recovery_codes(outside: Outside, by: By) -> tuple[str, ...]:
    """Ten new codes in the place of all earlier ones. They are shown once, and kept as hashes."""
    at, codes = outside.clock(), recovery_codes(outside.chance.token)
    with outside.store.writing() as unit:
        unit.people.set_recovery_codes(by.person_id, kept_recovery_codes(codes, by.person_id))
        unit.record(by.event("recovery codes made", by.person_id, at))
    return codes


def remove_second_factor(outside: Outside, by: By, session: DeskSession) -> None:
    """Take one's own second factor away, with its recovery codes; other sessions end. Raises FactorRequired."""
    at = outside.clock()
    with outside.store.writing() as unit:
        if wants_second_factor(unit):
            raise FactorRequired
        unit.people.change(by.person_id, totp_sealed=None, totp_step=None)
        unit.people.set_recovery_codes(by.person_id, ())
        unit.people.end_sessions(by.person_id, at, keep=session.id)
        unit.record(by.event("second factor removed", by.person_id, at))
