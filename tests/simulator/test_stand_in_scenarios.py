"""What can be made to happen, each by its scenario; and the ways to choose one."""

import json
from typing import Any

import pytest

from simulator.scenarios import SCENARIOS
from tests.simulator.visitor import API_KEY, REDIRECT_URL, Clock, Make, Visitor, order, query

THREE = [
    order(tag="one"),
    order(tradingsymbol="TCS", price=1, tag="two"),
    order(tradingsymbol="ITC", price=300, tag="three"),
]


def place_and_read(visitor: Visitor, orders: Any = None) -> list[dict[str, Any]]:
    visitor.place(orders or THREE)
    return [each.record() for each in visitor.app.extensions["simulator"].exchange.orders.values()]


def statuses(visitor: Visitor) -> list[str]:
    return [each["status"] for each in place_and_read(visitor)]


def test_as_the_market_each_order_meets_its_own_fate(visitor: Visitor) -> None:
    assert statuses(visitor) == ["COMPLETE", "REJECTED", "OPEN"]


def test_all_fill(visitor: Visitor) -> None:
    visitor.choose("all-fill")
    assert statuses(visitor) == ["COMPLETE"] * 3


def test_one_rejected_has_an_order_id_and_the_recorded_words(visitor: Visitor) -> None:
    visitor.choose("one-rejected")
    *filled, rejected = place_and_read(visitor)
    assert [each["status"] for each in filled] == ["COMPLETE"] * 2
    assert rejected["status"] == "REJECTED"
    assert rejected["order_id"].isdigit()
    assert rejected["exchange_order_id"] is None
    assert rejected["status_message"].startswith(
        "Insufficient funds. Required margin is 3000.00 but available margin is"
    )
    assert rejected["status_message_raw"].startswith("RMS:Margin Exceeds,Required:3000.00, Available:")
    assert (rejected["filled_quantity"], rejected["pending_quantity"], rejected["cancelled_quantity"]) == (0, 0, 0)


def test_partly_filled_stays_open_with_what_is_filled(visitor: Visitor) -> None:
    visitor.choose("part-filled")
    first, *rest = place_and_read(visitor)
    assert (first["status"], first["filled_quantity"], first["pending_quantity"]) == ("OPEN", 5, 5)
    assert [each["status"] for each in rest] == ["COMPLETE"] * 2


def test_left_open(visitor: Visitor) -> None:
    visitor.choose("left-open")
    assert statuses(visitor) == ["OPEN"] * 3


def test_queued_for_the_next_session(visitor: Visitor) -> None:
    visitor.choose("queued")
    records = place_and_read(visitor)
    assert [each["status"] for each in records] == ["AMO REQ RECEIVED"] * 3
    assert {each["exchange_order_id"] for each in records} == {None}


def test_still_moving_moves_one_state_a_reading(visitor: Visitor) -> None:
    visitor.choose("still-moving")
    headers = visitor.session([order()])
    seen = [visitor.book(headers)[0]["status"] for _ in range(5)]
    assert seen == ["VALIDATION PENDING", "OPEN PENDING", "OPEN", "COMPLETE", "COMPLETE"]


@pytest.mark.parametrize("action", ["place", "cancel"])
def test_cancelled_with_a_token_places_nothing_and_carries_everything(visitor: Visitor, action: str) -> None:
    visitor.choose("cancelled-with-token")
    page = visitor.open_basket(THREE, redirect_params="nonce=1")
    visitor.log_in(page)
    answer = query(visitor.finish(visitor.act(page, action)))
    assert len(answer.pop("request_token")) == 32
    assert answer == {"nonce": "1", "action": "basket", "type": "basket", "status": "cancelled"}
    assert not visitor.app.extensions["simulator"].exchange.orders


@pytest.mark.parametrize("action", ["place", "cancel"])
def test_cancelled_without_a_token_carries_its_status_alone(visitor: Visitor, action: str) -> None:
    visitor.choose("cancelled-without-token")
    page = visitor.open_basket(THREE, redirect_params="nonce=1")
    visitor.log_in(page)
    assert query(visitor.finish(visitor.act(page, action))) == {"status": "cancelled"}
    assert not visitor.app.extensions["simulator"].exchange.orders


def test_parameters_can_be_dropped_on_success_too(visitor: Visitor) -> None:
    visitor.choose("echo-dropped")
    assert set(query(visitor.place(THREE, redirect_params="nonce=1"))) == {"action", "type", "status", "request_token"}


def test_a_closed_window_places_nothing_and_never_redirects(visitor: Visitor) -> None:
    visitor.choose("window-closed")
    page = visitor.open_basket(THREE)
    visitor.log_in(page)
    assert visitor.act(page, "place").status_code == 200
    assert not visitor.app.extensions["simulator"].exchange.orders
    assert visitor.client.get(page).status_code == 410
    assert visitor.client.get(f"/connect/finish?sess_id={page.rsplit('/', 1)[1]}&api_key={API_KEY}").status_code == 410


def test_killed_at_login_shows_no_order_page(visitor: Visitor) -> None:
    visitor.choose("killed-at-login")
    page = visitor.open_basket(THREE)
    fields = {"sess_id": page.rsplit("/", 1)[1], "user_id": "DM0001", "password": "asha-demo"}
    assert visitor.client.post("/connect/login", data=fields).status_code == 403
    assert visitor.client.get(page).status_code == 410


def test_the_finish_page_can_fail_after_the_orders_were_placed(visitor: Visitor) -> None:
    visitor.choose("finish-fails")
    failed = visitor.place(THREE)
    assert failed.status_code == 500
    assert "Location" not in failed.headers
    assert len(visitor.app.extensions["simulator"].exchange.orders) == 3


def test_a_token_can_come_back_expired(visitor: Visitor) -> None:
    visitor.choose("token-expired")
    answer = visitor.exchange(query(visitor.place(THREE))["request_token"])
    assert (answer.status_code, answer.json["error_type"]) == (403, "TokenException")
    assert answer.json["message"] == "Token is invalid or has expired."


def test_a_basket_from_elsewhere_is_refused_where_the_referer_is_checked(visitor: Visitor) -> None:
    visitor.choose("referer-checked")
    fields = {"api_key": API_KEY, "data": json.dumps(THREE)}
    own = visitor.client.post("/connect/basket", data=fields, headers={"Referer": REDIRECT_URL})
    none = visitor.client.post("/connect/basket", data=fields)
    other = visitor.client.post("/connect/basket", data=fields, headers={"Origin": "http://elsewhere.example"})
    assert own.status_code == 303
    assert {none.status_code, other.status_code} == {400}
    assert none.json["message"] == other.json["message"] == "Invalid `api_key`."


FAULTS = {
    "api-500": (503, "application/json"),
    "api-html": (502, "text/html; charset=utf-8"),
    "api-truncated": (200, "application/json"),
    "api-429": (429, "application/json"),
}


@pytest.mark.parametrize("scenario", FAULTS)
def test_a_fault_meets_the_order_book(visitor: Visitor, scenario: str) -> None:
    headers = visitor.session(THREE)
    visitor.choose(scenario)
    answer = visitor.client.get("/orders", headers=headers)
    assert (answer.status_code, answer.content_type) == FAULTS[scenario]
    if scenario == "api-truncated":
        with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
            json.loads(answer.text)


@pytest.mark.parametrize("scenario", FAULTS)
def test_a_fault_meets_the_token_exchange(visitor: Visitor, scenario: str) -> None:
    token = query(visitor.place(THREE))["request_token"]
    visitor.choose(scenario)
    assert visitor.exchange(token).status_code == FAULTS[scenario][0]


def test_an_exchange_that_failed_before_it_began_leaves_the_token_good(visitor: Visitor) -> None:
    token = query(visitor.place(THREE))["request_token"]
    visitor.choose("api-500")
    assert visitor.exchange(token).status_code == 503
    visitor.choose("market")
    assert visitor.exchange(token).status_code == 200


def test_an_exchange_whose_answer_was_cut_has_spent_the_token(visitor: Visitor) -> None:
    token = query(visitor.place(THREE))["request_token"]
    visitor.choose("api-truncated")
    assert visitor.exchange(token).status_code == 200
    visitor.choose("market")
    assert visitor.exchange(token).status_code == 403


def test_a_dropped_connection_has_no_answer(visitor: Visitor) -> None:
    headers = visitor.session(THREE)
    visitor.choose("api-dropped")
    with pytest.raises(ConnectionResetError):
        visitor.client.get("/orders", headers=headers)


def test_a_fault_can_be_for_the_order_book_alone(visitor: Visitor) -> None:
    visitor.choose("api-500", calls="orders")
    headers = visitor.session(THREE)
    assert visitor.client.get("/orders", headers=headers).status_code == 503


def test_a_fault_can_be_for_a_number_of_calls(visitor: Visitor) -> None:
    headers = visitor.session(THREE)
    visitor.choose("api-429", times=2)
    assert [visitor.client.get("/orders", headers=headers).status_code for _ in range(3)] == [429, 429, 200]


def test_a_slow_api_waits_as_long_as_was_asked_and_no_longer_than_the_program_runs(visitor: Visitor) -> None:
    headers = visitor.session(THREE)
    visitor.choose("api-slow", delay=100)
    visitor.app.extensions["simulator"].stopping.set()
    assert visitor.client.get("/orders", headers=headers).status_code == 200


def test_a_stranger_meets_no_fault_but_a_refusal(visitor: Visitor) -> None:
    visitor.choose("api-500")
    assert visitor.client.get("/orders", headers={"Authorization": "token a:b"}).status_code == 403


def test_the_choice_of_one_browser_leaves_the_others_alone(visitor: Visitor, make: Make) -> None:
    visitor.client.post("/simulator", data={"scenario": "left-open", "for": "browser"})
    assert statuses(visitor) == ["OPEN"] * 3
    other = make()
    assert statuses(other) == ["COMPLETE", "REJECTED", "OPEN"]


def test_a_browsers_fault_meets_the_app_that_exchanges_its_token(visitor: Visitor) -> None:
    visitor.client.post("/simulator", data={"scenario": "api-429", "for": "browser"})
    assert visitor.exchange(query(visitor.place(THREE))["request_token"]).status_code == 429


def test_the_choice_for_everyone_can_be_made_on_the_page(visitor: Visitor) -> None:
    visitor.client.post("/simulator", data={"scenario": "left-open", "for": "everyone"})
    text = visitor.app.test_client().get("/simulator").text
    assert '<strong id="now-everyone">left-open</strong>' in text


ORDER_FATES = {
    "all-fill": "COMPLETE",
    "one-rejected": "REJECTED",
    "part-filled": "OPEN",
    "left-open": "OPEN",
    "queued": "AMO REQ RECEIVED",
}


@pytest.mark.parametrize("scenario", ORDER_FATES)
def test_a_magic_quantity_brings_its_scenario_about(visitor: Visitor, scenario: str) -> None:
    visitor.choose("window-closed")
    [record] = place_and_read(visitor, [order(quantity=SCENARIOS[scenario].quantity)])
    assert record["status"] == ORDER_FATES[scenario]


def test_a_magic_quantity_of_the_way_back_places_the_order_first(visitor: Visitor) -> None:
    failed = visitor.place([order(quantity=SCENARIOS["finish-fails"].quantity)])
    assert failed.status_code == 500
    [placed] = visitor.app.extensions["simulator"].exchange.orders.values()
    assert placed.status == "COMPLETE"


def test_a_magic_quantity_of_a_fault_meets_the_exchange(visitor: Visitor) -> None:
    back = visitor.place([order(quantity=SCENARIOS["api-html"].quantity)])
    assert visitor.exchange(query(back)["request_token"]).status_code == 502


def test_every_scenario_and_magic_quantity_stands_on_the_page(visitor: Visitor) -> None:
    text = visitor.client.get("/simulator").text
    for scenario in SCENARIOS.values():
        assert f'value="{scenario.name}"' in text
        assert f"magic quantity {scenario.quantity}" in text


def test_magic_quantities_are_each_of_one_scenario() -> None:
    assert len({scenario.quantity for scenario in SCENARIOS.values()}) == len(SCENARIOS)


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        '{"scenario": "weather"}',
        '["market"]',
        "market",
        '{"scenario": "api-slow", "delay": 1000}',
        '{"scenario": "api-slow", "delay": "long"}',
        '{"scenario": "api-500", "calls": "news"}',
        '{"scenario": "api-500", "times": -1}',
    ],
)
def test_a_scenario_that_cannot_be_is_refused_and_changes_nothing(visitor: Visitor, body: str) -> None:
    answer = visitor.client.post("/simulator/scenario", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert visitor.app.extensions["simulator"].choice.name == "market"


def test_reset_forgets_orders_sign_ins_scenario_and_log(visitor: Visitor) -> None:
    visitor.choose("left-open")
    visitor.place(THREE)
    assert visitor.client.post("/simulator/reset").json == {"reset": True}
    assert visitor.client.get("/simulator/log").json == []
    assert statuses(visitor) == ["COMPLETE", "REJECTED", "OPEN"]
    assert visitor.client.post("/simulator/reset", data={"from": "page"}).status_code == 303


def test_two_stand_ins_share_nothing(make: Make) -> None:
    one, two = make(), make()
    one.place(THREE)
    assert two.client.get("/simulator/log").json == []
    assert not two.app.extensions["simulator"].exchange.orders


def test_an_unused_token_dies_within_minutes(visitor: Visitor, clock: Clock) -> None:
    token = query(visitor.place(THREE))["request_token"]
    clock.move(minutes=4)
    assert visitor.exchange(token).status_code == 403
