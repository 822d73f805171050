"""What a basket comes to, in words: the sums, what is told beside them, and the button that names its size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from tokri.core.basket import Order
from tokri.core.totals import AtLastPrices, Kind, Sum, Totals, totals
from tokri.web.filters import continue_label, totals_rows

BOUGHT = Order("regular", "ITC", "NSE", "BUY", "LIMIT", 1, price=Decimal(316))
AT_MARKET = replace(BOUGHT, order_type="MARKET", price=None)
SOLD = replace(AT_MARKET, transaction_type="SELL")
FUTURE = replace(BOUGHT, tradingsymbol="NIFTY26FEBFUT", exchange="NFO", product="NRML")

#: By what is in the part: bought at a price, bought at market, sold, and what needs a margin.
COSTS = {
    (True, False, False): ", about ₹316 to pay",
    (True, False, True): ", about ₹316 to pay and margin",
}


def label(*orders: Order, number: int = 1, of: int = 1) -> str:
    part: Any = SimpleNamespace(part=SimpleNamespace(orders=orders, number=number, of=of), totals=totals(orders))
    return continue_label(part)


@pytest.mark.parametrize("sells", [False, True])
@pytest.mark.parametrize(("priced", "at_market", "margin"), [*product([False, True], repeat=3)])
def test_the_button_never_tells_less_than_it_costs(*, priced: bool, at_market: bool, margin: bool, sells: bool) -> None:
    there = zip((BOUGHT, AT_MARKET, FUTURE, SOLD), (priced, at_market, margin, sells), strict=True)
    orders = [order for order, is_there in there if is_there]
    count = f"{len(orders)} order{'' if len(orders) == 1 else 's'}"
    assert label(*orders) == f"Continue to Kite: {count}{COSTS.get((priced, at_market, margin), '')}"


def test_the_button_of_a_part_names_it() -> None:
    assert label(BOUGHT, number=2, of=3) == "Continue to Kite: part 2, 1 order, about ₹316 to pay"


TODAY, YESTERDAY = date(2026, 2, 11), date(2026, 2, 10)


@pytest.mark.parametrize(
    ("one", "row"),
    [
        (Sum(Kind.TO_PAY, 1, 0, 1), ("Not known here", "1 order at market price")),
        (
            Sum(Kind.TO_PAY, 1, 0, 1, AtLastPrices(1, 934375_00, TODAY, TODAY)),
            ("about ₹9,34,375", "1 order at market price, counted at the last price of 11 Feb 2026"),
        ),
        (
            Sum(Kind.TO_PAY, 3, 0, 3, AtLastPrices(2, 100_00, YESTERDAY, TODAY)),
            ("Not known here", "3 orders at market price"),
        ),
        (
            Sum(Kind.TO_PAY, 2, 316_00, 1, AtLastPrices(1, 100_00, TODAY, TODAY)),
            ("₹316", "without 1 order at market price"),
        ),
        (
            Sum(Kind.TO_PAY, 4, 316_00, 3, AtLastPrices(1, 100_00, TODAY, TODAY)),
            ("₹316", "without 3 orders at market price"),
        ),
        (
            Sum(Kind.FUTURES, 1, 0, 1, AtLastPrices(1, 100_00, TODAY, TODAY)),
            (
                "about ₹100",
                "1 order at market price, counted at the last price of 11 Feb 2026; Kite decides the margin",
            ),
        ),
    ],
)
def test_what_has_no_price_is_told_beside_the_exact_figure_and_never_in_it(one: Sum, row: tuple[str, str]) -> None:
    assert totals_rows(Totals((one,)))[0][1:] == row


@pytest.mark.parametrize(
    ("one", "rows"),
    [
        (Sum(Kind.TO_PAY, 1, 0, 1), []),
        (Sum(Kind.TO_PAY, 1, 0, 1, AtLastPrices(1, 100_00, TODAY, TODAY)), []),
        (
            Sum(Kind.TO_PAY, 3, 0, 3, AtLastPrices(2, 100_00, YESTERDAY, TODAY)),
            [
                (
                    "To pay for shares: 2 orders at market price",
                    "about ₹100",
                    "at the last prices of 10 Feb 2026 to 11 Feb 2026",
                )
            ],
        ),
        (
            Sum(Kind.SALES, 2, 316_00, 1, AtLastPrices(1, 100_00, TODAY, TODAY)),
            [("Value of sales: 1 order at market price", "about ₹100", "at the last price of 11 Feb 2026")],
        ),
    ],
)
def test_what_is_at_market_price_has_an_amount_of_its_own_beside_an_exact_sum(
    one: Sum, rows: list[tuple[str, str, str]]
) -> None:
    assert totals_rows(Totals((one,)))[1:] == rows
