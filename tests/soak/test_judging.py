"""The judge of the soak sees what is wrong: a page is held against a ledger, both made by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from bench.truth.judge import DOUBLED, FALSE, INVENTED, LOST, UNEQUAL, UNTOLD, Judged, judge
from bench.truth.steps import Told

TAG = "AB12CD34"


def told(status: str, filled: int, by: str = "book", visit: int = 1, *, taken: bool = True) -> dict[str, Any]:
    return {"by": by, "at": "", "status": status, "filled_quantity": filled, "taken": taken, "visit": visit}


def order(status: str, filled: int, *said: dict[str, Any], quantity: int = 10, oddity: str = "") -> dict[str, Any]:
    return {
        "order_id": "1",
        "oddity": oddity,
        "status": status,
        "quantity": quantity,
        "filled_quantity": filled,
        "told": list(said),
        "forged": [],
    }


def line(number: int, quantity: int = 10) -> dict[str, Any]:
    traded = {"exchange": "NSE", "tradingsymbol": "INFY", "transaction_type": "BUY"}
    return {"line": number, "quantity": quantity, "tag": TAG, **traded}


def visit(number: int = 1, order_id: str | None = "1") -> dict[str, Any]:
    return {
        "number": number,
        "tags": [TAG],
        "lines": [line(0)],
        "orders": [{"line": 0, "order_id": order_id}],
        "outcome": "placed",
        "scenario": "market",
        "books": 1,
    }


def row(standing: str, filled: int = 0, source: str = "book", reported: str = "") -> str:
    return (
        f'<tr data-order="0" data-standing="{standing}" data-filled="{filled}" data-source="{source}" '
        f'data-reported="{reported}">'
    )


@dataclass
class Page:
    text: str
    status: int = 200


@dataclass
class Reader:
    """A browser that is shown one page whatever it asks for."""

    text: str

    def get(self, url: str) -> Page:
        del url
        return Page(self.text)

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Here:
    """A world of one ledger."""

    entries: dict[str, Any]
    url: str = ""
    killed: dict[str, int] = field(default_factory=dict)

    def ledger(self) -> dict[str, Any]:
        return self.entries


def judged(rows: str, orders: list[dict[str, Any]], visits: list[dict[str, Any]] | None = None) -> Judged:
    page = f'<section data-handoff="h" data-tag="{TAG}">{rows}</section>'
    person = Told(0, Reader(page), "CR0000", "basket", Counter({1: 1}))  # type: ignore[arg-type]  # a reader will do
    counted = {"taken": 0, "forged and taken": 0}
    entries = {"visits": [visit()] if visits is None else visits, "orders": orders, "postbacks": counted}
    return judge(Here(entries), [person])  # type: ignore[arg-type]  # a ledger is all that is asked for


GOOD = {
    "filled and seen": (row("filled", 10), [order("COMPLETE", 10, told("COMPLETE", 10))]),
    "part of it, seen before the rest came": (row("partly", 5), [order("COMPLETE", 10, told("OPEN", 5))]),
    "rejected": (row("rejected"), [order("REJECTED", 0, told("REJECTED", 0))]),
    "queued": (row("queued"), [order("AMO REQ RECEIVED", 0, told("AMO REQ RECEIVED", 0))]),
    "in a book that was an older copy": (row("missing"), [order("COMPLETE", 10)]),
    "reported alone": (
        row("reported", 0, "postback", "10"),
        [order("COMPLETE", 10, told("COMPLETE", 10, "postback", 0))],
    ),
    "placed without a tag, and told by nobody": (
        row("unknown", 0, ""),
        [order("COMPLETE", 10, told("COMPLETE", 10), oddity="untagged")],
    ),
}

WRONG = {
    "filled, and it was rejected": (FALSE, row("filled", 10), [order("REJECTED", 0, told("REJECTED", 0))]),
    "filled, and half of it was": (FALSE, row("filled", 5), [order("OPEN", 5, told("OPEN", 5))]),
    "more than was filled": (FALSE, row("partly", 7), [order("OPEN", 5, told("OPEN", 5))]),
    "filled, and there is no such order": (FALSE, row("filled", 10), []),
    "a smaller fill after a larger one": (
        UNEQUAL,
        row("partly", 5),
        [order("COMPLETE", 10, told("OPEN", 5), told("COMPLETE", 10))],
    ),
    "open, and it was cancelled": (UNEQUAL, row("open"), [order("CANCELLED", 0, told("CANCELLED", 0))]),
    "unknown, and the book showed it": (
        UNTOLD,
        row("unknown", 0, ""),
        [order("COMPLETE", 10, told("COMPLETE", 10))],
    ),
    "missing, and the book showed it": (UNTOLD, row("missing"), [order("COMPLETE", 10, told("COMPLETE", 10))]),
    "unknown, and a postback was taken": (
        UNTOLD,
        row("unknown", 0, ""),
        [order("COMPLETE", 10, told("COMPLETE", 10, "postback", 0))],
    ),
    "open, by nothing": (INVENTED, row("open", 0, ""), [order("OPEN", 0)]),
    "reported, and nobody reported it": (INVENTED, row("reported", 0, "postback", "10"), [order("COMPLETE", 10)]),
    "a report that counts as a fill": (
        FALSE,
        row("reported", 10, "postback", "10"),
        [order("COMPLETE", 10, told("COMPLETE", 10, "postback", 0))],
    ),
    "an order that has no row": (LOST, "", [order("COMPLETE", 10, told("COMPLETE", 10))]),
}


@pytest.mark.parametrize("case", GOOD)
def test_what_is_true_holds(case: str) -> None:
    rows, orders = GOOD[case]
    visits = None if orders else [visit(order_id=None)]
    found = judged(rows, orders, visits)
    assert found.holds, list(found.lines())


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_true_is_named(case: str) -> None:
    blame, rows, orders = WRONG[case]
    found = judged(rows, orders, None if orders else [visit(order_id=None)])
    assert not found.holds
    assert found.wrong == {blame: 1}, list(found.lines())


@pytest.mark.parametrize(("asked", "of_the_other"), [(8, True), (11, False)])
def test_an_order_that_was_made_its_twin_may_be_told_as_the_twin(asked: int, of_the_other: bool) -> None:
    """8 was made 11, and 11 taken out: 11 are there. Where nothing was changed by hand, each row has its own order."""
    one, twin = row("missing", 0), row("filled", 11).replace('data-order="0"', 'data-order="1"')
    came = visit() | {"lines": [line(0, asked), line(1, 11)]}
    found = judged(one + twin, [order("COMPLETE", 11, told("COMPLETE", 11), quantity=11)], [came])
    assert found.holds == of_the_other, list(found.lines())


def test_a_basket_that_came_to_kite_twice_is_a_doubled_send() -> None:
    found = judged(row("filled", 10), [order("COMPLETE", 10, told("COMPLETE", 10))], [visit(), visit(2)])
    assert found.wrong[DOUBLED] > 0


def test_a_basket_at_kite_that_stands_on_no_page_is_lost() -> None:
    stray = visit(2) | {"tags": ["ZZ99ZZ99"]}
    found = judged(row("filled", 10), [order("COMPLETE", 10, told("COMPLETE", 10))], [visit(), stray])
    assert found.wrong == {LOST: 1}


def test_nothing_that_was_judged_is_no_success() -> None:
    assert not Judged().holds
