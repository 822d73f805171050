"""The form of a basket: every button of it, and nothing typed is ever lost."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.page import attribute, text_of
from tests.web.steps import FAULTY, INFY, TCS, grid, press, refused, rows, save
from tokri.core.basket import KITE_FIELDS

EVERY_FIELD = {
    "variety": "regular",
    "tradingsymbol": "M&M",
    "exchange": "NSE",
    "transaction_type": "SELL",
    "order_type": "SL",
    "product": "MIS",
    "quantity": "1,000",
    "price": "2,850.05",
    "trigger_price": "2,851.00",
    "disclosed_quantity": "100",
    "validity": "DAY",
    "readonly": "true",
    "tag": "MyTag1",
}


def test_a_newcomer_sees_one_empty_order(client: HouseClient) -> None:
    client.get("/baskets/new")
    assert grid(client.page) == [{}]
    assert client.page.h1 == "Build a basket"


def test_every_parameter_that_kite_documents_has_its_field(client: HouseClient) -> None:
    client.get("/baskets/new")
    offered = client.page.form("#basket").offered
    assert {f"orders-0-{field}" for field in KITE_FIELDS} <= offered
    more = {attribute(each, "name") for each in client.page.all("#orders-0-more [name]")}
    assert more == {
        f"orders-0-{f}" for f in ("product", "variety", "validity", "disclosed_quantity", "tag", "readonly")
    }


def test_every_choice_that_kite_documents_is_offered(client: HouseClient) -> None:
    client.get("/baskets/new")

    def offered(field: str) -> set[str]:
        return {attribute(each, "value") for each in client.page.all(f"#orders-0-{field} option")} - {""}

    assert offered("variety") == {"regular", "amo", "co"}  # left open, the clock decides
    assert offered("transaction_type") == {"BUY", "SELL"}
    assert offered("order_type") == {"MARKET", "LIMIT", "SL", "SL-M"}
    assert offered("product") == {"CNC", "MIS", "NRML", "MTF"}
    assert offered("validity") == {"DAY", "IOC"}


def test_a_saved_order_comes_back_as_it_was_typed(client: HouseClient) -> None:
    basket = save(client, EVERY_FIELD, name="All of it")
    client.get(basket)
    assert grid(client.page) == [EVERY_FIELD]
    assert attribute(client.page.one("#name"), "value") == "All of it"


def test_a_draft_with_faults_can_be_saved_and_comes_back_as_typed(client: HouseClient) -> None:
    basket = save(client, FAULTY)
    assert client.get(basket).status_code == 200
    assert grid(client.page) == [FAULTY]
    assert "To put right before review" in client.page.text("main")


def test_after_a_save_the_page_says_so(client: HouseClient) -> None:
    client.get(press(client, "save", INFY).location)
    assert client.page.text("#message") == "Saved."


def test_a_basket_with_faults_is_not_reviewed_and_nothing_typed_is_lost(client: HouseClient) -> None:
    refused(client, FAULTY, TCS, name="Half done")
    assert grid(client.page) == [FAULTY, TCS]
    assert attribute(client.page.one("#name"), "value") == "Half done"
    assert "Order 1, INFY: write the quantity in digits, like 1,500; “1_0” is not one number." in client.page.text(
        "#error-summary"
    )


def test_the_basket_that_was_refused_was_saved_and_its_form_goes_on_with_it(app: Flask, client: HouseClient) -> None:
    refused(client, FAULTY)
    client.submit(
        "#basket", ("action", "review"), {"orders-0-quantity": "10", "orders-0-price": "", "orders-0-tag": ""}
    )
    assert len(rows(app)["baskets"]) == 1
    assert len(rows(app)["versions"]) == 2


def test_a_basket_without_faults_goes_on_to_its_review(client: HouseClient) -> None:
    answer = press(client, "review", INFY)
    assert answer.status_code == 303
    assert answer.location.endswith("/review")


@pytest.mark.parametrize("button", ["save", "review"])
def test_nothing_at_all_is_refused_with_a_sentence_and_not_kept(app: Flask, client: HouseClient, button: str) -> None:
    assert press(client, button, {"exchange": "NSE"}).status_code == 422
    assert rows(app)["baskets"] == []
    assert "The basket is empty: add an order." in client.page.text("#error-summary")
    assert grid(client.page) == [{"exchange": "NSE"}]


def test_an_error_that_is_put_right_leaves_the_others_in_sight(client: HouseClient) -> None:
    refused(client, {**INFY, "order_type": "MARKET", "price": "10", "quantity": ""})
    client.submit("#basket", ("action", "mend-0-price="))
    assert "quantity" in client.page.text("#orders-0-quantity-error")
    assert client.page.text("#message") == "Order 1: the price is put right; more is to be put right."


@pytest.mark.parametrize(
    ("broken", "button", "said"),
    [
        ({"tradingsymbol": "INFY-EQ"}, "tradingsymbol=INFY", "Order 1: the symbol is put right."),
        ({"price": "10"}, "price=", "Order 1: the price is put right."),
        (
            {"tradingsymbol": "INFY-EQ", "quantity": ""},
            "tradingsymbol=INFY",
            "Order 1: the symbol is put right; more is to be put right.",
        ),
        (
            {"order_type": "SL-M", "exchange": "BSE", "trigger_price": "9"},
            "order_type=SL",
            "Order 1: the order type is put right; more is to be put right.",
        ),
        (
            {"tradingsymbol": "NYSE:INFY-EQ"},
            "tradingsymbol=INFY-EQ",
            "Order 1: the symbol is changed; more is to be put right.",
        ),
    ],
)
def test_a_mend_says_what_it_put_right_and_whether_more_is_to_be(
    client: HouseClient, broken: dict[str, str], button: str, said: str
) -> None:
    refused(client, {**INFY, **broken})
    client.submit("#basket", ("action", f"mend-0-{button}"))
    assert client.page.text("#message") == said


SOLD = {**INFY, "transaction_type": "SELL"}


@pytest.mark.parametrize(
    ("orders", "said"),
    [
        ((INFY, SOLD), "1 more needs your tick on the review: order 2."),
        ((INFY, SOLD, TCS, TCS), "2 more need your tick on the review: orders 2, 4."),
        ((INFY,), ""),
    ],
)
def test_what_the_review_will_ask_a_tick_for_is_told_below_what_stops_it(
    client: HouseClient, orders: tuple[dict[str, str], ...], said: str
) -> None:
    refused(client, *orders, {**TCS, "quantity": ""})
    assert [text_of(each) for each in client.page.all("#error-summary p")] == ([said] if said else [])
    client.get(client.page.form("#basket").action)
    assert [text_of(each) for each in client.page.all(".notice--note li + p, .notice--note ul + p")] == (
        [said] if said else []
    )


def test_a_basket_without_a_name_is_named_by_its_day(client: HouseClient) -> None:
    save(client, name="")
    client.get("/")
    assert "Basket of 11 Feb 2026" in client.page.text("main")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("क्\u200dष", "क्\u200dष"),
        ("क्\u200cष", "क्\u200cष"),
        ("\u200d edge \u200c", "edge"),
        ("two\u200d \u200dwords", "two words"),
        ("क्\u200d\u200c\u200dष", "क्\u200dष"),
        ("\u200b\u200d\u200cINFY\u202e", "INFY"),
        (79 * "a" + "\u200db", 79 * "a"),
    ],
)
def test_a_joiner_stays_in_a_name_between_two_characters_that_are_seen(
    client: HouseClient, typed: str, kept: str
) -> None:
    client.get(save(client, name=typed))
    assert attribute(client.page.one("#name"), "value") == kept


def test_a_name_is_one_line_that_shows_what_it_holds(client: HouseClient) -> None:
    basket = save(client, name="  two\r\nlines \u202e and\x00 more \ufeff" + 100 * "!")
    client.get(basket)
    assert attribute(client.page.one("#name"), "value") == ("two lines and more " + 100 * "!")[:80]


# --- the buttons --------------------------------------------------------------------------------


def test_add_puts_an_empty_order_at_the_end_and_keeps_what_stands(client: HouseClient) -> None:
    assert press(client, "add", FAULTY, TCS).status_code == 200
    assert grid(client.page) == [FAULTY, TCS, {}]
    assert client.page.text("#message") == "Order 3 added."


def test_remove_takes_that_order_and_no_other(client: HouseClient) -> None:
    press(client, "remove-0", FAULTY, TCS)
    assert grid(client.page) == [TCS]


def test_removing_the_only_order_leaves_an_empty_one(client: HouseClient) -> None:
    press(client, "remove-0", INFY)
    assert grid(client.page) == [{}]


def test_duplicate_puts_the_copy_behind(client: HouseClient) -> None:
    press(client, "duplicate-0", FAULTY, TCS)
    assert grid(client.page) == [FAULTY, FAULTY, TCS]


@pytest.mark.parametrize("button", ["up-1", "down-0"])
def test_up_and_down_change_places(client: HouseClient, button: str) -> None:
    press(client, button, FAULTY, TCS)
    assert grid(client.page) == [TCS, FAULTY]


@pytest.mark.parametrize("button", ["up-0", "down-1"])
def test_the_first_cannot_go_up_nor_the_last_down(client: HouseClient, button: str) -> None:
    press(client, button, FAULTY, TCS)
    assert grid(client.page) == [FAULTY, TCS]


def test_a_mend_puts_in_what_the_sentence_offers(client: HouseClient) -> None:
    refused(client, {**INFY, "tradingsymbol": "INFY-EQ"})
    client.submit("#basket", ("action", "mend-0-tradingsymbol=INFY"))
    assert grid(client.page) == [INFY]


def test_a_mend_that_clears_is_a_button_too(client: HouseClient) -> None:
    refused(client, {**INFY, "price": "1,500"})
    client.submit("#basket", ("action", "mend-0-price="))
    assert grid(client.page) == [INFY]


@pytest.mark.parametrize(
    "button",
    [
        "place",
        "remove-1",
        "remove--1",
        "remove-٠",
        "up-",
        "mend-0-secret=1",
        "mend-5-price=",
        "orders-0",
        "remove-9999",
    ],
)
def test_a_button_that_no_page_has_is_refused_and_nothing_is_kept(app: Flask, client: HouseClient, button: str) -> None:
    client.get("/baskets/new")
    before = rows(app)
    assert press(client, button, INFY).status_code == 400
    assert rows(app) == before


def test_the_buttons_work_on_a_saved_basket_without_saving_it(app: Flask, client: HouseClient) -> None:
    basket = save(client)
    before = rows(app)["versions"]
    client.get(basket)
    client.submit("#basket", ("action", "add"))
    client.submit("#basket", ("action", "duplicate-0"))
    assert grid(client.page) == [INFY, INFY, {}]
    assert rows(app)["versions"] == before


def test_enter_in_a_field_saves(client: HouseClient) -> None:
    """A browser presses the first submit button of the form for Enter."""
    basket = save(client)
    for address in ("/baskets/new", basket):
        client.get(address)
        first = client.page.all("#basket button")[0]
        assert (attribute(first, "name"), attribute(first, "value")) == ("action", "save")
        assert attribute(first, "disabled") == ""


def test_a_form_sent_without_any_button_is_saved(client: HouseClient) -> None:
    client.get("/baskets/new")
    answer = client.submit("#basket", None, {f"orders-0-{field}": text for field, text in INFY.items()})
    assert answer.status_code == 303


def test_an_order_that_was_added_and_never_filled_is_no_fault(client: HouseClient) -> None:
    answer = press(client, "review", INFY, {"exchange": "NSE"}, {})
    assert answer.status_code == 303
    client.get(answer.location.removesuffix("/review"))
    assert grid(client.page) == [INFY]


def test_an_empty_order_between_others_is_one(client: HouseClient) -> None:
    refused(client, INFY, {"quantity": ""}, TCS)
    assert "Order 2 is empty: fill it in, or remove it." in client.page.text("#error-summary")


# --- cookies and tokens -------------------------------------------------------------------------


def test_the_demo_opens_with_an_example_that_can_be_reviewed_as_it_stands(client_for: ClientFor) -> None:
    client = client_for(env="demo")
    client.get("/baskets/new?example=yes")
    assert len(grid(client.page)) == 4
    assert "Wednesday 11 February 2026" in client.page.text("header")
    assert client.submit("#basket", ("action", "review")).status_code == 303


def test_no_example_is_shown_where_orders_are_real(client: HouseClient) -> None:
    client.get("/baskets/new?example=yes")
    assert grid(client.page) == [{}]
