"""The sequence of sending: shown before anything is sent, chosen by the person, and sent so."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.page import attribute
from tests.web.planning import OPTION, SALE, WRITTEN, choose, chosen, hand_over, lists, sent, table
from tests.web.steps import INFY, TCS, handoffs, hidden, press, save, there_and_back, to_kite, typed, world
from tokri.core.plan import Policy
from tokri.web.words.plan import POLICIES


def test_sells_go_before_buys_where_nobody_chose_and_the_page_shows_it_so(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    assert table(client) == ["2. TCS", "1. INFY"]
    assert chosen(client) == "sells-first"
    assert "“Sells first” is set by what is in the basket." in client.page.text("#sequence")
    assert "may bounce" in client.page.text("#sequence")
    assert sent(to_kite(client, basket)) == [("SELL", "TCS", 4), ("BUY", "INFY", 10)]


def test_the_person_may_have_them_sent_as_listed(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    answer = choose(client, "as-listed")
    assert (answer.status_code, answer.location) == (303, f"{basket}/review#sequence")
    client.get(answer.location)
    assert table(client) == ["1. INFY", "2. TCS"]
    assert chosen(client) == "as-listed"
    assert "“As listed” is your choice." in client.page.text("#sequence")
    assert "Version 2" in client.page.text(".lead")
    assert sent(to_kite(client, basket)) == [("BUY", "INFY", 10), ("SELL", "TCS", 4)]
    assert handoffs(app, basket)[0].version_number == 2


def test_whoever_ticks_another_sequence_and_presses_continue_reads_it_first(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    answer = client.submit("form.send", fields={"sequence": "sells-then-buys"})
    assert (answer.status_code, handoffs(app, basket)) == (303, [])
    client.get(answer.location)
    assert chosen(client) == "sells-then-buys"
    told = client.page.text("main")
    assert "Nothing was sent The sequence is now “Sells, then buys, in two steps”. Read the parts and continue." in told
    assert client.submit("form.send").status_code == 303
    assert [(each.part, each.parts) for each in handoffs(app, basket)] == [(1, 2)]
    client.get(answer.location)
    assert "Nothing was sent" not in client.page.text("main")


LIMIT = "Kite takes a limited number of orders at a time"
STEPS = "The shares you sell go first. Part 2 opens when the order book shows them filled, or you say so."


def test_two_steps_say_what_the_second_waits_for_and_nothing_of_a_limit(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    choose(client, "sells-then-buys")
    client.get(f"{basket}/review")
    told = client.page.text("main")
    assert STEPS in told
    assert LIMIT not in told


def test_parts_that_the_limit_makes_say_so(client: HouseClient) -> None:
    client.get(f"{save(client, *[INFY] * 11)}/review")
    told = client.page.text("main")
    assert "The shares you sell go first" not in told
    assert LIMIT in told


def test_a_sequence_ticked_on_a_page_that_is_overtaken_sends_and_changes_nothing(
    app: Flask, client: HouseClient
) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    shown = client.page.form("form.send")
    press(client, "save", {**INFY, "quantity": "12"}, SALE, at=basket, base=1)
    assert client.submit(shown, fields={"sequence": "as-listed"}).status_code == 409
    assert chosen(client) == "sells-first"
    assert handoffs(app, basket) == []


def test_a_change_of_the_orders_keeps_the_choice(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    choose(client, "as-listed")
    client.get(basket)
    assert client.submit("#basket", ("action", "save"), fields={"orders-0-quantity": "11"}).status_code == 303
    client.get(f"{basket}/review")
    assert chosen(client) == "as-listed"
    assert "11" in client.page.text("#orders-table")


def test_an_unsaved_page_and_a_copy_keep_the_choice_too(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    client.get(f"{basket}/review")
    choose(client, "as-listed")
    client.get(basket)
    client.submit("#basket", ("action", "down-0"))
    assert hidden(client.page, "sequence") == "as-listed"
    client.get("/")
    copy = client.post(f"{basket}/copy").location.partition("?")[0]
    client.get(copy)
    assert hidden(client.page, "sequence") == "as-listed"


def test_the_choice_is_part_of_what_is_downloaded_and_the_orders_stand_as_they_were_typed(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    before = client.get(f"{basket}/download").get_json()
    assert "sequence" not in before
    client.get(f"{basket}/review")
    choose(client, "as-listed")
    assert client.get(f"{basket}/download").get_json() == before | {"sequence": "as-listed"}


def test_the_same_choice_again_makes_no_version(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    for _ in range(2):
        client.get(f"{basket}/review")
        choose(client, "as-listed")
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
        "cash": ["as-listed", "sells-first", "sells-then-buys"],
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
    shown = client.page.form("form.send")
    press(client, "save", {**INFY, "quantity": "12"}, SALE, at=basket, base=1)
    assert choose(client, "as-listed", shown).status_code == 409
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
    before = client.page.form("form.send")
    choose(client, "as-listed")
    assert client.submit(before).status_code == 409
    assert table(client) == ["1. INFY", "2. TCS"]


def test_what_went_before_the_choice_may_be_sent_twice_and_is_asked(client: HouseClient) -> None:
    basket = save(client, INFY, SALE)
    there_and_back(client, basket)
    client.get(f"{basket}/review")
    choose(client, "as-listed")
    client.get(f"{basket}/review")
    assert "version 1, which left on" in client.page.text("label[for=again]")
    assert client.submit("form.send").status_code == 422
