"""The page that leaves for Kite: its form as Kite documents it, posted once, under a policy of its own."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.page import Page, attribute, text_of
from tests.web.steps import (
    INFY,
    LOOKING,
    TCS,
    button_names,
    hand_off,
    handoffs,
    id_of,
    leave,
    press,
    rows,
    save,
    there_and_back,
    to_kite,
    world,
)
from tokri.core.ports import Handoff

KITE = "http://you-forgot-kite.localhost:1"


def test_the_form_is_as_kite_documents_it(client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get(hand_off(client, basket))
    form = client.page.form("#basket-form")
    assert (form.method, form.action) == ("post", f"{KITE}/connect/basket")
    sent = dict(form.fields)
    assert set(sent) == {"api_key", "data", "redirect_params"}
    assert sent["api_key"] == "testkey"
    assert attribute(client.page.one("#basket"), "name") == "data"
    order = json.loads(sent["data"])[0]
    assert {k: v for k, v in order.items() if k != "tag"} == {
        "variety": "regular",
        "tradingsymbol": "INFY",
        "exchange": "NSE",
        "transaction_type": "BUY",
        "order_type": "MARKET",
        "product": "CNC",
        "quantity": 10,
        "readonly": False,
    }


def test_behind_the_module_that_submits_it_stands_a_real_button(client: HouseClient) -> None:
    client.get(hand_off(client, save(client, INFY)))
    assert button_names(client.page) == ["Continue to Kite: 1 order"]
    scripts = [attribute(each, "src") for each in client.page.all("script")]
    assert len(scripts) == 1
    assert scripts[0].endswith("/js/autosubmit.mjs")
    assert client.page.all("#basket-form[data-autosubmit]")


def test_it_says_where_to_type_a_password_and_where_not_to(client: HouseClient) -> None:
    client.get(hand_off(client, save(client, INFY)))
    words = client.page.text("main")
    assert "We never ask for your Kite password." in words
    assert "Check that the address says you-forgot-kite.localhost:1 before typing anything." in words


def test_its_headers_let_the_form_leave_for_kite_and_nowhere_else(client: HouseClient) -> None:
    answer = client.get(hand_off(client, save(client, INFY)))
    assert f"form-action 'self' {KITE};" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"


# --- escaped once -------------------------------------------------------------------------------


SYMBOLS = ["M&M", "J&KBANK", "ARE&M", "BAJAJ-AUTO", "USDINR26FEB90.25CE"]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_arrives_as_it_was_typed(client: HouseClient, symbol: str) -> None:
    order = {**INFY, "tradingsymbol": symbol} | ({"exchange": "CDS", "product": "NRML"} if "26" in symbol else {})
    sent = to_kite(client, save(client, order))
    assert json.loads(sent["data"])[0]["tradingsymbol"] == symbol
    assert "&amp;" not in sent["data"]
    assert symbol.replace("&", "&amp;") in client.page.html
    assert "&amp;amp;" not in client.page.html


def test_numbers_are_numbers_to_the_last_digit(client: HouseClient) -> None:
    order = {**INFY, "order_type": "SL", "price": "2,850.0500", "trigger_price": "2850", "disclosed_quantity": "2"}
    data = to_kite(client, save(client, order | {"quantity": "1,000", "disclosed_quantity": "100"}))["data"]
    for written in ('"quantity":1000,', '"price":2850.05,', '"trigger_price":2850,', '"disclosed_quantity":100,'):
        assert written in data


HOSTILE = [
    '</script><script>alert("1")</script>',
    "'\" onfocus=alert(1) x='",
    "&amp;&#34;&quot;%26\\u0026",
    "\u2028\u2029{{ 7*7 }}{% raw %}",
    "]]><!-- --><svg/onload=1>",
    "१० ₹ 🙂 \\ \\\\ \t",
]


def store_hostile(app: Flask, basket: str, visitor: str, text: str) -> Handoff:
    """A hand-off that no rule would let pass, put into the store directly."""
    payload = json.dumps([{"tradingsymbol": text, "tag": text}], ensure_ascii=False)
    handoff = Handoff(
        id="hostile-1",
        basket_id=id_of(basket),
        visitor_id=visitor,
        version_number=1,
        version_sha256=sha256(b"v").hexdigest(),
        review_sha256=sha256(b"r").hexdigest(),
        part=1,
        parts=1,
        first_order=0,
        orders=1,
        attempt=1,
        tag="TAG00001",
        nonce="nonce-1",
        payload=payload,
        payload_sha256=sha256(payload.encode()).hexdigest(),
        created_at=world(app).clock(),
    )
    with world(app).store.writing() as unit:
        unit.handoffs.add(handoff)
    return handoff


def visitor_of(app: Flask, basket: str) -> str:
    return str(next(row for row in rows(app)["baskets"] if id_of(basket) in row)[2])


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_stands_in_a_payload_reaches_the_form_unharmed(app: Flask, client: HouseClient, text: str) -> None:
    basket = save(client, INFY)
    handoff = store_hostile(app, basket, visitor_of(app, basket), text)
    sent = leave(client, f"/handoffs/{handoff.id}")
    assert sent["data"] == handoff.payload
    assert json.loads(sent["data"])[0]["tag"] == text
    assert len(client.page.all("script")) == 1


@pytest.mark.usefixtures("as_typed")
@pytest.mark.parametrize("text", HOSTILE[:3])
def test_the_name_of_a_basket_is_text_on_every_page(client: HouseClient, text: str) -> None:
    basket = save(client, INFY, name=text)
    there_and_back(client, basket)
    handoff = hand_off(client, basket, {"again": "yes"})
    for address in ("/", basket, f"{basket}/review", f"{basket}/rename", f"{basket}/delete", handoff, handoff):
        client.get(address)
        assert "alert" not in "".join(text_of(each) for each in client.page.all("script"))
        assert not client.page.all("main svg[onload], main [onfocus]")
        written = client.page.text("main") + "".join(attribute(each, "value") for each in client.page.all("#name"))
        assert " ".join(text.split()) in written


# --- overtaken before it left -------------------------------------------------------------------


def test_a_hand_off_that_never_left_cannot_leave_after_its_orders_were_handed_over_anew(
    app: Flask, client: HouseClient
) -> None:
    basket = save(client, INFY)
    first = hand_off(client, basket)
    second = hand_off(client, basket)
    assert first != second
    leave(client, second)
    assert client.get(first).status_code == 200
    assert client.page.h1 == "This was handed over anew"
    assert KITE not in client.page.html
    assert [handoff.left_at is None for handoff in handoffs(app, basket)] == [True, False]


def test_nor_after_the_basket_was_changed_and_handed_over(client: HouseClient) -> None:
    basket = save(client, INFY)
    first = hand_off(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    second = hand_off(client, basket)
    client.get(first)
    assert client.page.h1 == "This was handed over anew"
    assert leave(client, second)["data"]


def test_one_part_does_not_overtake_another(client: HouseClient) -> None:
    basket = save(client, *({**INFY, "quantity": str(n)} for n in range(1, 13)))
    first = hand_off(client, basket)
    leave(client, first)
    client.get(first)
    client.submit("form.choices", ("said", "placed-none"))
    again = hand_off(client, basket, {"part": "1", "attempt": "2"})
    second = hand_off(client, basket)
    assert leave(client, again)["data"] != leave(client, second)["data"]


def test_what_was_handed_off_is_told_also_when_its_page_was_never_shown(client: HouseClient) -> None:
    basket = save(client, INFY)
    hand_off(client, basket)
    client.get("/")
    assert "Prepared, not sent yet" in client.page.text(".basket-line")


@pytest.mark.parametrize("looking", LOOKING)
def test_a_prefetch_does_not_take_the_one_visit_that_posts(
    app: Flask, client: HouseClient, looking: dict[str, str]
) -> None:
    handoff = hand_off(client, save(client, INFY))
    before = rows(app)
    answer = client.get(handoff, headers=looking)
    assert (answer.status_code, answer.data) == (204, b"")
    assert client.head(handoff).status_code == 204
    assert rows(app) == before
    assert leave(client, handoff)["data"]


def test_when_the_browser_left_is_kept_once(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    leave(client, handoff)
    left_at = handoffs(app, basket)[0].left_at
    clock.forward(minutes=5)
    client.get(handoff)
    assert handoffs(app, basket)[0].left_at == left_at


def test_kites_address_is_the_installations(client_for: ClientFor) -> None:
    client = client_for(kite_url="http://kite.localhost:8401", kite_api_key="another")
    answer = client.get(hand_off(client, save(client, INFY)))
    page: Page = client.page
    assert page.form("#basket-form").action == "http://kite.localhost:8401/connect/basket"
    assert dict(page.form("#basket-form").fields)["api_key"] == "another"
    assert "form-action 'self' http://kite.localhost:8401;" in answer.headers["Content-Security-Policy"]
