"""The person's own yes to reading the order book, seen from the page: each state of it, and each way it can fail."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.page import text_of
from tests.web.steps import (
    INFY,
    TCS,
    button_names,
    handbacks,
    handoffs,
    readings,
    rows,
    save,
    there_and_back,
    to_kite,
    work,
)
from tokri.core.ports import (
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    TokenRefused,
)

YES = "form[action$='/reading']"
ACCOUNT = "form[action$='/account']"
END = "form[action$='/end']"
LOOK = "form[action$='/look']"


@pytest.fixture
def basket(client: HouseClient, kite: FakeKite) -> str:
    """One order, to Kite and back with a token; its result is on the page."""
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    return basket


def said(client: HouseClient, basket: str) -> str:
    client.get(f"{basket}/result")
    return client.page.text("main")


def queued(app: Flask) -> list[str]:
    return [row[1] for row in rows(app)["jobs"]]


def confirmed(app: Flask, client: HouseClient, kite: FakeKite, basket: str, **fields: str) -> str:
    """Yes, and yes that is me, and the runner has read; answers what the page says."""
    client.get(f"{basket}/result")
    client.submit(YES, fields=fields)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "mine"))
    work(app, kite)
    return said(client, basket)


def the_order(app: Flask, basket: str, **changes: object) -> Any:
    """The order of the basket as the order book shows it."""
    tag = handoffs(app, basket)[0].tag
    return book_order(tag=tag, tags=(tag,), **changes)


# --- asked, and only asked ----------------------------------------------------------------------


def test_after_the_return_the_person_is_asked_and_nothing_is_read_yet(
    app: Flask, client: HouseClient, basket: str
) -> None:
    assert "Let Tokri read today’s orders once, to check this one?" in said(client, basket)
    assert "Yes, read today’s orders once" in button_names(client.page)
    assert not client.page.all("input[name=keep][checked]")
    assert readings(app, basket) == []
    assert queued(app) == []


def test_without_a_secret_the_page_says_what_that_means(client_for: ClientFor, kite: FakeKite) -> None:
    client = client_for(kite_api_secret="")
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    assert "This site cannot look into your order book: its Kite app has no API secret." in said(client, basket)
    assert not client.page.all(YES)
    assert client.page.all("form.choices")


def test_where_nothing_is_ever_read_the_page_says_so_and_not_that_a_secret_is_missing(
    client_for: ClientFor, kite: FakeKite
) -> None:
    client = client_for(read_orders="never")
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    words = said(client, basket)
    assert "This site does not look into order books." in words
    assert "secret" not in words
    assert not client.page.all(YES)


@pytest.mark.parametrize("changes", [{"kite_api_secret": ""}, {"read_orders": "never"}])
def test_a_yes_that_was_never_asked_for_queues_nothing(
    client_for: ClientFor, kite: FakeKite, changes: dict[str, Any]
) -> None:
    client = client_for(**changes)
    app: Any = client.application
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    (handoff,), (handback,) = handoffs(app, basket), handbacks(app, basket)
    client.post(f"/handoffs/{handoff.id}/reading", data={"handback": handback.id})
    assert queued(app) == []
    assert readings(app, basket) == []


def test_where_orders_are_always_read_the_return_itself_queues_the_reading(
    client_for: ClientFor, kite: FakeKite
) -> None:
    client = client_for(read_orders="always")
    app: Any = client.application
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    assert queued(app) == ["exchange"]
    assert "Checking with Kite" in said(client, basket)
    (reading,) = readings(app, basket)
    assert not reading.keep


def test_a_return_without_a_token_is_told_that_it_lets_nothing_be_read(client: HouseClient) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, status="cancelled")
    assert "Kite sent nothing back that lets the order book be read." in said(client, basket)
    assert not client.page.all(YES)


def test_before_the_return_the_page_says_why_nothing_can_be_read(client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    assert "The order book can be read only after Kite has sent your browser back." in said(client, basket)


def test_a_token_that_is_too_old_is_not_offered_any_more(client: HouseClient, basket: str, clock: FakeClock) -> None:
    clock.forward(minutes=11)
    assert "can be used for a few minutes, and they are over" in said(client, basket)
    assert not client.page.all(YES)


# --- yes ----------------------------------------------------------------------------------------


def test_the_yes_queues_one_job_and_says_so_at_once(app: Flask, client: HouseClient, basket: str) -> None:
    form = client.page.form(YES)
    assert client.submit(form).location == f"{basket}/result"
    assert client.submit(form).location == f"{basket}/result"
    assert queued(app) == ["exchange"]
    assert len(readings(app, basket)) == 1
    assert "Checking with Kite See how far it is" in said(client, basket)
    assert client.page.all("#outcome[data-watch]")
    assert not client.page.all(YES)


def test_a_yes_that_names_another_return_is_none(app: Flask, client: HouseClient, basket: str) -> None:
    (handoff,) = handoffs(app, basket)
    for handback in ("", "never-was"):
        answer = client.post(f"/handoffs/{handoff.id}/reading", data={"handback": handback})
        assert answer.status_code == 404
    assert queued(app) == []


def test_whose_account_it_is_is_asked_before_anything_is_read(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    client.submit(YES)
    work(app, kite)
    assert "Kite says you are AB1234. Is this you? Nothing is read before you say so." in said(client, basket)
    assert kite.calls == ["exchange"]
    assert not client.page.all("#outcome[data-watch]")


def test_after_the_yes_the_page_shows_what_was_seen_and_where(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    kite.place(the_order(app, basket), book_order(order_id="1", tag=None, tags=(), tradingsymbol="WIPRO"))
    words = confirmed(app, client, kite, basket)
    assert client.page.text("#part-1") == "Filled, by Kite’s order book"
    assert client.page.text("caption") == "Seen in Kite’s order book, 11 Feb 2026, 10:30 IST"
    row = client.page.text("#seen-1 tbody tr")
    assert all(word in row for word in ("INFY", "10", "₹1,502.35", "Filled", "1953341975595868160"))
    assert "Other orders today: 1. They do not carry this tag, and were not kept." in words
    assert "WIPRO" not in client.page.html + repr(rows(app))
    assert kite.open_sessions == 0
    assert "The session with Kite was ended at 11 Feb 2026, 10:30 IST." in words


def test_orders_that_are_not_there_are_said_not_to_be_there(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    words = confirmed(app, client, kite, basket)
    assert client.page.text("#part-1") == "Not seen in Kite’s order book"
    assert "Not in the order book" in words


def test_orders_that_cannot_be_told_apart_are_shown_and_not_said_to_be_missing(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    limit = {**INFY, "order_type": "LIMIT", "price": "1500"}
    basket = save(client, limit, {**limit, "price": "1490"}, TCS)
    there_and_back(client, basket, request_token=kite.log_in())
    for order_id, price in (("111", 1495), ("222", 1485)):
        kite.place(the_order(app, basket, order_id=order_id, order_type="LIMIT", price=Decimal(price)))
    words = confirmed(app, client, kite, basket)
    assert client.page.text("#part-1") == "Seen in Kite’s order book"
    lines = [text_of(row) for row in client.page.all("#seen-1 tbody tr")]
    assert ["Cannot be told apart: see below" in line for line in lines] == [True, True, False]
    assert ["Not in the order book" in line for line in lines] == [False, False, True]
    assert "2 orders carry this hand-off’s tag; which is which cannot be told." in words
    below = [text_of(row) for row in client.page.all("#unsorted-1 tbody tr")]
    assert all(
        id_ in line and price in line
        for id_, price, line in zip(["111", "222"], ["1,495", "1,485"], below, strict=True)
    )
    assert "Check the orders and try again" not in words


def test_an_order_with_the_persons_own_tag_and_another_quantity_is_shown_and_not_said_to_be_missing(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, {**INFY, "tag": "MINE"})
    there_and_back(client, basket, request_token=kite.log_in())
    kite.place(book_order(quantity=7, tag="MINE", tags=("MINE",)))
    words = confirmed(app, client, kite, basket)
    assert "Not in the order book" not in words
    told = "1 order carries this hand-off’s tag, or your own; which of the orders above it is cannot be told."
    assert told in words
    assert "Filled" in client.page.text("#unsorted-1 tbody tr")


BOOK = [
    ({"status": "REJECTED", "status_message": "Insufficient funds", "filled_quantity": 0}, "Rejected"),
    ({"status": "OPEN", "filled_quantity": 4, "pending_quantity": 6}, "Open, partly filled"),
    ({"status": "OPEN", "filled_quantity": 0, "pending_quantity": 10}, "Open"),
    ({"status": "AMO REQ RECEIVED", "filled_quantity": 0}, "Queued for the next session"),
    ({"status": "CANCELLED", "filled_quantity": 0, "cancelled_quantity": 10}, "Cancelled"),
    ({"status": "PUT ORDER REQ RECEIVED", "filled_quantity": 0}, "Under way (put order req received)"),
]


@pytest.mark.parametrize(("changes", "word"), BOOK)
def test_each_state_of_the_book_has_its_word(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, *, changes: dict[str, object], word: str
) -> None:
    kite.place(the_order(app, basket, **changes))
    confirmed(app, client, kite, basket)
    row = client.page.text("#seen-1 tbody tr")
    assert word in row
    assert "Filled " not in row.replace("Filled 0", "").replace("Filled 4", "")
    if "status_message" in changes:
        assert "Kite: Insufficient funds" in row


def test_what_kite_told_stands_beside_what_was_seen(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    words = confirmed(app, client, kite, basket)
    assert words.index("What Kite told us") < words.index("What was seen in the order book")
    assert "Kite’s redirect said “success”" in words


# --- whose account ------------------------------------------------------------------------------


def test_an_account_that_is_not_mine_is_not_read_and_its_session_is_ended(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    client.submit(YES)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "not-mine"))
    work(app, kite)
    assert "The Kite account AB1234 is not yours, as far as we know." in said(client, basket)
    assert kite.calls == ["exchange", "end"]
    assert kite.open_sessions == 0


def test_an_account_that_was_confirmed_once_is_not_asked_after_again(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    confirmed(app, client, kite, basket)
    another = save(client, TCS)
    there_and_back(client, another, request_token=kite.log_in())
    client.submit(YES)
    work(app, kite)
    assert "Not seen in Kite’s order book" in said(client, another)


def test_another_account_than_the_persons_own_is_refused_unread(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    confirmed(app, client, kite, basket)
    kite.calls.clear()
    another = save(client, TCS)
    there_and_back(client, another, request_token=kite.log_in("ZZ9999"))
    client.submit(YES)
    work(app, kite)
    assert "The Kite account ZZ9999 is not yours, as far as we know." in said(client, another)
    assert kite.calls == ["exchange", "end"]


@pytest.mark.parametrize("account", ["", "perhaps"])
def test_an_answer_that_is_none_is_refused(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, account: str
) -> None:
    client.submit(YES)
    work(app, kite)
    (reading,) = readings(app, basket)
    assert client.post(f"/readings/{reading.id}/account", data={"account": account}).status_code == 400
    assert readings(app, basket) == [reading]


def test_an_answer_given_twice_counts_once(app: Flask, client: HouseClient, basket: str, kite: FakeKite) -> None:
    client.submit(YES)
    work(app, kite)
    client.get(f"{basket}/result")
    form = client.page.form(ACCOUNT)
    client.submit(form, ("account", "mine"))
    (reading,) = readings(app, basket)
    assert client.submit(form, ("account", "not-mine")).status_code == 303
    assert readings(app, basket) == [reading]


# --- a kept session -----------------------------------------------------------------------------


def test_a_kept_session_shows_its_end_and_a_button_to_end_it_now(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    words = confirmed(app, client, kite, basket, keep="yes")
    assert "Your Kite session is kept until 12 Feb 2026, 06:00 IST, as you ticked." in words
    assert kite.open_sessions == 1
    assert button_names(client.page) == ["Look again", "End the session now"]
    (reading,) = readings(app, basket)
    assert reading.access_token_sealed is not None
    assert "access0" not in repr(rows(app)) + client.page.html

    client.submit(END)
    assert "The session with Kite is being ended." in said(client, basket)
    work(app, kite)
    assert kite.open_sessions == 0
    assert "The session with Kite was ended at" in said(client, basket)


def test_a_kept_session_is_looked_at_again_and_the_page_shows_when(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    confirmed(app, client, kite, basket, keep="yes")
    assert "Not in the order book" in client.page.text("#seen-1")
    kite.place(the_order(app, basket))
    clock.forward(minutes=12)
    assert client.submit(LOOK).location == f"{basket}/result"
    assert "Checking with Kite" in said(client, basket)
    assert client.page.all("#outcome[data-watch]")
    assert not client.page.all(LOOK)
    work(app, kite)
    said(client, basket)
    assert client.page.text("caption") == "Seen in Kite’s order book, 11 Feb 2026, 10:42 IST"
    assert "Filled" in client.page.text("#seen-1 tbody tr")
    assert client.page.all(LOOK)


def test_a_look_that_finds_nothing_out_says_so_and_leaves_what_was_seen(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    kite.place(the_order(app, basket))
    confirmed(app, client, kite, basket, keep="yes")
    clock.forward(minutes=12)
    kite.fail("orders", KiteRefused())
    client.submit(LOOK)
    work(app, kite)
    words = said(client, basket)
    assert "The look at 11 Feb 2026, 10:42 IST found nothing out." in words
    assert "What stands here was seen at 11 Feb 2026, 10:30 IST." in words
    assert "Filled" in client.page.text("#seen-1 tbody tr")
    client.submit(LOOK)
    work(app, kite)
    assert "found nothing out" not in said(client, basket)


def test_a_session_whose_end_kite_did_not_confirm_is_not_said_to_be_ended(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    kite.fail("end", KiteRefused())
    words = confirmed(app, client, kite, basket)
    assert "Kite did not confirm the end of the session. Our key to it is destroyed;" in words
    assert "Kite itself ends it at 6 AM on 12 Feb 2026." in words
    assert "was ended" not in words


def test_the_session_of_another_account_is_being_ended_until_it_is(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    client.submit(YES)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "not-mine"))
    words = said(client, basket)
    assert "Nothing of it was read. The session with Kite is being ended." in words
    work(app, kite)
    assert "Nothing of it was read. The session with Kite was ended at 11 Feb 2026" in said(client, basket)


def test_a_kept_session_ends_at_six_by_itself(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    confirmed(app, client, kite, basket, keep="yes")
    clock.forward(hours=20)
    work(app, kite)
    said(client, basket)
    assert not client.page.all(END)
    assert kite.open_sessions == 0


# --- what can go wrong --------------------------------------------------------------------------

EXCHANGE = [
    (TokenRefused("Token is invalid or has expired."), "Kite did not take the token"),
    (NotAllowed("Not enabled."), "Kite does not let this site read your orders."),
    (KiteRefused("Some other no."), "Kite refused to let the orders be read."),
    (KiteDown("Our own fault."), "Kite refused to let the orders be read."),
    (KiteUnreachable(), "Kite could not be reached, so nothing was read."),
    (KiteNonsense(), "Kite answered something that could not be understood"),
    (KiteBusy(), "Kite was too busy to answer"),
    (OutcomeUnknown(), "Kite’s answer was lost on the way, and the token works only once"),
]


@pytest.mark.parametrize(("fault", "sentence"), EXCHANGE)
def test_each_way_an_exchange_fails_is_told_and_the_basket_is_whole(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, *, fault: KiteFault, sentence: str
) -> None:
    before = rows(app)["versions"]
    kite.fail("exchange", fault)
    client.submit(YES)
    work(app, kite)
    words = said(client, basket)
    assert sentence in words
    assert "Kite’s redirect said “success”" in words
    assert kite.calls == ["exchange"]
    if fault.kite_said:
        assert f"Kite’s own words: “{fault.kite_said}”" in words
    assert rows(app)["versions"] == before
    assert not client.page.all(YES)
    assert client.page.all("form.choices")


READ = [
    (TokenRefused("Incorrect api_key or access_token."), "Kite did not take the token"),
    (NotAllowed(), "Kite does not let this site read your orders."),
    (KiteRefused(), "Kite refused to let the orders be read."),
    (KiteUnreachable(), "Kite could not be reached"),
    (KiteNonsense(), "Kite answered something that could not be understood"),
    (KiteBusy(), "Kite was too busy to answer"),
]


@pytest.mark.parametrize(("fault", "sentence"), READ)
def test_each_way_the_reading_itself_fails_is_told_and_its_session_ended(
    app: Flask,
    client: HouseClient,
    basket: str,
    kite: FakeKite,
    clock: FakeClock,
    *,
    fault: KiteFault,
    sentence: str,
) -> None:
    kite.fail("orders", *[fault] * 6)
    client.submit(YES)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "mine"))
    for _ in range(6):
        work(app, kite)
        clock.forward(seconds=31)
    assert sentence in said(client, basket)
    assert kite.open_sessions == 0


def test_nobody_who_says_whose_account_it_is_ends_the_reading(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    client.submit(YES)
    work(app, kite)
    clock.forward(minutes=16)
    work(app, kite)
    assert "Nobody said in time whose Kite account it was, so nothing was read." in said(client, basket)
    assert kite.calls == ["exchange", "end"]


def test_a_fault_of_the_reading_is_kites_word_and_not_markup(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    kite.fail("exchange", KiteRefused("<b>no</b> & never"))
    client.submit(YES)
    work(app, kite)
    assert "Kite’s own words: “<b>no</b> & never”" in said(client, basket)


def test_beside_the_order_book_no_word_is_asked_for(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    kite.place(the_order(app, basket))
    confirmed(app, client, kite, basket)
    assert not client.page.all("form.choices")
