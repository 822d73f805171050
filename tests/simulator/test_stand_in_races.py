"""Several browsers at once, through the running server."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from flask import Flask

from tests.simulator.visitor import API_KEY, REDIRECT_URL, order

BROWSERS = 8
LONG = 50


@pytest.fixture(autouse=True)
def _impatient_threads() -> Iterator[None]:
    """Switch threads as often as can be, so that a missing lock is seen."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


class Browser:
    """A browser without scripts that stays at the stand-in."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.session = requests.Session()
        self.session.trust_env = False

    def post(self, path: str, fields: dict[str, str]) -> str:
        answer = self.session.post(self.root + path, data=fields, allow_redirects=False, timeout=10)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.root + path, allow_redirects=False, timeout=10)

    def open_basket(self, orders: int = 1) -> str:
        page = self.post("/connect/basket", {"api_key": API_KEY, "data": json.dumps([order(quantity=1)] * orders)})
        self.post("/simulator/sign-in", {"user_id": "DM0001"})
        assert self.get(page).status_code == 200
        return page

    def place(self, page: str) -> str:
        where = self.post(page, {"action": "place"})
        return self.get(where).headers.get("Location", "")


@pytest.fixture
def root(running: tuple[Flask, str]) -> str:
    requests.post(f"{running[1]}/simulator/reset", timeout=10).raise_for_status()
    return running[1]


def test_browsers_at_once_each_get_their_own_order_and_their_own_token(running: tuple[Flask, str], root: str) -> None:
    def whole_way(_number: int) -> str:
        browser = Browser(root)
        with browser.session:
            return browser.place(browser.open_basket())

    with ThreadPoolExecutor(BROWSERS) as pool:
        ends = list(pool.map(whole_way, range(BROWSERS)))
    assert all(end.startswith(REDIRECT_URL) and "status=success" in end for end in ends)
    assert len(set(ends)) == BROWSERS
    assert len(running[0].extensions["simulator"].exchange.orders) == BROWSERS


def test_place_pressed_in_many_tabs_at_once_places_the_basket_once(running: tuple[Flask, str], root: str) -> None:
    browser = Browser(root)
    with browser.session:
        page = browser.open_basket(LONG)
        cookies = browser.session.cookies.get_dict()

        def press(_number: int) -> int:
            answer = requests.post(
                root + page, data={"action": "place"}, cookies=cookies, allow_redirects=False, timeout=10
            )
            return answer.status_code

        with ThreadPoolExecutor(BROWSERS) as pool:
            assert set(pool.map(press, range(BROWSERS))) == {303}
    assert len(running[0].extensions["simulator"].exchange.orders) == LONG


def test_a_slow_call_holds_nobody_else_up(root: str) -> None:
    chosen = {"scenario": "api-slow", "delay": 60, "calls": "token"}
    requests.post(f"{root}/simulator/scenario", json=chosen, timeout=10).raise_for_status()
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{root}/session/token", data={"api_key": API_KEY}, timeout=0.5)
    browser = Browser(root)
    with browser.session:
        assert browser.place(browser.open_basket()).startswith(REDIRECT_URL)
