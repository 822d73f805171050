"""A postback: what is read of it, and whose checksum it carries."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.postback import PostbackRefused, is_kites, read_postback

#: Kite's own sample: https://github.com/zerodha/kiteconnect-mocks/blob/main/postback.json
SAMPLE = (Path(__file__).parents[1] / "kite" / "samples" / "postback.json").read_text("utf-8")
SECRET = "s" * 32


def signed(**changes: object) -> str:
    record = {**json.loads(SAMPLE), **changes}
    covered = f"{record['order_id']}{record['order_timestamp']}{SECRET}"
    return json.dumps({**record, "checksum": hashlib.sha256(covered.encode()).hexdigest()})


def test_kites_own_sample_is_read() -> None:
    told = read_postback(SAMPLE)
    assert (told.order_id, told.order_timestamp, told.user_id) == ("220303000308932", "2022-03-03 09:24:25", "AB1234")


def test_only_the_holder_of_the_secret_makes_the_checksum() -> None:
    told = read_postback(signed())
    assert is_kites(told, SECRET)
    assert not is_kites(told, "another secret")
    assert not is_kites(read_postback(SAMPLE), SECRET)


def test_a_checksum_of_other_letters_is_wrong_and_no_fault() -> None:
    record = {**json.loads(signed()), "checksum": "é" * 32}
    assert not is_kites(read_postback(json.dumps(record)), SECRET)


def test_state_and_fill_are_not_in_the_checksum_which_is_why_a_postback_proves_nothing() -> None:
    assert is_kites(read_postback(signed(status="REJECTED", filled_quantity=0)), SECRET)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{}",
        "{" * 9000,
        '{"order_id": NaN}',
        '{"order_id": 5, "order_timestamp": "x", "checksum": "y", "user_id": "z"}',
        '{"order_id": "", "order_timestamp": "x", "checksum": "y", "user_id": "z"}',
        '{"order_id": "1\\n2", "order_timestamp": "x", "checksum": "y", "user_id": "z"}',
        json.dumps({"order_id": "1" * 65, "order_timestamp": "x", "checksum": "y", "user_id": "z"}),
        json.dumps({"order_id": "1", "order_timestamp": "x", "user_id": "z"}),
    ],
)
def test_what_is_no_postback_is_refused(body: str) -> None:
    with pytest.raises(PostbackRefused):
        read_postback(body)


@given(st.text() | st.dictionaries(st.text(), st.text() | st.integers() | st.none()).map(json.dumps))
def test_no_text_at_all_does_more_than_be_refused(body: str) -> None:
    with pytest.raises(PostbackRefused):
        read_postback(body)
