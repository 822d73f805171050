"""Orders for the next session: when the broker takes them, and which it never takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.market import Taking, queues
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg, call_auctioned
from tokri.core.rules.rule import Finding, rule
from tokri.core.rules.standing import after_hours_of, closed, taking, when
from tokri.core.times import ist_clock


@rule("amo-while-open", Severity.ERROR)
def amo_while_open(leg: Leg) -> Iterator[Finding]:
    """Kite refuses an AMO while the market is open, and shortly before and after. Without it the clock decides.

    Source: support.zerodha.com, "What is AMO and when can we place it"
    """
    found = after_hours_of(leg) if leg.variety == "amo" else None
    if found and found.taking is Taking.OPEN and found.until:
        facts = {"exchange": leg.exchange, "until": ist_clock(found.until)}
        yield Finding("variety", facts, "", soft=not found.verified)


@rule("market-not-queued", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def market_not_queued(leg: Leg) -> Iterator[Finding]:
    """A MARKET order on an index option is not taken after hours.

    Source: support.zerodha.com, "What is AMO and when can we place it"
    """
    if not queues(leg.instrument, leg.order_type) and taking(leg) is Taking.YES:
        yield Finding("order_type", {"order_type": leg.order_type}, "LIMIT")


@rule("call-auction-not-queued", Severity.ERROR, leans_on=Leaning.ESM)
def call_auction_not_queued(leg: Leg) -> Iterator[Finding]:
    """Orders on shares that are traded in periodic call auctions are not taken after hours.

    Source: support.zerodha.com, "What is AMO and when can we place it"; stage II of the exchanges' ESM list
    """
    found = closed(leg) if call_auctioned(leg.known, leg.key) else None
    if found and found.opens:
        yield Finding(facts={"exchange": leg.exchange, "opens": when(found.opens, leg)})


@rule("cover-after-hours", Severity.ERROR)
def cover_after_hours(leg: Leg) -> Iterator[Finding]:
    """Cover orders are for the running session alone.

    Source: support.zerodha.com, "What is AMO and when can we place it" ("except for Iceberg and Cover Orders")
    """
    found = closed(leg) if leg.variety == "co" else None
    if found and found.opens:
        yield Finding("variety", {"opens": when(found.opens, leg)})


@rule("after-hours-pause", Severity.WARNING)
def after_hours_pause(leg: Leg) -> Iterator[Finding]:
    """For some hours of the night Kite is said to take nothing.

    Source: support.zerodha.com on after-market orders; one page alone, so it only warns
    """
    calendar, found = leg.known.tables.calendar, after_hours_of(leg)
    if found and found.taking is Taking.PAUSED and found.until and calendar and calendar.pause:
        yield Finding(facts={"since": f"{calendar.pause[0]:%H:%M}", "until": ist_clock(found.until)})


RULES: Final = (amo_while_open, market_not_queued, call_auction_not_queued, cover_after_hours, after_hours_pause)
