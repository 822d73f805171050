from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.knowing import last_price, share
from tests.core.link.advising import CALL, GOLD, INFY, KNOWN, NIFTY, TCS, advice, chosen
from tests.core.market.moments import at
from tests.core.orders import any_order, any_text, typed
from tokri.core.basket import OrderText
from tokri.core.desk.advice import LegAdvice, Proposal, SharedVersion
from tokri.core.instrument import Key, LastPrice, Listing
from tokri.core.known import Known
from tokri.core.link.choosing import choose
from tokri.core.link.standing import BLOCKS, TOLD, Priced, Standing, priced, standing, valid_until
from tokri.core.problems import Severity
from tokri.core.quote import Quote
from tokri.core.reference import Tables

RANGE = LegAdvice(entry_from="1490", entry_to="1505", advised_price="1495", advised_at="11 Feb 10:15")
ADVISED = LegAdvice(advised_price="1500", advised_at="11 Feb 10:15")
DAY, BEFORE = date(2026, 2, 11), date(2026, 2, 10)


def version(proposal: Proposal, shared: str = "2026-02-11 10:20") -> SharedVersion:
    return SharedVersion("b1", 1, proposal, proposal.sha256, at(shared), "p1", approval_required=False)


def known_at(moment: str = "2026-02-11 10:30", **last: LastPrice) -> Known:
    """What is known at a moment, with these last prices by symbol."""
    listings = {key: replace(each, last_price=last.get(key.tradingsymbol)) for key, each in KNOWN.listings.items()}
    return replace(KNOWN, at=at(moment), listings=listings)


def stands(
    *orders: OrderText,
    legs: tuple[LegAdvice, ...] = (),
    known: Known | None = None,
    until: str = "2026-02-11 15:15",
    **choice: object,
) -> Standing:
    proposal = replace(advice(*orders, legs=legs), valid_until=until)
    now = known or known_at()
    advised = [int(each.quantity) for each in orders]
    return standing(version(proposal), chosen(proposal, advised, known=now, **choice), now)


def blocks(found: Standing) -> list[tuple[str, tuple[str | int, ...], Mapping[str, str | int]]]:
    assert found.may_be_sent == (not found.blocked)
    return [(each.code, each.path, each.facts) for each in found.blocked]


def told(found: Standing) -> list[str]:
    return [each.code for each in found.told]


def test_good_advice_in_an_open_market_may_be_sent() -> None:
    found = stands(INFY, TCS, legs=(RANGE,), known=known_at(INFY=last_price("1500"), TCS=last_price("3000")))
    assert found.may_be_sent
    assert [(each.code, each.facts) for each in found.told] == [
        ("market-open", {"exchange": "NSE", "until": "15:30 IST"})
    ]


# --- until when


def test_past_its_end_nothing_is_sent() -> None:
    until = {"until": "11 Feb 2026, 15:15 IST"}
    assert stands(INFY, known=known_at("2026-02-11 15:14")).may_be_sent
    assert blocks(stands(INFY, known=known_at("2026-02-11 15:15"))) == [
        ("past-valid-until", ("valid_until",), {**until, "now": "11 Feb 2026, 15:15 IST"})
    ]


@pytest.mark.parametrize("typed_end", ["", "soon", "11 Feb"])
def test_without_an_end_that_can_be_read_nothing_is_sent(typed_end: str) -> None:
    assert [code for code, _, _ in blocks(stands(INFY, until=typed_end))] == ["valid-until-unknown"]


def test_a_day_without_its_year_is_the_one_nearest_to_the_sharing_whenever_it_is_read() -> None:
    shared = version(replace(advice(INFY), valid_until="11 Feb 15:15"))
    assert valid_until(shared) == at("2026-02-11 15:15")
    late = known_at("2027-01-20 10:30")
    assert blocks(standing(shared, chosen(shared.proposal, (10,)), late))[0][0] == "past-valid-until"


def test_without_a_clock_nobody_can_say() -> None:
    with pytest.raises(ValueError, match="moment"):
        stands(INFY, known=replace(KNOWN, at=None))


# --- prices


@pytest.mark.parametrize(("price", "may"), [("1489.95", False), ("1490", True), ("1505", True), ("1505.05", False)])
def test_outside_the_entry_range_nothing_is_sent(price: str, may: bool) -> None:
    found = stands(INFY, legs=(RANGE,), known=known_at(INFY=last_price(price)))
    assert found.may_be_sent is may
    if price == "1489.95":
        facts = {"last": "₹1,489.95", "last_day": "11 Feb 2026", "from": "₹1,490", "to": "₹1,505"}
        assert blocks(found) == [("outside-entry-range", ("orders", 0, "price"), facts)]


def test_a_price_of_before_the_advice_says_nothing_against_its_range() -> None:
    found = stands(INFY, legs=(RANGE,), known=known_at(INFY=last_price("1480", BEFORE)))
    assert found.may_be_sent
    assert told(found) == ["outside-entry-range-before", "market-open"]


def test_a_price_of_the_day_of_the_advice_still_speaks_the_next_morning() -> None:
    found = stands(
        INFY, legs=(RANGE,), known=known_at("2026-02-12 10:30", INFY=last_price("1480")), until="13 Feb 15:00"
    )
    assert [code for code, _, _ in blocks(found)] == ["outside-entry-range"]


def test_advice_is_of_the_day_of_its_price_and_not_of_its_sharing() -> None:
    old = replace(RANGE, advised_at="10 Feb 15:00")
    found = stands(INFY, legs=(old,), known=known_at(INFY=last_price("1480", BEFORE)))
    assert [code for code, _, _ in blocks(found)] == ["outside-entry-range"]


def test_where_the_time_of_the_advice_is_not_told_its_sharing_counts() -> None:
    bare = replace(RANGE, advised_price="", advised_at="")
    assert not stands(INFY, legs=(bare,), known=known_at(INFY=last_price("1480"))).may_be_sent
    assert stands(INFY, legs=(bare,), known=known_at(INFY=last_price("1480", BEFORE))).may_be_sent


@pytest.mark.parametrize(("price", "may"), [("1350", True), ("1349.95", False), ("1650", True), ("1650.05", False)])
def test_once_the_price_has_moved_too_far_nothing_is_sent(price: str, may: bool) -> None:
    found = stands(INFY, legs=(ADVISED,), known=known_at(INFY=last_price(price)))
    assert found.may_be_sent is may
    if price == "1349.95":
        facts = {
            "last": "₹1,349.95",
            "last_day": "11 Feb 2026",
            "advised": "₹1,500",
            "percent": "10.0",
            "advised_at": "11 Feb 2026, 10:15 IST",
        }
        assert blocks(found) == [("price-moved", ("orders", 0, "price"), facts)]


def test_how_far_is_too_far_is_the_firms_to_say() -> None:
    near = replace(known_at(INFY=last_price("1531")), price_distance=2)
    assert not stands(INFY, legs=(ADVISED,), known=near).may_be_sent


def test_a_price_of_another_day_that_lies_far_off_is_told() -> None:
    found = stands(INFY, legs=(ADVISED,), known=known_at(INFY=last_price("1000", BEFORE)))
    assert found.may_be_sent
    assert told(found) == ["price-moved-before", "market-open"]
    assert found.told[0].facts["last_day"] == "10 Feb 2026"


def test_an_option_has_moved_when_it_left_the_range_that_an_exchange_gives() -> None:
    leg = LegAdvice(advised_price="100", advised_at="11 Feb 10:15")
    priced_at = {each: known_at(NIFTY26FEB25000CE=last_price(each)) for each in ("139.95", "140.05")}
    assert stands(CALL, legs=(leg,), known=priced_at["139.95"]).may_be_sent
    assert not stands(CALL, legs=(leg,), known=priced_at["140.05"]).may_be_sent


def test_where_no_price_is_known_that_is_told_of_what_was_advised_at_one() -> None:
    assert told(stands(INFY, legs=(ADVISED,))) == ["last-price-unknown", "market-open"]
    assert told(stands(INFY, legs=(replace(RANGE, advised_price="", advised_at=""),))) == [
        "last-price-unknown",
        "market-open",
    ]
    assert told(stands(INFY)) == ["market-open"]


def test_an_order_that_the_client_leaves_out_holds_up_none() -> None:
    known = known_at(INFY=last_price("1480"))
    assert not stands(INFY, TCS, legs=(RANGE,), known=known).may_be_sent
    assert stands(INFY, TCS, legs=(RANGE,), known=known, out=[0]).may_be_sent


def test_the_page_is_told_every_price_with_its_day() -> None:
    known = known_at(INFY=last_price("1480", BEFORE))
    shared = version(advice(INFY, TCS, legs=(RANGE,)))
    found = priced(shared, 0, known)
    prices = (Decimal(1495), at("2026-02-11 10:15"), Decimal(1490), Decimal(1505))
    assert found == Priced(*prices, last_price("1480", BEFORE), of_today=False)
    assert priced(shared, 1, known) == Priced()
    seen = at("2026-02-11 10:29")
    quoted = replace(known, quotes={Key("NSE", "INFY"): Quote(Decimal(1502), seen, seen)})
    assert priced(shared, 0, quoted).last == LastPrice(Decimal(1502), DAY, "Kite", seen)
    assert priced(shared, 0, quoted).of_today


# --- rules


def test_an_order_in_which_todays_rules_find_an_error_is_not_sent() -> None:
    """The lot of a contract became 75 after it was advised."""
    known = known_at()
    nifty = share("NIFTY26FEBFUT", "NFO", lot_size=75)
    known = replace(known, listings={**known.listings, nifty.key: Listing(nifty)})
    found = stands(INFY, TCS, NIFTY, known=known, out=[0])
    assert blocks(found) == [("order-has-error", ("orders", 2, "quantity"), {"rule": "lot-multiple"})]


def test_of_an_order_with_several_errors_one_is_told() -> None:
    found = stands(INFY, typed(price="", trigger_price="5"))
    assert [(code, path[:2]) for code, path, _ in blocks(found)] == [("order-has-error", ("orders", 1))]


def test_an_error_of_the_basket_as_a_whole_blocks_it() -> None:
    slices = typed(quantity="100000", tag="A")
    found = stands(*[slices] * 51)
    assert [(code, path) for code, path, _ in blocks(found)] == [("basket-has-error", ())]


def test_while_the_choice_is_in_error_the_rules_are_not_asked() -> None:
    found = stands(INFY, TCS, typed_for={0: "x"})
    assert found.may_be_sent


# --- the market


@pytest.mark.parametrize(
    ("moment", "code", "facts"),
    [
        ("2026-02-11 15:14", "market-open", {"until": "15:30 IST"}),
        ("2026-02-11 15:15", "market-closing-soon", {"until": "15:30 IST", "minutes": 15}),
        ("2026-02-11 09:10", "market-opening", {"opens": "09:15 IST"}),
        ("2026-02-11 15:45", "market-closing-session", {"until": "16:00 IST"}),
        ("2026-02-11 18:00", "market-closed", {"opens": "12 Feb 2026, 09:15 IST", "holiday": ""}),
        ("2026-01-26 11:00", "market-closed", {"opens": "27 Jan 2026, 09:15 IST", "holiday": "Republic Day"}),
        ("2031-02-11 11:00", "market-hours-unknown", {}),
    ],
)
def test_the_client_is_told_how_the_market_stands(moment: str, code: str, facts: Mapping[str, str | int]) -> None:
    found = stands(INFY, TCS, known=known_at(moment), until="2031-12-31 15:00")
    assert [(each.code, each.facts) for each in found.told] == [(code, {"exchange": "NSE", **facts})]
    assert {each.severity for each in found.told} == {Severity.NOTE}


def test_each_market_is_told_by_itself() -> None:
    found = stands(INFY, GOLD, known=known_at("2026-02-11 18:00"), until="2026-02-11 23:00")
    assert [(each.code, each.facts["exchange"]) for each in found.told] == [
        ("market-closed", "NSE"),
        ("market-open", "MCX"),
    ]


def test_intraday_orders_end_before_the_market_does() -> None:
    intraday = typed(product="MIS")
    known = known_at("2026-02-11 15:10")
    found = stands(intraday, known=known, until="2026-02-11 15:20")
    assert [each.facts for each in found.told if each.code == "cut-off-soon"] == [
        {"exchange": "NSE", "until": "15:20 IST", "minutes": 10}
    ]
    assert "cut-off-soon" not in told(stands(INFY, known=known))
    early = known_at("2026-02-11 15:04")
    assert "cut-off-soon" not in told(stands(intraday, known=early))
    assert "cut-off-soon" not in told(stands(intraday, known=known_at("2026-02-11 15:20"), until="2026-02-11 15:25"))


def test_without_a_calendar_nothing_is_said_of_the_market() -> None:
    assert told(stands(INFY, known=replace(known_at(), tables=Tables()))) == []


@given(
    st.lists(any_order, max_size=3),
    st.builds(LegAdvice, advised_price=any_text, advised_at=any_text, entry_from=any_text, entry_to=any_text),
    any_text | st.just("2026-02-12 15:00"),
    st.integers(-400, 400),
)
def test_nothing_that_was_typed_raises(orders: list[OrderText], leg: LegAdvice, until: str, days: int) -> None:
    proposal = replace(advice(*orders, legs=[leg] * 3), valid_until=until)
    known = replace(known_at(INFY=last_price("1400")), at=at("2026-02-11 10:30") + timedelta(days=days))
    found = standing(version(proposal), choose(proposal, [7] * len(orders), known), known)
    assert {each.code for each in found.blocked} <= set(BLOCKS)
    assert {each.code for each in found.told} <= set(TOLD)
    assert isinstance(known.at, datetime)
