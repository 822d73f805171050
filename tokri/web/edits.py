"""What the buttons of the basket form do to its orders, as a function of values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.mending import mended

_ON_ORDER = re.compile(r"(remove|up|down|duplicate)-([0-9]{1,3})", re.ASCII)
_MEND = re.compile(r"mend-([0-9]{1,3})-([a-z_]{1,30})=(.{0,200})", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edited:
    """The orders after a button, what was done ("removed") and the place (from 0) to put the reader's eye on.

    `field` is the Kite name of the one field that was changed, "" where it was not one.
    """

    orders: tuple[OrderText, ...]
    done: str
    place: int
    field: str = ""


def edit(orders: tuple[OrderText, ...], action: str) -> Edited | None:
    """Do what the button named `action` says; None if no button is called that, or its order is not there."""
    if action == "add":
        return Edited((*orders, OrderText()), "added", len(orders))
    if match := _MEND.fullmatch(action):
        return _mend(orders, int(match[1]), match[2], match[3])
    match = _ON_ORDER.fullmatch(action)
    if match is None or int(match[2]) >= len(orders):
        return None
    return _ON_ORDERS[match[1]](list(orders), int(match[2]))


def _mend(orders: tuple[OrderText, ...], place: int, name: str, text: str) -> Edited | None:
    if place >= len(orders) or name not in KITE_FIELDS:
        return None
    order = mended(orders[place], name, text)
    return Edited((*orders[:place], order, *orders[place + 1 :]), "mended", place, name)


def _remove(orders: list[OrderText], place: int) -> Edited:
    del orders[place]
    return Edited(tuple(orders) or (OrderText(),), "removed", min(place, max(len(orders) - 1, 0)))


def _duplicate(orders: list[OrderText], place: int) -> Edited:
    orders.insert(place + 1, orders[place])
    return Edited(tuple(orders), "duplicated", place + 1)


def _up(orders: list[OrderText], place: int) -> Edited:
    return _swap(orders, place, max(place - 1, 0))


def _down(orders: list[OrderText], place: int) -> Edited:
    return _swap(orders, place, min(place + 1, len(orders) - 1))


def _swap(orders: list[OrderText], here: int, there: int) -> Edited:
    orders[here], orders[there] = orders[there], orders[here]
    return Edited(tuple(orders), "moved", there)


_ON_ORDERS = {"remove": _remove, "up": _up, "down": _down, "duplicate": _duplicate}
