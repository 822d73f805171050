"""What may be at Kite already is not sent again unasked, in whichever version it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.page import text_of
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    hand_off,
    handoffs,
    hidden,
    press,
    rows,
    save,
    there_and_back,
    to_kite,
    work,
    world,
)
from tokri.core.evidence import Source
from tokri.core.ports.evidence import Upload
from tokri.core.times import ist
from tokri.web.context import KEY


@pytest.fixture
def three_parts(client: HouseClient) -> str:
    """Twenty-one orders: parts of ten, ten and one."""
    return save(client, *({**INFY, "quantity": str(n)} for n in range(1, 22)))


def say(client: HouseClient, basket: str, said: str) -> None:
    client.get(f"{basket}/result")
    client.submit("form.choices", ("said", said))


def look_in_the_book(app: Flask, client: HouseClient, basket: str, *, placed: bool) -> None:
    kite = FakeKite()
    come_back(client, status="success", request_token=kite.log_in())
    if placed:
        kite.place(book_order(tag=(tag := handoffs(app, basket)[0].tag), tags=(tag,)))
    client.get(f"{basket}/result")
    client.submit("form[action$='/reading']")
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/account']", ("account", "mine"))
    work(app, kite)


Happening = Callable[[Flask, HouseClient, str], object]

AT_STAKE: dict[str, tuple[Happening, str]] = {
    "at Kite": (lambda *_: None, "version 1, which left on 11 Feb 2026, 10:30 IST, is at Kite now:"),
    "success": (lambda _, client, __: come_back(client, status="success"), "was finished on Kite’s page, as Kite told"),
    "odd": (lambda _, client, __: come_back(client), "came back without saying how it went"),
    "all": (lambda _, client, basket: say(client, basket, "placed-all"), "is placed, by your word"),
    "some": (lambda _, client, basket: say(client, basket, "placed-some"), "is partly placed, by your word"),
    "seen": (
        lambda app, client, basket: look_in_the_book(app, client, basket, placed=True),
        "was seen in Kite’s order",
    ),
    "cancelled, and placed all the same": (
        lambda _, client, basket: (come_back(client, status="cancelled"), say(client, basket, "placed-all")),
        "is placed, by your word",
    ),
    "placed, and then a cancel that anybody may have sent": (
        lambda app, client, basket: (
            say(client, basket, "placed-all"),
            later(app),
            come_back(client, status="cancelled"),
        ),
        "is placed, by your word",
    ),
    "placed, and not in the book": (
        lambda app, client, basket: (
            say(client, basket, "placed-some"),
            look_in_the_book(app, client, basket, placed=False),
        ),
        "is partly placed, by your word",
    ),
    "placed, then taken back": (
        lambda app, client, basket: (
            say(client, basket, "placed-all"),
            later(app),
            say(client, basket, "placed-none"),
        ),
        "was placed by your word of 11 Feb 2026, 10:30 IST, “I placed all of them”, and not by that of 11 Feb",
    ),
    "none said, then a success": (
        lambda _, client, basket: (say(client, basket, "placed-none"), come_back(client, status="success")),
        "was finished on Kite’s page, as Kite told us",
    ),
}

NOTHING_PLACED: dict[str, Happening] = {
    "cancelled": lambda _, client, __: come_back(client, status="cancelled"),
    **{
        said: lambda _, client, basket, said=said: say(client, basket, said)  # type: ignore[misc]  # a lambda's default has no type
        for said in ("placed-none", "no-login", "not-enabled")
    },
    "not in the book": lambda app, client, basket: look_in_the_book(app, client, basket, placed=False),
    "placed, then taken back, and not in the book": lambda app, client, basket: (
        say(client, basket, "placed-all"),
        later(app),
        say(client, basket, "placed-none"),
        look_in_the_book(app, client, basket, placed=False),
    ),
}


def later(app: Flask) -> None:
    clock = world(app).clock
    assert isinstance(clock, FakeClock)
    clock.forward(minutes=1)


@pytest.mark.parametrize("happening", AT_STAKE)
def test_a_change_of_the_basket_does_not_send_its_orders_again_unasked(
    app: Flask, client: HouseClient, happening: str
) -> None:
    happens, words = AT_STAKE[happening]
    basket = save(client, INFY)
    to_kite(client, basket)
    happens(app, client, basket)
    press(client, "save", INFY, TCS, at=basket, base=1)
    client.get(f"{basket}/review")
    (tick,) = client.page.all("label[for=again]")
    assert words in text_of(tick)
    assert text_of(tick).endswith("what was placed there would be placed twice.")
    assert client.submit("form.send").status_code == 422
    assert "Look at your orders in Kite, then tick" in client.page.text("#error-summary")
    assert len(handoffs(app, basket)) == 1
    assert client.submit("form.send", fields={"again": "yes"}).status_code == 303


def test_after_long_silence_the_tick_says_that_it_may_have_gone_through(client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    clock.forward(hours=2)
    client.get(f"{basket}/review")
    words = client.page.text("label[for=again]")
    assert "what left on 11 Feb 2026, 10:30 IST may have gone through, though nothing was heard of it:" in words


@pytest.mark.parametrize("changed", [True, False], ids=["changed", "the same"])
@pytest.mark.parametrize("happening", NOTHING_PLACED)
def test_what_placed_nothing_is_sent_without_a_tick(
    app: Flask, client: HouseClient, happening: str, *, changed: bool
) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    NOTHING_PLACED[happening](app, client, basket)
    if changed:
        press(client, "save", INFY, TCS, at=basket, base=1)
    client.get(f"{basket}/review")
    assert not client.page.all("#again")
    assert client.submit("form.send").status_code == 303


def test_a_file_without_it_is_no_end_while_kites_page_may_stand_open(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    clock.forward(days=1)
    nothing_traded(app, basket)
    client.get(f"{basket}/review")
    assert "may stand open on Kite’s page still, for nobody came back from it" in client.page.text("label[for=again]")
    come_back(client, status="cancelled")
    client.get(f"{basket}/review")
    assert not client.page.all("#again")


def nothing_traded(app: Flask, basket: str) -> None:
    """A tradebook of the whole day on which the hand-off left, without its orders, was brought."""
    handoff, now = handoffs(app, basket)[0], world(app).clock()
    assert handoff.left_at is not None
    day = ist(handoff.left_at).date()
    upload = Upload(
        id="a tradebook",
        basket_id=handoff.basket_id,
        source=Source.TRADE_FILE,
        name="tradebook.csv",
        sha256="0" * 64,
        by="visitor",
        at=now,
        first_day=day,
        last_day=day,
        closed=True,
        rows=3,
        matched=0,
        whole=(handoff.id,),
    )
    with world(app).store.writing() as unit:
        unit.evidence.add_upload(upload)


def test_what_was_prepared_and_never_left_needs_no_tick(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    hand_off(client, basket)
    client.get(f"{basket}/review")
    assert not client.page.all("#again")
    assert client.submit("form.send").status_code == 303
    assert len(handoffs(app, basket)) == 2


def test_of_several_at_stake_the_tick_names_each(client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    clock.forward(minutes=1)
    press(client, "save", TCS, at=basket, base=1)
    to_kite(client, basket, {"again": "yes"})
    client.get(f"{basket}/review")
    assert client.page.text("label[for=again]") == (
        "I have looked at my orders in Kite. Send this all the same, although version 1, which left on 11 Feb 2026, "
        "10:30 IST, is at Kite now; and what left on 11 Feb 2026, 10:31 IST is at Kite now: "
        "what was placed there would be placed twice."
    )


def test_another_part_of_the_same_plan_is_not_the_same_orders(client: HouseClient, three_parts: str) -> None:
    there_and_back(client, three_parts)
    client.get(f"{three_parts}/review")
    assert hidden(client.page, "part") == "2"
    assert not client.page.all("#again")
    assert client.submit("form.send").status_code == 303


def test_another_plan_of_the_same_version_may_hold_the_same_orders(
    app: Flask, client: HouseClient, three_parts: str
) -> None:
    """The installation's limit was changed: what is parts 1 and 2 now went in part 1 before."""
    there_and_back(client, three_parts)
    tools = app.extensions[KEY]
    fewer = replace(tools.outside.app, basket_limit=5)
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, app=fewer))
    client.get(f"{three_parts}/review")
    assert (hidden(client.page, "part"), hidden(client.page, "attempt")) == ("1", "2")
    assert "part 1, which left on 11 Feb 2026, 10:30 IST, was finished" in client.page.text("label[for=again]")
    assert client.submit("form.send").status_code == 422


def test_before_it_is_sent_again_the_page_shows_what_the_first_may_have_done(
    app: Flask, client: HouseClient, basket: str
) -> None:
    to_kite(client, basket)
    client.get(f"{basket}/review")
    shown = client.page.text("#sent-before")
    assert "Not back from Kite yet Left for Kite on 11 Feb 2026, 10:30 IST" in shown
    assert "BUY INFY, 10 Not known" in shown
    assert client.page.text("form.send .button--secondary") == "Send again: 1 order"
    look_in_the_book(app, client, basket, placed=True)
    client.get(f"{basket}/review")
    assert "BUY INFY, 10 Filled 10 of 10 Seen in Kite’s order book" in client.page.text("#sent-before")


def test_what_nothing_may_have_come_of_is_sent_without_another_question(client: HouseClient, basket: str) -> None:
    come_back(client, to_kite(client, basket), status="cancelled")
    client.get(f"{basket}/review")
    assert not client.page.all("#sent-before")
    assert "Continue to Kite: 1 order" in client.page.text("form.send")


def test_a_book_that_may_be_looked_into_is_offered_before_it_is_sent_again(
    app: Flask, client: HouseClient, basket: str
) -> None:
    kite = FakeKite()
    there_and_back(client, basket, request_token=kite.log_in())
    client.get(f"{basket}/review")
    assert client.page.text("#sent-before a.button") == "Have the order book read first"
    client.get(f"{basket}/result")
    tag = handoffs(app, basket)[0].tag
    kite.place(book_order(tag=tag, tags=(tag,), status="OPEN", filled_quantity=0))
    client.submit("form[action$='/reading']", fields={"keep": "yes"})
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/account']", ("account", "mine"))
    work(app, kite)
    client.get(f"{basket}/review")
    kite.book.clear()
    kite.place(book_order(tag=tag, tags=(tag,)))
    assert client.submit("#sent-before form").status_code == 303
    work(app, kite)
    client.get(f"{basket}/review")
    assert "Filled 10 of 10" in client.page.text("#sent-before")


def test_news_of_the_first_since_it_was_shown_is_shown_before_it_is_sent_again(
    client: HouseClient, basket: str, app: Flask
) -> None:
    sent = to_kite(client, basket)
    client.get(f"{basket}/review")
    other = dict(client.page.form("form.send").fields)
    come_back(client, sent, status="success")
    assert client.post(f"{basket}/handoff", data={**other, "again": "yes"}).status_code == 409
    assert "There is news of what was handed to Kite before" in client.page.text("main")
    assert len(handoffs(app, basket)) == 1
    assert client.submit("form.send", fields={"again": "yes"}).status_code == 303


def test_of_two_tabs_that_would_send_again_one_does_and_the_other_is_told(
    client: HouseClient, basket: str, app: Flask
) -> None:
    to_kite(client, basket)
    client.get(f"{basket}/review")
    other = dict(client.page.form("form.send").fields)
    first = client.submit("form.send", fields={"again": "yes"})
    client.get(first.location)
    assert client.post(f"{basket}/handoff", data={**other, "again": "yes"}).status_code == 409
    assert "handed to Kite already, perhaps from another tab. Nothing more was sent" in client.page.text("main")
    assert len(handoffs(app, basket)) == 2


def test_that_it_was_sent_again_is_recorded_with_what_may_be_there(
    client: HouseClient, basket: str, app: Flask
) -> None:
    to_kite(client, basket)
    hand_off(client, basket, {"again": "yes"})
    made = [row for row in map(str, rows(app)["record"]) if "hand-off made" in row]
    first, again = handoffs(app, basket)
    (told,) = [each for each in made if again.id in each and f'"may_be_there":"{first.id}"' in each]
    assert '"again":true' in told
