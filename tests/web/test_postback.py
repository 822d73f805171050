"""Kite's own reports, at the door: who is let in, and what is answered."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import AppFor
from tests.journey.fakes import book_order
from tests.journey.test_postbacks import body_of
from tests.web.steps import rows, world
from tokri.core.ports import BookOrder
from tokri.store.evidence_tables import postbacks

SECRET = "s" * 32


@pytest.fixture
def reporting(app_for: AppFor) -> Flask:
    return app_for(kite_api_secret=SECRET)


@pytest.fixture
def kites(reporting: Flask) -> FlaskClient:
    """Kite's own program: it brings no cookie, no origin and no CSRF token."""
    return Flask.test_client(reporting)


def signed(book: BookOrder, **more: Any) -> str:
    record = json.loads(body_of(book, **more))
    covered = f"{book.order_id}{book.order_timestamp}{SECRET}"
    return json.dumps({**record, "checksum": hashlib.sha256(covered.encode()).hexdigest()})


def test_without_a_secret_there_is_no_such_page(app_for: AppFor) -> None:
    client = Flask.test_client(app_for(kite_api_secret=""))
    assert client.post("/kite/postback", data=signed(book_order())).status_code == 404


def test_kites_report_is_kept_and_answered_at_once(reporting: Flask, kites: FlaskClient) -> None:
    answer = kites.post("/kite/postback", data=signed(book_order()))
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok", "text/plain")
    assert "Set-Cookie" not in answer.headers
    assert [row.body for row in kept(reporting)] == [signed(book_order())]


def test_a_repeated_report_is_answered_alike_and_kept_once(reporting: Flask, kites: FlaskClient) -> None:
    for _ in range(3):
        assert kites.post("/kite/postback", data=signed(book_order())).status_code == 200
    assert len(kept(reporting)) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"[1, 2]", 400),
        (body_of(book_order()).encode(), 403),
        (signed(book_order()).replace("10:31:07", "10:31:08").encode(), 403),
        (b'{"order_id": "' + b"1" * 70_000 + b'"}', 413),
    ],
)
def test_what_is_not_kites_is_turned_away_and_nothing_kept(
    reporting: Flask, kites: FlaskClient, body: bytes, status: int
) -> None:
    assert kites.post("/kite/postback", data=body).status_code == status
    assert kept(reporting) == []


def test_only_a_post_is_a_report(kites: FlaskClient) -> None:
    assert kites.get("/kite/postback").status_code == 405


def test_a_page_of_another_site_cannot_report(reporting: Flask, kites: FlaskClient) -> None:
    answer = kites.post("/kite/postback", data=signed(book_order()), headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert kept(reporting) == []


def kept(app: Flask) -> list[Any]:
    with world(app).store.reading() as unit:
        found = [unit.evidence.postback(row[1]) for row in rows(app)[postbacks.name]]
    return [each for each in found if each is not None]
