"""What becomes of orders beyond being filled: who touched them, how their records are odd, what refused them."""

from typing import Any

import pytest

from simulator.oddities import NEW_WORD
from simulator.refusals import AT_ONCE, REFUSALS, REJECTED
from tests.simulator.visitor import Headers, Make, Visitor, data_of, order, query

THREE = [
    order(tag="ours1234"),
    order(tradingsymbol="TCS", price=2900, tag="ours1234"),
    order(tradingsymbol="ITC", price=300, tag="ours1234"),
]


def read(visitor: Visitor, scenario: str, orders: Any = None, **more: Any) -> tuple[Headers, list[dict[str, Any]]]:
    """Place under a scenario, and read the book as the app does."""
    visitor.choose(scenario, **more)
    headers = visitor.session(orders or THREE)
    return headers, visitor.book(headers)


def test_the_tags_are_stripped_and_everything_else_is_there(visitor: Visitor) -> None:
    _, book = read(visitor, "untagged")
    assert [(each["status"], each["tag"], each["tags"]) for each in book] == [("COMPLETE", None, [])] * 3


def test_a_tag_can_stand_among_the_tags_alone(visitor: Visitor) -> None:
    _, book = read(visitor, "tag-among-tags")
    assert {each["tag"] for each in book} == {None}
    assert all("ours1234" in each["tags"] for each in book)


def test_records_are_as_odd_as_kites_own(visitor: Visitor) -> None:
    _, book = read(visitor, "odd-records", [order(tradingsymbol="ITC", price=300, quantity=60)] * 6)
    both, alone, rejected, new, system, among = book
    keys = ("status", "filled_quantity", "pending_quantity", "cancelled_quantity")
    assert [both[key] for key in keys] == ["CANCELLED", 30, 30, 30]
    assert [alone[key] for key in keys] == ["CANCELLED", 0, 60, 0]
    assert [rejected[key] for key in keys] == ["REJECTED", 0, 0, 0]
    assert [new[key] for key in keys] == [NEW_WORD, 30, 30, 0]
    assert (system["tag"], system["tags"][0]) == ("abc12345", "mktp")
    assert (among["tag"], among["tags"]) == (None, ["abc12345"])


def test_the_person_changes_quantity_and_price_on_the_page(visitor: Visitor) -> None:
    _, book = read(visitor, "edited")
    assert [(each["quantity"], float(each["price"])) for each in book] == [(11, 1656.0), (10, 2899.9), (11, 300.0)]


def test_what_may_not_be_changed_is_not(visitor: Visitor) -> None:
    _, book = read(visitor, "edited", [order(readonly=True)])
    assert [(each["quantity"], each["price"]) for each in book] == [(10, 1656)]


def test_the_person_takes_an_order_out(visitor: Visitor) -> None:
    _, book = read(visitor, "removed")
    assert [each["tradingsymbol"] for each in book] == ["INFY", "TCS"]


def test_the_person_places_an_order_in_slices_that_add_up(visitor: Visitor) -> None:
    _, book = read(visitor, "sliced", [order(quantity=7), order(tradingsymbol="TCS", price=2900, quantity=1)])
    assert [(each["tradingsymbol"], each["quantity"]) for each in book] == [("INFY", 3), ("INFY", 4), ("TCS", 1)]


def test_strangers_stand_in_the_same_book_and_the_app_hears_nothing_of_them(visitor: Visitor) -> None:
    _, book = read(visitor, "strangers", [order()])
    ours, older, more, alike = book
    assert (ours["tag"], older["tag"], more["tag"], alike["tag"]) == ("abc12345", None, None, "mine")
    assert {each["transaction_type"] + each["tradingsymbol"] for each in book} == {"BUYINFY"}
    assert (older["order_timestamp"], older["quantity"]) == ("2026-02-11 09:30:00", 10)
    assert (more["quantity"], alike["quantity"]) == (11, 10)
    by_app = [each["by_app"] for each in ledger(visitor)["orders"]]
    assert by_app == [True, False, False, False]


def test_fills_grow_between_two_readings_until_nothing_is_left(visitor: Visitor) -> None:
    headers, first = read(visitor, "fills-grow", [order(quantity=100)])
    filled = [first[0]["filled_quantity"], *[visitor.book(headers)[0]["filled_quantity"] for _ in range(4)]]
    assert filled == [50, 75, 100, 100, 100]
    assert visitor.book(headers)[0]["status"] == "COMPLETE"
    [trades] = [data_of(visitor.client.get("/trades", headers=headers))]
    assert sum(each["quantity"] for each in trades) == 100
    assert len(trades) == 4
    assert data_of(visitor.client.get(f"/orders/{first[0]['order_id']}/trades", headers=headers)) == trades


@pytest.mark.parametrize(("scenario", "seen"), [("cut-short", ("CANCELLED", 5)), ("cancelled-there", ("CANCELLED", 0))])
def test_an_order_can_be_cancelled_there(visitor: Visitor, scenario: str, seen: tuple[str, int]) -> None:
    _, [record] = read(visitor, scenario, [order()])
    assert (record["status"], record["filled_quantity"]) == seen


def test_every_rejection_that_is_known_stands_in_the_book_in_its_own_words(visitor: Visitor) -> None:
    _, book = read(visitor, "rejected-variously", [order()] * len(REJECTED))
    assert [each["status_message"] for each in book] == [REFUSALS[name].message for name in REJECTED]
    assert [each["status_message_raw"] for each in book] == [REFUSALS[name].raw for name in REJECTED]
    assert {each["status"] for each in book} == {"REJECTED"}


def test_every_refusal_that_comes_at_once_leaves_no_order(visitor: Visitor) -> None:
    visitor.choose("refused-variously")
    page = visitor.open_basket([order()] * len(AT_ONCE))
    visitor.log_in(page)
    text = visitor.client.get(visitor.act(page, "place").location).text
    assert "Trigger price for stoploss sell orders" in text
    [visit] = ledger(visitor)["visits"]
    assert [each["refused"] for each in visit["orders"]] == [REFUSALS[name].message for name in AT_ONCE]
    assert not visitor.app.extensions["simulator"].exchange.orders


def test_anything_is_drawn_by_lot_and_the_same_for_the_same_seed(make: Make) -> None:
    def statuses(seed: str) -> list[str]:
        visitor = make()
        visitor.choose("anything", seed=seed)
        page = visitor.open_basket([order()] * 12)
        visitor.log_in(page)
        visitor.act(page, "place")
        return [each.status for each in visitor.app.extensions["simulator"].exchange.orders.values()]

    assert statuses("one") == statuses("one")
    assert len({tuple(statuses(seed)) for seed in ("one", "two", "three")}) > 1


def test_a_book_that_is_a_copy_from_before_comes_once(visitor: Visitor) -> None:
    headers, book = read(visitor, "all-fill")
    visitor.choose("api-older", calls="orders", times=1)
    older = visitor.book(headers)
    assert [each["order_id"] for each in older] == [each["order_id"] for each in book[:-1]]
    assert {(each["status"], each["filled_quantity"]) for each in older} == {("OPEN", 0)}
    assert visitor.book(headers) == book


def test_a_fault_can_come_after_calls_that_were_well(visitor: Visitor) -> None:
    headers, _ = read(visitor, "all-fill")
    visitor.choose("api-429", after=2, times=1)
    assert [visitor.client.get("/orders", headers=headers).status_code for _ in range(4)] == [200, 200, 429, 200]


def test_a_session_can_be_refused(visitor: Visitor) -> None:
    headers, _ = read(visitor, "all-fill")
    visitor.choose("api-403", times=1)
    answer = visitor.client.get("/orders", headers=headers)
    assert (answer.status_code, answer.json["error_type"]) == (403, "TokenException")


def test_an_app_of_the_free_kind_has_its_orders_and_no_quotes(visitor: Visitor) -> None:
    headers, _ = read(visitor, "all-fill")
    visitor.choose("api-not-allowed", calls="quotes")
    answer = visitor.client.get("/quote?i=NSE:INFY", headers=headers)
    assert (answer.status_code, answer.json["error_type"]) == (403, "PermissionException")
    assert visitor.client.get("/orders", headers=headers).status_code == 200


def test_trades_meet_the_same_faults_as_the_book(visitor: Visitor) -> None:
    headers, book = read(visitor, "all-fill")
    visitor.choose("api-500")
    for path in ("/trades", f"/orders/{book[0]['order_id']}/trades"):
        assert visitor.client.get(path, headers=headers).status_code == 503


def test_a_fault_can_go_with_a_scenario_for_one_browser_alone(visitor: Visitor, make: Make) -> None:
    visitor.client.post(
        "/simulator/scenario",
        json={"scenario": "left-open", "fault": "api-429", "times": 1, "calls": "orders", "for": "browser"},
    )
    headers = visitor.session([order()])
    assert [visitor.client.get("/orders", headers=headers).status_code for _ in range(2)] == [429, 200]
    assert visitor.book(headers)[0]["status"] == "OPEN"
    assert make().place([order()]).status_code == 302
    other = visitor.app.test_client()
    assert 'id="now-everyone">market<' in other.get("/simulator").text


def test_two_browsers_that_choose_the_same_fault_count_their_calls_apart(visitor: Visitor) -> None:
    fault = {"scenario": "api-429", "times": 1, "calls": "token", "for": "browser"}
    one, other = visitor, Visitor(visitor.app)
    for each in (one, other):
        each.client.post("/simulator/scenario", json=fault)
    tokens = [query(each.place([order()]))["request_token"] for each in (one, other)]
    assert [one.exchange(token).status_code for token in tokens] == [429, 429]


def ledger(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visitor.client.get("/simulator/ledger.json").get_json()
    return found
