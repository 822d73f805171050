"""A row without headings: each cell is known by what it holds, and a number only where nothing else could be meant.

BUY, NSE and LIMIT are known by themselves. A number with a decimal, a ₹ or an @ is a price. A whole number alone is
the quantity, and so is one right after the side, the symbol or the exchange when the others stand behind the order
type (BUY INFY NSE 10 LIMIT 1650). Any other number is money that would be guessed, so none of the row's are taken.
"At" behind the symbol says how: at market, or at a price, which is a limit where no other order type is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tokri.core import money
from tokri.core.basket import OrderText
from tokri.core.choices import CHOICES, nearest
from tokri.core.formats.pasted import PasteCode, PasteFault
from tokri.core.formats.table import MOST_CELLS, Row
from tokri.core.glimpse import glimpse

_SYMBOL: Final = re.compile(r"(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9&.\-]{1,40}")
_SERIAL: Final = re.compile(r"([0-9]{1,3})[.)]?")
_SURELY_COUNTING: Final = 3
_BEFORE_QUANTITY: Final = frozenset({"transaction_type", "tradingsymbol", "exchange"})


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a row: whether it can only be a price, the field of the word before it, and what it stands behind."""

    text: str
    a_price: bool
    after: str
    behind_type: bool


def counts_rows(rows: Sequence[Row]) -> bool:
    """Whether the first column only counts the rows. Two rows may be of 1 and of 2 shares; three hardly are."""
    firsts = [_SERIAL.fullmatch(row.cells[0]) for row in rows]
    counts = [int(first[1]) for first in firsts if first is not None]
    if len(counts) < max(len(rows), 2) or counts != list(range(counts[0], counts[0] + len(counts))):
        return False
    numbers = [sum(_is_number(cell) for cell in row.cells[1:MOST_CELLS]) for row in rows]
    return len(rows) >= _SURELY_COUNTING or (counts[0] == 1 and min(numbers) > 1)


def by_content(row: Row, *, counted: bool) -> tuple[OrderText | None, list[PasteFault]]:
    """The order of a row, None where a cell tells nothing; `counted` rows begin with their number."""
    if len(row.cells) > MOST_CELLS:
        facts: dict[str, str | int] = {"typed": glimpse(row.text)}
        return None, [PasteFault(row.number, None, PasteCode.CELL_UNREADABLE, facts)]
    texts, numbers, faults = _known(row, counted=counted)
    if not faults and "tradingsymbol" not in texts:
        faults.append(PasteFault(row.number, None, PasteCode.ROW_WITHOUT_SYMBOL, {"typed": glimpse(row.text)}))
    if faults:
        return None, faults
    # To Kite zero is nothing, so it cannot be one of two things either.
    meant = [number for number in numbers if money.price(number.text) is not None]
    placed = _placed(meant, texts, counted=counted)
    if placed is None:
        facts = {"numbers": glimpse(" / ".join(number.text for number in meant)), "count": len(meant)}
        return OrderText(**texts), [PasteFault(row.number, None, PasteCode.NUMBERS_UNCLEAR, facts)]
    return OrderText(**texts, **placed), []


def _known(row: Row, *, counted: bool) -> tuple[dict[str, str], list[_Number], list[PasteFault]]:
    """What the cells tell by themselves: the words by field, the numbers in their order, and the cells that do not."""
    texts: dict[str, str] = {}
    numbers: list[_Number] = []
    faults = []
    after, at, limit = "", False, False
    for place, cell in enumerate(row.cells):
        if "tradingsymbol" in texts and _says_at(row.cells[place : place + 2]):
            at = limit = _is_number(row.cells[place + 1])
            continue
        text = cell.removeprefix("@").strip()
        at = at or cell.startswith("@")
        if not text or (counted and place == 0):
            continue
        if _is_number(text):
            numbers.append(_Number(text, at or "." in text or "₹" in text, after, "order_type" in texts))
            after = ""
        else:
            after = _place_word(text, texts)
            if not after:
                where = str(place + 1)
                faults.append(PasteFault(row.number, where, PasteCode.CELL_UNREADABLE, {"typed": glimpse(cell)}))
        at = False
    if "tradingsymbol" not in texts and texts.get("validity") == "IOC":
        # Indian Oil's symbol is IOC too; a row without another symbol means the share.
        texts["tradingsymbol"] = texts.pop("validity")
    if limit:
        texts.setdefault("order_type", "LIMIT")
    return texts, numbers, faults


def _says_at(cells: Sequence[str]) -> bool:
    """Whether the first of two cells is the "at" of "at market" or "at 310"."""
    word, *following = cells
    return word.lower() == "at" and any(_is_number(cell) or nearest("order_type", cell) for cell in following)


def _is_number(cell: str) -> bool:
    return bool(cell) and not isinstance(money.price(cell), money.NumberFault)


def _place_word(cell: str, texts: dict[str, str]) -> str:
    """Put a word where it belongs and name the field; "" if it tells nothing, or says what was said already."""
    for field in CHOICES:
        choice = nearest(field, cell)
        if choice is not None and field not in texts:
            texts[field] = choice
            return field
    exchange, colon, symbol = cell.partition(":")
    listed = nearest("exchange", exchange) if colon else None
    if listed is not None and texts.get("exchange", listed) == listed:
        texts["exchange"] = listed
        cell = symbol
    if "tradingsymbol" in texts or not _SYMBOL.fullmatch(cell):
        return ""
    texts["tradingsymbol"] = cell
    return "tradingsymbol"


def _placed(numbers: Sequence[_Number], texts: dict[str, str], *, counted: bool) -> dict[str, str] | None:
    """The field of every number, or None where another reading is possible."""
    whole = [number for number in numbers if not number.a_price]
    kind = texts.get("order_type", "")
    prices = list(numbers)
    placed = {}
    if len(whole) == 1 and _alone(whole[0], numbers, kind, counted=counted):
        prices.remove(whole[0])
        placed["quantity"] = whole[0].text
    elif whole:
        first = numbers[0]
        others_behind = len(whole) > 1 and all(number.behind_type for number in prices[1:])
        if first.a_price or first.behind_type or first.after not in _BEFORE_QUANTITY or not others_behind:
            return None
        prices = prices[1:]
        placed["quantity"] = first.text
    fields = _price_fields(kind, texts.get("variety", ""))
    if prices and len(prices) != len(fields):
        return None
    return placed | {field: price.text for field, price in zip(fields, prices, strict=False)}


def _alone(number: _Number, numbers: Sequence[_Number], kind: str, *, counted: bool) -> bool:
    """Whether the only whole number of a row is its quantity.

    Not if it stands where a price would; nor if a counter stood before it, which may have been a quantity after all.
    """
    if number.behind_type and kind != "MARKET":
        return kind == "LIMIT" and len(numbers) > 1 and all(other.behind_type for other in numbers)
    if number.behind_type and len(numbers) > 1:
        return False
    return not counted or kind == "MARKET" or len(numbers) > 1


def _price_fields(kind: str, variety: str) -> tuple[str, ...]:
    """What numbers beside the quantity are. Price and trigger change places only against the check's rules on stops."""
    if kind == "SL-M" or (variety == "co" and kind == "MARKET"):
        return ("trigger_price",)
    if kind == "SL" or (variety == "co" and kind == "LIMIT"):
        return ("price", "trigger_price")
    return ("price",)
