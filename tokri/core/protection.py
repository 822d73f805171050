"""Market protection: the LIMIT that Kite makes of an order at the market price.

Source of the bands: an integrator's record of Kite's automatic protection, 2026; that MARKET becomes a LIMIT at the
protection price is staff's word, https://kite.trade/forum/discussion/comment/52940
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tokri.core.instrument import Instrument, Kind
from tokri.core.money import on_tick

#: Up to which price a band holds (None: any higher one), and its per cent.
_OPTIONS: Final = ((10, Decimal(5)), (100, Decimal(3)), (500, Decimal(2)), (None, Decimal(1)))
_OTHERS: Final = ((100, Decimal(2)), (500, Decimal(1)), (None, Decimal("0.5")))


def protection(instrument: Instrument, price: Decimal) -> Decimal:
    """How far from `price` an order at the market price may fill, in per cent of it."""
    bands = _OPTIONS if instrument.kind is Kind.OPTION else _OTHERS
    return next(percent for below, percent in bands if below is None or price < below)


def protected_limit(instrument: Instrument, price: Decimal, side: str) -> Decimal | None:
    """The LIMIT that an order of that side would become at `price`, on a tick, never beyond the protection.

    None where the tick is not known, or a cheap paper's protection is less than one tick.
    """
    if instrument.tick_size <= 0:
        return None
    reach = price * protection(instrument, price) / 100
    if side == "BUY":
        limit = on_tick(price + reach, instrument.tick_size)[0]
        return limit if limit >= price else None
    limit = on_tick(price - reach, instrument.tick_size)[1]
    return limit if 0 < limit <= price else None
