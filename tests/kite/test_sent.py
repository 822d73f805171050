"""What Kite is sent: each call as Kite documents it."""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from tests.kite import scripted
from tests.kite.scripted import Script
from tokri.core.instrument import Key
from tokri.core.kite_session import checksum
from tokri.core.ports import Session, ToAuthorise
from tokri.kite import KiteConnect

SESSION = Session("AB1234", "accesstoken")
GOOD_SESSION = {"user_id": "AB1234", "access_token": "accesstoken", "login_time": "2026-02-11 10:30:00"}


@pytest.mark.parametrize(
    ("joined", "hexadecimal"),
    [
        # Each checked with coreutils: printf '%s' kitekeyrequesttokenkitesecret | sha256sum
        (("kitekey", "requesttoken", "kitesecret"), "2d7dfa00d720c76c74052a2fe45debabc6bc5e5da723f2a31c29d89146c0ddcc"),
        (("a", "b", "c"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_the_checksum_is_sha256_of_key_token_and_secret_in_that_order(
    joined: tuple[str, str, str], hexadecimal: str
) -> None:
    assert checksum(*joined) == hexadecimal


def test_an_exchange_is_signed_as_kite_documents(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.success(GOOD_SESSION)
    assert kite.exchange("requesttoken") == SESSION
    [request] = server.received
    assert (request.method, request.path) == ("POST", "/session/token")
    assert request.headers["X-Kite-Version"] == "3"
    assert "Authorization" not in request.headers
    assert dict(parse_qsl(request.body)) == {
        "api_key": "kitekey",
        "request_token": "requesttoken",
        "checksum": "2d7dfa00d720c76c74052a2fe45debabc6bc5e5da723f2a31c29d89146c0ddcc",
    }


def test_the_book_is_asked_for_as_kite_documents(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.success([])
    assert kite.orders(SESSION) == ()
    [request] = server.received
    assert (request.method, request.path, request.body) == ("GET", "/orders", "")
    assert request.headers["X-Kite-Version"] == "3"
    assert request.headers["Authorization"] == "token kitekey:accesstoken"


def test_a_session_is_ended_as_kite_documents(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.success(data=True)
    kite.end(SESSION)
    [request] = server.received
    assert (request.method, urlsplit(request.path).path) == ("DELETE", "/session/token")
    assert parse_qs(urlsplit(request.path).query) == {"api_key": ["kitekey"], "access_token": ["accesstoken"]}


def test_shares_to_be_sold_are_named_as_kite_documents(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.success({"request_id": "na8QgCeQm05UHG6NL9sAGRzdfSF64UdB"})
    wanted = [ToAuthorise("INE009A01021", 10), ToAuthorise("INE062A01020", 5)]
    assert kite.authorise(SESSION, wanted) == "na8QgCeQm05UHG6NL9sAGRzdfSF64UdB"
    [request] = server.received
    assert (request.method, request.path) == ("POST", "/portfolio/holdings/authorise")
    assert request.headers["Authorization"] == "token kitekey:accesstoken"
    assert parse_qs(request.body) == {"isin": ["INE009A01021", "INE062A01020"], "quantity": ["10", "5"]}


def test_quotes_are_asked_for_as_kite_documents(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.success({})
    assert kite.quotes(SESSION, [Key("NSE", "M&M"), Key("NSE", "INFY")]) == {}
    [request] = server.received
    assert (request.method, request.path) == ("GET", "/quote?i=NSE%3AM%26M&i=NSE%3AINFY")
    assert request.headers["Authorization"] == "token kitekey:accesstoken"


def test_an_order_is_asked_for_by_its_own_number_alone(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.success([])
    kite.history(SESSION, "1/../../session/token?x=y")
    assert server.received[0].path == "/orders/1%2F..%2F..%2Fsession%2Ftoken%3Fx%3Dy"


def test_the_secrets_never_print(kite: KiteConnect) -> None:
    assert "kitesecret" not in repr(kite)
    assert "accesstoken" not in repr(SESSION)
