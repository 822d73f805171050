"""How far a fill is from its price, by the side; and what is said of a queue once its session has begun."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.seen import POSTBACK, at, handed_off, only, order, seen, told
from tokri.core.queued import as_of
from tokri.core.release import Release
from tokri.core.slippage import Slippage, slippage
from tokri.core.verdict import Standing

ONE = handed_off()
FILLED = only(ONE, [seen(order(average_price=Decimal("1500.25")))])


@pytest.mark.parametrize(
    ("side", "price", "per_unit", "paise"),
    [
        ("BUY", Decimal(1500), Decimal("0.25"), 250),
        ("BUY", Decimal("1500.30"), Decimal("-0.05"), -50),
        ("SELL", Decimal(1500), Decimal("-0.25"), -250),
        ("SELL", Decimal("1501.25"), Decimal(1), 1000),
        ("BUY", Decimal("1500.25"), Decimal(0), 0),
    ],
)
def test_dearer_bought_and_cheaper_sold_is_worse(side: str, price: Decimal, per_unit: Decimal, paise: int) -> None:
    assert slippage(FILLED, side, price) == Slippage(per_unit, paise)


def test_without_a_fill_or_a_price_there_is_no_slippage() -> None:
    nothing = only(ONE, [seen(order(status="OPEN", filled=0))])
    reported = only(ONE, [seen(order(), source=POSTBACK)])
    assert slippage(nothing, "BUY", Decimal(1500)) is None
    assert slippage(reported, "BUY", Decimal(1500)) is None
    assert slippage(FILLED, "BUY", None) is None
    assert slippage(FILLED, "BUY", Decimal(0)) is None
    assert slippage(only(ONE, [seen(order(average_price=Decimal(0)))]), "BUY", Decimal(1500)) is None


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 10**7)), min_size=1, max_size=4), st.integers(1, 10**7))
def test_slippage_of_slices_is_exact_to_the_paisa(fills: list[tuple[int, int]], asked: int) -> None:
    rows = [
        order(str(number), filled=filled, of=filled, average_price=Decimal(paise) / 100)
        for number, (filled, paise) in enumerate(fills)
    ]
    found = slippage(only(ONE, [seen(row) for row in rows]), "BUY", Decimal(asked) / 100)
    assert found is not None
    assert found.paise == sum(filled * (paise - asked) for filled, paise in fills)


#: Queued on the evening of Wednesday 11 February, for Thursday's session.
QUEUED = [seen(order(status="AMO REQ RECEIVED", filled=0), at=6 * 60)]
THURSDAY = Release(at(2026, 2, 12, 9, 15), at(2026, 2, 12, 9, 30))


def test_a_queue_is_a_queue_until_its_session_opens_and_then_nobody_knows() -> None:
    found = told(ONE, QUEUED)
    before, after = THURSDAY.opens - timedelta(seconds=1), THURSDAY.opens
    assert as_of(found, THURSDAY, before) == found
    [stale] = as_of(found, THURSDAY, after).orders
    assert (stale.standing, stale.left, stale.still_open) == (Standing.UNKNOWN, 0, 10)
    assert stale.books == found.orders[0].books


def test_a_queue_that_was_seen_after_the_release_is_one_still() -> None:
    late = told(ONE, [seen(order(status="AMO REQ RECEIVED", filled=0), at=24 * 60)])
    assert as_of(late, THURSDAY, at(2026, 2, 12, 10, 40)) == late


def test_where_no_table_tells_the_session_a_queue_is_not_told_on_another_day() -> None:
    found = told(ONE, QUEUED)
    assert as_of(found, None, at(2026, 2, 11, 23, 59)) == found
    assert as_of(found, None, at(2026, 2, 12, 0, 0)).orders[0].standing is Standing.UNKNOWN


def test_nothing_but_a_queue_grows_stale() -> None:
    opened = told(ONE, [seen(order(status="OPEN", filled=0))])
    assert as_of(opened, THURSDAY, at(2026, 2, 13, 10)) == opened
