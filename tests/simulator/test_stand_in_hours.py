"""The stand-in's time of day, under the rules of 2026: sessions, the closing auction, orders for the next session."""

import datetime as dt
from typing import Any

import pytest

from simulator.clock import IST
from simulator.hours import phase
from simulator.market import Instrument, load
from tests.simulator.placing import place, refused
from tests.simulator.visitor import Clock, Headers, Make, Visitor

NOT_OPEN = "16278 : The markets have not been opened for trading"
IN_AN_AUCTION = "(a stop order, or late MARKET order, in an auction)"
AT_MARKET = {"order_type": "MARKET", "price": None, "market_protection": "-1"}
STOP = {"order_type": "SL", "price": "1710", "trigger_price": "1700"}
AMO = {"variety": "amo"}
COVER = {"variety": "co", "product": "MIS", "trigger_price": "1600"}
FUTURE = {"exchange": "NFO", "tradingsymbol": "NIFTY26FEBFUT", "product": "NRML", "quantity": 65, "price": "25800"}


def session(visitor: Visitor, clock: Clock, at: str) -> Headers:
    """The ordinary client's session at a moment of India's time, begun at 10:30 of that day."""
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=IST)
    clock.now = moment.replace(hour=10, minute=30)
    signed_in = visitor.session()
    clock.now = moment
    return signed_in


def instrument(key: str) -> Instrument:
    found = load("2026").find_key(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "at", "expected"),
    [
        ("NSE:INFY", "2026-02-11 08:59", "closed"),
        ("NSE:INFY", "2026-02-11 09:00", "pre-open"),
        ("NSE:INFY", "2026-02-11 09:08", "no-entry"),
        ("NSE:INFY", "2026-02-11 15:29", "open"),
        ("NSE:INFY", "2026-02-11 15:45", "post-close"),
        ("NSE:INFY", "2026-02-14 11:00", "closed"),
        ("NSE:INFY", "2026-02-01 11:00", "open"),
        ("NSE:INFY", "2026-01-26 11:00", "closed"),
        ("NSE:INFY", "2026-08-03 15:15", "no-entry"),
        ("BSE:INFY", "2026-08-03 15:20", "auction"),
        ("NSE:INFY", "2026-08-03 15:25", "limit-only"),
        ("NSE:INFY", "2026-08-03 15:45", "closed"),
        ("NSE:KEL-SM", "2026-08-03 15:25", "open"),
        ("NSE:INFY", "2026-09-07 09:05", "limit-only"),
        ("NFO:NIFTY26FEBFUT", "2026-02-11 15:35", "closed"),
        ("NFO:NIFTY26FEBFUT", "2026-08-03 15:35", "open"),
        ("MCX:GOLDM26MARFUT", "2026-02-11 23:54", "open"),
        ("MCX:GOLDM26MARFUT", "2026-08-03 23:30", "closed"),
        ("MCX:GOLDM26MARFUT", "2026-03-03 18:00", "open"),
        ("BCD:USDINR26FEBFUT", "2026-02-11 16:59", "open"),
        ("BCD:USDINR26FEBFUT", "2026-02-19 11:00", "closed"),
    ],
)
def test_every_exchange_has_its_hours(key: str, at: str, expected: str) -> None:
    now = dt.datetime.fromisoformat(at).replace(tzinfo=IST)
    assert phase(instrument(key), load("2026"), now) == expected


@pytest.mark.parametrize("variety", ["regular", "amo"])
@pytest.mark.parametrize("at", ["2026-02-11 16:00", "2026-02-12 08:57", "2026-02-14 11:00", "2026-01-26 11:00"])
def test_after_hours_an_order_waits_for_the_next_session(visitor: Visitor, clock: Clock, at: str, variety: str) -> None:
    record = place(visitor, session(visitor, clock, at), variety)
    assert (record["status"], record["variety"]) == ("AMO REQ RECEIVED", "amo")


@pytest.mark.parametrize(
    ("at", "changed", "message"),
    [
        ("2026-02-11 10:30", AMO, "(an AMO while the market is open)"),
        ("2026-02-11 08:58", AMO, "(an AMO while the market is open)"),
        ("2026-02-11 15:59", AMO, "(an AMO while the market is open)"),
        ("2026-02-11 15:44", AMO | FUTURE, "(an AMO while the market is open)"),
        ("2026-02-11 20:00", COVER, "(a cover order after hours)"),
        ("2026-02-11 15:35", COVER, "(a cover order after hours)"),
        ("2026-02-12 01:00", {}, "(an order between 01:00 and 05:30)"),
        (
            "2026-02-11 20:00",
            FUTURE | AT_MARKET | {"tradingsymbol": "NIFTY26FEB25800CE"},
            "(an AMO at MARKET on an option of an index)",
        ),
        (
            "2026-02-11 20:00",
            {"tradingsymbol": "KEL-SM", "quantity": 1200, "price": "98"},
            "(an AMO on a share that is traded in call auctions)",
        ),
    ],
)
def test_what_kite_does_not_take_at_this_hour_gets_no_order_id(
    visitor: Visitor, clock: Clock, at: str, changed: dict[str, Any], message: str
) -> None:
    assert refused(visitor, session(visitor, clock, at), **changed)[2] == message


@pytest.mark.parametrize(
    ("at", "changed", "raw"),
    [
        ("2026-02-11 15:35", {}, NOT_OPEN),
        ("2026-02-11 15:45", {}, NOT_OPEN),
        ("2026-08-10 15:17", {}, NOT_OPEN),
        ("2026-08-10 15:32", AT_MARKET, NOT_OPEN),
        ("2026-02-11 09:03", STOP, IN_AN_AUCTION),
        ("2026-08-10 15:22", STOP, IN_AN_AUCTION),
        ("2026-08-10 15:27", AT_MARKET, IN_AN_AUCTION),
    ],
)
def test_what_the_exchange_does_not_take_at_this_hour_is_rejected(
    visitor: Visitor, clock: Clock, at: str, changed: dict[str, Any], raw: str
) -> None:
    record = place(visitor, session(visitor, clock, at), **changed)
    assert (record["status"], record["status_message_raw"]) == ("REJECTED", raw)


@pytest.mark.parametrize(
    ("at", "changed"),
    [
        ("2026-08-10 15:22", AT_MARKET),
        ("2026-08-10 15:27", {}),
        ("2026-02-11 15:45", AT_MARKET),
        ("2026-02-11 09:03", {}),
    ],
)
def test_what_an_auction_takes_goes_through(visitor: Visitor, clock: Clock, at: str, changed: dict[str, Any]) -> None:
    assert place(visitor, session(visitor, clock, at), **changed)["status"] == "COMPLETE"


def test_legacy_rules_know_no_time_of_day(make: Make, clock: Clock) -> None:
    visitor = make(rules="legacy")
    signed_in = session(visitor, clock, "2026-02-14 11:00")
    changed = {"tradingsymbol": "TCS", "price": "3300", "quantity": 100, "disclosed_quantity": 1}
    assert place(visitor, signed_in, **changed)["status"] == "COMPLETE"
    assert place(visitor, signed_in, "amo", **changed)["status"] == "AMO REQ RECEIVED"


@pytest.mark.parametrize("changed", [{"quantity": 100, "disclosed_quantity": 9}, FUTURE | {"disclosed_quantity": 65}])
def test_a_disclosed_quantity_too_small_or_where_there_is_none_is_refused(
    visitor: Visitor, headers: Headers, changed: dict[str, Any]
) -> None:
    assert refused(visitor, headers, **changed)[2].startswith("(a disclosed quantity under a tenth")


def test_a_contract_on_a_share_has_the_freeze_quantity_of_the_share(visitor: Visitor, headers: Headers) -> None:
    changed = FUTURE | {"tradingsymbol": "RELIANCE26FEBFUT", "quantity": 15500, "price": "1450"}
    assert "maximum quantity of 15000 (30 lots)" in refused(visitor, headers, **changed)[2]
