"""Rows of Kite's dump, made by hand."""

from __future__ import annotations

from itertools import count

from tokri.core.formats.dump import COLUMNS

_numbers = count(100_001)


def share(symbol: str, name: str = "", exchange: str = "NSE", **fields: object) -> str:
    """A row of a share; lot 1 and a tick of five paise unless said. BSE numbers its shares from 500000."""
    if exchange == "BSE":
        fields.setdefault("exchange_token", 400_000 + next(_numbers))
    return row(symbol, name or f"{symbol} LIMITED", exchange, **fields)


def contract(symbol: str, name: str, expiry: str, exchange: str = "NFO", **fields: object) -> str:
    """A row of a future, or with a strike and a type of an option."""
    kind = str(fields.setdefault("instrument_type", "FUT"))
    fields.setdefault("segment", f"{exchange}-{'FUT' if kind == 'FUT' else 'OPT'}")
    fields.setdefault("lot_size", 65)
    return row(symbol, name, exchange, expiry=expiry, **fields)


def row(symbol: str, name: str, exchange: str, **fields: object) -> str:
    """One line of the dump, its tokens made up unless said."""
    cells = {
        "instrument_token": next(_numbers),
        "exchange_token": next(_numbers),
        "tradingsymbol": symbol,
        "name": name,
        "last_price": 0,
        "expiry": "",
        "strike": 0,
        "tick_size": "0.05",
        "lot_size": 1,
        "instrument_type": "EQ",
        "segment": exchange,
        "exchange": exchange,
        **fields,
    }
    return ",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in cells.values())


def dump(*rows: str) -> bytes:
    """A whole file."""
    return "\n".join([",".join(COLUMNS), *rows, ""]).encode()
