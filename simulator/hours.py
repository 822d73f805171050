"""When the market takes what: the sessions, the closing auction, and orders for the next session (AMO).

Only the rules of 2026 know the time of day. A refusal in round brackets has no recorded words: it says the fact alone.
Sources: NSE's market timings and list of holidays of 2026; SEBI's circular of 16 January 2026 on the closing auction,
which cuts the pre-open session from 7 September; support.zerodha.com, "What is AMO and when can we place it".
"""

import datetime as dt
from dataclasses import replace
from typing import Literal

from simulator.clock import IST
from simulator.errors import Refused
from simulator.market import Instrument, Market
from simulator.orders import Request

Phase = Literal["closed", "pre-open", "auction", "limit-only", "no-entry", "open", "post-close"]
Phases = tuple[tuple[str, Phase], ...]

CLOSING_AUCTION = dt.date(2026, 8, 3)
CUT_PRE_OPEN = dt.date(2026, 9, 7)
SATURDAY = 5
BUDGET_SUNDAY = dt.date(2026, 2, 1)
# Weekdays of 2026, month and day. For MCX those alone on which its evening is closed too.
HOLIDAYS = frozenset(
    {"01-15", "01-26", "03-03", "03-26", "03-31", "04-03", "04-14", "05-01", "05-28", "06-26", "09-14", "10-02"}
    | {"10-20", "11-10", "11-24", "12-25"}
)
CURRENCY_HOLIDAYS = HOLIDAYS | {"02-19", "03-19", "04-01", "08-26"}
MCX_HOLIDAYS = frozenset({"01-26", "04-03", "10-02", "12-25"})

# Each phase lasts until the next begins.
PRE_OPEN: Phases = (("09:00", "pre-open"), ("09:08", "no-entry"))
PRE_OPEN_CUT: Phases = (("09:00", "pre-open"), ("09:05", "limit-only"), ("09:10", "no-entry"))
UNTIL_AUGUST: Phases = (("09:15", "open"), ("15:30", "closed"), ("15:40", "post-close"), ("16:00", "closed"))
WITHOUT_AUCTION: Phases = (("09:15", "open"), ("15:30", "closed"), ("15:50", "post-close"), ("16:00", "closed"))
WITH_AUCTION: Phases = (
    ("09:15", "open"),
    ("15:15", "no-entry"),
    ("15:20", "auction"),
    ("15:25", "limit-only"),
    ("15:30", "no-entry"),
    ("15:35", "closed"),
    ("15:50", "post-close"),
    ("16:00", "closed"),
)
# On a trading day no AMO is taken from the first time to the second.
NO_AMO = {
    "NSE": ("08:58", "16:00"),
    "BSE": ("08:58", "16:00"),
    "NFO": ("09:10", "15:45"),
    "BFO": ("09:10", "15:45"),
    "CDS": ("08:59", "17:00"),
    "BCD": ("08:59", "17:00"),
}
PAUSE = ("01:00", "05:30")
# Shares in stage II of the exchanges' ESM list trade in call auctions alone. That this one is among them is made up.
CALL_AUCTIONED = frozenset({"NSE:KEL-SM"})
NOT_OPEN = "16278 : The markets have not been opened for trading"
NOT_IN_AN_AUCTION = "(a stop order, or late MARKET order, in an auction)"


def phase(instrument: Instrument, market: Market, now: dt.datetime) -> Phase:
    """Give what the instrument's exchange does at a moment of India's time."""
    if not _trades(instrument.exchange, now.date()):
        return "closed"
    at = f"{now:%H:%M}"
    begun: list[Phase] = [name for start, name in _phases(instrument, market, now.date()) if start <= at]
    return begun[-1] if begun else "closed"


def as_taken(request: Request, market: Market, now: dt.datetime) -> Request:
    """Give the order as Kite takes it: after hours a regular one becomes an AMO by itself. Raise Refused."""
    instrument = request.instrument
    closed = phase(instrument, market, now) == "closed"
    at = f"{now:%H:%M}"
    first, last = NO_AMO.get(instrument.exchange) or ("08:58", _mcx_close(now.date()))
    if request.variety == "co" and closed:
        raise Refused("(a cover order after hours)")
    if first <= at < last and _trades(instrument.exchange, now.date()):
        if request.variety == "amo":
            raise Refused("(an AMO while the market is open)")
        return request
    if request.variety not in {"regular", "amo"}:
        return request
    if PAUSE[0] <= at < PAUSE[1]:
        raise Refused("(an order between 01:00 and 05:30)")
    if request.order_type == "MARKET" and instrument.is_option and instrument.is_on_index:
        raise Refused("(an AMO at MARKET on an option of an index)")
    if instrument.key in CALL_AUCTIONED:
        raise Refused("(an AMO on a share that is traded in call auctions)")
    return replace(request, variety="amo")


def rejection(request: Request, market: Market, now: dt.datetime) -> str | None:
    """Give the words with which the exchange rejects an order that is sent to it now; None where it takes it."""
    here = phase(request.instrument, market, now)
    stop = request.order_type in {"SL", "SL-M"}
    if here in {"closed", "no-entry"} or (here == "post-close" and request.order_type != "MARKET"):
        return NOT_OPEN
    if (here in {"pre-open", "auction"} and stop) or (here == "limit-only" and request.order_type != "LIMIT"):
        return NOT_IN_AN_AUCTION
    return None


def released(request: Request, placed_at: str) -> dt.datetime:
    """Give when an order that waits for the next session goes to the exchange, in India's time.

    At 09:00, or at 09:15 where it is more than a MARKET or LIMIT order of the cash market, CDS or MCX; ``placed_at``
    is a stamp of Kite's. Source: support.zerodha.com, "What is AMO and when can we place it".
    """
    instrument = request.instrument
    plain = request.order_type in {"MARKET", "LIMIT"} and request.validity == "DAY" and not request.disclosed_quantity
    early = instrument.exchange in {"CDS", "BCD", "MCX"} or (instrument.is_share and plain)
    placed = dt.datetime.strptime(placed_at, "%Y-%m-%d %H:%M:%S").replace(tzinfo=IST)
    at = placed.replace(hour=9, minute=0 if early else 15, second=0)
    while at <= placed or not _trades(instrument.exchange, at.date()):
        at += dt.timedelta(days=1)
    return at


def _trades(exchange: str, day: dt.date) -> bool:
    if day == BUDGET_SUNDAY:
        return exchange not in {"CDS", "BCD"}
    kept = {"MCX": MCX_HOLIDAYS, "CDS": CURRENCY_HOLIDAYS, "BCD": CURRENCY_HOLIDAYS}.get(exchange, HOLIDAYS)
    return day.weekday() < SATURDAY and f"{day:%m-%d}" not in kept


def _phases(instrument: Instrument, market: Market, day: dt.date) -> Phases:
    if instrument.is_share:
        pre_open = PRE_OPEN if day < CUT_PRE_OPEN else PRE_OPEN_CUT
        if day < CLOSING_AUCTION:
            return pre_open + UNTIL_AUGUST
        return pre_open + (WITH_AUCTION if market.has_derivatives(instrument) else WITHOUT_AUCTION)
    if instrument.exchange in {"NFO", "BFO"}:
        return (("09:15", "open"), ("15:30" if day < CLOSING_AUCTION else "15:40", "closed"))
    close = _mcx_close(day) if instrument.exchange == "MCX" else "17:00"
    return (("09:00", "open"), (close, "closed"))


def _mcx_close(day: dt.date) -> str:
    """Give MCX's last minute, which follows the clocks of the United States."""
    return "23:30" if dt.date(2026, 3, 9) <= day <= dt.date(2026, 11, 1) else "23:55"
