"""How many questions a page asks of the store: as many for a large firm as for a small one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event

from tests.client import HouseClient
from tests.desk.baskets_to_share import SELL_TCS, proposal
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import client_of_firm, firm, written
from tests.web.steps import world
from tokri.core.desk.advice import LegAdvice, Recipient, SharedVersion
from tokri.core.desk.client import Holding
from tokri.core.desk.roles import Role

FEW, MANY = 10, 40


@pytest.fixture
def meera(app: Flask, desk_for: DeskFor) -> HouseClient:
    """Somebody who writes, decides and reads all of it."""
    firm(app, approval_required=True)
    return desk_for(Role.ADVISER, Role.APPROVER, Role.COMPLIANCE)


@contextmanager
def counting() -> Iterator[list[str]]:
    """The questions that are asked of any store within it."""
    asked: list[str] = []

    def listen(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


def questions(client: HouseClient, address: str) -> int:
    with counting() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def baskets(app: Flask, first: int, last: int) -> None:
    """Baskets with two versions each, of which the newest waits, meant for two clients."""
    content = proposal(SELL_TCS, legs=(LegAdvice(sizing="all"),))
    for number in range(first, last):
        basket = written(app, replace(content, why=f"Reason {number}"), f"basket-{number}")
        with world(app).store.writing() as unit:
            for version in (1, 2):
                unit.desk_baskets.share(
                    SharedVersion(
                        basket.id, version, content, content.sha256, basket.saved_at, "kiran", approval_required=True
                    )
                )
                meant = [
                    Recipient(basket.id, version, each, (None,), "fits", "", "kiran", basket.saved_at)
                    for each in ("c0", "c1")
                ]
                unit.desk_baskets.set_recipients(basket.id, version, meant)


def clients(app: Flask, first: int, last: int) -> None:
    """Clients with holdings."""
    for number in range(first, last):
        client_of_firm(app, f"C{number}", groups=(f"Group {number % 3}",))
        with world(app).store.writing() as unit:
            unit.clients.set_holdings(f"c{number}", [Holding("NSE", "TCS", "INE467B01029", 9, date(2026, 2, 10))])


@pytest.mark.parametrize(
    "address",
    ["/desk", "/desk/baskets", "/desk/baskets?q=technology&page=2", "/desk/approvals", "/desk/baskets/new"],
)
def test_a_list_of_many_baskets_asks_no_more_than_one_of_few(app: Flask, meera: HouseClient, address: str) -> None:
    clients(app, 0, 2)
    baskets(app, 0, FEW)
    few = questions(meera, address)
    baskets(app, FEW, MANY)
    assert questions(meera, address) == few > 0


@pytest.mark.parametrize(
    "asked", ["", "?q=client", "?standing=cannot", "?standing=not-chosen&group=Group+1", "?page=9"]
)
def test_the_clients_of_a_version_are_asked_for_at_once(app: Flask, meera: HouseClient, asked: str) -> None:
    clients(app, 0, FEW)
    baskets(app, 0, 1)
    address = f"/desk/baskets/basket-0/versions/2/clients{asked}"
    few = questions(meera, address)
    clients(app, FEW, MANY + 30)
    assert questions(meera, address) == few > 0


def test_choosing_all_who_can_be_asks_no_more_of_many_than_of_few(app: Flask, meera: HouseClient) -> None:
    address = "/desk/baskets/basket-0/versions/2/clients"
    clients(app, 0, FEW)
    baskets(app, 0, 1)
    counts = []
    for first, last in ((FEW, FEW + 1), (FEW + 1, MANY + 30)):
        clients(app, first, last)
        meera.get(address)
        with counting() as asked:
            assert meera.submit("#all").status_code == 303
        counts.append(len(asked))
    assert counts[0] >= counts[1] > 0


@pytest.mark.parametrize("asked", ["", "?client=C1", "?first=2026-02-01&page=2"])
def test_a_page_of_the_register_asks_no_more_when_there_is_more_of_it(
    app: Flask, meera: HouseClient, asked: str
) -> None:
    clients(app, 0, 2)
    baskets(app, 0, FEW)
    few = questions(meera, f"/desk/register{asked}")
    baskets(app, FEW, MANY)
    assert questions(meera, f"/desk/register{asked}") == few > 0
