"""Starting with a one-time code: the first administrator, somebody new, and whoever needs a new password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from tokri.core.desk.codes import kept_one_time_code
from tokri.core.desk.passwords import faults as password_faults
from tokri.core.desk.people import Invitation, Person, Purpose
from tokri.core.desk.roles import Role
from tokri.core.ports import AlreadyThere, Event, Outside, ReadingUnit
from tokri.core.problems import Problem
from tokri.desk.by import By
from tokri.desk.people import Newcomer, faults_of, person_of, problem, put
from tokri.desk.sign_in import Entered, enter
from tokri.desk.throttling import Browser, forgive, with_a_code


@dataclass(frozen=True, slots=True)
class Start:
    """What a one-time code is for, and for whom; `person` is None for the first administrator."""

    purpose: Purpose
    person: Person | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A password as somebody typed it, twice."""

    password: str = field(repr=False)
    again: str = field(repr=False)


class CodeGone(Exception):
    """The one-time code was used, ran out, or is for somebody who may not come in."""


def nobody_yet(outside: Outside) -> bool:
    """Whether the firm still has no people at all."""
    with outside.store.reading() as view:
        return not view.people.all()


def give_code(outside: Outside, typed: str, browser: Browser) -> str:
    """The hash under which a one-time code is kept, "" if it is none that counts; nothing is used up by it.

    Raises MustWait.
    """
    attempt = with_a_code(outside, browser)
    kept = kept_one_time_code(typed)
    if kept and look_up(outside, kept) is not None:
        forgive(outside, attempt)
        return kept
    with outside.store.writing() as unit:
        unit.record(Event("one-time code refused", "people", outside.clock(), who="visitor", where=browser.where))
    return ""


def look_up(outside: Outside, code_sha256: str) -> Start | None:
    """What a code is for, if it counts now."""
    with outside.store.reading() as view:
        found = _found(view, code_sha256, outside.clock())
        return None if found is None else Start(found[0].purpose, found[1])


def make_first(
    outside: Outside, code_sha256: str, newcomer: Newcomer, chosen: Chosen, browser: Browser
) -> Entered | list[Problem]:
    """Make the first administrator, and let them in; or what is wrong with what they typed.

    Raises CodeGone, PasswordsBusy.
    """
    start = look_up(outside, code_sha256)
    if start is None or start.purpose is not Purpose.FIRST:
        raise CodeGone
    tidy = newcomer.tidy()
    words = (tidy.username, tidy.name, tidy.email)
    faults = [*faults_of(newcomer), *faults_of_password(outside, chosen, words)]
    if faults:
        return faults
    hashed, at = outside.passwords.hash(chosen.password), outside.clock()
    person = person_of(outside, newcomer, frozenset({Role.ADMINISTRATOR}), at)
    try:
        with outside.store.writing() as unit:
            if _found(unit, code_sha256, at) is None or not unit.people.use_invitation(code_sha256, at):
                raise CodeGone
            made = replace(person, password_hash=hashed, password_at=at)
            put(unit, By(made.id, browser.where), made, at)
            return enter(outside, unit, made, browser, at)
    except AlreadyThere:
        raise CodeGone from None


def choose_password(outside: Outside, code_sha256: str, chosen: Chosen, browser: Browser) -> Entered | list[Problem]:
    """Give somebody the password they chose, end all their sessions, and let them in; or what is wrong with it.

    The second factor is still to come, unless the code was for a new one too. Raises CodeGone, PasswordsBusy.
    """
    start = look_up(outside, code_sha256)
    if start is None or start.person is None:
        raise CodeGone
    person = start.person
    faults = faults_of_password(outside, chosen, (person.username, person.name, person.email))
    if faults:
        return faults
    hashed, at = outside.passwords.hash(chosen.password), outside.clock()
    with outside.store.writing() as unit:
        found = _found(unit, code_sha256, at)
        if found is None or not unit.people.use_invitation(code_sha256, at):
            raise CodeGone
        changes: dict[str, object] = {"password_hash": hashed, "password_at": at}
        if found[0].second_factor:
            changes |= {"totp_sealed": None, "totp_step": None}
            unit.people.set_recovery_codes(person.id, ())
        changed = unit.people.change(person.id, **changes)
        unit.people.end_sessions(person.id, at)
        facts = {"why": found[0].purpose.value, "second_factor": found[0].second_factor}
        unit.record(By(person.id, browser.where).event("password chosen", person.id, at, facts))
        return enter(outside, unit, changed, browser, at)


def faults_of_password(outside: Outside, chosen: Chosen, words: Iterable[str]) -> list[Problem]:
    """Why a password may not be chosen; `words` are names that stand near it. Code: also `password.differs`."""
    with outside.store.reading() as view:
        edition = view.firm.latest()
    faults = password_faults(
        chosen.password, (*words, edition.firm.name if edition else ""), outside.passwords.common()
    )
    if not faults and chosen.password != chosen.again:
        faults.append(problem("password.differs", "again"))
    return faults


def _found(view: ReadingUnit, code_sha256: str, now: datetime) -> tuple[Invitation, Person | None] | None:
    """The invitation, if it counts now, and whose it is."""
    found = view.people.invitation(code_sha256)
    if found is None or found.used_at is not None or now >= found.expires_at:
        return None
    if found.person_id is None:
        return None if view.people.all() else (found, None)
    person = view.people.get(found.person_id)
    return None if person is None or not person.enabled else (found, person)
