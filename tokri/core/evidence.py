"""What each source can prove of the orders of a hand-off, and which beats which.

    order book > postback > upload (Kite's order book as a file, Console's tradebook) > the person's own word

All evidence is kept; nothing is overwritten in the store. What counts is worked out here from all of it at once, order
by order of Kite's, so that the order in which it came in makes no difference.

- Of one source's views of one order the larger fill counts, whichever came later, and once it was over it stays over,
  unless it was seen to fill after that. Its other terms are those of the view that says how it ended, else the newest.
- A stronger source that says an order is over has the last word. While it only says "open", a weaker *document* that
  shows a larger fill, or that it was over later, is believed beyond it, and named.
- A postback is a hint: its checksum covers neither state nor fill, so it decides nothing. Where a document shows the
  order, a postback that says more is told beside it; where none does, it is "reported by Kite, not seen in the book".
- A tradebook proves fills only. That an order is not in it means "no trade on that day", if it holds the whole day.
"""

from __future__ import annotations

from collections.abc import Iterable
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

#: Documents that somebody brings: what they show names no account.
FILES: Final = frozenset({Source.ORDER_FILE, Source.TRADE_FILE})

#: Statuses after which Kite changes nothing about an order any more. Whatever else it says counts as under way
#: (https://kite.trade/docs/connect/v3/orders/#order-statuses says that there may be others).
OVER: Final = frozenset({"COMPLETE", "CANCELLED", "REJECTED", "LAPSED"})

#: Queued for the next session (the same page).
QUEUED: Final = "AMO REQ RECEIVED"


class How(StrEnum):
    """How an order was known to be the hand-off's."""

    TAG = "tag"  #: Tokri's own tag, which nobody else has
    LIKENESS = "likeness"  #: instrument, side, product, quantity and time fit, and fit nothing else


def is_over(book: BookOrder) -> bool:
    """Whether the row says that nothing about the order changes any more.

    One that is called complete, and has not filled whole, contradicts itself: it counts as under way.
    """
    return book.status in OVER and (book.status != "COMPLETE" or book.filled_quantity >= book.quantity > 0)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One order of a hand-off as one source showed it at one time. Kept for good.

    `order` is the place, in the version's plan, of the order it belongs to; None: it is the hand-off's, and which of
    its orders it is cannot be told. `at` (UTC) is when the source was read. `origin` is the id of the reading, upload
    or postback that it came from. A tradebook tells no state: there `book.status` is "", `quantity` what was filled,
    `order_timestamp` the day of its trades, and the prices asked are 0.
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
        return is_over(self.book)


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
        return self.at >= left_at and self.holds(ist(left_at).date())

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of one order of the hand-off: by one order at Kite, or by several (slices of it, or a second try).

    `books` are those orders, each with the largest fill that was seen of it. `source` is the weakest that any of them
    rests on. `over`: nothing about them changes any more. `at` is the newest sighting in it. `alive` can still fill;
    `gone` cannot any more. A view of trades alone is `bare`: what was asked, and how the rest fared, is not in it.
    """

    source: Source
    how: How
    books: tuple[BookOrder, ...]
    at: datetime
    over: bool
    alive: int = 0
    gone: int = 0
    bare: bool = False

    @property
    def filled(self) -> int:
        return sum(each.filled_quantity for each in self.books)

    @property
    def quantity(self) -> int:
        return sum(each.quantity for each in self.books)


def own(handoff_id: str, sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that are this hand-off's. `sightings` hold those of its rivals for the same orders as well.

    An order carries one tag, so a sighting by tag decides whose it is; where only likeness speaks, and for two
    hand-offs, it is neither's.
    """
    every = list(sightings)
    owners = _owners(every)
    return [each for each in every if each.handoff_id == handoff_id and owners[each.book.order_id] == {handoff_id}]


def contested(handoff_id: str, sightings: Iterable[Sighting]) -> list[BookOrder]:
    """The orders that are this hand-off's or a rival's, and nobody can tell whose: they may be its own."""
    every = list(sightings)
    owners = _owners(every)
    return [
        _newest(rows).book
        for order_id, rows in by_order(every).items()
        if len(owners[order_id]) > 1 and handoff_id in owners[order_id]
    ]


def _owners(sightings: Iterable[Sighting]) -> dict[str, set[str]]:
    """The hand-offs that claim each order, by the best that anybody knows it by."""
    claims: dict[str, dict[How, set[str]]] = {}
    for each in sightings:
        claims.setdefault(each.book.order_id, {}).setdefault(each.how, set()).add(each.handoff_id)
    return {order_id: by_how.get(How.TAG) or by_how[How.LIKENESS] for order_id, by_how in claims.items()}


def _newest(rows: Iterable[Sighting]) -> Sighting:
    return max(rows, key=lambda each: (each.at, repr(each.book)))


def by_order(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """The sightings of each order of Kite's, by its id."""
    found: dict[str, list[Sighting]] = {}
    for each in sightings:
        found.setdefault(each.book.order_id, []).append(each)
    return {order_id: found[order_id] for order_id in sorted(found, key=in_time)}


#: How the made-up number of an order begins whose file tells none (tokri/core/uploaded.py). Kite's are digits.
NAMELESS: Final = "file:"


def is_nameless(order_id: str) -> bool:
    """Whether the order's number was made up: it may be one that another source shows under its own."""
    return order_id.startswith(NAMELESS)


def in_time(order_id: str) -> tuple[int, str]:
    """Kite's ids in the order in which they were given out: digits that count up, 15 of them once and 19 now."""
    return len(order_id), order_id
