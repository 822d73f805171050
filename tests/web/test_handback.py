"""The way back: whatever comes to /kite/redirect is kept as a claim, once, and answered by an honest page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NoReturn
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.page import attribute
from tests.web.steps import (
    INFY,
    LOOKING,
    TCS,
    button_names,
    come_back,
    hand_off,
    handbacks,
    handoffs,
    hidden,
    leave,
    nonce_of,
    page_of,
    press,
    rows,
    save,
    to_kite,
    world,
)
from tokri.core.ports import StoreBusy, StoreFull, StoreUnready
from tokri.limits import LIMITS, Limits
from tokri.web.context import KEY, Tools

TOKEN = "sesame4Q7rT1uV5wX9yZ0aB2cD3eF6gH"
SUCCESS = {"action": "basket", "type": "login", "status": "success", "request_token": TOKEN}


def land(client: HouseClient, answer: TestResponse) -> str:
    """Follow the answer to its clean address; answers what the page says."""
    assert answer.status_code == 303
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(
        r"/(baskets/[\w-]+/result#handoff-[\w-]+|handbacks/[\w-]+|kite/returned/[a-z-]+)", answer.location
    )
    assert TOKEN not in answer.text
    assert client.get(answer.location).status_code == 200
    assert TOKEN not in client.page.html
    return client.page.text("main")


@pytest.fixture
def basket(client: HouseClient) -> str:
    return save(client, INFY)


# --- what Kite sends ----------------------------------------------------------------------------

CLAIMS = [
    ({"status": "success", "request_token": TOKEN}, "success", "you finished on its page"),
    ({"status": "success"}, "success", "It does not say what was filled."),
    ({"status": "cancelled"}, "cancelled", "It does not prove that nothing was placed."),
    ({"status": "cancelled", "request_token": TOKEN}, "cancelled", "It does not prove that nothing was placed."),
    ({}, "odd", "Kite’s redirect said nothing, which tells nothing."),
    ({"request_token": TOKEN}, "odd", "Kite’s redirect said nothing, which tells nothing."),
    ({"status": "completed"}, "odd", "Kite’s redirect said “completed”, which tells nothing."),
    ({"status": "SUCCESS", "request_token": TOKEN}, "odd", "Kite’s redirect said “SUCCESS”, which tells nothing."),
    ({"status": "<script>alert(1)</script>"}, "odd", "“<script>alert(1)</script>”, which tells nothing."),
    ({"status": "ok", "next": "https://evil.test", "redirect": "//evil.test"}, "odd", "“ok”, which tells nothing."),
]


@pytest.mark.parametrize("with_reference", [True, False])
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_return_is_kept_as_what_it_claims_and_no_more(
    app: Flask,
    client: HouseClient,
    basket: str,
    claim: tuple[dict[str, str], str, str],
    *,
    with_reference: bool,
) -> None:
    query, status, said = claim
    sent = to_kite(client, basket)
    words = land(client, come_back(client, sent if with_reference else None, **query))
    (kept,) = handbacks(app, basket)
    assert kept.status == status
    assert said in words
    assert "executed" not in words


def test_a_replay_is_one_claim_and_shows_the_same_page(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    first = come_back(client, sent, **SUCCESS)
    before = handbacks(app, basket)
    for again in (sent, None):
        assert come_back(client, again, **SUCCESS).location == first.location
    assert handbacks(app, basket) == before


def test_a_replay_without_token_and_reference_adds_nothing(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    come_back(client, sent, status="success")
    before = handbacks(app, basket)
    land(client, come_back(client, status="success"))
    assert handbacks(app, basket) == before


def test_success_after_a_forged_cancel_counts(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    land(client, come_back(client, status="cancelled"))
    words = land(client, come_back(client, sent, **SUCCESS))
    assert client.page.text("#part-1") == "Sent to Kite, outcome not known"
    assert words.index("said “success”") < words.index("said “cancelled”")
    assert len(handbacks(app, basket)) == 2


@pytest.mark.parametrize("with_reference", [True, False])
def test_a_forged_cancel_after_the_success_changes_nothing(
    client: HouseClient, basket: str, *, with_reference: bool
) -> None:
    sent = to_kite(client, basket)
    land(client, come_back(client, sent, **SUCCESS))
    come_back(client, sent if with_reference else None, status="cancelled")
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Sent to Kite, outcome not known"


def test_a_success_without_token_after_a_forged_one_with_it_is_told_apart(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    come_back(client, sent, status="success", request_token="forged")
    come_back(client, sent, **SUCCESS)
    assert [kept.token_sha256 is not None for kept in handbacks(app, basket)] == [True, True]


# --- what no Kite sends -------------------------------------------------------------------------

UNREADABLE = [
    "status=success&status=cancelled",
    "status=success&request_token=a&request_token=b",
    "status=success&handoff=a&handoff=a",
    "status=success&request_token=" + "a" * 501,
    "status=success&request_token=" + "a" * 65,
    "status=" + "a" * 501,
    "status=success&request_token=..%2F..%2Fetc",
    "status=success&request_token=a%00b",
    "status=success%0d%0aSet-Cookie:%20x=1",
    "status=success&x=%1b[2J",
    "&".join(f"x{n}=1" for n in range(21)),
]


@pytest.mark.parametrize("query", UNREADABLE)
def test_repeated_oversized_or_hostile_values_are_refused_unread(
    app: Flask, client: HouseClient, basket: str, query: str
) -> None:
    to_kite(client, basket)
    answer = client.get(f"/kite/redirect?{query}")
    assert answer.location == "/kite/returned/unreadable"
    assert "Nothing of it was kept." in land(client, answer)
    assert handbacks(app, basket) == []


@pytest.mark.parametrize("query", ["status=%ff%fe&request_token=%ff", "%00=1", "=&=&=", "status[]=success", "handoff="])
def test_bytes_that_are_no_text_do_no_harm(client: HouseClient, basket: str, query: str) -> None:
    to_kite(client, basket)
    land(client, client.get(f"/kite/redirect?{query}"))


# --- whose return it is -------------------------------------------------------------------------


def test_a_strangers_browser_is_shown_nothing_of_the_basket(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    stranger = app.test_client(public_url="http://tokri.localhost:8400", kite_url="")
    answer = come_back(stranger, sent, **SUCCESS)  # type: ignore[arg-type]  # Flask types its client as its own
    assert answer.location == "/kite/returned/elsewhere"
    assert "nothing of it is shown here" in land(stranger, answer)  # type: ignore[arg-type]  # the same
    assert handbacks(app, basket) == []


def test_another_visitor_is_shown_nothing_of_the_basket_either(
    app: Flask, client: HouseClient, client_for: ClientFor, basket: str
) -> None:
    sent = to_kite(client, basket)
    other = client_for(app)
    save(other, TCS)
    words = land(other, come_back(other, sent, **SUCCESS))
    assert "Kite sent another browser here" in words
    assert "INFY" not in words
    assert handbacks(app, basket) == []


def test_neither_cookie_nor_reference_is_nobodys_return(app: Flask, client: HouseClient) -> None:
    words = land(client, come_back(client, **SUCCESS))
    assert "We cannot tell whose return this is" in words
    assert rows(app)["handbacks"] == []


def test_a_reference_without_a_cookie_that_we_never_gave_is_nobodys_return(client: HouseClient) -> None:
    answer = come_back(client, **SUCCESS, handoff="never-given")
    assert "We cannot tell whose return this is" in land(client, answer)


def test_a_reference_that_we_never_gave_is_not_guessed_at(app: Flask, client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    answer = come_back(client, **SUCCESS, handoff="never-given")
    assert "We do not know this return" in land(client, answer)
    assert handbacks(app, basket) == []


def test_a_browser_that_sent_nothing_is_told_so(app: Flask, client: HouseClient, basket: str) -> None:
    hand_off(client, basket)
    assert "There is nothing at Kite for this to answer" in land(client, come_back(client, **SUCCESS))
    assert rows(app)["handbacks"] == []


def test_a_hand_off_that_was_never_sent_cannot_come_back(app: Flask, client: HouseClient, basket: str) -> None:
    hand_off(client, basket)
    (made,) = handoffs(app, basket)
    answer = come_back(client, **SUCCESS, handoff=made.nonce)
    assert "There is nothing at Kite for this to answer" in land(client, answer)
    assert handbacks(app, basket) == []


def test_a_hand_off_of_two_days_ago_does_not_come_back_by_itself(
    client: HouseClient, basket: str, clock: FakeClock
) -> None:
    to_kite(client, basket)
    clock.forward(days=2)
    assert "There is nothing at Kite" in land(client, come_back(client, **SUCCESS))


def test_a_return_for_a_basket_that_was_deleted_meanwhile_has_its_page(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    client.get(f"{basket}/delete")
    client.submit("main form")
    assert "We do not know this return" in land(client, come_back(client, sent, **SUCCESS))
    assert "There is nothing at Kite" in land(client, come_back(client, **SUCCESS))
    assert rows(app)["handbacks"] == []


def test_an_older_cookie_of_a_browser_that_was_forgotten_brings_nothing_back(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    cookie = client.get_cookie("tokri", domain="tokri.localhost")
    assert cookie is not None
    client.get("/forget")
    client.submit("main form")
    client.set_cookie("tokri", cookie.value, domain="tokri.localhost")
    assert "We do not know this return" in land(client, come_back(client, sent, **SUCCESS))
    assert rows(app)["handbacks"] == []


# --- the token ----------------------------------------------------------------------------------


def test_the_token_is_nowhere_but_sealed_in_the_store(
    app: Flask, client: HouseClient, basket: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    sent = to_kite(client, basket)
    answer = come_back(client, sent, **SUCCESS)
    land(client, answer)
    (kept,) = handbacks(app, basket)
    assert kept.token_sealed is not None
    assert world(app).sealer.unseal(kept.token_sealed, f"handback:{kept.id}") == TOKEN
    assert TOKEN not in repr(rows(app))
    assert TOKEN not in capsys.readouterr().err + caplog.text + str(answer.headers) + repr(kept.status_text)


@pytest.mark.parametrize("changes", [{"kite_api_secret": ""}, {"read_orders": "never"}])
def test_where_nothing_is_read_no_token_is_kept_at_all(client_for: ClientFor, changes: dict[str, Any]) -> None:
    client = client_for(**changes)
    app: Any = client.application
    basket = save(client, INFY)
    land(client, come_back(client, to_kite(client, basket), **SUCCESS))
    (kept,) = handbacks(app, basket)
    assert kept.token_sealed is None
    assert TOKEN not in repr(rows(app))


@pytest.mark.parametrize("query", [*UNREADABLE[:3], "handoff=never-given"])
def test_a_refused_token_is_kept_nowhere(
    app: Flask, client: HouseClient, basket: str, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    to_kite(client, basket)
    land(client, client.get(f"/kite/redirect?{query}&more={TOKEN}"))
    assert TOKEN not in repr(rows(app)) + capsys.readouterr().err


# --- nobody came --------------------------------------------------------------------------------


@pytest.mark.parametrize("looking", LOOKING)
def test_a_prefetch_of_the_way_back_keeps_nothing(
    app: Flask, client: HouseClient, basket: str, looking: dict[str, str]
) -> None:
    sent = to_kite(client, basket)
    before = rows(app)
    query = {**SUCCESS, "handoff": nonce_of(sent)}
    for answer in (
        client.get("/kite/redirect", query_string=query, headers=looking),
        client.head("/kite/redirect", query_string=query),
    ):
        assert (answer.status_code, answer.data) == (204, b"")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert rows(app) == before
    assert page_of(come_back(client, sent, **SUCCESS)) == f"{basket}/result"


# --- never a page at the address with the token -------------------------------------------------


class Broken:
    """A store that answers everything with one fault."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def reading(self) -> NoReturn:
        raise self._fault

    def writing(self, *, durable: bool = True) -> NoReturn:
        del durable
        raise self._fault


FAILING = {
    "busy": (StoreBusy(TOKEN), "busy", "Too many returns at once"),
    "full": (StoreFull(TOKEN), "not-kept", "This return could not be kept"),
    "unready": (StoreUnready(TOKEN), "not-kept", "This return could not be kept"),
    "our own fault": (RuntimeError(TOKEN), "not-kept", "This return could not be kept"),
}


@pytest.mark.parametrize("limits_too", [True, False], ids=["limits too", "limits count"])
@pytest.mark.parametrize("failing", FAILING)
def test_a_return_that_cannot_be_kept_leaves_no_token_in_the_history(
    app: Flask,
    client: HouseClient,
    basket: str,
    clock: FakeClock,
    *,
    capsys: pytest.CaptureFixture[str],
    failing: str,
    limits_too: bool,
) -> None:
    fault, page, heading = FAILING[failing]
    sent = to_kite(client, basket)
    whole: Tools = app.extensions[KEY]
    store: Any = Broken(fault)
    outside = replace(whole.outside, store=store)
    limits = Limits(store, clock, salt="a test") if limits_too else whole.limits
    app.extensions[KEY] = replace(whole, outside=outside, limits=limits)
    answer = come_back(client, sent, **SUCCESS)
    app.extensions[KEY] = whole
    assert answer.location == f"/kite/returned/{page}"
    words = land(client, answer)
    assert client.page.h1 == heading
    assert "Nothing of your return was kept" in words
    assert handbacks(app, basket) == []
    assert TOKEN not in capsys.readouterr().err


def test_too_many_returns_leave_no_token_in_the_history_either(
    app: Flask, client: HouseClient, basket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "handback", (1, 60))
    sent = to_kite(client, basket)
    come_back(client, sent, status="cancelled")
    answer = come_back(client, sent, **SUCCESS)
    assert answer.location == "/kite/returned/busy"
    assert "Nothing of your return was kept" in land(client, answer)
    assert [kept.status for kept in handbacks(app, basket)] == ["cancelled"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_whatever_comes_to_the_way_back_no_page_is_shown_there(app: Flask, client: HouseClient, method: str) -> None:
    app.extensions[KEY] = replace(app.extensions[KEY], limits=Endless())
    sent = to_kite(client, save(client, INFY))
    expected = {"GET": 303, "HEAD": 204}.get(method, 405)
    for query in (*UNREADABLE, *(urlencode(claim) for claim, _, _ in CLAIMS), "handoff=never-given", ""):
        for more in ("", f"&handoff={nonce_of(sent)}", f"&more={TOKEN}"):
            answer = client.open(f"/kite/redirect?{query}&request_token={TOKEN}{more}", method=method)
            assert answer.status_code == expected
            assert TOKEN not in answer.text + str(answer.headers)


class Endless:
    """No limit is ever used up."""

    def take(self, name: str, key: str) -> None:
        del name, key


@pytest.mark.parametrize("name", ["nowhere", "UNKNOWN", "..", "result"])
def test_only_the_pages_that_there_are_answer_a_return(client: HouseClient, name: str) -> None:
    assert client.get(f"/kite/returned/{name}").status_code == 404


# --- waiting, and the person's word -------------------------------------------------------------


def test_while_nothing_came_back_the_page_asks_did_kite_come_back(client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Not back from Kite yet"
    assert "Did Kite come back?" in client.page.text("main")
    assert button_names(client.page) == [
        "I placed all of them",
        "I placed some of them",
        "I placed none of them",
        "Kite said: not enabled for the app",
        "I could not log in to Kite",
    ]


def test_after_an_hour_of_silence_the_page_says_that_nothing_was_heard(
    client: HouseClient, basket: str, clock: FakeClock
) -> None:
    to_kite(client, basket)
    clock.forward(hours=1, minutes=1)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "No word from Kite"


def test_the_basket_of_a_cancelled_return_can_be_sent_once_more(client: HouseClient, basket: str) -> None:
    land(client, come_back(client, to_kite(client, basket), status="cancelled"))
    (again,) = [each for each in client.page.all("main a") if "try again" in each.to_text()]
    client.get(attribute(again, "href"))
    assert hidden(client.page, "attempt") == "2"


def test_a_return_after_a_change_of_the_basket_answers_what_was_sent(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    words = land(client, come_back(client, sent, **SUCCESS))
    assert "version 1, 1 order" in words
    assert len(handbacks(app, basket)) == 1


def test_a_second_sending_comes_back_as_itself(app: Flask, client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    again = leave(client, hand_off(client, basket, {"again": "yes"}))
    land(client, come_back(client, again, **SUCCESS))
    first, second = handoffs(app, basket)
    assert [kept.handoff_id for kept in handbacks(app, basket)] == [second.id]
    assert first.id != second.id


def test_a_return_of_the_first_sending_is_seen_though_a_second_was_made(client: HouseClient, basket: str) -> None:
    first = to_kite(client, basket)
    hand_off(client, basket, {"again": "yes"})
    words = land(client, come_back(client, first, **SUCCESS))
    assert client.page.text("#part-1-1-1") == "The first time: Sent to Kite, outcome not known"
    assert client.page.text("#part-1") == "Prepared, not sent yet"
    assert "Kite’s redirect said “success”" in words
    assert "Go on to Kite" not in words


def test_a_return_of_an_earlier_version_is_seen_though_a_later_one_was_handed_off(
    client: HouseClient, basket: str
) -> None:
    first = to_kite(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    second = to_kite(client, basket, {"again": "yes"})
    land(client, come_back(client, first, **SUCCESS))
    assert client.page.text("#part-1-1-1") == "Version 1: Sent to Kite, outcome not known"
    assert client.page.text("#part-1") == "Not back from Kite yet"
    land(client, come_back(client, second, status="cancelled"))
    assert client.page.text("#part-1-1-1") == "Version 1: Sent to Kite, outcome not known"
    assert client.page.text("#part-1") == "Cancelled on Kite’s page"


def test_of_several_sendings_each_can_be_read_and_each_has_its_word(client: HouseClient, basket: str) -> None:
    first = to_kite(client, basket)
    second = leave(client, hand_off(client, basket, {"again": "yes"}))
    come_back(client, first, **SUCCESS)
    land(client, come_back(client, second, status="success", request_token="another"))
    assert len(client.page.all("form[action$='/reading']")) == 2
    assert len(client.page.all("form.choices")) == 2


def test_a_sending_that_never_left_and_was_made_anew_is_not_listed(client: HouseClient, basket: str) -> None:
    hand_off(client, basket)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Not back from Kite yet"
    assert not client.page.all("[id^='part-1-']")
