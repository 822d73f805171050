"""Statements of Kite and its Console, taken for the symbols in them: holdings, and trades that were done.

Neither is a list of orders. Which side an order is to be, and of trades also how many, is left for the person to
choose. The Console's come as XLSX, trades also as CSV, the table under lines about the account; Kite's own list of
holdings is a CSV file of what its page shows.
Source: https://console.zerodha.com/portfolio/holdings and /reports/tradebook, and https://kite.zerodha.com/holdings, by
the headings of their downloads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tokri.core import money
from tokri.core.basket import MOST_ORDERS, OrderText
from tokri.core.choices import nearest
from tokri.core.formats.columns import LONGEST_HEADING
from tokri.core.formats.pasted import REMARKS, PasteCode, Pasted, PasteFault
from tokri.core.formats.sums import is_sum, no_order
from tokri.core.formats.table import Row
from tokri.core.glimpse import glimpse


class Kind(StrEnum):
    """Which statement it is."""

    HOLDINGS = "holdings"
    KITE_HOLDINGS = "kite-holdings"
    TRADES = "trades"


#: Headings that only this statement has, as letters in lower case.
_TELLING: Final = {
    Kind.HOLDINGS: frozenset({"symbol", "isin", "quantityavailable"}),
    Kind.KITE_HOLDINGS: frozenset({"instrument", "qty", "avgcost", "ltp", "curval"}),
    Kind.TRADES: frozenset({"symbol", "isin", "tradetype", "tradeid"}),
}
_REMARKS: Final = {
    Kind.HOLDINGS: PasteCode.HOLDINGS,
    Kind.KITE_HOLDINGS: PasteCode.KITE_HOLDINGS,
    Kind.TRADES: PasteCode.TRADES,
}
#: The headings of the symbol, and of how many are held.
_NAMES: Final = {
    Kind.HOLDINGS: ("symbol", "quantityavailable"),
    Kind.KITE_HOLDINGS: ("instrument", "qty"),
    Kind.TRADES: ("symbol", ""),
}
_SYMBOL: Final = re.compile(r"[A-Za-z0-9&.\-]{1,40}")
_ISIN: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement found: its kind, the place of its headings, and the column of each."""

    kind: Kind
    place: int
    columns: Mapping[str, int]


def found_in(rows: Sequence[Row]) -> Statement | None:
    """The statement whose headings stand in one of the rows."""
    for place, row in enumerate(rows):
        columns = {_folded(cell): column for column, cell in reversed(list(enumerate(row.cells)))}
        for kind, telling in _TELLING.items():
            if telling <= columns.keys():
                return Statement(kind, place, columns)
    return None


def read(statement: Statement, rows: Sequence[Row]) -> Pasted:
    """An order for each holding, or for each symbol that was traded; what is neither stays in the box."""
    heading, body = rows[statement.place], rows[statement.place + 1 :]
    orders: list[OrderText] = []
    isins: list[str] = []
    faults = [PasteFault(heading.number, None, _REMARKS[statement.kind])]
    unread: list[str] = []
    over = 0
    for row, order, isin in _once(statement, body):
        if order is None:
            faults.append(no_order(row))
            if faults[-1].code not in REMARKS:
                unread.append(row.text)
        elif statement.kind is not Kind.TRADES and not money.whole(order.quantity):
            faults.append(PasteFault(row.number, None, PasteCode.HOLDING_NONE, {"typed": glimpse(order.tradingsymbol)}))
        elif len(orders) == MOST_ORDERS:
            over += 1
            unread.append(row.text)
        else:
            orders.append(order)
            isins.append(isin)
    if over:
        faults.append(PasteFault(None, None, PasteCode.TOO_MANY, {"most": MOST_ORDERS, "over": over}))
    if not orders:
        faults.append(PasteFault(None, None, PasteCode.NO_ORDERS))
    left = "\n".join([heading.text, *unread]) if unread else ""
    return Pasted(tuple(orders), None, tuple(faults), left, tuple(isins))


def _once(statement: Statement, body: Sequence[Row]) -> Iterator[tuple[Row, OrderText | None, str]]:
    """Every row with its order and ISIN; of the trades in one instrument only the first."""
    seen: set[tuple[str, str]] = set()
    for row in body:
        of_symbol, of_quantity = _NAMES[statement.kind]
        symbol, isin = _cell(statement, row, of_symbol), _cell(statement, row, "isin")
        quantity = _cell(statement, row, of_quantity)
        if not _SYMBOL.fullmatch(symbol) or not _told(statement, row, isin, quantity):
            yield row, None, ""
            continue
        exchange = _exchange(statement, row) if statement.kind is Kind.TRADES else ""
        if statement.kind is Kind.TRADES and (symbol, exchange) in seen:
            continue
        seen.add((symbol, exchange))
        yield row, OrderText(tradingsymbol=symbol, exchange=exchange, quantity=quantity), isin


def _told(statement: Statement, row: Row, isin: str, quantity: str) -> bool:
    """Whether a row is of a paper: by its ISIN or its exchange, in a list that has neither by its quantity."""
    if statement.kind is Kind.KITE_HOLDINGS:
        return not is_sum(_cell(statement, row, "instrument")) and not isinstance(
            money.whole(quantity), money.NumberFault
        )
    return bool(_ISIN.fullmatch(isin) or (not isin and _exchange(statement, row)))


def _exchange(statement: Statement, row: Row) -> str:
    """The exchange of a trade."""
    return exchange_of(_cell(statement, row, "exchange"), _cell(statement, row, "segment"))


def exchange_of(exchange: str, segment: str) -> str:
    """The exchange as Kite names it, "" if it is none; of a derivative its segment tells which: FO on NSE is NFO."""
    named = nearest("exchange", exchange) or ""
    derivatives = {("NSE", "FO"): "NFO", ("BSE", "FO"): "BFO", ("NSE", "CDS"): "CDS", ("BSE", "CDS"): "BCD"}
    return derivatives.get((named, segment.upper()), named)


def _cell(statement: Statement, row: Row, heading: str) -> str:
    column = statement.columns.get(heading)
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _folded(heading: str) -> str:
    return "".join(each for each in heading.lower() if each.isalpha()) if len(heading) <= LONGEST_HEADING else ""
