"""What a basket can be taken away as, and that each of it comes back in as the same basket."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.client import HouseClient
from tests.core.knowing import DAY, knowing
from tests.core.orders import future, typed
from tests.page import attribute
from tests.web.steps import INFY, TCS, Fields, grid, press, save
from tests.web.steps import typed as typed_form
from tests.web.test_uploads import upload
from tokri.core.basket import Draft
from tokri.core.instrument import Instrument, Kind
from tokri.core.reference import FreezeQuantities, Tables
from tokri.core.rules import check
from tokri.web.downloads import _for_kite, file_name

KINDS = ("json", "csv", "ticket")

ODD: Fields = {
    **INFY,
    "tradingsymbol": 'M&M"</script>',
    "quantity": "=1+1",
    "price": "१०",
    "trigger_price": "1e3",
    "tag": "\u2028 a tag, with; all 🙂",
}


@pytest.mark.usefixtures("as_typed")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orders", [[INFY, TCS], [ODD, {**TCS, "readonly": "true"}]])
def test_what_is_downloaded_comes_back_as_the_same_basket_pasted_or_uploaded(
    client: HouseClient, kind: str, orders: list[Fields]
) -> None:
    basket = save(client, *orders, name="Long term")
    answer = client.get(f"{basket}/download?as={kind}")
    # A ticket says every number in one form, and it comes back as a plain one.
    plain = {"3,105.50": "3105.5"} if kind == "ticket" else {}
    wanted = [{name: plain.get(text, text) for name, text in order.items()} for order in orders]
    press(client, "paste", paste=answer.text)
    assert grid(client.page) == wanted
    assert client.page.text("#paste") == ""
    upload(client, answer.data, file=named(answer.headers["Content-Disposition"]))
    assert grid(client.page) == wanted
    assert attribute(client.page.one("#name"), "value") == "Long term"


def named(disposition: str) -> str:
    return disposition.partition("filename=")[2].strip('"')


def test_each_kind_says_what_it_is(client: HouseClient) -> None:
    basket = save(client, INFY, name="Long term")
    kinds = {
        "json": ("application/json", "Long term.json"),
        "csv": ("text/csv", "Long term.csv"),
        "ticket": ("text/plain", "Long term ticket.txt"),
        "kite": ("application/json", "Kite Long term.json"),
    }
    for kind, (mimetype, name) in kinds.items():
        answer = client.get(f"{basket}/download?as={kind}")
        assert (answer.mimetype, named(answer.headers["Content-Disposition"])) == (mimetype, name)
        assert answer.mimetype_params.get("charset", "utf-8") == "utf-8"
    assert client.get(f"{basket}/download?as=pdf").status_code == 404


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Long term", "Long term.csv"),
        ('../../etc/passwd "; x=y', "etc passwd x y.csv"),
        ("टोकरी ₹", "टोकरी.csv"),
        ("...", "basket.csv"),
        ("x" * 80, f"{'x' * 60}.csv"),
        (".hidden", "hidden.csv"),
    ],
)
def test_a_file_is_named_after_its_basket_and_is_a_plain_name(name: str, file: str) -> None:
    assert file_name(name, ".csv") == file


def test_the_page_offers_all_four_in_words(client: HouseClient) -> None:
    basket = save(client, INFY, TCS, name="Long term")
    client.get(basket)
    assert client.page.all(f"a[href='{basket}/take']")
    client.get(f"{basket}/review")
    assert client.page.all(f"a[href='{basket}/take']")
    client.get(f"{basket}/take")
    text = client.page.text("main")
    for words in ("Download as CSV", "Read the ticket", "Download for Kite", "Download as JSON", "at most 20 a file"):
        assert words in text
    assert "Choose Orders, then Baskets, then Import" in text


def test_forty_five_orders_are_three_files_for_kite_that_come_back_one_after_the_other(client: HouseClient) -> None:
    basket = save(client, *({**INFY, "quantity": str(n)} for n in range(1, 46)))
    client.get(f"{basket}/take")
    links = [attribute(each, "href") for each in client.page.all("a") if "as=kite" in attribute(each, "href")]
    assert len(links) == 3
    assert "Download orders 21 to 40 for Kite" in client.page.text("main")
    files = [client.get(link).data for link in links]
    assert [len(json.loads(file)) for file in files] == [20, 20, 5]
    upload(client, files[0])
    for file in files[1:]:
        upload(client, file, *grid(client.page))
    assert [order["quantity"] for order in grid(client.page)] == [str(n) for n in range(1, 46)]
    assert client.get(f"{basket}/download?as=kite&part=4").status_code == 404
    assert client.get(f"{basket}/download?as=kite&part=x").status_code == 404


def test_a_last_file_of_one_order_says_which(client: HouseClient) -> None:
    client.get(f"{save(client, *({**INFY, 'quantity': str(n)} for n in range(1, 22)))}/take")
    assert "Download order 21 for Kite" in client.page.text("main")


def test_kites_file_has_the_orders_as_they_would_be_sent_in_slices_and_sells_first() -> None:
    nifty = Instrument("NFO", "NIFTY26FEBFUT", "NIFTY", Kind.FUTURE, "FUT", "NFO-FUT", Decimal("0.10"), 65)
    known = knowing(nifty, tables=Tables(freeze=FreezeQuantities(DAY, "qtyfreeze.xls", {"NIFTY": 1800})))
    orders = (typed(), future(quantity=str(65 * 50)), typed(tradingsymbol="TCS", transaction_type="SELL"))
    checked = check(orders, known)
    found = _for_kite(Draft("N", orders), checked)
    (part,) = found.parts
    assert [order.tradingsymbol for order in part.orders] == ["TCS", "INFY", "NIFTY26FEBFUT", "NIFTY26FEBFUT"]
    assert [order.quantity for order in part.orders] == [10, 10, 1625, 1625]
    assert found.moved
    assert [said.partition(", since")[0] for said in found.sliced] == [
        "Order 2, NIFTY26FEBFUT, is sent as 2 orders of 1,625 and 1,625"
    ]
    as_listed = _for_kite(Draft("N", orders, "as-listed"), checked)
    assert as_listed.parts[0].orders[0].tradingsymbol == "INFY"
    assert not as_listed.moved


def test_kites_file_is_offered_only_where_it_would_say_what_is_meant(client: HouseClient) -> None:
    faulty = save(client, {**INFY, "quantity": "x"})
    client.get(f"{faulty}/take")
    assert "First put right what stands in the way of a review." in client.page.text("main")
    left_open = save(client, TCS, {**INFY, "product": ""})
    client.get(f"{left_open}/take")
    assert "First choose a product for Order 2, INFY: Kite’s file cannot leave it open." in client.page.text("main")
    for basket in (faulty, left_open):
        assert client.get(f"{basket}/download?as=kite").status_code == 404


def test_a_lock_that_kites_file_cannot_keep_is_told(client: HouseClient) -> None:
    client.get(f"{save(client, {**INFY, 'readonly': 'true'})}/take")
    assert "the lock stays behind" in client.page.text("main")


def test_the_ticket_says_the_day_the_sums_and_what_is_missing(client: HouseClient) -> None:
    basket = save(client, TCS, {**INFY, "quantity": ""}, name="Long term")
    client.get(f"{basket}/ticket")
    ticket = client.page.text("#ticket")
    assert "Order ticket: Long term" in ticket
    assert "Wednesday 11 February 2026, 10:30 IST" in ticket
    assert "1. BUY 4 shares of TCS on NSE, at a limit, price ₹3,105.50, to keep (CNC)" in ticket
    assert "2. BUY [quantity?] shares of INFY on NSE" in ticket
    assert "To pay for shares: ₹12,422" in ticket
    assert "1 of 2 orders" in ticket


def test_what_is_taken_is_the_last_version(client: HouseClient) -> None:
    basket = save(client, INFY)
    press(client, "save", INFY, TCS, at=basket, base=1)
    assert len(json.loads(client.get(f"{basket}/download").text)["orders"]) == 2


def test_a_ticket_stands_in_the_order_of_sending_and_comes_back_as_listed(client: HouseClient) -> None:
    basket = save(client, INFY, {**TCS, "transaction_type": "SELL"}, name="Long term")
    text = client.get(f"{basket}/download?as=ticket").text
    assert text.index("2. SELL 4 shares of TCS") < text.index("1. BUY 10 shares of INFY")
    assert "The orders stand in the order in which they are sent; their numbers are those of the basket." in text
    press(client, "paste", paste=text)
    assert [order["tradingsymbol"] for order in grid(client.page)] == ["INFY", "TCS"]


def test_the_order_of_sending_that_was_chosen_is_in_the_json_and_comes_back_into_the_form(client: HouseClient) -> None:
    client.get("/baskets/new")
    answer = client.post("/baskets/new", data={**typed_form(INFY, TCS, name="N"), "sequence": "as-listed"})
    text = client.get(f"{answer.location.partition('?')[0]}/download").text
    assert json.loads(text)["sequence"] == "as-listed"
    press(client, "paste", paste=text)
    assert attribute(client.page.one("[name=sequence]"), "value") == "as-listed"
