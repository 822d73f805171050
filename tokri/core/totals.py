"""What a basket comes to, as separate sums and never one netted figure.

Netting would say that sales pay for purchases; Kite does not promise that within one basket. A MARKET or SL-M order
has no price, so its value is not known here; what it comes to at the last known price is told beside the sum. Nothing
is said in rupees of MCX, CDS and BCD: a quantity there counts lots, and what a lot is worth needs a dated multiplier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tokri.core.basket import Order
from tokri.core.instrument import Key
from tokri.core.instrument import Kind as Contract
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.money import paise

_SHARES: Final = frozenset({"NSE", "BSE"})
_EQUITY_DERIVATIVES: Final = frozenset({"NFO", "BFO"})
#: Without an instrument list the end of the symbol is what tells an option: a strike, then CE or PE.
_OPTION: Final = re.compile(r".*[0-9](CE|PE)")


class Kind(StrEnum):
    """Which sum an order belongs to."""

    TO_PAY = "to-pay"  #: shares bought
    ON_MARGIN = "on-margin"  #: shares bought intraday or on borrowed money: their value; Kite decides the margin
    SALES = "sales"  #: shares sold
    PREMIUM_PAID = "premium-paid"  #: options bought
    PREMIUM_RECEIVED = "premium-received"  #: options sold: the premium; Kite decides the margin
    FUTURES = "futures"  #: futures either way: the contract value; Kite decides the margin
    NOT_VALUED = "not-valued"  #: commodity and currency contracts, and symbols that tell nothing: no rupee value


#: The sums for which money is blocked that only Kite can tell.
ON_KITES_MARGIN: Final = frozenset({Kind.ON_MARGIN, Kind.PREMIUM_RECEIVED, Kind.FUTURES, Kind.NOT_VALUED})


@dataclass(frozen=True, slots=True)
class AtLastPrices:
    """What orders without a price would come to at the last prices that are known, of which days.

    It is a figure beside the exact one, and never a part of it.
    """

    orders: int
    paise: int
    oldest: date
    newest: date


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum: how many orders it holds, their value in paise where known, and how many have no price.

    `at_last` is of those without a price, as far as a last price of theirs is known.
    """

    kind: Kind
    orders: int
    paise: int
    at_market: int
    at_last: AtLastPrices | None = None

    @property
    def kite_decides(self) -> bool:
        """Whether the money this takes is a margin, which only Kite can tell."""
        return self.kind in ON_KITES_MARGIN

    @property
    def known(self) -> bool:
        """Whether there is any rupee figure to show."""
        return self.kind is not Kind.NOT_VALUED and self.orders > self.at_market


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a basket or part that hold an order, in the order of `Kind`."""

    sums: tuple[Sum, ...]

    def of(self, kind: Kind) -> Sum:
        """The sum of one kind, empty if there is none."""
        return next((each for each in self.sums if each.kind is kind), Sum(kind, 0, 0, 0))

    @property
    def to_pay(self) -> int:
        """What the shares and options bought cost, in paise, as far as prices are known."""
        return self.of(Kind.TO_PAY).paise + self.of(Kind.PREMIUM_PAID).paise

    @property
    def more_to_pay(self) -> bool:
        """Whether something that is to be paid for is bought at market price, so that it costs more than `to_pay`."""
        return bool(self.of(Kind.TO_PAY).at_market + self.of(Kind.PREMIUM_PAID).at_market)

    @property
    def kite_decides(self) -> bool:
        """Whether some order needs a margin, which only Kite can tell."""
        return any(each.kite_decides for each in self.sums)


def totals(orders: Iterable[Order], known: Known = NOTHING_KNOWN) -> Totals:
    """Add the orders up, each in the one sum it belongs to."""
    found: dict[Kind, list[Order]] = {kind: [] for kind in Kind}
    for order in orders:
        found[kind_of(order, known)].append(order)
    return Totals(tuple(_sum(kind, mine, known) for kind, mine in found.items() if mine))


def kind_of(order: Order, known: Known = NOTHING_KNOWN) -> Kind:
    """The sum that the order belongs to."""
    buys = order.transaction_type == "BUY"
    if order.exchange in _SHARES:
        if not buys:
            return Kind.SALES
        return Kind.ON_MARGIN if order.product in {"MIS", "MTF"} or order.variety == "co" else Kind.TO_PAY
    contract = _contract(order, known) if order.exchange in _EQUITY_DERIVATIVES else None
    if contract is Contract.FUTURE:
        return Kind.FUTURES
    if contract is Contract.OPTION:
        return Kind.PREMIUM_PAID if buys else Kind.PREMIUM_RECEIVED
    return Kind.NOT_VALUED


def _contract(order: Order, known: Known) -> Contract | None:
    instrument = known.listing(order.exchange, order.tradingsymbol).instrument
    if instrument is not None:
        return instrument.kind
    if order.tradingsymbol.endswith("FUT"):
        return Contract.FUTURE
    return Contract.OPTION if _OPTION.fullmatch(order.tradingsymbol) else None


def value(order: Order) -> Decimal | None:
    """Price times quantity in rupees; None without a price, or where a quantity counts lots."""
    if order.price is None or order.exchange not in _SHARES | _EQUITY_DERIVATIVES:
        return None
    return order.price * order.quantity


def _sum(kind: Kind, orders: list[Order], known: Known) -> Sum:
    if kind is Kind.NOT_VALUED:
        return Sum(kind, len(orders), 0, 0)
    values = [each for each in map(value, orders) if each is not None]
    at_last = _at_last_prices([each for each in orders if each.price is None], known)
    return Sum(kind, len(orders), paise(sum(values, Decimal(0))), len(orders) - len(values), at_last)


def _at_last_prices(orders: list[Order], known: Known) -> AtLastPrices | None:
    lasts = [(each, known.last_price(Key(each.exchange, each.tradingsymbol))) for each in orders]
    values = [last.price * each.quantity for each, last in lasts if last is not None]
    days = [last.on for _, last in lasts if last is not None]
    return AtLastPrices(len(values), paise(sum(values, Decimal(0))), min(days), max(days)) if days else None
