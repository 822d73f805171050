"""The token of a link is in its address and its page's own forms: in no log, no other address, no page of an error."""

from __future__ import annotations

from typing import NoReturn

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.link import making
from tests.link.making import FIRM, PAN, a_link
from tests.web.steps import world
from tokri.core.desk.client import CheckKind
from tokri.core.ports import Outside, StoreBusy, StoreFull, StoreUnready
from tokri.store import SqlStore


@pytest.mark.parametrize("env", ["test", "production"])
def test_no_line_of_a_log_holds_it(
    app_for: AppFor,
    client_for: ClientFor,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    env: str,
) -> None:
    app = app_for(env=env)
    client = client_for(app)
    made = a_link(world(app), check=CheckKind.PAN)
    version = _version(world(app), made.link.basket_id)
    _, group = making.a_group_link(world(app), version, "Family")
    client.get(made.address)
    client.submit(fields={"answer": "000A"})
    client.submit(fields={"answer": PAN})
    client.post(f"{made.address}/opened")
    client.post(f"{made.address}/language", data={"language": "hi"})
    client.post(f"{made.address}/check", data={"answer": PAN}, headers={"Sec-Fetch-Site": "cross-site"})
    client.post(f"{made.address}/check", data={"csrf_token": "old"})
    client.delete(made.address)
    client.get(f"{made.address}/no-such-page")
    client.get(f"/g/{group}")
    with monkeypatch.context() as patched:
        patched.setattr("tokri.web.link.door.look", _broken)
        assert client.get(made.address).status_code == 500
    written = "".join(capfd.readouterr())
    assert "/l/<id:token>" in written
    assert made.token not in written
    assert group not in written
    assert PAN not in written


def _version(outside: Outside, basket_id: str) -> making.SharedVersion:
    with outside.store.reading() as view:
        version = view.desk_baskets.version(basket_id, 1)
    assert version is not None
    return version


def _broken(_outside: Outside, token: str, _browser: str | None) -> NoReturn:
    raise ValueError(f"cannot make sense of {token}")


def test_no_page_of_an_error_holds_it(app: Flask, client: HouseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = a_link(world(app))
    client.get(made.address)
    monkeypatch.setattr("tokri.web.link.door.look", _broken)
    answers = [
        client.get(made.address),
        client.delete(made.address),
        client.post(f"{made.address}/language", data={"language": "hi", "csrf_token": "old"}),
        client.post(f"{made.address}/language", data={"language": "hi"}, headers={"Sec-Fetch-Site": "cross-site"}),
        client.post(f"{made.address}/language", data={"language": "hi", "more": "x" * 300_000}),
        client.get(f"{made.address}/no-such-page"),
        client.get(f"{made.address}x"),
    ]
    assert [answer.status_code for answer in answers] == [500, 405, 400, 403, 413, 404, 500]
    assert [made.token in answer.text for answer in answers] == [False] * len(answers)
    assert [FIRM.name in answer.text for answer in answers] == [True] * len(answers)
    assert ["Your baskets" in answer.text for answer in answers] == [False] * len(answers)


@pytest.mark.parametrize("fault", [StoreBusy, StoreFull, StoreUnready])
def test_while_the_store_gives_no_answer_the_page_says_so_without_it(
    app: Flask, client: HouseClient, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    made = a_link(world(app))

    def gives_way(_store: SqlStore) -> NoReturn:
        raise fault

    monkeypatch.setattr(SqlStore, "reading", gives_way)
    answer = client.get(made.address)
    assert answer.status_code == 503
    assert client.page.h1 == "Too many people are here at this moment"
    assert made.token not in answer.text


def test_no_other_site_learns_the_address(client: HouseClient, app: Flask) -> None:
    made = a_link(world(app), check=CheckKind.PAN)
    answer = client.get(made.address)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    away = [each for each in client.page.all("a[href]") if (each.attrs or {})["href"].startswith("http")]
    assert away
    assert {(each.attrs or {}).get("rel") for each in away} == {"external noopener noreferrer"}
    assert made.token not in client.page.text("title")
