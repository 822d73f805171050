"""What a client held on a day, from Kite's list or the Console's; both are known by tokri/core/formats/console.py."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tokri.core import money
from tokri.core.desk.client import Holding
from tokri.core.formats.console import Kind, found_in
from tokri.core.formats.sums import is_sum
from tokri.core.formats.table import Row
from tokri.core.glimpse import glimpse

MOST_HOLDINGS: Final = 1_000

_SYMBOL: Final = re.compile(r"[A-Z0-9&.\-]{1,40}")
_ISIN: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")

#: The headings of the symbol and of how many are held, in each of the two lists.
_NAMES: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.HOLDINGS: ("symbol", "quantityavailable"),
    Kind.KITE_HOLDINGS: ("instrument", "qty"),
}


class HoldingsFault(StrEnum):
    """Why a list of holdings cannot be taken."""

    NOT_HOLDINGS = "not-holdings"  #: no row holds the headings of either list
    MANY = "many-holdings"
    SYMBOL = "holding-symbol"
    QUANTITY = "holding-quantity"  #: no whole number of units
    TWICE = "holding-twice"


@dataclass(frozen=True, slots=True)
class HoldingsProblem:
    """One fault; `row` counts from 1 and is 0 for the whole file."""

    code: HoldingsFault
    row: int = 0
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldOn:
    """What was read: the holdings of which there is at least one unit, or every fault."""

    holdings: tuple[Holding, ...]
    problems: tuple[HoldingsProblem, ...] = ()


def read_holdings(rows: Sequence[Row], on: date) -> HeldOn:
    """Read a list of holdings of the day `on`. Rows of sums are left out. Never raises."""
    statement = found_in(rows)
    if statement is None or statement.kind not in _NAMES:
        return HeldOn((), (HoldingsProblem(HoldingsFault.NOT_HOLDINGS),))
    body = rows[statement.place + 1 :]
    if len(body) > MOST_HOLDINGS:
        facts: dict[str, str | int] = {"rows": len(body), "most": MOST_HOLDINGS}
        return HeldOn((), (HoldingsProblem(HoldingsFault.MANY, 0, facts),))
    of_symbol, of_quantity = (statement.columns[name] for name in _NAMES[statement.kind])
    of_isin = statement.columns.get("isin")
    found: dict[str, Holding] = {}
    problems: list[HoldingsProblem] = []
    for row in body:
        symbol, quantity = _cell(row, of_symbol).upper(), _cell(row, of_quantity)
        isin = "" if of_isin is None else _cell(row, of_isin).upper()
        if not symbol or any(map(is_sum, row.cells)):
            continue
        held = money.whole(quantity.removesuffix(".0"))
        if problem := _problem(row, symbol, held, quantity):
            problems.append(problem)
        elif symbol in found:
            problems.append(HoldingsProblem(HoldingsFault.TWICE, row.number, {"typed": glimpse(symbol)}))
        elif isinstance(held, int):  # nothing left of it is no holding
            found[symbol] = Holding("", symbol, isin if _ISIN.fullmatch(isin) else "", held, on)
    return HeldOn((), tuple(problems)) if problems else HeldOn(tuple(found.values()))


def held_of(holdings: Sequence[Holding], exchange: str, tradingsymbol: str, isin: str = "") -> int:
    """How many units of a security are among the holdings, 0 where it is not there. `isin` is "" if not known.

    Kite's lists name no exchange: their symbol stands for the paper on either, unless its ISIN says that it is another.
    """

    def named(each: Holding) -> bool:
        if each.tradingsymbol != tradingsymbol:
            return False
        return each.exchange == exchange or (not each.exchange and (not isin or each.isin in {"", isin}))

    same = [each.quantity for each in holdings if named(each)]
    return max(same or [each.quantity for each in holdings if isin and each.isin == isin], default=0)


def _problem(row: Row, symbol: str, held: object, typed: str) -> HoldingsProblem | None:
    if not _SYMBOL.fullmatch(symbol):
        return HoldingsProblem(HoldingsFault.SYMBOL, row.number, {"typed": glimpse(symbol)})
    if isinstance(held, money.NumberFault):
        facts: dict[str, str | int] = {"typed": glimpse(typed), "symbol": glimpse(symbol)}
        return HoldingsProblem(HoldingsFault.QUANTITY, row.number, facts)
    return None


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
