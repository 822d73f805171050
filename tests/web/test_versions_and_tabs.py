"""Every save is a version, and a second tab is told; a stale page or a refused cookie loses nothing that was typed."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.page import attribute
from tests.web.steps import FAULTY, INFY, TCS, grid, id_of, press, rows, save, typed, world

# --- versions and tabs --------------------------------------------------------------------------


def test_every_save_is_a_new_version_and_the_old_one_is_unchanged(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    before = rows(app)["versions"]
    press(client, "save", INFY, TCS, at=basket, base=1)
    press(client, "save", TCS, at=basket, base=2)
    after = rows(app)["versions"]
    assert len(after) == 3
    assert before[0] in after
    with world(app).store.reading() as view:
        versions = [view.baskets.version(id_of(basket), number) for number in (1, 2, 3)]
    kept = [[{k: v for k, v in asdict(order).items() if v} for order in each.draft.orders] for each in versions if each]
    assert kept == [[INFY], [INFY, TCS], [TCS]]


def test_the_same_orders_again_make_no_new_version(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, TCS)
    before = rows(app)["versions"]
    press(client, "save", INFY, TCS, at=basket, base=1, name="Another name")
    assert rows(app)["versions"] == before
    client.get(basket)
    assert attribute(client.page.one("#name"), "value") == "Another name"


def test_a_second_tab_that_saves_is_told_and_keeps_what_it_typed(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    press(client, "save", TCS, at=basket, base=1)
    answer = press(client, "save", FAULTY, TCS, at=basket, base=1, name="Mine")
    assert answer.status_code == 409
    assert grid(client.page) == [FAULTY, TCS]
    assert "This basket was saved elsewhere at 10:30 IST, as version 2." in client.page.text("main")
    assert len(rows(app)["versions"]) == 2

    assert client.submit("#basket", ("action", "save")).status_code == 303
    client.get(basket)
    assert grid(client.page) == [FAULTY, TCS]
    assert len(rows(app)["versions"]) == 3


def test_a_second_tab_is_told_also_when_its_own_orders_have_no_fault(client: HouseClient) -> None:
    basket = save(client, INFY)
    press(client, "save", TCS, at=basket, base=1)
    assert press(client, "review", INFY, TCS, at=basket, base=1).status_code == 409
    assert grid(client.page) == [INFY, TCS]


def test_two_tabs_that_typed_the_same_do_not_disturb_each_other(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    for _ in range(2):
        assert press(client, "save", TCS, at=basket, base=1).status_code == 303
    assert len(rows(app)["versions"]) == 2


# --- cookies and tokens -------------------------------------------------------------------------


@pytest.mark.parametrize("saved", [True, False])
def test_a_stale_token_shows_the_filled_form_again_with_a_fresh_one(client: HouseClient, *, saved: bool) -> None:
    address = save(client, INFY) if saved else "/baskets/new"
    client.get(address)
    data = typed(FAULTY, TCS, name="Long open", base=1 if saved else 0, paste="and this")
    answer = client.post(address, data={**data, "csrf_token": "from yesterday"})
    assert answer.status_code == 400
    assert grid(client.page) == [FAULTY, TCS]
    assert attribute(client.page.one("#name"), "value") == "Long open"
    assert client.page.text("#paste") == "and this"
    assert "Your page had been open a long time." in client.page.text("main")

    assert client.submit("#basket", ("action", "save"), {"paste": ""}).status_code == 303
    client.get(address if saved else "/")
    assert "Long open" in client.page.html


def test_a_browser_that_refuses_the_cookie_is_told_so_and_loses_nothing(client: HouseClient) -> None:
    client.get("/baskets/new")
    token = client.page.csrf_token
    client.delete_cookie("tokri", domain="tokri.localhost")
    answer = client.post("/baskets/new", data={**typed(FAULTY), "csrf_token": token})
    assert answer.status_code == 400
    assert "Allow cookies for this site" in client.page.text("main")
    assert grid(client.page) == [FAULTY]


@pytest.mark.parametrize("data", [{"name": ["1", "2"]}, {"orders-0-secret": "1"}])
def test_nonsense_with_a_stale_token_is_refused_as_nonsense(client: HouseClient, data: dict[str, object]) -> None:
    assert client.post("/baskets/new", data=data, csrf=False).status_code == 400
    assert client.page.h1 == "This request could not be read"


def test_too_many_rows_with_a_stale_token_are_refused_as_too_many(client: HouseClient) -> None:
    data = typed(*({"quantity": "1"} for _ in range(201)))
    assert client.post("/baskets/new", data=data, csrf=False).status_code == 413


def test_without_its_token_no_form_does_anything(app: Flask, client: HouseClient) -> None:
    client.get("/baskets/new")
    before = rows(app)
    client.post("/baskets/new", data=typed(INFY), csrf=False)
    assert rows(app) == before


def test_a_form_sent_by_another_site_is_refused(app: Flask, client: HouseClient) -> None:
    client.get("/baskets/new")
    answer = client.post("/baskets/new", data=typed(INFY), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert rows(app)["baskets"] == []
