"""A pack of one advice, one client or a period, and the register: gathered in one look, so that all of it agrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tokri.core.desk.advice import Recipient
from tokri.core.desk.client import Client
from tokri.core.desk.own_quantities import from_facts
from tokri.core.desk.pack import ADVICE, CLIENT, MADE, PERIOD, Gathered, Scope, Told, segment
from tokri.core.desk.register import Advised, RegisterLine, register, register_lines
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.core.ports.desk_lists import Key, Span
from tokri.desk.by import By
from tokri.link.told import links_told

#: Pieces of advice on a page of the register.
A_PAGE: Final = 25

#: Versions that the register's file holds in memory at a time.
_FEW: Final = 20


def gather(outside: Outside, scope: Scope) -> Gathered | None:
    """All there is of it; None if there is no such basket or client."""
    with outside.store.reading() as view:
        if not _there(view, scope):
            return None
        advised = _of_scope(view, outside, scope)
        meant = {one.client_id for each in advised for one in each.recipients}
        named = meant | ({scope.subject} if scope.kind == CLIENT else set())
        ids = frozenset({scope.subject, *(each.version.basket_id for each in advised)})
        edition = view.firm.latest()
        return Gathered(
            scope=scope,
            made_at=outside.clock(),
            firm=None if edition is None else edition.firm,
            people={person.id: person.name for person in view.people.all()},
            clients={each.id: each for each in view.desk_lists.clients(named)},
            advised=advised,
            segment=segment(_entries(view, scope, ids), scope, ids),
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


def record_register(outside: Outside, by: By, scope: Scope, code: str = "") -> Iterator[RegisterLine]:
    """The register to take away, after that was recorded."""
    with outside.store.writing() as unit:
        facts = {"first": _day(scope, "first"), "last": _day(scope, "last"), "client": code}
        told = {name: text for name, text in facts.items() if text or name != "client"}
        unit.record(by.event("register taken", PERIOD, outside.clock(), facts=told))
    return register_of(outside, scope, code)


def register_of(outside: Outside, scope: Scope, code: str = "") -> Iterator[RegisterLine]:
    """The register's lines of a period, in the order in which advice was given; with a code, of that client alone.

    A few versions are in memory at a time, and the store is let go of between them, as whoever takes the lines may be
    slow: each few agree in themselves.
    """
    with outside.store.reading() as view:
        people = {person.id: person.name for person in view.people.all()}
        span = _span(view, scope, code)
        keys = [] if span is None else view.desk_lists.shared(span)
    clients: dict[str, Client] = {}
    for start in range(0, len(keys), _FEW):
        with outside.store.reading() as view:
            only = {span.client_id} if span is not None and span.client_id is not None else None
            advised = _advised(view, outside, keys[start : start + _FEW], only)
            missing = {one.client_id for each in advised for one in each.recipients} - clients.keys()
            clients.update((each.id, each) for each in view.desk_lists.clients(missing))
        yield from register_lines(advised, clients, people)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register, newest first. `count` is how many pieces of advice there are on all pages.

    One piece is a version for one client, a line for each of its orders. `code` is the client's who was asked for,
    `known` whether there is one.
    """

    lines: tuple[RegisterLine, ...]
    count: int
    page: int
    pages: int
    code: str
    known: bool


def register_page(outside: Outside, scope: Scope, code: str, page: int) -> RegisterPage:
    """That page of the register of a period, or the last if there are fewer; with a code, of that client alone."""
    with outside.store.reading() as view:
        span = _span(view, scope, code)
        if span is None:
            return RegisterPage((), 0, 1, 1, code, known=False)
        count = view.desk_lists.count_given(span)
        pages = max(-(-count // A_PAGE), 1)
        page = min(max(page, 1), pages)
        given = view.desk_lists.given(span, (page - 1) * A_PAGE, A_PAGE)
        ids = {each.client_id for each in given if each.client_id is not None}
        advised = {each.key: each for each in _advised(view, outside, {each.key for each in given}, ids)}
        clients = view.desk_lists.clients(ids)
        people = {person.id: person.name for person in view.people.all()}
    shown = [_for_one(advised[each.key], each.client_id) for each in given]
    lines = register(shown, {each.id: each for each in clients}, people)
    return RegisterPage(lines, count, page, pages, code, known=True)


def _for_one(each: Advised, client_id: str | None) -> Advised:
    return replace(each, recipients=tuple(one for one in each.recipients if one.client_id == client_id))


def _span(view: ReadingUnit, scope: Scope, code: str) -> Span | None:
    """What is asked for of the register; None: there is no client of that code."""
    if not code:
        return scope.span
    client = view.clients.by_code(code)
    return None if client is None else replace(scope.span, client_id=client.id)


def _there(view: ReadingUnit | WritingUnit, scope: Scope) -> bool:
    """Whether there is such a basket or client; of a period there always is something."""
    if scope.kind == ADVICE:
        return view.desk_baskets.get(scope.subject) is not None
    return scope.kind != CLIENT or view.clients.get(scope.subject) is not None


def _of_scope(view: ReadingUnit, outside: Outside, scope: Scope) -> tuple[Advised, ...]:
    """The versions that the scope holds, in the order of sharing; of a client's pack, for that client alone."""
    if scope.kind == ADVICE:
        versions = view.desk_baskets.versions(scope.subject)
        keys: Sequence[Key] = [(each.basket_id, each.number) for each in versions if scope.holds(each.shared_at)]
    else:
        client_id = scope.subject if scope.kind == CLIENT else None
        keys = view.desk_lists.shared(replace(scope.span, client_id=client_id))
    if scope.kind != CLIENT:
        return tuple(_advised(view, outside, keys))
    return tuple(replace(each, alone=True) for each in _advised(view, outside, keys, {scope.subject}))


def _advised(
    view: ReadingUnit, outside: Outside, keys: Collection[Key], only: Collection[str] | None = None
) -> list[Advised]:
    """These versions in their order, each with its decision and for whom it is meant; of `only` these clients."""
    versions = {(each.basket_id, each.number): each for each in view.desk_lists.versions(keys)}
    decided = view.desk_baskets.decisions(list({basket_id for basket_id, _ in keys}))
    decisions = {(each.basket_id, each.number): each for each in decided}
    meant: defaultdict[Key, list[Recipient]] = defaultdict(list)
    for each in view.desk_lists.recipients(keys, only):
        meant[each.basket_id, each.number].append(each)
    clients = view.desk_lists.clients({each.client_id for key in keys for each in meant[key]})
    became = links_told(view, outside, keys, {each.id: each for each in clients})
    drafts = view.mending.drafts({basket_id for basket_id, _ in keys})
    drafted = {each.basket_id: from_facts(each.facts) for each in drafts}
    return [
        Advised(versions[key], decisions.get(key), tuple(meant[key]), became[key], drafted.get(key[0])) for key in keys
    ]


def _entries(view: ReadingUnit, scope: Scope, ids: Collection[str]) -> Iterator[Told]:
    """The record: from the first making of any of these ids on, if it tells of the making of each; else all of it.

    Nothing can name what was not made yet.
    """
    if scope.kind == PERIOD:
        return view.chain.rows()
    made = view.chain.first_of([*ids, *(f"client:{each}" for each in ids)], MADE)
    every = {subject.rpartition(":")[2] for subject in made} >= set(ids)
    return view.chain.rows(min(made.values()) if made and every else None)


def _day(scope: Scope, which: str) -> str:
    day = scope.first if which == "first" else scope.last
    return day.isoformat() if day else ""
