"""Which orders of the order book belong to which hand-off, and to which of its orders.

Tokri's own tag alone identifies: it was made for this hand-off and nobody else has it. Within the hand-off the
instrument and the side tell its orders apart, then product, order type, quantity and price.

Only where no order of the book carries such a tag at all, Kite may have dropped them: then, and for orders that went
out under a tag of the person's own, an order belongs to what it fits in instrument, side, product, quantity and
time, if it fits that alone, and nothing else of that kind fits it. A person's own tag may stand on other orders too, so
it only narrows. Where two could fit, neither is chosen: a wrong "filled" is worse than none. Such orders may be the
hand-off's all the same, and are answered apart, so that nobody takes them for missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from tokri.core.evidence import in_time
from tokri.core.legs import (
    Instrument,
    Leg,
    PayloadOrder,
    alike,
    instrument_and_side,
    legs_of,
    payload,
    shared_out,
    tags,
)
from tokri.core.ports.kept import BookOrder, Found, Handoff
from tokri.core.times import from_kite

__all__ = ["ORDERS_WITHIN", "Matched", "PayloadOrder", "match", "match_book"]

#: For how long after the browser left an order that carries no tag may be the hand-off's, if nobody came back: half an
#: hour is long for signing in, reading ten orders and pressing one button. What the person places later in the day they
#: may well have placed by themselves.
ORDERS_WITHIN: Final = timedelta(minutes=30)

#: How far the clocks of Kite and of this program may be apart when the browser comes back.
_CLOCKS: Final = timedelta(minutes=1)

#: Tags that Kite itself puts on an order: market protection, slicing.
_KITES_OWN: Final = ("mktp", "autoslice", "iceberg")


class Matched(NamedTuple):
    """The order book, seen from one hand-off.

    `found` belongs to one order of it each; `unsorted` carries its tag, or fits it by likeness, and which of its orders
    it is (or whether it is a rival's) cannot be told; `others` counts the rest.
    """

    found: tuple[Found, ...]
    unsorted: tuple[BookOrder, ...]
    others: int


@dataclass(frozen=True)
class _Away:
    """A hand-off, as its orders are looked for. `until` is the last moment at which one by likeness may be of it.

    `left_at` is without its fraction of a second: Kite writes whole ones.
    """

    id: str
    tag: str
    legs: Sequence[Leg]
    left_at: datetime
    until: datetime
    by_tags_alone: bool = False

    @cached_property
    def tagged(self) -> list[Leg]:
        return [leg for leg in self.legs if leg.order.get("tag") == self.tag]

    @cached_property
    def named(self) -> list[Leg]:
        """The orders that went out under a tag of the person's own."""
        return [leg for leg in self.legs if leg.order.get("tag") != self.tag]

    def in_time(self, row: _Row) -> bool:
        return row.at is not None and self.left_at <= row.at <= self.until

    def may_be_named(self, row: _Row) -> bool:
        """Whether it carries a person's own tag on an order's instrument and side, at a time that may be right."""
        return (row.at is None or self.in_time(row)) and any(leg.named(row.book) for leg in self.named)


@dataclass(frozen=True)
class _Row:
    """One order of the book, with what every hand-off asks of it: when it was placed, and under which tags."""

    book: BookOrder
    at: datetime | None
    tags: frozenset[str]

    @cached_property
    def bare(self) -> bool:
        """Whether nobody put a tag on it: those of Kite's own tell nothing of who sent it."""
        return all(tag.startswith(_KITES_OWN) for tag in self.tags)


def match_book(
    handoffs: Iterable[Handoff], book: Sequence[BookOrder], back_at: Mapping[str, datetime] | None = None
) -> dict[str, Matched]:
    """What of one person's order book belongs to each of their hand-offs, by the hand-off's id.

    Give it every hand-off of the basket (at a link: of the link) that has left, all at once, so that two that could
    claim the same order are seen to; those that have not left get nothing. `book` is the whole book of the day.
    `back_at` is when the browser came back from a hand-off, by its id: an order without any tag is only its own if it
    was placed before then, or, where nobody came back, within `ORDERS_WITHIN`.

    Several orders of the book may belong to one order that was sent (slices of it, or a second try); no order of the
    book belongs to two. Of what is answered, `found` makes sightings with their place, `unsorted` sightings without;
    an order that stands under two hand-offs is a sighting of both, and evidence gives it to neither
    (tokri/core/evidence.py, `own`). How an order was known: by TAG if the hand-off's tag is on it, else by LIKENESS.
    """
    back_at = back_at or {}
    away = [
        _Away(
            each.id,
            each.tag,
            legs_of(payload(each), each.first_order),
            each.left_at.replace(microsecond=0),
            back_at[each.id] + _CLOCKS if each.id in back_at else each.left_at + ORDERS_WITHIN,
        )
        for each in handoffs
        if each.left_at is not None
    ]
    return _matched(away, book)


def match(
    orders: Sequence[PayloadOrder], first_order: int, tag: str, left_at: datetime, book: Sequence[BookOrder]
) -> Matched:
    """What of the book belongs to one part, by tags alone. `match_book` sees all hand-offs of a basket together.

    `orders` is the stored payload, read; `first_order` the place in the plan of its first order, from 0; `tag`
    the hand-off's own; `left_at` when the browser left.
    """
    whole_day = left_at + timedelta(days=1)
    left = left_at.replace(microsecond=0)
    part = _Away("", tag, legs_of(orders, first_order), left, whole_day, by_tags_alone=True)
    return _matched([part], book)[""]


def _matched(handoffs: Sequence[_Away], book: Sequence[BookOrder]) -> dict[str, Matched]:
    ordered = sorted(enumerate(book), key=lambda pair: (in_time(pair[1].order_id), pair[0]))
    rows = {index: _Row(order, from_kite(order.order_timestamp), tags(order)) for index, order in ordered}
    ours = {each.id: {index: row.book for index, row in rows.items() if each.tag in row.tags} for each in handoffs}
    every = set[int]().union(*ours.values())
    strangers: dict[Instrument, dict[int, _Row]] = {}
    for index, row in rows.items():
        if index not in every:
            strangers.setdefault(instrument_and_side(row.book), {})[index] = row
    near = {each.id: _near(each, strangers) for each in handoffs}
    likely = {each.id: _likely(each, near[each.id], dropped=not every) for each in handoffs}
    claims = Counter(index for fits in likely.values() for index in fits)
    answers = {}
    for each in handoffs:
        fits = likely[each.id]
        places = shared_out(each.tagged, ours[each.id]) | _pairs(fits, {index for index in fits if claims[index] > 1})
        maybe = {*ours[each.id], *fits, *_perhaps(each, near[each.id], set(places.values()), dropped=not every)}
        answers[each.id] = Matched(
            found=tuple(Found(places[index], book[index]) for index in sorted(places)),
            unsorted=tuple(book[index] for index in sorted(maybe) if index not in places),
            others=len(book) - len(maybe),
        )
    return answers


def _near(handoff: _Away, strangers: Mapping[Instrument, Mapping[int, _Row]]) -> dict[int, _Row]:
    """What is of the instrument and side of one of its orders, in the order in which Kite took it."""
    among = [strangers.get(each, {}) for each in {leg.instrument_and_side for leg in handoff.legs}]
    found = {index: row for rows in among for index, row in rows.items()}
    return {
        index: found[index] for index in sorted(found, key=lambda index: (in_time(found[index].book.order_id), index))
    }


def _perhaps(handoff: _Away, near: Mapping[int, _Row], found: Collection[int], *, dropped: bool) -> list[int]:
    """What may be an order of it that was changed on Kite's page, and is not found otherwise."""
    lost = [] if handoff.by_tags_alone or not dropped else [leg for leg in handoff.legs if leg.place not in found]
    if not lost and not handoff.named:
        return []
    return [
        index
        for index, row in near.items()
        if handoff.may_be_named(row) or (row.bare and handoff.in_time(row) and any(leg.fits(row.book) for leg in lost))
    ]


def _likely(handoff: _Away, near: Mapping[int, _Row], *, dropped: bool) -> dict[int, list[Leg]]:
    """The legs that each order fits in everything that is asked where no tag of ours speaks.

    `dropped`: no order carries a tag of any hand-off's, so Kite may have dropped them, and the person's own as well.
    """
    nameless = handoff.legs if dropped and not handoff.by_tags_alone else []
    if not nameless and not handoff.named:
        return {}
    named = {leg.place for leg in handoff.named for row in near.values() if leg.named(row.book)}
    found = {}
    for index, row in near.items():
        if not handoff.in_time(row):
            continue
        legs = [leg for leg in handoff.named if leg.named(row.book)]
        legs += [leg for leg in nameless if row.bare and leg.place not in named and leg.fits(row.book)]
        fitting = [leg for leg in legs if leg.of_product(row.book) and leg.of_quantity(row.book)]
        if fitting:
            found[index] = [leg for leg in fitting if leg.of_type(row.book)] or fitting
    return found


def _pairs(likely: Mapping[int, Sequence[Leg]], contested: Collection[int]) -> dict[int, int]:
    """The place of each order that fits nothing else, and that nothing else fits.

    Legs that are alike in everything are one and the same to everybody, if there are no more orders than legs.
    """
    places: dict[int, int] = {}
    rivals: dict[int, set[int]] = {}
    for index, legs in likely.items():
        for leg in legs:
            rivals.setdefault(leg.place, set()).add(index)
    for index, legs in likely.items():
        among = set[int]().union(*(rivals[leg.place] for leg in legs))
        same = all(likely[other] == legs for other in among)
        if alike(legs) and same and len(among) <= len(legs) and not among & set(contested):
            taken = set(places.values())
            places[index] = next(leg.place for leg in legs if leg.place not in taken)
    return places
