"""The time of day, for the basket as a whole: a market that is closed or about to open, and what nobody knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tokri.core.market import Phase, Taking
from tokri.core.problems import Severity
from tokri.core.rules.leg import Leg, Whole
from tokri.core.rules.rule import Finding, rule
from tokri.core.rules.standing import after_hours_of, closed, standing, taking, when
from tokri.core.times import date_words, ist_clock

Facts = Mapping[str, str | int]


def _together(whole: Whole, told: Callable[[Leg], Facts | None]) -> Iterator[Finding]:
    """One finding for all orders of which the same is told, at the first of them: an evening is said once."""
    alike: dict[tuple[tuple[str, str | int], ...], list[int]] = {}
    for leg in whole.legs:
        facts = None if leg.typed.empty else told(leg)
        if facts is not None:
            alike.setdefault(tuple(facts.items()), []).append(leg.place)
    for same, places in alike.items():
        numbers = ", ".join(str(place + 1) for place in places)
        yield Finding(facts={**dict(same), "places": numbers}, place=places[0])


def _closed_facts(leg: Leg) -> Facts | None:
    found = closed(leg)
    if found is None or found.opens is None or _goes_after_hours(leg) or taking(leg) is Taking.OPEN:
        return None
    return {"exchange": leg.exchange, "holiday": found.holiday, "opens": when(found.opens, leg)}


def _between_facts(leg: Leg) -> Facts | None:
    found, after = closed(leg), after_hours_of(leg)
    if found is None or found.opens is None or after is None or after.taking is not Taking.OPEN or leg.variety == "amo":
        return None
    wait = min(found.opens, after.until or found.opens)
    return {
        "exchange": leg.exchange,
        "holiday": found.holiday,
        "opens": when(found.opens, leg),
        "wait": when(wait, leg),
    }


@rule("between-sessions", Severity.WARNING)
def between_sessions(whole: Whole) -> Iterator[Finding]:
    """The market is closed, and orders for its next session are not taken yet, or no longer.

    Source: support.zerodha.com, "What is AMO and when can we place it"; the exchanges answer "16278 : The markets have
    not been opened for trading"
    """
    yield from _together(whole, _between_facts)


@rule("market-closed", Severity.NOTE)
def market_closed(whole: Whole) -> Iterator[Finding]:
    """The market is closed, for a holiday perhaps: what is sent now as regular is queued for the next session, or not.

    Source: the exchanges' timings and lists of holidays, in the calendar that `market show` prints;
    support.zerodha.com, "What is AMO and when can we place it"
    """
    yield from _together(whole, _closed_facts)


def _year_facts(leg: Leg) -> Facts | None:
    found = standing(leg)
    if found is None or found.unknown is None or found.unknown.missing_year is None:
        return None
    return {"exchange": leg.exchange, "year": found.unknown.missing_year}


@rule("year-not-loaded", Severity.NOTE)
def year_not_loaded(whole: Whole) -> Iterator[Finding]:
    """Nobody knows the holidays of a year whose list is not loaded, so nothing is said of its days.

    Source: our own; the exchanges publish the list of a year in the December before
    """
    yield from _together(whole, _year_facts)


def _hours_facts(leg: Leg) -> Facts | None:
    found = standing(leg)
    if found is None or found.unknown is None or found.unknown.missing_year is not None:
        return None
    return {"exchange": leg.exchange, "day": date_words(found.unknown.on), "holiday": found.unknown.name}


@rule("hours-not-loaded", Severity.NOTE)
def hours_not_loaded(whole: Whole) -> Iterator[Finding]:
    """The hours of a special session are published late, and those of a day to come may not be loaded.

    Source: our own; NSE/CMTR/71775, which names the day of Muhurat trading and not its hours
    """
    yield from _together(whole, _hours_facts)


def _close_facts(leg: Leg) -> Facts | None:
    found = standing(leg)
    if found is None or found.phase is not Phase.POST_CLOSE or found.until is None:
        return None
    return {"exchange": leg.exchange, "until": ist_clock(found.until)}


def _at_market(leg: Leg) -> Facts | None:
    return _close_facts(leg) if leg.order_type == "MARKET" else None


def _at_another_price(leg: Leg) -> Facts | None:
    return _close_facts(leg) if leg.order_type not in {"MARKET", ""} else None


@rule("after-the-close", Severity.NOTE)
def after_the_close(whole: Whole) -> Iterator[Finding]:
    """After the close there is a short session at the closing price, for MARKET orders.

    Source: NSE's market timings, "closing session"; SEBI's circular of 16 January 2026 for its hours since August
    """
    yield from _together(whole, _at_market)


@rule("closing-price-only", Severity.WARNING)
def closing_price_only(whole: Whole) -> Iterator[Finding]:
    """The session at the closing price takes MARKET orders and no others.

    Source: NSE's market timings, "closing session"; SEBI's circular of 16 January 2026 for its hours since August
    """
    yield from _together(whole, _at_another_price)


def _goes_after_hours(leg: Leg) -> bool:
    return leg.variety == "amo" and taking(leg) is Taking.YES


def _after_hours_facts(leg: Leg) -> Facts | None:
    found, stands = after_hours_of(leg), standing(leg)
    if found is None or stands is None or not _goes_after_hours(leg):
        return None
    return {
        "exchange": leg.exchange,
        "holiday": stands.holiday,
        "opens": when(stands.opens, leg) if stands.opens else "",
        "until": when(found.until, leg) if found.until else "",
    }


@rule("sent-after-hours", Severity.NOTE)
def sent_after_hours(whole: Whole) -> Iterator[Finding]:
    """After hours an order goes as an AMO, where the person has not fixed another variety.

    Kite says that it makes one of a regular order by itself. That is not relied on, and does no harm.
    Source: support.zerodha.com, "What is AMO and when can we place it"
    """
    yield from _together(whole, _after_hours_facts)


#: What holds of every order of a market is said of all of them together.
WHOLE: Final = (
    market_closed,
    between_sessions,
    year_not_loaded,
    hours_not_loaded,
    after_the_close,
    closing_price_only,
    sent_after_hours,
)
