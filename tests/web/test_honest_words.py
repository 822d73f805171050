"""No page says that anything was executed, placed or filled, unless evidence or the person's own word is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.page import Page, text_of
from tests.web.steps import INFY, button_names, hand_off, handoffs, save, there_and_back, to_kite, work
from tokri.core.ports import TokenRefused

#: All that may be said with these words: what is denied, what is supposed, and what the person says of themselves.
HONEST: Final = (
    "nothing is placed here",
    "nothing can be placed from here",
    "it does not prove that nothing was placed",
    "it does not say what was filled",
    "it does not say that an order was filled",
    "what was placed there would be placed twice",
    "what was handed to kite before may be placed there already",
    "orders that you placed on kite are not touched",
    "i placed all of them",
    "i placed some of them",
    "i placed none of them",
    "i placed none",
    "partly placed, by your word",
    "you placed it, by your word",
    "not placed, by your word",
    "placed, by your word",
    "with the orders filled in",
    "a tradebook only what was filled",
    "filled, by kite’s order book",
)
#: A figure that has its evidence right behind it.
WITH_ITS_EVIDENCE: Final = re.compile(r"\bfilled [0-9,]+ of [0-9,]+ seen in kite’s order book, ")
TOO_MUCH: Final = re.compile(
    r"\b(executed|placed|filled|guaranteed|assured|risk-free|authorised?|approved?|verified)\b"
)


def claims(page: Page) -> list[str]:
    """What the page says too much; a table, or a line, that names the order book as its source may say what it saw."""
    words = page.text("body").lower()
    for table in page.all("table"):
        if text_of(table).startswith("Seen in Kite’s order book, "):
            words = words.replace(text_of(table).lower(), "")
    for line in page.all("#sent-before li"):
        if "Seen in Kite’s order book, " in text_of(line):
            words = words.replace(text_of(line).lower(), "")
    for each in HONEST:
        words = words.replace(each, "")
    words = WITH_ITS_EVIDENCE.sub("", words)
    return TOO_MUCH.findall(words)


@dataclass
class Scene:
    """Everything a state is made from."""

    app: Flask
    client: HouseClient
    kite: FakeKite
    clock: FakeClock
    basket: str

    def back(self, **query: str) -> None:
        there_and_back(self.client, self.basket, **query)

    def ask(self, *, keep: bool = False) -> None:
        self.back(request_token=self.kite.log_in())
        self.client.submit("form[action$='/reading']", fields={"keep": "yes"} if keep else {})

    def read(self, *, keep: bool = False) -> None:
        self.ask(keep=keep)
        work(self.app, self.kite)
        self.client.get(f"{self.basket}/result")
        self.client.submit("form[action$='/account']", ("account", "mine"))
        work(self.app, self.kite)

    def filled(self) -> None:
        self.back(request_token=self.kite.log_in())
        tag = handoffs(self.app, self.basket)[0].tag
        self.kite.place(book_order(tag=tag, tags=(tag,)))
        self.client.submit("form[action$='/reading']")
        work(self.app, self.kite)
        self.client.get(f"{self.basket}/result")
        self.client.submit("form[action$='/account']", ("account", "mine"))
        work(self.app, self.kite)

    def fail(self) -> None:
        self.kite.fail("exchange", TokenRefused())
        self.ask()
        work(self.app, self.kite)

    def no_return(self) -> None:
        to_kite(self.client, self.basket)
        self.clock.forward(hours=2)

    def say(self, said: str) -> None:
        to_kite(self.client, self.basket)
        self.client.get(f"{self.basket}/result")
        self.client.submit("form.choices", ("said", said))


STATES: Mapping[str, Callable[[Scene], object]] = {
    "never sent": lambda _scene: None,
    "prepared": lambda scene: hand_off(scene.client, scene.basket),
    "at Kite": lambda scene: to_kite(scene.client, scene.basket),
    "no return": Scene.no_return,
    "success": Scene.back,
    "cancelled": lambda scene: scene.back(status="cancelled"),
    "odd": lambda scene: scene.back(status="completed"),
    **{said: lambda scene, said=said: scene.say(said) for said in ("placed-all", "placed-some", "placed-none")},  # type: ignore[misc]  # a lambda's default has no type
    "asked": Scene.ask,
    "read, and nothing seen": Scene.read,
    "read, and filled": Scene.filled,
    "kept": lambda scene: scene.read(keep=True),
    "reading failed": Scene.fail,
}


@pytest.mark.parametrize("state", STATES)
def test_no_page_in_any_state_claims_more_than_is_known(
    app: Flask, client: HouseClient, kite: FakeKite, clock: FakeClock, state: str
) -> None:
    basket = save(client, INFY, name="Of today")
    STATES[state](Scene(app, client, kite, clock, basket))
    for address in ("/", f"{basket}/review", f"{basket}/result"):
        client.get(address)
        assert claims(client.page) == [], (address, client.page.text("body"))
    if state == "read, and filled":
        assert "Filled" in client.page.text("#seen-1")


def test_no_other_page_does_either(client: HouseClient) -> None:
    basket = save(client, INFY, name="Of today")
    handoff = hand_off(client, basket)
    returned = [
        f"/kite/returned/{name}"
        for name in ("busy", "elsewhere", "no-cookie", "not-kept", "nothing-sent", "unknown", "unreadable")
    ]
    others = ["/how-it-works", "/forget", "/forgotten", f"{basket}/delete", "/nowhere", "/baskets/new"]
    for address in (handoff, handoff, *returned, *others):
        client.get(address)
        assert claims(client.page) == [], address


def test_a_claim_would_be_found() -> None:
    """The net itself: a page that claims is caught, one that names its source is not."""
    body = "<!doctype html><html><body>{}</body></html>"
    assert claims(Page(body.format("<p>Your orders were placed.</p>"))) == ["placed"]
    assert claims(Page(body.format("<p>Executed at 10:30.</p>"))) == ["executed"]
    assert claims(Page(body.format("<table><caption>Seen</caption><tr><td>Filled</td></tr></table>"))) == ["filled"]
    assert claims(Page(body.format("<p>Nothing is placed here.</p>"))) == []


def test_buttons_name_their_act_and_its_size(client: HouseClient) -> None:
    basket = save(client, INFY, {**INFY, "quantity": "3"})
    client.get(f"{basket}/review")
    assert button_names(client.page) == ["Continue to Kite: 2 orders"]
