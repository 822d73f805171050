"""Advice for the tests of a client's choices: orders as typed, how each is sized, and what the client was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.core.knowing import knowing, share
from tests.core.market.moments import CALENDAR
from tests.core.orders import future, typed
from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import LegAdvice, MayChange, Proposal
from tokri.core.instrument import Kind
from tokri.core.known import Known
from tokri.core.link.choices import Choices, Chosen
from tokri.core.link.choosing import choose
from tokri.core.reference import Tables

INFY = typed()
TCS = typed(tradingsymbol="TCS", quantity="4", price="3000")
SALE = typed(tradingsymbol="HDFCBANK", transaction_type="SELL", quantity="", price="900")
NIFTY = future(quantity="130", price="25000")
CALL = future(tradingsymbol="NIFTY26FEB25000CE", quantity="130", price="100")
GOLD = future(tradingsymbol="GOLD26FEBFUT", exchange="MCX", quantity="3", price="80000")

#: INFY, TCS and HDFCBANK, a NIFTY future and a call of 65 a lot, and gold.
KNOWN = knowing(
    share(),
    share("TCS"),
    share("HDFCBANK"),
    share("NIFTY26FEBFUT", "NFO", kind=Kind.FUTURE, lot_size=65),
    share("NIFTY26FEB25000CE", "NFO", kind=Kind.OPTION, lot_size=65),
    share("GOLD26FEBFUT", "MCX", kind=Kind.FUTURE),
    tables=Tables(calendar=CALENDAR),
)
HOLDING, SHARE, CAPITAL = (LegAdvice(sizing=each, share="50") for each in ("all", "share", "capital"))
AS_IT_STANDS = LegAdvice()


def advice(
    *orders: OrderText,
    legs: Sequence[LegAdvice] = (),
    may_change: str = MayChange.QUANTITIES,
    tied: bool = False,
    reference: str = "",
) -> Proposal:
    """Advice of these orders; beside each stands nothing but what `legs` say."""
    beside = (*legs, *([AS_IT_STANDS] * len(orders)))[: len(orders)]
    return Proposal(
        Draft("Two shares", orders),
        beside,
        valid_until="2026-02-11 15:15",
        tied=tied,
        may_change=may_change,
        reference_capital=reference,
    )


TWO = advice(INFY, TCS)


def chosen(
    proposal: Proposal = TWO,
    quantities: Sequence[int | None] = (10, 4),
    *,
    out: Sequence[int] = (),
    typed_for: Mapping[int, str] | None = None,
    held: Mapping[int, str] | None = None,
    known: Known = KNOWN,
    scale: str = "",
    amount: str = "",
    capital: str = "",
) -> Chosen:
    """What is left when the client chose this, as typed."""
    choices = Choices(frozenset(out), scale, amount, typed_for or {}, held or {}, capital)
    return choose(proposal, quantities, known, choices)


def wrong(found: Chosen) -> list[tuple[str, tuple[str | int, ...]]]:
    """The errors, as code and path; nothing goes to Kite with one."""
    assert not found.errors or found.orders == ()
    return [(each.code, each.path) for each in found.errors]


def going(found: Chosen) -> tuple[int, ...]:
    """The quantities that go to Kite; nothing is in error."""
    assert not found.errors
    assert found.ready
    return found.quantities
