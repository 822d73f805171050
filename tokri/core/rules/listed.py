"""What the exchanges' dated lists say of a share or of what a contract is on, and what the broker asks in some markets.

All of these warn. Whether an order opens a position or reduces one is not known here, and to reduce one is what the
lists allow: an error would stop just the order that may go
(docs/decisions/lists-warn-where-we-do-not-know-the-position.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tokri.core.instrument import Instrument, Key, Kind
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule
from tokri.core.times import date_words
from tokri.core.underlying import underlying

_STAGE: Final = re.compile(
    r"(?P<term>LT|ST(?!AGE)|LONG|SHORT)?[A-Z -]*?(?:STAGE)?[ :-]*(?P<number>[0-6]|I{1,3}|IV|VI?)",
    re.ASCII | re.IGNORECASE,
)
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_TERMS: Final = {"LT": "long-term", "LONG": "long-term", "ST": "short-term", "SHORT": "short-term"}

#: Pairs with the rupee, whose contracts need a declaration; interest rates on CDS and BCD do not.
_CURRENCIES: Final = frozenset({"USDINR", "EURINR", "GBPINR", "JPYINR"})

#: Commodities with a contract every second month or so: the nearest two reach further.
_SPARSE: Final = frozenset({"GOLD", "SILVER", "SILVERM", "SILVERMIC", "KAPAS"})


@rule("fo-ban", Severity.WARNING, leans_on=Leaning.BAN)
def fo_ban(leg: Leg) -> Iterator[Finding]:
    """In the ban period of a share's derivatives only orders that reduce a position are taken; a fresh one is refused.

    Source: NSE's daily fo_secban.csv; SEBI's limit of 95 % of the market-wide positions
    """
    if leg.instrument is None or leg.exchange not in {"NFO", "BFO"}:
        return
    banned = underlying(leg.instrument)
    if leg.known.tables.entry(Leaning.BAN, Key("NSE", banned)) is not None:
        yield Finding("tradingsymbol", {"underlying": banned, "list_day": _day(leg, Leaning.BAN)})


@rule("gsm", Severity.WARNING, leans_on=Leaning.GSM)
def gsm(leg: Leg) -> Iterator[Finding]:
    """A share under graded surveillance: margin of its whole value, a narrow band, then delivery and a deposit.

    Source: the exchanges' list of the graded surveillance measure; its stages at support.fyers.in, "What are Graded
    Surveillance Measures"
    """
    yield from _surveyed(leg, Leaning.GSM)


@rule("asm", Severity.WARNING, leans_on=Leaning.ASM)
def asm(leg: Leg) -> Iterator[Finding]:
    """A share under additional surveillance, long-term or short-term: higher margin, seldom intraday.

    A SELL of what is held is not narrowed by it, so that one is not warned of.
    Source: the exchanges' list of the additional surveillance measure
    """
    if leg.transaction_type == "BUY" or leg.product == "MIS":
        yield from _surveyed(leg, Leaning.ASM)


@rule("esm", Severity.WARNING, leans_on=Leaning.ESM)
def esm(leg: Leg) -> Iterator[Finding]:
    """A small company's share under enhanced surveillance: delivery alone, then auctions alone.

    Source: the exchanges' list of the enhanced surveillance measure
    """
    yield from _surveyed(leg, Leaning.ESM)


@rule("sme-watch", Severity.WARNING, leans_on=Leaning.SME_WATCH)
def sme_watch(leg: Leg) -> Iterator[Finding]:
    """An SME share that the exchange or the broker watches.

    Source: the exchanges' lists of SME shares under surveillance
    """
    if leg.known.tables.entry(Leaning.SME_WATCH, leg.key) is not None:
        yield Finding("tradingsymbol", {"symbol": leg.symbol, "list_day": _day(leg, Leaning.SME_WATCH)})


@rule("currency-exposure", Severity.WARNING)
def currency_exposure(leg: Leg) -> Iterator[Finding]:
    """A fresh position in a currency pair needs a declaration that there is an exposure to hedge.

    Source: RBI's directions on exchange-traded currency derivatives, in force since 3 May 2024
    """
    if leg.exchange in {"CDS", "BCD"} and leg.instrument and underlying(leg.instrument) in _CURRENCIES:
        yield Finding("tradingsymbol", {"pair": underlying(leg.instrument)})


@rule("commodity-far-month", Severity.WARNING)
def commodity_far_month(leg: Leg) -> Iterator[Finding]:
    """On MCX the broker takes the contract of this month and of the next, and few trade the later ones.

    Source: support.zerodha.com, "Can I trade far month derivative contracts"
    """
    if leg.exchange != "MCX" or leg.instrument is None or leg.instrument.expiry is None or leg.known.day is None:
        return
    nearest = 4 if underlying(leg.instrument) in _SPARSE else 1
    if months_between(leg.known.day, leg.instrument.expiry) > nearest:
        yield Finding("tradingsymbol", {"expiry": date_words(leg.instrument.expiry)})


def months_between(first: date, last: date) -> int:
    """How many calendar months lie between two days: 0 within one month, 1 to any day of the next."""
    return (last.year - first.year) * 12 + last.month - first.month


def _surveyed(leg: Leg, name: Leaning) -> Iterator[Finding]:
    listed = leg.known.tables.entry(name, leg.key)
    if listed is None or (leg.instrument is not None and not _surveyable(leg.instrument)):
        return
    term, number = _stage(listed)
    facts: dict[str, str | int] = {"symbol": leg.symbol, "listed": listed, "term": term, "stage": number}
    yield Finding("tradingsymbol", {**facts, "list_day": _day(leg, name)})


def _surveyable(instrument: Instrument) -> bool:
    return instrument.cash and instrument.kind in {Kind.SHARE, Kind.FUND}


def _stage(listed: str) -> tuple[str, int]:
    """`long-term` or `short-term` and the stage's number, of `LTASM 2`, `Stage II`, `ST-1`; "" and 0 where not told."""
    match = _STAGE.fullmatch(listed.strip())
    if match is None:
        return "", 0
    number = match["number"].upper()
    return _TERMS.get((match["term"] or "").upper(), ""), _ROMAN.get(number) or int(number)


def _day(leg: Leg, name: Leaning) -> str:
    day = leg.known.day_of(name)
    return date_words(day) if day else ""


RULES: Final = (fo_ban, gsm, asm, esm, sme_watch, currency_exposure, commodity_far_month)
