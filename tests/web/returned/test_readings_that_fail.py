"""What can go wrong with a reading: each fault is told in words of its own, and nothing is claimed."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite
from tests.web.returned.steps import ACCOUNT, YES, confirmed, said, the_order
from tests.web.steps import rows, work
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
    assert "It was not known in time whose Kite account it was, so nothing was read." in said(client, basket)
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
