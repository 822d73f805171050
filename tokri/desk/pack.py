"""A pack of one advice, one client or a period, and the register: gathered in one look, so that all of it agrees."""

from __future__ import annotations

from collections.abc import Iterable

from tokri.core.desk.advice import Decision, Recipient
from tokri.core.desk.pack import ADVICE, CLIENT, PERIOD, Gathered, Scope, segment
from tokri.core.desk.register import Advised, RegisterLine, register
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.desk.by import By


def gather(outside: Outside, scope: Scope) -> Gathered | None:
    """All there is of it; None if there is no such basket or client."""
    with outside.store.reading() as view:
        if not _there(view, scope):
            return None
        advised = tuple(_advised(view, scope))
        meant = {one.client_id for each in advised for one in each.recipients}
        named = meant | ({scope.subject} if scope.kind == CLIENT else set())
        ids = frozenset({scope.subject, *(each.version.basket_id for each in advised)})
        edition = view.firm.latest()
        return Gathered(
            scope=scope,
            made_at=outside.clock(),
            firm=None if edition is None else edition.firm,
            people={person.id: person.name for person in view.people.all()},
            clients={each.id: each for each in view.clients.all() if each.id in named},
            advised=advised,
            segment=segment(view.chain.rows(), scope, ids),
            head=view.chain.head(),
        )


def record_pack(outside: Outside, by: By, scope: Scope) -> Gathered | None:
    """The same, after it was recorded that a pack was made: what leaves the house is known. Of nothing, nothing is."""
    with outside.store.writing() as unit:
        if not _there(unit, scope):  # what somebody sent as an id is never written into the record
            return None
        facts = {"of": scope.kind, "first": _day(scope, "first"), "last": _day(scope, "last")}
        unit.record(by.event("pack made", scope.subject or scope.kind, outside.clock(), facts=facts))
    return gather(outside, scope)


def record_register(outside: Outside, by: By, scope: Scope) -> tuple[RegisterLine, ...]:
    """The register to take away, after that was recorded."""
    with outside.store.writing() as unit:
        facts = {"first": _day(scope, "first"), "last": _day(scope, "last")}
        unit.record(by.event("register taken", PERIOD, outside.clock(), facts=facts))
    return register_of(outside, scope)


def register_of(outside: Outside, scope: Scope) -> tuple[RegisterLine, ...]:
    """The register's lines of a period, in the order in which advice was given."""
    with outside.store.reading() as view:
        people = {person.id: person.name for person in view.people.all()}
        clients = {client.id: client for client in view.clients.all()}
        return register(_advised(view, scope), clients, people)


def _there(view: ReadingUnit | WritingUnit, scope: Scope) -> bool:
    """Whether there is such a basket or client; of a period there always is something."""
    if scope.kind == ADVICE:
        return view.desk_baskets.get(scope.subject) is not None
    return scope.kind != CLIENT or view.clients.get(scope.subject) is not None


def _advised(view: ReadingUnit, scope: Scope) -> Iterable[Advised]:
    """The versions that the scope holds; of a client's, the client alone is told of those for whom each was meant."""
    decided = {(each.basket_id, each.number): each for each in view.desk_baskets.decisions()}
    of_one = scope.kind == ADVICE
    for version in view.desk_baskets.versions(scope.subject) if of_one else view.desk_baskets.all_versions():
        if not scope.holds(version.shared_at):
            continue
        meant: tuple[Recipient, ...] = tuple(view.desk_baskets.recipients(version.basket_id, version.number))
        if scope.kind == CLIENT:
            meant = tuple(each for each in meant if each.client_id == scope.subject)
            if not meant:
                continue
        decision: Decision | None = decided.get((version.basket_id, version.number))
        yield Advised(version, decision, meant)


def _day(scope: Scope, which: str) -> str:
    day = scope.first if which == "first" else scope.last
    return day.isoformat() if day else ""
