"""What a future or an option is on: the symbol of its underlying, and whether that is an index."""

from __future__ import annotations

from typing import Final

from tokri.core.basket import plain
from tokri.core.instrument import Instrument, Key, Kind

#: Year and month (`26FEB`), or year, month and day (`26217`), between the underlying and the strike.
_EXPIRY: Final = 5

#: The share indices that had derivatives on NFO and BFO on 11 February 2026. One that is added later is on no such row
#: and on no share's, and nothing is said of its contracts until it stands here.
#: Source: the 134,371 contracts of that day; NSE and BSE, "equity derivatives", underlyings.
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
    return cut(instrument.tradingsymbol, tail)


def cut(tradingsymbol: str, tail: str) -> str:
    """A contract's symbol up to its expiry, behind which stands `tail`: FUT, or strike and type. "" without it."""
    return tradingsymbol[: -len(tail) - _EXPIRY] if tradingsymbol.endswith(tail) else ""


def share_keys(instrument: Instrument) -> tuple[Key, ...]:
    """Where the share would be listed that a contract of NFO or BFO is on, if it is on one; none of anything else."""
    symbol = underlying(instrument) if instrument.exchange in {"NFO", "BFO"} else ""
    return (Key("NSE", symbol), Key("BSE", symbol)) if symbol and symbol not in INDICES else ()


def on_index(instrument: Instrument) -> bool:
    """Whether it is a future or an option on a share index: settled in cash."""
    return instrument.exchange in {"NFO", "BFO"} and underlying(instrument) in INDICES
