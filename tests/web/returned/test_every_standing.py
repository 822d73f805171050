"""A hand-off whose orders came to everything that an order can come to: each row says what, and by what we know."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.page import attribute
from tests.web.every_standing import SYMBOLS, every_standing, order, read, see, sent
from tokri.core.evidence import QUEUED, Source
from tokri.core.verdict import Standing


def row(client: HouseClient, symbol: str) -> str:
    place = list(SYMBOLS).index(symbol)
    return client.page.text(f"#seen-1 tr[data-order='{place}']")


def test_each_order_stands_as_it_came_to_and_can_be_read_by_a_program(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    client.get(f"{every_standing(app, client, clock)}/result")
    found = client.page.all("#seen-1 tbody tr")
    assert [attribute(each, "data-standing") for each in found] == [each.value for each in SYMBOLS.values()]
    assert [attribute(each, "data-filled") for each in found] == ["10", "15", "0", "0", "0", "0", "0", "0", "0"]
    assert [attribute(each, "data-reported") for each in found] == ["", "", "", "", "", "", "", "", "10"]
    sources = [attribute(each, "data-source") for each in found]
    assert sources == ["book", "book", "book", "book", "book", "book", "", "book", "postback"]
    (section,) = client.page.all("section[data-handoff]")
    assert attribute(section, "data-state") == "read"


def test_every_row_says_what_can_be_known_of_it(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    client.get(f"{every_standing(app, client, clock)}/result")
    assert "₹1,498.35 ₹1.65 better than its limit, ₹1,500 Filled" in row(client, "INFY")
    assert "15 25 still open" in row(client, "TCS")
    assert "LIMIT ₹1,490 in the book: changed on Kite" in row(client, "HDFCBANK")
    queued = row(client, "ITC")
    assert "wait for 12 Feb 2026" in queued
    assert "Queued for 12 Feb 2026" in queued
    assert "still open" not in queued
    rejected = row(client, "RELIANCE")
    assert "Kite: Insufficient funds. Required margin is 15000.00" in rejected
    assert "Needed ₹15,000, available ₹4,210.50: short by ₹10,789.50. Add funds in Kite, or place fewer." in rejected
    assert "Cannot be told apart" in row(client, "WIPRO")
    assert "Not in the order book Kite’s order book was read 11 Feb 2026, 10:32 IST" in row(client, "LT")
    reported = row(client, "AXISBANK")
    assert "Reported by Kite, not seen in the book, 11 Feb 2026, 10:33 IST By that report 10 filled." in reported


def test_how_much_is_filled_is_drawn_as_well_as_told(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    client.get(f"{every_standing(app, client, clock)}/result")
    partly = client.page.all("#seen-1 tr[data-order='1'] svg.fill rect")
    assert [(attribute(each, "class"), attribute(each, "width")) for each in partly] == [
        ("fill__filled", "37"),
        ("fill__open", "62"),
    ]
    assert len(client.page.all("#seen-1 svg.fill")) == 6, "nothing is drawn of what nobody has seen"


def test_what_happened_is_told_moment_by_moment(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    client.get(f"{every_standing(app, client, clock)}/result")
    moments = [" ".join(each.to_text().split()) for each in client.page.all(".timeline li")]
    assert [each.partition("IST ")[2] for each in moments] == [
        "Left for Kite",
        "Kite’s redirect: Sent to Kite",
        "Kite’s order book was read",
        "Kite reported AXISBANK: Filled, 10 filled",
    ]


def test_orders_for_the_next_session_are_asked_after_when_it_has_begun(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    clock.forward(hours=8)
    basket = sent(app, client, order("INFY", variety="amo"))
    clock.forward(minutes=1)
    read(app, basket, clock())
    see(app, basket, Source.BOOK, 0, clock(), status=QUEUED, filled_quantity=0, variety="amo", order_id="1")
    clock.forward(hours=1)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Queued for 12 Feb 2026"
    assert not client.page.all("form.choices, a[href*='/connect/login']")
    clock.now = clock.now.replace(hour=3, minute=59) + timedelta(days=1)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Queued for 12 Feb 2026"
    clock.forward(minutes=1)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Released on 12 Feb 2026, outcome not known"
    assert "The session that these orders waited for has begun" in client.page.text("main")
    assert client.page.all("a[href*='/connect/login']"), "now the book shows more than the evening before"
    assert attribute(client.page.one("#seen-1 tbody tr"), "data-standing") == Standing.UNKNOWN.value
    see(app, basket, Source.POSTBACK, 0, clock(), variety="amo", order_id="1")
    client.get(f"{basket}/result")
    assert not client.page.text("#part-1").startswith("Released")
    assert "Kite reported 10 filled" in client.page.text("#seen-1 tbody tr")


def test_a_hand_off_of_which_nobody_heard_is_asked_after_and_resolved_by_whatever_comes(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    for late in ("word", "postback", "reading"):
        basket = sent(app, client, order("INFY"))
        clock.forward(minutes=10)
        client.get(f"{basket}/result")
        assert client.page.text("#part-1") == "No word from Kite"
        assert "Nothing is sent again by itself." in client.page.text("main")
        if late == "word":
            client.submit("form.choices", ("said", "placed-all"))
        elif late == "postback":
            see(app, basket, Source.POSTBACK, 0, clock(), order_id="late")
        else:
            read(app, basket, clock())
        client.get(f"{basket}/result")
        assert client.page.text("#part-1") != "No word from Kite", late
        assert "Nothing is sent again by itself." not in client.page.text("main")
        clock.forward(hours=1)


def test_where_some_orders_are_only_reported_the_person_is_asked_for_those_of_which_nothing_is_known(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    basket = sent(app, client, order("INFY"), order("TCS"))
    see(app, basket, Source.POSTBACK, 0, clock(), tradingsymbol="INFY", status="COMPLETE")
    client.get(f"{basket}/result")
    standing = [attribute(each, "data-standing") for each in client.page.all("#seen-1 tbody tr")]
    assert standing == ["reported", "unknown"]
    assert client.page.all("form.choices button")
    see(app, basket, Source.POSTBACK, 1, clock(), order_id="2", tradingsymbol="TCS", status="COMPLETE")
    client.get(f"{basket}/result")
    assert not client.page.all("form.choices button")
