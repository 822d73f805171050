"""The runner over real HTTP: on the stand-in, and on a Kite that answers whatever it likes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.databases import sqlite_store
from tests.journey import fakes
from tests.journey.fakes import FakeClock, ask_for_a_reading, reading_now
from tests.kite import scripted, small_kite, stand_in
from tests.runner.at_work import paced, step_of, work_off
from tokri.core.ports import (
    Outside,
)
from tokri.core.state import ReadingStep
from tokri.kite import KiteConnect
from tokri.pacing import PacedKite


def over_http(url: str) -> PacedKite:
    return paced(KiteConnect("kitekey", "kitesecret", url))


def test_a_reading_of_the_stand_in_finds_what_its_person_placed(outside: Outside) -> None:
    with stand_in.running() as origin:
        order = {"tradingsymbol": "INFY", "exchange": "NSE", "transaction_type": "BUY", "order_type": "MARKET"}
        came_back = stand_in.Person(origin).place(order | {"quantity": 10, "product": "CNC", "tag": "K7Q2M9X1"})
        reading_id = ask_for_a_reading(outside, came_back["request_token"][0], known="DM0001")
        work_off(outside, over_http(origin))
    now = reading_now(outside, reading_id)
    assert now.fault is None
    assert [found.book.tradingsymbol for found in now.found] == ["INFY"]
    assert now.found[0].book.quantity == 10
    assert step_of(outside, reading_id) is ReadingStep.ENDED


FAULTS: dict[str, scripted.Reply] = {
    "hang up": scripted.hang_up,
    "reset": scripted.reset,
    "truncated": scripted.truncated,
    "not http": scripted.not_http,
    "html": scripted.said(502, "<h1>Bad gateway</h1>", "text/html"),
    "html, as if well": scripted.said(200, "<h1>Welcome</h1>", "text/html"),
    "redirect": scripted.said(302, "", Location="/elsewhere"),
    "busy": scripted.error(429, "NetworkException", "Too many requests"),
    "down": scripted.error(503, "NetworkException", "Gateway timed out"),
    "bad JSON": scripted.said(200, '{"status":"success","data":['),
    "refused": scripted.error(403, "TokenException", "Token is invalid or has expired."),
    "well": scripted.success([]),
}


@given(faults=st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), st.booleans()), max_size=14))
@settings(max_examples=60, deadline=None)
def test_whatever_kite_answers_a_reading_ends_and_its_token_is_sent_once(faults: list[tuple[str, bool]]) -> None:
    """Each fault answers one request in place of Kite; with True, Kite did as it was asked all the same."""
    server = small_kite.SmallKite(tokens={"requesttoken": "AB1234"})
    server.book.append(small_kite.row(tag="K7Q2M9X1", tags=["K7Q2M9X1"]))
    left = list(faults)

    def reply(handler: scripted.Handler) -> None:
        if not left:
            server.reply(handler)
            return
        name, carried_out = left.pop(0)
        if carried_out:
            server.carry_out(handler.asked)
        FAULTS[name](handler)

    clock = FakeClock()
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store, scripted.serving() as script:
        script.reply = reply
        outside = fakes.outside(store, clock)
        reading_id = ask_for_a_reading(outside, "requesttoken", known="AB1234")
        for _ in range(30):
            work_off(outside, over_http(script.url))
            clock.forward(seconds=10)
        now = reading_now(outside, reading_id)
    assert [request.method for request in script.received].count("POST") == 1
    assert now.access_token_sealed is None
    assert now.fault is not None or now.ended_at is not None
    assert now.fault is not None or now.read_at is not None
    if now.fault is None and ("well", False) not in faults and ("well", True) not in faults:
        assert len(now.found) == 1
    if now.exchanged_at is None:
        assert now.fault is not None
