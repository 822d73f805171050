"""The official Python client against a running stand-in: every method that there is a route for."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from flask import Flask
from kiteconnect import KiteConnect
from kiteconnect import exceptions as kite_errors
from werkzeug.exceptions import MethodNotAllowed, NotFound

from tests.simulator.visitor import API_KEY, API_SECRET, Visitor, order, query

BUY = {
    "exchange": "NSE",
    "tradingsymbol": "INFY",
    "transaction_type": "BUY",
    "quantity": 10,
    "product": "CNC",
    "order_type": "LIMIT",
}


@pytest.fixture
def visitor(running: tuple[Flask, str]) -> Iterator[Visitor]:
    found = Visitor(running[0])
    found.client.post("/simulator/reset")
    yield found
    found.client.post("/simulator/reset")


@pytest.fixture
def kite(running: tuple[Flask, str], visitor: Visitor) -> Iterator[KiteConnect]:
    client = KiteConnect(API_KEY, root=running[1], timeout=5)
    token = query(visitor.place([order()]))["request_token"]
    client.generate_session(token, API_SECRET)
    yield client
    client.reqsession.close()


def with_new_token(kite: KiteConnect, visitor: Visitor) -> Any:
    return kite.generate_session(query(visitor.place([order()]))["request_token"], API_SECRET)


def generate_session(kite: KiteConnect, visitor: Visitor) -> None:
    data = with_new_token(kite, visitor)
    assert data["user_id"] == "DM0001"
    assert data["login_time"].year == 2026
    assert kite.access_token == data["access_token"]


def renew_access_token(kite: KiteConnect, visitor: Visitor) -> None:
    before = with_new_token(kite, visitor)
    kite.renew_access_token(before["refresh_token"], API_SECRET)
    assert kite.access_token != before["access_token"]
    assert kite.profile()["user_id"] == "DM0001"


def invalidate_access_token(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.invalidate_access_token() is True
    with pytest.raises(kite_errors.TokenException) as refused:
        kite.profile()
    assert refused.value.code == 403


def invalidate_refresh_token(kite: KiteConnect, visitor: Visitor) -> None:
    token = with_new_token(kite, visitor)["refresh_token"]
    assert kite.invalidate_refresh_token(token) is True
    with pytest.raises(kite_errors.TokenException):
        kite.renew_access_token(token, API_SECRET)


def profile(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.profile()["user_shortname"] == "Asha"


def margins(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.margins()["equity"]["net"] == 2_500_000 - 16_560
    assert kite.margins("commodity")["net"] == 500_000


def place_order(kite: KiteConnect, _visitor: Visitor) -> None:
    order_id = kite.place_order("regular", **BUY, price=1656, tag="mine")
    assert [each["tag"] for each in kite.orders() if each["order_id"] == order_id] == ["mine"]


def place_autoslice_order(kite: KiteConnect, _visitor: Visitor) -> None:
    big = BUY | {"exchange": "BFO", "tradingsymbol": "SENSEX26FEBFUT", "product": "NRML", "quantity": 2000}
    data = kite.place_autoslice_order("regular", **big, price=84000)
    assert len(data["children"]) == 2


def modify_order(kite: KiteConnect, _visitor: Visitor) -> None:
    order_id = kite.place_order("regular", **BUY, price=1600)
    assert kite.modify_order("regular", order_id, price=1660) == order_id
    assert kite.order_history(order_id)[-1]["status"] == "COMPLETE"


def cancel_order(kite: KiteConnect, _visitor: Visitor) -> None:
    order_id = kite.place_order("regular", **BUY, price=1600)
    assert kite.cancel_order("regular", order_id) == order_id
    assert kite.order_history(order_id)[-1]["status"] == "CANCELLED"


def exit_order(kite: KiteConnect, _visitor: Visitor) -> None:
    parent = kite.place_order("co", **BUY | {"product": "MIS"}, price=1656, trigger_price=1600)
    [leg] = [each for each in kite.orders() if each["parent_order_id"] == parent]
    assert kite.exit_order("co", leg["order_id"], parent_order_id=parent) == leg["order_id"]
    assert kite.order_history(leg["order_id"])[-1]["status"] == "COMPLETE"


def orders(kite: KiteConnect, _visitor: Visitor) -> None:
    [mine] = kite.orders()
    assert (mine["status"], mine["tag"], mine["order_timestamp"].hour) == ("COMPLETE", "abc12345", 10)


def order_history(kite: KiteConnect, _visitor: Visitor) -> None:
    steps = kite.order_history(kite.orders()[0]["order_id"])
    assert (steps[0]["status"], steps[-1]["status"]) == ("PUT ORDER REQ RECEIVED", "COMPLETE")


def trades(kite: KiteConnect, _visitor: Visitor) -> None:
    [trade] = kite.trades()
    assert (trade["quantity"], trade["order_timestamp"]) == (10, "10:30:00")


def order_trades(kite: KiteConnect, _visitor: Visitor) -> None:
    [trade] = kite.order_trades(kite.orders()[0]["order_id"])
    assert trade["average_price"] == 1656


def positions(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.positions()["net"][0]["quantity"] == 10


def holdings(kite: KiteConnect, _visitor: Visitor) -> None:
    assert {each["tradingsymbol"] for each in kite.holdings()} >= {"INFY", "M&M"}


def get_auction_instruments(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.get_auction_instruments()[0]["auction_number"] == "22"


def convert_position(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.convert_position("NSE", "INFY", "BUY", "day", 10, "CNC", "MIS") is True
    assert kite.positions()["net"][0]["product"] == "MIS"


def instruments(kite: KiteConnect, _visitor: Visitor) -> None:
    everything, bse = kite.instruments(), kite.instruments("BSE")
    assert len(everything) > len(bse) > 300
    assert {each["exchange"] for each in bse} == {"BSE"}


def quote(kite: KiteConnect, _visitor: Visitor) -> None:
    found = kite.quote("NSE:INFY", "NSE:M&M", "NSE:NOPE")
    assert set(found) == {"NSE:INFY", "NSE:M&M"}
    assert found["NSE:INFY"]["timestamp"].day == 11


def ohlc(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.ohlc("NSE:INFY")["NSE:INFY"]["ohlc"]["close"] == 1656


def ltp(kite: KiteConnect, _visitor: Visitor) -> None:
    assert kite.ltp(["NSE:M&M"])["NSE:M&M"]["last_price"] == 3527.9


def order_margins(kite: KiteConnect, _visitor: Visitor) -> None:
    [found] = kite.order_margins([BUY | {"variety": "regular", "price": 1656}])
    assert found["total"] == found["var"] == 16560


def basket_order_margins(kite: KiteConnect, _visitor: Visitor) -> None:
    found = kite.basket_order_margins([BUY | {"variety": "regular", "price": 1656}], mode="compact")
    assert found["final"]["total"] == 16560


def get_virtual_contract_note(kite: KiteConnect, _visitor: Visitor) -> None:
    item = BUY | {"variety": "regular", "order_id": "1", "average_price": 1656}
    [note] = kite.get_virtual_contract_note([item])
    assert note["charges"]["transaction_tax"] == 16.56


CALLS: dict[str, Callable[[KiteConnect, Visitor], None]] = {
    call.__name__: call
    for call in (
        generate_session,
        renew_access_token,
        invalidate_access_token,
        invalidate_refresh_token,
        profile,
        margins,
        place_order,
        place_autoslice_order,
        modify_order,
        cancel_order,
        exit_order,
        orders,
        order_history,
        trades,
        order_trades,
        positions,
        holdings,
        get_auction_instruments,
        convert_position,
        instruments,
        quote,
        ohlc,
        ltp,
        order_margins,
        basket_order_margins,
        get_virtual_contract_note,
    )
}


def routed_methods(app: Flask) -> set[str]:
    """The client's public methods that ask for a URL which the stand-in has, themselves or by another method."""
    urls = app.url_map.bind("127.0.0.1")

    def has_route(verb: str, route: str) -> bool:
        path = re.sub(r"\{\w+\}", "1", KiteConnect._routes[route])
        try:
            urls.match(path, method=verb.upper())
        except (NotFound, MethodNotAllowed):
            return False
        return True

    public = {name: method for name, method in inspect.getmembers(KiteConnect, inspect.isfunction) if name[0] != "_"}
    sources = {name: inspect.getsource(method) for name, method in public.items()}
    direct = {
        name
        for name, source in sources.items()
        if any(has_route(*found) for found in re.findall(r'self\._(get|post|put|delete)\("([\w.]+)"', source))
    }
    return direct | {name for name, source in sources.items() if set(re.findall(r"self\.(\w+)\(", source)) & direct}


@pytest.mark.parametrize("name", CALLS)
def test_the_official_client_can_call(kite: KiteConnect, visitor: Visitor, name: str) -> None:
    CALLS[name](kite, visitor)


def test_no_method_of_the_client_with_a_route_here_goes_uncalled(running: tuple[Flask, str]) -> None:
    assert routed_methods(running[0]) == set(CALLS)


@pytest.mark.parametrize(
    ("scenario", "error", "code"),
    [
        ("api-500", kite_errors.NetworkException, 503),
        ("api-429", kite_errors.NetworkException, 429),
        ("api-html", kite_errors.DataException, 502),
        ("api-truncated", kite_errors.DataException, 502),
    ],
)
def test_the_client_understands_each_fault(
    kite: KiteConnect, visitor: Visitor, scenario: str, error: type[Exception], code: int
) -> None:
    visitor.choose(scenario)
    with pytest.raises(error) as met:
        kite.orders()
    assert met.value.code == code  # type: ignore[attr-defined]  # every error of the client has one


def test_a_dropped_connection_reaches_the_client_as_one(kite: KiteConnect, visitor: Visitor) -> None:
    visitor.choose("api-dropped")
    with pytest.raises(requests.ConnectionError):
        kite.orders()


def test_an_order_that_needs_authorisation_keeps_its_code(kite: KiteConnect, visitor: Visitor) -> None:
    visitor.client.post("/simulator/sign-in", data={"user_id": ""})
    kite.generate_session(query(visitor.place([order()], "DM0005"))["request_token"], API_SECRET)
    with pytest.raises(kite_errors.GeneralException) as met:
        kite.place_order("regular", **BUY | {"transaction_type": "SELL"}, price=1600)
    assert met.value.code == 428
