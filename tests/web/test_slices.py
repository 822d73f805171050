"""Orders over the freeze quantity: cut into several, shown so, and sent once, whatever the list says in between."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.page import attribute, text_of
from tests.web.planning import OPTION, SALE, hand_over, lists, sent, table, ticks
from tests.web.steps import INFY, come_back, handoffs, hidden, save, to_kite


def test_an_order_over_the_freeze_quantity_is_sent_as_several_and_the_page_says_so(
    app: Flask, client: HouseClient
) -> None:
    lists(app, 600)
    basket = save(client, INFY, {**OPTION, "quantity": "1,690"})
    client.get(f"{basket}/review")
    assert table(client) == ["1. INFY", *["2. NIFTY26FEB26000CE"] * 3]
    assert [text_of(each) for each in client.page.all("#orders-table th .slice")] == [
        f"slice {number} of 3" for number in range(1, 4)
    ]
    assert "2 orders, sent as 4." in client.page.text(".lead")
    assert (
        "Order 2, NIFTY26FEB26000CE, is sent as 3 orders of 585, 585 and 520, since NSE takes at most 585 in one; "
        "each is an order of its own, with its own brokerage."
    ) in client.page.text("main")
    assert sent(to_kite(client, basket, ticks(client)))[1:] == [
        ("BUY", "NIFTY26FEB26000CE", quantity) for quantity in (585, 585, 520)
    ]


def test_the_link_to_change_a_slice_leads_to_the_order_it_is_of(app: Flask, client: HouseClient) -> None:
    lists(app, 600)
    basket = save(client, INFY, {**OPTION, "quantity": "650"})
    client.get(f"{basket}/review")
    links = [attribute(each, "href") for each in client.page.all("#orders-table td a")]
    assert links == [f"{basket}#orders-0", f"{basket}#orders-1", f"{basket}#orders-1"]


def test_more_orders_to_send_than_a_basket_may_hold_are_a_fault_of_the_basket(app: Flask, client: HouseClient) -> None:
    lists(app, 65)
    basket = save(client, INFY, {**OPTION, "quantity": str(65 * 49)})
    assert client.get(f"{basket}/review").status_code == 200
    basket = save(client, INFY, {**OPTION, "quantity": str(65 * 50)})
    assert client.get(f"{basket}/review").location == basket
    client.get(basket)
    assert (
        "The basket would be sent as 51 orders and may be sent as 50: order 2 alone becomes 50, since the exchange "
        "takes at most 65 in one. Lower its quantity, or make another basket."
    ) in client.page.text("main")


def test_the_parts_are_told_by_what_is_in_them(app: Flask, client: HouseClient) -> None:
    lists(app, 65)
    sales = [{**SALE, "quantity": str(n)} for n in range(1, 5)]
    basket = save(client, *[{**INFY, "quantity": str(n)} for n in range(1, 8)], *sales, {**OPTION, "quantity": "130"})
    client.get(f"{basket}/review")
    assert [text_of(each) for each in client.page.all(".part")] == [
        "Part 1 of 2 10 orders: 4 sells first, then 6 buys",
        "Part 2 of 2 3 orders: 3 buys",
    ]


def test_a_slice_may_go_in_the_next_part(app: Flask, client: HouseClient) -> None:
    lists(app, 65)
    basket = save(client, {**OPTION, "quantity": str(65 * 12)})
    assert len(sent(hand_over(client, basket))) == 10
    come_back(client, status="success")
    assert sent(hand_over(client, basket)) == [("BUY", "NIFTY26FEB26000CE", 65)] * 2
    assert [(each.part, each.first_order, each.orders) for each in handoffs(app, basket)] == [(1, 0, 10), (2, 10, 2)]


def test_new_freeze_quantities_between_two_parts_leave_nothing_out_and_send_nothing_twice_unasked(
    app: Flask, client: HouseClient
) -> None:
    """By the new list the whole basket is one part: what part 1 held is in it, and what part 2 would have held."""
    lists(app, 65)
    basket = save(client, {**OPTION, "quantity": str(65 * 12)})
    hand_over(client, basket)
    come_back(client, status="success")
    lists(app, 1800, days=10)
    client.get(f"{basket}/review")
    assert "The basket would be sent in other parts now than when it was handed over." in client.page.text("main")
    assert "part 1, which left on" in client.page.text("label[for=again]")
    assert (hidden(client.page, "part"), hidden(client.page, "attempt")) == ("1", "2")
    assert client.submit("form.send", fields=ticks(client)).status_code == 422
    client.get(f"{basket}/review")
    assert client.submit("form.send", fields={**ticks(client), "again": "yes"}).status_code == 303
    one, two = handoffs(app, basket)
    assert (one.part, one.attempt, two.part, two.attempt) == (1, 1, 1, 2)
    assert one.tag != two.tag


def test_a_part_of_other_slices_is_another_part_though_it_has_the_same_number_and_size(
    app: Flask, client: HouseClient
) -> None:
    lists(app, 130)
    shares = [{**INFY, "quantity": str(n)} for n in range(1, 10)]
    basket = save(client, {**OPTION, "quantity": str(65 * 12)}, *shares)
    before = sent(hand_over(client, basket))
    come_back(client, status="success")
    client.get(f"{basket}/review")
    assert hidden(client.page, "part") == "2"
    lists(app, 195, days=10)
    client.get(f"{basket}/review")
    assert (hidden(client.page, "part"), hidden(client.page, "attempt")) == ("1", "2")
    after = sent(to_kite(client, basket, {**ticks(client), "again": "yes"}))
    assert len(before) == len(after) == 10
    assert [(each.part, each.parts) for each in handoffs(app, basket)] == [(1, 2), (1, 2)]


def test_what_was_prepared_under_another_plan_never_leaves_once_the_same_was_handed_off(
    app: Flask, client: HouseClient
) -> None:
    """Part 2 of the old plan may hold what part 1 of the new one holds, though their places do not meet."""
    lists(app, 65)
    basket = save(client, {**OPTION, "quantity": str(65 * 12)})
    hand_over(client, basket)
    come_back(client, status="success")
    client.get(f"{basket}/review")
    prepared = client.submit("form.send", fields=ticks(client)).location
    lists(app, 130, days=10)
    client.get(f"{basket}/review")
    assert client.submit("form.send", fields={**ticks(client), "again": "yes"}).status_code == 303
    client.get(prepared)
    assert not client.page.all("#basket-form")
