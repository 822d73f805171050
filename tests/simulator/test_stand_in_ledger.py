"""The ledger: what is true, and what the app was told of it."""

from typing import Any

from tests.simulator.visitor import Visitor, order


def ledger(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visitor.client.get("/simulator/ledger.json").get_json()
    return found


def told(visitor: Visitor) -> list[list[tuple[str, str, int]]]:
    return [
        [(each["by"], each["status"], each["filled_quantity"]) for each in entry["told"]]
        for entry in ledger(visitor)["orders"]
    ]


def test_nothing_is_told_before_anybody_asks(visitor: Visitor) -> None:
    visitor.choose("all-fill")
    visitor.place([order()])
    assert told(visitor) == [[]]
    [visit] = ledger(visitor)["visits"]
    [entry] = ledger(visitor)["orders"]
    assert (visit["user_id"], visit["outcome"], visit["tags"], visit["books"]) == ("DM0001", "placed", ["abc12345"], 0)
    assert visit["orders"] == [{"line": 0, "order_id": entry["order_id"], "refused": None}]
    assert (entry["tag"], entry["status"], entry["filled_quantity"]) == ("abc12345", "COMPLETE", 10)


def test_a_book_that_was_given_is_told_once_as_long_as_it_says_the_same(visitor: Visitor) -> None:
    visitor.choose("fills-grow")
    headers = visitor.session([order(quantity=8)])
    for _ in range(5):
        visitor.book(headers)
    assert told(visitor) == [[("book", "OPEN", 4), ("book", "OPEN", 6), ("book", "COMPLETE", 8)]]
    assert ledger(visitor)["visits"][0]["books"] == 5


def test_half_an_answer_tells_nothing(visitor: Visitor) -> None:
    visitor.choose("all-fill")
    headers = visitor.session([order()])
    visitor.choose("api-truncated")
    visitor.client.get("/orders", headers=headers)
    assert told(visitor) == [[]]
    assert ledger(visitor)["visits"][0]["books"] == 0


def test_an_older_copy_is_told_as_what_it_is(visitor: Visitor) -> None:
    visitor.choose("all-fill")
    headers = visitor.session([order(), order(tradingsymbol="ITC", price=300)])
    visitor.choose("api-older")
    visitor.client.get("/orders", headers=headers)
    assert told(visitor) == [[("book", "OPEN", 0)], []]


def test_a_stripped_tag_is_in_the_ledger_all_the_same(visitor: Visitor) -> None:
    visitor.choose("untagged")
    visitor.place([order()])
    assert ledger(visitor)["orders"][0]["tag"] == "abc12345"


def test_a_cancelled_basket_a_closed_window_and_one_that_nobody_opened_are_in_it(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    visitor.log_in(page)
    visitor.act(page, "cancel")
    visitor.choose("window-closed")
    visitor.act(visitor.open_basket([order()]), "place")
    visitor.open_basket([order()])
    assert [each["outcome"] for each in ledger(visitor)["visits"]] == ["cancelled", "closed", ""]


def test_the_page_shows_what_the_json_holds_and_a_reset_empties_both(visitor: Visitor) -> None:
    visitor.place([order()])
    [entry] = ledger(visitor)["orders"]
    text = visitor.client.get("/simulator/ledger").text
    assert entry["order_id"] in text
    assert "abc12345" in text
    visitor.client.post("/simulator/reset")
    assert ledger(visitor)["orders"] == ledger(visitor)["visits"] == []
