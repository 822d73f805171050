"""Lots: the largest order that an exchange takes at once, and how many orders a larger one becomes."""

from __future__ import annotations

from tokri.core.instrument import Instrument
from tokri.core.reference import FreezeQuantities
from tokri.core.underlying import underlying


def most_units(instrument: Instrument, freeze: FreezeQuantities | None) -> int | None:
    """The most units of one order on NFO or BFO; None where no freeze quantity is known.

    The exchange publishes units; what can be ordered is the largest multiple of the lot within them: with lots of 65,
    a freeze quantity of 1,800 lets 1,755 through.
    """
    if freeze is None or instrument.exchange not in {"NFO", "BFO"} or instrument.lot_size < 1:
        return None
    units = freeze.units.get(underlying(instrument))
    return units // instrument.lot_size * instrument.lot_size or None if units else None


def orders_needed(quantity: int, most: int) -> int:
    """How many orders of at most `most` units hold `quantity`."""
    return -(-quantity // most)
