"""Evidence that somebody brings as a file: shown first, and kept exactly as it was shown. The file itself is not kept.

It is brought by the person, by a client at their link, or by the firm for a link's client: `outside.who` says by whom.
What was shown travels sealed in the page, so far as it can touch a hand-off, and is weighed again before it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from tokri.core.evidence import How, Source
from tokri.core.file_matching import Spot, match_file
from tokri.core.formats.evidence_cells import EvidenceCode, EvidenceFault
from tokri.core.formats.evidence_file import EvidenceFile, read_evidence
from tokri.core.formats.sheet import ReadSheet
from tokri.core.handback import SUCCESS
from tokri.core.legs import legs_of, payload
from tokri.core.ports import BookOrder, Handoff, Outside, ReadingUnit, SealBroken, WritingUnit
from tokri.core.ports.evidence import Upload
from tokri.core.times import ist
from tokri.core.uploaded import Known, UploadPlan, numbered, plan
from tokri.journey.finished import asks_whose
from tokri.journey.news import gather
from tokri.journey.other_baskets import of_other_baskets

#: Orders of a file, of the instruments and sides that were handed off, that are weighed.
MOST_NEAR: Final = 300

#: For how long after a hand-off a file may tell of it: an order for the next session waits over holidays.
_TOLD_WITHIN: Final = timedelta(days=7)

#: Characters of a file's name that are kept.
LONGEST_NAME: Final = 100

_PRICES: Final = ("price", "trigger_price", "average_price")

Unit = ReadingUnit | WritingUnit


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file as a browser sends it: its name, and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """A file, as it was brought: what it is called and what it holds, the SHA-256 of it, and when it came (UTC)."""

    name: str
    sha256: str
    at: datetime
    file: EvidenceFile


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, `sealed` for the page to bring back with the yes. `before`: the same file was kept then.

    `strangers` are the file's orders that match nothing, as far as they are known here. `asks_whose`: nothing but the
    file says that the orders were placed from here, so whoever keeps it has to say so.
    """

    brought: Brought
    plan: UploadPlan
    sealed: str
    before: Upload | None
    strangers: tuple[BookOrder, ...]
    asks_whose: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What travelled in the page: the file as far as it can touch a hand-off, and the SHA-256 of what was shown."""

    brought: Brought
    shown: str


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing was kept: more is known by now than when it was shown. `preview` is as it would be now."""

    preview: Preview


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Nothing was kept: nobody said that these are the orders that were placed from here. `preview` is as shown."""

    preview: Preview


def preview(
    outside: Outside, visitor_id: str, basket_id: str, chosen: Chosen, read_sheet: ReadSheet
) -> Preview | tuple[EvidenceFault, ...] | None:
    """What the file would change of the basket; its faults, if all of it cannot be read; None: not this visitor's."""
    now = outside.clock()
    with outside.store.reading() as unit:
        if unit.baskets.get(basket_id, visitor_id) is None:
            return None
    file = read_evidence(chosen.content, read_sheet, now)
    if not isinstance(file, EvidenceFile):
        return file
    brought = Brought(
        chosen.name.strip()[:LONGEST_NAME], hashlib.sha256(chosen.content).hexdigest(), now, numbered(file, basket_id)
    )
    with outside.store.reading() as unit:
        near = _near(_every(unit, visitor_id, basket_id, file), brought.file)
        if len(near.orders) > MOST_NEAR:
            return (EvidenceFault(None, None, EvidenceCode.CROWDED, {"most": MOST_NEAR}),)
        shown = _preview(outside, unit, visitor_id, basket_id, replace(brought, file=near))
    taken = {each.order_id for each in near.orders}
    others = tuple(each for each in brought.file.orders if each.order_id not in taken)
    return replace(shown, strangers=(*shown.strangers, *others))


def keep(
    outside: Outside, visitor_id: str, basket_id: str, sealed: str, *, mine: bool
) -> Upload | Stale | Unsaid | None:
    """Keep exactly what was shown. None: not this visitor's basket, or nothing that was shown here.

    `mine`: whoever brought it says that these are the orders that were placed from here.
    The same file again changes nothing, and answers what was kept of it before.
    """
    brought_back = opened(outside, basket_id, sealed)
    if brought_back is None:
        return None
    brought = brought_back.brought
    with outside.store.writing() as unit:
        if unit.baskets.get(basket_id, visitor_id) is None:
            return None
        before = _kept_before(unit, basket_id, brought)
        now = _plan(unit, visitor_id, basket_id, brought)
        if now.sha256 != brought_back.shown:
            if before is not None and not any(each.changes for each in now.changes):
                return before
            return Stale(_preview(outside, unit, visitor_id, basket_id, brought))
        if not mine and asks_whose(unit, basket_id, now):
            return Unsaid(_preview(outside, unit, visitor_id, basket_id, brought))
        upload = before or _upload(outside, basket_id, brought, now)
        seen = unit.evidence.see(replace(each, origin=upload.id) for each in now.sightings)
        if before is None:
            unit.evidence.add_upload(upload)
        if before is None or seen:
            facts: dict[str, str | int | bool | None] = {
                "basket": basket_id,
                "source": upload.source.value,
                "file": upload.sha256,
                "orders": upload.rows,
                "matched": upload.matched,
                "changed": sum(each.changes for each in now.changes),
                "said_placed_here": mine,
            }
            unit.record(outside.event("file brought", basket_id, outside.clock(), facts))
        return upload


def opened(outside: Outside, basket_id: str, sealed: str) -> Opened | None:
    """What a page brought back; None if it was not sealed here, or for another basket."""
    try:
        document = json.loads(outside.sealer.unseal(sealed, _context(basket_id)))
    except SealBroken:
        return None
    return Opened(_brought(document), document["shown"])


def _context(basket_id: str) -> str:
    return f"upload:{basket_id}"


def _preview(outside: Outside, unit: Unit, visitor_id: str, basket_id: str, brought: Brought) -> Preview:
    shown = _plan(unit, visitor_id, basket_id, brought)
    text = json.dumps(_document(brought, shown.sha256), default=str)
    sealed = outside.sealer.seal(text, _context(basket_id))
    before = _kept_before(unit, basket_id, brought)
    return Preview(brought, shown, sealed, before, shown.strangers, asks_whose(unit, basket_id, shown))


def _plan(unit: Unit, visitor_id: str, basket_id: str, brought: Brought) -> UploadPlan:
    handoffs = unit.handoffs.of_basket(basket_id)
    every = _every(unit, visitor_id, basket_id, brought.file)
    news = gather(unit, handoffs)
    known = Known({each: news[each].sightings for each in news}, {each: list(news[each].looks) for each in news})
    back_at = {
        each.handoff_id: each.at
        for each in unit.handoffs.handbacks([handoff.id for handoff in every])
        if each.handoff_id is not None and each.status == SUCCESS and not each.log_in
    }
    numbers = sorted({each.order_id for each in brought.file.orders if each.order_id})
    tagged = {
        each.book.order_id: Spot(each.handoff_id, each.order)
        for each in unit.evidence.seen_orders(numbers)
        if each.how is How.TAG
    }
    matched = match_file(every, brought.file.orders, tagged, back_at)
    return plan(brought.file, handoffs, matched, known, brought.at)


def _every(unit: Unit, visitor_id: str, basket_id: str, file: EvidenceFile) -> list[Handoff]:
    """The basket's hand-offs, and those of the person's other baskets that the file may tell of."""
    others = (each for each in of_other_baskets(unit, visitor_id, basket_id) if each.left_at is not None)
    earliest = file.first_day - _TOLD_WITHIN
    return [
        *unit.handoffs.of_basket(basket_id),
        *(each for each in others if each.left_at and earliest <= ist(each.left_at).date() <= file.last_day),
    ]


def _near(handoffs: Sequence[Handoff], file: EvidenceFile) -> EvidenceFile:
    """The file with no more orders in it than could be of any hand-off: what is weighed, and travels in the page."""
    sent = {leg.instrument_and_side[1:] for each in handoffs for leg in legs_of(payload(each), each.first_order)}
    return replace(
        file, orders=tuple(each for each in file.orders if (each.tradingsymbol, each.transaction_type) in sent)
    )


def _kept_before(unit: Unit, basket_id: str, brought: Brought) -> Upload | None:
    kept = unit.evidence.uploads([basket_id])
    return next((each for each in kept if each.sha256 == brought.sha256), None)


def _upload(outside: Outside, basket_id: str, brought: Brought, shown: UploadPlan) -> Upload:
    file = brought.file
    return Upload(
        id=outside.chance.token(),
        basket_id=basket_id,
        source=file.source,
        name=brought.name,
        sha256=brought.sha256,
        by=outside.who,
        at=brought.at,
        first_day=file.first_day,
        last_day=file.last_day,
        closed=file.closed,
        rows=file.rows,
        matched=shown.matched,
        whole=shown.whole,
    )


def _document(brought: Brought, shown: str) -> dict[str, Any]:
    file = brought.file
    return {
        "shown": shown,
        "name": brought.name,
        "sha256": brought.sha256,
        "at": brought.at.isoformat(),
        "file": {**asdict(file), "source": file.source.value, "orders": _rows(file.orders)},
    }


def _rows(orders: Iterable[BookOrder]) -> list[list[Any]]:
    """A list a row, in the order of the fields: there may be thousands."""
    return [list(asdict(order).values()) for order in orders]


def _brought(document: dict[str, Any]) -> Brought:
    file = document["file"]
    days = {name: date.fromisoformat(file[name]) for name in ("first_day", "last_day")}
    orders = tuple(_order(each) for each in file["orders"])
    return Brought(
        document["name"],
        document["sha256"],
        datetime.fromisoformat(document["at"]),
        EvidenceFile(**{**file, **days, "source": Source(file["source"]), "orders": orders}),
    )


def _order(row: list[Any]) -> BookOrder:
    values = dict(zip((each.name for each in fields(BookOrder)), row, strict=True))
    prices = {name: Decimal(values[name]) for name in _PRICES}
    return BookOrder(**{**values, **prices, "tags": tuple(values["tags"])})
