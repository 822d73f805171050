"""What came back from Kite is read as a claim, whoever wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.handback import Claim, Unreadable, UnreadableReason, read

TOKEN = "a1B2" * 8


def test_kites_own_returns_are_read() -> None:
    pairs = [
        ("action", "basket"),
        ("type", "basket"),
        ("status", "success"),
        ("request_token", TOKEN),
        ("handoff", "n-_1"),
    ]
    assert read(pairs) == Claim("success", "success", TOKEN, "n-_1")
    assert read([("status", "cancelled")]) == Claim("cancelled", "cancelled")


def test_a_success_without_a_token_and_a_cancel_with_one_are_claims_too() -> None:
    assert read([("status", "success"), ("request_token", "")]) == Claim("success", "success")
    assert read([("status", "cancelled"), ("request_token", TOKEN)]) == Claim("cancelled", "cancelled", TOKEN)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("", ""),
        ("Success", "Success"),
        ("error", "error"),
        ("x" * 500, "x" * 40),
        ("a\u202eb", "ab"),
        (" success", " success"),
    ],
)
def test_any_other_status_is_odd_and_shown_harmlessly(status: str, text: str) -> None:
    assert read([("status", status)]) == Claim("odd", text)


def test_a_missing_status_is_odd() -> None:
    assert read([]) == Claim("odd", "")


@pytest.mark.parametrize("name", ["status", "request_token", "handoff"])
def test_what_is_given_twice_is_not_chosen_from(name: str) -> None:
    assert read([(name, "success"), (name, "success")]) == Unreadable(UnreadableReason.REPEATED)


def test_other_parameters_say_nothing_even_twice() -> None:
    assert read([("status", "success"), ("order_id", "1"), ("order_id", "2")]) == Claim("success", "success")


@pytest.mark.parametrize("token", ["x" * 65, "a b", "a-b", "é", "../x", "a\u200b", "１２"])
def test_a_token_of_another_shape_is_refused(token: str) -> None:
    assert read([("status", "success"), ("request_token", token)]) == Unreadable(UnreadableReason.TOKEN)


def test_what_is_too_long_too_much_or_hides_control_characters_is_refused() -> None:
    assert read([("status", "x" * 501)]) == Unreadable(UnreadableReason.TOO_LONG)
    assert read([("x" * 501, "")]) == Unreadable(UnreadableReason.TOO_LONG)
    assert read([("a", "b")] * 21) == Unreadable(UnreadableReason.TOO_MANY)
    assert read([("status", "a\r\nSet-Cookie: b")]) == Unreadable(UnreadableReason.CONTROL)
    assert read([("a\x00", "b")]) == Unreadable(UnreadableReason.CONTROL)


def test_a_nonce_that_cannot_be_ours_is_none() -> None:
    assert read([("status", "success"), ("handoff", "<script>")]) == Claim("success", "success")


def test_a_token_does_not_print() -> None:
    assert TOKEN not in repr(read([("status", "success"), ("request_token", TOKEN)]))


@given(
    st.lists(
        st.tuples(st.sampled_from(["status", "request_token", "handoff", "x"]) | st.text(), st.text()), max_size=25
    )
)
def test_no_query_makes_reading_fail(pairs: list[tuple[str, str]]) -> None:
    claim = read(pairs)
    if isinstance(claim, Claim):
        assert claim.status in {"success", "cancelled", "odd"}
        assert len(claim.status_text) <= 40
        assert claim.request_token is None or claim.request_token.isalnum()
