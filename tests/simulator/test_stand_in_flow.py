"""The way through the stand-in, as a browser goes it."""

import json
import re

import pytest

from tests.documented import DOCUMENTED
from tests.simulator.visitor import API_KEY, REDIRECT_URL, Make, Visitor, order, query


def test_a_basket_placed_leads_back_with_success_and_a_token_of_32_letters_and_digits(visitor: Visitor) -> None:
    back = visitor.place([order()])
    assert back.location.startswith(REDIRECT_URL + "?")
    answer = query(back)
    assert re.fullmatch(r"[A-Za-z0-9]{32}", answer.pop("request_token"))
    assert answer == {"action": "basket", "type": "basket", "status": "success"}


def test_redirect_params_are_echoed_on_success(visitor: Visitor) -> None:
    answer = query(visitor.place([order()], redirect_params="nonce=a%26b&n=1"))
    assert (answer["nonce"], answer["n"]) == ("a&b", "1")


def test_redirect_params_cannot_pass_for_kites_own_answer(visitor: Visitor) -> None:
    answer = query(visitor.place([order()], redirect_params="status=cancelled&request_token=mine"))
    assert answer["status"] == "success"
    assert answer["request_token"] != "mine"


def test_a_cancelled_basket_leads_back_with_its_status_alone_and_places_nothing(visitor: Visitor) -> None:
    page = visitor.open_basket([order()], redirect_params="nonce=1")
    visitor.log_in(page)
    assert query(visitor.finish(visitor.act(page, "cancel"))) == {"status": "cancelled"}
    assert visitor.book(visitor.session()) == visitor.book(visitor.session())[:1]


def test_cancelling_at_the_login_page_leads_back_as_cancelled(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    answer = visitor.client.post("/connect/login", data={"sess_id": page.rsplit("/", 1)[1], "action": "cancel"})
    assert query(visitor.finish(answer)) == {"status": "cancelled"}


def test_the_basket_is_taken_without_cookies_and_never_sets_one(visitor: Visitor) -> None:
    answer = visitor.post_basket([order()])
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers


def test_the_post_leaves_a_sign_in_of_the_same_browser_alone(visitor: Visitor) -> None:
    visitor.client.post("/simulator/sign-in", data={"user_id": "DM0003"})
    answer = visitor.client.post("/connect/basket", data={"api_key": API_KEY, "data": json.dumps([order()])})
    assert "DM0003" in visitor.client.get(answer.location).text


def test_nobody_signed_in_is_asked_to_log_in_first(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    answer = visitor.client.get(page)
    assert answer.status_code == 303
    assert answer.location.startswith("/connect/login?")


def test_someone_signed_in_already_sees_the_order_page_at_once_with_their_name(visitor: Visitor) -> None:
    visitor.client.post("/simulator/sign-in", data={"user_id": "DM0003"})
    text = visitor.client.get(visitor.open_basket([order()])).text
    assert "Signed in as <strong>DM0003</strong>" in text


def test_the_wrong_person_can_sign_out_and_the_right_one_in(visitor: Visitor) -> None:
    visitor.client.post("/simulator/sign-in", data={"user_id": "DM0003"})
    page = visitor.open_basket([order()])
    visitor.client.get(page)
    assert visitor.act(page, "sign-out").location.startswith("/connect/login?")
    visitor.log_in(page, "DM0001")
    assert "Signed in as <strong>DM0001</strong>" in visitor.client.get(page).text


def test_a_wrong_password_is_said_and_the_user_id_kept(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    fields = {"sess_id": page.rsplit("/", 1)[1], "user_id": "DM0001", "password": "wrong"}
    answer = visitor.client.post("/connect/login", data=fields)
    assert answer.status_code == 403
    assert "not a pair that is known here" in answer.text
    assert 'value="DM0001"' in answer.text


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "", "१२३४५६"])
def test_a_code_that_is_not_six_digits_is_not_taken(visitor: Visitor, code: str) -> None:
    page = visitor.open_basket([order()])
    sess_id = page.rsplit("/", 1)[1]
    visitor.client.post("/connect/login", data={"sess_id": sess_id, "user_id": "DM0001", "password": "asha-demo"})
    assert visitor.client.post("/connect/twofa", data={"sess_id": sess_id, "totp": code}).status_code == 403
    assert visitor.client.get(page).status_code == 303


def test_the_password_alone_signs_nobody_in(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    fields = {"sess_id": page.rsplit("/", 1)[1], "user_id": "DM0001", "password": "asha-demo"}
    visitor.client.post("/connect/login", data=fields)
    assert visitor.client.get(page).location.startswith("/connect/login?")


def test_a_client_who_is_not_enabled_gets_an_error_in_the_browser_and_no_redirect(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    visitor.log_in(page, "DM0004")
    answer = visitor.finish(visitor.client.get(page))
    assert answer.status_code == 400
    assert answer.json == {
        "status": "error",
        "message": "The user is not enabled for the app.",
        "data": None,
        "error_type": "InputException",
    }


def test_the_person_can_change_and_remove_before_placing(visitor: Visitor) -> None:
    page = visitor.open_basket([order(), order(tradingsymbol="TCS", price=3225)])
    visitor.log_in(page)
    visitor.act(page, "update", **{"quantity-0": "7", "price-0": "1650.5"})
    visitor.act(page, "remove-1")
    back = visitor.finish(visitor.act(page, "place"))
    answer = visitor.exchange(query(back)["request_token"])
    headers = {"Authorization": f"token {API_KEY}:{answer.json['data']['access_token']}"}
    [placed] = visitor.book(headers)
    assert (placed["tradingsymbol"], placed["quantity"], placed["price"]) == ("INFY", 7, 1650.5)


def test_a_read_only_order_keeps_what_the_app_sent(visitor: Visitor) -> None:
    page = visitor.open_basket([order(readonly=True)])
    visitor.log_in(page)
    visitor.act(page, "update", **{"quantity-0": "7", "price-0": "1"})
    text = visitor.client.get(page).text
    assert 'name="quantity-0" inputmode="decimal" autocomplete="off" value="10" readonly' in text
    assert 'name="price-0" inputmode="decimal" autocomplete="off" value="1656" readonly' in text


@pytest.mark.parametrize("typed", ["1.5", "-1", "0", "ten", "NaN", "Infinity", "1e30"])
def test_a_quantity_that_cannot_be_read_is_marked_and_nothing_placed(visitor: Visitor, typed: str) -> None:
    page = visitor.open_basket([order()])
    visitor.log_in(page)
    answer = visitor.act(page, "place", **{"quantity-0": typed})
    assert answer.status_code == 422
    assert 'id="quantity-0-fault"' in answer.text
    assert not visitor.app.extensions["simulator"].exchange.orders


def test_a_product_left_to_kite_can_be_chosen_and_one_that_was_sent_cannot(visitor: Visitor) -> None:
    page = visitor.open_basket([order(product=None), order()])
    visitor.log_in(page)
    text = visitor.client.get(page).text
    assert 'name="product-0"' in text
    assert 'name="product-1"' not in text


def test_a_basket_is_placed_once_however_often_place_is_pressed(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    visitor.log_in(page)
    first = visitor.finish(visitor.act(page, "place"))
    again = visitor.act(page, "place")
    assert again.location == page
    assert visitor.client.get(page).status_code == 410
    assert len(visitor.app.extensions["simulator"].exchange.orders) == 1
    assert query(first)["status"] == "success"


def test_the_finish_page_asked_again_answers_the_same(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    visitor.log_in(page)
    answer = visitor.act(page, "place")
    assert visitor.finish(answer).location == visitor.finish(answer).location


def test_another_browser_cannot_see_place_or_finish_someones_basket(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    visitor.log_in(page)
    visitor.client.get(page)
    stranger = visitor.app.test_client()
    stranger.post("/simulator/sign-in", data={"user_id": "DM0003"})
    assert stranger.get(page).status_code == 303
    stranger.post(page, data={"action": "place"})
    assert not visitor.app.extensions["simulator"].exchange.orders
    finish = f"/connect/finish?sess_id={page.rsplit('/', 1)[1]}&api_key={API_KEY}"
    assert stranger.get(finish).status_code == 403


def test_an_order_refused_at_once_is_shown_before_the_way_back(visitor: Visitor) -> None:
    page = visitor.open_basket([order(), order(price=1656.05)])
    visitor.log_in(page)
    assert visitor.act(page, "place").location == page
    text = visitor.client.get(page).text
    assert "Tick size for this script is 0.10" in text
    finish = re.search(r'id="finish" href="([^"]+)"', text)
    assert finish is not None
    assert query(visitor.client.get(finish[1].replace("&amp;", "&")))["status"] == "success"


def test_kites_documented_example_goes_the_whole_way_under_legacy_rules(make: Make) -> None:
    visitor = make(rules="legacy")
    headers = visitor.session(json.loads(DOCUMENTED))
    placed = visitor.book(headers)
    assert [(each["tradingsymbol"], each["status"]) for each in placed] == [
        ("INFY", "COMPLETE"),
        ("NIFTY15DECFUT", "COMPLETE"),
        ("RELIANCE", "COMPLETE"),
        ("RELIANCE", "TRIGGER PENDING"),
    ]


def test_login_without_a_basket_leads_back_as_a_login(visitor: Visitor) -> None:
    answer = visitor.client.get(f"/connect/login?v=3&api_key={API_KEY}&redirect_params=some%3DX%26more%3DY")
    page = answer.location.replace("/connect/login?sess_id=", "/")
    back = query(visitor.finish(visitor.log_in(page)))
    assert len(back.pop("request_token")) == 32
    assert back == {"some": "X", "more": "Y", "action": "login", "type": "login", "status": "success"}


def test_login_with_a_wrong_key_is_an_error_in_the_browser(visitor: Visitor) -> None:
    answer = visitor.client.get("/connect/login?v=3&api_key=other")
    assert (answer.status_code, answer.json["message"]) == (400, "Invalid `api_key`.")


def test_a_popup_is_told_by_a_message_of_json_as_publisher_js_expects(visitor: Visitor) -> None:
    back = visitor.place([order()], view="popup")
    told = json.loads(re.search(r'data-message="([^"]+)"', back.text)[1].replace("&#34;", '"'))
    assert back.status_code == 200
    assert (told["type"], told["status"], len(told["request_token"])) == ("basket", "success", 32)
    assert "popup.mjs" in back.text


def test_a_cancelled_popup_is_told_with_an_empty_token(visitor: Visitor) -> None:
    page = visitor.open_basket([order()], view="popup")
    visitor.log_in(page)
    text = visitor.finish(visitor.act(page, "cancel")).text
    told = json.loads(re.search(r'data-message="([^"]+)"', text)[1].replace("&#34;", '"'))
    assert told == {"type": "basket", "status": "cancelled", "request_token": None}


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("#", REDIRECT_URL),
        ("", REDIRECT_URL),
        ("http://127.0.0.1:9/back?x=1", "http://127.0.0.1:9/back?x=1&"),
        ("http://tokri.localhost/other", "http://tokri.localhost/other?"),
    ],
)
def test_a_redirect_url_of_the_same_domain_or_127_0_0_1_is_honoured(visitor: Visitor, asked: str, target: str) -> None:
    assert visitor.place([order()], redirect_url=asked).location.startswith(target)


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "http://tokri.localhost.evil.example/",
        "http://[",
    ],
)
def test_a_redirect_url_of_anyone_else_is_refused(visitor: Visitor, asked: str) -> None:
    answer = visitor.post_basket([order()], redirect_url=asked)
    assert (answer.status_code, answer.json["message"]) == (400, "Invalid `redirect_url`.")


def test_every_post_is_logged_as_received_before_its_checks(visitor: Visitor) -> None:
    visitor.client.post(
        "/connect/basket",
        data=b"api_key=wrong&data=%5B%7Bnot json&x=%26",
        content_type="application/x-www-form-urlencoded",
        headers={"Referer": "http://tokri.localhost:8400/"},
    )
    visitor.post_basket([order(tradingsymbol="M&M")])
    bad, good = visitor.client.get("/simulator/log").json
    assert bad["body"] == "api_key=wrong&data=%5B%7Bnot json&x=%26"
    assert (bad["fields"]["x"], bad["data"], bad["referer"]) == ("&", None, "http://tokri.localhost:8400/")
    assert good["data"] == [order(tradingsymbol="M&M")]
    assert good["path"] == "/connect/basket"


def test_what_is_typed_as_a_password_is_never_logged(visitor: Visitor) -> None:
    visitor.place([order()])
    assert "asha-demo" not in visitor.client.get("/simulator/log").text
    assert "123456" not in visitor.client.get("/simulator/log").text
