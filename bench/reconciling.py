"""Fifty orders in five hand-offs against an order book of five hundred: matched, made evidence, and judged.

The book is as a busy day leaves it: ours by tag, some sliced, some under the tags alone, and ten times as many of the
same shares that are none of ours. What is measured begins with the book as read and ends with fifty verdicts.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from statistics import median
from typing import Any, Final

from bench.measure import Figure, milliseconds
from bench.site import NOW, SEED
from tokri.core.evidence import How, Look, Sighting, Source
from tokri.core.matching import match_book
from tokri.core.ports import BookOrder, Handoff
from tokri.core.times import ist
from tokri.core.verdict import verdicts

_HELD: Final = 0.020  # seconds
_PARTS: Final = 5
_ORDERS: Final = 10
_BOOK: Final = 500
_ROUNDS: Final = 40
_SYMBOLS: Final = tuple(f"SHARE{number}" for number in range(25))


def figures() -> Iterator[Figure]:
    """The one figure, in CPU time: the median of forty rounds."""
    lot = Random(SEED)  # noqa: S311 - the same book at every run, and no secret
    handoffs = [_handoff(lot, part) for part in range(1, _PARTS + 1)]
    book = _book(lot, handoffs)
    filled = reconcile(handoffs, book)
    if filled != sum(each.filled_quantity for each in book if each.tag or each.tags):
        raise SystemExit("What is filled of ours is not what the verdicts say: see bench/reconciling.py.")
    gc.collect()
    costs = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        reconcile(handoffs, book)
        costs.append(time.process_time() - began)
    cost = median(costs)
    what = f"{_PARTS * _ORDERS} orders against a book of {_BOOK}"
    yield Figure(what, "the 20 ms it may take", cost / _HELD, 1.0, plain=milliseconds(cost))


def reconcile(handoffs: Sequence[Handoff], book: Sequence[BookOrder]) -> int:
    """From a book to verdicts, and what they say was filled in all."""
    seen = []
    for handoff_id, found in match_book(handoffs, book).items():
        places = [(each.order, each.book) for each in found.found] + [(None, each) for each in found.unsorted]
        seen += [Sighting(handoff_id, Source.BOOK, How.TAG, place, each, NOW, "reading") for place, each in places]
    look = Look(Source.BOOK, NOW, ist(NOW).date(), ist(NOW).date())
    return sum(order.filled for each in handoffs for order in verdicts(each, seen, [look]).orders)


def _handoff(lot: Random, part: int) -> Handoff:
    tag = f"BENCH{part:03}"
    orders = [
        {
            "variety": "regular",
            "tradingsymbol": lot.choice(_SYMBOLS),
            "exchange": "NSE",
            "transaction_type": lot.choice(("BUY", "SELL")),
            "order_type": "LIMIT",
            "quantity": lot.randint(2, 500) * 2 + place,
            "product": "CNC",
            "price": lot.randint(100, 4000),
            "readonly": False,
            "tag": tag,
        }
        for place in range(_ORDERS)
    ]
    payload = json.dumps(orders)
    return Handoff(
        id=f"handoff-{part}",
        basket_id="basket",
        visitor_id="visitor",
        version_number=1,
        version_sha256="",
        review_sha256="",
        part=part,
        parts=_PARTS,
        first_order=(part - 1) * _ORDERS,
        orders=_ORDERS,
        attempt=1,
        tag=tag,
        nonce=f"nonce-{part}",
        payload=payload,
        payload_sha256="",
        created_at=NOW - timedelta(minutes=5),
        left_at=NOW - timedelta(minutes=5),
    )


def _book(lot: Random, handoffs: Sequence[Handoff]) -> list[BookOrder]:
    """Ours first sliced or whole, then strangers' until it is full, in the order of the day."""
    rows: list[dict[str, Any]] = []
    for each in handoffs:
        for order in json.loads(each.payload):
            sizes = _slices(lot, order["quantity"])
            rows += [_row(lot, order | {"quantity": size}, each.tag) for size in sizes]
    while len(rows) < _BOOK:
        order = json.loads(lot.choice(handoffs).payload)[lot.randrange(_ORDERS)]
        rows.append(_row(lot, order | {"quantity": lot.randint(1, 1000)}, None))
    lot.shuffle(rows)
    return [BookOrder(**row | {"order_id": str(2_021_432_700_000_000_000 + place)}) for place, row in enumerate(rows)]


def _slices(lot: Random, quantity: int) -> Sequence[int]:
    return (quantity // 2, quantity - quantity // 2) if lot.random() < 0.2 else (quantity,)  # noqa: PLR2004 - one in five


def _row(lot: Random, order: dict[str, Any], tag: str | None) -> dict[str, Any]:
    quantity = order["quantity"]
    filled = lot.choice((quantity, quantity, quantity // 2, 0))
    at = ist(NOW - timedelta(minutes=4 if tag else lot.randint(6, 60)))
    return {
        "order_id": "",
        "status": "COMPLETE" if filled == quantity else lot.choice(("OPEN", "CANCELLED")),
        "status_message": None,
        "tradingsymbol": order["tradingsymbol"],
        "exchange": "NSE",
        "transaction_type": order["transaction_type"],
        "order_type": "LIMIT",
        "product": "CNC",
        "variety": "regular",
        "quantity": quantity,
        "filled_quantity": filled,
        "pending_quantity": quantity - filled,
        "cancelled_quantity": 0,
        "price": Decimal(order["price"]),
        "trigger_price": Decimal(0),
        "average_price": Decimal(order["price"]) if filled else Decimal(0),
        "order_timestamp": f"{at:%Y-%m-%d %H:%M:%S}",
        "tag": tag if tag and lot.random() < 0.8 else None,  # noqa: PLR2004 - the rest carry it among their tags
        "tags": (tag,) if tag else (),
    }
