"""The review: what you see is what is sent, and nothing goes that was not seen, ticked and asked for."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.documented import DOCUMENTED
from tests.page import text_of
from tests.web.steps import (
    INFY,
    TCS,
    button_names,
    hand_off,
    handoffs,
    hidden,
    id_of,
    leave,
    press,
    rows,
    save,
    there_and_back,
    to_kite,
    world,
)
from tokri.core.ports import Acceptance

BOUGHT_AND_SOLD = (INFY, {**INFY, "transaction_type": "SELL", "quantity": "4"})

TICK = "accept-bought-and-sold-1"


def shown_payload(client: HouseClient) -> str:
    """What stands under "Show what is sent", without the spaces that make it legible."""
    return re.sub(r"\s", "", client.page.one("#payload").to_text(strip=False))


def test_each_order_is_a_sentence_and_a_row(client: HouseClient) -> None:
    basket = save(client, INFY, TCS, {**INFY, "tradingsymbol": "M&M", "transaction_type": "SELL"})
    client.get(f"{basket}/review")
    assert [text_of(each) for each in client.page.all("#orders-table .sentence")] == [
        "Sell 10 shares of M&M on NSE at the market price (CNC, to keep).",
        "Buy 10 shares of INFY on NSE at the market price (CNC, to keep).",
        "Buy 4 shares of TCS on NSE for at most ₹3,105.50 each (CNC, to keep).",
    ]
    row = text_of(client.page.all("#orders-table tbody tr")[2])
    assert all(f" {word} " in f" {row} " for word in ("BUY", "TCS", "NSE", "4", "LIMIT", "₹3,105.50", "CNC"))


def test_money_to_pay_and_money_to_receive_are_never_one_figure(client: HouseClient) -> None:
    selling = {**TCS, "tradingsymbol": "INFY", "transaction_type": "SELL", "quantity": "2", "price": "1,500"}
    basket = save(client, TCS, selling)
    client.get(f"{basket}/review")
    assert [text_of(each) for each in client.page.all(".totals > div")] == [
        "To pay for shares ₹12,422",
        "Value of sales ₹3,000",
    ]
    assert "9,422" not in client.page.text("main")
    assert "Continue to Kite: 2 orders, about ₹12,422 to pay" in button_names(client.page)


def test_the_value_of_an_order_at_market_is_not_guessed(client: HouseClient) -> None:
    client.get(f"{save(client, INFY, TCS)}/review")
    assert "without 1 order at market price" in client.page.text(".totals")
    assert "Continue to Kite: 2 orders" in button_names(client.page)


def test_what_is_shown_is_byte_for_byte_what_the_hand_off_form_holds(app: Flask, client: HouseClient) -> None:
    press(client, "paste", paste=DOCUMENTED)
    basket = client.submit("#basket", ("action", "review")).location.removesuffix("/review")
    client.get(f"{basket}/review")
    shown = shown_payload(client)
    sent = to_kite(client, basket)
    (stored,) = handoffs(app, basket)
    assert sent["data"] == shown == stored.payload


def test_kites_example_is_sent_key_for_key_with_our_tag_added(app: Flask, client: HouseClient) -> None:
    press(client, "paste", paste=DOCUMENTED)
    basket = client.submit("#basket", ("action", "review")).location.removesuffix("/review")
    sent = json.loads(to_kite(client, basket)["data"])
    (stored,) = handoffs(app, basket)
    assert sent == [{**order, "tag": stored.tag} for order in json.loads(DOCUMENTED)]
    assert re.fullmatch("[A-Z0-9]{8}", stored.tag)


def test_a_tag_of_the_persons_own_is_kept(client: HouseClient) -> None:
    sent = json.loads(to_kite(client, save(client, {**INFY, "tag": "mine1"}, INFY | {"quantity": "3"}))["data"])
    assert sent[0]["tag"] == "mine1"
    assert re.fullmatch("[A-Z0-9]{8}", sent[1]["tag"])


def test_the_review_keeps_nothing(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    before = rows(app)
    client.get(f"{basket}/review")
    assert rows(app) == before


def test_a_basket_with_errors_goes_back_to_its_form(client: HouseClient) -> None:
    basket = save(client, {**INFY, "quantity": ""})
    assert client.get(f"{basket}/review").location == basket


def test_a_basket_with_errors_is_not_handed_off_either(app: Flask, client: HouseClient) -> None:
    basket = save(client, {**INFY, "quantity": "0"})
    client.get(basket)
    answer = client.post(f"{basket}/handoff", data={"review_sha256": "0" * 64, "part": "1", "attempt": "1"})
    assert answer.location == basket
    assert handoffs(app, basket) == []


# --- what changed in between --------------------------------------------------------------------


def test_a_basket_changed_in_another_tab_is_shown_again_before_anything_goes(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get(f"{basket}/review")
    shown = client.page.form("form.send")
    press(client, "save", TCS, at=basket, base=1)
    answer = client.submit(shown)
    assert answer.status_code == 409
    assert "The basket changed after this page was opened." in client.page.text("#error-summary")
    assert client.page.text("#error-summary h2") == "Nothing was sent"
    assert "TCS" in client.page.text("#orders-table .sentence")
    assert handoffs(app, basket) == []
    assert client.submit("form.send").status_code == 303


def test_a_basket_that_got_an_error_in_another_tab_goes_back_to_its_form(client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get(f"{basket}/review")
    shown = client.page.form("form.send")
    press(client, "save", {**INFY, "quantity": "1_0"}, at=basket, base=1)
    assert client.submit(shown).location == basket


@pytest.mark.parametrize(
    "forged",
    [
        {"review_sha256": "0" * 64},
        {"review_sha256": ""},
        {"part": "2"},
        {"part": "0"},
        {"part": "²"},
        {"attempt": "2"},
        {"attempt": "x"},
        {"attempt": "99999999"},
    ],
)
def test_hidden_fields_that_were_tampered_with_hand_nothing_off(
    app: Flask, client: HouseClient, forged: dict[str, str]
) -> None:
    basket = save(client, INFY)
    client.get(f"{basket}/review")
    assert client.submit("form.send", fields=forged).status_code == 409
    assert handoffs(app, basket) == []


def test_orders_smuggled_into_the_review_are_ignored(client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get(f"{basket}/review")
    smuggled = {"review_sha256": hidden(client.page, "review_sha256"), "part": "1", "attempt": "1"}
    smuggled |= {"data": "[]", "payload": "[]", "orders-0-quantity": "9999", "tag": "EVIL"}
    sent = leave(client, client.post(f"{basket}/handoff", data=smuggled).location)
    assert json.loads(sent["data"])[0]["quantity"] == 10
    assert "EVIL" not in sent["data"]


# --- warnings and their ticks -------------------------------------------------------------------


def test_a_warning_needs_its_tick(app: Flask, client: HouseClient) -> None:
    basket = save(client, *BOUGHT_AND_SOLD)
    client.get(f"{basket}/review")
    assert client.submit("form.send").status_code == 422
    assert "Tick what you accept, or change the orders." in client.page.text("#error-summary")
    assert handoffs(app, basket) == []
    assert client.submit("form.send", fields={TICK: "yes"}).status_code == 303


def test_a_tick_is_kept_with_the_hash_of_what_was_shown(app: Flask, client: HouseClient) -> None:
    basket = save(client, *BOUGHT_AND_SOLD)
    hand_off(client, basket, {TICK: "yes"})
    (handoff,) = handoffs(app, basket)
    with world(app).store.reading() as view:
        kept = view.baskets.acceptances(id_of(basket), handoff.review_sha256)
    assert kept == {Acceptance("bought-and-sold", 1)}
    client.get(f"{basket}/review")
    assert client.page.all(f"#{TICK}[checked]")


def test_ticks_for_one_review_do_not_count_for_a_changed_one(client: HouseClient) -> None:
    basket = save(client, *BOUGHT_AND_SOLD)
    hand_off(client, basket, {TICK: "yes"})
    press(client, "save", INFY, {**INFY, "transaction_type": "SELL", "quantity": "5"}, at=basket, base=1)
    client.get(f"{basket}/review")
    assert not client.page.all(f"#{TICK}[checked]")
    assert client.submit("form.send").status_code == 422


def test_some_ticks_are_not_all_ticks_and_those_given_stay(client: HouseClient) -> None:
    basket = save(client, *BOUGHT_AND_SOLD, INFY)
    client.get(f"{basket}/review")
    assert client.submit("form.send", fields={TICK: "yes"}).status_code == 422
    assert client.page.all(f"#{TICK}[checked]")
    assert client.page.all("#accept-same-order-twice-2:not([checked])")


def test_a_note_needs_no_tick(client: HouseClient) -> None:
    client.get(f"{save(client, {**INFY, 'product': ''})}/review")
    assert "no product is chosen" in client.page.text("main")
    assert not client.page.all("form.send input[type=checkbox]")
    assert client.submit("form.send").status_code == 303


# --- once something was handed off --------------------------------------------------------------


def test_the_review_says_what_was_handed_off_before(client: HouseClient) -> None:
    basket = save(client, INFY)
    hand_off(client, basket)
    client.get(f"{basket}/review")
    notice = client.page.text(".notice--warning")
    assert "Handed to Kite before" in notice
    assert "Prepared, not sent yet" in notice


def test_the_review_of_a_changed_basket_names_the_version_that_was_handed_off(client: HouseClient) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    client.get(f"{basket}/review")
    assert "Version 1, 11 Feb 2026, 10:30 IST: Sent to Kite, outcome not known." in client.page.text(".notice--warning")


def test_sending_again_needs_its_own_yes(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/review")
    assert client.submit("form.send").status_code == 422
    assert "Look at your orders in Kite, then tick" in client.page.text("#error-summary")
    assert len(handoffs(app, basket)) == 1
    assert client.submit("form.send", fields={"again": "yes"}).status_code == 303
    first, second = handoffs(app, basket)
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.tag != second.tag
    assert first.nonce != second.nonce
    assert first.payload.replace(first.tag, second.tag) == second.payload


def test_two_tabs_that_hand_off_the_same_part_send_it_once(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get(f"{basket}/review")
    both = client.page.form("form.send")
    answers = [client.submit(both) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(handoffs(app, basket)) == 1
    leave(client, answers[0].location)
    assert client.submit(both).status_code == 409
    assert "This was handed to Kite already, perhaps from another tab." in client.page.text("#error-summary")
    assert client.page.text("#error-summary h2") == "Nothing was sent"
    assert len(handoffs(app, basket)) == 1


def test_a_second_press_after_a_change_of_the_basket_is_not_taken_for_the_first(
    app: Flask, client: HouseClient
) -> None:
    basket = save(client, INFY)
    client.get(f"{basket}/review")
    form = client.page.form("form.send")
    assert client.submit(form).status_code == 303
    press(client, "save", TCS, at=basket, base=1)
    assert client.submit(form).status_code == 409
    assert "The basket changed after this page was opened." in client.page.text("#error-summary")
    assert len(handoffs(app, basket)) == 1


def test_a_tick_is_not_carried_over_to_what_nobody_has_read(app: Flask, client: HouseClient) -> None:
    basket = save(client, *BOUGHT_AND_SOLD)
    client.get(f"{basket}/review")
    ticked = client.page.form("form.send")
    press(client, "save", TCS, {**TCS, "transaction_type": "SELL", "quantity": "4000"}, at=basket, base=1)
    assert client.submit(ticked, fields={TICK: "yes"}).status_code == 409
    assert not client.page.all("form.send input[checked]")
    assert client.submit("form.send").status_code == 422
    assert handoffs(app, basket) == []


def test_two_tabs_that_send_again_send_it_once_more_and_not_twice(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/review")
    both = client.page.form("form.send")
    answers = [client.submit(both, fields={"again": "yes"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(handoffs(app, basket)) == 2
    assert client.submit(both).status_code == 422  # the other tab said again, this one did not
