"""The contracts and shares of the carried extract of a real instrument list, 11 February 2026."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from tokri.core.instrument import Instrument, Kind

_EXTRACT = Path(__file__).resolve().parents[2] / "simulator" / "data" / "instruments.csv"
_KINDS = {"FUT": Kind.FUTURE, "CE": Kind.OPTION, "PE": Kind.OPTION}


@cache
def instruments_of_the_extract() -> tuple[Instrument, ...]:
    """Every row; `name` is the company's, where Kite's own list has the underlying's symbol."""
    with _EXTRACT.open(encoding="utf-8", newline="") as file:
        return tuple(
            Instrument(
                exchange=row["exchange"],
                tradingsymbol=row["tradingsymbol"],
                name=row["name"],
                kind=_KINDS.get(row["instrument_type"], Kind.SHARE),
                instrument_type=row["instrument_type"],
                segment=row["segment"],
                tick_size=Decimal(row["tick_size"]),
                lot_size=int(row["lot_size"]),
                expiry=date.fromisoformat(row["expiry"]) if row["expiry"] else None,
                strike=Decimal(row["strike"]) if row["instrument_type"] in {"CE", "PE"} else None,
            )
            for row in csv.DictReader(file)
        )


def of_the_extract(exchange: str, tradingsymbol: str) -> Instrument:
    """The one row of that key."""
    (found,) = (each for each in instruments_of_the_extract() if each.key == (exchange, tradingsymbol))
    return found
