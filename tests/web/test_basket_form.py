"""The form of a basket: every button of it, and nothing typed is ever lost."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.page import attribute
from tests.web.steps import INFY, TCS, grid, id_of, press, refused, rows, save, typed, world
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

FAULTY = {**INFY, "quantity": "1_0", "price": "so-so 🙂", "tag": "no spaces!"}


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

    assert offered("variety") == {"amo", "co"}  # left open, it is regular
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


def test_a_basket_without_a_name_is_named_by_its_day(client: HouseClient) -> None:
    save(client, name="")
    client.get("/")
    assert "Basket of 11 Feb 2026" in client.page.text("main")


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


# --- limits that are told, never kept in silence ------------------------------------------------


def test_fifty_one_orders_are_refused_with_a_sentence_and_not_cut(client: HouseClient) -> None:
    orders = [{**INFY, "quantity": str(n)} for n in range(1, 52)]
    refused(client, *orders)
    assert grid(client.page) == orders
    assert "The basket has 51 orders and may have 50: take out 1, or make another basket." in client.page.text(
        "#error-summary"
    )


def test_fifty_orders_may_be_reviewed(client: HouseClient) -> None:
    orders = [{**INFY, "quantity": str(n)} for n in range(1, 51)]
    assert press(client, "review", *orders).status_code == 303


def test_two_hundred_and_one_rows_are_too_much_at_once(app: Flask, client: HouseClient) -> None:
    answer = press(client, "save", *({"quantity": "1"} for _ in range(201)))
    assert answer.status_code == 413
    assert rows(app)["baskets"] == []


def test_a_body_of_three_hundred_kilobytes_is_refused_before_it_is_parsed(client: HouseClient) -> None:
    client.get("/forget")
    data = typed(INFY, paste="x" * 300_000) | {"csrf_token": "none that is ours"}
    assert client.post("/baskets/new", data=data).status_code == 413


TWICE = ["name", "base", "action", "paste", "orders-0-quantity"]


@pytest.mark.parametrize("field", TWICE)
def test_a_field_given_twice_is_refused(app: Flask, client: HouseClient, field: str) -> None:
    client.get("/baskets/new")
    data: dict[str, object] = {**typed(INFY, name="n"), "csrf_token": client.page.csrf_token}
    assert client.post("/baskets/new", data={**data, field: ["1", "2"]}).status_code == 400
    assert rows(app)["baskets"] == []


@pytest.mark.parametrize(
    "field",
    ["orders-0-secret", "orders-٠-price", "orders-9999-price", "orders--1-price", "orders-0-", "orders-²-price"],
)
def test_a_row_that_no_form_has_is_refused_and_not_passed_over(client: HouseClient, field: str) -> None:
    client.get("/baskets/new")
    assert client.post("/baskets/new", data={**typed(INFY), field: "1"}).status_code == 400


def test_rows_with_gaps_are_closed_up(client: HouseClient) -> None:
    client.get("/baskets/new")
    data = {f"orders-{n}-{field}": text for n, order in ((7, INFY), (199, TCS)) for field, text in order.items()}
    client.get(client.post("/baskets/new", data=data).location)
    assert grid(client.page) == [INFY, TCS]


# --- versions and tabs --------------------------------------------------------------------------


def test_every_save_is_a_new_version_and_the_old_one_is_unchanged(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    before = rows(app)["versions"]
    press(client, "save", INFY, TCS, at=basket, base=1)
    press(client, "save", TCS, at=basket, base=2)
    after = rows(app)["versions"]
    assert len(after) == 3
    assert before[0] in after
    with world(app).store.reading() as view:
        versions = [view.baskets.version(id_of(basket), number) for number in (1, 2, 3)]
    kept = [[{k: v for k, v in asdict(order).items() if v} for order in each.draft.orders] for each in versions if each]
    assert kept == [[INFY], [INFY, TCS], [TCS]]


def test_the_same_orders_again_make_no_new_version(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY, TCS)
    before = rows(app)["versions"]
    press(client, "save", INFY, TCS, at=basket, base=1, name="Another name")
    assert rows(app)["versions"] == before
    client.get(basket)
    assert attribute(client.page.one("#name"), "value") == "Another name"


def test_a_second_tab_that_saves_is_told_and_keeps_what_it_typed(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    press(client, "save", TCS, at=basket, base=1)
    answer = press(client, "save", FAULTY, TCS, at=basket, base=1, name="Mine")
    assert answer.status_code == 409
    assert grid(client.page) == [FAULTY, TCS]
    assert "This basket was saved elsewhere at 10:30 IST, as version 2." in client.page.text("main")
    assert len(rows(app)["versions"]) == 2

    assert client.submit("#basket", ("action", "save")).status_code == 303
    client.get(basket)
    assert grid(client.page) == [FAULTY, TCS]
    assert len(rows(app)["versions"]) == 3


def test_a_second_tab_is_told_also_when_its_own_orders_have_no_fault(client: HouseClient) -> None:
    basket = save(client, INFY)
    press(client, "save", TCS, at=basket, base=1)
    assert press(client, "review", INFY, TCS, at=basket, base=1).status_code == 409
    assert grid(client.page) == [INFY, TCS]


def test_two_tabs_that_typed_the_same_do_not_disturb_each_other(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    for _ in range(2):
        assert press(client, "save", TCS, at=basket, base=1).status_code == 303
    assert len(rows(app)["versions"]) == 2


# --- cookies and tokens -------------------------------------------------------------------------


@pytest.mark.parametrize("saved", [True, False])
def test_a_stale_token_shows_the_filled_form_again_with_a_fresh_one(client: HouseClient, *, saved: bool) -> None:
    address = save(client, INFY) if saved else "/baskets/new"
    client.get(address)
    data = typed(FAULTY, TCS, name="Long open", base=1 if saved else 0, paste="and this")
    answer = client.post(address, data={**data, "csrf_token": "from yesterday"})
    assert answer.status_code == 400
    assert grid(client.page) == [FAULTY, TCS]
    assert attribute(client.page.one("#name"), "value") == "Long open"
    assert client.page.text("#paste") == "and this"
    assert "Your page had been open a long time." in client.page.text("main")

    assert client.submit("#basket", ("action", "save"), {"paste": ""}).status_code == 303
    client.get(address if saved else "/")
    assert "Long open" in client.page.html


def test_a_browser_that_refuses_the_cookie_is_told_so_and_loses_nothing(client: HouseClient) -> None:
    client.get("/baskets/new")
    token = client.page.csrf_token
    client.delete_cookie("tokri", domain="tokri.localhost")
    answer = client.post("/baskets/new", data={**typed(FAULTY), "csrf_token": token})
    assert answer.status_code == 400
    assert "Allow cookies for this site" in client.page.text("main")
    assert grid(client.page) == [FAULTY]


@pytest.mark.parametrize("data", [{"name": ["1", "2"]}, {"orders-0-secret": "1"}])
def test_nonsense_with_a_stale_token_is_refused_as_nonsense(client: HouseClient, data: dict[str, object]) -> None:
    assert client.post("/baskets/new", data=data, csrf=False).status_code == 400
    assert client.page.h1 == "This request could not be read"


def test_too_many_rows_with_a_stale_token_are_refused_as_too_many(client: HouseClient) -> None:
    data = typed(*({"quantity": "1"} for _ in range(201)))
    assert client.post("/baskets/new", data=data, csrf=False).status_code == 413


def test_without_its_token_no_form_does_anything(app: Flask, client: HouseClient) -> None:
    client.get("/baskets/new")
    before = rows(app)
    client.post("/baskets/new", data=typed(INFY), csrf=False)
    assert rows(app) == before


def test_a_form_sent_by_another_site_is_refused(app: Flask, client: HouseClient) -> None:
    client.get("/baskets/new")
    answer = client.post("/baskets/new", data=typed(INFY), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert rows(app)["baskets"] == []


def test_the_demo_opens_with_an_example_that_can_be_reviewed_as_it_stands(client_for: ClientFor) -> None:
    client = client_for(env="demo")
    client.get("/baskets/new?example=yes")
    assert len(grid(client.page)) == 4
    assert "Wednesday 11 February 2026" in client.page.text("header")
    assert client.submit("#basket", ("action", "review")).status_code == 303


def test_no_example_is_shown_where_orders_are_real(client: HouseClient) -> None:
    client.get("/baskets/new?example=yes")
    assert grid(client.page) == [{}]
