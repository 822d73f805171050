"""The prices that were advised to a client, by what was to be traded: what they filled at is held against them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tokri.core.desk.advised import read_advised
from tokri.core.ports import Outside
from tokri.link.look import Looked


def advised_prices(outside: Outside, looked: Looked) -> Mapping[tuple[str, str, str], Decimal]:
    """Of each instrument and side the price that was advised, in rupees, of the version that was handed off last.

    What was advised at two prices is in none: which of the two an order was for cannot be told.
    """
    numbers = {each.handoff_id: each.number for each in looked.consents}
    last = numbers.get(looked.sendings[-1].handoff.id) if looked.sendings else None
    with outside.store.reading() as unit:
        version = unit.desk_baskets.version(looked.basket.id, last) if last is not None else None
    if version is None:
        return {}
    found: dict[tuple[str, str, str], set[Decimal]] = {}
    for place, (order, leg) in enumerate(zip(version.proposal.draft.orders, version.proposal.legs, strict=True)):
        price = read_advised(place, leg, order, version.shared_at)[0].advised_price
        if price is not None:
            key = (order.exchange.upper(), order.tradingsymbol.upper(), order.transaction_type.upper())
            found.setdefault(key, set()).add(price)
    return {key: next(iter(prices)) for key, prices in found.items() if len(prices) == 1}
