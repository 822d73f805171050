"""Moments in India, and the calendar that the program ships, for the tests of the market clock."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tokri.core.market import Market, read_calendar
from tokri.core.market.calendar import Segment
from tokri.core.times import IST

SHIPPED = Path("tokri/data/calendar.json").read_text("utf-8")
CALENDAR = read_calendar(SHIPPED)

SHARES = Market("NSE", Segment.SHARES)
AUCTIONED = Market("BSE", Segment.AUCTIONED)
OPTIONS = Market("NFO", Segment.EQUITY_DERIVATIVES)
CURRENCY = Market("CDS", Segment.CURRENCY)
METALS = Market("MCX", Segment.COMMODITIES)
MARKETS = (SHARES, AUCTIONED, OPTIONS, CURRENCY, METALS)

#: Muhurat trading of 8 November 2026 at hours that a firm has looked up, in place of "unknown".
MUHURAT = (
    '"hours": {"shares": [["17:45", "18:00", "pre-open"], ["18:00", "19:00", "open"]], '
    '"shares-with-derivatives": [["17:45", "18:00", "pre-open"], ["18:00", "19:00", "open"]], '
    '"equity-derivatives": [["18:00", "19:00", "open"]], "currency": [["18:00", "19:00", "open"]], '
    '"commodities": [["18:00", "19:15", "open"]]}'
)
WITH_MUHURAT = read_calendar(SHIPPED.replace('"open": "unknown"', MUHURAT))


def at(moment: str) -> datetime:
    """A moment by the clocks of India, `2026-02-11 10:30`, in UTC as the program has it."""
    return datetime.fromisoformat(moment).replace(tzinfo=IST).astimezone(UTC)
