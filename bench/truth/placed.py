"""Which of the ledger's orders are those of each line of a basket that came to Kite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Entry = Mapping[str, Any]


def placed_of(visit: Entry, orders: Mapping[str, Entry]) -> dict[int, tuple[Entry, ...]]:
    """The orders that the ledger has for each line, by the line's number.

    One that was changed by hand into its twin, while the twin itself was taken out, is the twin's: 8 made 11 and 11
    taken out leaves 11, which is all that anybody can ever see.
    """
    lines: Sequence[Entry] = visit["lines"]
    placed: dict[int, tuple[Entry, ...]] = {each["line"]: () for each in lines}
    for each in visit["orders"]:
        if each["order_id"]:
            placed[each["line"]] += (orders[each["order_id"]],)
    for gone in lines:
        for changed in lines:
            theirs = placed[changed["line"]]
            became_it = [each["quantity"] for each in theirs] == [gone["quantity"]] != [changed["quantity"]]
            if not placed[gone["line"]] and became_it and _alike(gone, changed):
                placed[gone["line"]], placed[changed["line"]] = theirs, ()
    return placed


def _alike(one: Entry, other: Entry) -> bool:
    return all(one[each] == other[each] for each in ("exchange", "tradingsymbol", "transaction_type"))
