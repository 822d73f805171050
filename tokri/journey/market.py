"""How the markets that a basket is for stand now."""

from __future__ import annotations

from collections.abc import Sequence

from tokri.core.basket import OrderText
from tokri.core.market import Market, Segment, State, market_of, state
from tokri.core.ports import Outside
from tokri.core.rules.leg import key_of
from tokri.core.times import ist


def markets_now(outside: Outside, orders: Sequence[OrderText]) -> list[State]:
    """Each market that the orders name, in their order; of a basket without any yet, shares on NSE.

    Nothing where no calendar is loaded. Where the instrument list does not know a share, nobody can tell whether it has
    derivatives: then both kinds of share are named, as long as they do not stand alike.
    """
    calendar = outside.reference.tables().calendar
    if calendar is None:
        return []
    now = outside.clock()
    keys = list(dict.fromkeys(key_of(order) for order in orders))
    listings = outside.instruments.look_up([key for key in keys if key.tradingsymbol], ist(now).date())
    found: dict[Market, State] = {}
    for key in keys:
        listing = listings.get(key)
        market = market_of(key.exchange, has_derivatives=listing is not None and listing.has_derivatives)
        if market is None:
            continue
        found[market] = state(calendar, market, now)
        auctioned = Market(market.exchange, Segment.AUCTIONED)
        if market.segment is Segment.SHARES and (listing is None or listing.instrument is None):
            other = state(calendar, auctioned, now)
            if other.phase is not found[market].phase:
                found[auctioned] = other
    return list(found.values()) or [state(calendar, Market("NSE", Segment.SHARES), now)]
