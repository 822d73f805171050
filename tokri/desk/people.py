"""The firm's people: who is added, disabled, and given a one-time code. Nobody ever chooses another's password."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tokri.core.desk.codes import kept_one_time_code, one_time_code
from tokri.core.desk.people import INVITED_FOR, Invitation, Person, Purpose, username_of
from tokri.core.desk.roles import Role, go_together
from tokri.core.ports import AlreadyThere, Outside, ReadingUnit, WritingUnit
from tokri.core.problems import Problem, Severity
from tokri.desk.by import By

#: Letters, digits and . _ - @ +, so that an e-mail address may be one.
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
_EMAIL: Final = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]{2,}")

LONGEST_NAME: Final = 80
LONGEST_EMAIL: Final = 254


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be added, as typed."""

    username: str
    name: str
    email: str

    def tidy(self) -> Newcomer:
        """As they are kept."""
        return Newcomer(username_of(self.username), " ".join(self.name.split()), self.email.strip())


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with a one-time code, which is told once and kept as a hash, and when it runs out."""

    person: Person
    code: str
    until: datetime


class LastAdministrator(Exception):
    """Without them nobody could set up anything: another administrator comes first."""


class PeopleThere(Exception):
    """The firm has people already: its first administrator cannot be made again."""


def faults_of(newcomer: Newcomer) -> list[Problem]:
    """What is wrong with somebody who is to be added.

    Codes: `username.shape`, `name.missing`, `name.long` (facts: most), `email.shape`.
    """
    tidy = newcomer.tidy()
    faults = []
    if not tidy.name:
        faults.append(problem("name.missing", "name"))
    elif len(tidy.name) > LONGEST_NAME:
        faults.append(problem("name.long", "name", most=LONGEST_NAME))
    if not _USERNAME.fullmatch(tidy.username):
        faults.append(problem("username.shape", "username"))
    if len(tidy.email) > LONGEST_EMAIL or not _EMAIL.fullmatch(tidy.email):
        faults.append(problem("email.shape", "email"))
    return faults


def add(outside: Outside, by: By, newcomer: Newcomer, roles: Iterable[Role]) -> Invited | list[Problem]:
    """Add somebody, who chooses a password by their one-time code; or what is wrong with them.

    Codes: those of `faults_of`, `username.taken`, and `roles.together` if nobody may have just these roles.
    """
    chosen, faults, at = frozenset(roles), faults_of(newcomer), outside.clock()
    if not go_together(chosen):
        faults.append(problem("roles.together", "roles"))
    if faults:
        return faults
    person = person_of(outside, newcomer, chosen, at)
    try:
        with outside.store.writing() as unit:
            put(unit, by, person, at)
            return _invite(outside, unit, person, Purpose.NEW, at)
    except AlreadyThere:
        return [problem("username.taken", "username", username=person.username)]


def disable(outside: Outside, by: By, person_id: str) -> Person | None:
    """Let somebody in no more, and end all their sessions and codes; None if there is no such person.

    Raises LastAdministrator.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        person = unit.people.get(person_id)
        if person is None or not person.enabled:
            return person
        if is_last_administrator(unit, person):
            raise LastAdministrator
        unit.people.end_sessions(person_id, at)
        unit.people.uninvite(person_id, at)
        unit.record(by.event("person disabled", person_id, at))
        return unit.people.change(person_id, disabled_at=at)


def reset(outside: Outside, by: By, person_id: str, *, second_factor: bool = False) -> Invited | None:
    """A one-time code by which somebody chooses a new password; None if there is no such person, or they are disabled.

    The second factor is still asked for, unless the code is for a new one too. Until the code is used nothing changes.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        person = unit.people.get(person_id)
        if person is None or not person.enabled:
            return None
        unit.record(by.event("password reset begun", person_id, at, {"second_factor": second_factor}))
        return _invite(outside, unit, person, Purpose.RESET, at, second_factor=second_factor)


def first_code(outside: Outside, by: By) -> tuple[str, datetime]:
    """A one-time code for the first administrator, and when it runs out; an earlier one ends. Raises PeopleThere."""
    at = outside.clock()
    with outside.store.writing() as unit:
        if unit.people.all():
            raise PeopleThere
        code = one_time_code(outside.chance.token())
        unit.people.invite(Invitation(kept_one_time_code(code), Purpose.FIRST, None, at, at + INVITED_FOR))
        unit.record(by.event("first code made", "people", at))
        return code, at + INVITED_FOR


def person_of(outside: Outside, newcomer: Newcomer, roles: frozenset[Role], at: datetime) -> Person:
    """Somebody who is not kept yet."""
    tidy = newcomer.tidy()
    return Person(outside.chance.token(), tidy.username, tidy.name, tidy.email, roles, at)


def put(unit: WritingUnit, by: By, person: Person, at: datetime) -> None:
    """Keep somebody new. Raises AlreadyThere if the username is taken."""
    unit.people.add(person)
    facts = {"roles": ", ".join(sorted(person.roles))}
    personal = {"username": person.username, "name": person.name, "email": person.email}
    unit.record(by.event("person added", person.id, at, facts, personal=personal))


def is_last_administrator(unit: ReadingUnit, person: Person) -> bool:
    """Whether no other administrator could sign in."""
    others = (each for each in unit.people.all() if each.id != person.id and each.enabled)
    return Role.ADMINISTRATOR in person.roles and not any(Role.ADMINISTRATOR in each.roles for each in others)


def problem(code: str, field: str, **facts: str | int) -> Problem:
    """What is wrong with one field of a form."""
    return Problem(code, Severity.ERROR, (field,), facts)


def _invite(
    outside: Outside, unit: WritingUnit, person: Person, purpose: Purpose, at: datetime, *, second_factor: bool = False
) -> Invited:
    code, until = one_time_code(outside.chance.token()), at + INVITED_FOR
    unit.people.invite(Invitation(kept_one_time_code(code), purpose, person.id, at, until, second_factor))
    return Invited(person, code, until)
