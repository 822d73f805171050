"""What the rules of the clock have to say, and how the market stands, in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.market import Market, Phase, Segment, State
from tokri.core.problems import Problem
from tokri.core.times import date_words, ist_clock, weekday_words
from tokri.web.language import N_, _
from tokri.web.words.joined import all_of
from tokri.web.words.names import order_name
from tokri.web.words.times import spoken

SENTENCES: Final[Mapping[str, str]] = {
    "market-closed": N_(
        "{orders}: {exchange} is closed{for_holiday} and opens {opens}. What is sent now may be queued for the next "
        "session."
    ),
    "year-not-loaded": N_(
        "{orders}: the trading days of {year} are not loaded here, so we do not know when {exchange} is open; look it "
        "up in Kite."
    ),
    "hours-not-loaded": N_(
        "{orders}: the hours of {exchange} on {the_day} are not loaded here, so we do not know when it is open; look "
        "it up in Kite."
    ),
    "after-the-close": N_(
        "{orders}: trading is over for the day; until {until} {exchange} takes MARKET orders, and they are filled at "
        "the closing price."
    ),
    "closing-price-only": N_(
        "{orders}: wait for the next session, or accept that Kite may refuse what is sent now; until {until} "
        "{exchange} takes MARKET orders, at the closing price, and no others."
    ),
    "between-sessions": N_(
        "{orders}: wait until {wait}, or accept that Kite may refuse what is sent now; {exchange} is closed"
        "{for_holiday}, opens {opens}, and takes no order before {wait}."
    ),
    "sent-after-hours": N_(
        "{orders}: {exchange} is closed{for_holiday}{and_opens}, so what is sent now goes to Kite for the next session "
        "(AMO){place_before}."
    ),
    "amo-while-open": N_(
        "{order}: clear the variety; Kite refuses AMO orders on {exchange} while the market is open, until {until}."
    ),
    "market-not-queued": N_(
        "{order}: choose LIMIT as the order type; after hours Kite takes no {order_type} order on an index option."
    ),
    "call-auction-not-queued": N_(
        "{order}: wait until {exchange} opens, {opens}; the share is traded in call auctions, and Kite takes no order "
        "on it after hours."
    ),
    "cover-after-hours": (
        "{order}: choose another variety, or wait until the market opens, {opens}; Kite takes no cover order after "
        "hours."
    ),
    "after-hours-pause": N_(
        "{order}: wait until {until}, or accept that Kite may refuse it; between {since} and then it is said to take "
        "no orders."
    ),
    "no-entry": N_(
        "{order}: wait until {until}; from {since} until then {exchange} takes no order on it, and refuses what comes."
    ),
    "auction-stop": N_("{order}: choose LIMIT as the order type; no {order_type} order is taken {in_the_auction}."),
    "auction-ioc": N_(
        "{order}: choose DAY as the validity; {in_the_auction} nothing is filled at once, and IOC is likely refused."
    ),
    "auction-limit-only": N_(
        "{order}: choose LIMIT as the order type; {in_the_auction}, no {order_type} order is taken from {since} on."
    ),
    "intraday-late": N_(
        "{order}: choose another {field}, or wait for the next session; Kite ends {intraday} orders on {exchange} at "
        "{cut_off}{doubt}, and takes ₹{fee} and GST for each that it has to close."
    ),
    "intraday-soon": N_(
        "{order}: Kite ends {intraday} orders on {exchange} at {cut_off}{doubt}, and takes ₹{fee} and GST for each "
        "that it has to close; accept that, or choose another {field}."
    ),
}

_DOUBT: Final = N_(" (as far as we know; since August 2026 perhaps earlier)")


def clock_facts(problem: Problem, orders: Sequence[OrderText]) -> Mapping[str, object]:
    """What the sentences of the clock say beside the facts themselves."""
    if problem.code not in SENTENCES:
        return {}
    facts = problem.facts
    said: dict[str, object] = {}
    if "places" in facts:
        several = "," in str(facts["places"])
        said["orders"] = (
            _("Orders %(numbers)s", numbers=all_of(str(facts["places"]))) if several else _order(problem, orders)
        )
    if "holiday" in facts:
        said["for_holiday"] = _(" for %(holiday)s", holiday=facts["holiday"]) if facts["holiday"] else ""
    if problem.code == "hours-not-loaded":
        day = spoken(str(facts["day"]))
        said["the_day"] = f"{day} ({facts['holiday']})" if facts["holiday"] else day
    if problem.code == "sent-after-hours":
        opens, until = spoken(str(facts["opens"])), facts["until"]
        said["and_opens"] = _(" and opens %(opens)s", opens=opens) if opens else ""
        said["place_before"] = (
            _("; place it there before %(until)s, for later Kite refuses it", until=until) if until else ""
        )
    if "early" in facts:
        said["in_the_auction"] = _("before the market opens") if facts["early"] else _("in the closing auction")
    if "cover" in facts:
        said["intraday"] = _("cover") if facts["cover"] else "MIS"
        said["doubt"] = "" if facts["sure"] else _(_DOUBT)
    return said


def _order(problem: Problem, orders: Sequence[OrderText]) -> str:
    return order_name(problem.order or 0, orders)


_SEGMENTS: Final[Mapping[Segment, str]] = {
    Segment.SHARES: "shares",
    Segment.AUCTIONED: "shares with derivatives",
    Segment.EQUITY_DERIVATIVES: "derivatives",
    Segment.CURRENCY: "currency",
    Segment.COMMODITIES: "commodities",
}


def market_name(market: Market) -> str:
    """A market for people: `NSE shares`."""
    return f"{market.exchange} {_SEGMENTS[market.segment]}"


def market_lines(states: Sequence[State]) -> list[str]:
    """How each market stands: `NSE shares: open until 15:30 IST`; those that stand alike share a line.

    Shares with derivatives keep hours of their own: beside them the rest of the exchange's are the other shares.
    """
    auctioned = {each.market.exchange for each in states if each.market.segment is Segment.AUCTIONED}
    said: dict[str, list[Market]] = {}
    for each in sorted(states, key=lambda each: _is_other(each.market, auctioned)):
        said.setdefault(_stands(each), []).append(each.market)
    if len(said) == 1 and all(each.phase is Phase.CLOSED for each in states):
        (stands,) = said
        return [f"Market {stands}"]
    lines = [f"{_and(_names(markets, auctioned))}: {stands}" for stands, markets in said.items()]
    return [line[:1].upper() + line[1:] for line in lines]


def _names(markets: Sequence[Market], auctioned: set[str]) -> list[str]:
    """What markets that stand alike are called. Where all shares of an exchange do, they are its shares."""
    both = {each.exchange for each in markets if each.segment is Segment.SHARES} & {
        each.exchange for each in markets if each.segment is Segment.AUCTIONED
    }
    return [
        f"other {market_name(each)}" if _is_other(each, auctioned - both) else market_name(each)
        for each in markets
        if each.segment is not Segment.AUCTIONED or each.exchange not in both
    ]


def _is_other(market: Market, auctioned: set[str]) -> bool:
    return market.segment is Segment.SHARES and market.exchange in auctioned


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


_PHASES: Final[Mapping[Phase, str]] = {
    Phase.PRE_OPEN: "pre-open session until {until}",
    Phase.PRE_OPEN_LIMIT: "pre-open session, LIMIT orders only, until {until}",
    Phase.PRE_OPEN_MATCHING: "pre-open session, no orders taken until {until}",
    Phase.OPEN: "open until {until}",
    Phase.AUCTION_NO_ENTRY: "no orders taken until {until}, then the closing auction",
    Phase.AUCTION: "closing auction, LIMIT and MARKET orders until {until}",
    Phase.AUCTION_LIMIT: "closing auction, LIMIT orders only, until {until} at the latest",
    Phase.AUCTION_MATCHING: "closing auction, no orders taken any more",
    Phase.POST_CLOSE: "closed, MARKET orders at the closing price until {until}",
}


def _stands(state: State) -> str:
    if state.phase in _PHASES:
        return _PHASES[state.phase].format(until=ist_clock(state.until) if state.until else "")
    why = f" for {state.holiday}" if state.holiday else ""
    if state.unknown is not None:
        year = state.unknown.missing_year
        missing = f"the trading days of {year}" if year else f"the hours of {date_words(state.unknown.on)}"
        if state.phase is Phase.UNKNOWN:
            return f"not known whether open, because {missing} are not loaded"
        return f"closed{why}; not known when it opens, because {missing} are not loaded"
    opens = f": opens {weekday_words(state.opens)}" if state.opens else ""
    return f"closed{why}{opens}"
