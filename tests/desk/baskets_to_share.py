"""A basket that lacks nothing, people, and a firm: what a test of sharing starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import DeskBasket, Disclosures, LegAdvice, Proposal
from tokri.core.desk.client import Client, ClientDetails
from tokri.core.desk.firm import Firm
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.core.known import Known
from tokri.core.ports import Outside
from tokri.desk.by import By
from tokri.desk.restrictions import Know

MEERA = By("meera", "this machine")
ARUN = By("arun", "private network")
KIRAN = By("kiran", "private network")

INFY = OrderText(
    tradingsymbol="INFY",
    exchange="NSE",
    transaction_type="BUY",
    order_type="LIMIT",
    product="CNC",
    quantity="25",
    price="1500",
)
TCS = replace(INFY, tradingsymbol="TCS", quantity="3", price="3105")
SELL_TCS = replace(TCS, transaction_type="SELL")
NONE = Disclosures("none", "none", "none", "none", "none")


def proposal(
    *orders: OrderText, legs: Sequence[LegAdvice] = (), title: str = "Two of technology", **changes: Any
) -> Proposal:
    """A proposal that lacks nothing, of INFY unless other orders are given."""
    placed = orders or (INFY,)
    usual = Proposal(
        Draft(title, placed),
        tuple(legs) or (LegAdvice(),) * len(placed),
        why="Orders are growing again.",
        risk_class="moderate",
        valid_until="2026-02-11 15:25",
        disclosures=NONE,
    )
    return replace(usual, **changes)


def a_basket(
    outside: Outside, written: Proposal | None = None, basket_id: str = "basket", by: By = MEERA
) -> DeskBasket:
    """Put a basket on the shelf as `by` saved it."""
    at = outside.clock()
    who = by.person_id
    kept = DeskBasket(basket_id, written or proposal(), "", 1, at, who, at, who, writers=(who,))
    with outside.store.writing() as unit:
        unit.desk_baskets.add(kept)
    return kept


def rewrite(outside: Outside, written: Proposal, basket_id: str = "basket", by: By = MEERA) -> DeskBasket:
    """Save another content over what is there."""
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(basket_id)
        assert basket is not None
        saved = replace(
            basket.rewritten(written, by.person_id),
            edition=basket.edition + 1,
            saved_at=outside.clock(),
            saved_by=by.person_id,
        )
        assert unit.desk_baskets.save(saved, basket.edition)
    return saved


def the_firm(outside: Outside, **changes: Any) -> Firm:
    """Save what the firm says of itself."""
    with outside.store.writing() as unit:
        latest = unit.firm.latest()
        firm = replace(latest.firm if latest else Firm(name="Example Advisers"), **changes)
        unit.firm.save(firm, latest.number if latest else 0, "meera", outside.clock())
    return firm


def people(outside: Outside) -> None:
    """Meera and Kiran, who write, and Arun, who approves."""
    roles = {"meera": Role.ADVISER, "kiran": Role.ADVISER, "arun": Role.APPROVER}
    with outside.store.writing() as unit:
        for name, role in roles.items():
            email = f"{name}@firm.example"
            unit.people.add(Person(name, name, name.title(), email, frozenset({role}), outside.clock()))


def a_client(outside: Outside, code: str, **details: Any) -> Client:
    """A client with an agreement, a capital of four lakh, and a moderate risk class of last year."""
    at = outside.clock()
    usual = ClientDetails(
        name=f"Client {code}",
        risk_class="moderate",
        risk_on=date(2025, 11, 3),
        agreement_from=date(2025, 4, 1),
        capital=Decimal(400000),
    )
    client = Client(code.lower(), code, replace(usual, **details), at, at)
    with outside.store.writing() as unit:
        unit.clients.add(client)
    return client


def knowing(outside: Outside) -> Know:
    """What is known of orders without an instrument list: the clock alone."""
    return lambda _orders: Known(at=outside.clock())


def kinds(outside: Outside) -> list[str]:
    """What the record tells, in order."""
    with outside.store.reading() as unit:
        return [entry.kind for entry, _ in unit.chain.rows()]
