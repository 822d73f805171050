"""Strict reading of Kite's answers, field by field: a value of exactly the shape asked for, or KiteNonsense."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from tokri.core.ports import KiteNonsense

#: No price or quantity has more digits, or starts further from the point, than this.
MOST_DIGITS: Final = 30
MOST_PLACES: Final = 15


def rows(data: Any) -> list[Mapping[str, Any]]:
    """A list of objects."""
    if not isinstance(data, list):
        raise KiteNonsense
    return [row(each) for each in data]


def row(data: Any) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(data, dict):
        raise KiteNonsense
    return data


def word(row: Mapping[str, Any], key: str) -> str:
    """Text that stands there, and can be printed as it is."""
    value = row.get(key)
    if not isinstance(value, str) or not value or not value.isprintable():
        raise KiteNonsense
    return value


def words(row: Mapping[str, Any], key: str) -> str | None:
    """Text that may be absent; what cannot be printed or stored is left out of it."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise KiteNonsense
    return printable(value)


def tags(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The tags of an order: Kite's own and the person's; old rows have no such key."""
    value = row.get("tags")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise KiteNonsense
    return tuple(printable(tag) for tag in value)


def yes_or_no(row: Mapping[str, Any], key: str) -> bool:
    """A truth value."""
    value = row.get(key)
    if not isinstance(value, bool):
        raise KiteNonsense
    return value


def rupees(row: Mapping[str, Any], key: str) -> Decimal:
    """An exact number of a size that Kite could mean: an exponent must not fill a page or a column."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise KiteNonsense
    number = Decimal(value)
    if len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_PLACES:
        raise KiteNonsense
    return number


def whole(row: Mapping[str, Any], key: str) -> int:
    """A quantity. Kite's Go client reads it as a float, so 10.0 is ten; 1.5 is nonsense."""
    number = rupees(row, key)
    if number < 0 or number != number.to_integral_value():
        raise KiteNonsense
    return int(number)


def printable(text: str) -> str:
    """The text in one line, without what cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
