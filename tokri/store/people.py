"""The firm's people, their sessions and one-time codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, update

from tokri.core.basket import canonical_json
from tokri.core.desk.people import DeskSession, Invitation, Person, Purpose
from tokri.core.desk.roles import Role
from tokri.core.ports import AlreadyThere
from tokri.store.desk_tables import desk_sessions, invitations, people, recovery_codes, sign_in_failures
from tokri.store.sql import by_name, insert_new

_person_columns = [column for column in people.c if column.name != "seq"]
_session_columns = [column for column in desk_sessions.c if column.name != "seq"]
_all = select(*_person_columns).order_by(people.c.name, people.c.seq)
_by_id = select(*_person_columns).where(people.c.id == bindparam("person_id"))
_by_username = select(*_person_columns).where(people.c.username == bindparam("username"))
_session = select(*_session_columns).where(desk_sessions.c.token_sha256 == bindparam("token_sha256"))
_sessions = (
    select(*_session_columns)
    .where(desk_sessions.c.person_id == bindparam("person_id"), desk_sessions.c.ended_at.is_(None))
    .order_by(desk_sessions.c.seq.desc())
)
_invitation = select(invitations).where(invitations.c.code_sha256 == bindparam("code_sha256"))
_codes_left = select(func.count()).where(
    recovery_codes.c.person_id == bindparam("person_id"), recovery_codes.c.used_at.is_(None)
)
_failures = (
    select(sign_in_failures.c.key, sign_in_failures.c.at)
    .where(sign_in_failures.c.key.in_(bindparam("keys", expanding=True)), sign_in_failures.c.at > bindparam("since"))
    .order_by(sign_in_failures.c.at, sign_in_failures.c.seq)
)


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Sequence[Person]:
        return [_person(row) for row in self._connection.execute(_all)]

    def get(self, person_id: str) -> Person | None:
        row = self._connection.execute(_by_id, {"person_id": person_id}).first()
        return None if row is None else _person(row)

    def by_username(self, username: str) -> Person | None:
        row = self._connection.execute(_by_username, {"username": username}).first()
        return None if row is None else _person(row)

    def session(self, token_sha256: str) -> DeskSession | None:
        row = self._connection.execute(_session, {"token_sha256": token_sha256}).first()
        return None if row is None else DeskSession(**by_name(row))

    def sessions(self, person_id: str) -> Sequence[DeskSession]:
        rows = self._connection.execute(_sessions, {"person_id": person_id})
        return [DeskSession(**by_name(row)) for row in rows]

    def invitation(self, code_sha256: str) -> Invitation | None:
        row = self._connection.execute(_invitation, {"code_sha256": code_sha256}).first()
        return None if row is None else Invitation(**{**by_name(row), "purpose": Purpose(row.purpose)})

    def recovery_codes_left(self, person_id: str) -> int:
        return self._connection.execute(_codes_left, {"person_id": person_id}).scalar_one()

    def add(self, person: Person) -> None:
        row = {**asdict(person), "roles": _roles_text(person.roles)}
        if not insert_new(self._connection, people, row, people.c.id):
            raise AlreadyThere(person.username)

    def change(self, person_id: str, **changes: object) -> Person:
        if "roles" in changes:
            roles = changes["roles"]
            if not isinstance(roles, frozenset):
                raise TypeError("roles are a frozenset")
            changes["roles"] = _roles_text(roles)
        changed = (
            update(people)
            .where(people.c.id == person_id)
            .values(**changes, edition=people.c.edition + 1)
            .returning(*_person_columns)
        )
        return _person(self._connection.execute(changed).one())

    def take_step(self, person_id: str, step: int) -> bool:
        taken = (
            update(people)
            .where(people.c.id == person_id, or_(people.c.totp_step.is_(None), people.c.totp_step < step))
            .values(totp_step=step)
        )
        return self._connection.execute(taken).rowcount == 1

    def begin(self, session: DeskSession) -> None:
        self._connection.execute(insert(desk_sessions), asdict(session))

    def change_session(self, session_id: str, **changes: object) -> None:
        self._connection.execute(update(desk_sessions).where(desk_sessions.c.id == session_id).values(**changes))

    def end_sessions(self, person_id: str, at: datetime, keep: str | None = None) -> int:
        ended = (
            update(desk_sessions)
            .where(
                desk_sessions.c.person_id == person_id,
                desk_sessions.c.ended_at.is_(None),
                desk_sessions.c.id != (keep or ""),
            )
            .values(ended_at=at)
        )
        return self._connection.execute(ended).rowcount

    def invite(self, invitation: Invitation) -> None:
        same = (
            invitations.c.person_id.is_(None)
            if invitation.person_id is None
            else invitations.c.person_id == invitation.person_id
        )
        earlier = update(invitations).where(same, invitations.c.used_at.is_(None)).values(used_at=invitation.made_at)
        self._connection.execute(earlier)
        self._connection.execute(insert(invitations), {**asdict(invitation), "purpose": invitation.purpose.value})

    def uninvite(self, person_id: str, at: datetime) -> None:
        open_still = invitations.c.person_id == person_id, invitations.c.used_at.is_(None)
        self._connection.execute(update(invitations).where(*open_still).values(used_at=at))

    def use_invitation(self, code_sha256: str, at: datetime) -> bool:
        used = (
            update(invitations)
            .where(
                invitations.c.code_sha256 == code_sha256, invitations.c.used_at.is_(None), invitations.c.expires_at > at
            )
            .values(used_at=at)
        )
        return self._connection.execute(used).rowcount == 1

    def set_recovery_codes(self, person_id: str, hashes: Iterable[str]) -> None:
        self._connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
        rows = [{"person_id": person_id, "sha256": each} for each in hashes]
        if rows:
            self._connection.execute(insert(recovery_codes), rows)

    def use_recovery_code(self, person_id: str, sha256: str, at: datetime) -> bool:
        used = (
            update(recovery_codes)
            .where(
                recovery_codes.c.person_id == person_id,
                recovery_codes.c.sha256 == sha256,
                recovery_codes.c.used_at.is_(None),
            )
            .values(used_at=at)
        )
        return self._connection.execute(used).rowcount == 1

    def failures(self, keys: Iterable[str], since: datetime) -> Mapping[str, Sequence[datetime]]:
        found: dict[str, list[datetime]] = {key: [] for key in keys}
        for key, at in self._connection.execute(_failures, {"keys": list(found), "since": since}):
            found[key].append(at)
        return found

    def fail(self, attempt: str, keys: Iterable[str], at: datetime) -> None:
        rows = [{"attempt": attempt, "key": key, "at": at} for key in keys]
        self._connection.execute(insert(sign_in_failures), rows)

    def take_back(self, attempt: str) -> None:
        self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.attempt == attempt))

    def forget_failures(self, before: datetime) -> None:
        self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.at < before))

    def sweep(self, before: datetime) -> int:
        gone = self._connection.execute(delete(desk_sessions).where(desk_sessions.c.began_at < before)).rowcount
        return gone + self._connection.execute(delete(invitations).where(invitations.c.expires_at < before)).rowcount


def _roles_text(roles: frozenset[Role]) -> str:
    return canonical_json(sorted(role.value for role in roles))


def _person(row: Row[Any]) -> Person:
    return Person(**{**by_name(row), "roles": frozenset(Role(each) for each in json.loads(row.roles))})
