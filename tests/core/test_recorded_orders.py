"""Orders as Kite has been recorded to show them, judged: each is what its record says, and no more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.seen import asked, handed_off, only, seen
from tokri.core.kite_record import book_order
from tokri.core.ports.kept import BookOrder
from tokri.core.refusals import Refusal, refusal
from tokri.core.verdict import Standing

SAMPLES: Final = Path(__file__).resolve().parent.parent / "kite" / "samples"


def recorded(name: str) -> list[BookOrder]:
    answer = json.loads((SAMPLES / name).read_text(encoding="utf-8"), parse_float=Decimal)
    rows: Sequence[dict[str, Any]] = answer["data"]
    return [book_order(row) for row in rows]


ORDERS: Final = recorded("orders.json")
HISTORY: Final = recorded("order_info.json")

STANDINGS: Final = {
    "COMPLETE": Standing.FILLED,
    "CANCELLED": Standing.CANCELLED,
    "REJECTED": Standing.REJECTED,
}


@pytest.mark.parametrize("book", ORDERS, ids=[each.order_id for each in ORDERS])
def test_a_recorded_order_is_judged_by_its_status_and_its_fill_alone(book: BookOrder) -> None:
    """Among them: cancelled with pending and cancelled both 1, or with 60 pending; rejected with all of them 0."""
    sent = asked(
        exchange=book.exchange,
        tradingsymbol=book.tradingsymbol,
        transaction_type=book.transaction_type,
        quantity=book.quantity,
    )
    found = only(handed_off(sent), [seen(book)])
    assert found.standing is STANDINGS[book.status]
    assert found.filled == book.filled_quantity
    assert found.left == (0 if book.status == "COMPLETE" else book.quantity)
    assert found.still_open == 0


def test_the_recorded_rejection_is_understood_in_its_own_words() -> None:
    [rejected] = [each for each in ORDERS if each.status == "REJECTED"]
    told = refusal(rejected.status_message, rejected.status_message_raw)
    assert told is not None
    assert told.refusal is Refusal.MARGIN
    assert dict(told.facts) == {"required": 9541784, "available": 7425180}


@settings(deadline=None)
@given(st.permutations(range(len(HISTORY))))
def test_the_recorded_history_of_an_order_is_under_way_in_whatever_order_it_comes(places: list[int]) -> None:
    """Eight steps, from the request to an order that was changed and is open: none of them an end, none a fill."""
    [order_id] = {each.order_id for each in HISTORY}
    assert order_id == "171229000724687"
    first = HISTORY[0]
    sent = asked(
        exchange=first.exchange,
        tradingsymbol=first.tradingsymbol,
        transaction_type=first.transaction_type,
        quantity=first.quantity,
    )
    history = [seen(HISTORY[place], at=minute) for minute, place in enumerate(places)]
    found = only(handed_off(sent), history)
    assert (found.standing, found.filled, found.still_open, found.left) == (Standing.OPEN, 0, first.quantity, 0)
