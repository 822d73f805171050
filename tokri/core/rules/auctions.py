"""The auctions before the opening and at the close: what they take, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.market import Phase
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule
from tokri.core.rules.standing import standing
from tokri.core.times import ist_clock

_PRE_OPEN: Final = frozenset({Phase.PRE_OPEN, Phase.PRE_OPEN_LIMIT, Phase.PRE_OPEN_MATCHING})
_CLOSING: Final = frozenset({Phase.AUCTION_NO_ENTRY, Phase.AUCTION, Phase.AUCTION_LIMIT, Phase.AUCTION_MATCHING})
_AUCTIONS: Final = _CLOSING | _PRE_OPEN
_NO_ENTRY: Final = frozenset({Phase.PRE_OPEN_MATCHING, Phase.AUCTION_NO_ENTRY, Phase.AUCTION_MATCHING})
_LIMIT_ONLY: Final = frozenset({Phase.PRE_OPEN_LIMIT, Phase.AUCTION_LIMIT})


@rule("no-entry", Severity.WARNING)
def no_entry(leg: Leg) -> Iterator[Finding]:
    """While an auction is prepared or matched, the exchange takes nothing.

    A warning and no error: whoever reviews now comes to Kite's page some minutes later.
    Source: SEBI's circular of 16 January 2026, closing auction; NSE's market timings, pre-open
    """
    found = standing(leg)
    if found and found.phase in _NO_ENTRY and found.since and found.until:
        facts = {"exchange": leg.exchange, "since": f"{found.since:%H:%M}", "until": ist_clock(found.until)}
        yield Finding(facts=facts)


@rule("auction-stop", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def auction_stop(leg: Leg) -> Iterator[Finding]:
    """An auction takes no stop orders.

    Source: SEBI's circular of 16 January 2026 ("no stop-loss"); the pre-open session has never had them
    """
    found = standing(leg) if leg.order_type in {"SL", "SL-M"} else None
    if found and found.phase in _AUCTIONS:
        early = found.phase in _PRE_OPEN
        facts: dict[str, str | int] = {"order_type": leg.order_type, "early": int(early)}
        yield Finding("order_type", facts, soft=early or not found.verified)


@rule("auction-ioc", Severity.WARNING)
def auction_ioc(leg: Leg) -> Iterator[Finding]:
    """An auction matches at its end, so nothing in it can be filled at once or cancelled.

    Source: NSE's pre-open sessions; that the closing auction is alike in this stands in no source, so it only warns
    """
    found = standing(leg) if leg.validity == "IOC" else None
    if found and found.phase in _AUCTIONS:
        yield Finding("validity", {"early": int(found.phase in _PRE_OPEN)}, "DAY")


@rule("auction-limit-only", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def auction_limit_only(leg: Leg) -> Iterator[Finding]:
    """The last minutes of an auction take LIMIT orders alone.

    Source: SEBI's circular of 16 January 2026
    """
    found = standing(leg) if leg.order_type == "MARKET" else None
    if found and found.phase in _LIMIT_ONLY and found.since:
        facts: dict[str, str | int] = {"since": ist_clock(found.since), "order_type": leg.order_type}
        facts["early"] = int(found.phase in _PRE_OPEN)
        yield Finding("order_type", facts, "LIMIT", soft=not found.verified)


RULES: Final = (no_entry, auction_stop, auction_ioc, auction_limit_only)
