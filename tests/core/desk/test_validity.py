from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.instrument_cases import contract
from tests.core.knowing import knowing, share
from tests.core.market.moments import CALENDAR, at
from tests.core.orders import GOOD, any_order, cover, future, typed
from tokri.core.basket import OrderText
from tokri.core.desk.typed_time import as_typed
from tokri.core.desk.validity import CODES, Until, Why, check, proposed, read_valid_until
from tokri.core.instrument import Instrument, Kind, Listing
from tokri.core.known import Known
from tokri.core.problems import Problem, Severity
from tokri.core.reference import Tables
from tokri.core.times import IST

TABLES = Tables(calendar=CALENDAR)
MARKET = typed(order_type="MARKET", price="")
INTRADAY = typed(product="MIS")
GOLD = future(tradingsymbol="GOLD26FEBFUT", exchange="MCX")


def known_at(moment: str, *listed: object, tables: Tables = TABLES) -> Known:
    return knowing(*listed or (share(), contract()), at=at(moment), tables=tables)


def until(moment: str, *orders: OrderText, listed: tuple[object, ...] = ()) -> tuple[str, Why, int | None]:
    found = proposed(orders, known_at(moment, *listed))
    return as_typed(found.at) if found.at else "", found.why, found.place


def codes(typed_end: str, *orders: OrderText, now: str = "2026-02-11 10:30") -> list[str]:
    return [each.code for each in read_valid_until(typed_end, orders, known_at(now)).problems]


@pytest.mark.parametrize("order", [INTRADAY, cover(), typed(product="MIS", order_type="MARKET", price="")])
def test_an_intraday_order_is_good_until_shortly_before_the_broker_ends_those(order: OrderText) -> None:
    assert until("2026-02-11 10:30", order) == ("2026-02-11 15:15", Why.CUT_OFF, 0)


def test_an_order_with_a_price_is_good_until_that_days_close() -> None:
    assert until("2026-02-11 10:30", GOOD) == ("2026-02-11 15:30", Why.CLOSE, 0)
    assert until("2026-02-11 07:00", typed(order_type="SL", trigger_price="1499")) == ("2026-02-11 15:30", Why.CLOSE, 0)


def test_where_shares_end_in_an_auction_the_close_is_that_of_continuous_trading() -> None:
    infy = share()
    auctioned = ((infy.key, Listing(infy, has_derivatives=True)),)
    assert until("2026-09-09 10:30", GOOD, listed=auctioned) == ("2026-09-09 15:15", Why.CLOSE, 0)
    assert until("2026-09-09 10:30", INTRADAY, listed=auctioned) == ("2026-09-09 15:10", Why.CUT_OFF, 0)
    assert until("2026-09-09 10:30", GOOD) == ("2026-09-09 15:30", Why.CLOSE, 0)


def test_an_order_at_the_market_price_is_good_for_a_week_of_trading() -> None:
    assert until("2026-02-11 10:30", MARKET) == ("2026-02-17 15:30", Why.SESSIONS, 0)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-02-11 15:25", "2026-02-11 15:30"),
        ("2026-02-11 15:26", "2026-02-12 15:30"),
        ("2026-02-13 16:00", "2026-02-16 15:30"),
        ("2026-01-23 20:00", "2026-01-27 15:30"),
        ("2026-02-01 09:00", "2026-02-01 15:30"),
    ],
)
def test_after_a_session_and_on_holidays_the_next_one_counts(now: str, end: str) -> None:
    assert until(now, GOOD) == (end, Why.CLOSE, 0)


def test_after_the_cut_off_an_intraday_order_is_for_the_next_day() -> None:
    assert until("2026-02-11 15:10", INTRADAY) == ("2026-02-11 15:15", Why.CUT_OFF, 0)
    assert until("2026-02-11 15:11", INTRADAY) == ("2026-02-12 15:15", Why.CUT_OFF, 0)


def test_commodities_close_late_in_the_evening() -> None:
    intraday = replace(GOLD, product="MIS")
    assert until("2026-02-11 18:00", GOLD) == ("2026-02-11 23:55", Why.CLOSE, 0)
    assert until("2026-02-11 18:00", intraday) == ("2026-02-11 23:25", Why.CUT_OFF, 0)


def test_the_earliest_of_all_orders_counts_and_is_named() -> None:
    assert until("2026-02-11 10:30", MARKET, GOOD, INTRADAY, INTRADAY) == ("2026-02-11 15:15", Why.CUT_OFF, 2)
    assert until("2026-02-11 10:30", OrderText(), MARKET, GOOD) == ("2026-02-11 15:30", Why.CLOSE, 2)


def test_a_contract_is_never_good_past_its_expiry() -> None:
    order = future(order_type="MARKET", price="")
    assert until("2026-02-19 10:30", order) == ("2026-02-24 15:30", Why.EXPIRY, 0)
    assert until("2026-02-24 10:30", order) == ("2026-02-24 15:30", Why.EXPIRY, 0)
    assert until("2026-02-11 10:30", order) == ("2026-02-17 15:30", Why.SESSIONS, 0)


def test_for_a_contract_that_has_ended_nothing_is_proposed() -> None:
    assert until("2026-02-24 15:25", future()) == ("2026-02-24 15:30", Why.CLOSE, 0)
    assert until("2026-02-24 15:26", future()) == ("", Why.EXPIRED, 0)
    assert until("2026-02-25 10:00", GOOD, future()) == ("", Why.EXPIRED, 1)


def test_where_the_hours_are_not_known_nothing_is_proposed() -> None:
    nothing = Until(None, Why.HOURS_UNKNOWN, 0)
    assert proposed([GOOD], known_at("2026-02-11 10:30", tables=Tables())) == nothing
    assert proposed([GOOD], Known(tables=TABLES)) == nothing
    assert proposed([GOOD], known_at("2031-02-11 10:30")) == nothing
    assert proposed([GOOD], known_at("2026-11-08 10:30")) == nothing


def test_at_the_end_of_the_known_year_a_week_ends_with_the_year() -> None:
    assert until("2026-12-30 10:30", MARKET) == ("2026-12-31 15:30", Why.SESSIONS, 0)


def test_without_an_order_on_an_exchange_nothing_is_proposed() -> None:
    assert until("2026-02-11 10:30", OrderText(), typed(exchange="")) == ("", Why.NO_ORDERS, None)


def test_nothing_typed_is_what_is_proposed() -> None:
    found = read_valid_until("  ", [GOOD], known_at("2026-02-11 10:30"))
    assert (found.at, found.problems) == (at("2026-02-11 15:30"), ())


def test_nothing_typed_and_nothing_to_propose_is_told() -> None:
    found = read_valid_until("", [], known_at("2026-02-11 10:30"))
    problem = Problem("valid-until-missing", Severity.ERROR, ("valid_until",), {"why": "no-orders"})
    assert (found.at, found.problems) == (None, (problem,))


def test_what_was_typed_is_kept_as_it_is_where_nothing_is_wrong() -> None:
    found = read_valid_until("11 Feb 15:00", [GOOD, INTRADAY, future()], known_at("2026-02-11 10:30"))
    assert (found.at, found.problems) == (at("2026-02-11 15:00"), ())
    assert found.proposal.why is Why.CUT_OFF


def test_advice_without_intraday_orders_may_be_good_for_longer_than_is_proposed() -> None:
    assert codes("2026-02-20 15:30", GOOD) == []


def test_what_cannot_be_read_is_told_with_the_mend() -> None:
    found = read_valid_until("soon", [GOOD], known_at("2026-02-11 10:30"))
    facts = {"typed": "soon", "fault": "unreadable"}
    problem = Problem("valid-until-unreadable", Severity.ERROR, ("valid_until",), facts, "2026-02-11 15:30")
    assert (found.at, found.problems) == (None, (problem,))


def test_an_end_that_is_past_is_told() -> None:
    assert codes("2026-02-11 10:30", GOOD) == ["valid-until-past"]
    assert codes("2026-02-11 10:31", GOOD) == []
    assert read_valid_until("10 Feb 15:30", [GOOD], known_at("2026-02-11 10:30")).at is None


def test_an_end_after_a_contracts_last_moment_is_told_with_the_first_to_end() -> None:
    march = contract("NIFTY26MARFUT", expiry=date(2026, 3, 30))
    known = known_at("2026-02-11 10:30", contract(), march)
    orders = [future(tradingsymbol="NIFTY26MARFUT"), future()]
    assert check(at("2026-02-24 15:30"), orders, known) == ()
    (problem,) = check(at("2026-02-24 15:31"), orders, known)
    assert problem.code == "valid-until-after-expiry"
    assert problem.facts == {
        "typed": "24 Feb 2026, 15:31 IST",
        "order": 2,
        "tradingsymbol": "NIFTY26FEBFUT",
        "last": "24 Feb 2026, 15:30 IST",
    }


def test_without_hours_a_contract_ends_with_its_day() -> None:
    known = known_at("2026-02-11 10:30", contract(), tables=Tables())
    assert check(at("2026-02-24 23:59"), [future()], known) == ()
    assert [each.code for each in check(at("2026-02-25 00:00"), [future()], known)] == ["valid-until-after-expiry"]


def test_an_end_after_the_cut_off_of_intraday_orders_is_told() -> None:
    assert codes("2026-02-11 15:20", GOOD, cover()) == []
    known = known_at("2026-02-11 10:30")
    (problem,) = read_valid_until("2026-02-11 15:21", [GOOD, cover()], known).problems
    facts = {"typed": "11 Feb 2026, 15:21 IST", "order": 2, "exchange": "NSE"}
    facts |= {"cut_off": "11 Feb 2026, 15:20 IST", "kind": "co"}
    assert (problem.code, problem.facts, problem.mend) == ("valid-until-after-cut-off", facts, "2026-02-11 15:15")
    assert problem.severity is Severity.ERROR
    assert codes("2026-02-12 15:20", INTRADAY, now="2026-02-11 15:20") == []


def test_a_cut_off_that_only_an_older_source_tells_blocks_nothing() -> None:
    known = known_at("2026-09-09 10:30")
    found = read_valid_until("2026-09-09 15:25", [INTRADAY], known)
    assert [(each.code, each.severity) for each in found.problems] == [("valid-until-after-cut-off", Severity.WARNING)]
    assert found.at == at("2026-09-09 15:25")


def test_past_a_day_of_unknown_hours_no_cut_off_is_looked_for() -> None:
    assert codes("2026-11-07 15:29", INTRADAY, now="2026-11-06 10:00") == ["valid-until-after-cut-off"]
    assert codes("2026-11-09 15:29", INTRADAY, now="2026-11-07 10:00") == []
    assert codes("2026-11-09 15:29", INTRADAY, now="2026-11-08 10:00") == []


def test_several_faults_are_all_told() -> None:
    orders = [future(product="MIS", quantity="65")]
    assert codes("2026-03-02 10:00", *orders) == ["valid-until-after-expiry", "valid-until-after-cut-off"]


def test_a_moment_is_not_read_without_a_clock() -> None:
    with pytest.raises(ValueError, match="by a clock"):
        read_valid_until("11 Feb 15:15", [GOOD], Known())


listed: list[Instrument] = [
    share(),
    share(exchange="BSE"),
    contract(),
    contract("GOLD26FEBFUT", "MCX"),
    share("USDINR", "CDS", kind=Kind.FUTURE),
]
orders_of_any_kind = st.lists(
    any_order | st.sampled_from([GOOD, MARKET, INTRADAY, cover(), future(), GOLD]), max_size=4
)
any_moment = st.datetimes(datetime(2025, 12, 20), datetime(2027, 1, 10)).map(lambda each: each.replace(tzinfo=IST))  # noqa: DTZ001 - IST follows


@given(orders_of_any_kind, any_moment)
def test_what_is_proposed_leaves_time_to_place_and_has_nothing_wrong_with_it(
    orders: list[OrderText], now: datetime
) -> None:
    known = knowing(*listed, at=now, tables=TABLES)
    found = proposed(orders, known)
    if found.at is not None:
        assert found.at >= now + timedelta(minutes=5)
        assert found.at.utcoffset() == timedelta()
        assert check(found.at, orders, known) == ()
        assert read_valid_until(as_typed(found.at), orders, known).at == found.at


@given(orders_of_any_kind, any_moment, st.text(max_size=20) | any_moment.map(as_typed))
def test_whatever_is_typed_has_an_end_or_an_error(orders: list[OrderText], now: datetime, text: str) -> None:
    found = read_valid_until(text, orders, knowing(*listed, at=now, tables=TABLES))
    assert (found.at is None) == any(each.severity is Severity.ERROR for each in found.problems)
    assert {each.code for each in found.problems} <= set(CODES)
