"""A large firm at its desk: 5,000 clients, 1,000 baskets. Each page against the least that Flask can answer.

And against what is promised: at most so many milliseconds of processor time, so many kilobytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

from flask import Flask

from bench.bare import bare
from bench.measure import Figure, compare, milliseconds
from bench.site import NOW, SEED, Visitor, build, draft, environment, outside, request, send
from tokri.core.desk.advice import Decision, DeskBasket, Disclosures, LegAdvice, Proposal, Recipient, SharedVersion
from tokri.core.desk.client import Client, ClientDetails, Holding
from tokri.core.desk.firm import Firm
from tokri.core.desk.pack import ADVICE, Scope
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Role
from tokri.core.ports import WritingUnit
from tokri.desk.by import By
from tokri.desk.pack import gather, register_of
from tokri.web.context import KEY

_CLIENTS: Final = 5_000
_BASKETS: Final = 1_000
_ORDERS: Final = 4

#: Clients that a version is meant for, but the first basket's, which is meant for all who are chosen of it.
_MEANT: Final = 50
_MANY: Final = 2_500

#: What a page may cost at most, in seconds of processor time and in bytes.
_BUDGET: Final = 0.150
_BYTES: Final = 150_000

_ROUNDS: Final = 5
_TOKEN: Final = "of-the-large-firm-0123456789"  # noqa: S105 - opens a store that lives for a minute
_MEERA: Final = By("meera", "this machine")
_OF_ALL: Final = "/desk/baskets/basket-0/versions/1/clients"

_PAGES: Final = (
    ("/desk", "the desk"),
    ("/desk/baskets", "baskets, 50 a page"),
    ("/desk/approvals", "approvals"),
    (_OF_ALL, "clients of a version, 50 a page"),
    (f"{_OF_ALL}?q=client+49&standing=not-chosen", "clients of a version, searched"),
    ("/desk/register", "the register, a page"),
    ("/desk/register?client=C00042", "the register of one client"),
)


def figures(folder: Path) -> Iterator[Figure]:
    """Every figure of the firm, in a store of its own in `folder`."""
    app = build(environment(folder))
    who = found(app)
    flask, hello = bare(), request("/")
    for path, what in _PAGES:
        asked = request(path, who)
        cost = compare(lambda: send(flask, hello), lambda asked=asked: send(app, asked), _ROUNDS)  # type: ignore[misc]  # the default binds the request of this turn
        plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
        yield Figure(f"5,000 clients, 1,000 baskets: {what}", "a bare Flask answer", cost.ratio, plain=plain)
        yield Figure(f"  its time, {what}", "150 ms", cost.second / _BUDGET, 1.0, plain=milliseconds(cost.second))
        size = len(send(app, asked).body)
        yield Figure(f"  its size, {what}", "150 kB", size / _BYTES, 1.0, plain=f"{size / 1000:.0f} kB")
    cannot = request(f"{_OF_ALL}?standing=cannot", who)
    cost = compare(lambda: send(app, request(_OF_ALL, who)), lambda: send(app, cannot), _ROUNDS)
    plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
    yield Figure("clients who cannot be chosen: all are looked at", "a page of clients", cost.ratio, plain=plain)
    yield _pack(app)
    yield _file(app)


def _pack(app: Flask) -> Figure:
    """The pack of the newest advice: the record's older part is not read."""
    world = outside(app)

    def whole() -> None:
        with world.store.reading() as view:
            for _ in view.chain.rows():
                pass

    newest = Scope(ADVICE, f"basket-{_BASKETS - 1}")
    cost = compare(whole, lambda: gather(world, newest), _ROUNDS)
    plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
    return Figure("the pack of the newest advice", "reading the whole record", cost.ratio, 0.3, plain=plain)


def _file(app: Flask) -> Figure:
    """The first line of the register's file does not wait for the last."""
    world, scope = outside(app), Scope("period")

    def first() -> None:
        next(register_of(world, scope))

    def every() -> None:
        for _ in register_of(world, scope):
            pass

    cost = compare(every, first, 1)
    plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
    return Figure("the register's file, its first line", "all of its lines", cost.ratio, 0.2, plain=plain)


def found(app: Flask) -> Visitor:
    """Found the firm; answers somebody of it, signed in, who writes and decides."""
    lot = Random(SEED)  # noqa: S311 - the same firm at every run, and no secret
    with outside(app).store.writing() as unit:
        _people(unit)
        for number in range(_CLIENTS):
            _client(unit, number, lot)
        for number in range(_BASKETS):
            _basket(unit, number, lot)
    return Visitor("meera", f"{app.extensions[KEY].desk_cookie}={_TOKEN}", "")


def _people(unit: WritingUnit) -> None:
    roles = frozenset({Role.ADVISER, Role.APPROVER, Role.COMPLIANCE})
    unit.people.add(Person("meera", "meera", "Meera", "meera@firm.example", roles, NOW))
    unit.people.begin(
        DeskSession(
            id="session",
            token_sha256=token_sha256(_TOKEN),
            person_id="meera",
            began_at=NOW,
            seen_at=NOW,
            whole=True,
            confirmed_at=NOW,
            where_from="this machine",
            browser="Firefox on Linux",
        )
    )
    unit.firm.save(Firm(name="Example Advisers", approval_required=True), 0, "meera", NOW)


def _client(unit: WritingUnit, number: int, lot: Random) -> None:
    details = ClientDetails(
        f"Client {number}",
        phone=f"+9198{number:08}",
        email=f"client-{number}@example.org",
        groups=(f"Group {number % 10}",),
        risk_class=lot.choice(("moderate", "high", "low")),
        risk_on=date(2025, 11, 3),
        agreement_from=date(2025, 4, 1),
        capital=Decimal(lot.randint(1, 90) * 100_000),
    )
    client = Client(f"client-{number}", f"C{number:05}", details, NOW, NOW)
    unit.clients.add(client)
    unit.record(_MEERA.event("client added", client.subject, NOW, {"code": client.code}))
    if number % 2:
        held = [Holding("NSE", symbol, "", 100, date(2026, 2, 10)) for symbol in ("INFY", "TCS", "ITC")]
        unit.clients.set_holdings(client.id, held)


def _basket(unit: WritingUnit, number: int, lot: Random) -> None:
    written = replace(draft(_ORDERS), name=f"Basket {number}")
    legs = (LegAdvice(why="Orders grow.", sizing="capital"),) * _ORDERS
    proposal = Proposal(
        written,
        legs,
        why="Both earn more than their price says.",
        risk_class="moderate",
        valid_until="2026-02-25 15:30",
        reference_capital="10,00,000",
        disclosures=Disclosures("none", "none", "none", "none", "none"),
    )
    basket_id, at = f"basket-{number}", NOW - timedelta(minutes=20 * (_BASKETS - number))
    unit.desk_baskets.add(DeskBasket(basket_id, proposal, "", 1, at, "meera", at, "meera"))
    unit.record(_MEERA.event("basket made", basket_id, at, {"sha256": proposal.sha256}))
    for version in range(1, 2 if number == 0 else lot.randint(2, 4)):
        shared = SharedVersion(
            basket_id, version, proposal, proposal.sha256, at, "ravi", approval_required=True, writers=("ravi",)
        )
        unit.desk_baskets.share(shared)
        unit.record(_MEERA.event("basket shared", basket_id, at, {"number": version, "sha256": shared.sha256}))
        if number % 20:
            unit.desk_baskets.decide(Decision(basket_id, version, approved=True, by="arun", at=at))
        _meant(unit, basket_id, version, range(_MANY) if number == 0 else lot.sample(range(_CLIENTS), _MEANT))


def _meant(unit: WritingUnit, basket_id: str, version: int, clients: range | list[int]) -> None:
    meant = [
        Recipient(basket_id, version, f"client-{each}", (1,) * _ORDERS, "fits", "", "ravi", NOW) for each in clients
    ]
    unit.desk_baskets.set_recipients(basket_id, version, meant)
    ids = " ".join(each.client_id for each in meant)
    unit.record(_MEERA.event("clients chosen", basket_id, NOW, {"number": version, "ids": ids}))
