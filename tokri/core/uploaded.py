"""What a file that somebody brought tells of a person's hand-offs, worked out before any of it is kept.

A file may have been made at any time before it came, so that an order is not in it proves little by itself. An order
book shows all there was of a hand-off if one of the hand-off's own orders is in it: Kite takes them all in at one
press, so the file was made after that. A tradebook shows all trades of the days that were over when it was made.

Where the number of an order is not in the file, it is made up from its place and its rank there, the largest fill
first. Fills only grow, so that a rank never tells less in a later file, and an order is known again although Kite
has given it another time since.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal

from tokri.core.basket import canonical_json
from tokri.core.evidence import NAMELESS, How, Look, Sighting, Source, is_nameless, is_over
from tokri.core.file_matching import Spot
from tokri.core.formats.evidence_file import EvidenceFile
from tokri.core.legs import Leg, legs_of, payload
from tokri.core.matching import Matched
from tokri.core.ports.kept import BookOrder, Handoff
from tokri.core.verdict import Verdict, verdicts


@dataclass(frozen=True, slots=True)
class Change:
    """One order that was sent: what is known of it without the file and with it, and its own orders in the file."""

    handoff: Handoff
    leg: Leg
    before: Verdict
    after: Verdict
    rows: tuple[BookOrder, ...]

    @property
    def changes(self) -> bool:
        """Whether anything would be known that is not known already."""
        return _known(self.before) != _known(self.after)


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """What would be kept of a file, and what it would change.

    `sightings` would be kept, each with no origin yet; `whole` are the hand-offs of which the file shows all there was;
    `matched` is how many of its orders are the basket's. `unclear` may be one of several orders, so none of them is
    chosen. `strangers` belong to none; they are shown to whoever brought the file, and never kept.
    """

    file: EvidenceFile
    at: datetime
    sightings: tuple[Sighting, ...]
    whole: tuple[str, ...]
    changes: tuple[Change, ...]
    matched: int
    unclear: tuple[BookOrder, ...]
    strangers: tuple[BookOrder, ...]

    @property
    def sha256(self) -> str:
        """What tells this plan from any other: what would be kept, and what it would change."""
        facts = {
            "source": self.file.source.value,
            "days": [self.file.first_day.isoformat(), self.file.last_day.isoformat(), self.file.closed],
            "whole": list(self.whole),
            "sightings": [_plain(asdict(each)) for each in self.sightings],
            "changes": [
                [each.handoff.id, *map(_plain, map(asdict, (each.before, each.after)))] for each in self.changes
            ],
        }
        return hashlib.sha256(canonical_json(facts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the basket's hand-offs: sightings, those of rivals among them, and looks, by hand-off."""

    sightings: Mapping[str, Sequence[Sighting]]
    looks: Mapping[str, Sequence[Look]]


def plan(
    file: EvidenceFile, handoffs: Sequence[Handoff], matched: Mapping[str, Matched], known: Known, at: datetime
) -> UploadPlan:
    """What the file tells of the basket's `handoffs`, in their order. `at` (UTC) is when it came.

    `file` is one whose orders all have numbers (`numbered`). `matched` says, by hand-off, what of it belongs to each of
    the person's, of this basket or of another: what is another's is a stranger here.
    """
    left = [each for each in handoffs if each.left_at is not None]
    found = [each for one in left for each in matched[one.id].found]
    unclear = {each.order_id: each for one in left for each in matched[one.id].unsorted}
    sightings = tuple(each for one in left for each in _sightings(file, one, matched[one.id], known, at))
    whole = tuple(each.id for each in left if file.source is Source.TRADE_FILE or matched[each.id].found)
    looks = {each: Look(file.source, at, file.first_day, file.last_day, file.closed) for each in whole}
    ours = {*unclear, *(each.book.order_id for each in found)}
    return UploadPlan(
        file=file,
        at=at,
        sightings=sightings,
        whole=whole,
        changes=tuple(
            change for each in left for change in _changes(each, matched[each.id], known, sightings, looks.get(each.id))
        ),
        matched=len(found),
        unclear=tuple(unclear.values()),
        strangers=tuple(each for each in file.orders if each.order_id not in ours),
    )


def numbered(file: EvidenceFile, basket_id: str) -> EvidenceFile:
    """The file with a number for every order that has none: one that no other order has, here or in anybody's file."""
    made: Counter[str] = Counter()
    orders = []
    for each in file.orders:
        if each.order_id:
            orders.append(each)
            continue
        asked = each.quantity if each.status else ""
        name = f"{NAMELESS}{basket_id}/{each.tradingsymbol}/{each.transaction_type}/{each.order_timestamp}/{asked}"
        made[name] += 1
        orders.append(replace(each, order_id=f"{name}/{made[name]}"))
    return replace(file, orders=tuple(orders))


def _sightings(
    file: EvidenceFile, handoff: Handoff, matched: Matched, known: Known, at: datetime
) -> Iterator[Sighting]:
    """Those of one hand-off: of each of its orders, and of what may be one of them, without a place."""
    legs = {leg.place: leg for leg in legs_of(payload(handoff), handoff.first_order)}
    places: dict[int, list[BookOrder]] = {}
    for found in matched.found:
        places.setdefault(found.order, []).append(_of_exchange(found.book, [legs[found.order]]))
    for place, rows in sorted(places.items()):
        for book in _lasting(file, Spot(handoff.id, place), rows, known):
            yield Sighting(handoff.id, file.source, How.LIKENESS, place, book, at, "")
    for book in matched.unsorted:
        yield Sighting(handoff.id, file.source, How.LIKENESS, None, _of_exchange(book, legs.values()), at, "")


def _of_exchange(book: BookOrder, legs: Iterable[Leg]) -> BookOrder:
    """The order with the exchange of what it is, or may be, where the file names none."""
    what = (book.tradingsymbol, book.transaction_type)
    exchanges = {str(leg.order["exchange"]) for leg in legs if leg.instrument_and_side[1:] == what}
    return replace(book, exchange=min(exchanges)) if not book.exchange and exchanges else book


def _lasting(file: EvidenceFile, spot: Spot, rows: Sequence[BookOrder], known: Known) -> list[BookOrder]:
    """The orders of one place, those without a number of their own under one that lasts."""
    own = [each for each in rows if not is_nameless(each.order_id)]
    others = [each for each in rows if is_nameless(each.order_id)]
    if not others:
        return own
    name = f"{NAMELESS}{spot.handoff_id}/{spot.order}"
    if file.source is Source.TRADE_FILE:
        return [*own, one_fill(name, others)]
    seen = [
        each
        for each in known.sightings.get(spot.handoff_id, ())
        if (each.handoff_id, each.order, each.source) == (*spot, file.source) and each.book.order_id.startswith(name)
    ]
    return [*own, *ranked(name, others, seen)]


def ranked(name: str, rows: Sequence[BookOrder], seen: Iterable[Sighting]) -> list[BookOrder]:
    """The orders of one place under the numbers of their ranks, which begin with `name`.

    `seen` is what such files showed of the place before, and keeps its numbers.
    """
    best: dict[str, BookOrder] = {}
    for each in seen:
        before = best.get(each.book.order_id)
        if before is None or _rank(each.book)[:2] <= _rank(before)[:2]:
            best[each.book.order_id] = each.book
    numbers = sorted(best, key=lambda number: (_rank(best[number]), number))
    numbers += [fresh for fresh in (f"{name}/{rank}" for rank in range(len(rows))) if fresh not in best]
    return [replace(each, order_id=number) for each, number in zip(sorted(rows, key=_rank), numbers, strict=False)]


def one_fill(name: str, rows: Sequence[BookOrder]) -> BookOrder:
    """All that was traded of one place, as one order under the number `name`, at its exact average."""
    quantity = sum(each.filled_quantity for each in rows)
    worth = sum((each.filled_quantity * each.average_price for each in rows), Decimal(0))
    return replace(
        rows[0],
        order_id=name,
        quantity=quantity,
        filled_quantity=quantity,
        average_price=worth / quantity,
        order_timestamp=min(each.order_timestamp or "" for each in rows),
        exchange_update_timestamp=max(each.exchange_update_timestamp or "" for each in rows),
    )


def _rank(order: BookOrder) -> tuple[int, bool, int]:
    return -order.filled_quantity, not is_over(order), -order.quantity


def _changes(
    handoff: Handoff, matched: Matched, known: Known, sightings: Iterable[Sighting], look: Look | None
) -> Iterator[Change]:
    """Every order of a hand-off of which the file says something."""
    seen, looks = known.sightings.get(handoff.id, ()), known.looks.get(handoff.id, ())
    before = verdicts(handoff, seen, looks).orders
    after = verdicts(handoff, [*seen, *sightings], [*looks, *([look] if look is not None else [])]).orders
    for leg, was, now in zip(legs_of(payload(handoff), handoff.first_order), before, after, strict=True):
        rows = tuple(each.book for each in matched.found if each.order == leg.place)
        change = Change(handoff, leg, was, now, rows)
        if rows or change.changes:
            yield change


def _known(verdict: Verdict) -> tuple[object, ...]:
    return verdict.standing, verdict.filled, verdict.still_open, verdict.average_price, verdict.source


def _plain(value: object) -> object:
    """As JSON holds it: exact figures, and times, as text."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)
