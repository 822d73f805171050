"""Lots, and the most that an exchange takes in one order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.money import grouped
from tokri.core.plan import most_in_one, pieces
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule
from tokri.core.times import date_words
from tokri.core.underlying import underlying


@rule("lot-multiple", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def lot_multiple(leg: Leg) -> Iterator[Finding]:
    """A quantity is whole lots. Who sells an odd holding of shares may try: the exchange has a way for those.

    Source: Kite's list of instruments, lot_size; staff on https://kite.trade/forum/discussion/9124 ("every quantity a
    lot multiple"). Lots of SME shares and of government debt are in the cash segment.
    """
    if leg.instrument is None or leg.quantity is None:
        return
    lot = leg.instrument.lot_size
    if lot <= 1 or leg.quantity % lot == 0:
        return
    whole = leg.quantity // lot
    offered = [grouped(lots * lot) for lots in (whole, whole + 1) if lots]
    odd = leg.instrument.cash and leg.transaction_type == "SELL"
    facts = {"quantity": leg.quantity, "lot": lot, "whole": whole, "odd": int(odd)}
    yield Finding("quantity", facts, offered[0], soft=odd, other_mends=tuple(offered[1:]))


@rule("freeze-quantity", Severity.WARNING, leans_on=Leaning.FREEZE)
def freeze_quantity(leg: Leg) -> Iterator[Finding]:
    """More than the exchange takes in one order becomes several, each with its own brokerage.

    Source: of NFO NSE's monthly qtyfreeze.xls, of BFO what brokers list of BSE's circulars; Kite's answer in
    https://kite.trade/forum/discussion/comment/42709
    """
    table = leg.known.tables.freeze
    if table is None or leg.instrument is None or leg.exchange not in {"NFO", "BFO"}:
        return
    order = leg.order
    most = most_in_one(order, leg.known) if order else None
    if order is None or most is None:
        return
    lot = leg.instrument.lot_size
    if order.quantity > most and order.quantity % lot == 0:
        facts: dict[str, str | int] = {"quantity": grouped(order.quantity), "lots": grouped(order.quantity // lot)}
        facts |= {"most": grouped(most), "most_lots": most // lot, "needed": pieces(order, leg.known)}
        yield Finding("quantity", {**facts, "table_day": date_words(table.day_of(underlying(leg.instrument)))})


RULES: Final = (lot_multiple, freeze_quantity)
