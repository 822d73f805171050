"""At the address with the token no page is ever shown, whatever fails and whoever asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.web.returning import CLAIMS, SUCCESS, TOKEN, UNREADABLE, land
from tests.web.steps import INFY, LOOKING, come_back, handbacks, nonce_of, page_of, rows, save, to_kite
from tokri.core.ports import StoreBusy, StoreFull, StoreUnready
from tokri.limits import LIMITS, Limits
from tokri.web.context import KEY, Tools

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
