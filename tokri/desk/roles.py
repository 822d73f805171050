"""What somebody is there for, changed; and somebody who was disabled, let in again."""

from __future__ import annotations

from collections.abc import Iterable

from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role, go_together
from tokri.core.ports import Outside
from tokri.core.problems import Problem
from tokri.desk.by import By
from tokri.desk.people import LastAdministrator, is_last_administrator, problem


def change_roles(outside: Outside, by: By, person_id: str, roles: Iterable[Role]) -> Person | list[Problem] | None:
    """Give somebody these roles in the place of what they had; None if there is no such person, or they are disabled.

    Their sessions go on, and may from the next page on what the new roles may. Code: `roles.together`. Raises
    LastAdministrator.
    """
    chosen, at = frozenset(roles), outside.clock()
    if not go_together(chosen):
        return [problem("roles.together", "roles")]
    with outside.store.writing() as unit:
        person = unit.people.get(person_id)
        if person is None or not person.enabled:
            return None
        if person.roles == chosen:
            return person
        if Role.ADMINISTRATOR not in chosen and is_last_administrator(unit, person):
            raise LastAdministrator
        facts = {"before": ", ".join(sorted(person.roles)), "now": ", ".join(sorted(chosen))}
        unit.record(by.event("roles changed", person_id, at, facts))
        return unit.people.change(person_id, roles=chosen)


def enable(outside: Outside, by: By, person_id: str) -> Person | None:
    """Let somebody in again who was disabled, by the password they had; None if there is no such person."""
    at = outside.clock()
    with outside.store.writing() as unit:
        person = unit.people.get(person_id)
        if person is None or person.enabled:
            return person
        unit.record(by.event("person enabled", person_id, at))
        return unit.people.change(person_id, disabled_at=None)
