"""The exchange of what a statement names by its symbol and ISIN alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.instrument import Key, Listing
from tokri.core.ports import Outside
from tokri.core.times import ist

#: Settled shares may be sold on either; on the first there are more who buy.
_EXCHANGES: Final = ("NSE", "BSE")


def with_exchanges(outside: Outside, orders: Sequence[OrderText], isins: Sequence[str]) -> tuple[OrderText, ...]:
    """The orders, with the exchange filled in where it was left open and the list leaves no doubt which paper is meant.

    `isins` are those of the orders, or empty: then every order stays as it is.
    """
    if not isins:
        return tuple(orders)
    keys = [Key(exchange, order.tradingsymbol) for order in orders for exchange in _EXCHANGES]
    listings = outside.instruments.look_up(keys, ist(outside.clock()).date())
    return tuple(
        order if order.exchange else replace(order, exchange=_exchange(order.tradingsymbol, isin, listings))
        for order, isin in zip(orders, isins, strict=True)
    )


def _exchange(symbol: str, isin: str, listings: Mapping[Key, Listing]) -> str:
    """NSE where it lists the paper, else BSE; "" where neither does, or where one symbol may be two companies."""
    listed = {
        exchange: listing
        for exchange in _EXCHANGES
        if (listing := listings[Key(exchange, symbol)]).instrument is not None
        and listing.instrument.cash
        and isin in {"", listing.instrument.isin or isin}
    }
    sure = [exchange for exchange, listing in listed.items() if listing.instrument and listing.instrument.isin == isin]
    if sure and isin:
        return sure[0]
    if len(listed) > 1 and not any(listing.twin for listing in listed.values()):
        return ""
    return next(iter(listed), "")
