"""What is not the same in two proposals: field by field, order by order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.desk.advice import LEG_FIELDS, Disclosures, LegAdvice, Proposal

_PLAIN: Final = ("why", "risk_class", "valid_until", "may_change", "reference_capital")
_DISCLOSED: Final = tuple(each.name for each in fields(Disclosures))


class Kind(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was, as typed.

    `place` is the order's, from 0: in the newer proposal, of an order that was removed in the older one; None: it is
    of the whole basket. `field` is a name of Proposal, Disclosures, OrderText or LegAdvice, "" of a whole order:
    `symbol` then tells which.
    """

    kind: Kind
    place: int | None
    field: str
    before: str
    after: str
    symbol: str = ""


def differences(older: Proposal, newer: Proposal) -> tuple[Change, ...]:
    """What changed from `older` to `newer`: the basket first, then its orders in their places."""
    return (*_of_basket(older, newer), *_of_orders(older, newer))


def _of_basket(older: Proposal, newer: Proposal) -> Iterator[Change]:
    pairs = [
        ("title", older.draft.name, newer.draft.name),
        *((name, getattr(older, name), getattr(newer, name)) for name in _PLAIN),
        ("sequence", older.draft.sequence, newer.draft.sequence),
        ("tied", _flag(older.tied), _flag(newer.tied)),
        *((name, getattr(older.disclosures, name), getattr(newer.disclosures, name)) for name in _DISCLOSED),
    ]
    return (Change(Kind.CHANGED, None, name, before, after) for name, before, after in pairs if before != after)


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _of_orders(older: Proposal, newer: Proposal) -> Iterator[Change]:
    """Orders are the same by what they trade and on which side; so one put between two is that one, added."""
    before, after = ([_named(order) for order in each.draft.orders] for each in (older, newer))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for how, old, old_end, new, new_end in matcher.get_opcodes():
        if how == "equal":
            for one, other in zip(range(old, old_end), range(new, new_end), strict=True):
                yield from _of_order(older, one, newer, other)
        else:
            yield from (Change(Kind.REMOVED, place, "", "", "", before[place][1]) for place in range(old, old_end))
            yield from (Change(Kind.ADDED, place, "", "", "", after[place][1]) for place in range(new, new_end))


def _named(order: OrderText) -> tuple[str, str, str]:
    return order.exchange, order.tradingsymbol, order.transaction_type


def _of_order(older: Proposal, one: int, newer: Proposal, other: int) -> Iterator[Change]:
    symbol = newer.draft.orders[other].tradingsymbol
    was, now = older.draft.orders[one], newer.draft.orders[other]
    yield from _fields_of(KITE_FIELDS, was, now, other, symbol)
    yield from _fields_of(LEG_FIELDS, older.legs[one], newer.legs[other], other, symbol)


def _fields_of(
    names: tuple[str, ...], was: OrderText | LegAdvice, now: OrderText | LegAdvice, place: int, symbol: str
) -> Iterator[Change]:
    pairs = ((name, getattr(was, name), getattr(now, name)) for name in names)
    return (Change(Kind.CHANGED, place, name, old, new, symbol) for name, old, new in pairs if old != new)
