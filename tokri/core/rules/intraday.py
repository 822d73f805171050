"""The end of intraday orders: from some minutes before the close the broker takes none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.market import LateCut, Taking, cut_off
from tokri.core.problems import Severity
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule
from tokri.core.rules.standing import taking
from tokri.core.times import ist_clock


def _intraday(leg: Leg) -> LateCut | None:
    """The end of intraday orders, of an order that is one, for the session that runs now."""
    if leg.product != "MIS" and leg.variety != "co":
        return None
    calendar, at = leg.known.tables.calendar, leg.known.at
    if not (calendar and at and leg.market):
        return None
    if taking(leg) is not Taking.OPEN:
        return None  # it is for the next session, or nobody knows
    return cut_off(calendar, leg.market, at)


def _intraday_finding(leg: Leg, late: LateCut) -> Finding:
    cover = leg.variety == "co"
    facts: dict[str, str | int] = {"exchange": leg.exchange, "cut_off": ist_clock(late.at), "fee": late.fee}
    facts |= {"cover": int(cover), "sure": int(late.verified)}
    return Finding("variety" if cover else "product", facts, soft=not late.verified)


@rule("intraday-late", Severity.ERROR)
def intraday_late(leg: Leg) -> Iterator[Finding]:
    """Some time before the close the broker ends intraday orders and closes what is open, for a fee.

    Source: support.zerodha.com, "What are the auto square-off timings"; not confirmed for the hours since August 2026
    """
    late = _intraday(leg)
    if late and leg.known.at and leg.known.at >= late.at:
        yield _intraday_finding(leg, late)


@rule("intraday-soon", Severity.WARNING)
def intraday_soon(leg: Leg) -> Iterator[Finding]:
    """An intraday order shortly before that time lives for minutes.

    Source: support.zerodha.com, "What are the auto square-off timings"; not confirmed for the hours since August 2026
    """
    late = _intraday(leg)
    if late and leg.known.at and late.warn_from <= leg.known.at < late.at:
        yield _intraday_finding(leg, late)


RULES: Final = (intraday_late, intraday_soon)
