"""Until when advice may be acted on: what is proposed where nobody said, and what is wrong with what was typed.

Moments are UTC. Hours are the market clock's; where its tables do not hold a day, nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.typed_time import TimeFault, as_typed, read_time
from tokri.core.glimpse import glimpse
from tokri.core.known import Known
from tokri.core.market import Day, LateCut, Phase, cut_off, day
from tokri.core.problems import Problem, Severity
from tokri.core.rules.leg import Leg, read_leg
from tokri.core.times import IST, ist_words

#: What a client needs on Kite's page: nothing is proposed that ends sooner, nor that ends at the cut-off itself.
TIME_TO_PLACE: Final = timedelta(minutes=5)

#: Advice without a price is proposed for a week of trading, with the session that runs or comes next.
SESSIONS_WITHOUT_PRICE: Final = 5

#: Days among which that many sessions are looked for; beyond, nothing is known of holidays to come anyway.
_LOOK_AHEAD: Final = 15

_NOON: Final = time(12)
_LAST_MINUTE: Final = time(23, 59)
_PATH: Final = ("valid_until",)

#: Every code that a problem here has.
CODES: Final = (
    "valid-until-missing",
    "valid-until-unreadable",
    "valid-until-past",
    "valid-until-after-expiry",
    "valid-until-after-cut-off",
)


class Why(StrEnum):
    """What a proposed end follows from, or why there is none."""

    CUT_OFF = "cut-off"  #: an intraday or cover order: shortly before the broker ends those
    CLOSE = "close"  #: an order with a price: the close of that day
    SESSIONS = "sessions"  #: an order at the market price: a week of trading
    EXPIRY = "expiry"  #: the close of the contract's last day
    EXPIRED = "expired"  #: none: the contract has ended, or does within minutes
    HOURS_UNKNOWN = "hours-unknown"  #: none: there is no clock, or no table holds the day
    NO_ORDERS = "no-orders"  #: none: no order is on an exchange yet


@dataclass(frozen=True, slots=True)
class Until:
    """The end that is proposed, UTC; None: there is none. `place` is the order it follows from, from 0."""

    at: datetime | None
    why: Why
    place: int | None = None


@dataclass(frozen=True, slots=True)
class ValidUntil:
    """What was typed, or proposed where nothing was: the end, UTC, None where it has an error, and all that was found.

    `proposal` is what would be proposed, whatever was typed.
    """

    at: datetime | None
    proposal: Until
    problems: tuple[Problem, ...] = ()


def read_valid_until(typed: str, orders: Sequence[OrderText], known: Known) -> ValidUntil:
    """Read what was typed in IST and check it; nothing typed is what is proposed.

    A problem's mend is the proposed end, as it would be typed. Raises ValueError where `known` has no clock.
    """
    if known.at is None:
        raise ValueError("a moment is read and checked by a clock")
    proposal, at = proposed(orders, known), read_time(typed, known.at)
    if at is None:
        missing = Problem("valid-until-missing", Severity.ERROR, _PATH, {"why": proposal.why.value})
        return ValidUntil(proposal.at, proposal, () if proposal.at else (missing,))
    if isinstance(at, TimeFault):
        facts = {"typed": glimpse(typed), "fault": at.value}
        return ValidUntil(None, proposal, (_problem("valid-until-unreadable", facts, proposal),))
    problems = check(at, orders, known)
    wrong = any(each.severity is Severity.ERROR for each in problems)
    return ValidUntil(None if wrong else at, proposal, problems)


def proposed(orders: Sequence[OrderText], known: Known) -> Until:
    """Until when the advice is good unless somebody says otherwise: the earliest of what holds for each order.

    Source: our own; the cut-off is the broker's, support.zerodha.com, "What are the auto square-off timings"
    """
    ends = [(leg.place, *_end_of(leg)) for leg in _legs(orders, known)]
    if not ends:
        return Until(None, Why.NO_ORDERS)
    known_ends = [(at, place, why) for place, at, why in ends if at is not None]
    if len(known_ends) < len(ends):
        place, _, why = next(each for each in ends if each[1] is None)
        return Until(None, why, place)
    at, place, why = min(known_ends)
    return Until(at.astimezone(UTC), why, place)


def check(at: datetime, orders: Sequence[OrderText], known: Known) -> tuple[Problem, ...]:
    """What is wrong with an end at `at`: it is past, or after the last moment of a contract or of intraday orders.

    Of several contracts the first to end is told, of several intraday orders the one whose cut-off comes first. A
    cut-off that only an older source tells is a warning.
    """
    legs, proposal = _legs(orders, known), proposed(orders, known)
    return (*_past(at, known, proposal), *_after_expiry(at, legs, proposal), *_late(at, legs, proposal))


def _past(at: datetime, known: Known, proposal: Until) -> Iterator[Problem]:
    if known.at is not None and at <= known.at:
        yield _problem("valid-until-past", {"typed": ist_words(at), "now": ist_words(known.at)}, proposal)


def _after_expiry(at: datetime, legs: Sequence[Leg], proposal: Until) -> Iterator[Problem]:
    ends = [(last, leg.place, leg) for leg in legs if (last := _last_moment(leg)) is not None]
    if ends and at > min(ends)[0]:
        last, place, leg = min(ends)
        facts = {"typed": ist_words(at), "tradingsymbol": leg.symbol, "last": ist_words(last)}
        yield _problem("valid-until-after-expiry", facts, proposal, place)


def _late(at: datetime, legs: Sequence[Leg], proposal: Until) -> Iterator[Problem]:
    cuts = [(cut.at, leg.place, leg, cut) for leg in legs if (cut := _next_cut_off(leg)) is not None]
    if cuts and at > min(cuts)[0]:
        _, place, leg, cut = min(cuts)
        facts = {"typed": ist_words(at), "exchange": leg.exchange, "cut_off": ist_words(cut.at), "kind": _kind(leg)}
        severity = Severity.ERROR if cut.verified else Severity.WARNING
        yield _problem("valid-until-after-cut-off", facts, proposal, place, severity)


def _kind(leg: Leg) -> str:
    return "co" if leg.variety == "co" else "MIS"


def _problem(
    code: str, facts: Mapping[str, str], until: Until, place: int | None = None, severity: Severity = Severity.ERROR
) -> Problem:
    told: dict[str, str | int] = {**facts} if place is None else {**facts, "order": place + 1}
    return Problem(code, severity, _PATH, told, as_typed(until.at) if until.at else None)


def _legs(orders: Sequence[OrderText], known: Known) -> list[Leg]:
    """The orders that keep the hours of some market."""
    legs = (read_leg(place, order, known) for place, order in enumerate(orders) if not order.empty)
    return [leg for leg in legs if leg.market is not None]


def _end_of(leg: Leg) -> tuple[datetime | None, Why]:
    """The end that holds for one order; where there is none, why."""
    if leg.known.at is None:
        return None, Why.HOURS_UNKNOWN
    last = _last_moment(leg)
    if last is not None and last < leg.known.at + TIME_TO_PLACE:
        return None, Why.EXPIRED
    if _intraday(leg):
        ends, why = list(islice(_ends(leg, lambda on: _before_cut_off(leg, on)), 1)), Why.CUT_OFF
    elif leg.order_type == "MARKET":
        ends, why = list(islice(_ends(leg, _close), SESSIONS_WITHOUT_PRICE)), Why.SESSIONS
    else:
        ends, why = list(islice(_ends(leg, _close), 1)), Why.CLOSE
    if not ends:
        return None, Why.HOURS_UNKNOWN
    return (last, Why.EXPIRY) if last is not None and last < ends[-1] else (ends[-1], why)


def _intraday(leg: Leg) -> bool:
    return leg.product == "MIS" or leg.variety == "co"


def _ends(leg: Leg, end_of: Callable[[Day], datetime | None]) -> Iterator[datetime]:
    """What `end_of` says of each session that still leaves time to place an order, up to a day that nobody knows."""
    now = leg.known.at
    for each in _days(leg):
        if not each.known:
            return
        end = end_of(each)
        if end is not None and now is not None and end >= now + TIME_TO_PLACE:
            yield end


def _days(leg: Leg) -> Iterator[Day]:
    """Today in India, and the days after it."""
    calendar, market, today = leg.known.tables.calendar, leg.market, leg.known.day
    if calendar is not None and market is not None and today is not None:
        yield from (day(calendar, market, today + timedelta(days=ahead)) for ahead in range(_LOOK_AHEAD + 1))


def _close(on: Day) -> datetime | None:
    """When continuous trading ends on the day; None where there is none."""
    return next((on.moment(span.end) for span in reversed(on.spans) if span.phase is Phase.OPEN), None)


def _cut_off(leg: Leg, on: Day) -> LateCut | None:
    calendar, market = leg.known.tables.calendar, leg.market
    return cut_off(calendar, market, on.moment(_NOON)) if calendar is not None and market is not None else None


def _before_cut_off(leg: Leg, on: Day) -> datetime | None:
    """Time enough before the broker ends intraday orders; of a day without a known cut-off, before the close."""
    close, cut = _close(on), _cut_off(leg, on)
    if close is None:
        return None
    return min(close, cut.at if cut else close) - TIME_TO_PLACE


def _next_cut_off(leg: Leg) -> LateCut | None:
    """The next end of intraday orders that is still to come, of an order that is one."""
    days = takewhile(lambda each: each.known, _days(leg)) if _intraday(leg) else ()
    cuts = (_cut_off(leg, each) for each in days)
    return next(
        (each for each in cuts if each is not None and leg.known.at is not None and each.at > leg.known.at), None
    )


def _last_moment(leg: Leg) -> datetime | None:
    """The close of a contract's last day; its last minute where the hours are not known. None: nothing expires."""
    expiry = leg.instrument.expiry if leg.instrument else None
    if expiry is None:
        return None
    calendar, market = leg.known.tables.calendar, leg.market
    close = _close(day(calendar, market, expiry)) if calendar is not None and market is not None else None
    return close or datetime.combine(expiry, _LAST_MINUTE, IST)
