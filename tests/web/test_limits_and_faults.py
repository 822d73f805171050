"""What a page says when something is done too often, the store gives way, or the program itself is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite
from tests.web.steps import (
    INFY,
    come_back,
    handoffs,
    page_of,
    press,
    readings,
    rows,
    save,
    stop_the_clock,
    there_and_back,
    to_kite,
    typed,
    work,
)
from tokri.core.ports import SealBroken, StoreBusy, StoreFull, StoreUnready
from tokri.limits import LIMITS
from tokri.web.context import KEY, Tools

# --- too often ----------------------------------------------------------------------------------


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every limit allows two uses in its window."""
    for name, (_, seconds) in list(LIMITS.items()):
        monkeypatch.setitem(LIMITS, name, (2, seconds))


Use = Callable[[HouseClient, Flask, str], int]


def _word(client: HouseClient, app: Flask, basket: str) -> int:
    return client.post(f"/handoffs/{handoffs(app, basket)[0].id}/word", data={"said": "no-login"}).status_code


def _reading(client: HouseClient, app: Flask, basket: str) -> int:
    return client.post(f"/handoffs/{handoffs(app, basket)[0].id}/reading", data={"handback": "x"}).status_code


USES: dict[str, Use] = {
    "save": lambda client, _app, basket: client.post(f"{basket}/copy").status_code,
    "paste": lambda client, _app, _basket: press(client, "paste", paste="BUY INFY NSE 10 MARKET").status_code,
    "handoff": lambda client, _app, basket: client.post(f"{basket}/handoff").status_code,
    "word": _word,
    "reading": _reading,
}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("name", USES)
def test_a_limit_that_is_used_up_says_when_to_come_back_and_keeps_nothing(
    app: Flask, client: HouseClient, clock: FakeClock, name: str
) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    clock.forward(minutes=2, seconds=17)
    use = USES[name]
    assert 429 not in {use(client, app, basket) for _ in range(2)}
    before = {table: found for table, found in rows(app).items() if table != "rate_limits"}
    assert use(client, app, basket) == 429
    assert client.page.h1 == "Come back in 43 seconds"
    assert "Nothing was changed, and nothing is lost." in client.page.text("main")
    assert {table: found for table, found in rows(app).items() if table != "rate_limits"} == before
    clock.forward(seconds=43)
    assert use(client, app, basket) != 429


@pytest.mark.usefixtures("few")
def test_the_header_says_it_to_programs(client: HouseClient, clock: FakeClock) -> None:
    clock.forward(seconds=20)
    answers = [press(client, "paste", paste="x") for _ in range(3)]
    assert [answer.headers.get("Retry-After") for answer in answers] == [None, None, "40"]


@pytest.mark.usefixtures("few")
def test_one_browser_that_is_too_quick_does_not_stop_another(app: Flask, client_for: ClientFor) -> None:
    quick, calm = client_for(app), client_for(app)
    save(quick, INFY)
    save(calm, INFY)
    assert [press(quick, "save", INFY).status_code for _ in range(3)] == [303, 303, 429]
    assert press(calm, "save", INFY).status_code == 303


@pytest.mark.usefixtures("few")
def test_browsers_without_a_cookie_are_counted_by_their_address(client_for: ClientFor, app: Flask) -> None:
    answers = [come_back(client_for(app), status="success").location for _ in range(3)]
    assert answers == ["/kite/returned/no-cookie", "/kite/returned/no-cookie", "/kite/returned/busy"]


@pytest.mark.usefixtures("few")
def test_no_address_is_stored_for_it(app: Flask, client: HouseClient) -> None:
    come_back(client, status="success")
    assert rows(app)["rate_limits"]
    assert "127.0.0.1" not in repr(rows(app))


def test_every_limit_that_there_is_has_a_use_here() -> None:
    elsewhere = {"delete", "forget", "handback"} | {"autosave", "record"}  # the next tests, test_handback.py, the desk
    elsewhere |= {"link-check", "link-check-link", "group-check", "group-check-link"}  # tests/web/link
    elsewhere |= {"kite", "kite-quotes"}  # tests/runner/test_pacing.py
    assert set(LIMITS) - set(USES) <= elsewhere


@pytest.mark.usefixtures("few")
def test_deleting_has_its_limit(client: HouseClient, clock: FakeClock) -> None:
    baskets = []
    for _ in range(3):
        baskets.append(save(client, INFY))
        clock.forward(minutes=1)
    assert [client.post(f"{basket}/delete").status_code for basket in baskets] == [303, 303, 429]


@pytest.mark.usefixtures("few")
def test_forgetting_has_its_limit(client: HouseClient) -> None:
    answers = []
    for _ in range(3):
        client.get("/forget")
        answers.append(client.submit("main form").status_code)
    assert answers == [303, 303, 429]


# --- the store gives way ------------------------------------------------------------------------


class Failing:
    """A store that answers everything with one fault; `only="writing"` still reads."""

    def __init__(self, store: Any, fault: Exception, only: str) -> None:
        self._fault = fault
        self.close = store.close
        if only == "writing":
            self.reading = store.reading

    def reading(self) -> NoReturn:
        raise self._fault

    def writing(self, *, durable: bool = True) -> NoReturn:
        del durable
        raise self._fault

    def check(self) -> None:
        raise self._fault


def break_store(app: Flask, clock: FakeClock, fault: Exception, only: str = "both") -> None:
    tools: Tools = app.extensions[KEY]
    store: Any = Failing(tools.outside.store, fault, only)
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, store=store))
    stop_the_clock(app, clock)


@pytest.mark.parametrize(
    ("fault", "heading"),
    [
        (StoreBusy("sesame"), "Too many people are saving at this moment"),
        (StoreFull("sesame"), "Nothing can be saved at this moment"),
        (StoreUnready("sesame"), "Nothing can be saved at this moment"),
    ],
)
def test_a_store_that_gives_way_is_a_503_that_says_nothing_was_changed(
    app: Flask, client: HouseClient, clock: FakeClock, *, fault: Exception, heading: str
) -> None:
    basket = save(client, INFY)
    break_store(app, clock, fault, only="writing")
    answer = press(client, "save", INFY, at=basket, base=1)
    assert answer.status_code == 503
    assert client.page.h1 == heading
    assert "Nothing was changed" in client.page.text("main")
    assert answer.headers["X-Request-ID"] in client.page.text("main")
    assert "sesame" not in client.page.html
    assert (answer.headers.get("Retry-After") is not None) == isinstance(fault, StoreBusy)
    assert client.get(basket).status_code == 200


def test_a_store_that_cannot_even_be_read_has_its_page_too(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    break_store(app, clock, StoreBusy())
    # Whether anybody may build depends on whether there is a firm, which the store alone knows.
    for address in ("/", "/baskets/new", basket, f"{basket}/review", f"{basket}/result", "/healthz"):
        assert client.get(address).status_code == 503
    for address in ("/how-it-works", "/forgotten"):
        assert client.get(address).status_code == 200


def test_a_return_that_met_a_busy_store_can_be_loaded_again(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    sent = to_kite(client, basket)
    tools = app.extensions[KEY]
    break_store(app, clock, StoreBusy())
    answer = come_back(client, sent, status="success", request_token="sesame")
    assert answer.location == "/kite/returned/busy"
    app.extensions[KEY] = tools
    assert page_of(come_back(client, sent, status="success", request_token="sesame")) == f"{basket}/result"


def test_the_health_page_tells_whether_the_store_answers(client: HouseClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


# --- the program is wrong -----------------------------------------------------------------------


@pytest.mark.parametrize("error", [RuntimeError("sesame"), SealBroken("sesame"), ZeroDivisionError("sesame")])
def test_a_fault_of_our_own_is_a_page_with_the_number_to_tell(
    app: Flask,
    client: HouseClient,
    clock: FakeClock,
    *,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    basket = save(client, INFY)
    break_store(app, clock, error)
    answer = client.get(basket)
    assert answer.status_code == 500
    assert client.page.h1 == "Something went wrong on our side"
    request_id = answer.headers["X-Request-ID"]
    assert request_id in client.page.text("main")
    logged = capsys.readouterr().err
    assert request_id in logged
    assert type(error).__name__ in logged
    assert "sesame" not in logged + client.page.html


# --- the log ------------------------------------------------------------------------------------


@pytest.mark.parametrize("env", ["test", "production"])
def test_the_log_has_the_pattern_and_nothing_that_anybody_sent(
    client_for: ClientFor, kite: FakeKite, capsys: pytest.CaptureFixture[str], env: str
) -> None:
    client = client_for(env=env)
    app: Any = client.application
    app.testing = False
    basket = save(client, {**INFY, "tag": "sesame01"}, name="sesame02")
    press(client, "paste", paste="sesame03")
    there_and_back(client, basket, request_token="sesame04", more="sesame05")
    client.submit("form[action$='/reading']")
    work(app, kite)
    (reading,) = readings(app, basket)
    client.get(f"{basket}/sesame06")
    client.get("/sesame07?sesame08=sesame09")
    client.post(f"/readings/{reading.id}/account", data={"account": "sesame10"})
    client.post(basket, data={**typed(INFY), "orders-0-sesame11": "x"})
    client.get("/", headers={"User-Agent": "sesame12", "Referer": "http://sesame13.test/", "Cookie": "x=sesame14"})
    client.get(f"/baskets/sesame15{'x' * 50}")
    logged = capsys.readouterr().err
    assert re.search("/baskets/<[a-z:_]+>/handoff", logged)
    assert "/kite/redirect" in logged
    assert "sesame" not in logged
    assert basket.removeprefix("/baskets/") not in logged
    cookie = client.get_cookie("tokri", domain="tokri.localhost")
    assert cookie is None or cookie.value not in logged
