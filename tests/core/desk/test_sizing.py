from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.choices import CHOICES
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.sizing import (
    BY_HOLDING,
    Ask,
    Means,
    Nothing,
    Sized,
    Sizing,
    client_says,
    exact_words,
    least_capital,
    sized,
    sizing_of,
    sizings_allowed,
    unspent,
)

LAKH = Decimal(100_000)


def ask(quantity: int | None = 25, sizing: Sizing = Sizing.CAPITAL, lot: int | None = 1, **fields: object) -> Ask:
    return Ask(**{"exchange": "NSE", "transaction_type": "BUY", "share": None, **fields}, **_own(quantity, sizing, lot))


def _own(quantity: int | None, sizing: Sizing, lot: int | None) -> dict[str, object]:
    return {"quantity": quantity, "sizing": sizing, "lot_size": lot}


def sale(sizing: Sizing = Sizing.HELD_ALL, lot: int | None = 1, **fields: object) -> Ask:
    return ask(None, sizing, lot, **{"transaction_type": "SELL", **fields})


def capital(own: int | None, reference: int | None = 10) -> Means:
    """Means in lakh."""
    return Means(*(None if each is None else each * LAKH for each in (own, reference)))


def test_four_lakh_of_ten_get_ten_of_twenty_five_and_every_figure_is_told() -> None:
    found = sized(ask(), capital(4))
    assert found == Sized(
        10,
        None,
        Fraction(10),
        {
            "sizing": "capital",
            "in_lots": 0,
            "asked": "25",
            "capital": "₹4,00,000",
            "reference": "₹10,00,000",
            "exact": "10",
        },
    )


def test_a_part_of_a_share_is_floored_and_the_unrounded_figure_is_kept() -> None:
    found = sized(ask(), capital(3))
    assert (found.quantity, found.exact, found.facts["exact"]) == (7, Fraction(15, 2), "7.5")


def test_contracts_are_floored_to_whole_lots() -> None:
    found = sized(ask(130, lot=65, exchange="NFO"), capital(9))
    assert (found.quantity, found.facts["exact"], found.facts["lot"]) == (65, "117", "65")


def test_shares_that_are_traded_in_lots_are_floored_to_them() -> None:
    assert sized(ask(2400, lot=1200), capital(9)).quantity == 1200
    found = sized(ask(10, lot=2), capital(9))
    assert (found.quantity, found.facts["lot"]) == (8, "2")
    assert "lot" not in sized(ask(10), capital(9)).facts


@pytest.mark.parametrize("exchange", ["MCX", "CDS", "BCD"])
def test_where_quantities_are_lots_whole_lots_are_left(exchange: str) -> None:
    found = sized(ask(10, exchange=exchange, lot=None), capital(3))
    assert (found.quantity, found.facts["in_lots"]) == (3, 1)
    assert "lot" not in found.facts


@pytest.mark.parametrize(("quantity", "lot", "exchange"), [(2, 1, "NSE"), (65, 65, "NFO"), (2, 1, "MCX")])
def test_what_comes_to_less_than_one_is_named_and_left_out(quantity: int, lot: int, exchange: str) -> None:
    found = sized(ask(quantity, lot=lot, exchange=exchange), capital(4))
    assert (found.quantity, found.nothing, found.left_out) == (0, Nothing.ZERO, True)
    assert found.facts["exact"] == ("26" if lot == 65 else "0.8")


def test_a_contract_that_the_list_does_not_have_is_not_scaled() -> None:
    found = sized(ask(130, lot=None, exchange="NFO"), capital(4))
    assert (found.quantity, found.nothing, found.left_out) == (0, Nothing.LOT_UNKNOWN, False)
    assert sized(ask(lot=None), capital(10)).quantity == 25


@pytest.mark.parametrize(
    ("means", "nothing"),
    [
        (capital(None), Nothing.CAPITAL_MISSING),
        (capital(0), Nothing.CAPITAL_MISSING),
        (capital(-4), Nothing.CAPITAL_MISSING),
        (Means(Decimal("NaN"), LAKH), Nothing.CAPITAL_MISSING),
        (capital(4, None), Nothing.REFERENCE_MISSING),
        (capital(4, 0), Nothing.REFERENCE_MISSING),
        (Means(), Nothing.REFERENCE_MISSING),
    ],
)
def test_what_is_missing_for_a_size_by_capital_is_named(means: Means, nothing: Nothing) -> None:
    found = sized(ask(), means)
    assert (found.quantity, found.nothing, found.exact) == (0, nothing, None)


def test_a_multiplier_is_exact() -> None:
    found = sized(ask(100, Sizing.MULTIPLIER), Means(multiplier=Decimal("1.29")))
    assert (found.quantity, found.facts["multiplier"], found.facts["exact"]) == (129, "1.29", "129")


@pytest.mark.parametrize("multiplier", [None, Decimal(0), Decimal(-1), Decimal("Infinity")])
def test_without_a_multiplier_nothing_is_multiplied(multiplier: Decimal | None) -> None:
    assert sized(ask(100, Sizing.MULTIPLIER), Means(multiplier=multiplier)).nothing is Nothing.MULTIPLIER_MISSING


@pytest.mark.parametrize("sizing", [Sizing.FIXED, Sizing.CAPITAL, Sizing.MULTIPLIER])
@pytest.mark.parametrize("quantity", [None, 0, -5])
def test_an_order_without_a_quantity_has_nothing_to_scale(sizing: Sizing, quantity: int | None) -> None:
    assert sized(ask(quantity, sizing), capital(4)).nothing is Nothing.QUANTITY_MISSING


@given(st.integers(1, 10**9), st.sampled_from(CHOICES["exchange"]), st.none() | st.integers(0, 5000))
def test_a_fixed_quantity_is_left_as_it_was_typed(quantity: int, exchange: str, lot: int | None) -> None:
    found = sized(ask(quantity, Sizing.FIXED, lot, exchange=exchange), Means())
    assert (found.quantity, found.nothing, found.exact) == (quantity, None, quantity)


def test_all_that_is_held_is_sold_and_an_odd_holding_whole() -> None:
    assert sized(sale(), Means(held=17)).quantity == 17
    assert sized(sale(lot=1200), Means(held=1250)).quantity == 1250
    assert sized(sale(lot=65, exchange="NFO"), Means(held=150)).quantity == 130


def test_a_share_of_what_is_held_is_floored() -> None:
    found = sized(sale(Sizing.HELD_SHARE, share=Decimal("33.5")), Means(held=10))
    assert (found.quantity, found.facts["share"], found.facts["held"]) == (3, "33.5", "10")
    assert found.facts["exact"] == "3.35"
    assert sized(sale(Sizing.HELD_SHARE, share=Decimal(50)), Means(held=1)).nothing is Nothing.ZERO
    assert sized(sale(Sizing.HELD_SHARE, share=Decimal(100)), Means(held=7)).quantity == 7


@pytest.mark.parametrize("share", [None, Decimal(0), Decimal(-5), Decimal("100.01"), Decimal("NaN")])
def test_a_share_is_a_per_cent_of_the_whole(share: Decimal | None) -> None:
    assert sized(sale(Sizing.HELD_SHARE, share=share), Means(held=10)).nothing is Nothing.SHARE_WRONG


@pytest.mark.parametrize("sizing", sorted(BY_HOLDING))
def test_what_is_held_is_sold_and_never_bought(sizing: Sizing) -> None:
    buy = ask(10, sizing, share=Decimal(50))
    assert sized(buy, Means(held=10)).nothing is Nothing.SELL_ONLY


def test_without_an_upload_the_client_types_what_they_hold() -> None:
    unknown, none = sized(sale(), Means()), sized(sale(), Means(held=0))
    assert (unknown.nothing, unknown.client_types) == (Nothing.HOLDINGS_UNKNOWN, True)
    assert (none.nothing, none.client_types) == (Nothing.NOT_HELD, False)
    short = sized(sale(), Means(held=-3))
    assert (short.nothing, short.facts["held"]) == (Nothing.NOT_HELD, "0")


@pytest.mark.parametrize(
    ("exact", "words"),
    [
        (Fraction(0), "0"),
        (Fraction(10, 3), "3.3333…"),
        (Fraction(1, 30_000), "0.0000…"),
        (Fraction(1234567, 10), "1,23,456.7"),
        (Fraction(2, 3), "0.6666…"),
        (Fraction(10, 2), "5"),
        (Fraction(10001, 10_000), "1.0001"),
    ],
)
def test_an_unrounded_figure_says_where_it_goes_on(exact: Fraction, words: str) -> None:
    assert exact_words(exact) == words


rupees = st.decimals("0.01", "999999999.99", places=2)
means = st.builds(
    Means,
    st.none() | rupees,
    st.none() | rupees,
    st.none() | st.decimals("0", "999", places=4),
    st.none() | st.integers(-5, 10**7),
)
asks = st.builds(
    Ask,
    st.sampled_from(CHOICES["exchange"]),
    st.sampled_from(["BUY", "SELL"]),
    st.none() | st.integers(-1, 10**8),
    st.none() | st.integers(0, 5000),
    st.sampled_from(Sizing),
    st.none() | st.decimals("0", "120", places=2),
)


@given(asks, means)
def test_a_size_is_never_negative_and_says_why_where_there_is_none(order: Ask, client: Means) -> None:
    found = sized(order, client)
    assert found.quantity >= 0
    assert (found.nothing is None) == (found.quantity > 0)
    if found.exact is not None:
        assert found.quantity <= found.exact


@given(asks.filter(lambda order: order.sizing in BY_HOLDING), means)
def test_never_more_is_sold_than_is_held(order: Ask, client: Means) -> None:
    assert sized(order, client).quantity <= max(client.held or 0, 0)


@given(asks.filter(lambda order: order.exchange in {"NFO", "BFO"} and order.sizing is not Sizing.FIXED), means)
def test_what_is_scaled_of_a_contract_is_whole_lots(order: Ask, client: Means) -> None:
    assert sized(order, client).quantity % max(order.lot_size or 1, 1) == 0


@given(asks, rupees, rupees, rupees)
def test_more_capital_never_gets_less(order: Ask, reference: Decimal, one: Decimal, other: Decimal) -> None:
    less, more = (sized(order, Means(each, reference)).quantity for each in sorted((one, other)))
    assert less <= more


@given(st.integers(1, 10**6), st.integers(1, 5000), rupees, rupees)
def test_scaling_floors_by_less_than_one_lot(quantity: int, lot: int, own: Decimal, reference: Decimal) -> None:
    found = sized(ask(quantity, lot=lot, exchange="NFO"), Means(own, reference))
    assert found.exact == Fraction(quantity) * Fraction(own) / Fraction(reference)
    assert 0 <= found.exact - found.quantity < lot


@given(st.integers(1, 10**6), st.integers(1, 5000), rupees)
def test_the_least_capital_is_enough_and_a_rupee_less_is_not(quantity: int, lot: int, reference: Decimal) -> None:
    order = ask(quantity, lot=lot, exchange="BFO")
    least = least_capital(order, reference)
    assert least is not None
    assert sized(order, Means(Decimal(least), reference)).quantity >= lot
    assert sized(order, Means(Decimal(least - 1), reference)).quantity == 0


@pytest.mark.parametrize(
    ("order", "reference"),
    [
        (ask(sizing=Sizing.FIXED), LAKH),
        (ask(None), LAKH),
        (ask(-1), LAKH),
        (ask(), None),
        (ask(lot=None, exchange="NFO"), LAKH),
    ],
)
def test_no_least_capital_is_told_where_there_is_none(order: Ask, reference: Decimal | None) -> None:
    assert least_capital(order, reference) is None


def test_what_flooring_leaves_over_is_told_in_paise() -> None:
    assert unspent(sized(ask(), capital(3)), Decimal("1500.05")) == 75_002
    assert unspent(sized(ask(), capital(4)), Decimal(1500)) == 0
    assert unspent(sized(ask(), Means()), Decimal(1500)) is None
    assert unspent(sized(ask(exchange="MCX"), capital(3)), Decimal(1500)) is None


def test_an_analysts_basket_knows_no_client() -> None:
    assert sizings_allowed(FirmKind.ADVISER) == sizings_allowed(FirmKind.BOTH) == tuple(Sizing)
    assert Sizing.MULTIPLIER not in sizings_allowed(FirmKind.ANALYST)
    assert [each for each in Sizing if client_says(FirmKind.ANALYST, each)] == [
        each for each in Sizing if each != "fixed"
    ]
    assert not any(client_says(kind, each) for kind in (FirmKind.ADVISER, FirmKind.BOTH) for each in Sizing)


@pytest.mark.parametrize("each", Sizing)
def test_what_is_stored_of_a_sizing_is_read_back(each: Sizing) -> None:
    assert sizing_of(each.value) is each
    assert sizing_of(each.value.upper()) is None
