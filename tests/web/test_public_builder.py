"""Building baskets can be switched off, and is where a firm is set up; what is there already stays within reach."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.web.steps import INFY, press, save, world
from tokri.core.ports import ReadingUnit, StoreBusy
from tokri.desk.example_firm import EXAMPLE_FIRM
from tokri.web.context import KEY, Tools


def set_up_a_firm(app: Flask) -> None:
    with world(app).store.writing() as unit:
        unit.firm.save(EXAMPLE_FIRM, 0, "somebody", world(app).clock())


def test_where_building_is_off_there_is_no_form_and_no_way_to_one(client_for: ClientFor) -> None:
    closed(client_for(public_builder=False))


def closed(client: HouseClient) -> None:
    assert client.get("/baskets/new").status_code == 404
    assert client.get("/").status_code == 200
    assert "switched off" in client.page.text("main")
    for page in ("/", "/how-it-works", "/forgotten", "/instruments"):
        assert client.get(page).status_code == 200
        assert not client.page.all('a[href="/baskets/new"]')


def test_where_building_is_off_a_post_makes_no_basket(client_for: ClientFor) -> None:
    client = client_for(public_builder=False)
    client.get("/forget")
    answer = client.post("/baskets/new", data={"action": "save", "orders-0-tradingsymbol": "INFY"})
    assert answer.status_code == 404
    client.get("/")
    assert not client.page.all(".basket-line")


def test_where_nobody_said_building_is_open_until_a_firm_is_set_up(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, name="Before the firm")
    set_up_a_firm(app)
    assert press(client, "save", INFY).status_code == 404
    client.get("/")
    assert "Before the firm" in client.page.text("main")
    assert client.get(basket).status_code == 200
    assert client.get(f"{basket}/review").status_code == 200


def test_with_a_firm_set_up_there_is_no_way_to_the_form_either(app: Flask, client: HouseClient) -> None:
    set_up_a_firm(app)
    closed(client)


def test_where_building_is_on_a_firm_does_not_close_it(client_for: ClientFor) -> None:
    client = client_for(public_builder=True)
    set_up_a_firm(client.application)
    assert client.get("/baskets/new").status_code == 200
    client.get("/")
    assert client.page.all('a[href="/baskets/new"]')


class Counting:
    """A store that counts who looks into it."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.writing = store.writing
        self.looks = 0

    def reading(self) -> AbstractContextManager[ReadingUnit]:
        self.looks += 1
        found: AbstractContextManager[ReadingUnit] = self._store.reading()
        return found


class Busy:
    """A store that nobody gets into."""

    def reading(self) -> None:
        raise StoreBusy


def with_store(app: Flask, store: Any) -> None:
    tools: Tools = app.extensions[KEY]
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, store=store))


@pytest.mark.parametrize(("said", "looks"), [(None, 1), (True, 0), (False, 0)])
@pytest.mark.parametrize("page", ["/", "/how-it-works", "/forgotten"])
def test_whether_it_is_open_is_asked_of_the_store_once_a_page_and_only_where_nobody_said(
    client_for: ClientFor, page: str, said: bool | None, looks: int
) -> None:
    client = client_for(public_builder=said)
    store = world(client.application).store
    counting = Counting(store)
    with_store(client.application, counting)
    assert client.get(page).status_code == 200
    with_store(client.application, store)
    assert counting.looks == looks


def test_a_page_that_does_not_tell_asks_nothing(app: Flask, client: HouseClient) -> None:
    store = world(app).store
    counting = Counting(store)
    with_store(app, counting)
    assert client.get("/forget").status_code == 200
    with_store(app, store)
    assert counting.looks == 0


def test_while_the_store_cannot_be_asked_the_form_is_not_shown_and_the_page_of_help_is(
    app: Flask, client: HouseClient
) -> None:
    store = world(app).store
    with_store(app, Busy())
    asked = [client.get(path).status_code for path in ("/baskets/new", "/how-it-works")]
    with_store(app, store)
    assert asked == [503, 200]


def test_whoever_builds_alone_is_told_that_it_is_no_advice_and_of_no_firm(client_for: ClientFor) -> None:
    client = client_for(public_builder=True)
    set_up_a_firm(client.application)
    basket = save(client, INFY)
    for page in ("/", "/baskets/new", basket, f"{basket}/review", "/how-it-works"):
        assert client.get(page).status_code == 200
        assert "Not advice: you prepare these orders yourself, and Tokri gives none." in client.page.text("footer")
        assert EXAMPLE_FIRM.name not in client.page.text("body")
        assert EXAMPLE_FIRM.sebi_number not in client.page.text("body")
