"""Orders: refusals, Kite's states, fills by the price list, and what protection makes of a MARKET order."""

import pytest

from tests.simulator.placing import fields, history, place, refused
from tests.simulator.visitor import Clock, Headers, Make, Visitor


def test_a_filled_order_has_passed_through_kites_states(visitor: Visitor, headers: Headers) -> None:
    order_id = place(visitor, headers)["order_id"]
    assert [step["status"] for step in history(visitor, headers, order_id)] == [
        "PUT ORDER REQ RECEIVED",
        "VALIDATION PENDING",
        "OPEN PENDING",
        "OPEN",
        "COMPLETE",
    ]


def test_order_ids_are_strings_of_19_digits_that_grow(visitor: Visitor, headers: Headers) -> None:
    ids = [place(visitor, headers)["order_id"] for _ in range(3)]
    assert all(isinstance(each, str) and each.isdigit() and len(each) == 19 for each in ids)
    assert ids == sorted(set(ids))


def test_a_limit_buy_above_the_last_price_fills_at_the_last_price(visitor: Visitor, headers: Headers) -> None:
    record = place(visitor, headers, price="1700")
    assert (record["status"], record["average_price"], record["price"]) == ("COMPLETE", 1656, 1700)


def test_a_limit_buy_below_the_last_price_waits(visitor: Visitor, headers: Headers) -> None:
    record = place(visitor, headers, price="1600")
    assert (record["status"], record["pending_quantity"], record["filled_quantity"]) == ("OPEN", 10, 0)


def test_a_limit_sell_above_the_last_price_waits_and_below_it_fills(visitor: Visitor, headers: Headers) -> None:
    assert place(visitor, headers, transaction_type="SELL", price="1700")["status"] == "OPEN"
    assert place(visitor, headers, transaction_type="SELL", price="1600")["status"] == "COMPLETE"


def test_an_ioc_order_that_does_not_fill_is_cancelled_with_both_numbers_kept(
    visitor: Visitor, headers: Headers
) -> None:
    record = place(visitor, headers, price="1600", validity="IOC")
    assert (record["status"], record["pending_quantity"], record["cancelled_quantity"]) == ("CANCELLED", 10, 10)


def test_a_stop_waits_for_its_trigger(visitor: Visitor, headers: Headers) -> None:
    record = place(visitor, headers, order_type="SL", trigger_price="1700", price="1710")
    assert record["status"] == "TRIGGER PENDING"


def test_an_after_market_order_is_received_and_nothing_more(visitor: Visitor, headers: Headers, clock: Clock) -> None:
    clock.move(hours=10)
    record = place(visitor, headers, "amo")
    assert (record["status"], record["variety"]) == ("AMO REQ RECEIVED", "amo")


def test_a_cover_order_grows_its_second_leg_which_can_only_be_exited(visitor: Visitor, headers: Headers) -> None:
    first = place(visitor, headers, "co", product="MIS", trigger_price="1600")
    assert first["status"] == "COMPLETE"
    second = visitor.book(headers)[-1]
    assert (second["parent_order_id"], second["order_type"], second["transaction_type"]) == (
        first["order_id"],
        "SL-M",
        "SELL",
    )
    assert second["status"] == "TRIGGER PENDING"
    visitor.client.delete(f"/orders/co/{second['order_id']}?parent_order_id={first['order_id']}", headers=headers)
    assert visitor.book(headers)[-1]["status"] == "COMPLETE"


def test_an_iceberg_order_shows_one_leg_after_another(visitor: Visitor, headers: Headers) -> None:
    place(visitor, headers, "iceberg", iceberg_legs=2, iceberg_quantity=5)
    legs = visitor.book(headers)
    assert [leg["quantity"] for leg in legs] == [5, 5]
    assert [leg["meta"]["iceberg"]["leg"] for leg in legs] == [1, 2]
    assert [leg["meta"]["iceberg"]["remaining_quantity"] for leg in legs] == [5, 0]


def test_an_order_beyond_the_freeze_quantity_can_be_sliced(visitor: Visitor, headers: Headers) -> None:
    big = {"tradingsymbol": "SENSEX26FEBFUT", "exchange": "BFO", "product": "NRML", "quantity": 2000, "price": "84000"}
    answer = visitor.client.post("/orders/regular", data=fields(**big, autoslice="true"), headers=headers)
    data = answer.json["data"]
    assert len(data["children"]) == 2
    children = [history(visitor, headers, child["order_id"])[-1] for child in data["children"]]
    assert [child["quantity"] for child in children] == [1000, 1000]
    assert all(f"autoslice:{data['order_id']}" in child["tags"] for child in children)


def test_a_market_order_with_protection_stands_in_the_book_as_limit(visitor: Visitor, headers: Headers) -> None:
    record = place(visitor, headers, order_type="MARKET", price=None, market_protection="2")
    assert (record["order_type"], record["price"], record["average_price"]) == ("LIMIT", 1689.1, 1656)
    assert record["tags"] == ["mktp", "mktp:2.00"]
    assert record["tag"] is None


def test_automatic_protection_follows_the_recorded_bands(visitor: Visitor, headers: Headers) -> None:
    share = place(visitor, headers, order_type="MARKET", price=None, market_protection="-1", tag="mine")
    assert share["tags"] == ["mine", "mktp", "mktp:0.50"]
    cheap = place(visitor, headers, tradingsymbol="IDEA", order_type="MARKET", price=None, market_protection="-1")
    assert cheap["tags"] == ["mktp", "mktp:2.00"]


@pytest.mark.parametrize("order_type", ["MARKET", "SL-M"])
@pytest.mark.parametrize("protection", [None, "0"])
def test_a_market_order_without_protection_is_refused_through_the_api(
    visitor: Visitor, headers: Headers, order_type: str, protection: str | None
) -> None:
    changed = {"order_type": order_type, "trigger_price": "1700", "market_protection": protection}
    code, error_type, message = refused(visitor, headers, **changed)
    assert (code, error_type) == (400, "InputException")
    assert message == (
        "Market orders without market protection are not allowed via API. "
        "Please set market protection or use a Limit order."
    )


def test_legacy_rules_ask_for_no_protection_and_keep_market_market(make: Make) -> None:
    visitor = make(rules="legacy")
    signed_in = visitor.session()
    record = place(visitor, signed_in, tradingsymbol="TCS", order_type="MARKET", price=None)
    assert (record["order_type"], record["price"], record["status"]) == ("MARKET", 0, "COMPLETE")


def test_funds_are_used_up_by_orders(visitor: Visitor, headers: Headers) -> None:
    assert place(visitor, headers, quantity="1500")["status"] == "COMPLETE"
    assert place(visitor, headers, quantity="100")["status"] == "REJECTED"


def test_holdings_are_used_up_by_sales(visitor: Visitor, headers: Headers) -> None:
    assert place(visitor, headers, transaction_type="SELL", quantity="150")["status"] == "COMPLETE"
    assert place(visitor, headers, transaction_type="SELL", quantity="51")["status"] == "REJECTED"
    assert place(visitor, headers, transaction_type="SELL", quantity="50")["status"] == "COMPLETE"


def test_changing_an_open_order_passes_through_kites_states(visitor: Visitor, headers: Headers) -> None:
    order_id = place(visitor, headers, price="1600")["order_id"]
    answer = visitor.client.put(
        f"/orders/regular/{order_id}", data={"price": "1660", "quantity": "12"}, headers=headers
    )
    assert answer.json["data"] == {"order_id": order_id}
    steps = [step["status"] for step in history(visitor, headers, order_id)]
    assert steps[3:] == ["OPEN", "MODIFY VALIDATION PENDING", "MODIFY PENDING", "MODIFIED", "OPEN", "COMPLETE"]
    record = visitor.book(headers)[0]
    assert (record["quantity"], record["modified"], record["average_price"]) == (12, True, 1656)


def test_an_ended_order_can_be_neither_changed_nor_cancelled(visitor: Visitor, headers: Headers) -> None:
    order_id = place(visitor, headers)["order_id"]
    for answer in (
        visitor.client.put(f"/orders/regular/{order_id}", data={"price": "1"}, headers=headers),
        visitor.client.delete(f"/orders/regular/{order_id}", headers=headers),
    ):
        assert (answer.status_code, answer.json["error_type"]) == (400, "OrderException")


def test_an_order_can_be_changed_25_times(visitor: Visitor, headers: Headers) -> None:
    order_id = place(visitor, headers, price="1600")["order_id"]
    codes = [
        visitor.client.put(f"/orders/regular/{order_id}", data={"price": str(1600 - n)}, headers=headers).status_code
        for n in range(26)
    ]
    assert codes == [200] * 25 + [400]


def test_an_open_order_can_be_cancelled_and_gives_its_funds_back(visitor: Visitor, headers: Headers) -> None:
    def free() -> float:
        return float(visitor.client.get("/user/margins/equity", headers=headers).json["data"]["net"])

    before = free()
    order_id = place(visitor, headers, price="1600")["order_id"]
    assert free() == before - 16000
    visitor.client.delete(f"/orders/regular/{order_id}", headers=headers)
    record = history(visitor, headers, order_id)
    assert [step["status"] for step in record[-2:]] == ["CANCEL PENDING", "CANCELLED"]
    assert free() == before


def test_nobody_sees_or_cancels_anothers_order(visitor: Visitor, headers: Headers) -> None:
    order_id = place(visitor, headers, price="1600")["order_id"]
    visitor.client.post("/simulator/sign-in", data={"user_id": ""})
    other = visitor.session(user_id="DM0003")
    assert visitor.client.get(f"/orders/{order_id}", headers=other).status_code == 404
    assert visitor.client.delete(f"/orders/regular/{order_id}", headers=other).status_code == 404
    assert order_id not in {record["order_id"] for record in visitor.book(other)}


def test_trades_add_up_to_positions(visitor: Visitor, headers: Headers) -> None:
    place(visitor, headers, product="MIS", quantity="10")
    place(visitor, headers, product="MIS", quantity="4", transaction_type="SELL", price="1600")
    assert [trade["quantity"] for trade in visitor.client.get("/trades", headers=headers).json["data"]] == [10, 4]
    [net] = visitor.client.get("/portfolio/positions", headers=headers).json["data"]["net"]
    assert (net["quantity"], net["buy_quantity"], net["sell_quantity"], net["product"]) == (6, 10, 4, "MIS")
    assert net["pnl"] == 0
