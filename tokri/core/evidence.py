"""What each source can prove of the orders of a hand-off, and which beats which.

    order book > postback > upload (Kite's order book as a file, Console's tradebook) > the person's own word

All evidence is kept; nothing is overwritten in the store. What counts is worked out here from all of it at once, so
that the order in which it came in makes no difference.

- Of one source's views of one order the larger fill counts; of equal fills one that is over counts before one that is
  not, and of two such the later: a smaller fill never takes the place of a larger one.
- A stronger source that says an order is over has the last word. While it only says "open", a weaker *document* that
  shows a larger fill, or that it was over later, is believed beyond it, and named.
- A postback is a hint: its checksum covers neither state nor fill. Where a document shows the order, a postback that
  says more is told beside it ("reported by Kite, not seen in the book") and changes nothing.
- A tradebook proves fills only. That an order is not in it means "no trade on that day", if it holds the whole day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tokri.core.ports.kept import BookOrder
from tokri.core.times import ist


class Source(StrEnum):
    """From where something is known of an order."""

    BOOK = "book"  #: Kite's order book, read with the person's yes
    POSTBACK = "postback"  #: Kite's own report of one order
    ORDER_FILE = "order-file"  #: Kite's order book, downloaded by a person and uploaded
    TRADE_FILE = "trade-file"  #: the Console's tradebook, uploaded: fills only
    WORD = "word"  #: the person's own word


#: The strongest first. A word tells of no order in particular figures, so it never stands among sightings.
STRONGEST_FIRST: Final = (Source.BOOK, Source.POSTBACK, Source.ORDER_FILE, Source.TRADE_FILE, Source.WORD)

#: Sources that are documents: they can be shown again, and decide.
DOCUMENTS: Final = (Source.BOOK, Source.ORDER_FILE, Source.TRADE_FILE)

#: Statuses after which Kite changes nothing about an order any more. Whatever else it says counts as under way
#: (https://kite.trade/docs/connect/v3/orders/#order-statuses says that there may be others).
OVER: Final = frozenset({"COMPLETE", "CANCELLED", "REJECTED", "LAPSED"})

#: Queued for the next session (the same page).
QUEUED: Final = "AMO REQ RECEIVED"


class How(StrEnum):
    """How an order was known to be the hand-off's."""

    TAG = "tag"  #: Tokri's own tag, which nobody else has
    LIKENESS = "likeness"  #: instrument, side, product, quantity and time fit, and fit nothing else


@dataclass(frozen=True, slots=True)
class Sighting:
    """One order of a hand-off as one source showed it at one time. Kept for good.

    `order` is the place, in the version's plan, of the order it belongs to; None: it is the hand-off's, and which of
    its orders it is cannot be told. `at` (UTC) is when the source was read. `origin` is the id of the reading, upload
    or postback that it came from. A tradebook tells no state: there `book.status` is "", `quantity` what was filled,
    and the prices asked are 0.
    """

    handoff_id: str
    source: Source
    how: How
    order: int | None
    book: BookOrder
    at: datetime
    origin: str

    @property
    def over(self) -> bool:
        return self.book.status in OVER


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the whole of a source: what it does not show of these days (IST, both included) was not there.

    `closed` says that the last of the days was over when the source was made: nothing could be added to it any more.
    """

    source: Source
    at: datetime
    first_day: date
    last_day: date
    closed: bool = False

    def covers(self, left_at: datetime) -> bool:
        """Whether an order of a hand-off that left then must show in it: read since, and of that day."""
        return self.at >= left_at and self.first_day <= ist(left_at).date() <= self.last_day


@dataclass(frozen=True, slots=True)
class View:
    """What one source shows of one order of the hand-off: one order at Kite, or slices of it.

    `over`: nothing about it changes any more. `at` is the newest sighting in it.
    """

    source: Source
    how: How
    books: tuple[BookOrder, ...]
    at: datetime
    over: bool

    @property
    def filled(self) -> int:
        return sum(each.filled_quantity for each in self.books)

    @property
    def quantity(self) -> int:
        return sum(each.quantity for each in self.books)


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that is known of one order: the view that counts, and a postback that says more than it."""

    counts: View | None
    reported: View | None = None


def own(handoff_id: str, sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that are this hand-off's. `sightings` hold those of its rivals for the same orders as well.

    An order carries one tag, so a sighting by tag decides whose it is; where only likeness speaks, and for two
    hand-offs, it is neither's.
    """
    every = list(sightings)
    claims: dict[str, dict[How, set[str]]] = {}
    for each in every:
        claims.setdefault(each.book.order_id, {}).setdefault(each.how, set()).add(each.handoff_id)
    owners = {order_id: _owners(by_how) for order_id, by_how in claims.items()}
    return [each for each in every if each.handoff_id == handoff_id and owners[each.book.order_id] == {handoff_id}]


def _owners(claims: Mapping[How, set[str]]) -> set[str]:
    return claims.get(How.TAG) or claims[How.LIKENESS]


def weigh(sightings: Sequence[Sighting], looks: Iterable[Look] = ()) -> dict[int | None, Weighed]:
    """What counts of each order of one hand-off, by its place; under None what cannot be told apart.

    `sightings` are the hand-off's own (see `own`), `looks` those that cover it.
    """
    places = _places(sightings)
    looks = list(looks)
    closed = any(look.source is Source.TRADE_FILE and look.closed for look in looks)
    looked = max((look.at for look in looks if look.source is Source.BOOK), default=None)
    of_place: dict[int | None, dict[Source, dict[str, list[Sighting]]]] = {}
    for each in sightings:
        by_source = of_place.setdefault(places[each.book.order_id], {})
        by_source.setdefault(each.source, {}).setdefault(each.book.order_id, []).append(each)
    return {
        place: _weighed({source: _view(source, orders, closed, looked) for source, orders in by_source.items()})
        for place, by_source in of_place.items()
    }


def _places(sightings: Iterable[Sighting]) -> dict[str, int | None]:
    """The place of each order of Kite's: by the strongest source, and its newest sighting, that can tell it."""
    best: dict[str, Sighting] = {}
    for each in sightings:
        known = best.get(each.book.order_id)
        if known is None or _tells_place(each) > _tells_place(known):
            best[each.book.order_id] = each
    return {order_id: each.order for order_id, each in best.items()}


def _tells_place(each: Sighting) -> tuple[bool, bool, int, datetime, int]:
    strength = -STRONGEST_FIRST.index(each.source)
    return (each.order is not None, each.how is How.TAG, strength, each.at, -1 if each.order is None else each.order)


def _view(source: Source, orders: Mapping[str, Sequence[Sighting]], closed: bool, looked: datetime | None) -> View:
    best = sorted((max(each, key=_says_most) for each in orders.values()), key=lambda each: each.book.order_id)
    return View(
        source=source,
        how=How.TAG if all(each.how is How.TAG for each in best) else How.LIKENESS,
        books=tuple(each.book for each in best),
        # An order that looks as it did is not kept again; that the book was looked at since, is.
        at=max(looked or best[0].at, *(each.at for each in best))
        if source is Source.BOOK
        else max(each.at for each in best),
        over=closed if source is Source.TRADE_FILE else all(each.over for each in best),
    )


def _says_most(each: Sighting) -> tuple[int, bool, datetime, str]:
    """The larger fill, then the end, then the newest; the text decides between two of one moment."""
    return (each.book.filled_quantity, each.over, each.at, repr(each.book))


def _weighed(views: Mapping[Source, View]) -> Weighed:
    counts: View | None = None
    for source in DOCUMENTS:
        view = views.get(source)
        if view is not None and (counts is None or _goes_beyond(view, counts)):
            counts = view
    reported = views.get(Source.POSTBACK)
    if counts is None:
        return Weighed(reported)
    return Weighed(counts, reported if reported is not None and _goes_beyond(reported, counts) else None)


def _goes_beyond(weaker: View, stronger: View) -> bool:
    """Whether the weaker one tells of something that the stronger has not seen yet: never against its last word."""
    if stronger.over:
        return False
    if weaker.filled != stronger.filled:
        return weaker.filled > stronger.filled
    return weaker.over and weaker.at > stronger.at
