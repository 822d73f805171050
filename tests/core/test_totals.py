from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.instrument_cases import contract
from tests.core.knowing import DAY, knowing, last_price, share
from tests.core.orders import right_orders
from tokri.core import instrument
from tokri.core.basket import Order, OrderText
from tokri.core.instrument import Key, Listing
from tokri.core.rules import check
from tokri.core.totals import AtLastPrices, Kind, Sum, totals

YESTERDAY = date(2026, 2, 10)


def order(symbol: str, exchange: str = "NSE", side: str = "BUY", price: str | None = "100", **more: str) -> Order:
    return Order(
        more.get("variety", "regular"),
        symbol,
        exchange,
        side,
        "LIMIT" if price else "MARKET",
        10,
        product=more.get("product"),
        price=Decimal(price) if price else None,
    )


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (order("INFY"), Kind.TO_PAY),
        (order("INFY", product="CNC"), Kind.TO_PAY),
        (order("INFY", product="MIS"), Kind.ON_MARGIN),
        (order("INFY", product="MTF"), Kind.ON_MARGIN),
        (order("INFY", variety="co"), Kind.ON_MARGIN),
        (order("INFY", "BSE", "SELL"), Kind.SALES),
        (order("RELIANCE26FEB1300CE", "NFO"), Kind.PREMIUM_PAID),
        (order("SENSEX2621280000PE", "BFO", "SELL"), Kind.PREMIUM_RECEIVED),
        (order("NIFTY26FEBFUT", "NFO"), Kind.FUTURES),
        (order("NIFTY26FEBFUT", "NFO", "SELL"), Kind.FUTURES),
        (order("SOMETHING", "NFO"), Kind.NOT_VALUED),
        (order("SPICE", "NFO"), Kind.NOT_VALUED),
        (order("GOLDM26MARFUT", "MCX"), Kind.NOT_VALUED),
        (order("USDINR26FEB90CE", "CDS"), Kind.NOT_VALUED),
        (order("USDINR26FEBFUT", "BCD"), Kind.NOT_VALUED),
    ],
)
def test_each_order_belongs_to_one_sum(one: Order, kind: Kind) -> None:
    value = 0 if kind is Kind.NOT_VALUED else 1000_00
    assert totals([one]).sums == (Sum(kind, 1, value, 0),)


def test_sales_are_never_taken_off_what_is_to_pay() -> None:
    sums = totals([order("INFY"), order("TCS", side="SELL", price="500"), order("HDFC")])
    assert sums.to_pay == 2000_00
    assert sums.of(Kind.SALES).paise == 5000_00


def test_an_order_at_market_price_is_counted_and_not_valued() -> None:
    sums = totals([order("INFY", price=None), order("TCS"), order("A", side="SELL", price=None)])
    assert sums.of(Kind.TO_PAY) == Sum(Kind.TO_PAY, 2, 1000_00, 1)
    assert sums.more_to_pay
    assert not sums.of(Kind.SALES).known


def test_kite_decides_the_margin_of_futures_and_options_sold() -> None:
    assert totals([order("NIFTY26FEBFUT", "NFO")]).kite_decides
    assert totals([order("RELIANCE26FEB1300CE", "NFO", "SELL")]).kite_decides
    assert not totals([order("INFY"), order("RELIANCE26FEB1300CE", "NFO")]).kite_decides


def test_premium_paid_is_part_of_what_is_to_pay() -> None:
    assert totals([order("INFY"), order("RELIANCE26FEB1300CE", "NFO", price="0.05")]).to_pay == 1000_50


def test_only_what_is_paid_for_at_market_price_makes_it_more_to_pay() -> None:
    at_market = [order("A", side="SELL", price=None), order("B", product="MIS", price=None)]
    assert not totals([order("TCS"), *at_market]).more_to_pay
    assert totals([order("RELIANCE26FEB1300CE", "NFO", price=None)]).more_to_pay


def test_what_has_no_price_comes_to_a_figure_of_its_own_at_the_last_prices() -> None:
    listed = {"INFY": last_price("1500.05"), "TCS": last_price("3000", YESTERDAY)}
    known = knowing(*((Key("NSE", symbol), Listing(share(symbol), last_price=last)) for symbol, last in listed.items()))
    bought = [order("INFY", price=None), order("TCS", price=None), order("UNKNOWN", price=None), order("INFY")]
    (sums,) = totals(bought, known).sums
    assert sums == Sum(Kind.TO_PAY, 4, 1000_00, 3, AtLastPrices(2, 45_000_50, YESTERDAY, DAY))
    assert totals(bought, known).to_pay == 1000_00
    assert totals(bought).sums[0].at_last is None


def test_a_contract_that_is_counted_in_lots_has_no_figure_at_the_last_price_either() -> None:
    gold = contract("GOLDM26MARFUT", exchange="MCX")
    known = knowing((gold.key, Listing(gold, last_price=last_price("150000"))))
    assert totals([order("GOLDM26MARFUT", "MCX", price=None)], known).sums == (Sum(Kind.NOT_VALUED, 1, 0, 0),)


def test_nothing_comes_to_nothing() -> None:
    assert totals([]).sums == ()
    assert totals([]).to_pay == 0


@settings(deadline=None)
@given(st.lists(right_orders(), max_size=6))
def test_every_order_is_in_exactly_one_sum_and_the_paise_are_exact(texts: list[OrderText]) -> None:
    orders = [each for each in check(texts).orders if each is not None]
    sums = totals(orders).sums
    assert sum(each.orders for each in sums) == len(orders) == len(texts)
    assert sum(each.paise for each in sums) == sum(each.price * each.quantity * 100 for each in orders if each.price)


def test_what_the_instrument_list_says_of_a_contract_outweighs_what_its_symbol_looks_like() -> None:
    odd, plain = order("ODD5CE", "NFO"), order("PLAIN", "NFO", "SELL")
    known = knowing(contract("ODD5CE"), contract("PLAIN", kind=instrument.Kind.OPTION))
    assert [each.kind for each in totals([odd, plain]).sums] == [Kind.PREMIUM_PAID, Kind.NOT_VALUED]
    assert [each.kind for each in totals([odd, plain], known).sums] == [Kind.PREMIUM_RECEIVED, Kind.FUTURES]
