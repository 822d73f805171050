"""What the instrument list says of the symbol itself: whether it is on it, and whether it can be traded.

What the list does not know may still be sent, by a tick: a listing of this morning is not on it. What it knows to be
wrong may not. Where the symbol is a mistake of writing, `shape` says so first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from tokri.core.instrument import Instrument, Kind
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import CASH, Leg, Whole
from tokri.core.rules.rule import Finding, rule
from tokri.core.rules.standing import session_day
from tokri.core.times import date_words

_MOST_OFFERED: Final = 3


@rule("symbol-renamed", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def symbol_renamed(leg: Leg) -> Iterator[Finding]:
    """The paper is listed under another symbol now.

    Source: Kite's list of instruments, where an exchange's token stays when its symbol changes (L&TFH is now LTF)
    """
    if _asked_for(leg) and leg.listing.renamed:
        now = leg.listing.renamed.tradingsymbol
        yield Finding("tradingsymbol", {"exchange": leg.exchange, "now": now}, now)


@rule("symbol-moved", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def symbol_moved(leg: Leg) -> Iterator[Finding]:
    """The share is listed in another series of NSE now, which makes another symbol.

    Source: Kite's list of instruments (CENTRALBK-BE); https://kite.trade/forum/discussion/comment/34201
    """
    if _asked_for(leg) and not leg.listing.renamed and leg.listing.moved:
        now, *others = (each.tradingsymbol for each in leg.listing.moved)
        yield Finding("tradingsymbol", {"exchange": leg.exchange, "now": now}, now, other_mends=tuple(others))


@rule("exchange-wrong", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def exchange_wrong(leg: Leg) -> Iterator[Finding]:
    """The symbol is listed on another exchange, and not on this one: Kite would drop the order without a word.

    Source: seen in the field ("wrong exchange item silently missing"); Kite's list of instruments
    """
    listing = leg.listing
    if _asked_for(leg) and not listing.renamed and not listing.moved and listing.elsewhere:
        first, *others = dict.fromkeys(each.exchange for each in listing.elsewhere)
        facts = {"here": leg.exchange, "symbol": leg.symbol, "fits": ", ".join((first, *others))}
        yield Finding("exchange", facts, first, other_mends=tuple(others))


@rule("symbol-unknown", Severity.WARNING, leans_on=Leaning.INSTRUMENTS)
def symbol_unknown(leg: Leg) -> Iterator[Finding]:
    """The list does not have the symbol; Kite drops an order whose symbol it does not know without a word.

    Source: https://kite.trade/forum/discussion/7125 ("No valid orders found in payload")
    """
    listing = leg.listing
    if not _asked_for(leg) or listing.renamed or listing.moved or listing.elsewhere:
        return
    alike = listing.alike[:_MOST_OFFERED]
    here = [each.tradingsymbol for each in alike if each.exchange == leg.exchange]
    facts = {"exchange": leg.exchange, "alike": ", ".join(_named(each, leg.exchange) for each in alike)}
    yield Finding("tradingsymbol", facts, here[0] if here else None, other_mends=tuple(here[1:]))


@rule("index-not-tradable", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def index_not_tradable(leg: Leg) -> Iterator[Finding]:
    """An index is a number, not a paper: its futures, options and funds are traded, not the index.

    Source: Kite's list of instruments, segment INDICES
    """
    if leg.instrument and leg.instrument.kind is Kind.INDEX:
        yield Finding("tradingsymbol", {"symbol": leg.symbol})


@rule("instrument-expired", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def instrument_expired(leg: Leg) -> Iterator[Finding]:
    """The contract's last day is past: on the day itself, once its market has closed.

    What is sent then goes to the next session, in which it is traded no more.
    Source: Kite's list of instruments, expiry; the exchanges' timings, in the calendar that `market show` prints
    """
    last_day = leg.instrument.expiry if leg.instrument else None
    if last_day and _over(leg, last_day):
        yield Finding("tradingsymbol", {"expiry": date_words(last_day)})


@rule("expires-today", Severity.NOTE, leans_on=Leaning.INSTRUMENTS)
def expires_today(leg: Leg) -> Iterator[Finding]:
    """Today is the contract's last day.

    Source: Kite's list of instruments, expiry
    """
    last_day = leg.instrument.expiry if leg.instrument else None
    if last_day and last_day == leg.known.day and not _over(leg, last_day):
        yield Finding("tradingsymbol", {"expiry": date_words(last_day)})


def _over(leg: Leg, last_day: date) -> bool:
    """Whether an order sent now is for a session after the contract's last."""
    session = session_day(leg)
    return session is not None and last_day < session


@rule("other-company", Severity.NOTE, leans_on=Leaning.INSTRUMENTS)
def other_company(leg: Leg) -> Iterator[Finding]:
    """The same symbol is, as far as names tell, another company's on the other exchange.

    Source: Kite's list of instruments: KEL, MAL, SEL, ZEAL and RAJPUTANA are two companies each
    """
    mine, twin = leg.instrument, leg.listing.twin
    if mine is None or mine.kind is not Kind.SHARE or (twin and twin.tradingsymbol == mine.tradingsymbol):
        return
    for other in leg.listing.elsewhere:
        if other.exchange in CASH and other.kind is Kind.SHARE:
            facts = {"here": mine.exchange, "name": mine.name, "there": other.exchange, "theirs": other.name}
            yield Finding("exchange", {**facts, "symbol": mine.tradingsymbol})


@rule("sells-on-either", Severity.NOTE, leans_on=Leaning.INSTRUMENTS)
def sells_on_either(leg: Leg) -> Iterator[Finding]:
    """Shares that have arrived in the demat account can be sold on whichever exchange lists them.

    Source: Kite's user manual on holdings; an intraday position, and shares bought yesterday, are of one exchange
    """
    twin = leg.listing.twin
    if leg.instrument and leg.instrument.cash and twin and leg.transaction_type == "SELL" and leg.product == "CNC":
        there = twin.exchange if twin.tradingsymbol == leg.symbol else f"{twin.exchange} (as {twin.tradingsymbol})"
        yield Finding("exchange", {"here": leg.exchange, "there": there})


@rule("list-missing", Severity.NOTE)
def list_missing(whole: Whole) -> Iterator[Finding]:
    """Without an instrument list nothing is checked that needs one.

    Source: our own; the rules that need an instrument are silent without it
    """
    if _has_orders(whole) and whole.known.at is not None and whole.known.master is None:
        yield Finding()


@rule("list-old", Severity.NOTE)
def list_old(whole: Whole) -> Iterator[Finding]:
    """An instrument list past two days still warns, and stops nothing.

    Source: Kite's list is made anew each morning, https://kite.trade/docs/connect/v3/market-quotes/#instruments
    """
    known = whole.known
    if _has_orders(whole) and known.day and known.master and not known.current(Leaning.INSTRUMENTS):
        yield Finding(facts={"list_day": date_words(known.master.on), "days": (known.day - known.master.on).days})


def _has_orders(whole: Whole) -> bool:
    return not all(leg.typed.empty for leg in whole.legs)


def _asked_for(leg: Leg) -> bool:
    """Whether a list was asked for a whole key, and does not have it."""
    return leg.known.master is not None and bool(leg.exchange and leg.symbol) and leg.instrument is None


def _named(instrument: Instrument, exchange: str) -> str:
    symbol = instrument.tradingsymbol
    return symbol if instrument.exchange == exchange else f"{symbol} on {instrument.exchange}"


RULES: Final = (
    symbol_renamed,
    symbol_moved,
    exchange_wrong,
    symbol_unknown,
    index_not_tradable,
    instrument_expired,
    expires_today,
    other_company,
    sells_on_either,
)

#: Rules on the whole basket.
WHOLE: Final = (list_missing, list_old)
