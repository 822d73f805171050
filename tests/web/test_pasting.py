"""Orders that are pasted: read with scripts off, listed by row and column where they cannot be, and never lost."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.documented import DOCUMENTED
from tests.page import attribute
from tests.web.steps import INFY, TCS, grid, press, rows, save
from tokri.core.basket import OrderText

KITES_THREE = [
    {
        "variety": "regular",
        "tradingsymbol": "INFY",
        "exchange": "NSE",
        "transaction_type": "BUY",
        "order_type": "MARKET",
        "quantity": "10",
    },
    {
        "variety": "regular",
        "tradingsymbol": "NIFTY15DECFUT",
        "exchange": "NFO",
        "transaction_type": "SELL",
        "order_type": "LIMIT",
        "price": "7845",
        "quantity": "1",
    },
    {
        "variety": "co",
        "tradingsymbol": "RELIANCE",
        "exchange": "NSE",
        "transaction_type": "BUY",
        "order_type": "LIMIT",
        "product": "MIS",
        "price": "915.15",
        "quantity": "1",
        "trigger_price": "910",
        "readonly": "true",
    },
]


def test_kites_documented_example_is_read_whole(client: HouseClient) -> None:
    assert press(client, "paste", paste=DOCUMENTED).status_code == 200
    assert grid(client.page) == KITES_THREE
    assert client.page.text("#paste") == ""
    assert "3 orders were read." in client.page.text("#message")


def test_kites_example_can_be_reviewed_as_it_was_read(client: HouseClient) -> None:
    press(client, "paste", paste=DOCUMENTED)
    assert client.submit("#basket", ("action", "review")).status_code == 303


@pytest.mark.parametrize(
    "text",
    [
        "Buy\tINFY\tNSE\t10\tMarket\tDelivery",
        "BUY,INFY,NSE,10,MARKET,CNC",
        "Side,Symbol,Exch,Qty,Type,Product\nBuy,INFY,NSE,10,Market,Delivery",
        "tradingsymbol\texchange\ttransaction_type\tquantity\torder_type\tproduct\nINFY\tNSE\tBUY\t10\tMARKET\tCNC",
    ],
)
def test_rows_of_a_spreadsheet_are_read_with_and_without_headings(client: HouseClient, text: str) -> None:
    press(client, "paste", paste=text)
    assert grid(client.page) == [dict(INFY)]


def test_what_is_pasted_comes_behind_what_was_typed(client: HouseClient) -> None:
    press(client, "paste", TCS, {"quantity": ""}, paste="BUY INFY NSE 10 MARKET CNC")
    assert grid(client.page) == [dict(TCS), dict(INFY)]


def test_what_cannot_be_read_is_named_by_row_and_column_and_stays_in_the_box(client: HouseClient) -> None:
    text = "BUY,INFY,NSE,10,MARKET,CNC\nBUY,INFY,NSE,ten?!,MARKET\nBUY,TCS,NSE,4,MARKET,CNC"
    assert press(client, "paste", paste=text).status_code == 422
    assert [order["tradingsymbol"] for order in grid(client.page)] == ["INFY", "TCS"]
    assert client.page.text("#paste") == "BUY,INFY,NSE,ten?!,MARKET"
    told = client.page.text("#paste-faults")
    assert "Row 2, column 4" in told
    assert "ten?!" in told
    assert "Row 2, column 4" in client.page.text("#error-summary")
    assert client.page.all("#paste-box[open]")


def test_broken_json_is_told_by_line_and_character_and_stays_to_the_letter(client: HouseClient) -> None:
    text = '[{"tradingsymbol": "INFY",}]'
    assert press(client, "paste", TCS, paste=text).status_code == 422
    assert grid(client.page) == [dict(TCS)]
    assert client.page.text("#paste") == text
    assert "cannot be read beyond line 1, character 27" in client.page.text("#paste-faults")


def test_a_column_that_no_order_has_is_told_with_what_it_held(client: HouseClient) -> None:
    one, two = "INFY\tBUY\t5\tred", "TCS\tBUY\t4\tblue"
    for pasted, held in ((one, "“red”"), (f"{one}\n{two}", "2 cells, first “red”")):
        press(client, "paste", paste=f"symbol\tside\tqty\tcolour\n{pasted}")
        assert f"Row 1, “colour”: an order has no field of that name; what it held was left out: {held}." in (
            client.page.text("#paste-faults")
        )


def test_a_key_that_kite_does_not_document_is_told(client: HouseClient) -> None:
    press(client, "paste", paste='[{"tradingsymbol": "INFY", "stoploss": 3}]')
    assert "Row 1, “stoploss”: an order has no field of that name; its value 3 was left out." in client.page.text(
        "#paste-faults"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("BUY INFY NSE 10 MARKET CNC", "1 order was read. Look through it, then review."),
        ("BUY INFY NSE 10\nBUY TCS NSE 4", "2 orders were read. Look through them, then review."),
        (
            "BUY,INFY,NSE,10\nBUY,Tata Steel,NSE,4",
            "1 order was read. What gave no order is still in the box; the list above says why.",
        ),
        (
            "Symbol,Qty,Notes\nINFY,10,hi\nTCS,4,",
            "2 orders were read; the remarks above the box say how. Look through them, then review.",
        ),
        ('[{"tradingsymbol": "INFY", "stoploss": 3}]', "1 order was read; the list above says what was not, and why."),
        ("hello world", "No order was read. What gave no order is still in the box; the list above says why."),
        ("", "No order was read; the list above says why."),
    ],
)
def test_what_is_said_of_the_box_is_true(client: HouseClient, text: str, message: str) -> None:
    press(client, "paste", paste=text)
    assert client.page.text("#message") == message
    assert ("still in the box" in message) == bool(client.page.text("#paste"))


@pytest.mark.usefixtures("as_typed")
def test_half_a_character_and_a_nul_in_json_do_no_harm(client: HouseClient) -> None:
    press(client, "paste", paste='[{"tradingsymbol": "INFY\\ud800\\u0000", "quantity": 1e999999999, "price": NaN}]')
    assert grid(client.page)[0]["quantity"] == "1e999999999"


def test_of_sixty_pasted_orders_ten_stay_in_the_box_and_are_told(client: HouseClient) -> None:
    press(client, "paste", paste="\n".join(f"BUY INFY NSE {n} MARKET" for n in range(1, 61)))
    assert len(grid(client.page)) == 50
    assert len(client.page.text("#paste").split("BUY")) - 1 == 10
    assert (
        "There were 60 orders, and a basket holds at most 50: the last 10 did not go in. Save this basket, then read "
        "what is left into another one."
    ) in client.page.text("#paste-faults")


def test_of_fifty_one_pasted_orders_one_stays_in_the_box_and_is_told(client: HouseClient) -> None:
    press(client, "paste", paste="\n".join(f"BUY INFY NSE {n} MARKET" for n in range(1, 52)))
    assert client.page.text("#paste") == "BUY INFY NSE 51 MARKET"
    told = client.page.text("#paste-faults")
    assert "There were 51 orders, and a basket holds at most 50: the last did not go in." in told


def test_a_text_that_is_too_large_stays_in_the_box(client: HouseClient) -> None:
    text = "x" * 200_001
    assert press(client, "paste", paste=text).status_code == 422
    assert client.page.text("#paste") == text


def test_an_empty_box_is_told_what_to_hold(client: HouseClient) -> None:
    assert press(client, "paste", INFY, paste=" ").status_code == 422
    assert "No order is in the text" in client.page.text("#paste-faults")
    assert grid(client.page) == [dict(INFY)]


def test_pasting_keeps_nothing_until_it_is_saved(app: Flask, client: HouseClient) -> None:
    press(client, "paste", paste=DOCUMENTED)
    assert rows(app)["baskets"] == []


def test_pasting_works_on_a_saved_basket(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get(basket)
    client.submit("#basket", ("action", "paste"), {"paste": "BUY TCS NSE 4 LIMIT 3,105.50 CNC"})
    client.submit("#basket", ("action", "save"))
    client.get(basket)
    assert [order["tradingsymbol"] for order in grid(client.page)] == ["INFY", "TCS"]
    assert len(rows(app)["versions"]) == 2


@pytest.mark.parametrize("action", ["save", "review"])
def test_what_was_pasted_and_not_read_is_not_lost_by_a_save(app: Flask, client: HouseClient, action: str) -> None:
    answer = press(client, action, INFY, paste="BUY,TCS,NSE,4,MARKET,CNC")
    assert answer.status_code == 422
    assert grid(client.page) == [dict(INFY)]
    assert client.page.text("#paste") == "BUY,TCS,NSE,4,MARKET,CNC"
    assert client.page.all("#paste-box[open]")
    assert "What stands in the box is not in the basket yet" in client.page.text("main")
    assert "Nothing is saved yet." in client.page.text("main")
    assert rows(app)["versions"] == []  # so that the page, loaded again, makes no second basket

    client.submit("#basket", ("action", "paste"))
    assert client.submit("#basket", ("action", action)).status_code == 303
    assert len(rows(app)["versions"]) == 1


def test_with_orders_in_the_box_the_basket_is_not_called_empty(app: Flask, client: HouseClient) -> None:
    assert press(client, "review", {}, paste="BUY,TCS,NSE,4,MARKET,CNC\nhello world").status_code == 422
    assert "The basket is empty" not in client.page.text("main")
    assert "Nothing is saved yet." in client.page.text("main")
    assert rows(app)["versions"] == []


@pytest.mark.parametrize("action", ["save", "review"])
def test_a_saved_basket_is_saved_although_the_box_was_not_read(app: Flask, client: HouseClient, action: str) -> None:
    basket = save(client, INFY)
    for _ in range(2):  # the page, and the same loaded again
        answer = press(client, action, TCS, at=basket, base=1, paste="BUY,TCS,NSE,4,MARKET,CNC")
        assert answer.status_code == 422
        assert client.page.text("#paste") == "BUY,TCS,NSE,4,MARKET,CNC"
        assert "Your orders are saved. What stands in the box" in client.page.text("main")
        assert len(rows(app)["versions"]) == 2


# --- take it away -------------------------------------------------------------------------------

ODD = {
    **INFY,
    "tradingsymbol": 'M&M"</script>',
    "quantity": "1_0",
    "price": "१०",
    "trigger_price": "1e3",
    "tag": "\u2028 a tag, with; all 🙂",
}


@pytest.mark.usefixtures("as_typed")
@pytest.mark.parametrize("orders", [[INFY, TCS], [ODD, {**TCS, "readonly": "true"}], KITES_THREE])
def test_what_is_downloaded_pastes_back_to_the_same_basket(client: HouseClient, orders: list[dict[str, str]]) -> None:
    basket = save(client, *orders, name="Long term")
    answer = client.get(f"{basket}/download")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Long term.json"'
    press(client, "paste", paste=answer.text)
    assert grid(client.page) == [dict(order) for order in orders]
    assert attribute(client.page.one("#name"), "value") == "Long term"
    assert client.page.text("#paste") == ""


def test_what_is_downloaded_reads_as_kites_own_json(client: HouseClient) -> None:
    basket = save(client, {**INFY, "readonly": "true"})
    orders = json.loads(client.get(f"{basket}/download").text)["orders"]
    assert orders == [{**INFY, "quantity": 10, "readonly": True}]
    assert set(orders[0]) <= set(OrderText().__slots__)
