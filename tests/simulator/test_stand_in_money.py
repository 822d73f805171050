"""Files that a person downloads, leave to sell, and what fills do to funds and holdings."""

import csv
import io
from typing import Any

from tests.simulator.placing import place, refused
from tests.simulator.visitor import API_KEY, Clock, Headers, Visitor, data_of, order

ESHA = "DM0005"
INFY = "INE009A01021"


def rows(visitor: Visitor, path: str) -> list[dict[str, str]]:
    answer = visitor.client.get(path)
    assert answer.mimetype == "text/csv", answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_order_book_as_a_file_has_the_columns_of_kites_own_page_and_no_tag(visitor: Visitor) -> None:
    visitor.choose("part-filled")
    visitor.place([order(), order(tradingsymbol="ITC", price=300)])
    found = rows(visitor, "/simulator/orders.csv")
    assert list(found[0]) == ["Time", "Type", "Instrument", "Product", "Qty.", "Avg. price", "Status"]
    assert [(each["Instrument"], each["Qty."], each["Status"]) for each in found] == [
        ("ITC", "10/10", "COMPLETE"),
        ("INFY", "5/10", "OPEN"),
    ]
    assert found[0]["Time"] == "2026-02-11 10:30:00"


def test_the_tradebook_has_the_columns_of_the_console_and_fills_alone(visitor: Visitor) -> None:
    visitor.choose("part-filled")
    visitor.place([order(), order(tradingsymbol="ITC", price=300)])
    visitor.choose("left-open")
    page = visitor.open_basket([order(tradingsymbol="TCS")])
    visitor.client.get(page)
    visitor.act(page, "place")
    found = rows(visitor, "/simulator/tradebook.csv")
    assert ",".join(found[0]) == (
        "symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,"
        "trade_id,order_id,order_execution_time"
    )
    assert [(each["symbol"], each["quantity"], each["trade_type"]) for each in found] == [
        ("INFY", "5.000000", "buy"),
        ("ITC", "10.000000", "buy"),
    ]
    assert (found[0]["isin"], found[0]["order_execution_time"]) == (INFY, "2026-02-11T10:30:00")
    assert rows(visitor, "/simulator/tradebook.csv?from=2026-02-10&to=2026-02-10") == []


def test_files_are_of_the_client_who_is_signed_in(visitor: Visitor) -> None:
    assert visitor.client.get("/simulator/orders.csv").status_code == 403
    visitor.place([order()])
    visitor.client.post("/simulator/sign-in", data={"user_id": "DM0003"})
    assert rows(visitor, "/simulator/orders.csv") == []


def test_one_of_the_crowd_can_log_in_and_place(visitor: Visitor) -> None:
    visitor.client.post("/simulator/sign-in", data={"user_id": "CR0042"})
    page = visitor.open_basket([order()])
    assert "CR0042" in visitor.client.get(page).text
    visitor.act(page, "place")
    assert [each.user_id for each in visitor.app.extensions["simulator"].exchange.orders.values()] == ["CR0042"]
    assert "CR0042" not in visitor.app.test_client().get("/simulator").text
    for nobody in ("CR42", "CR00420", "ZZ0001"):
        assert visitor.client.post("/simulator/sign-in", data={"user_id": nobody}).status_code == 400


def test_a_sale_brings_its_proceeds_and_uses_the_holding_and_a_buy_the_funds(
    visitor: Visitor, headers: Headers
) -> None:
    def net() -> Any:
        return data_of(visitor.client.get("/user/margins/equity", headers=headers))["net"]

    def used() -> int:
        [infy] = [
            each
            for each in data_of(visitor.client.get("/portfolio/holdings", headers=headers))
            if each["tradingsymbol"] == "INFY"
        ]
        return int(infy["used_quantity"])

    before = net()
    sold = place(visitor, headers, transaction_type="SELL", price="1400")
    after = net()
    assert after == before + 10 * sold["average_price"]
    assert used() == 10
    bought = place(visitor, headers)
    assert net() == after - 10 * bought["price"]


def test_a_sale_without_ddpi_needs_leave_for_as_much_as_is_sold(visitor: Visitor) -> None:
    headers = visitor.session([order()], ESHA)
    sale = {"transaction_type": "SELL", "price": "1400"}
    assert refused(visitor, headers, **sale) == (
        428,
        "HoldingException",
        "10 quantity needs authorisation at depository.",
    )
    authorise(visitor, headers, isin=INFY, quantity="15")
    assert place(visitor, headers, **sale)["status"] == "COMPLETE"
    assert refused(visitor, headers, **sale)[0] == 428
    authorise(visitor, headers, isin=INFY, quantity="5")
    assert place(visitor, headers, **sale)["status"] == "COMPLETE"


def test_leave_for_everything_ends_with_the_day(visitor: Visitor, clock: Clock) -> None:
    headers = visitor.session([order()], ESHA)
    authorise(visitor, headers)
    sale = {"transaction_type": "SELL", "price": "1400"}
    assert place(visitor, headers, **sale)["status"] == "COMPLETE"
    clock.move(hours=7)
    assert refused(visitor, headers, **sale)[0] == 428


def test_leave_for_what_has_no_number_is_refused(visitor: Visitor) -> None:
    headers = visitor.session([order()], ESHA)
    for wrong in ({"isin": INFY}, {"isin": INFY, "quantity": "ten"}):
        answer = visitor.client.post("/portfolio/holdings/authorise", data=wrong, headers=headers)
        assert answer.status_code == 400


def authorise(visitor: Visitor, headers: Headers, **wanted: str) -> None:
    begun = data_of(visitor.client.post("/portfolio/holdings/authorise", data=wanted, headers=headers))
    page = f"/connect/portfolio/authorise/holdings/{API_KEY}/{begun['request_id']}"
    assert "Authorise today" in visitor.client.get(page).text
    assert visitor.client.post(page, data={"action": "authorise"}).location.endswith("?status=success")
