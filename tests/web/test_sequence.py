"""The order of sending, and orders cut into several: shown before anything is sent, and sent so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.core.knowing import MASTER
from tests.journey.fakes import FakeInstruments, FakeReference
from tests.page import attribute, text_of
from tests.web.steps import (
    INFY,
    TCS,
    Fields,
    come_back,
    handoffs,
    hidden,
    press,
    save,
    there_and_back,
    to_kite,
    typed,
    world,
)
from tokri.core.instrument import Instrument, Kind, Listing
from tokri.core.plan import Policy
from tokri.core.reference import FreezeQuantities, Tables
from tokri.web.context import KEY
from tokri.web.words.plan import POLICIES

SALE: Fields = {**TCS, "transaction_type": "SELL"}
OPTION: Fields = {
    "tradingsymbol": "NIFTY26FEB26000CE",
    "exchange": "NFO",
    "transaction_type": "BUY",
    "order_type": "LIMIT",
    "product": "NRML",
    "price": "100",
    "quantity": "650",
}
WRITTEN: Fields = {**OPTION, "tradingsymbol": "NIFTY26FEB25000PE", "transaction_type": "SELL"}


def lists(app: Flask, freeze: int, days: int = 1) -> None:
    """The two options are on the instrument list; NSE takes `freeze` units of NIFTY in one order."""
    listed = [
        Instrument(
            "NFO", each["tradingsymbol"], "NIFTY", Kind.OPTION, "CE", "NFO-OPT", Decimal("0.05"), 65, date(2026, 2, 24)
        )
        for each in (OPTION, WRITTEN)
    ]
    tables = Tables(freeze=FreezeQuantities(date(2026, 2, days), "qtyfreeze.xls", {"NIFTY": freeze}))
    tools = app.extensions[KEY]
    instruments = FakeInstruments({each.key: Listing(each) for each in listed}, MASTER)
    outside = replace(tools.outside, instruments=instruments, reference=FakeReference(tables))
    app.extensions[KEY] = replace(tools, outside=outside)


def sent(posted: Fields) -> list[tuple[str, str, int]]:
    orders = json.loads(posted["data"])
    return [(each["transaction_type"], each["tradingsymbol"], each["quantity"]) for each in orders]


def table(client: HouseClient) -> list[str]:
    """The rows of the review, each by its heading."""
    return [text_of(each) for each in client.page.all("#orders-table tbody th > span:first-child")]


def chosen(client: HouseClient) -> str:
    (radio,) = client.page.all("#sequence input[type=radio][checked]")
    return attribute(radio, "value")


def ticks(client: HouseClient) -> dict[str, str | None]:
    """A tick for every warning of the page."""
    return {attribute(each, "name"): "yes" for each in client.page.all("#ticks input[type=checkbox]")}


def hand_over(client: HouseClient, basket: str) -> dict[str, str]:
    client.get(f"{basket}/review")
    return to_kite(client, basket, ticks(client))


# --- the order of sending -----------------------------------------------------------------------


def test_sells_go_before_buys_where_nobody_chose_and_the_page_shows_it_so(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    assert table(client) == ["2. TCS", "1. INFY"]
    assert chosen(client) == "sells-first"
    assert "“Sells first”, chosen by what is in the basket" in client.page.text("#sequence")
    assert "may bounce" in client.page.text("#sequence")
    assert sent(to_kite(client, basket)) == [("SELL", "TCS", 4), ("BUY", "INFY", 10)]


def test_the_person_may_have_them_sent_as_listed(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    answer = client.submit("#sequence", fields={"sequence": "as-listed"})
    assert (answer.status_code, answer.location) == (303, f"{basket}/review#sequence")
    client.get(answer.location)
    assert table(client) == ["1. INFY", "2. TCS"]
    assert chosen(client) == "as-listed"
    assert "“As listed”, as you chose" in client.page.text("#sequence")
    assert "Version 2" in client.page.text(".lead")
    assert sent(to_kite(client, basket)) == [("BUY", "INFY", 10), ("SELL", "TCS", 4)]
    assert handoffs(app, basket)[0].version_number == 2


def test_a_change_of_the_orders_keeps_the_choice(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    client.submit("#sequence", fields={"sequence": "as-listed"})
    client.get(basket)
    assert client.submit("#basket", ("action", "save"), fields={"orders-0-quantity": "11"}).status_code == 303
    client.get(f"{basket}/review")
    assert chosen(client) == "as-listed"
    assert "11" in client.page.text("#orders-table")


def test_an_unsaved_page_and_a_copy_keep_the_choice_too(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    client.submit("#sequence", fields={"sequence": "as-listed"})
    client.get(basket)
    client.submit("#basket", ("action", "down-0"))
    assert hidden(client.page, "sequence") == "as-listed"
    client.get("/")
    copy = client.post(f"{basket}/copy").location.partition("?")[0]
    client.get(copy)
    assert hidden(client.page, "sequence") == "as-listed"


def test_the_choice_is_no_part_of_what_is_downloaded(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    before = client.get(f"{basket}/download").data
    client.get(f"{basket}/review")
    client.submit("#sequence", fields={"sequence": "as-listed"})
    assert client.get(f"{basket}/download").data == before


def test_the_same_choice_again_makes_no_version(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    for _ in range(2):
        client.get(f"{basket}/review")
        client.submit("#sequence", fields={"sequence": "as-listed"})
    client.get(f"{basket}/review")
    assert "Version 2" in client.page.text(".lead")


def test_where_there_is_nothing_to_choose_nobody_is_asked(client: HouseClient) -> None:
    for orders in ((INFY, TCS), (SALE,)):
        basket = save(client, *orders)
        client.get(f"{basket}/review")
        assert not client.page.all("#sequence")
        client.get(basket)
        assert not client.page.all("[name=sequence]")


def test_only_what_means_something_is_offered(app: Flask, client: HouseClient) -> None:
    lists(app, 1800)
    offered = {}
    for name, orders in {
        "cash": (INFY, SALE),
        "options": (WRITTEN, OPTION),
        "both": (INFY, SALE, WRITTEN, OPTION),
    }.items():
        client.get(f"{save(client, *orders)}/review")
        offered[name] = [attribute(each, "value") for each in client.page.all("#sequence input[type=radio]")]
    assert offered == {
        "cash": ["as-listed", "sells-first"],
        "options": ["as-listed", "hedges-first"],
        "both": [policy.value for policy in Policy],
    }


def test_hedges_go_before_what_they_hedge(app: Flask, client: HouseClient) -> None:
    lists(app, 1800)
    basket = save(client, WRITTEN, OPTION)
    assert sent(hand_over(client, basket)) == [("BUY", "NIFTY26FEB26000CE", 650), ("SELL", "NIFTY26FEB25000PE", 650)]


def test_every_order_of_sending_has_its_words() -> None:
    assert set(POLICIES) == set(Policy)


def test_a_choice_on_a_page_that_is_overtaken_is_not_kept(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    shown = client.page.form("#sequence")
    press(client, "save", {**INFY, "quantity": "12"}, SALE, at=basket, base=1)
    assert client.submit(shown, fields={"sequence": "as-listed"}).status_code == 409
    assert "The basket changed after this page was opened." in client.page.text("#error-summary")
    assert chosen(client) == "sells-first"
    with world(app).store.reading() as unit:
        assert unit.baskets.version(basket.rpartition("/")[2], 3) is None


@pytest.mark.parametrize("sequence", ["", "cheapest-first", "SELLS-FIRST"])
def test_an_order_of_sending_that_nobody_offers_is_refused(client: HouseClient, sequence: str) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    assert client.post(f"{basket}/sequence", data={"sequence": sequence, "base": "1"}).status_code == 400
    if sequence:
        client.get(basket)
        form = {**typed(INFY, base=1), "sequence": sequence}
        assert client.post(basket, data=form).status_code == 400


def test_a_page_from_before_the_choice_cannot_be_handed_off(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    before, choice = client.page.form("form.send"), client.page.form("#sequence")
    client.submit(choice, fields={"sequence": "as-listed"})
    assert client.submit(before).status_code == 409
    assert table(client) == ["1. INFY", "2. TCS"]


def test_what_went_before_the_choice_may_be_sent_twice_and_is_asked(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    there_and_back(client, basket)
    client.get(f"{basket}/review")
    client.submit("#sequence", fields={"sequence": "as-listed"})
    client.get(f"{basket}/review")
    assert "version 1, which left on" in client.page.text("label[for=again]")
    assert client.submit("form.send").status_code == 422


# --- orders cut into several --------------------------------------------------------------------


def test_an_order_over_the_freeze_quantity_is_sent_as_several_and_the_page_says_so(
    app: Flask, client: HouseClient
) -> None:
    lists(app, 600)
    basket = save(client, INFY, {**OPTION, "quantity": "1,690"})
    client.get(f"{basket}/review")
    assert table(client) == ["1. INFY", *["2. NIFTY26FEB26000CE"] * 3]
    assert [text_of(each) for each in client.page.all("#orders-table th .slice")] == [
        f"slice {number} of 3" for number in range(1, 4)
    ]
    assert "2 orders, sent as 4." in client.page.text(".lead")
    assert (
        "Order 2, NIFTY26FEB26000CE, is sent as 3 orders of 585, 585 and 520, since NSE takes at most 585 in one; "
        "each is an order of its own, with its own brokerage."
    ) in client.page.text("main")
    assert sent(to_kite(client, basket, ticks(client)))[1:] == [
        ("BUY", "NIFTY26FEB26000CE", quantity) for quantity in (585, 585, 520)
    ]


def test_the_link_to_change_a_slice_leads_to_the_order_it_is_of(app: Flask, client: HouseClient) -> None:
    lists(app, 600)
    basket = save(client, INFY, {**OPTION, "quantity": "650"})
    client.get(f"{basket}/review")
    links = [attribute(each, "href") for each in client.page.all("#orders-table td a")]
    assert links == [f"{basket}#orders-0", f"{basket}#orders-1", f"{basket}#orders-1"]


def test_more_orders_to_send_than_a_basket_may_hold_are_a_fault_of_the_basket(app: Flask, client: HouseClient) -> None:
    lists(app, 65)
    basket = save(client, INFY, {**OPTION, "quantity": str(65 * 49)})
    assert client.get(f"{basket}/review").status_code == 200
    basket = save(client, INFY, {**OPTION, "quantity": str(65 * 50)})
    assert client.get(f"{basket}/review").location == basket
    client.get(basket)
    assert (
        "The basket would be sent as 51 orders and may be sent as 50: order 2 alone becomes 50, since the exchange "
        "takes at most 65 in one. Lower its quantity, or make another basket."
    ) in client.page.text("main")


def test_the_parts_are_told_by_what_is_in_them(app: Flask, client: HouseClient) -> None:
    lists(app, 65)
    sales = [{**SALE, "quantity": str(n)} for n in range(1, 5)]
    basket = save(client, *[{**INFY, "quantity": str(n)} for n in range(1, 8)], *sales, {**OPTION, "quantity": "130"})
    client.get(f"{basket}/review")
    assert [text_of(each) for each in client.page.all(".part")] == [
        "Part 1 of 2 10 orders: the 4 sells first, then 6 buys",
        "Part 2 of 2 3 orders: 3 buys",
    ]


def test_a_slice_may_go_in_the_next_part(app: Flask, client: HouseClient) -> None:
    lists(app, 65)
    basket = save(client, {**OPTION, "quantity": str(65 * 12)})
    assert len(sent(hand_over(client, basket))) == 10
    come_back(client, status="success")
    assert sent(hand_over(client, basket)) == [("BUY", "NIFTY26FEB26000CE", 65)] * 2
    assert [(each.part, each.first_order, each.orders) for each in handoffs(app, basket)] == [(1, 0, 10), (2, 10, 2)]


def test_new_freeze_quantities_between_two_parts_leave_nothing_out_and_send_nothing_twice_unasked(
    app: Flask, client: HouseClient
) -> None:
    """By the new list the whole basket is one part: what part 1 held is in it, and what part 2 would have held."""
    lists(app, 65)
    basket = save(client, {**OPTION, "quantity": str(65 * 12)})
    hand_over(client, basket)
    come_back(client, status="success")
    lists(app, 1800, days=10)
    client.get(f"{basket}/review")
    assert "The basket would be sent in other parts now than when it was handed over." in client.page.text("main")
    assert "part 1, which left on" in client.page.text("label[for=again]")
    assert (hidden(client.page, "part"), hidden(client.page, "attempt")) == ("1", "2")
    assert client.submit("form.send", fields=ticks(client)).status_code == 422
    client.get(f"{basket}/review")
    assert client.submit("form.send", fields={**ticks(client), "again": "yes"}).status_code == 303
    one, two = handoffs(app, basket)
    assert (one.part, one.attempt, two.part, two.attempt) == (1, 1, 1, 2)
    assert one.tag != two.tag


def test_what_was_prepared_under_another_plan_never_leaves_once_the_same_was_handed_off(
    app: Flask, client: HouseClient
) -> None:
    """Part 2 of the old plan may hold what part 1 of the new one holds, though their places do not meet."""
    lists(app, 65)
    basket = save(client, {**OPTION, "quantity": str(65 * 12)})
    hand_over(client, basket)
    come_back(client, status="success")
    client.get(f"{basket}/review")
    prepared = client.submit("form.send", fields=ticks(client)).location
    lists(app, 130, days=10)
    hand_over_again = {**_after(client, basket), "again": "yes"}
    assert client.submit("form.send", fields=hand_over_again).status_code == 303
    client.get(prepared)
    assert not client.page.all("#basket-form")


def _after(client: HouseClient, basket: str) -> dict[str, str | None]:
    client.get(f"{basket}/review")
    return ticks(client)
