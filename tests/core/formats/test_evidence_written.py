"""Whatever is written as Kite writes it is read as it was; whatever is not is no error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats.brought import (
    CONSOLE,
    NOW,
    ORDERS,
    good,
    table,
    trade,
)
from tokri.core.formats.evidence_file import read_evidence
from tokri.core.ports.kept import BookOrder
from tokri.sheets import read_sheet

seconds = st.integers(0, 40 * 86_400).map(
    lambda s: f"{datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s):%Y-%m-%d %H:%M:%S}"
)
symbols = st.from_regex(r"[A-Z][A-Z0-9&\-]{0,15}", fullmatch=True).filter(
    lambda text: text not in {"SUM", "TOTAL", "TOTALS", "SUBTOTAL"}
)
prices = st.decimals("0.05", "99999", places=2)


@st.composite
def orders(draw: st.DrawFn) -> BookOrder:
    quantity = draw(st.integers(1, 10**6))
    status = draw(st.sampled_from(["COMPLETE", "OPEN", "REJECTED", "CANCELLED", "TRIGGER PENDING", "AMO REQ RECEIVED"]))
    filled = quantity if status == "COMPLETE" else 0 if status == "REJECTED" else draw(st.integers(0, quantity))
    gone = quantity - filled if status in {"REJECTED", "CANCELLED", "COMPLETE"} else 0
    return BookOrder(
        order_id="",
        status=status,
        status_message=None,
        tradingsymbol=draw(symbols),
        exchange="",
        transaction_type=draw(st.sampled_from(["BUY", "SELL"])),
        order_type="",
        product=draw(st.sampled_from(["CNC", "MIS", "NRML", "MTF"])),
        variety="",
        quantity=quantity,
        filled_quantity=filled,
        pending_quantity=quantity - filled - gone,
        cancelled_quantity=gone if status == "CANCELLED" else 0,
        price=Decimal(0),
        trigger_price=Decimal(0),
        average_price=draw(prices) if filled else Decimal(0),
        order_timestamp=draw(seconds),
        tag=None,
    )


@given(st.lists(orders(), min_size=1, max_size=12))
def test_what_was_written_is_what_is_read(book: list[BookOrder]) -> None:
    rows = [
        (
            *(each.order_timestamp, each.transaction_type, each.tradingsymbol, each.product),
            *(f"{each.filled_quantity}/{each.quantity}", each.average_price, each.status),
        )
        for each in book
    ]
    assert list(good(table(ORDERS, *rows)).orders) == book


@given(st.lists(st.tuples(st.integers(1, 10**5), prices), min_size=1, max_size=20))
def test_no_share_and_no_paisa_is_lost_between_trades_and_their_order(trades: list[tuple[int, Decimal]]) -> None:
    rows = [trade(quantity=f"{q}.000000", price=f"{p}0000", trade_id=str(n)) for n, (q, p) in enumerate(trades)]
    (found,) = good(table(CONSOLE, *rows)).orders
    assert found.filled_quantity == sum(q for q, _ in trades)
    assert round(found.average_price * found.filled_quantity, 10) == sum(q * p for q, p in trades)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_are_an_error(content: bytes) -> None:
    read_evidence(content, read_sheet, NOW)
    read_evidence(table(ORDERS) + content, read_sheet, NOW)
