"""Two at once, through the running server and its two workers: one gets it, the other is told so, or led to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import requests
from playwright.sync_api import expect

from tests.browser.way import Way
from tests.browser.windowless import LONGEST_WAIT
from tests.page import Page as HousePage
from tokri.store import SqlStore


def at_once(times: int, act: Callable[[], requests.Response]) -> list[requests.Response]:
    """The answers of so many who all start at the same moment."""
    line = Barrier(times)

    def start(_: int) -> requests.Response:
        line.wait(LONGEST_WAIT)
        return act()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(start, range(times)))


def test_of_two_posts_of_the_same_part_one_goes_and_the_other_is_led_to_it(way: Way, store: SqlStore) -> None:
    basket_id = way.example()
    form = HousePage(way.page.content(), way.kite.url).form("form.send")
    browser = way.outside_of_tabs
    for times in (2, 6):
        before = len(handoffs(store, basket_id))
        fields = dict(form.fields) | {"attempt": str(before + 1), "again": "yes"}
        answers = at_once(times, lambda fields=fields: browser.post(form.action, fields))
        assert {answer.status_code for answer in answers} == {303}
        [page] = {urlsplit(answer.headers["Location"]).path for answer in answers}
        assert len(handoffs(store, basket_id)) == before + 1
        visits = at_once(times, lambda page=page: browser.get(page))
        assert sum('id="basket-form"' in visit.text for visit in visits) == 1
        late = browser.post(form.action, fields)
        assert late.status_code == 409
        assert "This was handed to Kite already, perhaps from another tab." in late.text


def handoffs(store: SqlStore, basket_id: str) -> Any:
    with store.reading() as unit:
        return unit.handoffs.of_basket(basket_id)


def test_of_many_visits_to_the_hand_off_page_at_once_one_has_the_form(way: Way) -> None:
    way.example()
    form = HousePage(way.page.content(), way.kite.url).form("form.send")
    browser = way.outside_of_tabs
    page = urlsplit(browser.post(form.action, dict(form.fields)).headers["Location"]).path
    answers = at_once(8, lambda: browser.get(page))
    assert {answer.status_code for answer in answers} == {200}
    assert sum('id="basket-form"' in answer.text for answer in answers) == 1
    assert sum("You have already been sent to Kite" in answer.text for answer in answers) == 7
    policies = {answer.headers["Content-Security-Policy"] for answer in answers if "basket-form" not in answer.text}
    assert all(way.kite.url not in policy for policy in policies)


def test_the_same_return_twenty_times_at_once_is_one_claim_and_one_exchange(way: Way, store: SqlStore) -> None:
    basket_id = way.example_at_kite()
    back: list[str] = []
    way.page.on("request", lambda asked: back.append(asked.url) if "/kite/redirect" in asked.url else None)
    way.place()
    expect(way.heading("3 reported by Kite, 1 not known", level=2)).to_be_visible()
    browser = way.outside_of_tabs
    path = back[0].removeprefix(way.server.url)
    answers = at_once(20, lambda: browser.get(path))
    assert {answer.status_code for answer in answers} == {303}
    assert {urlsplit(answer.headers["Location"]).path for answer in answers} == {f"/baskets/{basket_id}/result"}
    [handoff] = handoffs(store, basket_id)
    with store.reading() as unit:
        assert len(unit.handoffs.handbacks([handoff.id])) == 1

    page = HousePage(way.page.content(), way.kite.url)
    form = page.form('form[action$="/reading"]')
    answers = at_once(6, lambda: browser.post(form.action, dict(form.fields)))
    assert {answer.status_code for answer in answers} == {303}
    way.page.reload()
    way.settle()
    expect(way.page.get_by_text("Kite says you are DM0001. Is this you?")).to_be_visible()
    # And once more, after everything: the token is used up, and is not sent again.
    browser.get(path)
    browser.post(form.action, dict(form.fields))
    way.page.reload()
    way.settle()
    assert len(way.kite.log("/session/token")) == 1


def test_two_saves_from_the_same_page_at_once_lose_nothing(way: Way, store: SqlStore) -> None:
    basket_id = way.example()
    way.open(f"/baskets/{basket_id}")
    form = HousePage(way.page.content(), way.kite.url).form("form.basket")
    browser = way.outside_of_tabs
    quantities = iter(["11", "12"])
    bodies = [dict(form.fields) | {"orders-0-quantity": next(quantities), "action": "save"} for _ in range(2)]
    waiting = iter(bodies)
    answers = at_once(2, lambda: browser.post(form.action, next(waiting)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    [refused] = [answer for answer in answers if answer.status_code == 409]
    typed = re.search(r'id="orders-0-quantity"[^>]*value="(\d+)"', refused.text)[1]
    with store.reading() as unit:
        kept = unit.baskets.version(basket_id, 2).draft.orders[0].quantity
    assert {kept, typed} == {"11", "12"}
