from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.money import NumberFault, grouped, paise, price, price_words, rupees, whole


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", "1500"),
        (" 1500 ", "1500"),
        ("1,755", "1755"),
        ("1,00,000", "100000"),
        ("12,34,567.50", "1234567.50"),
        ("100,000", "100000"),
        ("1,234,567", "1234567"),
        ("1 755", "1755"),
        ("1\u00a0755", "1755"),
        ("₹915.15", "915.15"),
        ("₹ 915.15", "915.15"),
        ("0.0025", "0.0025"),
        ("007", "7"),
        ("999999999", "999999999"),
    ],
)
def test_a_price_is_read_as_people_write_it(text: str, value: str) -> None:
    assert price(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "0", "0.00", "₹0", "00"])
def test_nothing_and_zero_are_absent(text: str) -> None:
    assert price(text) is None
    assert whole("" if "." in text else text) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1e3",
            "1_0",
            "1_000",
            "５",
            "१०",
            "+5",
            "0x10",
            "NaN",
            "Infinity",
            "-Infinity",
            "sNaN",
            "ten",
            "1,7,5",
            "1,00,00",
            "1,2345",
        ),
        *(
            "1..5",
            "1.",
            ".5",
            "1.5.5",
            "1,,000",
            ",100",
            "100,",
            "5 10",
            "₹",
            "₹₹5",
            "$5",
            "-",
            "--5",
            "-₹-5",
            "1/2",
            "5%",
        ),
        *("1\u200b0", "1\n2", "٥", "²", "1" + "0" * 50 + "x"),
    ],
)
def test_what_two_programs_could_read_differently_is_not_read_at_all(text: str) -> None:
    assert price(text) is NumberFault.UNREADABLE
    assert whole(text) is NumberFault.UNREADABLE


@pytest.mark.parametrize("text", ["-1", "- 1", "−1", "₹-5", "-0", "-1,755"])
def test_a_number_below_zero_is_told_apart(text: str) -> None:
    assert price(text) is NumberFault.NEGATIVE
    assert whole(text) is NumberFault.NEGATIVE


def test_a_price_has_at_most_four_decimals() -> None:
    assert price("1.1234") == Decimal("1.1234")
    assert price("1.12345") is NumberFault.DECIMALS
    assert price("1.00000") is NumberFault.DECIMALS


def test_a_quantity_is_whole_as_typed() -> None:
    assert whole("1,755") == 1755
    assert whole("10.0") is NumberFault.FRACTION
    assert whole("10.5") is NumberFault.FRACTION


def test_a_number_beyond_all_sense_is_large() -> None:
    assert price("1000000000") is NumberFault.LARGE
    assert whole("1" * 100_000) is NumberFault.LARGE
    assert whole("0" * 20 + "5") == 5


@given(st.decimals("0.0001", "999999999", places=4))
def test_reading_what_was_written_gives_the_same_price(value: Decimal) -> None:
    assert price(format(value, "f")) == value
    assert price(price_words(value)) == value


@given(st.integers(1, 999_999_999))
def test_grouping_loses_nothing(number: int) -> None:
    assert whole(grouped(number)) == number


@given(st.text())
def test_no_text_makes_reading_a_number_fail(text: str) -> None:
    assert price(text) is None or isinstance(price(text), Decimal | NumberFault)
    assert whole(text) is None or isinstance(whole(text), int | NumberFault)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (5, "5"), (999, "999"), (1000, "1,000"), (99_999, "99,999"), (100_000, "1,00,000"),
     (1_23_45_67_890, "1,23,45,67,890"), (-48_250, "-48,250")],
)  # fmt: skip
def test_numbers_are_grouped_in_lakh_and_crore(number: int, text: str) -> None:
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(4_825_000, "₹48,250"), (4_825_050, "₹48,250.50"), (4_825_005, "₹48,250.05"), (0, "₹0"), (-150, "-₹1.50")],
)
def test_rupees_are_shown_exactly(amount: int, text: str) -> None:
    assert rupees(amount) == text


def test_paise_round_halves_away_from_zero() -> None:
    assert [paise(Decimal(text)) for text in ("1.005", "1.0049", "915.15", "0.125")] == [101, 100, 91515, 13]


def test_prices_are_shown_with_two_places_or_as_many_as_they_have() -> None:
    shown = [price_words(Decimal(text)) for text in ("7845", "915.5", "915.15", "83.1225", "125000.10")]
    assert shown == ["₹7,845", "₹915.50", "₹915.15", "₹83.1225", "₹1,25,000.10"]
