"""What Kite says of instruments, read into values.

Source: https://kite.trade/docs/connect/v3/market-quotes/#retrieving-full-market-quotes
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from tokri.core.instrument import Key
from tokri.core.kite_fields import row, rupees, words
from tokri.core.ports import KiteNonsense
from tokri.core.quote import Quote
from tokri.core.times import from_kite

#: Kite dates what it has no time of to 1970, in Indian time.
_NO_TIME: Final = datetime(1971, 1, 1, tzinfo=UTC)


def named(key: Key) -> str:
    """What Kite calls an instrument in a question for its quote."""
    return f"{key.exchange}:{key.tradingsymbol}"


def quotes(data: Any, keys: Sequence[Key]) -> Mapping[Key, Quote]:
    """The quotes of those that Kite knows. What it does not know is missing; what nobody asked for is nonsense."""
    found = row(data)
    asked = {named(key): key for key in keys}
    if not found.keys() <= asked.keys():
        raise KiteNonsense
    return {asked[name]: _quote(each) for name, each in found.items()}


def _quote(data: Any) -> Quote:
    each = row(data)
    if not {"timestamp", "last_trade_time"} <= each.keys():
        raise KiteNonsense
    return Quote(
        last_price=_price(each, "last_price"),
        traded_at=_time(each, "last_trade_time"),
        at=_time(each, "timestamp"),
        lower_circuit=_price(each, "lower_circuit_limit"),
        upper_circuit=_price(each, "upper_circuit_limit"),
    )


def _price(each: Mapping[str, Any], key: str) -> Decimal | None:
    """A price; an index has no limits, and what was never traded has the price 0."""
    if each.get(key) is None:
        return None
    price = rupees(each, key)
    if price < 0:
        raise KiteNonsense
    return price or None


def _time(each: Mapping[str, Any], key: str) -> datetime | None:
    at = from_kite(words(each, key))
    return at if at is not None and at >= _NO_TIME else None
