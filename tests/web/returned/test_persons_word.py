"""The person's own word on a hand-off: kept, corrected, and never taken for proof."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.page import attribute, text_of
from tests.web.returned.steps import said
from tests.web.steps import INFY, TCS, come_back, hand_off, handoffs, rows, save, there_and_back, to_kite

CHOICES = [
    ("placed-all", "I placed all of them", "Placed, by your word"),
    ("placed-some", "I placed some of them", "Partly placed, by your word"),
    ("placed-none", "I placed none of them", "Not placed, by your word"),
    ("not-enabled", "Kite said: not enabled for the app", "Not enabled for the app at Kite, by your word"),
    ("no-login", "I could not log in to Kite", "No login at Kite, by your word"),
]


@pytest.mark.parametrize(("choice", "word", "state"), CHOICES)
def test_what_the_person_says_is_kept_and_shown_as_their_word(
    client: HouseClient, choice: str, word: str, state: str
) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    assert client.submit("form.choices", ("said", choice)).location == f"{basket}/result"
    words = said(client, basket)
    assert client.page.text("#part-1") == state
    assert re.search(f"{word} ?Your own word, 11 Feb 2026, 10:30 IST", words)


def test_the_latest_word_counts_and_the_earlier_one_is_kept(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    client.submit("form.choices", ("said", "placed-none"))
    clock.forward(minutes=1)
    client.get(f"{basket}/result")
    client.submit("form.choices", ("said", "placed-all"))
    words = said(client, basket)
    assert re.search("I placed all of them ?Your own word, 11 Feb 2026, 10:31 IST", words)
    assert not re.search("I placed none of them ?Your own word", words)
    assert len(rows(app)["persons_words"]) == 2


def test_each_order_stands_by_the_persons_word_and_each_word_says_which(client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY, TCS)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    client.submit("form.choices", ("said", "placed-some"), fields={"order-1": "yes"})
    said(client, basket)
    assert [text_of(each) for each in client.page.all(".became > .status")] == [
        "You did not place it, by your word",
        "You placed it, by your word",
    ]
    clock.forward(minutes=1)
    client.submit("form.choices", ("said", "placed-none"))
    told = said(client, basket)
    assert [text_of(each) for each in client.page.all(".became > .status")] == [
        "You did not place it, by your word"
    ] * 2
    assert "Not known" not in told
    assert "You: I placed some of them: BUY 4 TCS" in told
    assert "You: I placed none of them" in told


def test_after_a_cancelled_return_the_person_can_still_say_that_they_placed_them(client: HouseClient) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, status="cancelled")
    client.submit("form.choices", ("said", "placed-all"))
    words = said(client, basket)
    assert client.page.text("#part-1") == "Placed, by your word"
    assert "Kite’s redirect said “cancelled”" in words
    assert re.search("I placed all of them ?Your own word", words)
    assert "Check the orders and try again" not in words


def test_whoever_is_not_enabled_is_told_what_it_means_and_can_take_the_orders_along(client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    client.submit("form.choices", ("said", "not-enabled"))
    words = said(client, basket)
    assert "open for its owner alone, so trying again gives the same answer" in words
    assert "has to ask Zerodha to open it to other accounts, or use a Publisher key" in words
    assert "as a file for Kite’s Baskets or as a ticket, and place them in Kite yourself" in words
    assert words.index("Take it with you") < words.index("Was it otherwise?")
    acts = [(text_of(each), attribute(each, "class")) for each in client.page.all("main .acts a")]
    take, again = (next(each for each in acts if each[0].startswith(what)) for what in ("Take it", "Check the orders"))
    assert client.page.all(f"a[href='{basket}/take']")
    assert acts.index(take) < acts.index(again)
    assert take[1].endswith("--primary")
    assert again[1].endswith("--quiet")


def test_the_page_that_left_offers_whoever_is_not_enabled_no_second_try_first(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    client.submit("form.choices", ("said", "not-enabled"))
    client.get(f"/handoffs/{handoffs(app, basket)[0].id}")
    words = client.page.text("main")
    assert "so trying again gives the same answer" in words
    assert "If Kite is open in another tab, go on there." not in words
    assert words.index("Take it with you") < words.index("try again")
    assert attribute(client.page.one("form[action$='/handoff'] button"), "class").endswith("--quiet")


def test_a_hand_off_of_one_part_is_not_called_a_part(client: HouseClient) -> None:
    basket = save(client, INFY, {**INFY, "quantity": "11"})
    to_kite(client, basket)
    assert "part 1" not in said(client, basket)


@pytest.mark.parametrize("said_so", ["", "placed", "PLACED-ALL"])
def test_a_word_that_is_none_of_the_five_is_refused(app: Flask, client: HouseClient, said_so: str) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    (handoff,) = handoffs(app, basket)
    assert client.post(f"/handoffs/{handoff.id}/word", data={"said": said_so}).status_code == 400
    assert rows(app)["persons_words"] == []


def test_the_word_can_be_said_on_the_page_of_the_hand_off_too(client: HouseClient, app: Flask) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"/handoffs/{handoffs(app, basket)[0].id}")
    client.submit("form.choices", ("said", "placed-some"))
    assert re.search("I placed some of them ?Your own word", said(client, basket))


def test_a_basket_that_was_never_handed_off_has_a_result_that_says_so(client: HouseClient) -> None:
    basket = save(client, INFY)
    assert "Nothing was handed to Kite yet." in said(client, basket)
    links = {attribute(each, "href") for each in client.page.all("main a")}
    assert f"{basket}/review" in links
    assert text_of(client.page.one("h1")) == "What became of your orders"


def test_what_never_left_is_not_said_to_be_sent_and_can_go_on(client: HouseClient) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    words = said(client, basket)
    assert "Prepared on 11 Feb 2026, 10:30 IST." in words
    assert "Sent to Kite" not in words
    assert client.page.all(f"main a[href='{handoff}']")


def test_two_returns_are_both_told_success_first(client: HouseClient) -> None:
    basket = save(client, INFY)
    sent = to_kite(client, basket)
    come_back(client, sent)
    come_back(client, sent, status="cancelled")
    come_back(client, sent, status="success")
    words = said(client, basket)
    places = [words.index(said) for said in ("said “success”", "said “cancelled”", "said nothing")]
    assert places == sorted(places)


CLOSE = "Close Kite’s tab first, if it is still open: it still holds these orders."
CONTRADICT = "Kite’s redirect and your own word contradict each other."


@pytest.mark.parametrize("word", ["placed-none", "not-enabled", "no-login"])
def test_before_a_second_try_kites_tab_is_to_be_closed_as_long_as_nothing_came_back(
    client: HouseClient, word: str
) -> None:
    basket = save(client, INFY)
    sent = to_kite(client, basket)
    assert CLOSE not in said(client, basket)
    client.submit("form.choices", ("said", word))
    assert CLOSE in said(client, basket)
    client.get(f"{basket}/review")
    assert CLOSE in client.page.text("main")
    come_back(client, sent, status="cancelled")
    assert CLOSE not in said(client, basket)
    client.get(f"{basket}/review")
    assert CLOSE not in client.page.text("main")


@pytest.mark.parametrize(
    ("status", "word", "contradicts"),
    [
        ("success", "placed-none", True),
        ("success", "placed-some", False),
        ("success", "placed-all", False),
        ("cancelled", "placed-all", True),
        ("cancelled", "placed-none", False),
    ],
)
def test_a_word_and_a_redirect_that_cannot_both_be_so_are_said_to_contradict_each_other(
    client: HouseClient, status: str, word: str, *, contradicts: bool
) -> None:
    basket = save(client, INFY)
    sent = to_kite(client, basket)
    said(client, basket)
    client.submit("form.choices", ("said", word))
    assert CONTRADICT not in said(client, basket)
    come_back(client, sent, status=status)
    assert (CONTRADICT in said(client, basket)) == contradicts
