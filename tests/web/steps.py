"""The way through as a person goes it with scripts off: each step one function on the house client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite, FakePasswords, FakeSecondFactor
from tests.page import Page, attribute
from tokri import runner
from tokri.core.ports import Handback, Handoff, Outside, PersonsWord, Reading
from tokri.journey.news import gather
from tokri.limits import Limits
from tokri.store.all_tables import metadata
from tokri.web.context import KEY, Tools

Fields = Mapping[str, str]

#: Ten INFY at market: may be handed off as it stands.
INFY: Fields = {
    "tradingsymbol": "INFY",
    "exchange": "NSE",
    "transaction_type": "BUY",
    "order_type": "MARKET",
    "product": "CNC",
    "quantity": "10",
}
TCS: Fields = {**INFY, "tradingsymbol": "TCS", "order_type": "LIMIT", "price": "3,105.50", "quantity": "4"}

#: An order that no rule lets through: to be kept as typed.
FAULTY: Fields = {**INFY, "quantity": "1_0", "price": "so-so 🙂", "tag": "no spaces!"}

LOOKING = ({"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"})


# --- the world ----------------------------------------------------------------------------------


def world(app: Flask) -> Outside:
    """The outside world of the running app."""
    tools: Tools = app.extensions[KEY]
    return tools.outside


def stop_the_clock(app: Flask, clock: FakeClock) -> None:
    """Let the app, its limits and sign-in apps tell the time by `clock`; passwords are kept at once while it stands."""
    tools: Tools = app.extensions[KEY]
    outside = replace(tools.outside, clock=clock, passwords=FakePasswords(), second_factor=FakeSecondFactor(clock))
    limits = Limits(outside.store, clock, salt="a test")
    app.extensions[KEY] = replace(tools, outside=outside, limits=limits)


def work(app: Flask, kite: FakeKite) -> None:
    """Let the runner do all that is due."""
    for _ in range(50):
        if not runner.step(world(app), kite, "a test"):
            return
    raise AssertionError("The runner finds no end.")


def rows(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    store: Any = world(app).store
    with store.reading() as view:
        connection = view.visitors._connection
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
        }


def handoffs(app: Flask, basket: str) -> list[Handoff]:
    """The hand-offs of the basket at this address, in the order they were made."""
    with world(app).store.reading() as view:
        return list(view.handoffs.of_basket(id_of(basket)))


def handbacks(app: Flask, basket: str) -> list[Handback]:
    with world(app).store.reading() as view:
        return list(view.handoffs.handbacks([each.id for each in view.handoffs.of_basket(id_of(basket))]))


def readings(app: Flask, basket: str) -> list[Reading]:
    with world(app).store.reading() as view:
        return list(view.readings.of_handoffs([each.id for each in view.handoffs.of_basket(id_of(basket))]))


def words_of(app: Flask, basket: str) -> list[PersonsWord]:
    with world(app).store.reading() as view:
        news = gather(view, view.handoffs.of_basket(id_of(basket)))
    return [word for each in news.values() for word in each.words]


def id_of(address: str) -> str:
    """The id in an address: /baskets/<id>, /handoffs/<id>, and what follows."""
    return re.split("[/?]", address)[2]


# --- the form -----------------------------------------------------------------------------------


def typed(*orders: Fields, name: str = "", base: int = 0, action: str = "save", paste: str = "") -> dict[str, str]:
    """What the browser sends of a form in which these orders stand."""
    cells = {f"orders-{n}-{field}": text for n, order in enumerate(orders) for field, text in order.items()}
    return {"name": name, "base": str(base), "action": action, "paste": paste, **cells}


def press(
    client: HouseClient, action: str, *orders: Fields, at: str = "/baskets/new", base: int = 0, **more: str
) -> TestResponse:
    """Type the orders and press a button, without looking at the form first."""
    if client._token is None:
        client.get("/forget")  # the smallest page with a token
    return client.post(at, data=typed(*orders, base=base, action=action, **more))


def refused(client: HouseClient, *orders: Fields, name: str = "") -> Page:
    """Ask for a review that the basket's errors stand in the way of; answers the page that says so."""
    answer = press(client, "review", *orders, name=name)
    assert answer.status_code == 303
    assert answer.location.endswith("?check=yes")
    assert client.get(answer.location).status_code == 200
    assert client.page.text("title").startswith("Error: ")
    return client.page


def save(client: HouseClient, *orders: Fields, name: str = "Ten INFY") -> str:
    """A new basket; answers its address."""
    answer = press(client, "save", *(orders or (INFY,)), name=name)
    assert answer.status_code == 303
    return answer.location.partition("?")[0]


def grid(page: Page) -> list[dict[str, str]]:
    """The orders that stand in the form of a page, their empty fields left out."""
    found: dict[int, dict[str, str]] = {}
    for name, text in page.form("#basket").fields:
        if cell := re.fullmatch("orders-([0-9]+)-([a-z_]+)", name):
            order = found.setdefault(int(cell[1]), {})
            if text:
                order[cell[2]] = text
    return [found[number] for number in sorted(found)]


# --- to Kite and back ---------------------------------------------------------------------------


def hand_off(client: HouseClient, basket: str, fields: Mapping[str, str | None] | None = None) -> str:
    """Review the basket and press the one button; answers the address of the hand-off."""
    assert client.get(f"{basket}/review").status_code == 200
    answer = client.submit("form.send", fields=fields)
    assert answer.status_code == 303, client.page.text("main")
    return answer.location


def leave(client: HouseClient, handoff: str) -> dict[str, str]:
    """Show the hand-off page; answers what its form would post to Kite."""
    assert client.get(handoff).status_code == 200
    return dict(client.page.form("#basket-form").fields)


def nonce_of(sent: Fields) -> str:
    return parse_qs(sent["redirect_params"])["handoff"][0]


def to_kite(client: HouseClient, basket: str, fields: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Review, hand off, leave; answers what was posted to Kite."""
    return leave(client, hand_off(client, basket, fields))


def come_back(client: HouseClient, sent: Fields | None = None, **query: str) -> TestResponse:
    """Kite sends the browser back; with `sent`, Kite kept the parameter that names the hand-off."""
    reference = {"handoff": nonce_of(sent)} if sent else {}
    return client.get("/kite/redirect", query_string={**query, **reference})


def page_of(answer: TestResponse) -> str:
    """The page that an answer leads to, wherever on it."""
    return answer.location.partition("#")[0]


def there_and_back(client: HouseClient, basket: str, **query: str) -> dict[str, str]:
    """To Kite, and back with `query`; the result page is shown."""
    sent = to_kite(client, basket)
    answer = come_back(client, sent, **{"status": "success", **query})
    assert page_of(answer) == f"{basket}/result"
    assert client.get(answer.location).status_code == 200
    return sent


def button_names(page: Page) -> list[str]:
    """The words of every button of a page's main part."""
    return [" ".join(each.to_text().split()) for each in page.all("main button")]


def hidden(page: Page, name: str) -> str:
    return attribute(page.one(f"main input[name={name}]"), "value")
