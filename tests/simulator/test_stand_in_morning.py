"""Orders that wait for the next session: released in the morning, by a clock that can be set forward."""

from typing import Any

import pytest

from tests.simulator.visitor import Clock, Visitor, data_of, order

MORNING = "2026-02-12 09:20:00"


def set_clock(visitor: Visitor, to: str) -> Any:
    return visitor.client.post("/simulator/clock", json={"to": to})


def status(visitor: Visitor) -> list[str]:
    return [each.status for each in visitor.app.extensions["simulator"].exchange.orders.values()]


@pytest.mark.parametrize(
    ("scenario", "becomes"),
    [("queued", "COMPLETE"), ("queued-then-filled", "COMPLETE"), ("queued-then-rejected", "REJECTED")],
)
def test_what_waits_is_released_next_morning(visitor: Visitor, scenario: str, becomes: str) -> None:
    visitor.choose(scenario)
    visitor.place([order()])
    assert status(visitor) == ["AMO REQ RECEIVED"]
    assert set_clock(visitor, "2026-02-12 08:59:59").json == {"now": "2026-02-12 08:59:59"}
    assert status(visitor) == ["AMO REQ RECEIVED"]
    set_clock(visitor, "2026-02-12 09:00:00")
    assert status(visitor) == [becomes]


def test_a_stop_order_waits_for_the_session_itself(visitor: Visitor) -> None:
    visitor.choose("queued-then-filled")
    visitor.place([order(order_type="SL", price=1800, trigger_price=1790)])
    set_clock(visitor, "2026-02-12 09:14:59")
    assert status(visitor) == ["AMO REQ RECEIVED"]
    set_clock(visitor, "2026-02-12 09:15:00")
    assert status(visitor) == ["COMPLETE"]


def test_what_waits_over_a_weekend_is_released_on_monday(visitor: Visitor, clock: Clock) -> None:
    clock.move(days=2)  # Friday
    visitor.choose("queued-then-filled")
    visitor.place([order()])
    set_clock(visitor, "2026-02-15 12:00:00")
    assert status(visitor) == ["AMO REQ RECEIVED"]
    set_clock(visitor, "2026-02-16 09:00:00")
    assert status(visitor) == ["COMPLETE"]


def test_the_morning_shows_what_waited_and_nothing_else_of_yesterday(visitor: Visitor) -> None:
    visitor.choose("all-fill")
    visitor.place([order(tradingsymbol="ITC", price=300)])
    visitor.choose("queued-then-filled")
    page = visitor.open_basket([order()])
    visitor.client.get(page)
    visitor.act(page, "place")
    set_clock(visitor, MORNING)
    visitor.choose("left-open")
    headers = visitor.session([order(tradingsymbol="TCS", price=2900)])
    book = visitor.book(headers)
    assert [(each["tradingsymbol"], each["status"], each["variety"]) for each in book] == [
        ("INFY", "COMPLETE", "regular"),
        ("TCS", "OPEN", "regular"),
    ]
    assert [each["tradingsymbol"] for each in data_of(visitor.client.get("/trades", headers=headers))] == ["INFY"]


def test_a_session_of_yesterday_is_over_in_the_morning(visitor: Visitor) -> None:
    headers = visitor.session([order()])
    set_clock(visitor, MORNING)
    assert visitor.client.get("/orders", headers=headers).status_code == 403


def test_the_page_has_a_button_for_the_next_morning(visitor: Visitor) -> None:
    visitor.choose("queued-then-filled")
    visitor.place([order()])
    assert visitor.client.post("/simulator/clock").status_code == 303
    assert status(visitor) == ["COMPLETE"]
    assert "12 February 2026, 09:20 IST" in visitor.client.get("/simulator").text


@pytest.mark.parametrize("to", ["2026-02-11 10:29:59", "tomorrow", ""])
def test_the_clock_goes_forward_only_and_reads_no_other_time(visitor: Visitor, to: str) -> None:
    assert set_clock(visitor, to).status_code == 400


def test_a_reset_sets_the_clock_back(visitor: Visitor) -> None:
    set_clock(visitor, MORNING)
    visitor.client.post("/simulator/reset")
    assert "11 February 2026, 10:30 IST" in visitor.client.get("/simulator").text
