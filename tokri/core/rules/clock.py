"""The time of day: a market that is closed, orders for the next session, the auctions, the end of intraday orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from tokri.core.market import AfterHours, LateCut, Phase, State, Taking, after_hours, cut_off, queues, state
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg, Whole, call_auctioned
from tokri.core.rules.rule import Finding, rule
from tokri.core.times import date_words, ist_clock, weekday_words

_PRE_OPEN: Final = frozenset({Phase.PRE_OPEN, Phase.PRE_OPEN_LIMIT, Phase.PRE_OPEN_MATCHING})
_CLOSING: Final = frozenset({Phase.AUCTION_NO_ENTRY, Phase.AUCTION, Phase.AUCTION_LIMIT, Phase.AUCTION_MATCHING})
_AUCTIONS: Final = _CLOSING | _PRE_OPEN
_NO_ENTRY: Final = frozenset({Phase.PRE_OPEN_MATCHING, Phase.AUCTION_NO_ENTRY, Phase.AUCTION_MATCHING})
_LIMIT_ONLY: Final = frozenset({Phase.PRE_OPEN_LIMIT, Phase.AUCTION_LIMIT})
Facts = Mapping[str, str | int]

_WEEK: Final = timedelta(days=7)


def _state(leg: Leg) -> State | None:
    """How the market of the order stands; None without a clock, a calendar or an exchange."""
    calendar, at, market = leg.known.tables.calendar, leg.known.at, leg.market
    return state(calendar, market, at) if calendar and at and market else None


def _after_hours(leg: Leg) -> AfterHours | None:
    calendar, at, market = leg.known.tables.calendar, leg.known.at, leg.market
    return after_hours(calendar, market, at) if calendar and at and market else None


def _taking(leg: Leg) -> Taking | None:
    found = _after_hours(leg)
    return found.taking if found else None


def _when(at: datetime, leg: Leg) -> str:
    """A time to come: `Monday 09:15 IST`, with its date where that Monday is not the next one."""
    far = leg.known.at is not None and at - leg.known.at >= _WEEK
    return f"{weekday_words(at)}, {date_words(at.date())}" if far else weekday_words(at)


def _closed(leg: Leg) -> State | None:
    """How the market stands, if it is closed and its next opening is known."""
    found = _state(leg)
    return found if found and found.phase is Phase.CLOSED and found.opens else None


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
    found = _closed(leg)
    if found is None or found.opens is None or _goes_after_hours(leg):
        return None
    return {"exchange": leg.exchange, "holiday": found.holiday, "opens": _when(found.opens, leg)}


@rule("market-closed", Severity.NOTE)
def market_closed(whole: Whole) -> Iterator[Finding]:
    """The market is closed, for a holiday perhaps: what is sent now as regular is queued for the next session, or not.

    Source: the exchanges' timings and lists of holidays, in the calendar that `market show` prints;
    support.zerodha.com, "What is AMO and when can we place it"
    """
    yield from _together(whole, _closed_facts)


def _year_facts(leg: Leg) -> Facts | None:
    found = _state(leg)
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
    found = _state(leg)
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
    found = _state(leg)
    if found is None or found.phase is not Phase.POST_CLOSE or found.until is None:
        return None
    return {"exchange": leg.exchange, "until": ist_clock(found.until)}


@rule("after-the-close", Severity.NOTE)
def after_the_close(whole: Whole) -> Iterator[Finding]:
    """After the close there is a short session at the closing price, for MARKET orders.

    Source: NSE's market timings, "closing session"; SEBI's circular of 16 January 2026 for its hours since August
    """
    yield from _together(whole, _close_facts)


def _goes_after_hours(leg: Leg) -> bool:
    return leg.variety == "amo" and _taking(leg) is Taking.YES


def _after_hours_facts(leg: Leg) -> Facts | None:
    found, stands = _after_hours(leg), _state(leg)
    if found is None or stands is None or not _goes_after_hours(leg):
        return None
    return {
        "exchange": leg.exchange,
        "holiday": stands.holiday,
        "opens": _when(stands.opens, leg) if stands.opens else "",
        "until": _when(found.until, leg) if found.until else "",
    }


@rule("sent-after-hours", Severity.NOTE)
def sent_after_hours(whole: Whole) -> Iterator[Finding]:
    """After hours an order goes as an AMO, where the person has not fixed another variety.

    Kite says that it makes one of a regular order by itself. That is not relied on, and does no harm.
    Source: support.zerodha.com, "What is AMO and when can we place it"
    """
    yield from _together(whole, _after_hours_facts)


@rule("amo-while-open", Severity.ERROR)
def amo_while_open(leg: Leg) -> Iterator[Finding]:
    """Kite refuses an AMO while the market is open, and shortly before and after. Without it the clock decides.

    Source: support.zerodha.com, "What is AMO and when can we place it"
    """
    found = _after_hours(leg) if leg.variety == "amo" else None
    if found and found.taking is Taking.OPEN and found.until:
        facts = {"exchange": leg.exchange, "until": ist_clock(found.until)}
        yield Finding("variety", facts, "", soft=not found.verified)


@rule("market-not-queued", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def market_not_queued(leg: Leg) -> Iterator[Finding]:
    """A MARKET order on an index option is not taken after hours.

    Source: support.zerodha.com, "What is AMO and when can we place it"
    """
    if not queues(leg.instrument, leg.order_type) and _taking(leg) is Taking.YES:
        yield Finding("order_type", {"order_type": leg.order_type}, "LIMIT")


@rule("call-auction-not-queued", Severity.ERROR, leans_on=Leaning.ESM)
def call_auction_not_queued(leg: Leg) -> Iterator[Finding]:
    """Orders on shares that are traded in periodic call auctions are not taken after hours.

    Source: support.zerodha.com, "What is AMO and when can we place it"; stage II of the exchanges' ESM list
    """
    found = _closed(leg) if call_auctioned(leg.known, leg.key) else None
    if found and found.opens:
        yield Finding(facts={"exchange": leg.exchange, "opens": _when(found.opens, leg)})


@rule("cover-after-hours", Severity.ERROR)
def cover_after_hours(leg: Leg) -> Iterator[Finding]:
    """Cover orders are for the running session alone.

    Source: support.zerodha.com, "What is AMO and when can we place it" ("except for Iceberg and Cover Orders")
    """
    found = _closed(leg) if leg.variety == "co" else None
    if found and found.opens:
        yield Finding("variety", {"opens": _when(found.opens, leg)})


@rule("after-hours-pause", Severity.WARNING)
def after_hours_pause(leg: Leg) -> Iterator[Finding]:
    """For some hours of the night Kite is said to take nothing.

    Source: support.zerodha.com on after-market orders; one page alone, so it only warns
    """
    calendar, found = leg.known.tables.calendar, _after_hours(leg)
    if found and found.taking is Taking.PAUSED and found.until and calendar and calendar.pause:
        yield Finding(facts={"since": f"{calendar.pause[0]:%H:%M}", "until": ist_clock(found.until)})


@rule("no-entry", Severity.WARNING)
def no_entry(leg: Leg) -> Iterator[Finding]:
    """While an auction is prepared or matched, the exchange takes nothing.

    A warning and no error: whoever reviews now comes to Kite's page some minutes later.
    Source: SEBI's circular of 16 January 2026, closing auction; NSE's market timings, pre-open
    """
    found = _state(leg)
    if found and found.phase in _NO_ENTRY and found.since and found.until:
        facts = {"exchange": leg.exchange, "since": f"{found.since:%H:%M}", "until": ist_clock(found.until)}
        yield Finding(facts=facts)


@rule("auction-stop", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def auction_stop(leg: Leg) -> Iterator[Finding]:
    """An auction takes no stop orders.

    Source: SEBI's circular of 16 January 2026 ("no stop-loss"); the pre-open session has never had them
    """
    found = _state(leg) if leg.order_type in {"SL", "SL-M"} else None
    if found and found.phase in _AUCTIONS:
        early = found.phase in _PRE_OPEN
        facts: dict[str, str | int] = {"order_type": leg.order_type, "early": int(early)}
        yield Finding("order_type", facts, soft=early or not found.verified)


@rule("auction-ioc", Severity.WARNING)
def auction_ioc(leg: Leg) -> Iterator[Finding]:
    """An auction matches at its end, so nothing in it can be filled at once or cancelled.

    Source: NSE's pre-open sessions; that the closing auction is alike in this stands in no source, so it only warns
    """
    found = _state(leg) if leg.validity == "IOC" else None
    if found and found.phase in _AUCTIONS:
        yield Finding("validity", {"early": int(found.phase in _PRE_OPEN)}, "DAY")


@rule("auction-limit-only", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def auction_limit_only(leg: Leg) -> Iterator[Finding]:
    """The last minutes of an auction take LIMIT orders alone.

    Source: SEBI's circular of 16 January 2026
    """
    found = _state(leg) if leg.order_type == "MARKET" else None
    if found and found.phase in _LIMIT_ONLY and found.since:
        facts: dict[str, str | int] = {"since": ist_clock(found.since), "order_type": leg.order_type}
        facts["early"] = int(found.phase in _PRE_OPEN)
        yield Finding("order_type", facts, "LIMIT", soft=not found.verified)


def _intraday(leg: Leg) -> LateCut | None:
    """The end of intraday orders, of an order that is one, for the session that runs now."""
    if leg.product != "MIS" and leg.variety != "co":
        return None
    calendar, at = leg.known.tables.calendar, leg.known.at
    if not (calendar and at and leg.market):
        return None
    if _taking(leg) is not Taking.OPEN:
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


#: Notes on the whole basket: what holds of every order of a market.
WHOLE: Final = (market_closed, year_not_loaded, hours_not_loaded, after_the_close, sent_after_hours)

RULES: Final = (
    amo_while_open,
    market_not_queued,
    call_auction_not_queued,
    cover_after_hours,
    after_hours_pause,
    no_entry,
    auction_stop,
    auction_ioc,
    auction_limit_only,
    intraday_late,
    intraday_soon,
)
