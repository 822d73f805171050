"""A firm that has given advice: people, clients, a shared version, its decision and whom it was meant for."""

from __future__ import annotations

from datetime import UTC, datetime

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import Decision, DeskBasket, Disclosures, LegAdvice, Proposal, Recipient, SharedVersion
from tokri.core.desk.client import Client, ClientDetails
from tokri.core.desk.firm import Firm
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.core.ports import Outside
from tokri.desk.by import By

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
MEERA = By("meera", "this machine")
ARUN = By("arun", "private network")

PROPOSAL = Proposal(
    Draft(
        "Banks, a first step",
        (
            OrderText(
                tradingsymbol="HDFCBANK",
                exchange="NSE",
                transaction_type="BUY",
                order_type="LIMIT",
                product="CNC",
                quantity="10",
                price="845",
            ),
            OrderText(
                tradingsymbol="M&M",
                exchange="NSE",
                transaction_type="SELL",
                order_type="MARKET",
                product="CNC",
                quantity="4",
            ),
        ),
    ),
    (LegAdvice(why="Deposits grow.", advised_price="846.10", advised_at="2026-02-11 10:15"), LegAdvice()),
    why="=Valuation below five-year mean.",
    risk_class="moderate",
    disclosures=Disclosures("none", "none", "none", "none", "none"),
)


def advise(outside: Outside) -> SharedVersion:
    """One basket shared by Meera, approved by Arun, meant for C1 whole and for C2 without its second order."""
    version = SharedVersion(
        "basket-1", 1, PROPOSAL, PROPOSAL.sha256, AT, "meera", approval_required=True, writers=("meera", "kiran")
    )
    basket = DeskBasket("basket-1", PROPOSAL, "not for clients", 3, AT, "meera", AT, "meera")
    with outside.store.writing() as unit:
        for name, role in (("meera", Role.ADVISER), ("arun", Role.APPROVER)):
            unit.people.add(Person(name, name, name.title(), f"{name}@firm.example", frozenset({role}), AT))
        unit.firm.save(Firm(name="Example Advisers", sebi_number="INA000000000"), 0, "meera", AT)
        for code, name in (("C1", "Asha Rao"), ("C2", "Ravi Nair")):
            unit.clients.add(Client(code.lower(), code, ClientDetails(name, phone="+919800000001"), AT, AT))
            unit.record(MEERA.event("client added", f"client:{code.lower()}", AT, personal={"name": name}))
        unit.desk_baskets.add(basket)
        unit.desk_baskets.share(version)
        unit.record(MEERA.event("basket shared", "basket-1", AT, {"number": 1, "sha256": version.sha256}))
        unit.record(MEERA.event("firm changed", "firm", AT, {"fields": "phone"}))
        unit.desk_baskets.decide(Decision("basket-1", 1, approved=True, by="arun", at=AT))
        unit.record(ARUN.event("version approved", "basket-1", AT, {"number": 1, "sha256": version.sha256}))
        meant = (
            Recipient("basket-1", 1, "c1", (10, 4), "fits", "", "meera", AT),
            Recipient("basket-1", 1, "c2", (5, 0), "mismatch", "He asked for it in writing.", "meera", AT),
        )
        unit.desk_baskets.set_recipients("basket-1", 1, meant)
    return version
