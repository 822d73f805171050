"""The documented schema is what a download is, and the page about it shows what is true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.core.orders import GOOD, any_order, typed
from tokri.core.basket import KITE_FIELDS, MOST_ORDERS, OrderText
from tokri.core.choices import CHOICES
from tokri.core.formats import Pasted, read, ticket, write
from tokri.core.plan import Policy

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
SCHEMA: Final = json.loads((DOCS / "basket.schema.json").read_text(encoding="utf-8"))
VALIDATOR: Final = Draft202012Validator(SCHEMA)


def faults(document: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(document)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@settings(deadline=None)
@given(st.text(max_size=40), st.lists(any_order, max_size=4), st.sampled_from(["", *Policy]))
def test_whatever_is_downloaded_is_what_the_schema_says(name: str, orders: list[OrderText], sequence: str) -> None:
    assert faults(json.loads(write(name, orders, sequence))) == []


def test_the_schema_names_every_order_of_sending() -> None:
    assert tuple(SCHEMA["properties"]["sequence"]["enum"]) == tuple(Policy)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.update(tokri_basket=2),
        lambda document: document.pop("name"),
        lambda document: document.update(by="me"),
        lambda document: document.update(sequence="buys-first"),
        lambda document: document["orders"][0].pop("readonly"),
        lambda document: document["orders"][0].update(stoploss=5),
        lambda document: document["orders"][0].update(tag=""),
        lambda document: document["orders"][0].update(price=-1),
        lambda document: document["orders"][0].update(price=[1]),
        lambda document: document.update(orders=document["orders"] * (MOST_ORDERS + 1)),
    ],
)
def test_what_is_no_basket_of_this_version_is_none_to_the_schema(spoil: Any) -> None:
    document = json.loads(write("N", [GOOD]))
    assert faults(document) == []
    spoil(document)
    assert faults(document)


def test_the_schema_names_every_field_and_every_choice_of_an_order() -> None:
    fields = SCHEMA["$defs"]["order"]["properties"]
    assert tuple(fields) == KITE_FIELDS
    for name, choices in CHOICES.items():
        assert tuple(fields[name]["examples"]) == choices


def shown(language: str) -> str:
    page = (DOCS / "basket-json.md").read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_basket_that_the_page_shows_is_written_and_read_as_it_stands_there() -> None:
    order = typed(price="1500.1")
    assert json.loads(shown("json")) == json.loads(write("Long term", [order]))
    assert read(shown("json")) == Pasted((order,), "Long term")


def test_the_ticket_that_the_page_shows_is_one() -> None:
    order = typed(price="1,500")
    assert read(shown("text")) == Pasted((typed(price="1500"),), "Long term")
    assert ticket.line(order) in shown("text")
