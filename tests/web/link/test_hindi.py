"""A client whose record says Hindi: every page, every state and every refusal is in it, to the last label."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.link import making
from tests.link.making import FIRM, PAN, PROPOSAL, Made, a_client, a_firm, a_group_link, a_link, a_version
from tests.page import Page, attribute
from tests.web.link.latin import latin
from tests.web.link.test_door import SHUT
from tests.web.link.test_page import SELL, YES, say_yes, to_kite
from tests.web.steps import come_back, work
from tokri.core.basket import OrderText
from tokri.core.desk.client import CheckKind, Client
from tokri.core.desk.firm import FirmWords
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside
from tokri.journey.handback import Neutral
from tokri.web.language import speaking
from tokri.web.words.times import spoken

WARNING = "शेयर बाज़ार में निवेश जोखिम के अधीन है।"


@pytest.fixture(autouse=True)
def firm(outside: Outside) -> None:
    """A firm that has pasted its exact sentences in Hindi too."""
    a_firm(outside, replace(FIRM, words={**FIRM.words, "hi": FirmWords(WARNING, WARNING)}))


def hindi(outside: Outside, client: Client | None = None, **changes: object) -> Made:
    """A link to advice with every field filled in, of which everything may be changed."""
    sunita = client or a_client(outside)
    proposal = replace(PROPOSAL, may_change="quantities", **changes)  # type: ignore[arg-type]  # a test names its fields
    return a_link(outside, sunita, a_version(outside, sunita, proposal=proposal), language="hi")


def is_hindi(page: Page) -> bool:
    """Raises AssertionError with what is not."""
    assert attribute(page.one("html"), "lang") == "hi"
    assert latin(page) == []
    return True


def shows(client: HouseClient, address: str) -> bool:
    client.get(address)
    return is_hindi(client.page)


def test_the_advice_and_all_that_may_be_changed_of_it(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside)
    assert shows(client, made.address)
    text = client.page.text("main")
    assert "NSE पर INFY के 10 शेयर बाज़ार भाव पर खरीदें" in text
    assert "25 फ़र॰ 2026, 15:30 IST तक मान्य" in text
    assert WARNING in client.page.text("footer")
    client.submit("#choose", fields={"left-out-0": "yes", "quantity-1": "3"})
    assert is_hindi(client.page)
    client.submit("#choose", fields={"quantity-1": "1.5.2"})
    assert is_hindi(client.page)


@pytest.mark.parametrize("fields", [{}, {**YES, "kite_id": "not an id!"}, {**YES, "csrf_token": "old"}])
def test_a_yes_that_is_not_taken(client: HouseClient, outside: Outside, fields: dict[str, str]) -> None:
    client.get(hindi(outside).address)
    assert client.submit("#send", fields=fields).status_code in {400, 422}
    assert is_hindi(client.page)


def test_the_yes_is_kept_in_the_words_and_the_language_that_were_read(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside)
    client.get(made.address)
    shown = client.page.text("#consent-text")
    assert shown == (
        "मैंने (Sunita Rao) यह सलाह (संस्करण 1, 11 फ़र॰ 2026 10:30 IST) पढ़ ली है। ये ऑर्डर Kite पर स्वयं देना मेरा अपना "
        "निर्णय है। Sahyadri Advisers मेरे खाते में ऑर्डर नहीं दे सकते।"
    )
    client.submit("#send", fields=YES)
    with outside.store.reading() as view:
        (kept,) = view.links.consents([made.link.id])
    assert (kept.text, kept.language) == (shown, "hi")


def test_a_yes_that_was_read_in_another_language_is_asked_again(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside)
    client.get(made.address)
    read = client.page.form("#send")
    client.submit("form.languages", button=("language", "en"))
    assert client.submit(read, fields=YES).status_code == 409
    with outside.store.reading() as view:
        assert not view.links.consents([made.link.id])


def test_to_kite_and_back(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite) -> None:
    made = hindi(outside)
    handoff = say_yes(client, made)
    assert shows(client, handoff)
    sent = dict(client.page.form("#basket-form").fields)
    assert shows(client, handoff)  # already sent
    assert shows(client, made.address)
    assert shows(client, f"{made.address}/result")
    client.get(come_back(client, sent, status="success", request_token=kite.log_in("AB1234")).location)
    assert is_hindi(client.page)
    client.submit("#account", fields={"kite_id": "!"})
    assert is_hindi(client.page)
    client.get(f"{made.address}/result")
    tag = str(json.loads(sent["data"])[0]["tag"])
    kite.place(book_order(tag=tag, tags=(tag,)), book_order(order_id="2", tradingsymbol="TCS", status="OPEN", tag=tag))
    client.submit("form[action$='/reading']", fields={"keep": "yes"})
    assert shows(client, f"{made.address}/result")
    work(app, kite)
    assert shows(client, f"{made.address}/result")
    client.submit("form[action$='/account']", button=("account", "mine"))
    work(app, kite)
    assert shows(client, f"{made.address}/result")


@pytest.mark.parametrize("name", [each.value for each in Neutral])
def test_a_return_that_is_shown_no_basket_in_the_language_of_the_browser(client: HouseClient, name: str) -> None:
    client.get(f"/kite/returned/{name}", headers={"Accept-Language": "hi"})
    assert is_hindi(client.page)
    client.get(f"/kite/returned/{name}")
    assert attribute(client.page.one("html"), "lang") == "en-IN"


def test_which_of_two_links_a_browser_came_back_to(client: HouseClient, outside: Outside) -> None:
    ravi = a_client(outside, "C2", "Ravi Nair")
    to_kite(client, hindi(outside))
    to_kite(client, a_link(outside, ravi, a_version(outside, ravi, basket_id="basket-2"), language="hi"))
    found = come_back(client, status="success").location
    client.get(found, headers={"Accept-Language": "hi"})
    assert client.page.h1 == "आप किस बास्केट से लौटे हैं?"
    assert is_hindi(client.page)


def test_another_account_than_the_registers(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside, a_client(outside, kite_user_id="AB1234"))
    client.get(come_back(client, to_kite(client, made), status="success").location)
    client.submit("#account", fields={"kite_id": "XY9876"})
    assert shows(client, f"{made.address}/result")
    assert shows(client, made.address)


@pytest.mark.parametrize("query", [{"status": "cancelled"}, {"status": "odd"}, {}])
def test_what_kite_says_of_it(client: HouseClient, outside: Outside, query: dict[str, str]) -> None:
    client.get(come_back(client, to_kite(client, hindi(outside)), **query).location)
    assert is_hindi(client.page)


@pytest.mark.parametrize("said", ["placed-all", "placed-some", "placed-none", "not-enabled", "no-login"])
def test_what_the_client_says_of_it(client: HouseClient, outside: Outside, said: str) -> None:
    made = hindi(outside)
    to_kite(client, made)
    client.get(f"{made.address}/result")
    form = next(each for each in client.page.all("form") if attribute(each, "action").endswith("/word"))
    client.post(attribute(form, "action"), data={"said": said})
    assert shows(client, f"{made.address}/result")
    assert shows(client, made.address)


def test_in_parts_with_a_sale_and_a_price_far_away(client: HouseClient, outside: Outside) -> None:
    orders = (SELL, *(replace(making.TCS, tradingsymbol=f"TCS{number}") for number in range(11)))
    far = OrderText("regular", "INFY", "NSE", "BUY", "SL", product="", quantity="2", price="9", trigger_price="9")
    draft = replace(PROPOSAL.draft, orders=(*orders, far))
    made = hindi(outside, draft=draft, legs=PROPOSAL.legs[:1] * 13, tied=True)
    assert shows(client, made.address)
    client.submit("#choose", fields={"scale": "amount", "amount": "100"})
    assert is_hindi(client.page)
    client.get(made.address)
    ticks: dict[str, str | None] = {
        attribute(each, "name"): "yes" for each in client.page.all("#ticks input[type=checkbox]")
    }
    assert client.submit("#send", fields={**YES, **ticks}).status_code == 303
    assert shows(client, made.address)
    assert shows(client, f"{made.address}/result")


@pytest.mark.parametrize("page", ["decline", "question", "elsewhere"])
def test_what_else_a_client_may_say(client: HouseClient, outside: Outside, page: str) -> None:
    assert shows(client, f"{hindi(outside).address}/{page}")


def test_a_question_a_no_and_a_word_on_each_order(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside)
    client.get(f"{made.address}/question")
    client.submit("#question-form", fields={"question": " "})
    assert is_hindi(client.page)
    client.submit("#question-form", fields={"question": "Why not less?"})
    assert shows(client, f"{made.address}/question")
    making.answered(outside, made.link, AnswerKind.ELSEWHERE)
    assert shows(client, f"{made.address}/elsewhere")
    client.submit("#word", button=("act", "said"), fields={"placed-0": "yes", "quantity-0": "a few"})
    assert is_hindi(client.page)
    client.submit("#word", button=("act", "said"), fields={"placed-0": "yes", "quantity-0": "10", "placed-1": "no"})
    assert shows(client, f"{made.address}/elsewhere")


def test_a_no_that_may_be_taken_back(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside)
    making.answered(outside, made.link, AnswerKind.DECLINED, "Not now.")
    assert shows(client, made.address)
    assert shows(client, f"{made.address}/decline")


@pytest.mark.parametrize("state", SHUT)
def test_every_door_that_does_not_open(client: HouseClient, outside: Outside, state: str) -> None:
    made = a_link(outside, language="hi")
    SHUT[state][0](outside, made.link)
    assert shows(client, made.address)


def test_a_door_whose_time_is_over_and_one_past_its_advice(
    client: HouseClient, outside: Outside, clock: FakeClock
) -> None:
    made, short = hindi(outside), a_link(outside, a_client(outside, "C2"), a_version(outside, basket_id="b2"), days=1)
    with outside.store.writing() as unit:
        unit.links.change(short.link.id, language="hi")
        unit.links.change(made.link.id, expires_at=clock() + 3 * (made.link.expires_at - made.link.made_at))
    clock.forward(days=15)
    assert shows(client, short.address)
    assert shows(client, made.address)


@pytest.mark.parametrize("kind", [CheckKind.PAN, CheckKind.BIRTH_YEAR])
def test_the_check_and_a_wrong_answer_to_it(client: HouseClient, outside: Outside, kind: CheckKind) -> None:
    made = hindi(outside, a_client(outside, check=kind))
    assert shows(client, made.address)
    client.submit("#main form", fields={"answer": "999X"})
    assert is_hindi(client.page)


def test_a_groups_form_and_its_refusal_in_the_language_of_the_browser(
    app: Flask, client_for: ClientFor, outside: Outside
) -> None:
    sunita = a_client(outside, "SR01", check=CheckKind.PAN, groups=("Family",))
    _, token = a_group_link(outside, a_version(outside, sunita), "Family")
    browser, ours = client_for(app), {"Accept-Language": "hi-IN, hi;q=0.9, en;q=0.5"}
    browser.get(f"/g/{token}", headers=ours)
    assert is_hindi(browser.page)
    browser.submit(fields={"code": "SR01", "answer": f"not {PAN}"}, headers=ours)
    assert is_hindi(browser.page)
    browser.get("/l/made-up-token-0", headers=ours)
    assert is_hindi(browser.page)


def test_an_error_and_a_recall_on_the_way(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside)
    assert client.post(f"{made.address}/elsewhere", data={"act": "none"}, csrf=False).status_code == 400
    assert is_hindi(client.page)
    handoff = say_yes(client, made)
    making.recalled(outside, made.link)
    client.get(handoff)
    assert is_hindi(client.page)


def test_inside_another_app(client: HouseClient, outside: Outside) -> None:
    made = hindi(outside)
    for agent in ("Mozilla/5.0 (Linux; Android 14; wv) WhatsApp/2.24", "Mozilla/5.0 (iPhone; CPU) AppleWebKit"):
        client.get(made.address, headers={"User-Agent": agent})
        assert client.page.all("aside")
        assert is_hindi(client.page)


def test_english_is_found_where_it_is_left(client: HouseClient, outside: Outside) -> None:
    client.get(a_link(outside).address)
    assert attribute(client.page.one("html"), "lang") == "en-IN"
    found = latin(client.page)
    assert "Check these orders" in found
    assert "Order" in found  # a label for screen readers and narrow screens
    assert FIRM.name not in found


@pytest.mark.parametrize(
    ("english", "translated"),
    [
        ("22 Nov 2026, 14:05 IST", "22 नव॰ 2026, 14:05 IST"),
        ("Monday 09:15 IST, 23 Nov 2026", "सोमवार 09:15 IST, 23 नव॰ 2026"),
        ("Wednesday 11 February 2026, 10:30 IST", "बुधवार 11 फ़रवरी 2026, 10:30 IST"),
        ("by the 22 Nov 2026", "by the 22 Nov 2026"),
        ("May & Sons", "May & Sons"),
        ("", ""),
    ],
)
def test_days_and_moments_are_translated_and_nothing_else_is(
    in_hindi: Callable[[str], str], english: str, translated: str
) -> None:
    assert in_hindi(english) == translated
    assert spoken(english) == english


@pytest.fixture
def in_hindi(app: Flask) -> Callable[[str], str]:
    """Say a time on a Hindi page."""

    def said(text: str) -> str:
        with app.test_request_context(), speaking("hi"):
            return spoken(text)

    return said
