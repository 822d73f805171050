"""Someone to visit the stand-in, on the data's own day: one browser, and the app behind it."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator.clock import IST

API_KEY, API_SECRET = "demo0000apikey00", "demo0000000000000000000apisecret"
REDIRECT_URL = "http://tokri.localhost:8400/kite/redirect"
PASSWORDS = {
    "DM0001": "asha-demo",
    "DM0002": "bharat-demo",
    "DM0003": "charu-demo",
    "DM0004": "dev-demo",
    "DM0005": "esha-demo",
}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 2, 11, 10, 30, tzinfo=IST)

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


class Visitor:
    """One browser at the stand-in, and one app behind it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    # In the browser

    def post_basket(self, orders: Any, **fields: str) -> TestResponse:
        data = orders if isinstance(orders, str) else json.dumps(orders)
        stranger = self.app.test_client()
        return stranger.post("/connect/basket", data={"api_key": API_KEY, "data": data} | fields)

    def open_basket(self, orders: Any, **fields: str) -> str:
        """Post a basket from the app's site; give its page's path."""
        answer = self.post_basket(orders, **fields)
        assert answer.status_code == 303, answer.text
        return answer.location

    def log_in(self, page: str, user_id: str = "DM0001") -> TestResponse:
        sess_id = page.rsplit("/", 1)[1]
        self.client.post(
            "/connect/login", data={"sess_id": sess_id, "user_id": user_id, "password": PASSWORDS[user_id]}
        )
        return self.client.post("/connect/twofa", data={"sess_id": sess_id, "totp": "123456"})

    def act(self, page: str, action: str, **fields: str) -> TestResponse:
        return self.client.post(page, data={"action": action} | fields)

    def finish(self, answer: TestResponse) -> TestResponse:
        """Follow to the finish page, and no further."""
        assert answer.location.startswith("/connect/finish"), answer.location
        return self.client.get(answer.location)

    def place(self, orders: Any, user_id: str = "DM0001", **fields: str) -> TestResponse:
        """Post a basket, log in, place, finish; give the finish page's answer."""
        page = self.open_basket(orders, **fields)
        self.log_in(page, user_id)
        return self.finish(self.act(page, "place"))

    def choose(self, scenario: str, **settings: Any) -> None:
        answer = self.client.post("/simulator/scenario", json={"scenario": scenario} | settings)
        assert answer.status_code == 200, answer.text

    # Behind it

    def exchange(self, request_token: str, secret: str = API_SECRET) -> TestResponse:
        checksum = hashlib.sha256((API_KEY + request_token + secret).encode()).hexdigest()
        fields = {"api_key": API_KEY, "request_token": request_token, "checksum": checksum}
        return self.client.post("/session/token", data=fields)

    def session(self, orders: Any = None, user_id: str = "DM0001") -> dict[str, str]:
        """Place a basket, exchange its token; give the headers of the session."""
        back = self.place(orders or [order()], user_id)
        answer = self.exchange(query(back)["request_token"])
        return {"Authorization": f"token {API_KEY}:{data_of(answer)['access_token']}"}

    def book(self, headers: dict[str, str]) -> list[dict[str, Any]]:
        answer = self.client.get("/orders", headers=headers)
        found: list[dict[str, Any]] = data_of(answer)
        return found


def order(**changed: Any) -> dict[str, Any]:
    """An order of a basket that fills on its merits."""
    usual = {
        "variety": "regular",
        "tradingsymbol": "INFY",
        "exchange": "NSE",
        "transaction_type": "BUY",
        "order_type": "LIMIT",
        "product": "CNC",
        "quantity": 10,
        "price": 1656,
        "readonly": False,
        "tag": "abc12345",
    }
    return {key: value for key, value in (usual | changed).items() if value is not None}


def data_of(answer: TestResponse) -> Any:
    """What Kite's envelope of a good answer holds."""
    assert answer.status_code == 200, answer.text
    envelope: Any = answer.get_json()
    return envelope["data"]


def query(answer: TestResponse) -> dict[str, str]:
    """The query of a redirect back to the app."""
    assert answer.status_code == 302, (answer.status_code, answer.text)
    return dict(parse_qsl(urlsplit(answer.location).query, keep_blank_values=True, strict_parsing=True))


Make = Callable[..., Visitor]
Sample = Callable[[str], Any]
Headers = dict[str, str]
