"""At what an order was asked to trade, beside what the order book has: the person's change, or Kite's protection."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.core.making import in_book
from tokri.core import terms
from tokri.core.ports import BookOrder
from tokri.web import words


def said(asked: str, order: BookOrder) -> str:
    """What is said of the book's order, where this text was asked."""
    sent = json.loads(asked, parse_float=Decimal)
    return words.otherwise(terms.asked(sent), order)


LIMIT = '{"order_type": "LIMIT", "price": 1600}'
STOP = '{"order_type": "SL", "price": 1600.05, "trigger_price": 1590}'
STOP_AT_MARKET = '{"order_type": "SL-M", "trigger_price": 1590}'
MARKET = '{"order_type": "MARKET"}'


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (LIMIT, "LIMIT ₹1,600"),
        (STOP, "SL ₹1,600.05, trigger ₹1,590"),
        (STOP_AT_MARKET, "SL-M, trigger ₹1,590"),
        (MARKET, "MARKET"),
    ],
)
def test_what_was_asked_is_said_by_its_type_price_and_trigger(asked: str, told: str) -> None:
    assert words.terms(terms.asked(json.loads(asked, parse_float=Decimal))) == told


def book(order_type: str, price: str = "0", trigger: str = "0", *tags: str) -> BookOrder:
    return in_book("1", order_type=order_type, price=Decimal(price), trigger_price=Decimal(trigger), tags=tags)


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        (LIMIT, book("LIMIT", "1600.00")),
        (STOP, book("SL", "1600.05", "1590.0")),
        (STOP_AT_MARKET, book("SL-M", "0", "1590")),
        (MARKET, book("MARKET")),
        (MARKET, book("MARKET", "1502.35")),
    ],
)
def test_of_an_order_that_the_book_has_as_asked_nothing_is_said(asked: str, order: BookOrder) -> None:
    assert said(asked, order) == ""


@pytest.mark.parametrize(
    ("asked", "order", "told"),
    [
        (LIMIT, book("LIMIT", "1655"), "LIMIT ₹1,655 in the book: changed on Kite"),
        (LIMIT, book("MARKET"), "MARKET in the book: changed on Kite"),
        (MARKET, book("LIMIT", "1655"), "LIMIT ₹1,655 in the book: changed on Kite"),
        (STOP, book("SL", "1600.05", "1580"), "SL ₹1,600.05, trigger ₹1,580 in the book: changed on Kite"),
        (LIMIT, book("LIMIT", "1655", "0", "mktp"), "LIMIT ₹1,655 in the book: changed on Kite"),
        (
            STOP_AT_MARKET,
            book("SL", "1600", "1580", "mktp", "mktp:2.00"),
            "SL ₹1,600, trigger ₹1,580 in the book: changed on Kite",
        ),
    ],
)
def test_another_price_trigger_or_type_is_said_to_be_changed_on_kite(asked: str, order: BookOrder, told: str) -> None:
    assert said(asked, order) == told


@pytest.mark.parametrize(
    ("asked", "order", "told"),
    [
        (
            MARKET,
            book("LIMIT", "159.82", "0", "mktp", "mktp:2.00"),
            "Kite’s market protection made it LIMIT ₹159.82",
        ),
        (
            STOP_AT_MARKET,
            book("SL", "1621.80", "1590", "mktp"),
            "Kite’s market protection made it SL ₹1,621.80, trigger ₹1,590",
        ),
    ],
)
def test_kites_protection_of_a_market_order_is_no_change_by_the_person(asked: str, order: BookOrder, told: str) -> None:
    assert said(asked, order) == told
