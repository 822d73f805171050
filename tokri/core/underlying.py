"""What a future or an option is on: the symbol of its underlying, and whether that is an index."""

from __future__ import annotations

from typing import Final

from tokri.core.basket import plain
from tokri.core.instrument import Instrument, Kind

#: Year and month (`26FEB`), or year, month and day (`26217`), between the underlying and the strike.
_EXPIRY: Final = 5

#: The indices with derivatives on NFO and BFO; every other underlying there is a share.
#: Source: the names of the exchanges' lists of contracts, February 2026.
INDICES: Final = frozenset(
    {"NIFTY", "BANKNIFTY", "FINNIFTY", "MIDCPNIFTY", "NIFTYNXT50", "SENSEX", "SENSEX50", "BANKEX"}
)


def underlying(instrument: Instrument) -> str:
    """The symbol of what a future or an option is on: `NIFTY`, `M&M`, `USDINR`; "" for anything else.

    Kite's column `name` may hold a company's name instead, so the symbol is cut where strike and expiry begin. How
    long these are is known from the columns; nothing is guessed from digits (`SENSEX5026FEBFUT` is on `SENSEX50`).
    Source: the symbols of 134,371 contracts of 11 February 2026.
    """
    if instrument.kind is Kind.FUTURE:
        tail = "FUT"
    elif instrument.kind is Kind.OPTION and instrument.strike is not None:
        tail = f"{plain(instrument.strike)}{instrument.instrument_type}"
    else:
        return ""
    stem = instrument.tradingsymbol.removesuffix(tail)
    return stem[:-_EXPIRY] if stem != instrument.tradingsymbol else ""


def on_share(instrument: Instrument) -> bool:
    """Whether it is a future or an option on a share: settled in shares, and thinly traded in its options."""
    if instrument.exchange not in {"NFO", "BFO"}:
        return False
    symbol = underlying(instrument)
    return symbol != "" and symbol not in INDICES


def on_index(instrument: Instrument) -> bool:
    """Whether it is a future or an option on a share index: settled in cash."""
    return instrument.exchange in {"NFO", "BFO"} and underlying(instrument) in INDICES
