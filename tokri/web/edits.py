"""What the buttons of the basket form do to its orders, as a function of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.mending import mended

_ON_ORDER = re.compile(r"(remove|up|down|duplicate)-([0-9]{1,3})", re.ASCII)
_MEND = re.compile(r"mend-([0-9]{1,3})-([a-z_]{1,30})=(.{0,200})", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edited:
    """The orders after a button, what was done ("removed") and the place (from 0) to put the reader's eye on.

    `places` tells where each order stood before, None where it is new; a copy stood where its original did. `field` is
    the Kite name of the one field that was changed, "" where it was not one.
    """

    orders: tuple[OrderText, ...]
    done: str
    place: int
    places: tuple[int | None, ...]
    field: str = ""


def edit(orders: tuple[OrderText, ...], action: str) -> Edited | None:
    """Do what the button named `action` says; None if no button is called that, or its order is not there."""
    if action == "add":
        return _edited(orders, [*range(len(orders)), None], "added", len(orders))
    if match := _MEND.fullmatch(action):
        return _mend(orders, int(match[1]), match[2], match[3])
    match = _ON_ORDER.fullmatch(action)
    if match is None or int(match[2]) >= len(orders):
        return None
    return _ON_ORDERS[match[1]](orders, int(match[2]))


def _mend(orders: tuple[OrderText, ...], place: int, name: str, text: str) -> Edited | None:
    if place >= len(orders) or name not in KITE_FIELDS:
        return None
    order = mended(orders[place], name, text)
    places = tuple(range(len(orders)))
    return Edited((*orders[:place], order, *orders[place + 1 :]), "mended", place, places, name)


def _edited(orders: Sequence[OrderText], places: Sequence[int | None], done: str, place: int) -> Edited:
    return Edited(tuple(OrderText() if each is None else orders[each] for each in places), done, place, tuple(places))


def _remove(orders: Sequence[OrderText], place: int) -> Edited:
    places = [each for each in range(len(orders)) if each != place]
    return _edited(orders, places or [None], "removed", min(place, max(len(places) - 1, 0)))


def _duplicate(orders: Sequence[OrderText], place: int) -> Edited:
    return _edited(orders, [*range(place + 1), *range(place, len(orders))], "duplicated", place + 1)


def _up(orders: Sequence[OrderText], place: int) -> Edited:
    return _swap(orders, place, max(place - 1, 0))


def _down(orders: Sequence[OrderText], place: int) -> Edited:
    return _swap(orders, place, min(place + 1, len(orders) - 1))


def _swap(orders: Sequence[OrderText], here: int, there: int) -> Edited:
    places = list(range(len(orders)))
    places[here], places[there] = there, here
    return _edited(orders, places, "moved", there)


_ON_ORDERS = {"remove": _remove, "up": _up, "down": _down, "duplicate": _duplicate}
