from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.making import AT, in_book
from tokri.core.matching import PayloadOrder, match
from tokri.core.ports import BookOrder

TAG = "TAG12345"


def sent(**fields: object) -> dict[str, object]:
    """An order of the payload: BUY 10 INFY, LIMIT 1500, CNC, with Tokri's tag."""
    order: dict[str, object] = {
        "exchange": "NSE",
        "tradingsymbol": "INFY",
        "transaction_type": "BUY",
        "order_type": "LIMIT",
        "quantity": 10,
        "product": "CNC",
        "price": Decimal(1500),
        "tag": TAG,
    }
    return {name: value for name, value in {**order, **fields}.items() if value is not None}


def at_market(**fields: object) -> dict[str, object]:
    return sent(order_type="MARKET", price=None, **fields)


#: What Kite makes of a market order, with the tag that says so.
PROTECTED: dict[str, object] = {"order_type": "LIMIT", "price": Decimal("1501.2"), "tags": ("mktp", "mktp:2.00")}


def matched(orders: list[dict[str, object]], book: list[BookOrder], first: int = 0) -> list[tuple[int, str]]:
    """Which order of the basket got which order of the book; that each of the book is answered once is checked."""
    answer = match(orders, first, TAG, AT, book)
    assert len(answer.found) + len(answer.unsorted) + answer.others == len(book)
    return [(each.order, each.book.order_id) for each in answer.found]


def unsorted(orders: list[dict[str, object]], book: list[BookOrder]) -> list[str]:
    """Which orders of the book are this hand-off's, without a place in it."""
    return [each.order_id for each in match(orders, 0, TAG, AT, book).unsorted]


def test_an_order_with_our_tag_is_found_by_instrument_and_side() -> None:
    book = [
        in_book("1", tradingsymbol="TCS"),
        in_book("2"),
        in_book("3", transaction_type="SELL"),
        in_book("4", exchange="BSE"),
        in_book("5", tag="OTHER123"),
        in_book("6", tag=None),
    ]
    assert matched([sent(tradingsymbol="TCS"), sent()], book) == [(0, "1"), (1, "2")]


def test_our_tag_is_found_among_the_tags_too() -> None:
    assert matched([sent()], [in_book("1", tag=None, tags=("mktp", TAG))]) == [(0, "1")]


def test_places_count_from_the_parts_first_order() -> None:
    assert matched([sent(tradingsymbol="TCS"), sent()], [in_book("1")], first=10) == [(11, "1")]


def test_an_order_whose_price_and_quantity_were_edited_on_kites_page_is_still_ours() -> None:
    assert matched([sent()], [in_book("1", quantity=7, price=Decimal(1490), product="MIS")]) == [(0, "1")]


def test_a_market_order_that_the_book_shows_as_limit_is_found() -> None:
    assert matched([at_market()], [in_book("1", **PROTECTED)]) == [(0, "1")]
    assert matched([at_market()], [in_book("1", order_type="LIMIT", price=Decimal("1501.2"))]) == [(0, "1")]


def test_slices_of_one_order_are_all_found() -> None:
    book = [in_book("1", quantity=4), in_book("2", quantity=4), in_book("3", quantity=2)]
    assert matched([sent()], book) == [(0, "1"), (0, "2"), (0, "3")]


def test_two_orders_of_one_instrument_are_told_apart_by_product_quantity_or_price() -> None:
    assert matched([sent(), sent(product="MIS")], [in_book("1", product="MIS"), in_book("2")]) == [(1, "1"), (0, "2")]
    assert matched([sent(), sent(quantity=20)], [in_book("1", quantity=20), in_book("2")]) == [(1, "1"), (0, "2")]
    assert matched([sent(), sent(price=Decimal("1400.50"))], [in_book("1", price=Decimal("1400.5"))]) == [(1, "1")]


def test_where_two_orders_could_fit_neither_is_chosen_and_both_are_still_ours() -> None:
    assert matched([sent(), sent(quantity=20)], [in_book("1", quantity=15)]) == []
    assert unsorted([sent(), sent(quantity=20)], [in_book("1", quantity=15)]) == ["1"]
    edited = [in_book("1", price=Decimal(1495)), in_book("2", price=Decimal(1485))]
    assert matched([sent(), sent(price=Decimal(1490))], edited) == []
    assert unsorted([sent(), sent(price=Decimal(1490))], edited) == ["1", "2"]


def test_an_order_with_our_tag_for_an_instrument_that_was_not_asked_for_is_still_ours() -> None:
    assert unsorted([sent()], [in_book("1", tradingsymbol="TCS"), in_book("2", tag=None)]) == ["1"]


def test_a_market_and_a_limit_order_of_one_instrument_are_told_apart_by_their_type() -> None:
    both = [sent(price=Decimal(1490)), at_market()]
    assert matched(both, [in_book("1", order_type="MARKET", price=Decimal(0)), in_book("2")]) == [(1, "1"), (0, "2")]
    assert matched(both, [in_book("1"), in_book("2", **PROTECTED)]) == [(0, "1"), (1, "2")]
    stops = [sent(order_type="SL"), sent(order_type="SL-M", price=None)]
    protected = in_book("2", order_type="SL", tags=("mktp",))
    assert matched(stops, [in_book("1", order_type="SL"), protected]) == [(0, "1"), (1, "2")]


def test_more_of_one_order_than_was_asked_for_may_be_the_other_one_edited() -> None:
    book = [in_book("1"), in_book("2")]
    assert matched([sent(), sent(price=Decimal(1490))], book) == []
    assert unsorted([sent(), sent(price=Decimal(1490))], book) == ["1", "2"]
    assert matched([sent(), sent(tradingsymbol="TCS")], book) == [(0, "1"), (0, "2")]


def test_orders_alike_in_everything_are_filled_up_one_after_the_other() -> None:
    assert matched([sent(), sent()], [in_book("1"), in_book("2")]) == [(0, "1"), (1, "2")]
    slices = [in_book("1", quantity=5), in_book("2", quantity=5), in_book("3")]
    assert matched([sent(), sent()], slices) == [(0, "1"), (0, "2"), (1, "3")]


def test_a_persons_own_tag_must_fit_in_everything() -> None:
    mine = sent(tag="MINE")
    assert matched([mine], [in_book("1", tag="MINE")]) == [(0, "1")]
    for wrong in (
        in_book("1", tag="OTHER"),
        in_book("1", tag="MINE", quantity=11),
        in_book("1", tag="MINE", product="MIS"),
        in_book("1", tag="MINE", transaction_type="SELL"),
        in_book("1", tag="MINE", order_timestamp="2026-02-11 10:29:59"),
        in_book("1", tag="MINE", order_timestamp=None),
        in_book("1", tag="MINE", order_timestamp="yesterday"),
    ):
        assert matched([mine], [wrong]) == []


@pytest.mark.parametrize(
    "changes",
    [{"quantity": 11}, {"product": "MIS"}, {"order_timestamp": None}, {"order_timestamp": "yesterday"}],
)
def test_an_order_with_the_persons_tag_on_the_same_instrument_and_side_may_be_ours(changes: dict[str, object]) -> None:
    assert unsorted([sent(tag="MINE")], [in_book("1", tag="MINE", **changes)]) == ["1"]


@pytest.mark.parametrize(
    "changes",
    [
        {"tag": "OTHER"},
        {"tag": None},
        {"transaction_type": "SELL"},
        {"tradingsymbol": "TCS"},
        {"exchange": "BSE"},
        {"order_timestamp": "2026-02-11 10:29:59"},
    ],
)
def test_an_order_with_another_tag_instrument_side_or_from_before_is_not_ours(changes: dict[str, object]) -> None:
    assert unsorted([sent(tag="MINE")], [in_book("1", **{"tag": "MINE", **changes})]) == []


def test_a_persons_own_tag_on_a_market_and_a_limit_order_is_told_apart_by_their_type() -> None:
    both = [sent(tag="MINE"), at_market(tag="MINE")]
    protected = {**PROTECTED, "tag": "MINE"}
    assert matched(both, [in_book("1", tag="MINE"), in_book("2", **protected)]) == [(0, "1"), (1, "2")]
    assert matched(both, [in_book("1", tag="MINE"), in_book("2", tag="MINE")]) == []


def test_a_persons_own_tag_matches_any_product_where_it_was_left_to_kite() -> None:
    assert matched([sent(tag="MINE", product=None)], [in_book("1", tag="MINE", product="MIS")]) == [(0, "1")]


def test_an_order_of_the_very_second_of_leaving_is_in_time() -> None:
    at = AT + timedelta(microseconds=900_000)
    book = [in_book("1", tag="MINE", order_timestamp="2026-02-11 10:30:00")]
    assert len(match([sent(tag="MINE")], 0, TAG, at, book).found) == 1


def test_a_persons_own_tag_that_fits_two_ways_fits_none() -> None:
    mine = sent(tag="MINE")
    assert matched([mine], [in_book("1", tag="MINE"), in_book("2", tag="MINE")]) == []
    assert unsorted([mine], [in_book("1", tag="MINE"), in_book("2", tag="MINE")]) == ["1", "2"]
    assert matched([mine, mine], [in_book("1", tag="MINE"), in_book("2", tag="MINE"), in_book("3", tag="MINE")]) == []
    assert matched([mine, sent(tag="MINE", price=Decimal(1490))], [in_book("1", tag="MINE")]) == []


def test_a_persons_own_tag_on_orders_alike_in_everything_fills_them_up_one_after_the_other() -> None:
    mine = sent(tag="MINE")
    assert matched([mine, mine], [in_book("1", tag="MINE")]) == [(0, "1")]
    assert matched([mine, mine], [in_book("1", tag="MINE"), in_book("2", tag="MINE")]) == [(0, "1"), (1, "2")]
    assert unsorted([mine, mine], [in_book("1", tag="MINE")]) == []


def test_an_order_with_our_tag_is_never_given_to_one_with_a_persons_tag() -> None:
    assert matched([sent(tag="MINE")], [in_book("1", tag="MINE", tags=(TAG,))]) == []


legs = st.builds(
    sent,
    tradingsymbol=st.sampled_from(["INFY", "TCS"]),
    transaction_type=st.sampled_from(["BUY", "SELL"]),
    order_type=st.sampled_from(["MARKET", "LIMIT"]),
    quantity=st.integers(1, 3),
    product=st.sampled_from(["CNC", "MIS", None]),
    price=st.sampled_from([Decimal(1), Decimal(2), None]),
    tag=st.sampled_from([TAG, "MINE"]),
)
book_orders = st.builds(
    in_book,
    st.integers().map(str),
    tradingsymbol=st.sampled_from(["INFY", "TCS"]),
    transaction_type=st.sampled_from(["BUY", "SELL"]),
    order_type=st.sampled_from(["MARKET", "LIMIT"]),
    quantity=st.integers(1, 3),
    product=st.sampled_from(["CNC", "MIS"]),
    price=st.sampled_from([Decimal(1), Decimal(2)]),
    tag=st.sampled_from([TAG, "MINE", None, "OTHER"]),
    tags=st.sampled_from([(), (TAG,), ("MINE", "mktp")]),
    order_timestamp=st.sampled_from(["2026-02-11 10:29:00", "2026-02-11 10:31:00", None]),
)


@settings(deadline=None)
@given(st.lists(legs, max_size=5), st.lists(book_orders, max_size=8))
def test_no_order_of_the_book_is_given_twice_nor_to_another_instrument_or_tag(
    orders: list[PayloadOrder], book: list[BookOrder]
) -> None:
    answer = match(orders, 3, TAG, AT, book)
    ids = [id(each.book) for each in answer.found] + [id(each) for each in answer.unsorted]
    assert len(set(ids)) == len(ids)
    assert len(ids) + answer.others == len(book)
    for each in answer.found:
        order = orders[each.order - 3]
        assert (order["tradingsymbol"], order["transaction_type"]) == (
            each.book.tradingsymbol,
            each.book.transaction_type,
        )
        assert order["tag"] in {each.book.tag, *each.book.tags}
    ours = {id(each) for each in book if TAG in {each.tag, *each.tags}}
    assert ours <= set(ids)


@settings(deadline=None)
@given(st.lists(legs, max_size=5), st.lists(book_orders, max_size=8))
def test_the_order_in_which_the_book_lists_its_orders_changes_only_which_of_like_orders_is_which(
    orders: list[PayloadOrder], book: list[BookOrder]
) -> None:
    one = match(orders, 0, TAG, AT, book).found
    other = match(orders, 0, TAG, AT, book[::-1]).found
    assert sorted(id(each.book) for each in one) == sorted(id(each.book) for each in other)
    by_id = {id(each.book): orders[each.order] for each in other}
    assert all(orders[each.order] == by_id[id(each.book)] for each in one)
