import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.core.knowing import MORNING, share
from tests.core.orders import EXAMPLE, typed
from tests.core.price_cases import quoted
from tokri.core.handback import Claim, Unreadable, read
from tokri.core.handoff import compose, log_in_url, payload, review_sha256, sha256
from tokri.core.problems import Problem, Severity
from tokri.core.rules import check

ORDERS = [order for order in check(EXAMPLE).orders if order is not None]


def test_the_form_is_kites_own_with_the_nonce_beside() -> None:
    text = payload(ORDERS, "TAG12345")
    form = compose(text, kite_url="https://kite.zerodha.com", api_key="key", nonce="a-b_c")
    assert form.action == "https://kite.zerodha.com/connect/basket"
    assert [name for name, _ in form.fields] == ["api_key", "data", "redirect_params"]
    assert dict(form.fields)["api_key"] == "key"
    assert dict(form.fields)["data"] == text
    assert parse_qsl(dict(form.fields)["redirect_params"]) == [("handoff", "a-b_c")]
    assert {order["tag"] for order in json.loads(text)} == {"TAG12345"}


def test_a_log_in_alone_names_the_hand_off_and_that_it_is_no_more_than_one() -> None:
    address = urlsplit(log_in_url(kite_url="https://kite.zerodha.com", api_key="key", nonce="a-b_c"))
    assert (address.netloc, address.path) == ("kite.zerodha.com", "/connect/login")
    given = parse_qs(address.query)
    assert (given["v"], given["api_key"]) == (["3"], ["key"])
    back = parse_qsl(given["redirect_params"][0])
    assert back == [("handoff", "a-b_c"), ("log_in", "yes")]
    assert read([("status", "success"), *back]) == Claim("success", "success", None, "a-b_c", log_in=True)
    assert isinstance(read([*back, *back]), Unreadable)


def test_the_hash_of_a_payload_is_that_of_its_utf8() -> None:
    assert sha256("₹") == hashlib.sha256(b"\xe2\x82\xb9").hexdigest()


def test_the_hash_of_a_review_changes_with_all_that_the_page_shows() -> None:
    problem = Problem("product-left", Severity.NOTE, ("orders", 0, "product"))
    shown = [
        review_sha256("v1", [ORDERS], []),
        review_sha256("v2", [ORDERS], []),
        review_sha256("v1", [ORDERS[:2], ORDERS[2:]], []),
        review_sha256("v1", [[replace(ORDERS[0], quantity=11), *ORDERS[1:]]], []),
        review_sha256("v1", [ORDERS], [problem]),
        review_sha256("v1", [ORDERS], [replace(problem, severity=Severity.WARNING)]),
        review_sha256("v1", [ORDERS], [replace(problem, path=("orders", 1, "product"))]),
        review_sha256("v1", [ORDERS], [replace(problem, facts={"most": 8})]),
    ]
    assert len(set(shown)) == len(shown)
    assert review_sha256("v1", [ORDERS], check(EXAMPLE).problems) == review_sha256(
        "v1", [ORDERS], check(EXAMPLE).problems
    )


def test_the_same_orders_typed_otherwise_are_sent_alike() -> None:
    one, two = check((typed(price="1,500.00"),)).orders[0], check((typed(price="₹1500"),)).orders[0]
    assert one is not None
    assert two is not None
    assert payload([one]) == payload([two])


def test_a_quote_of_the_same_limits_leaves_a_review_as_it_was_read() -> None:
    """A quote is asked for anew with every look; its time alone is nothing that a person has to read again."""
    order = typed(price="1800")
    earlier, later = (
        review_sha256("v1", [ORDERS], check((order,), quoted(share(), "1350", "1650", at)).problems)
        for at in (MORNING - timedelta(minutes=9), MORNING)
    )
    assert earlier == later
    other = review_sha256("v1", [ORDERS], check((order,), quoted(share(), "1350", "1700")).problems)
    assert other != later
