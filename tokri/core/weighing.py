"""What counts of each order of a hand-off, by the rules of evidence (tokri/core/evidence.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tokri.core.evidence import DOCUMENTS, STRONGEST_FIRST, How, Look, Sighting, Source, View, by_order, is_nameless
from tokri.core.ports.kept import BookOrder
from tokri.core.times import from_kite, ist


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that is known of one order: the view that counts, and postbacks that say more than it.

    `counts` rests on documents alone; None where none shows the order.
    """

    counts: View | None
    reported: View | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """One order of Kite's, as one source shows it over time; or, weighed, as all documents together do."""

    book: BookOrder
    source: Source
    how: How
    at: datetime
    over: bool
    bare: bool = False

    @property
    def rest(self) -> int:
        return 0 if self.bare else max(self.book.quantity - self.book.filled_quantity, 0)


def weigh(
    sightings: Iterable[Sighting], places: Mapping[str, int | None], looks: Iterable[Look] = ()
) -> dict[int | None, Weighed]:
    """What counts of each order of one hand-off, by its place; under None what cannot be told apart.

    `sightings` are the hand-off's own (see `own`), `places` where each order of Kite's belongs (tokri/core/places.py),
    `looks` those at the books and files of the person.
    """
    looks = list(looks)
    known: dict[int | None, list[Known]] = {}
    hints: dict[int | None, list[Known]] = {}
    for order_id, seen in by_order(sightings).items():
        counts, hint = _weighed(seen, looks)
        place = places[order_id]
        known.setdefault(place, []).extend([counts] if counts else [])
        hints.setdefault(place, []).extend([hint] if hint else [])
    return {place: _of_one(_together(orders), hints[place]) for place, orders in known.items()}


def _of_one(counts: View | None, hints: Sequence[Known]) -> Weighed:
    """What counts of one order, and the reports beyond it: a file may have the very order that was reported."""
    shown = Counter(_traits(each) for each in (counts.books if counts else ()) if is_nameless(each.order_id))
    beyond = []
    for hint in hints:
        if shown[_traits(hint.book)]:
            shown[_traits(hint.book)] -= 1
        else:
            beyond.append(hint)
    return Weighed(counts, _view(beyond))


def _traits(book: BookOrder) -> tuple[str, str, str, str, int, int, str | None]:
    """By what a row without a number is known for the order that Kite reported: what it trades, how it stands, when."""
    traded = book.exchange, book.tradingsymbol, book.transaction_type
    return *traded, book.status, book.quantity, book.filled_quantity, book.order_timestamp


def _weighed(seen: Iterable[Sighting], looks: Sequence[Look]) -> tuple[Known | None, Known | None]:
    """One order of Kite's as documents show it, and as postbacks do where they say more."""
    by_source: dict[Source, list[Sighting]] = {}
    for each in seen:
        by_source.setdefault(each.source, []).append(each)
    views = {source: _merged(source, rows, looks) for source, rows in by_source.items()}
    counts: Known | None = None
    for source in DOCUMENTS:
        view = views.get(source)
        if view is not None and (counts is None or _goes_beyond(view, counts)):
            counts = view if counts is None or not view.bare else _with_fills(counts, view)
    hint = views.get(Source.POSTBACK)
    return counts, hint if hint is not None and (counts is None or _goes_beyond(hint, counts)) else None


def _merged(source: Source, rows: Sequence[Sighting], looks: Sequence[Look]) -> Known:
    """One order as one source shows it over time: never less filled than it once was, and over once it was."""
    ends = [end for end in rows if end.over and not any(_filled_after(end, each) for each in rows)]
    last = most = rows[0]
    if len(rows) > 1:
        last = max(ends or rows, key=lambda each: (each.at, each.book.filled_quantity, repr(each.book)))
        most = max(rows, key=lambda each: (each.book.filled_quantity, each.at, repr(each.book)))
    book, at = last.book, max(each.at for each in rows)
    if most.book.filled_quantity > book.filled_quantity:
        filled = most.book.filled_quantity
        price, quantity = most.book.average_price, max(book.quantity, filled)
        book = replace(book, filled_quantity=filled, average_price=price, quantity=quantity)
    if source is Source.BOOK:
        # An order that looks as it did is not kept again; that the book was looked at since, is.
        at = max([at, *(look.at for look in looks if look.source is Source.BOOK)])
    bare = source is Source.TRADE_FILE
    how = How.TAG if any(each.how is How.TAG for each in rows) else How.LIKENESS
    return Known(book, source, how, at, _day_is_over(book, looks) if bare else bool(ends), bare)


def _filled_after(end: Sighting, other: Sighting) -> bool:
    """Whether the order was seen to fill after what called itself its end."""
    return not other.over and other.at > end.at and other.book.filled_quantity > end.book.filled_quantity


def _day_is_over(trades: BookOrder, looks: Iterable[Look]) -> bool:
    """Whether a tradebook holds the whole day of these trades: an order lives no longer than its day."""
    at = from_kite(trades.order_timestamp)
    return at is not None and any(
        look.source is Source.TRADE_FILE
        and look.holds(ist(at).date())
        and (look.closed or ist(at).date() < look.last_day)
        for look in looks
    )


def _with_fills(shown: Known, trades: Known) -> Known:
    """An order that a document shows open, with the fills that a tradebook proves beyond it."""
    filled = trades.book.filled_quantity
    quantity = max(shown.book.quantity, filled)
    book = replace(shown.book, filled_quantity=filled, average_price=trades.book.average_price, quantity=quantity)
    return Known(book, trades.source, shown.how, trades.at, trades.over or filled >= quantity)


def _goes_beyond(weaker: Known, stronger: Known) -> bool:
    """Whether the weaker one tells of something that the stronger has not seen yet: never against its last word."""
    if stronger.over:
        return False
    if weaker.book.filled_quantity != stronger.book.filled_quantity:
        return weaker.book.filled_quantity > stronger.book.filled_quantity
    return weaker.over and weaker.at > stronger.at


def _together(orders: Sequence[Known]) -> View | None:
    """All orders of Kite's that are one order of the hand-off's.

    What a file tells of without a number may be any of those with one, so it is never added to them: it is a view of
    its own, and counts where it shows more.
    """
    best = _view([each for each in orders if not is_nameless(each.book.order_id)])
    for source in DOCUMENTS:
        view = _view([each for each in orders if is_nameless(each.book.order_id) and each.source is source])
        if view is not None and (best is None or _shows_more(view, best)):
            best = view
    return best


def _shows_more(weaker: View, stronger: View) -> bool:
    more = weaker.filled > stronger.filled
    ended = weaker.filled == stronger.filled and weaker.over and weaker.at > stronger.at
    return not stronger.over and (more or ended)


def _view(orders: Sequence[Known]) -> View | None:
    if not orders:
        return None
    return View(
        source=max((each.source for each in orders), key=STRONGEST_FIRST.index),
        how=How.TAG if all(each.how is How.TAG for each in orders) else How.LIKENESS,
        books=tuple(each.book for each in orders),
        at=max(each.at for each in orders),
        over=all(each.over for each in orders),
        alive=sum(each.rest for each in orders if not each.over),
        gone=sum(each.rest for each in orders if each.over),
        bare=all(each.bare for each in orders),
    )
