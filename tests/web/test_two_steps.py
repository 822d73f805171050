"""Sells before buys: the second part waits for the sells of the first, and opens by evidence or by a person's word."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.journey.fakes import FakeClock, FakeKite, book_order, funds, holding
from tests.page import attribute, text_of
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    handbacks,
    handoffs,
    hidden,
    id_of,
    readings,
    rows,
    save,
    to_kite,
    work,
    world,
)
from tokri.core.evidence import How, Sighting, Source
from tokri.core.ports import BookOrder, KiteBusy, NotAllowed

SELL = {**INFY, "transaction_type": "SELL", "order_type": "LIMIT", "price": "1500"}
CHECK = "form[action$='/sells-first/check']"
GO_ON = "form[action$='/sells-first/go-on']"


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    """An app that hands over one order at a time, so that the buy is a part of its own."""
    return app_for(kite_basket_limit=1)


@pytest.fixture
def basket(client: HouseClient) -> str:
    """The sale of ten INFY, and four TCS to be bought with it at 3,105.50."""
    return save(client, SELL, TCS, name="From INFY to TCS")


def part_one(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, *orders: BookOrder, keep: bool = True
) -> str:
    """Part 1 goes and comes back, and a book of `orders` under its tag is read; answers the page's address."""
    sent = to_kite(client, basket)
    [handoff] = handoffs(app, basket)
    kite.place(*(tagged(handoff.tag, each) for each in orders))
    client.get(come_back(client, sent, status="success", request_token=kite.log_in()).location)
    client.submit("form[action$='/reading']", fields={"keep": "yes"} if keep else None)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/account']", button=("account", "mine"))
    work(app, kite)
    return f"{basket}/sells-first"


def tagged(tag: str, order: BookOrder) -> BookOrder:
    return book_order(
        **{
            name: getattr(order, name)
            for name in ("order_id", "status", "status_message", "filled_quantity", "quantity")
        },
        transaction_type="SELL",
        order_type="LIMIT",
        price=Decimal(1500),
        pending_quantity=order.quantity - order.filled_quantity,
        tag=tag,
        tags=(tag,),
    )


OPEN = book_order(order_id="11", status="OPEN", filled_quantity=4)
DONE = book_order(order_id="11")


def said(client: HouseClient, address: str) -> str:
    assert client.get(address).status_code == 200
    return client.page.text("main")


def amounts(client: HouseClient) -> list[str]:
    return [text_of(each) for each in client.page.all("dl.totals dd")]


# --- without a session --------------------------------------------------------------------------


def test_without_evidence_the_second_part_says_what_it_waits_for(client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    result = said(client, come_back(client, sent, status="success").location)
    assert "Its buys are paid with the sell before them, which no order book shows filled yet." in result
    assert not client.page.all("form[action$='/handoff']")
    page = said(client, f"{basket}/sells-first")
    assert "No Kite session is kept here" in page
    assert amounts(client) == ["₹12,422"]
    assert "Funds: at least ₹12,422 is available" in page
    assert not client.page.all(CHECK)


def test_go_on_opens_the_part_by_the_persons_word_and_sends_nothing(
    app: Flask, client: HouseClient, basket: str
) -> None:
    come_back(client, to_kite(client, basket), status="success")
    client.get(f"{basket}/sells-first")
    answer = client.submit(GO_ON)
    assert answer.location == f"{basket}/review?part=2"
    assert len(handoffs(app, basket)) == 1
    assert client.get(answer.location).status_code == 200
    assert hidden(client.page, "part") == "2"
    assert client.submit("form.send").status_code == 303
    assert [each.part for each in handoffs(app, basket)] == [1, 2]
    with world(app).store.reading() as view:
        kinds = [entry.kind for entry in view.entries()]  # type: ignore[attr-defined]  # the real store's own way
    assert kinds.count("went on before the sells") == 1


def test_a_part_that_waits_is_not_handed_off_by_a_form_that_was_made_up(
    app: Flask, client: HouseClient, basket: str
) -> None:
    come_back(client, to_kite(client, basket), status="success")
    client.get(f"{basket}/review")
    sha256 = hidden(client.page, "review_sha256")
    fields = {"review_sha256": sha256, "part": "2", "attempt": "1"}
    assert client.post(f"{basket}/handoff", data=fields).status_code == 409
    assert len(handoffs(app, basket)) == 1


def test_nothing_can_be_opened_before_part_one_has_come_back(client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    assert "It opens when part 1 has come back" in said(client, f"{basket}/sells-first")
    assert not client.page.all(GO_ON)


@pytest.mark.parametrize("part", ["1", "3", "9999"])
def test_only_the_part_that_waits_can_be_opened(app: Flask, client: HouseClient, basket: str, part: str) -> None:
    come_back(client, to_kite(client, basket), status="success")
    answer = client.post(f"{basket}/sells-first/go-on", data={"part": part})
    assert answer.location == f"{basket}/result"
    with world(app).store.reading() as view:
        assert view.handoffs.gone_on(id_of(basket)) == frozenset()


@pytest.mark.parametrize("part", ["", "x", "²", "99999", "-1"])
def test_a_part_that_is_no_number_is_refused(client: HouseClient, basket: str, part: str) -> None:
    come_back(client, to_kite(client, basket), status="success")
    assert client.post(f"{basket}/sells-first/go-on", data={"part": part}).status_code == 400


@pytest.mark.parametrize("orders", [(TCS, {**INFY, "product": "CNC"}), (SELL,)])
def test_a_basket_that_waits_for_nothing_leads_to_its_result(
    client: HouseClient, orders: tuple[dict[str, str], ...]
) -> None:
    basket = save(client, *orders)
    to_kite(client, basket)
    for page in ("sells-first",):
        assert client.get(f"{basket}/{page}").location == f"{basket}/result"


# --- by evidence --------------------------------------------------------------------------------


def test_the_second_part_opens_by_itself_once_the_book_shows_every_sell_filled(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    page = part_one(app, client, basket, kite, OPEN)
    assert "4 of 10 filled" in said(client, page)
    assert "Part 2 can go" not in client.page.text("main")
    kite.book[:] = [tagged(handoffs(app, basket)[0].tag, DONE)]
    clock.forward(seconds=5)
    work(app, kite)
    words = said(client, page)
    assert "1. The sells have filled" in words
    assert "Seen in Kite’s order book, 11 Feb 2026, 10:30 IST" in words
    assert "Every sell has filled. Part 2 can go." in words
    client.get(f"{basket}/result")
    assert client.submit("form[action$='/handoff']").status_code == 303


def test_a_report_of_kites_alone_does_not_open_it(app: Flask, client: HouseClient, basket: str) -> None:
    come_back(client, to_kite(client, basket), status="success")
    [handoff] = handoffs(app, basket)
    told = tagged(handoff.tag, DONE)
    with world(app).store.writing() as unit:
        unit.evidence.see([Sighting(handoff.id, Source.POSTBACK, How.TAG, 0, told, world(app).clock(), "p1")])
    words = said(client, f"{basket}/sells-first")
    assert "10 of 10 filled, by Kite’s report alone" in words
    assert "Not known" not in words
    assert "Kite reported" not in words
    assert client.page.all(GO_ON)


# --- money --------------------------------------------------------------------------------------


def checked(app: Flask, client: HouseClient, kite: FakeKite, page: str) -> str:
    client.get(page)
    assert client.submit(CHECK).location == page
    assert "Checking with Kite" in said(client, page)
    assert client.page.all("[data-watch]")
    work(app, kite)
    return said(client, page)


@pytest.mark.parametrize(
    ("net", "available", "short", "enough"),
    [
        ("12422", "₹12,422", "₹0", "Enough for the buys"),
        ("12421.994", "₹12,421.99", "₹0.01", "Not enough for the buys"),
        ("99725.05000000002", "₹99,725.05", "₹0", "Enough for the buys"),
    ],
)
def test_needed_available_and_short_by_are_told_to_the_paisa(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, *, net: str, available: str, short: str, enough: str
) -> None:
    page = part_one(app, client, basket, kite, DONE)
    kite.money = funds(net)
    words = checked(app, client, kite, page)
    assert amounts(client) == ["₹12,422", available, short]
    assert "as Kite showed it on 11 Feb 2026, 10:30 IST" in words
    assert enough in words
    assert net not in repr(rows(app))


@pytest.mark.parametrize("fault", [KiteBusy("Too many requests"), NotAllowed("Insufficient permission for that call.")])
def test_a_look_that_found_nothing_out_is_said_in_kites_words(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock, *, fault: Exception
) -> None:
    page = part_one(app, client, basket, kite, OPEN)
    kite.fail("margins", *[fault] * 5)
    client.get(page)
    client.submit(CHECK)
    for _ in range(6):
        work(app, kite)
        clock.forward(seconds=30)
    words = said(client, page)
    assert "found nothing out." in words
    assert f"Kite: {fault}" in words
    assert client.page.all(CHECK)
    assert client.page.all(GO_ON)


def test_the_days_other_orders_are_shown_to_their_person_and_gone_with_the_session(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    kite.place(book_order(order_id="99", tradingsymbol="WIPRO", tag=None, tags=()))
    part_one(app, client, basket, kite, OPEN)
    words = said(client, f"{basket}/result")
    assert "Other orders today: 1, shown to you alone" in words
    assert "WIPRO" in words
    assert "WIPRO" not in repr(rows(app))
    client.submit("form[action$='/end']")
    words = said(client, f"{basket}/result")
    assert "WIPRO" not in words
    assert "Other orders today: 1. They do not carry this tag, and were not kept." in words
    assert rows(app)["private_looks"] == []


def test_somebody_else_finds_nothing_there(
    app: Flask, client: HouseClient, client_for: ClientFor, basket: str, kite: FakeKite
) -> None:
    part_one(app, client, basket, kite, DONE)
    stranger = client_for(app)
    save(stranger, INFY, name="Mine")
    for page in ("sells-first", "depository"):
        assert stranger.get(f"{basket}/{page}").status_code == 404
    assert len(readings(app, basket)) == 1


# --- the depository -----------------------------------------------------------------------------

REFUSED = book_order(
    order_id="11",
    status="REJECTED",
    status_message="10 quantity needs authorisation at depository.",
    filled_quantity=0,
)


def test_a_sell_that_was_refused_for_the_depository_leads_to_its_page(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    page = part_one(app, client, basket, kite, REFUSED)
    assert "10 quantity needs authorisation at depository." in said(client, page)
    [link] = [each for each in client.page.all("main a") if text_of(each) == "How to let them be sold"]
    words = said(client, attribute(link, "href"))
    assert "A sell was refused for this" in words
    assert "from 08:00 IST" in words
    assert "until 17:30 IST at most" in words


def test_the_result_leads_there_too(app: Flask, client: HouseClient, basket: str, kite: FakeKite) -> None:
    part_one(app, client, basket, kite, REFUSED)
    client.get(f"{basket}/result")
    [link] = [each for each in client.page.all("main a") if text_of(each) == "How to let them be sold"]
    assert attribute(link, "href") == f"{basket}/depository"


def test_what_the_person_says_kite_said_leads_there_as_well(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    part_one(app, client, basket, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/kite-said']", fields={"reason": "authorisation"})
    client.get(f"{basket}/result")
    assert [each for each in client.page.all("main a") if text_of(each) == "How to let them be sold"]
    assert "A sell was refused for this" in said(client, f"{basket}/depository")


def test_the_request_is_opened_at_kite_and_only_the_holdings_show_what_came_of_it(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    part_one(app, client, basket, kite, REFUSED)
    kite.held = [holding()]
    page = f"{basket}/depository"
    client.get(page)
    client.submit("form[action$='/depository']")
    assert "Checking with Kite" in said(client, page)
    work(app, kite)
    said(client, page)
    [request_id] = kite.asked_to_authorise
    [link] = [each for each in client.page.all("main a") if text_of(each) == "Go on at Kite"]
    assert attribute(link, "href").endswith(f"/connect/portfolio/authorise/holdings/testkey/{request_id}")
    assert request_id not in repr(rows(app))
    kite.held = [holding(authorised_quantity=10)]
    assert come_back(client, status="success").location == page
    assert "Checking with Kite" in said(client, page)
    assert [each.status for each in handbacks(app, basket)] == ["success"], "it says nothing of any order"
    work(app, kite)
    words = said(client, page)
    assert "CDSL has your yes" in words
    assert client.page.all(CHECK)


@pytest.mark.parametrize(
    ("query", "minutes", "depository"),
    [
        ({"status": "success"}, 44, True),
        ({"status": "error"}, 1, True),
        ({"status": "cancelled"}, 1, False),
        ({"status": "success", "request_token": "x" * 32}, 1, False),
        ({"status": "success"}, 45, False),
    ],
)
def test_only_a_return_without_a_token_soon_after_the_request_is_taken_for_one_from_there(
    app: Flask,
    client: HouseClient,
    basket: str,
    kite: FakeKite,
    clock: FakeClock,
    *,
    query: dict[str, str],
    minutes: int,
    depository: bool,
) -> None:
    part_one(app, client, basket, kite, REFUSED)
    kite.held = [holding()]
    client.get(f"{basket}/depository")
    client.submit("form[action$='/depository']")
    work(app, kite)
    clock.forward(minutes=minutes)
    before = len(handbacks(app, basket))
    where = come_back(client, None, **query).location
    assert (where == f"{basket}/depository") is depository
    assert len(handbacks(app, basket)) - before == (0 if depository else 1)


def test_shares_that_are_not_held_are_not_asked_for(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    part_one(app, client, basket, kite, REFUSED)
    client.get(f"{basket}/depository")
    client.submit("form[action$='/depository']")
    work(app, kite)
    assert "None of these shares is in your holdings" in said(client, f"{basket}/depository")
    assert kite.asked_to_authorise == {}


def test_without_a_session_the_page_says_how_to_do_it_in_kite(client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    words = said(client, f"{basket}/depository")
    assert "How to do it" in words
    assert not client.page.all("main form")


@pytest.mark.parametrize(("hours", "shut"), [(0, False), (8, True)])
def test_at_night_the_page_says_that_cdsl_is_shut(
    client: HouseClient, basket: str, clock: FakeClock, hours: int, *, shut: bool
) -> None:
    to_kite(client, basket)
    clock.forward(hours=hours)
    assert ("It is shut now." in said(client, f"{basket}/depository")) is shut
