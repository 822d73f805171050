"""What a real browser posts to Kite equals what was stored, whatever that is: read from the stand-in's log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tests.browser.drawing import orders_for_the_demo
from tests.browser.kite import StandIn
from tests.browser.planting import planted
from tests.browser.serving import Serving
from tests.browser.truth_walks import long_ago
from tests.browser.windowless import Windowless, led_to
from tests.page import attribute
from tests.web.steps import typed
from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.handoff import sha256
from tokri.core.ports import Handoff
from tokri.store import SqlStore

NUMBERS = {"quantity", "price", "trigger_price", "disclosed_quantity"}

#: Every character but halves of one, which no store keeps; controls too, which JSON spells out.
any_text = st.one_of(
    st.sampled_from(["M&M", "</script><script>", "<!--", "&amp;", "%26+", "\"'`", "\\u0041\\", "\u2028\u202e"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)

# Chromium takes a third of a second for each; what Hypothesis does in between is not what is measured.
few = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def kite_may_know_none_of_the_symbols(forgiven: list[str], kite: StandIn) -> None:
    """Then it answers the basket with a refusal, on a page without an icon."""
    forgiven += [rf"status of 400 .*\({kite.url}/connect/basket\)", f"{kite.url}/favicon.ico"]


@few
@given(orders=st.lists(orders_for_the_demo(), min_size=1, max_size=10), name=any_text)
def test_whatever_basket_a_person_hands_off_kite_gets_as_it_was_typed_and_stored(
    page: Page,
    server: Serving,
    kite: StandIn,
    store: SqlStore,
    *,
    orders: list[OrderText],
    name: str,
) -> None:
    kite.reset()
    person = Windowless(server)
    path = handed_off(person, orders, name)
    person.lend(page.context)
    sent = posted_from(page, server, kite, path)
    stored = handoff_at(store, path)
    assert sent == stored.payload
    assert sha256(sent) == stored.payload_sha256
    # In which order they go is the plan's to say; each is there once, and nothing else.
    arrived = json.loads(sent, parse_float=Decimal, parse_int=Decimal)
    assert in_no_order(arrived) == in_no_order(as_kite_has_it(each, stored) for each in orders)


@few
@given(orders=st.lists(st.dictionaries(st.sampled_from(KITE_FIELDS), any_text, min_size=1), min_size=1, max_size=3))
def test_whatever_text_is_stored_is_posted_to_the_letter(
    page: Page, server: Serving, kite: StandIn, store: SqlStore, *, orders: list[dict[str, str]]
) -> None:
    kite.reset()
    person = Windowless(server)
    path = handed_off(person, [OrderText("", "INFY", "NSE", "BUY", "MARKET", "CNC", "1")])
    person.lend(page.context)
    basket_id = handoff_at(store, path).basket_id
    stored = planted(store, basket_id, orders)
    sent = posted_from(page, server, kite, f"/handoffs/{stored.id}")
    # What Kite reports of later orders is looked for among those of the last hour, none of which has such text.
    long_ago(server, basket_id)
    assert sent == stored.payload
    assert sha256(sent) == stored.payload_sha256
    assert json.loads(sent) == orders


def handed_off(person: Windowless, orders: Sequence[OrderText], name: str = "") -> str:
    """Save, review with every warning accepted, hand off; answers the path of the page that leaves for Kite."""
    token = person.page("/forget").csrf_token or ""
    basket = typed(*(each.as_dict() for each in orders), name=name, action="review")
    review = person.page(led_to(person.post("/baskets/new", basket | {"csrf_token": token})))
    assume(review.all("form.send"))  # a list of the day may forbid an order: that is not what is tried here
    form = review.form("form.send")
    ticks = {attribute(each, "name"): "yes" for each in review.all("form.send input[type=checkbox]")}
    return led_to(person.post(form.action, form.filled(ticks)))


def posted_from(page: Page, server: Serving, kite: StandIn, path: str) -> str:
    """Open the page that leaves; answers the `data` of its one POST, decoded by us and not by the stand-in."""
    page.goto(server.url + path, wait_until="commit")
    page.wait_for_url(f"{kite.url}/**", wait_until="commit")
    [posted] = kite.baskets
    pairs = parse_qsl(posted["body"], keep_blank_values=True, strict_parsing=True)
    assert [each for each, _ in pairs] == ["api_key", "data", "redirect_params"]
    return dict(pairs)["data"]


def handoff_at(store: SqlStore, path: str) -> Handoff:
    with store.reading() as unit:
        found = unit.handoffs.by_id(path.rpartition("/")[2])
    assert found is not None
    return found


def in_no_order(orders: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(orders, key=lambda order: json.dumps(order, default=str, sort_keys=True))


def as_kite_has_it(order: OrderText, handoff: Handoff) -> dict[str, Any]:
    """The order in Kite's JSON: `variety` and `readonly` always, numbers as numbers, a zero left out."""
    numbers = {name: Decimal(text) for name, text in order.as_dict().items() if name in NUMBERS}
    return {
        **{name: text for name, text in order.as_dict().items() if name not in NUMBERS},
        **{name: number for name, number in numbers.items() if number},
        "variety": order.variety or "regular",
        "readonly": order.readonly == "true",
        "tag": order.tag or handoff.tag,
    }
