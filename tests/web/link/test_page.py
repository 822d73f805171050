"""A client's page, from the orders to the yes, with scripts off: what it says, what it refuses, what it sends."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version
from tests.page import attribute
from tests.web.steps import come_back, page_of, rows
from tokri.core.basket import OrderText
from tokri.core.desk.client import CheckKind
from tokri.core.link.link import AnswerKind, Consent
from tokri.core.ports import Outside

YES = {"consent": "yes"}
SELL = OrderText("regular", "INFY", "NSE", "SELL", "LIMIT", product="CNC", quantity="10", price="1500")


def consents(outside: Outside, made: Made) -> Sequence[Consent]:
    with outside.store.reading() as view:
        return view.links.consents([made.link.id])


def say_yes(client: HouseClient, made: Made, **fields: str) -> str:
    """Read the page and say yes; answers the address of the hand-off."""
    assert client.get(made.address).status_code == 200
    answer = client.submit("#send", fields={**YES, **fields})
    assert answer.status_code == 303, client.page.text("main")
    return answer.location


def to_kite(client: HouseClient, made: Made, **fields: str) -> dict[str, str]:
    """Say yes and leave; answers what is posted to Kite."""
    assert client.get(say_yes(client, made, **fields)).status_code == 200
    return dict(client.page.form("#basket-form").fields)


def test_the_orders_come_first_and_all_that_was_promised_stands_on_the_page(
    client: HouseClient, outside: Outside
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    client.get(made.address)
    text = client.page.text("main")
    assert text.index("Buy 10 shares of INFY on NSE at the market price") < text.index("The reason")
    for said in (
        "Both earn more than their price says.",
        "Moderate",
        "Stop-loss ₹1,380",
        "Target ₹1,750",
        "Advised at ₹1,502.35, 11 Feb 2026, 10:15 IST",
        "Valid until 25 Feb 2026, 15:30 IST",
        "NSE is open until 15:30 IST.",
        "To pay for shares",
        "You need not use this page or Zerodha; you may place these orders anywhere or not at all.",
        "We charge nothing for this.",
        "We never ask for your Kite password.",
        "These orders are for Sunita Rao, Kite ID AB••34. If Kite opens in another name, log out there first.",
    ):
        assert said in text
    foot = client.page.text("footer")
    assert "Only for you; do not forward." in foot
    assert "Sahyadri Advisers" in foot


def test_one_unticked_box_with_the_exact_words_and_one_button(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(made.address)
    form = client.page.form("#send")
    assert "consent" not in dict(form.fields)
    assert [each.to_text().strip() for each in client.page.all("main button[form=send]")] == [
        "Continue to Kite: 2 orders"
    ]
    shown = client.page.text("#consent-text")
    assert shown == (
        "I, Sunita Rao, have read this advice (version 1, 11 Feb 2026 10:30 IST). I choose to place these orders "
        "myself on Kite. Sahyadri Advisers cannot place orders in my account."
    )
    client.submit("#send", fields=YES)
    (kept,) = consents(outside, made)
    assert kept.text == shown


def test_what_is_posted_to_kite_is_what_was_said_yes_to(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    sent = to_kite(client, made)
    orders = [(each["transaction_type"], each["tradingsymbol"], each["quantity"]) for each in json.loads(sent["data"])]
    assert orders == [("BUY", "INFY", 10), ("BUY", "TCS", 4)]
    (kept,) = consents(outside, made)
    with outside.store.reading() as view:
        handoff = view.handoffs.by_id(kept.handoff_id)
    assert handoff is not None
    assert sent["data"] == handoff.payload
    assert handoff.review_sha256 == kept.review_sha256


def test_without_the_box_nothing_is_sent_and_what_was_typed_stays(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(made.address)
    answer = client.submit("#send", fields={"kite_id": "AB1234"})
    assert answer.status_code == 422
    assert "Tick the box under “Your yes”" in client.page.text("#error-summary")
    assert dict(client.page.form("#send").fields)["kite_id"] == "AB1234"
    assert not consents(outside, made)


def test_an_id_that_is_none_is_told_and_nothing_is_sent(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(made.address)
    assert client.submit("#send", fields={**YES, "kite_id": "not an id!"}).status_code == 422
    assert "like AB1234" in client.page.text("#error-summary")
    assert dict(client.page.form("#send").fields)["kite_id"] == "not an id!"
    assert not consents(outside, made)


def test_looking_and_choosing_keep_nothing(app: Flask, client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, may_change="quantities")))
    client.get(made.address)
    before = rows(app)
    client.get(made.address)
    client.head(made.address)
    assert rows(app) == before
    assert client.submit("#choose", fields={"left-out-0": "yes", "quantity-1": "3"}).status_code == 200
    unlike = {name for name, each in rows(app).items() if each != before[name]}
    assert unlike <= {"rate_limits"}


def test_what_the_client_changes_is_shown_named_in_their_yes_and_sent(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, may_change="quantities")))
    client.get(made.address)
    client.submit("#choose", fields={"left-out-0": "yes", "quantity-1": "3"})
    assert "INFY" not in client.page.text("#orders-table")
    text = client.page.text("#consent-text")
    assert "I leave out: INFY." in text
    assert "I change: TCS from 4 to 3." in text
    answer = client.submit("#send", fields=YES)
    client.get(answer.location)
    sent = json.loads(dict(client.page.form("#basket-form").fields)["data"])
    assert [(each["tradingsymbol"], each["quantity"]) for each in sent] == [("TCS", 3)]
    assert consents(outside, made)[0].text == text


def test_a_choice_in_error_is_named_beside_its_field_and_cannot_be_sent(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, may_change="quantities")))
    client.get(made.address)
    assert client.submit("#choose", fields={"quantity-1": "a few"}).status_code == 422
    assert "“a few” is not one number" in client.page.text("#quantity-1-error")
    assert dict(client.page.form("#choose").fields)["quantity-1"] == "a few"
    assert not client.page.all("#send")


def test_advice_that_may_not_be_changed_offers_no_change(client: HouseClient, outside: Outside) -> None:
    client.get(a_link(outside).address)
    assert not client.page.all("#choose")


def test_past_its_end_it_is_shown_and_says_so_and_cannot_be_sent(
    client: HouseClient, outside: Outside, clock: FakeClock
) -> None:
    made = a_link(outside)
    clock.forward(days=15)
    with outside.store.writing() as unit:
        unit.links.change(made.link.id, expires_at=clock() + (clock() - made.link.made_at))
    client.get(made.address)
    assert "This advice was valid until 25 Feb 2026, 15:30 IST" in client.page.text("#blocked")
    assert "INFY" in client.page.text("#orders-table")
    assert not client.page.all("#send")


def test_a_version_that_changed_in_the_middle_is_a_fresh_page_and_no_silent_swap(
    client: HouseClient, outside: Outside
) -> None:
    sunita = a_client(outside)
    made = a_link(outside, sunita)
    client.get(made.address)
    a_version(outside, sunita, proposal=replace(PROPOSAL, why="Written anew."))
    assert client.submit("#send", fields=YES).status_code == 409
    assert "has changed this advice since you opened it" in client.page.text("#error-summary")
    assert "Written anew." in client.page.text("main")
    assert "consent" not in dict(client.page.form("#send").fields)
    assert not consents(outside, made)


def test_a_recall_in_the_middle_refuses_the_yes(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(made.address)
    making.recalled(outside, made.link)
    assert client.submit("#send", fields=YES).location == made.address
    assert client.get(made.address).status_code == 410
    assert not consents(outside, made)


def test_a_recall_after_the_yes_stops_the_page_that_would_leave(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    handoff = say_yes(client, made)
    making.recalled(outside, made.link)
    assert client.get(handoff).status_code == 410
    assert client.page.text("h1") == "Your adviser took this advice back"
    assert not client.page.all("#basket-form")
    assert client.get(handoff).status_code == 410


def test_the_hand_off_page_posts_once(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    handoff = say_yes(client, made)
    client.head(handoff)
    assert client.get(handoff, headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert client.get(handoff).status_code == 200
    assert client.page.all("#basket-form")
    assert client.get(handoff).status_code == 200
    assert client.page.text("h1") == "You have already been sent to Kite"
    assert not client.page.all("#basket-form")


def test_each_part_has_a_yes_of_its_own_and_the_next_waits_for_the_last(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    orders = tuple(replace(PROPOSAL.draft.orders[1], tradingsymbol=f"TCS{number}") for number in range(12))
    many = replace(PROPOSAL, draft=replace(PROPOSAL.draft, orders=orders), legs=PROPOSAL.legs[:1] * 12)
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=many))
    client.get(made.address)
    assert "Part 1 of 2" in client.page.text(".parts")
    assert "Part 1 of 2: 10 orders." in client.page.text("#consent-text")
    sent = to_kite(client, made)
    client.get(made.address)
    assert "Part 1 of 2: 10 orders." in client.page.text("#consent-text")
    come_back(client, sent, status="success")
    client.get(f"{made.address}/result")
    assert "Go on with part 2" in client.page.text("main")
    client.get(made.address)
    assert "Part 2 of 2: 2 orders." in client.page.text("#consent-text")
    to_kite(client, made)
    assert [each.part for each in consents(outside, made)] == [1, 2]


def test_sending_again_asks_first_whether_it_may_be_there_already(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    to_kite(client, made)
    client.get(made.address)
    assert client.submit("#send", fields=YES).status_code == 422
    assert "Look at your orders in Kite" in client.page.text("#error-summary")
    assert client.submit("#send", fields={**YES, "again": "yes"}).status_code == 303
    assert len(consents(outside, made)) == 2


def test_a_page_that_had_been_open_for_long_comes_back_with_what_was_chosen(
    client: HouseClient, outside: Outside
) -> None:
    sunita = a_client(outside)
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, may_change="quantities")))
    client.get(made.address)
    assert client.submit("#choose", fields={"quantity-1": "3", "csrf_token": "old"}).status_code == 400
    assert "had been open for long" in client.page.text("#error-summary")
    assert dict(client.page.form("#choose").fields)["quantity-1"] == "3"


def test_two_browsers_on_one_link_make_one_hand_off(app: Flask, client_for: ClientFor, outside: Outside) -> None:
    made = a_link(outside)
    whatsapp, chrome = client_for(app), client_for(app)
    for browser in (whatsapp, chrome):
        browser.get(made.address)
    one, two = (browser.submit("#send", fields=YES).location for browser in (whatsapp, chrome))
    assert one == two
    assert len(consents(outside, made)) == 1
    assert chrome.get(one).status_code == 200
    assert chrome.page.all("#basket-form")
    whatsapp.get(one)
    assert whatsapp.page.text("h1") == "You have already been sent to Kite"


def test_a_later_yes_overtakes_one_that_never_left(app: Flask, client_for: ClientFor, outside: Outside) -> None:
    made = a_link(outside)
    whatsapp, chrome = client_for(app), client_for(app)
    first, second = say_yes(whatsapp, made), say_yes(chrome, made)
    whatsapp.get(first)
    assert whatsapp.page.text("h1") == "This was handed over anew"
    chrome.get(second)
    assert chrome.page.all("#basket-form")


def test_a_browser_without_the_check_sees_nothing_behind_the_door(
    app: Flask, client: HouseClient, client_for: ClientFor, outside: Outside
) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    client.get(made.address)
    client.submit("#main form", fields={"answer": making.PAN})
    handoff = say_yes(client, made)
    stranger = client_for(app)
    for address in (handoff, f"{made.address}/result", f"{made.address}/decline", f"{made.address}/elsewhere"):
        answer = stranger.get(address)
        assert (answer.status_code, answer.location) == (303, made.address)


def test_a_hand_off_of_another_link_is_not_there(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    handoff = say_yes(client, made)
    other = a_link(outside, a_client(outside, "C2", "Ravi Nair"), a_version(outside, basket_id="basket-2"))
    assert client.get(handoff.replace(made.token, other.token)).status_code == 404


def test_kite_sends_the_browser_back_to_the_links_own_result(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    sent = to_kite(client, made)
    answer = come_back(client, sent, status="success")
    assert page_of(answer) == f"{made.address}/result"
    assert client.get(answer.location).status_code == 200
    text = client.page.text("main")
    assert "Sent to Kite, outcome not known" in text
    assert "executed" not in text.lower()


def test_the_result_is_there_in_another_browser(
    app: Flask, client: HouseClient, client_for: ClientFor, outside: Outside
) -> None:
    made = a_link(outside)
    come_back(client, to_kite(client, made), status="success")
    laptop = client_for(app)
    assert laptop.get(f"{made.address}/result").status_code == 200
    assert "Sent to Kite, outcome not known" in laptop.page.text("main")


def test_a_return_in_another_browser_is_led_to_the_link_that_was_sent(
    app: Flask, client: HouseClient, client_for: ClientFor, outside: Outside
) -> None:
    sent = to_kite(client, a_link(outside))
    other = client_for(app)
    answer = come_back(other, sent, status="success")
    other.get(answer.location)
    assert "open that link again" in other.page.text("main")
    assert "INFY" not in other.page.text("main")


def test_another_account_is_told_and_nothing_is_done(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    client.get(come_back(client, to_kite(client, made), status="success").location)
    assert client.submit("#account", fields={"kite_id": "XY9876"}).location == f"{made.address}/result"
    client.get(f"{made.address}/result")
    assert "Another Kite account was used" in client.page.text("main")
    assert "nothing is marked as done" in client.page.text("main")
    client.get(made.address)
    assert client.page.text("h1") == "Check these orders"


def test_the_word_of_the_client_is_kept_at_the_link(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    to_kite(client, made)
    client.get(f"{made.address}/result")
    form = next(each for each in client.page.all("form") if attribute(each, "action").endswith("/word"))
    answer = client.post(attribute(form, "action"), data={"said": "placed-none"})
    assert page_of(answer) == f"{made.address}/result"
    client.get(answer.location)
    assert "Not placed, by your word" in client.page.text("main")


def test_selling_shares_without_a_ddpi_tells_the_way_first(client: HouseClient, outside: Outside) -> None:
    advice = replace(PROPOSAL, draft=replace(PROPOSAL.draft, orders=(SELL,)), legs=PROPOSAL.legs[1:])
    plain, ddpi = a_client(outside), a_client(outside, "C2", "Ravi Nair", ddpi="yes")
    version = a_version(outside, plain, ddpi, proposal=advice)
    client.get(a_link(outside, plain, version).address)
    text = client.page.text("main")
    assert text.index("Portfolio → Holdings → Authorise") < text.index("I, Sunita Rao")
    assert "until 17:30 IST" in text
    client.get(a_link(outside, ddpi, version).address)
    assert "TPIN" not in client.page.text("main")


def test_a_yes_that_may_yet_go_is_not_said_to_be_over_for_good(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    handoff = say_yes(client, made)
    making.answered(outside, made.link, AnswerKind.DECLINED)
    assert client.get(handoff).status_code == 410
    assert "Nothing of it was sent to Kite." in client.page.text("main")
    assert "nothing will be" not in client.page.text("main")


def test_a_client_who_is_not_enabled_is_told_to_ask_the_firm(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    to_kite(client, made)
    client.get(f"{made.address}/result")
    form = next(each for each in client.page.all("form") if attribute(each, "action").endswith("/word"))
    client.post(attribute(form, "action"), data={"said": "not-enabled"})
    client.get(f"{made.address}/result")
    text = client.page.text("main")
    assert "The firm has to ask Zerodha to open it to other accounts" in text
    assert "Take it with you" not in text
