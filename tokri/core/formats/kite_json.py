"""Kite's documented JSON, the basket file of ours (the same orders in an object with a name), and Kite's own.

Source of the orders: https://kite.trade/docs/connect/v3/basket/. Numbers are kept exactly as written, and never
pass through a float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from tokri.core.basket import KITE_FIELDS, LONGEST_TEXT, MOST_ORDERS, OrderText, plain
from tokri.core.formats import kite_file
from tokri.core.formats.pasted import PasteCode, Pasted, PasteFault
from tokri.core.formats.sheet import MOST_COLUMNS, MOST_ROWS
from tokri.core.glimpse import glimpse
from tokri.core.plan import Policy

_VERSION_KEY: Final = "tokri_basket"
_VERSION: Final = 1
_SEQUENCES: Final = tuple(Policy)
_NUMBERS: Final = frozenset({"quantity", "price", "trigger_price", "disclosed_quantity"})
_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one for every value
_PLAIN_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,3}[1-9])?")


class _TooLong(Exception):
    """More items than are looked at."""


class _Written(str):
    """A number or constant as it stands in the text."""

    __slots__ = ()


class _Constant(_Written):
    """NaN, Infinity, -Infinity: not JSON, though many programs write them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Pairs:
    """An object with every pair it had, repeats and all."""

    pairs: tuple[tuple[str, Any], ...]

    def get(self, name: str) -> Any:
        return next((value for key, value in self.pairs if key == name), None)

    @property
    def names(self) -> list[str]:
        return [key for key, _ in self.pairs]


def read_json(text: str) -> Pasted:
    """Read a text that begins like JSON. Never raises."""
    try:
        return _read(text)
    except json.JSONDecodeError as broken:
        facts = {"line": broken.lineno, "character": broken.colno}
        return Pasted(faults=(PasteFault(None, None, PasteCode.JSON_BROKEN, facts),), unread=text)
    except _TooLong:
        facts = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        return Pasted(faults=(PasteFault(None, None, PasteCode.FILE_TOO_LONG, facts),), unread=text)
    except RecursionError:
        return Pasted(faults=(PasteFault(None, None, PasteCode.JSON_TOO_DEEP),), unread=text)


def write(name: str, orders: Sequence[OrderText], sequence: str = "") -> str:
    """The saved-basket file: Kite's objects, a number wherever the text is one, the text as typed elsewhere.

    `sequence` is the sequence of sending that the person chose, "" where nobody did.
    """
    lines = ",\n    ".join(_written(order) for order in orders)
    body = f"[\n    {lines}\n  ]" if orders else "[]"
    chosen = f'  "sequence": {_quoted(sequence)},\n' if sequence else ""
    return f'{{\n  "{_VERSION_KEY}": {_VERSION},\n  "name": {_quoted(name)},\n{chosen}  "orders": {body}\n}}\n'


def _written(order: OrderText) -> str:
    readonly = {"true": "true", "": "false"}.get(order.readonly) or _quoted(order.readonly)
    pairs = {field: _cell(field, text) for field, text in order.as_dict().items()} | {"readonly": readonly}
    return "{" + ", ".join(f'"{field}": {pairs[field]}' for field in KITE_FIELDS if field in pairs) + "}"


def _cell(field: str, text: str) -> str:
    return text if field in _NUMBERS and _PLAIN_NUMBER.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _read(text: str) -> Pasted:
    whole: list[Any] | _Pairs = json.loads(
        text, parse_float=_number, parse_int=_number, parse_constant=_Constant, object_pairs_hook=_object
    )
    if isinstance(whole, list):
        return _items(whole, None, [])
    if "orders" not in whole.names:
        return _items([whole], None, [])
    items, name, sequence = whole.get("orders"), whole.get("name"), whole.get("sequence")
    if not isinstance(items, list) or whole.names.count("orders") > 1:
        return Pasted(faults=(PasteFault(None, "orders", PasteCode.JSON_SHAPE),), unread=text)
    came = _items(items, _text(name) if isinstance(name, str) else None, list(_of_file(whole)))
    return replace(came, sequence=str(sequence)) if sequence in _SEQUENCES else came


def _items(items: list[Any], name: str | None, faults: list[PasteFault]) -> Pasted:
    if len(items) > MOST_ROWS:
        raise _TooLong
    orders: list[OrderText] = []
    unread: list[Any] = []
    for row, each in enumerate(items, start=1):
        item = _of_kites_file(each)
        if not isinstance(item, _Pairs) or not set(item.names) & set(KITE_FIELDS):
            faults.append(PasteFault(row, None, PasteCode.NOT_AN_ORDER, {"typed": glimpse(_again(item))}))
            unread.append(each)
        elif len(orders) == MOST_ORDERS:
            unread.append(each)
        else:
            order, found = _order(row, item)
            orders.append(order)
            faults += found
    over = len(items) - len(orders) - sum(fault.code is PasteCode.NOT_AN_ORDER for fault in faults)
    if over:
        faults.append(PasteFault(None, None, PasteCode.TOO_MANY, {"most": MOST_ORDERS, "over": over}))
    if not items:
        faults.append(PasteFault(None, None, PasteCode.NO_ORDERS))
    left = "[" + ",\n".join(_again(item) for item in unread) + "]" if unread else ""
    return Pasted(tuple(orders), name, tuple(faults), left)


def _of_kites_file(item: Any) -> Any:
    """An item of the file that Kite's Baskets screen writes, under the names of the order API; any other as it is.

    What it holds beyond an order keeps its own name there, and is told; where it holds nothing, it says nothing.
    """
    if not isinstance(item, _Pairs):
        return item
    instrument, params = item.get("instrument"), item.get("params")
    if not (isinstance(instrument, _Pairs) and isinstance(params, _Pairs)):
        return item
    flat = [(name, value) for name, value in instrument.pairs if name in {"tradingsymbol", "exchange"}]
    for name, value in params.pairs:
        field = kite_file.FIELDS.get(name, name)
        none = value in ("0", "", None, [], False)
        if field in KITE_FIELDS and not (none and field in kite_file.ZERO_IS_NONE):
            flat.append((field, value))
        elif name == "tags" and isinstance(value, list) and len(value) == 1:
            flat.append(("tag", value[0]))
        elif name not in {"validityTTL", "lastPrice"} and not none:
            flat.append((name, value))
    return _Pairs(tuple(flat))


def _of_file(whole: _Pairs) -> Iterator[PasteFault]:
    for key, value in whole.pairs:
        if key == _VERSION_KEY and value != str(_VERSION):
            yield PasteFault(None, key, PasteCode.FILE_VERSION, {"typed": glimpse(_text(value))})
        elif key == "name" and not isinstance(value, str | None):
            yield PasteFault(None, key, PasteCode.VALUE_SHAPE, {"typed": glimpse(_again(value))})
        elif key == "sequence" and value not in _SEQUENCES:
            yield PasteFault(None, key, PasteCode.SEQUENCE_UNKNOWN, {"typed": glimpse(_again(value))})
        elif key not in {_VERSION_KEY, "name", "sequence", "orders"}:
            yield PasteFault(None, key, PasteCode.KEY_UNKNOWN, {"typed": glimpse(_again(value))})


def _order(row: int, item: _Pairs) -> tuple[OrderText, list[PasteFault]]:
    """One order; a key given twice keeps both values, so that the check asks which is meant."""
    texts: dict[str, str] = {}
    faults = []
    for key, value in item.pairs:
        typed = {"typed": glimpse(_again(value))}
        if key not in KITE_FIELDS:
            faults.append(PasteFault(row, glimpse(key), PasteCode.KEY_UNKNOWN, typed))
            continue
        text = _readonly(value) if key == "readonly" else _text(value)
        if isinstance(value, list | _Pairs | _Constant):
            faults.append(PasteFault(row, key, PasteCode.VALUE_SHAPE, typed))
        if texts.get(key, text) != text:
            faults.append(PasteFault(row, key, PasteCode.KEY_TWICE, typed))
            text = f"{texts[key]} / {text}" if len(texts[key]) <= LONGEST_TEXT else texts[key]
        texts[key] = text
    return OrderText(**texts), faults


def _readonly(value: Any) -> str:
    return "" if value is False else _text(value)


def _text(value: Any) -> str:
    """A value as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _kept(value)
    return _again(value)


def _again(value: Any) -> str:
    """A value written as JSON again, numbers as they stood."""
    if isinstance(value, _Written):
        return str(value)
    if isinstance(value, _Pairs):
        return "{" + ", ".join(f"{_again(key)}: {_again(each)}" for key, each in value.pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_again(each) for each in value) + "]"
    return _kept(_JSON(value))


def _kept(text: str) -> str:
    """The text with a question mark for half a character (a lone surrogate), which nothing could store or send."""
    return text.encode(errors="replace").decode()


def _number(written: str) -> _Written:
    """A number in its plain form (7845, 915.15); one with a sign or an exponent as it stood."""
    if not set(written) <= set("0123456789."):
        return _Written(written)
    return _Written(plain(Decimal(written)))


def _object(pairs: list[tuple[str, Any]]) -> _Pairs:
    return _Pairs(tuple((_kept(key), value) for key, value in pairs))
