"""The clock on the pages: how the market stands, an edge between review and hand-off, orders after hours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.page import attribute
from tests.web.steps import TCS, grid, handoffs, press, refused, rows, save, to_kite
from tokri.core.times import IST

MIS = {**TCS, "product": "MIS"}
GOLD = {**TCS, "tradingsymbol": "GOLDM26MARFUT", "exchange": "MCX", "product": "NRML"}


def put(clock: FakeClock, moment: str) -> None:
    """Put the clock to a moment in India: `2026-02-11 20:00`."""
    clock.now = datetime.fromisoformat(moment).replace(tzinfo=IST).astimezone(UTC)


def sent(fields: Mapping[str, str]) -> list[str]:
    """The variety of each order that was posted to Kite."""
    return [order["variety"] for order in json.loads(fields["data"])]


def market(client: HouseClient) -> str:
    return client.page.text("#market")


def notes(client: HouseClient) -> str:
    return client.page.text("main")


@pytest.mark.parametrize(
    ("moment", "orders", "said"),
    [
        ("2026-02-11 10:30", (TCS,), "NSE shares: open until 15:30 IST."),
        ("2026-02-11 10:30", (GOLD, TCS), "MCX commodities: open until 23:55 IST. NSE shares: open until 15:30 IST."),
        ("2026-02-11 20:00", (TCS,), "Market closed: opens Thursday 09:15 IST."),
        ("2026-02-11 20:00", (TCS, GOLD), "NSE shares: closed: opens Thursday 09:15 IST. MCX commodities: open until"),
        ("2026-02-13 20:00", (TCS, {**TCS, "exchange": "BSE"}), "Market closed: opens Monday 09:15 IST."),
        ("2026-01-26 11:00", (TCS,), "Market closed for Republic Day: opens Tuesday 09:15 IST."),
        ("2026-08-03 15:17", (TCS,), "NSE shares with derivatives: no orders taken until 15:20 IST, then the closing"),
        ("2027-01-04 11:00", (TCS,), "not known whether open, because the trading days of 2027 are not loaded."),
    ],
)
def test_the_form_and_the_review_say_how_the_market_stands(
    client: HouseClient, clock: FakeClock, moment: str, orders: tuple[Mapping[str, str], ...], said: str
) -> None:
    put(clock, moment)
    basket = save(client, *orders)
    client.get(basket)
    assert said in market(client)
    client.get(f"{basket}/review")
    assert said in market(client)


def test_a_form_without_an_order_speaks_of_shares_on_nse(client: HouseClient) -> None:
    client.get("/baskets/new")
    assert market(client) == "NSE shares: open until 15:30 IST."


def test_while_the_market_is_open_an_order_goes_as_regular_and_nothing_is_said(client: HouseClient) -> None:
    basket = save(client, TCS)
    client.get(f"{basket}/review")
    assert "next session" not in notes(client)
    assert sent(to_kite(client, basket)) == ["regular"]


def test_after_hours_an_order_goes_as_amo_and_that_is_said_before_and_recorded(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    put(clock, "2026-02-13 20:00")
    basket = save(client, TCS, {**TCS, "tradingsymbol": "ITC", "variety": "regular"})
    client.get(f"{basket}/review")
    assert (
        "Order 1, TCS: NSE is closed and opens Monday 09:15 IST, so what is sent now goes to Kite for the next session "
        "(AMO); place it there before Monday 08:58 IST, for later Kite refuses it."
    ) in notes(client)
    assert (
        "Order 2, ITC: NSE is closed and opens Monday 09:15 IST. What is sent now may be queued for the next session."
    ) in notes(client)
    assert sent(to_kite(client, basket)) == ["amo", "regular"]
    (handoff,) = handoffs(app, basket)
    assert sent({"data": handoff.payload}) == ["amo", "regular"]
    made = next(row for row in map(str, rows(app)["record"]) if "hand-off made" in row)
    assert "amo, regular" in made


def test_what_holds_of_several_orders_is_said_once_at_the_first_of_them(client: HouseClient, clock: FakeClock) -> None:
    put(clock, "2026-01-26 11:00")
    itc = {**TCS, "tradingsymbol": "ITC"}
    client.get(save(client, TCS, GOLD, itc, {**itc, "tradingsymbol": "SBIN", "exchange": "BSE"}))
    said = client.page.text("main")
    assert (
        said.count("Orders 1 and 3: NSE is closed for Republic Day and opens Tuesday 09:15 IST, so what is sent") == 1
    )
    assert said.count("Order 2, GOLDM26MARFUT: MCX is closed for Republic Day and opens Tuesday 09:00 IST") == 1
    assert said.count("Order 4, SBIN: BSE is closed for Republic Day") == 1


def test_a_version_does_not_fix_what_the_clock_decides(client: HouseClient, clock: FakeClock) -> None:
    put(clock, "2026-02-11 20:00")
    basket = save(client, TCS)
    put(clock, "2026-02-12 10:30")
    assert sent(to_kite(client, basket)) == ["regular"]


@pytest.mark.parametrize(
    ("edge", "goes_as"),
    [
        (("2026-02-11 15:29", "2026-02-11 15:30"), "regular"),
        (("2026-02-11 15:59", "2026-02-11 16:00"), "amo"),
        (("2026-02-12 08:57", "2026-02-12 08:58"), "regular"),
        (("2026-02-12 09:14", "2026-02-12 09:15"), "regular"),
    ],
)
def test_an_edge_of_the_clock_between_review_and_hand_off_asks_for_a_fresh_look(
    app: Flask, client: HouseClient, clock: FakeClock, edge: tuple[str, str], goes_as: str
) -> None:
    shown_at, pressed_at = edge
    put(clock, shown_at)
    basket = save(client, TCS)
    client.get(f"{basket}/review")
    put(clock, pressed_at)
    assert client.submit("form.send").status_code == 409
    assert handoffs(app, basket) == []
    ticks = {attribute(each, "name"): "yes" for each in client.page.all("form.send input[type=checkbox]")}
    again = client.submit("form.send", fields=ticks)  # the fresh review is on the page, and is what is sent now
    assert again.status_code == 303
    (handoff,) = handoffs(app, basket)
    assert sent({"data": handoff.payload}) == [goes_as]


def test_without_an_edge_minutes_may_pass_between_review_and_hand_off(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    put(clock, "2026-02-13 16:05")
    basket = save(client, TCS)
    client.get(f"{basket}/review")
    put(clock, "2026-02-13 23:55")
    assert client.submit("form.send").status_code == 303
    assert len(handoffs(app, basket)) == 1


def test_an_amo_at_noon_is_stopped_and_a_button_leaves_it_to_the_clock(client: HouseClient) -> None:
    page = refused(client, {**TCS, "variety": "amo"})
    assert "clear the variety; Kite refuses AMO orders on NSE while the market is open, until 16:00 IST." in page.text(
        "main"
    )
    press(client, "mend-0-variety=", {**TCS, "variety": "amo"})
    assert "variety" not in grid(client.page)[0]
    assert "Kite refuses AMO" not in client.page.text("main")


def test_an_intraday_order_near_its_end_needs_a_tick_and_says_the_fee(client: HouseClient, clock: FakeClock) -> None:
    put(clock, "2026-08-03 15:05")
    client.get(f"{save(client, MIS)}/review")
    said = client.page.text("#ticks")
    assert "Kite ends MIS orders on NSE at 15:20 IST (as far as we know; since August 2026 perhaps earlier)" in said
    assert "takes ₹50 and GST for each that it has to close" in said


def test_an_intraday_order_after_its_end_is_stopped_where_the_time_is_sure(
    client: HouseClient, clock: FakeClock
) -> None:
    put(clock, "2026-02-11 15:21")
    page = refused(client, MIS)
    assert "choose another product, or wait for the next session; Kite ends MIS orders on NSE" in page.text("main")


def test_after_hours_an_intraday_order_is_for_the_next_session_and_is_let_through(
    client: HouseClient, clock: FakeClock
) -> None:
    put(clock, "2026-02-11 20:00")
    assert sent(to_kite(client, save(client, MIS))) == ["amo"]


def test_a_calendar_put_in_place_while_the_program_runs_is_followed(
    client: HouseClient, clock: FakeClock, tmp_path: Path
) -> None:
    put(clock, "2026-02-11 11:00")
    calendar: Any = json.loads(Path("tokri/data/calendar.json").read_text("utf-8"))
    calendar["years"][0]["days"].append({"on": "2026-02-11", "name": "A holiday of our own"})
    client.get("/baskets/new")
    assert market(client) == "NSE shares: open until 15:30 IST."
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "calendar.json").write_text(json.dumps(calendar), "utf-8")
    client.get("/baskets/new")
    assert market(client) == "Market closed for A holiday of our own: opens Thursday 09:15 IST."
