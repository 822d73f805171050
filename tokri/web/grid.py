"""The orders grid of a posted form, read by hand.

A form library drops rows beyond its maximum in silence and takes 1_0 for 10
(docs/decisions/the-orders-grid-is-read-by-hand.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from tokri.core.basket import KITE_FIELDS, LONGEST_TEXT, OrderText
from tokri.core.formats import Pasted
from tokri.core.plan import Policy

#: Rows that are read at all. Far above what a basket may hold, so that too many are shown and named.
MOST_ROWS = 200

#: `orders-<n>-<kite name>`; ASCII digits only, since int() reads the digits of every script.
_CELL = re.compile(r"orders-([0-9]{1,3})-([a-z_]{1,30})", re.ASCII)

_ONCE = ("name", "base", "action", "paste", "sequence")

#: What the form may say of the sequence of sending; "" leaves it to what is in the basket.
_SEQUENCES = frozenset({"", *Policy})


@dataclass(frozen=True, slots=True)
class Grid:
    """What the form of a basket held. `base` is the version it was made from (0: none yet).

    `sequence` is the sequence of sending that was chosen on the review page, carried along; "" where nobody chose.
    `rows` are the numbers that the orders had in the form, for whatever else was typed beside them.
    """

    name: str
    orders: tuple[OrderText, ...]
    base: int
    action: str
    paste: str
    sequence: str = ""
    rows: tuple[int, ...] = ()


def read_grid(form: MultiDict[str, str]) -> Grid:
    """Read the posted form: rows in the order of their numbers, closed up, every text as typed.

    Raises BadRequest for a field given twice, a row number that is none or a sequence of sending that nobody offers,
    RequestEntityTooLarge for too many rows.
    """
    rows: dict[int, dict[str, str]] = defaultdict(dict)
    for key, texts in form.lists():
        if not key.startswith("orders-"):
            continue
        cell = _CELL.fullmatch(key)
        if cell is None or cell[2] not in KITE_FIELDS or len(texts) != 1:
            raise BadRequest
        rows[int(cell[1])][cell[2]] = texts[0]
    if len(rows) > MOST_ROWS:
        raise RequestEntityTooLarge
    if any(len(form.getlist(name)) > 1 for name in _ONCE) or form.get("sequence", "") not in _SEQUENCES:
        raise BadRequest
    return Grid(
        name=form.get("name", ""),
        orders=tuple(OrderText(**rows[number]) for number in sorted(rows)),
        base=_number(form.get("base", "")),
        action=form.get("action", "save"),
        paste=form.get("paste", ""),
        sequence=form.get("sequence", ""),
        rows=tuple(sorted(rows)),
    )


def with_pasted(grid: Grid, pasted: Pasted, kept: Sequence[int]) -> Grid:
    """The form with what was read of a paste or file behind the orders at the places `kept`.

    What gave no order stays in the box. There is always an order to type in.
    """
    orders = (*(grid.orders[place] for place in kept), *pasted.orders)
    return replace(
        grid,
        name=grid.name or pasted.name or "",
        orders=orders or (OrderText(),),
        paste=pasted.unread,
        sequence=grid.sequence or pasted.sequence,
    )


def read_first(arguments: MultiDict[str, str]) -> OrderText:
    """The first order of a new basket as an address names it, `?symbol=INFY&exchange=NSE`: text, as if it were typed.

    What no key types is left out, since it would break the page's HTML.
    """
    typed = {name: "".join(filter(str.isprintable, arguments.get(name, ""))) for name in ("symbol", "exchange")}
    return OrderText(tradingsymbol=typed["symbol"][:LONGEST_TEXT], exchange=typed["exchange"][:LONGEST_TEXT])


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text, re.ASCII) else 0
