"""The market clock: sessions, holidays, the closing auction, orders after hours. Decisions over dated tables.

Every function takes `now`; times of day are IST, moments are aware. What the tables do not hold is answered with
*unknown*, never with a guess.
"""

from tokri.core.market.after_hours import AfterHours, Taking, after_hours, not_queueing, queues, variety
from tokri.core.market.calendar import (
    Calendar,
    CutOff,
    Day,
    Hours,
    Market,
    Phase,
    Queueing,
    Segment,
    Span,
    Special,
    Year,
    day,
    market_of,
)
from tokri.core.market.clock import LateCut, State, cut_off, opening, state, trading_days
from tokri.core.market.nodes import CalendarFaulty, Fault, FaultCode
from tokri.core.market.reading import read_calendar

__all__ = [
    "AfterHours",
    "Calendar",
    "CalendarFaulty",
    "CutOff",
    "Day",
    "Fault",
    "FaultCode",
    "Hours",
    "LateCut",
    "Market",
    "Phase",
    "Queueing",
    "Segment",
    "Span",
    "Special",
    "State",
    "Taking",
    "Year",
    "after_hours",
    "cut_off",
    "day",
    "market_of",
    "not_queueing",
    "opening",
    "queues",
    "read_calendar",
    "state",
    "trading_days",
    "variety",
]
