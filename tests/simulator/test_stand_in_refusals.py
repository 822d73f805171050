"""Orders that Kite refuses: at once, without an order id, or by the risk check, with one."""

from typing import Any

import pytest

from tests.simulator.placing import place, refused
from tests.simulator.visitor import Headers, Make, Visitor

TICK = "Tick size for this script is 0.10. Kindly enter price in the multiple of tick size for this script"

STOP = "Trigger price for stoploss sell orders should be lower than the last traded price"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"price": "1656.05"}, TICK),
        ({"price": None}, "Missing or invalid `price`."),
        ({"price": "abc"}, "Invalid request (failed to decode price, got: abc (expected decimal))"),
        ({"price": "NaN"}, "Invalid request (failed to decode price, got: NaN (expected decimal))"),
        ({"quantity": "1.5"}, "Invalid request (failed to decode quantity, got: 1.5 (expected integer))"),
        ({"quantity": "0"}, "Invalid `quantity`."),
        ({"quantity": None}, "Missing `quantity`."),
        (
            {"tradingsymbol": "NOPE"},
            "The instrument you are placing an order for has either expired or does not exist.",
        ),
        ({"tradingsymbol": "NIFTY"}, "Invalid `tradingsymbol`."),
        ({"product": "NRML"}, "Invalid product type for exchange"),
        ({"product": "BO"}, "Invalid `product`."),
        ({"tag": "x" * 21}, "`tag` should be max 20 characters"),
        ({"disclosed_quantity": "11"}, "Disclosed quantity cannot be more than the quantity."),
        ({"validity": "TTL"}, "Invalid `validity_ttl`."),
        ({"order_type": "SL", "trigger_price": None}, "Missing or invalid `trigger_price`."),
        ({"order_type": "SL", "transaction_type": "SELL", "trigger_price": "1700", "price": "1690"}, STOP),
        (
            {"order_type": "SL", "trigger_price": "1700", "price": "1690"},
            "Price for stoploss buy orders should not be lower than the trigger price",
        ),
        (
            {"tradingsymbol": "CENTRALBK-BE", "product": "MIS", "price": "36"},
            "Intraday orders are not allowed for trade to trade scrips.",
        ),
        ({"tradingsymbol": "KEL", "price": "98"}, "Quantity should be a multiple of the lot size 1200."),
        (
            {"market_protection": "True"},
            "Invalid request (failed to decode market_protection, got: True (expected decimal))",
        ),
        ({"market_protection": "101"}, "Invalid `market_protection`."),
    ],
)
def test_an_order_that_kite_checks_itself_is_refused_without_an_order_id(
    visitor: Visitor, headers: Headers, changed: dict[str, Any], message: str
) -> None:
    code, error_type, said = refused(visitor, headers, **changed)
    assert (code, error_type, said) == (400, "InputException", message)
    assert visitor.book(headers) == []


def test_a_quantity_beyond_the_freeze_is_refused_with_its_lots(visitor: Visitor, headers: Headers) -> None:
    changed = {
        "tradingsymbol": "BANKNIFTY26FEBFUT",
        "exchange": "NFO",
        "product": "NRML",
        "quantity": 630,
        "price": "60000",
    }
    _, _, message = refused(visitor, headers, **changed)
    assert message.startswith("The order quantity 630 (21 lots) is higher than the maximum quantity of 600 (20 lots)")


@pytest.mark.parametrize(
    "changed",
    [
        {"exchange": "BSE"},
        {"order_type": "SL", "price": "1710", "trigger_price": "1700"},
        {"product": "CNC"},
        {"trigger_price": None},
        {"trigger_price": "1700"},
        {"trigger_price": "1400"},
    ],
)
def test_a_cover_order_outside_its_rules_is_refused(
    visitor: Visitor, headers: Headers, changed: dict[str, Any]
) -> None:
    usual = {"product": "MIS", "trigger_price": "1600"}
    assert refused(visitor, headers, "co", **usual | changed)[0] == 400


@pytest.mark.parametrize("changed", [{"iceberg_legs": 1}, {"iceberg_legs": 51}, {"iceberg_quantity": 4}, {}])
def test_an_iceberg_outside_its_rules_is_refused(visitor: Visitor, headers: Headers, changed: dict[str, Any]) -> None:
    legs = {"iceberg_legs": 2, "iceberg_quantity": 5} | changed if changed else {}
    assert refused(visitor, headers, "iceberg", **legs)[0] == 400


def test_an_unknown_variety_is_a_method_not_allowed(visitor: Visitor, headers: Headers) -> None:
    assert refused(visitor, headers, "IOC") == (405, "GeneralException", "Requested method not allowed")


def test_an_auction_order_needs_its_number(visitor: Visitor, headers: Headers) -> None:
    assert refused(visitor, headers, "auction", transaction_type="SELL")[2] == "Missing `auction_number`."
    record = place(visitor, headers, "auction", transaction_type="SELL", price="1700", auction_number="22")
    assert record["auction_number"] == "22"


@pytest.mark.parametrize(
    ("changed", "raw"),
    [
        ({"quantity": "5000"}, "RMS:Margin Exceeds"),
        ({"transaction_type": "SELL", "quantity": "201"}, "RMS:Rule: Check holdings"),
        ({"price": "2500"}, "RMS:Rule: Check circuit limit"),
        (
            {"exchange": "BSE", "order_type": "SL-M", "trigger_price": "1700", "market_protection": "1"},
            "",
        ),
    ],
)
def test_an_order_that_the_risk_check_stops_is_rejected_with_an_order_id(
    visitor: Visitor, headers: Headers, changed: dict[str, Any], raw: str
) -> None:
    record = place(visitor, headers, **changed)
    if raw:
        assert (record["status"], record["exchange_order_id"]) == ("REJECTED", None)
        assert record["status_message_raw"].startswith(raw)
    else:
        assert (record["status"], record["order_type"]) == ("TRIGGER PENDING", "SL")


def test_sl_m_is_rejected_by_bse_where_no_protection_turns_it_into_sl(make: Make) -> None:
    visitor = make(rules="legacy")
    changed = {"tradingsymbol": "TCS", "exchange": "BSE", "order_type": "SL-M", "trigger_price": "3300", "price": None}
    record = place(visitor, visitor.session(), **changed)
    assert record["status_message_raw"] == "16052 : Function not available"


def test_the_client_low_on_funds_is_rejected_for_it(visitor: Visitor) -> None:
    signed_in = visitor.session(user_id="DM0002")
    assert visitor.book(signed_in)[0]["status_message_raw"].startswith(
        "RMS:Margin Exceeds,Required:16560.00, Available:750.00"
    )


def test_a_sale_without_ddpi_needs_authorisation_and_goes_through_after_it(visitor: Visitor) -> None:
    signed_in = visitor.session(user_id="DM0005")
    sale = {"transaction_type": "SELL"}
    assert refused(visitor, signed_in, **sale) == (
        428,
        "HoldingException",
        "10 quantity needs authorisation at depository.",
    )
    answer = visitor.client.post("/portfolio/holdings/authorise", headers=signed_in)
    page = f"/connect/portfolio/authorise/holdings/demo0000apikey00/{answer.json['data']['request_id']}"
    assert visitor.client.get(page).status_code == 200
    assert visitor.client.post(page, data={"action": "authorise"}).location.endswith("?status=success")
    assert place(visitor, signed_in, **sale)["status"] == "COMPLETE"


def test_nobody_else_can_give_an_authorisation(visitor: Visitor) -> None:
    signed_in = visitor.session(user_id="DM0005")
    answer = visitor.client.post("/portfolio/holdings/authorise", headers=signed_in)
    page = f"/connect/portfolio/authorise/holdings/demo0000apikey00/{answer.json['data']['request_id']}"
    stranger = visitor.app.test_client()
    assert stranger.post(page, data={"action": "authorise"}).location.endswith("?status=error")
    assert refused(visitor, signed_in, transaction_type="SELL")[0] == 428
