from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kite import scripted, small_kite
from tests.kite.scripted import Reply, Script
from tokri import http
from tokri.core import kite_record
from tokri.core.instrument import Key
from tokri.core.ports import (
    BookOrder,
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Session,
    ToAuthorise,
    TokenRefused,
)
from tokri.kite import KiteConnect
from tokri.kite.envelope import data

SESSION = Session("AB1234", "accesstoken")
GOOD_SESSION = {"user_id": "AB1234", "access_token": "accesstoken", "login_time": "2026-02-11 10:30:00"}
HTML = "<!doctype html><title>502 Bad Gateway</title>"


@pytest.fixture
def kite(server: Script) -> KiteConnect:
    return KiteConnect("kitekey", "kitesecret", server.url, timeouts=(1.0, 0.3), deadline=3.0)


def call(kite: KiteConnect, name: str) -> object:
    match name:
        case "exchange":
            return kite.exchange("requesttoken")
        case "history":
            return kite.history(SESSION, "1953341975595868160")
        case "authorise":
            return kite.authorise(SESSION, [ToAuthorise("INE009A01021", 10)])
        case "quotes":
            return kite.quotes(SESSION, [Key("NSE", "INFY")])
        case "orders" | "trades" | "margins" | "holdings":
            return getattr(kite, name)(SESSION)
        case _:
            return kite.end(SESSION)


READS = ["orders", "history", "trades", "margins", "holdings", "quotes"]
CALLS = pytest.mark.parametrize("name", ["exchange", *READS, "authorise", "end"])


# --- what can go wrong, for every call ----------------------------------------------------------


@CALLS
@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (scripted.error(403, "TokenException"), TokenRefused),
        (scripted.error(400, "InputException", "Invalid `api_key` or `access_token`."), TokenRefused),
        (scripted.error(403, "PermissionException"), NotAllowed),
        (scripted.error(403, "UserException"), NotAllowed),
        (scripted.error(403, "TwoFAException"), NotAllowed),
        (scripted.error(400, "InputException", "The user is not enabled for the app."), NotAllowed),
        (scripted.error(400, "InputException", "Invalid `checksum`."), KiteRefused),
        (scripted.error(400, "MarginException"), KiteRefused),
        (scripted.error(428, "HoldingException"), KiteRefused),
        (scripted.error(428, "GeneralException", "10 quantity needs authorisation at depository."), KiteRefused),
        (scripted.said(428, HTML, "text/html"), KiteNonsense),
        (scripted.error(404, "GeneralException"), KiteRefused),
        (scripted.error(405, "GeneralException"), KiteRefused),
        (scripted.error(410, "GeneralException"), KiteRefused),
        (scripted.error(403, "SomethingNew"), KiteRefused),
        (scripted.error(403, "__class__"), KiteRefused),
        (scripted.error(200, "TokenException"), TokenRefused),
        (scripted.error(429, "NetworkException"), KiteBusy),
        (scripted.said(429, HTML, "text/html"), KiteBusy),
        (scripted.error(500, "GeneralException"), KiteDown),
        (scripted.error(502, "DataException"), KiteDown),
        (scripted.error(503, "NetworkException"), KiteDown),
        (scripted.error(504, "DataException"), KiteDown),
        (scripted.error(500, "SomethingNew"), KiteDown),
        (scripted.said(403, HTML, "text/html"), KiteNonsense),
        (scripted.said(404, "", "text/plain"), KiteNonsense),
        (scripted.said(302, "", "text/html", Location="https://kite.zerodha.com/"), KiteNonsense),
        (scripted.said(307, "", "application/json", Location="/session/token"), KiteNonsense),
        (scripted.said(400, "[]"), KiteNonsense),
        (scripted.said(400, '{"status":"success","data":{}}'), KiteNonsense),
    ],
)
def test_what_kite_did_not_do_is_told_apart_by_its_own_words(
    server: Script, kite: KiteConnect, name: str, reply: Reply, fault: type[KiteFault]
) -> None:
    server.reply = reply
    if name == "end" and fault is TokenRefused:
        assert call(kite, name) is None, "a session that is dead already counts as ended"
        return
    with pytest.raises(KiteFault) as caught:
        call(kite, name)
    assert type(caught.value) is fault
    assert len(server.received) == 1


UNCLEAR = [
    scripted.said(200, HTML, "text/html"),
    scripted.said(500, HTML, "text/html"),
    scripted.said(502, HTML, "text/html"),
    scripted.said(504, "", "text/plain"),
    scripted.said(503, "{}"),
    scripted.said(200, '{"status":"success","data":{"user_id":"AB12'),
    scripted.said(200, ""),
    scripted.said(200, "null"),
    scripted.said(200, '"success"'),
    scripted.said(200, '{"status":"success"}'),
    scripted.said(200, '{"status":"maybe","data":{}}'),
    scripted.said(200, '{"status":"success","data":NaN}'),
    scripted.said(200, b'{"status":"\xff"}'),
    scripted.said(200, "[" * 60_000),
    scripted.said(200, '{"status":"success","data":' + "9" * 5_000 + "}"),
    scripted.said(200, json.dumps({"status": "success", "data": GOOD_SESSION}), "text/plain"),
]


@CALLS
@pytest.mark.parametrize("reply", UNCLEAR)
def test_an_answer_that_is_not_kites_is_nonsense_and_leaves_an_exchange_unknown(
    server: Script, kite: KiteConnect, name: str, reply: Reply
) -> None:
    server.reply = reply
    with pytest.raises(KiteFault) as caught:
        call(kite, name)
    assert type(caught.value) is (OutcomeUnknown if name == "exchange" else KiteNonsense)


@CALLS
@pytest.mark.parametrize(
    "reply",
    [
        scripted.hang_up,
        scripted.reset,
        scripted.truncated,
        scripted.truncated_in_a_chunk,
        scripted.silent,
        scripted.not_http,
        scripted.endless,
    ],
)
def test_without_a_whole_answer_the_outcome_is_unknown(
    server: Script, kite: KiteConnect, name: str, reply: Reply
) -> None:
    server.reply = reply
    with pytest.raises(OutcomeUnknown):
        call(kite, name)
    assert len(server.received) == 1, "nothing is sent twice"


@CALLS
def test_an_answer_that_drips_leaves_the_outcome_unknown(server: Script, name: str) -> None:
    server.reply = scripted.dripping_body
    with pytest.raises(OutcomeUnknown):
        call(KiteConnect("kitekey", "kitesecret", server.url, deadline=0.3), name)


@CALLS
def test_without_a_connection_kite_is_unreachable(name: str) -> None:
    with pytest.raises(KiteUnreachable):
        call(KiteConnect("kitekey", "kitesecret", f"http://127.0.0.1:{scripted.unused_port()}"), name)


def test_kites_own_words_are_kept_printable_and_short(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.error(400, "InputException", "Invalid\n`tag`:\x00\u202e " + "x" * 500)
    with pytest.raises(KiteRefused) as caught:
        kite.orders(SESSION)
    assert caught.value.kite_said == ("Invalid `tag`: " + "x" * 500)[:200]


@pytest.mark.parametrize("message", [None, 7, ["a"], {"a": 1}])
def test_words_that_are_no_text_are_left_out(server: Script, kite: KiteConnect, message: object) -> None:
    server.reply = scripted.said(400, json.dumps({"status": "error", "error_type": ["x"], "message": message}))
    with pytest.raises(KiteRefused) as caught:
        kite.orders(SESSION)
    assert caught.value.kite_said == ""


# --- what is read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"user_id": "AB1234"},
        {"access_token": "accesstoken"},
        {"user_id": "AB1234", "access_token": ""},
        {"user_id": "", "access_token": "accesstoken"},
        {"user_id": 1234, "access_token": "accesstoken"},
        {"user_id": "AB1234", "access_token": "a\r\nX-Header: b"},
        {"user_id": "AB1234", "access_token": "a b"},
        {"user_id": "AB1234", "access_token": "é"},
        [],
        None,
    ],
)
def test_a_session_that_cannot_be_used_leaves_the_exchange_unknown(
    server: Script, kite: KiteConnect, data: object
) -> None:
    server.reply = scripted.success(data)
    with pytest.raises(OutcomeUnknown):
        kite.exchange("requesttoken")


def test_prices_are_exact_and_order_ids_are_text(server: Script, kite: KiteConnect) -> None:
    row = small_kite.row(order_id="1953341975595868160", price=72, trigger_price=0, average_price=0)
    text = json.dumps({"status": "success", "data": [row]}).replace('"average_price": 0', '"average_price": 109.10')
    server.reply = scripted.said(200, text)
    [order] = kite.orders(SESSION)
    assert (order.price, order.average_price) == (Decimal(72), Decimal("109.10"))
    assert str(order.average_price) == "109.10"
    assert order.order_id == "1953341975595868160"


def test_the_book_is_told_oldest_first(server: Script, kite: KiteConnect) -> None:
    times = ["2026-02-11 10:31:09", "2026-02-11 10:31:07", "2026-02-11 10:31:08"]
    server.reply = scripted.success([small_kite.row(order_timestamp=time) for time in times])
    assert [order.order_timestamp for order in kite.orders(SESSION)] == sorted(times)


@pytest.mark.parametrize("status", ["PUT ORDER REQ RECEIVED", "LAPSED", "SOMETHING NEW"])
def test_a_status_that_nobody_heard_of_is_kept_as_it_is(server: Script, kite: KiteConnect, status: str) -> None:
    server.reply = scripted.success([small_kite.row(status=status)])
    assert kite.orders(SESSION)[0].status == status


def test_what_old_rows_lack_may_be_absent(server: Script, kite: KiteConnect) -> None:
    row = small_kite.row(tag=None, status_message=None, order_timestamp=None)
    del row["tags"], row["guid"], row["meta"]
    server.reply = scripted.success([row])
    [order] = kite.orders(SESSION)
    assert (order.tag, order.tags, order.status_message, order.order_timestamp) == (None, (), None, None)


@pytest.mark.parametrize(
    "changes",
    [
        *({key: None} for key in ("order_id", "status", "tradingsymbol", "exchange", "quantity", "price", "product")),
        {"order_id": 1953341975595868160},
        {"order_id": ""},
        {"tradingsymbol": "IN\x00FY"},
        {"quantity": "10"},
        {"quantity": True},
        {"quantity": 1.5},
        {"filled_quantity": -1},
        {"price": "72"},
        {"average_price": 1e30},
        {"average_price": 1e-30},
        {"average_price": 10**31},
        {"quantity": 10**20},
        {"tag": 7},
        {"tags": "K7Q2M9X1"},
        {"tags": [7]},
    ],
)
def test_a_row_of_another_shape_is_nonsense(server: Script, kite: KiteConnect, changes: dict[str, Any]) -> None:
    server.reply = scripted.success([small_kite.row(), small_kite.row(**changes)])
    with pytest.raises(KiteNonsense):
        kite.orders(SESSION)


@pytest.mark.parametrize("key", sorted(small_kite.row()))
def test_a_row_without_one_of_its_keys_is_read_or_nonsense_but_never_guessed(
    server: Script, kite: KiteConnect, key: str
) -> None:
    row = small_kite.row()
    del row[key]
    server.reply = scripted.success([row])
    may_be_absent = {"status_message", "status_message_raw", "order_timestamp", "tag", "tags", "exchange_order_id"}
    if key not in BookOrder.__slots__ or key in may_be_absent | {"parent_order_id", "exchange_update_timestamp"}:
        assert len(kite.orders(SESSION)) == 1
    else:
        with pytest.raises(KiteNonsense):
            kite.orders(SESSION)


@pytest.mark.parametrize(
    "number", [f"1.{'0' * 30}1", "1e999999999", "-1e999999999", "1e-999999999", "0e999999999", "Infinity", "-NaN"]
)
def test_a_number_that_would_fill_a_page_is_nonsense(server: Script, kite: KiteConnect, number: str) -> None:
    text = json.dumps({"status": "success", "data": [small_kite.row()]})
    server.reply = scripted.said(200, text.replace("1502.35", number))
    with pytest.raises(KiteNonsense):
        kite.orders(SESSION)


def test_rows_that_are_no_list_are_nonsense(server: Script, kite: KiteConnect) -> None:
    for rows in ({}, "rows", 7, [[]], [None], ["x"]):
        server.reply = scripted.success(rows)
        with pytest.raises(KiteNonsense):
            kite.orders(SESSION)


def test_a_day_with_the_most_orders_an_account_may_place_is_read(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.success([small_kite.row(order_id=str(10**18 + n)) for n in range(5_000)])
    assert len(kite.orders(SESSION)) == 5_000


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    changes=st.dictionaries(st.sampled_from(sorted(small_kite.row())), _JSON, max_size=4),
    status=st.sampled_from([200, 201, 204, 302, 400, 403, 429, 500, 502]),
    said=st.sampled_from(["success", "error", "", None]),
    error_type=_JSON,
)
def test_no_answer_makes_anything_but_orders_or_a_fault(
    changes: dict[str, Any], status: int, said: str | None, error_type: object
) -> None:
    body = {"status": said, "data": [small_kite.row(**changes)]}
    if error_type is not None:
        body |= {"error_type": error_type, "message": error_type}
    answer = http.Answer(status, "application/json", json.dumps(body).encode())
    try:
        rows = [kite_record.book_order(row) for row in data(answer)]
    except KiteFault:
        return
    assert status == 200
    assert len(rows) == 1
