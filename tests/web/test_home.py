"""The list of a browser's baskets, what can be done with a whole one, and the browser that is forgotten."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite
from tests.page import attribute, text_of
from tests.web.steps import (
    INFY,
    TCS,
    button_names,
    come_back,
    grid,
    hand_off,
    handbacks,
    handoffs,
    press,
    readings,
    rows,
    save,
    there_and_back,
    to_kite,
    words_of,
    work,
)
from tokri.journey import housekeeping


def lines(client: HouseClient) -> list[str]:
    client.get("/")
    return [text_of(each) for each in client.page.all(".basket-line")]


def test_a_newcomer_is_told_what_can_be_done_here(client: HouseClient) -> None:
    client.get("/")
    assert "You place it yourself, on Kite’s own page" in client.page.text("main")
    assert client.page.all("main a[href='/baskets/new']")


def test_each_basket_is_listed_with_its_orders_and_its_last_state(client: HouseClient, clock: FakeClock) -> None:
    save(client, INFY, name="Never sent")
    clock.forward(minutes=1)
    sent = save(client, INFY, TCS, name="Sent and back")
    there_and_back(client, sent)
    first, second = lines(client)
    assert first.startswith("Sent and back 2 orders, saved 11 Feb 2026, 10:31 IST Sent to Kite")
    assert second.startswith("Never sent 1 order, saved 11 Feb 2026, 10:30 IST Not handed to Kite yet")


def test_the_address_above_the_baskets_leads_to_the_list(client: HouseClient) -> None:
    answer = client.get("/baskets")
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_basket_is_opened_from_the_list(client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get("/")
    assert client.page.all(f"h2 a[href='{basket}']")


def test_a_basket_gets_another_name(client: HouseClient) -> None:
    basket = save(client, INFY, name="Old")
    client.get(f"{basket}/rename")
    assert attribute(client.page.one("#name"), "value") == "Old"
    assert client.submit("main form", fields={"name": "  New\x00 and\n short "}).location == "/"
    assert lines(client)[0].startswith("New and short 1 order")


def test_a_name_that_is_taken_away_becomes_the_day(client: HouseClient) -> None:
    client.get(f"{save(client, INFY)}/rename")
    client.submit("main form", fields={"name": " "})
    assert lines(client)[0].startswith("Basket of 11 Feb 2026")


def test_renaming_changes_no_version(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    before = rows(app)["versions"]
    client.get(f"{basket}/rename")
    client.submit("main form", fields={"name": "Another"})
    assert rows(app)["versions"] == before


def test_a_copy_is_a_basket_of_its_own(client: HouseClient) -> None:
    basket = save(client, INFY, TCS, name="First")
    to_kite(client, basket)
    client.get("/")
    copy = client.submit(f"form[action='{basket}/copy']").location
    assert copy != basket
    client.get(copy)
    assert grid(client.page) == [dict(INFY), dict(TCS)]
    press(client, "save", TCS, at=copy, base=1, name="Copy of First")
    client.get(basket)
    assert len(grid(client.page)) == 2
    assert any(line.startswith("Copy of First 1 order") and "Not handed to Kite yet" in line for line in lines(client))


def test_deleting_asks_first(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, name="To go")
    before = rows(app)
    client.get(f"{basket}/delete")
    assert client.page.h1 == "Delete this basket?"
    assert button_names(client.page) == ["Delete the basket"]
    assert "This cannot be undone." in client.page.text("main")
    assert rows(app) == before
    assert client.submit("main form").location == "/"
    assert lines(client) == []
    assert client.get(basket).status_code == 404


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (None, "1 order was sent to Kite and is not back: once deleted, what became of it can no longer be found"),
        ("success", "1 order was sent to Kite, and the outcome is not known: once deleted, what became of it can"),
        ("odd", "1 order was sent to Kite, and the outcome is not known: once deleted, what became of it can"),
        ("cancelled", None),
    ],
)
def test_deleting_says_of_what_the_outcome_can_no_longer_be_found_out(
    client: HouseClient, basket: str, status: str | None, told: str | None
) -> None:
    sent = to_kite(client, basket)
    if status:
        come_back(client, sent, status=status)
    client.get(f"{basket}/delete")
    words = client.page.text("main")
    assert "Delete the basket" in button_names(client.page)
    if told is None:
        assert "found out" not in words
    else:
        assert told in words


def test_deleting_counts_the_orders_of_every_hand_off_that_is_not_back(client: HouseClient) -> None:
    basket = save(client, INFY, TCS)
    hand_off(client, basket)
    client.get(f"{basket}/delete")
    assert "found out" not in client.page.text("main")
    to_kite(client, basket)
    client.get(f"{basket}/delete")
    assert "2 orders were sent to Kite and are not back: once deleted, what became of them" in client.page.text("main")


def test_a_basket_that_was_handed_off_goes_out_of_sight_and_its_hand_off_stays_on_record(
    app: Flask, client: HouseClient
) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    client.get(f"{basket}/delete")
    client.submit("main form")
    for gone in (basket, f"{basket}/review", f"{basket}/result", f"{basket}/download", handoff):
        assert client.get(gone).status_code == 404
    assert len(handoffs(app, basket)) == 1


def test_deleting_a_basket_ends_what_was_being_read_for_it(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    client.submit("form[action$='/reading']")
    client.get(f"{basket}/delete")
    client.submit("main form")
    work(app, kite)
    (reading,) = readings(app, basket)
    assert reading.ended_at is not None
    assert kite.calls == []


# --- what goes by itself ------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "kept"), [(89, 2), (91, 1)])
def test_only_a_basket_that_was_never_handed_off_goes_after_ninety_days(
    app: Flask, client: HouseClient, clock: FakeClock, days: int, kept: int
) -> None:
    save(client, INFY, name="Never sent")
    to_kite(client, save(client, TCS, name="Sent"))
    clock.forward(days=days)
    housekeeping.purge(app.extensions["tokri"].outside)
    assert len(lines(client)) == kept


# --- forget this browser ------------------------------------------------------------------------


def forget(client: HouseClient) -> str:
    """Forget the browser; answers the cookie that it had."""
    cookie = client.get_cookie("tokri", domain="tokri.localhost")
    assert cookie is not None
    client.get("/forget")
    answer = client.submit("main form")
    assert answer.location == "/forgotten"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.get("/forgotten")
    return cookie.value


def test_forgetting_asks_first_and_names_what_goes(app: Flask, client: HouseClient) -> None:
    save(client, INFY)
    save(client, TCS)
    before = rows(app)
    client.get("/forget")
    assert "Your 2 baskets can then be opened by nobody" in client.page.text("main")
    assert rows(app) == before


def test_a_forgotten_browser_has_no_baskets_and_no_cookie(client: HouseClient) -> None:
    basket = save(client, INFY)
    old = forget(client)
    cookie = client.get_cookie("tokri", domain="tokri.localhost")
    assert cookie is None or cookie.value != old
    assert lines(client) == []
    assert client.get(basket).status_code == 404


def test_its_baskets_are_gone_for_the_old_cookie_too(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token="t1")
    (handoff,), (handback,) = handoffs(app, basket), handbacks(app, basket)
    token = client.page.csrf_token
    old = forget(client)
    client.set_cookie("tokri", old, domain="tokri.localhost")
    before = rows(app)["persons_words"], rows(app)["readings"], rows(app)["handoffs"]
    for address in (basket, f"{basket}/review", f"{basket}/result", f"/handoffs/{handoff.id}", f"{basket}/download"):
        assert client.get(address).status_code == 404
    for address, data in (
        (f"/handoffs/{handoff.id}/word", {"said": "placed-all"}),
        (f"/handoffs/{handoff.id}/reading", {"handback": handback.id}),
        (f"/handbacks/{handback.id}", {"handoff": handoff.id}),
        (f"{basket}/handoff", {"part": "1", "attempt": "2", "again": "yes"}),
        (f"{basket}/copy", {}),
        (f"{basket}/delete", {}),
        (basket, {"action": "save"}),
    ):
        assert client.post(address, data={**data, "csrf_token": token}).status_code == 404, address
    assert (rows(app)["persons_words"], rows(app)["readings"], rows(app)["handoffs"]) == before
    assert words_of(app, basket) == []


def test_a_reading_that_was_only_asked_for_is_not_begun_after_its_browser_was_forgotten(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    client.submit("form[action$='/reading']")
    forget(client)
    work(app, kite)
    (reading,) = readings(app, basket)
    assert reading.ended_at is not None
    assert kite.calls == []


def test_a_kept_session_is_ended_at_kite_when_its_browser_is_forgotten(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    client.submit("form[action$='/reading']", fields={"keep": "yes"})
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/account']", ("account", "mine"))
    work(app, kite)
    assert kite.open_sessions == 1
    forget(client)
    work(app, kite)
    assert kite.open_sessions == 0
    (reading,) = readings(app, basket)
    assert reading.access_token_sealed is None


def test_a_browser_without_a_cookie_can_be_forgotten_too(app: Flask, client: HouseClient) -> None:
    client.get("/forget")
    before = rows(app)["record"]
    assert client.submit("main form").status_code == 303
    assert rows(app)["record"] == before


def test_after_forgetting_a_return_finds_nothing(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    sent = to_kite(client, basket)
    forget(client)
    assert come_back(client, sent, status="success").location == "/kite/returned/elsewhere"
    assert handbacks(app, basket) == []


def test_forgetting_one_browser_leaves_the_others(client_pair: tuple[HouseClient, HouseClient]) -> None:
    one, other = client_pair
    save(one, INFY)
    basket = save(other, TCS)
    forget(one)
    assert other.get(basket).status_code == 200


@pytest.fixture
def client_pair(app: Flask, client: HouseClient) -> tuple[HouseClient, HouseClient]:
    other = app.test_client(public_url="http://tokri.localhost:8400", kite_url="http://you-forgot-kite.localhost:1")
    assert isinstance(other, HouseClient)
    return client, other
