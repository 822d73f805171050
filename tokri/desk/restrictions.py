"""The restricted list: kept here, and asked of the orders of a basket before it is shared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.restricted import Restriction, shares_to_know
from tokri.core.instrument import Key, Listing
from tokri.core.known import Known
from tokri.core.ports import Outside
from tokri.core.problems import Problem, Severity
from tokri.core.times import ist
from tokri.desk.by import By

#: What is known now of what orders name (tokri/journey/known.py).
Know = Callable[[Sequence[OrderText]], Known]

#: Where a restriction may be kept to one exchange; "" is every one of them.
EXCHANGES: Final = ("", "NSE", "BSE", "NFO", "BFO", "MCX", "CDS", "BCD")

LONGEST_WHY: Final = 500
_SYMBOL: Final = re.compile(r"[A-Z0-9&*_.-][A-Z0-9&*_. -]{0,49}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """A restriction as typed. `until` is a day as ISO writes it, "" for until it is lifted.

    `unlisted` is the tick that keeps a symbol which the instrument list does not have.
    """

    exchange: str = ""
    tradingsymbol: str = ""
    until: str = ""
    why: str = ""
    unlisted: bool = False


@dataclass(frozen=True, slots=True)
class TheList:
    """The restricted list by `today`, a day in India: what holds, newest first, and what held once."""

    holding: tuple[Restriction, ...]
    over: tuple[Restriction, ...]
    today: date


def the_list(outside: Outside) -> TheList:
    """All that was ever restricted."""
    today = ist(outside.clock()).date()
    with outside.store.reading() as unit:
        every = tuple(reversed(unit.restrictions.all()))
    return TheList(
        tuple(each for each in every if each.holds(today)),
        tuple(each for each in every if not each.holds(today)),
        today,
    )


def restrict(outside: Outside, by: By, typed: Typed) -> Restriction | tuple[Problem, ...]:
    """Put a security on the list; what is wrong with what was typed otherwise. Recorded."""
    now = outside.clock()
    today = ist(now).date()
    symbol = " ".join(typed.tradingsymbol.upper().split())
    listings = _listings(outside, typed.exchange, symbol, today)
    faults = tuple(_faults(typed, symbol, today, listings))
    if faults:
        return faults
    restriction = Restriction(
        id=outside.chance.token(),
        exchange=typed.exchange,
        tradingsymbol=symbol,
        isin=next((each.instrument.isin for each in listings if each.instrument and each.instrument.isin), ""),
        until=_day(typed.until),
        why=typed.why.strip(),
        added_by=by.person_id,
        added_at=now,
    )
    with outside.store.writing() as unit:
        if any(_same(each, restriction) for each in unit.restrictions.all() if each.holds(today)):
            return (_fault("already-restricted", "tradingsymbol", symbol=symbol),)
        unit.restrictions.add(restriction)
        facts = {
            "exchange": restriction.exchange,
            "tradingsymbol": symbol,
            "until": restriction.until.isoformat() if restriction.until else None,
            "why_sha256": hashlib.sha256(restriction.why.encode()).hexdigest(),
        }
        unit.record(by.event("restriction added", restriction.id, now, facts))
    return restriction


def lift(outside: Outside, by: By, restriction_id: str) -> bool:
    """Take a security off the list, which is recorded; False if it is not on it, and nothing happens then."""
    now = outside.clock()
    with outside.store.writing() as unit:
        if not unit.restrictions.lift(restriction_id, now):
            return False
        unit.record(by.event("restriction lifted", restriction_id, now))
    return True


def with_shares(outside: Outside, orders: Sequence[OrderText], known: Known) -> Known:
    """What is known of the orders, and of the shares that contracts among them are on: these may be restricted too."""
    shares = shares_to_know(orders, known) - known.listings.keys()
    if not shares:
        return known
    found = outside.instruments.look_up(shares, ist(outside.clock()).date())
    return replace(known, listings={**known.listings, **found})


def _same(one: Restriction, other: Restriction) -> bool:
    return (one.exchange, one.tradingsymbol) == (other.exchange, other.tradingsymbol)


def _listings(outside: Outside, exchange: str, symbol: str, today: date) -> tuple[Listing, ...]:
    """What the list says of it where it may be traded; nothing where there is no list."""
    if outside.instruments.state() is None or not _SYMBOL.fullmatch(symbol) or exchange not in EXCHANGES:
        return ()
    keys = [Key(each, symbol) for each in ([exchange] if exchange else ["NSE", "BSE"])]
    found = outside.instruments.look_up(keys, today)
    return tuple(found[key] for key in keys)


def _faults(typed: Typed, symbol: str, today: date, listings: Sequence[Listing]) -> Iterable[Problem]:
    if typed.exchange not in EXCHANGES:
        yield _fault("exchange-unknown", "exchange")
    if not symbol:
        yield _fault("symbol-missing", "tradingsymbol")
    elif not _SYMBOL.fullmatch(symbol):
        yield _fault("symbol-unreadable", "tradingsymbol")
    elif listings and not typed.unlisted and all(each.instrument is None for each in listings):
        yield _fault("symbol-unlisted", "tradingsymbol", symbol=symbol)
    until = _day(typed.until)
    if typed.until.strip() and until is None:
        yield _fault("day-unreadable", "until")
    elif until is not None and until < today:
        yield _fault("day-past", "until")
    if not typed.why.strip():
        yield _fault("why-missing", "why")
    elif len(typed.why.strip()) > LONGEST_WHY:
        yield _fault("why-long", "why", most=LONGEST_WHY)


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _fault(code: str, field: str, **facts: str | int) -> Problem:
    return Problem(code, Severity.ERROR, (field,), facts)
