"""Whether advice may be sent at this moment, and what of the moment the client is told besides.

It may not once its own end has passed, while the price lies outside the entry range, once the price has gone far from
the advised one, or while a rule finds an error in an order. Prices are exact rupees, moments UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from tokri.core.desk.advice import SharedVersion
from tokri.core.desk.advised import read_advised
from tokri.core.desk.typed_time import read_time
from tokri.core.instrument import Key, Kind, LastPrice
from tokri.core.known import Known
from tokri.core.link.choices import Chosen
from tokri.core.link.typed import of_order
from tokri.core.market import Phase, State, cut_off, opening
from tokri.core.money import price_words
from tokri.core.problems import Problem, Severity
from tokri.core.quote import moment_words
from tokri.core.rules import Checked, check
from tokri.core.rules import standing as hours
from tokri.core.rules.distance import option_limits
from tokri.core.rules.leg import Leg, key_of, read_leg
from tokri.core.times import ist, ist_clock, ist_words

#: A market that closes, or ends intraday orders, within this is said to be about to.
CLOSING_SOON: Final = timedelta(minutes=15)

#: What blocks.
BLOCKS: Final = (
    "past-valid-until",
    "valid-until-unknown",
    "outside-entry-range",
    "price-moved",
    "order-has-error",
    "basket-has-error",
)
#: What is told.
TOLD: Final = (
    *("outside-entry-range-before", "price-moved-before", "last-price-unknown"),
    *("market-open", "market-closing-soon", "market-opening", "market-closing-session", "market-closed"),
    *("market-hours-unknown", "cut-off-soon"),
)

_OPENING: Final = frozenset({Phase.PRE_OPEN, Phase.PRE_OPEN_LIMIT, Phase.PRE_OPEN_MATCHING})


@dataclass(frozen=True, slots=True)
class Priced:
    """The prices beside one order: what was advised and when, between which to act, and the last one that is known.

    None where there is none. `of_today`: the last price is of today.
    """

    advised_price: Decimal | None = None
    advised_at: datetime | None = None
    entry_from: Decimal | None = None
    entry_to: Decimal | None = None
    last: LastPrice | None = None
    of_today: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What keeps the advice from being sent now, and what is only told. An order's place is the one in the advice."""

    blocked: tuple[Problem, ...]
    told: tuple[Problem, ...]

    @property
    def may_be_sent(self) -> bool:
        return not self.blocked


def valid_until(version: SharedVersion) -> datetime | None:
    """Until when the version may be acted on; None where that cannot be read, which no version is shared with.

    A day typed without its year is the one nearest to the sharing, whenever it is read.
    """
    read = read_time(version.proposal.valid_until, version.shared_at)
    return read if isinstance(read, datetime) else None


def priced(version: SharedVersion, place: int, known: Known) -> Priced:
    """The prices beside the order at `place`, from 0."""
    order, leg = version.proposal.draft.orders[place], version.proposal.legs[place]
    advised, _ = read_advised(place, leg, order, version.shared_at)
    last = known.last_price(key_of(order))
    return Priced(
        advised.advised_price,
        advised.advised_at,
        advised.entry_from,
        advised.entry_to,
        last,
        last is not None and last.on == known.day,
    )


def standing(
    version: SharedVersion,
    chosen: Chosen,
    known: Known,
    checked: Checked | None = None,
    filled: Collection[Key] = (),
) -> Standing:
    """How the advice stands at `known.at`, as far as the client takes it: an order that is left out holds up none.

    Nor does the price of what is `filled` by now. `checked` is what the check says of the chosen orders by `known`,
    where that was asked already. Raises ValueError where `known` has no clock.
    """
    if known.at is None:
        raise ValueError("whether advice may be sent is a question of the moment")
    legs = [read_leg(place, version.proposal.draft.orders[place], known) for place in chosen.places]
    found = [
        *_validity(version, known.at),
        *(each for leg in legs if leg.key not in filled for each in _prices(version, leg)),
        *_errors(chosen, checked or check(chosen.orders, known)),
        *_markets(legs, known.at),
    ]
    return Standing(
        tuple(each for each in found if each.severity is Severity.ERROR),
        tuple(each for each in found if each.severity is not Severity.ERROR),
    )


def _validity(version: SharedVersion, now: datetime) -> Iterator[Problem]:
    until, path = valid_until(version), ("valid_until",)
    if until is None:
        yield Problem("valid-until-unknown", Severity.ERROR, path)
    elif now >= until:
        yield Problem("past-valid-until", Severity.ERROR, path, {"until": ist_words(until), "now": ist_words(now)})


def _prices(version: SharedVersion, leg: Leg) -> Iterator[Problem]:
    """The last price that is known beside the advice. One of before the advice tells nothing of what came after it.

    The entry range is held against any later one, by the minute where both have theirs. What moved is held against
    today's alone: a price moves by itself overnight, and what was advised on it is then told and not refused.
    """
    found = priced(version, leg.place, leg.known)
    last, low, high = found.last, found.entry_from, found.entry_to
    if last is None:
        if (low is not None and high is not None) or found.advised_price is not None:
            yield replace(of_order("last-price-unknown", leg.place, "price"), severity=Severity.NOTE)
        return
    facts: dict[str, str | int] = {"last": price_words(last.price), "last_day": moment_words(last)}
    since = _is_since(last, found.advised_at or version.shared_at)
    if low is not None and high is not None and not low <= last.price <= high:
        bounds = {"from": price_words(low), "to": price_words(high)}
        yield _weighed("outside-entry-range", leg.place, facts | bounds, blocks=since)
    if found.advised_price is not None and _moved(leg, found.advised_price, last.price):
        percent = abs(last.price - found.advised_price) * 100 / found.advised_price
        facts |= {"advised": price_words(found.advised_price), "percent": f"{percent:.1f}"}
        facts |= {"advised_at": ist_words(found.advised_at) if found.advised_at else ""}
        yield _weighed("price-moved", leg.place, facts, blocks=found.of_today and (since or last.at is None))


def _is_since(last: LastPrice, advised_at: datetime) -> bool:
    """Whether the price is of after the advice; of a price without its minute the day decides."""
    return last.at >= advised_at if last.at is not None else last.on >= ist(advised_at).date()


def _weighed(code: str, place: int, facts: Mapping[str, str | int], *, blocks: bool) -> Problem:
    path = ("orders", place, "price")
    return Problem(code if blocks else f"{code}-before", Severity.ERROR if blocks else Severity.NOTE, path, facts)


def _moved(leg: Leg, advised: Decimal, last: Decimal) -> bool:
    """Whether the price has gone further than the firm lets it; an option, out of the range that an exchange gives."""
    if leg.instrument is not None and leg.instrument.kind is Kind.OPTION:
        low, high = option_limits(advised, leg.instrument.tick_size)
        return not low <= last <= high
    return abs(last - advised) * 100 > leg.known.price_distance * advised


def _errors(chosen: Chosen, checked: Checked) -> Iterator[Problem]:
    """The orders as they would go, by today's rules: one problem an order, with the rule that speaks first.

    What the rule says is there for whoever writes the advice to mend; the client cannot.
    """
    told: set[int | None] = set()
    for each in checked.errors if chosen.orders else ():
        if each.order in told:
            continue
        told.add(each.order)
        if each.order is None:
            yield Problem("basket-has-error", Severity.ERROR, (), {"rule": each.code})
        else:
            yield of_order("order-has-error", chosen.places[each.order], each.field_name or "", {"rule": each.code})


def _markets(legs: list[Leg], now: datetime) -> Iterator[Problem]:
    """How each market of the orders stands, each thing once."""
    found: dict[tuple[str, tuple[tuple[str, str | int], ...]], None] = {}
    for leg in legs:
        state = hours.standing(leg)
        if state is not None:
            found.update(dict.fromkeys(_of_market(leg, state, now)))
            found.update(dict.fromkeys(_of_cut_off(leg, now)))
    for code, facts in found:
        yield Problem(code, Severity.NOTE, (), dict(facts))


_Said = tuple[str, tuple[tuple[str, str | int], ...]]


def _of_market(leg: Leg, state: State, now: datetime) -> Iterator[_Said]:
    exchange = ("exchange", leg.exchange)
    until = ("until", ist_clock(state.until) if state.until else "")
    if state.phase is Phase.UNKNOWN:
        yield "market-hours-unknown", (exchange,)
    elif state.phase is Phase.CLOSED:
        opens = ("opens", ist_words(state.opens) if state.opens else "")
        yield "market-closed", (exchange, opens, ("holiday", state.holiday))
    elif state.phase in _OPENING:
        opens_at = _opens(leg, now)
        yield "market-opening", (exchange, ("opens", ist_clock(opens_at) if opens_at else ""))
    elif state.phase is not Phase.OPEN:
        yield "market-closing-session", (exchange, until)
    elif state.until is not None and state.until - now <= CLOSING_SOON:
        yield "market-closing-soon", (exchange, until, ("minutes", _minutes(state.until - now)))
    else:
        yield "market-open", (exchange, until)


def _opens(leg: Leg, now: datetime) -> datetime | None:
    calendar, market = leg.known.tables.calendar, leg.market
    return opening(calendar, market, now)[0] if calendar is not None and market is not None else None


def _of_cut_off(leg: Leg, now: datetime) -> Iterator[_Said]:
    """Intraday and cover orders end before the market does."""
    calendar, market = leg.known.tables.calendar, leg.market
    if calendar is None or market is None or not (leg.product == "MIS" or leg.variety == "co"):
        return
    cut = cut_off(calendar, market, now)
    if cut is not None and timedelta(0) < cut.at - now <= CLOSING_SOON:
        until = ("until", ist_clock(cut.at))
        yield "cut-off-soon", (("exchange", leg.exchange), until, ("minutes", _minutes(cut.at - now)))


def _minutes(left: timedelta) -> int:
    """Whole minutes, and the one that has begun."""
    return -(-int(left.total_seconds()) // 60)
