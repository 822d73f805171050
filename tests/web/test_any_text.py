"""Whatever anybody types: no fault of ours, nothing lost, and what the form to Kite holds is what was stored."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.page import attribute
from tests.web.steps import grid, handoffs, press, refused, to_kite
from tokri.core.basket import KITE_FIELDS

ODD = [
    "",
    "0",
    "1_0",
    "१०",
    "²",
    "1e999",
    "-1",
    "0x10",
    "9" * 400,
    "NaN",
    "Infinity",
    "M&M",
    '"></script><script>alert(1)</script>',
    "{{ 7*7 }}",
    "%00%s%n",
    "\x00",
    "\u202eEVIL\u202c",
    "\ufeff\u200b",
    "\u2028",
    "\uffff",
    "🙂",
    "a\r\nb",
    " x ",
    "BUY",
    "NSE",
    "SL-M",
    "co",
    "true",
]

texts = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
orders = st.lists(st.dictionaries(st.sampled_from(KITE_FIELDS), texts, max_size=13), max_size=3)

few = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.mark.usefixtures("as_typed")
@few
@given(typed=orders, name=texts, paste=texts, action=st.sampled_from(["save", "review", "paste", "add", "duplicate-0"]))
def test_no_text_in_any_field_is_a_fault_of_ours(
    client: HouseClient,
    clock: FakeClock,
    *,
    typed: list[dict[str, str]],
    name: str,
    paste: str,
    action: str,
) -> None:
    clock.forward(minutes=1)
    answer = press(client, action, *typed, name=name, paste=paste)
    assert answer.status_code in {200, 303, 422} or (action == "duplicate-0" and not any(typed))
    if answer.status_code == 303:
        assert client.get(answer.location).status_code in {200, 303}


lone = st.text(st.characters(), max_size=20)  # half characters too: JSON can say them, as \ud800
things = st.recursive(
    st.one_of(lone, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(lone, inner, max_size=2),
    max_leaves=4,
)
pasted = st.lists(st.dictionaries(st.sampled_from(KITE_FIELDS) | lone, things, max_size=6), max_size=3)


@pytest.mark.usefixtures("as_typed")
@few
@given(value=pasted | things, padding=st.sampled_from(["", "[", '{"orders": ', "\ufeff"]))
def test_no_json_that_is_pasted_is_a_fault_of_ours(
    client: HouseClient, clock: FakeClock, *, value: object, padding: str
) -> None:
    clock.forward(minutes=1)
    assert press(client, "paste", paste=padding + json.dumps(value)).status_code in {200, 422}
    assert client.submit("#basket", ("action", "review"), {"paste": ""}).status_code in {303, 422}


plain = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30).filter(str.strip)


@pytest.mark.usefixtures("as_typed")
@few
@given(
    order=st.fixed_dictionaries({"tradingsymbol": plain, "quantity": plain, "price": plain, "tag": plain}), name=plain
)
def test_what_was_refused_stands_in_the_form_to_the_letter(
    client: HouseClient, clock: FakeClock, *, order: dict[str, str], name: str
) -> None:
    clock.forward(minutes=1)
    assume(any(order.values()))  # what is quite empty is not kept at all
    refused(client, order, name=name)
    assert grid(client.page) == [order]
    assert attribute(client.page.one("#name"), "value") == " ".join(name.split())


symbols = st.from_regex(r"[A-Z0-9&.\-]{1,22}", fullmatch=True)
prices = st.decimals(min_value=Decimal("0.05"), max_value=Decimal(99999), places=2)
legs = st.fixed_dictionaries(
    {
        "tradingsymbol": symbols,
        "transaction_type": st.sampled_from(["BUY", "SELL"]),
        "quantity": st.integers(1, 900),
        "price": prices,
        "tag": st.from_regex("[A-Za-z0-9]{0,8}", fullmatch=True),
        "readonly": st.sampled_from(["", "true"]),
    }
)


@pytest.mark.usefixtures("as_typed")
@few
@given(baskets=st.lists(legs, min_size=1, max_size=4))
def test_what_the_form_to_kite_holds_is_what_was_stored_and_what_was_typed(
    app: Flask, client: HouseClient, clock: FakeClock, *, baskets: list[dict[str, object]]
) -> None:
    clock.forward(minutes=1)
    always = {"exchange": "NSE", "order_type": "LIMIT", "product": "CNC", "validity": "DAY"}
    typed = [{**always, **{name: str(value) for name, value in leg.items()}} for leg in baskets]
    answer = press(client, "review", *typed)
    assert answer.status_code == 303, client.page.text("main")
    basket = answer.location.removesuffix("/review")
    client.get(answer.location)
    ticks = {attribute(each, "name"): "yes" for each in client.page.all("form.send input[type=checkbox]")}
    sent = to_kite(client, basket, ticks)["data"]
    (stored,) = handoffs(app, basket)
    assert sent == stored.payload
    got = json.loads(sent, parse_float=Decimal, parse_int=Decimal)
    meant: list[dict[str, object]] = [
        {
            "variety": "regular",
            "tradingsymbol": leg["tradingsymbol"],
            "exchange": "NSE",
            "transaction_type": leg["transaction_type"],
            "order_type": "LIMIT",
            "product": "CNC",
            "quantity": leg["quantity"],
            "price": leg["price"],
            "validity": "DAY",
            "readonly": leg["readonly"] == "true",
            "tag": leg["tag"] or stored.tag,
        }
        for leg in baskets
    ]
    # In which order they go is the plan's business.
    assert sorted(got, key=what_it_says) == sorted(meant, key=what_it_says)


def what_it_says(order: dict[str, object]) -> tuple[object, ...]:
    """What tells the orders of a basket apart, so that they can be put side by side."""
    return tuple(order[name] for name in ("tradingsymbol", "transaction_type", "quantity", "price", "tag", "readonly"))
