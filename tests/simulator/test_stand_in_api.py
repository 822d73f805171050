"""The API: sessions, the envelope, and the shapes of Kite's published samples."""

import hashlib
from typing import Any

import pytest

from tests.simulator.visitor import API_KEY, Clock, Headers, Make, Sample, Visitor, order, query

GET_CALLS = [
    "/user/profile",
    "/user/margins",
    "/user/margins/equity",
    "/orders",
    "/orders/1",
    "/orders/1/trades",
    "/trades",
    "/portfolio/holdings",
    "/portfolio/positions",
    "/portfolio/holdings/auctions",
    "/quote?i=NSE:INFY",
    "/quote/ohlc?i=NSE:INFY",
    "/quote/ltp?i=NSE:INFY",
]
# Keys that only some of the published orders have: of one variety, or added over the years.
SOMETIMES = {"account_id", "validity_ttl", "auction_number", "tags", "terminal_id"}


@pytest.fixture
def headers(visitor: Visitor) -> Headers:
    return visitor.session()


def keys(value: Any) -> Any:
    """The shape of an answer: its keys, all the way down; of a list, its first row's."""
    if isinstance(value, dict):
        return {key: keys(each) for key, each in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [keys(value[0])]
    return None


def get(visitor: Visitor, path: str, headers: Headers) -> Any:
    answer = visitor.client.get(path, headers=headers)
    assert (answer.status_code, answer.json["status"]) == (200, "success"), answer.text
    return answer.json["data"]


@pytest.mark.parametrize("path", GET_CALLS)
def test_a_call_without_credentials_is_an_input_exception(visitor: Visitor, path: str) -> None:
    answer = visitor.client.get(path)
    assert answer.status_code == 400
    assert answer.json == {
        "status": "error",
        "message": "Invalid `api_key` or `access_token`.",
        "data": None,
        "error_type": "InputException",
    }


@pytest.mark.parametrize("path", GET_CALLS)
def test_a_call_with_wrong_credentials_is_a_token_exception(visitor: Visitor, path: str) -> None:
    for credentials in (f"{API_KEY}:wrong", "wrong:wrong"):
        answer = visitor.client.get(path, headers={"Authorization": f"token {credentials}"})
        assert (answer.status_code, answer.json["error_type"]) == (403, "TokenException")
        assert answer.json["message"] == "Incorrect `api_key` or `access_token`."


def test_a_request_token_is_exchanged_once(visitor: Visitor) -> None:
    token = query(visitor.place([order()]))["request_token"]
    assert visitor.exchange(token).status_code == 200
    again = visitor.exchange(token)
    assert (again.status_code, again.json["message"]) == (403, "Token is invalid or has expired.")


def test_a_wrong_checksum_is_refused_and_the_token_stays_good(visitor: Visitor) -> None:
    token = query(visitor.place([order()]))["request_token"]
    wrong = visitor.exchange(token, secret="not the secret")
    assert (wrong.status_code, wrong.json["message"]) == (403, "Invalid `checksum`.")
    assert visitor.exchange(token).status_code == 200


def test_a_publisher_app_gets_no_session(make: Make) -> None:
    visitor = make(api_secret="")
    answer = visitor.exchange(query(visitor.place([order()]))["request_token"], secret="")
    assert (answer.status_code, answer.json["error_type"]) == (403, "PermissionException")
    assert answer.json["message"] == "That API call is not allowed for the authenticated user"


def test_a_session_ends_at_six_in_the_morning(visitor: Visitor, headers: Headers, clock: Clock) -> None:
    clock.move(hours=19, minutes=29)
    assert visitor.client.get("/user/profile", headers=headers).status_code == 200
    clock.move(minutes=1)
    assert visitor.client.get("/user/profile", headers=headers).status_code == 403


def test_a_session_can_be_ended(visitor: Visitor, headers: Headers, sample: Sample) -> None:
    access_token = headers["Authorization"].rpartition(":")[2]
    path = f"/session/token?api_key={API_KEY}&access_token={access_token}"
    assert visitor.client.delete(path).json == sample("session_logout")
    assert visitor.client.get("/user/profile", headers=headers).status_code == 403
    assert visitor.client.delete(path).status_code == 403


def test_renewing_a_session_ends_the_old_one(visitor: Visitor) -> None:
    data = visitor.exchange(query(visitor.place([order()]))["request_token"]).json["data"]
    secret = visitor.app.extensions["simulator"].settings.api_secret
    checksum = hashlib.sha256((API_KEY + data["refresh_token"] + secret).encode()).hexdigest()
    renewal = {"api_key": API_KEY, "refresh_token": data["refresh_token"], "checksum": checksum}
    renewed = visitor.client.post("/session/refresh_token", data=renewal)
    assert renewed.status_code == 200
    assert visitor.client.post("/session/refresh_token", data=renewal).status_code == 403
    old, new = ({"Authorization": f"token {API_KEY}:{each['access_token']}"} for each in (data, renewed.json["data"]))
    assert visitor.client.get("/orders", headers=old).status_code == 403
    assert visitor.client.get("/orders", headers=new).status_code == 200


def test_a_session_has_the_published_shape(visitor: Visitor, sample: Sample) -> None:
    answer = visitor.exchange(query(visitor.place([order()]))["request_token"])
    assert keys(answer.json) == keys(sample("generate_session"))
    assert len(answer.json["data"]["login_time"]) == 19


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/user/profile", "profile"),
        ("/user/margins", "margins"),
        ("/portfolio/holdings", "holdings"),
        ("/quote/ltp?i=NSE:INFY", "ltp"),
    ],
)
def test_an_answer_has_the_published_shape(
    visitor: Visitor, headers: Headers, sample: Sample, path: str, name: str
) -> None:
    assert keys(get(visitor, path, headers)) == keys(sample(name)["data"])


def test_an_order_has_the_published_keys(visitor: Visitor, headers: Headers, sample: Sample) -> None:
    [mine] = get(visitor, "/orders", headers)
    for published in sample("orders")["data"]:
        assert set(published) - set(mine) <= {"terminal_id"}
        assert set(mine) - set(published) <= SOMETIMES


def test_a_step_of_an_orders_history_has_the_published_keys(visitor: Visitor, headers: Headers, sample: Sample) -> None:
    [mine] = get(visitor, "/orders", headers)
    for step in get(visitor, f"/orders/{mine['order_id']}", headers):
        assert set(sample("order_info")["data"][0]) <= set(step)


def test_placing_has_the_published_shape(visitor: Visitor, headers: Headers, sample: Sample) -> None:
    fields = order(variety=None, readonly=None)
    answer = visitor.client.post("/orders/regular", data=fields, headers=headers)
    assert keys(answer.json) == keys(sample("order_response"))


ASKED = [
    {
        "exchange": "NFO",
        "tradingsymbol": "NIFTY2621725800CE",
        "transaction_type": side,
        "variety": "regular",
        "product": "NRML",
        "order_type": "LIMIT",
        "quantity": 65,
        "price": 150,
        "average_price": 150,
        "order_id": "1",
    }
    for side in ("SELL", "BUY")
]


def test_basket_margins_have_the_published_shape_and_net_out(
    visitor: Visitor, headers: Headers, sample: Sample
) -> None:
    answer = visitor.client.post("/margins/basket?consider_positions=True", json=ASKED, headers=headers).json
    published = sample("basket_margins")
    assert keys(answer) == keys(published)
    assert keys(answer["data"]["orders"]) == keys(published["data"]["orders"])
    assert answer["data"]["initial"]["total"] > answer["data"]["final"]["total"] == 0


def test_order_margins_have_the_published_shape(visitor: Visitor, headers: Headers, sample: Sample) -> None:
    answer = visitor.client.post("/margins/orders", json=ASKED, headers=headers).json
    assert keys(answer["data"]) == keys(sample("basket_margins")["data"]["orders"])
    compact = visitor.client.post("/margins/orders?mode=compact", json=ASKED, headers=headers).json
    assert set(compact["data"][0]) == {"type", "tradingsymbol", "exchange", "total"}


def test_a_contract_note_has_the_published_shape(visitor: Visitor, headers: Headers, sample: Sample) -> None:
    answer = visitor.client.post("/charges/orders", json=ASKED, headers=headers).json
    assert keys(answer) == keys(sample("virtual_contract_note"))


def test_delivery_blocks_its_whole_value_and_a_sale_nothing(visitor: Visitor, headers: Headers) -> None:
    def total(side: str) -> float:
        item = ASKED[0] | {
            "exchange": "NSE",
            "tradingsymbol": "INFY",
            "product": "CNC",
            "transaction_type": side,
            "quantity": 10,
        }
        answer = visitor.client.post("/margins/orders", json=[item | {"price": 1656}], headers=headers)
        return float(answer.json["data"][0]["total"])

    assert (total("BUY"), total("SELL")) == (16560, 0)


@pytest.mark.parametrize("path", ["/margins/orders", "/margins/basket", "/charges/orders"])
@pytest.mark.parametrize("body", ["", "{}", "[]", "[1]", '[{"exchange": "NSE", "tradingsymbol": "NOPE"}]'])
def test_json_that_is_no_list_of_orders_is_refused(visitor: Visitor, headers: Headers, path: str, body: str) -> None:
    answer = visitor.client.post(path, data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json["error_type"]) == (400, "InputException")


def test_a_contract_note_needs_the_average_price(visitor: Visitor, headers: Headers) -> None:
    answer = visitor.client.post("/charges/orders", json=[ASKED[0] | {"average_price": 0}], headers=headers)
    assert (answer.status_code, answer.json["message"]) == (400, "Missing or invalid `average_price`.")


def test_an_instrument_without_a_price_or_a_listing_is_left_out_of_quotes(visitor: Visitor, headers: Headers) -> None:
    data = get(visitor, "/quote/ltp?i=NSE:INFY&i=NSE:NOPE&i=NSE:M%26M&i=nonsense", headers)
    assert {name: each["last_price"] for name, each in data.items()} == {"NSE:INFY": 1656, "NSE:M&M": 3527.9}


def test_a_full_quote_has_the_documented_keys_and_five_steps_of_depth(visitor: Visitor, headers: Headers) -> None:
    quote = get(visitor, "/quote?i=NSE:INFY", headers)["NSE:INFY"]
    assert set(quote) == {
            "instrument_token", "timestamp", "last_trade_time", "last_price", "last_quantity", "buy_quantity",
            "sell_quantity", "volume", "average_price", "oi", "oi_day_high", "oi_day_low", "net_change",
            "lower_circuit_limit", "upper_circuit_limit", "ohlc", "depth",
    }  # fmt: skip
    assert [len(quote["depth"][side]) for side in ("buy", "sell")] == [5, 5]


def test_too_many_quotes_are_refused(visitor: Visitor, headers: Headers) -> None:
    path = "/quote?" + "&".join(["i=NSE:INFY"] * 501)
    assert visitor.client.get(path, headers=headers).status_code == 400
    assert visitor.client.get("/quote", headers=headers).status_code == 400


def test_the_dump_needs_no_session_and_has_kites_columns(visitor: Visitor) -> None:
    answer = visitor.client.get("/instruments/NSE")
    assert answer.content_type == "text/csv; charset=utf-8"
    head, first = answer.text.splitlines()[:2]
    assert head == (
        "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,"
        "instrument_type,segment,exchange"
    )
    assert first.split(",")[-1] == "NSE"
    assert visitor.client.get("/instruments/LSE").text.splitlines() == [head]


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("GET", "/nowhere", 404, "Route not found"),
        ("POST", "/orders", 405, "Requested method not allowed"),
        ("PUT", "/user/profile", 405, "Requested method not allowed"),
    ],
)
def test_an_unknown_route_answers_with_the_envelope(
    visitor: Visitor, method: str, path: str, status: int, message: str
) -> None:
    answer = visitor.client.open(path, method=method)
    assert answer.status_code == status
    assert answer.json == {"status": "error", "message": message, "data": None, "error_type": "GeneralException"}


def test_a_position_can_be_converted(visitor: Visitor, headers: Headers) -> None:
    fields = {
        "exchange": "NSE",
        "tradingsymbol": "INFY",
        "transaction_type": "BUY",
        "position_type": "day",
        "quantity": "10",
        "old_product": "CNC",
        "new_product": "MIS",
    }
    assert visitor.client.put("/portfolio/positions", data=fields, headers=headers).json["data"] is True
    assert get(visitor, "/portfolio/positions", headers)["net"][0]["product"] == "MIS"
    assert visitor.client.put("/portfolio/positions", data=fields, headers=headers).status_code == 400


def test_a_sale_shows_in_the_holdings_as_used(visitor: Visitor) -> None:
    headers = visitor.session([order(transaction_type="SELL", price=1600, quantity=50)])
    holding = get(visitor, "/portfolio/holdings", headers)[0]
    assert (holding["tradingsymbol"], holding["quantity"], holding["used_quantity"]) == ("INFY", 200, 50)


def test_a_host_that_is_not_this_machine_is_not_answered(visitor: Visitor) -> None:
    assert visitor.client.get("/simulator", headers={"Host": "evil.example"}).status_code == 400
    for host in ("kite.localhost:8401", "127.0.0.1:8401", "localhost:8401"):
        assert visitor.client.get("/simulator", headers={"Host": host}).status_code == 200
