"""Advice that was acted on, or is over, is there to be read; nothing can be sent from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.client import HouseClient
from tests.link import making
from tests.link.making import INFY, PROPOSAL, Made
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside

SHUT: dict[str, Callable[[Outside, Made], object]] = {
    "done": lambda outside, made: making.came_back(outside, made.link),
    "declined": lambda outside, made: making.answered(outside, made.link, AnswerKind.DECLINED, "Not now"),
    "elsewhere": lambda outside, made: making.answered(outside, made.link, AnswerKind.ELSEWHERE),
}
GONE: dict[str, Callable[[Outside, Made], object]] = {
    "recalled": lambda outside, made: making.recalled(outside, made.link),
    "revoked": lambda outside, made: making.revoked(outside, made.link),
    "replaced": lambda outside, made: making.replaced(outside, made.link),
}


@pytest.mark.parametrize("shut", SHUT)
def test_what_was_acted_on_is_read_again_and_has_nothing_that_sends(
    client: HouseClient, outside: Outside, shut: str
) -> None:
    made = making.a_link(outside)
    SHUT[shut](outside, made)
    client.get(made.address)
    assert client.page.all(f"main a[href='{made.address}/advice']")
    client.get(f"{made.address}/advice")
    assert client.page.h1 == "What was advised"
    told = client.page.text("main")
    for said in ("INFY", "TCS", "Both earn more than their price says.", "Stop-loss", "₹1,380"):
        assert said in told
    assert not client.page.all("main form")


def test_its_orders_have_their_prices_as_every_page_writes_them(client: HouseClient, outside: Outside) -> None:
    stop = replace(INFY, tradingsymbol="SBIN", order_type="SL", quantity="1500", price="1065", trigger_price="1064.5")
    odd = replace(INFY, tradingsymbol="TCS", price="cheap")
    advised = replace(PROPOSAL, draft=replace(PROPOSAL.draft, orders=(stop, odd)))
    sunita = making.a_client(outside)
    made = making.a_link(outside, sunita, making.a_version(outside, sunita, proposal=advised))
    making.answered(outside, made.link, AnswerKind.ELSEWHERE)
    client.get(f"{made.address}/advice")
    rows = [client.page.text(f"#orders-table tbody tr:nth-child({place})") for place in (1, 2)]
    assert [row.split()[3:] for row in rows] == [
        ["BUY", "1,500", "SL", "₹1,065.00", "₹1,064.50", "CNC"],
        ["BUY", "10", "MARKET", "cheap", "–", "CNC"],
    ]


@pytest.mark.parametrize("gone", GONE)
def test_what_was_taken_back_or_replaced_is_not_read_there(client: HouseClient, outside: Outside, gone: str) -> None:
    made = making.a_link(outside)
    GONE[gone](outside, made)
    assert client.get(f"{made.address}/advice").location == made.address


def test_an_open_link_leads_to_the_page_that_acts(client: HouseClient, outside: Outside) -> None:
    made = making.a_link(outside)
    assert client.get(f"{made.address}/advice").location == made.address


def test_whoever_ticked_neither_the_yes_nor_a_warning_is_told_of_both(client: HouseClient, outside: Outside) -> None:
    both_sides = replace(PROPOSAL, draft=replace(PROPOSAL.draft, orders=(INFY, replace(INFY, transaction_type="SELL"))))
    sunita = making.a_client(outside)
    made = making.a_link(outside, sunita, making.a_version(outside, sunita, proposal=both_sides))
    client.get(made.address)
    assert client.submit("#send").status_code == 422
    told = client.page.text("#error-summary")
    assert "Tick the box under “Your yes”" in told
    assert "Tick what you accept" in told
    assert client.page.text("#ticks-error").strip() == "Tick what you accept, or do not place these orders."
