"""A follow-up draft on its way to its clients says each one's own quantity, never the most of any as everybody's."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.link import making
from tests.link.seen import back_with
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.basket import OrderText
from tokri.core.desk.advice import DeskBasket, LegAdvice, Recipient
from tokri.core.desk.roles import Role
from tokri.core.ports import Outside

PAGE = "/desk/baskets/basket-1/versions/1/follow-up"
OWN = "each client’s own: 3 to 8"


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


@pytest.fixture
def draft(adviser: HouseClient, outside: Outside) -> str:
    """The address of a follow-up of two who filled three and eight, with prices, as it would be shared."""
    clients = [making.a_client(outside, f"C{n}", f"Client {n}") for n in (1, 2)]
    version = making.a_version(outside, *clients)
    for client, filled in zip(clients, (3, 8), strict=True):
        back_with(outside, making.a_link(outside, client, version), "CANCELLED", filled)
    adviser.get(PAGE)
    address = adviser.submit("#draft").location
    priced(outside, address)
    return address


def priced(outside: Outside, address: str) -> DeskBasket:
    """The draft with its price and all that sharing asks for written in."""
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(address.rpartition("/")[2])
        assert basket is not None
        orders = tuple(replace(each, price="1500") for each in basket.proposal.draft.orders)
        proposal = replace(
            making.PROPOSAL, draft=replace(basket.proposal.draft, orders=orders), legs=(LegAdvice(),) * len(orders)
        )
        saved = replace(basket.rewritten(proposal, "meera"), edition=basket.edition + 1)
        assert unit.desk_baskets.save(saved, basket.edition)
    return saved


def shared(adviser: HouseClient, address: str) -> str:
    adviser.get(f"{address}/share")
    ticks = {name: "yes" for name in adviser.page.form("#share").offered if name.startswith("accept-")}
    answer = adviser.submit("#share", fields=ticks)
    assert answer.status_code == 303, adviser.page.text("main")
    return answer.location


def test_the_page_before_sharing_tells_each_clients_own(draft: str, adviser: HouseClient) -> None:
    adviser.get(f"{draft}/share")
    assert OWN in adviser.page.text("#orders")
    assert "for them alone, each in their own quantity" in adviser.page.text("main")
    assert "C1 1. INFY: 3" in " ".join(adviser.page.text("#own").split())
    assert "C2 1. INFY: 8" in " ".join(adviser.page.text("#own").split())


def test_the_form_says_whose_the_quantity_is_that_it_holds(draft: str, adviser: HouseClient) -> None:
    adviser.get(draft)
    assert f"Order 1, INFY: {OWN}" in adviser.page.text("main")
    assert adviser.page.form("#basket").filled({})["orders-0-quantity"] == "8"


def test_the_version_tells_each_clients_own_to_whoever_decides(
    draft: str, adviser: HouseClient, desk_for: DeskFor
) -> None:
    address = shared(adviser, draft)
    approver = desk_for(Role.APPROVER, name="arun")
    approver.get(address)
    assert OWN in approver.page.text("#orders")


def test_the_preview_is_what_one_of_them_will_read(draft: str, adviser: HouseClient) -> None:
    adviser.get(f"{draft}/preview")
    assert "This is what C1 will read" in adviser.page.text("main")
    assert "₹4,500" in adviser.page.text("main")
    adviser.get(f"{draft}/preview?client=c2")
    assert "This is what C2 will read" in adviser.page.text("main")
    assert "₹12,000" in adviser.page.text("main")


def test_a_fault_of_one_clients_own_quantity_stands_in_the_way_and_names_them(
    draft: str, adviser: HouseClient, outside: Outside
) -> None:
    # A tenth of eight may be disclosed; of three, one is more than may be hidden of so few, and four are more than all.
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(draft.rpartition("/")[2])
        assert basket is not None
        (order,) = basket.proposal.draft.orders
        drafted = replace(basket.proposal.draft, orders=(replace(order, disclosed_quantity="4"),))
        saved = replace(basket.rewritten(replace(basket.proposal, draft=drafted), "meera"), edition=basket.edition + 1)
        assert unit.desk_baskets.save(saved, basket.edition)
    adviser.get(f"{draft}/share")
    assert not adviser.page.all("#share")
    assert "That is so for C1, not for the others." in adviser.page.text("#faults")
    assert adviser.get(f"{draft}/preview?client=c2").status_code == 303


def retyped(outside: Outside, address: str, *orders: OrderText) -> None:
    """The draft with these orders in place of its own."""
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(address.rpartition("/")[2])
        assert basket is not None
        proposal = replace(
            basket.proposal,
            draft=replace(basket.proposal.draft, orders=orders),
            legs=(LegAdvice(why="It was asked for."),) * len(orders),
        )
        saved = replace(basket.rewritten(proposal, "meera"), edition=basket.edition + 1)
        assert unit.desk_baskets.save(saved, basket.edition)


def test_a_drafted_order_on_another_exchange_is_put_right_before_it_is_shared(
    draft: str, adviser: HouseClient, outside: Outside
) -> None:
    sale = OrderText("regular", "INFY", "BSE", "SELL", "LIMIT", product="CNC", quantity="8", price="1500")
    retyped(outside, draft, sale)
    adviser.get(f"{draft}/share")
    assert not adviser.page.all("#share")
    assert "choose NSE as the exchange; there it was drafted" in adviser.page.text("#faults")


def test_an_order_beside_those_that_were_drafted_is_accepted_by_whoever_shares_it(
    draft: str, adviser: HouseClient, outside: Outside
) -> None:
    sale = OrderText("regular", "INFY", "NSE", "SELL", "LIMIT", product="CNC", quantity="8", price="1500")
    retyped(outside, draft, sale, making.TCS)
    adviser.get(f"{draft}/share")
    assert "Order 2, TCS is none of those that were drafted" in adviser.page.text("#share")
    unticked = adviser.submit("#share")
    assert unticked.status_code == 422
    ticks = {name: "yes" for name in adviser.page.form("#share").offered if name.startswith("accept-")}
    assert "accept-not-drafted-1" in ticks


def test_the_register_and_the_pack_tell_each_clients_own_before_clients_are_chosen(
    draft: str, adviser: HouseClient
) -> None:
    shared(adviser, draft)
    adviser.get("/desk/register")
    assert f"SELL ({OWN})" in adviser.page.text("main")
    packed = adviser.post("/desk/record/pack", data={"of": "advice", "subject": draft.rpartition("/")[2]}, csrf=True)
    assert packed.status_code == 200
    with zipfile.ZipFile(io.BytesIO(packed.data)) as pack:
        names = {name.rpartition("/")[2]: name for name in pack.namelist()}
        advice = json.loads(pack.read(names["advice.json"]))
        page = pack.read(names["index.html"]).decode()
    assert advice[0]["drafted"] == {"as": "follow-up", "clients": 2, "quantities": [OWN]}
    assert f"INFY: {OWN}" in page


def chosen(outside: Outside, address: str, **quantities: int) -> str:
    """The version is meant for these, each in so many; the basket's id."""
    basket_id = address.rpartition("/")[2]
    meant = [
        Recipient(basket_id, 1, client_id, (much,), "fits", "", "meera", outside.clock())
        for client_id, much in quantities.items()
    ]
    with outside.store.writing() as unit:
        unit.desk_baskets.set_recipients(basket_id, 1, meant)
    return basket_id


def packed_for(adviser: HouseClient, folder: Path, of: str, subject: str) -> dict[str, str]:
    """The files of a pack by their names, after it was checked by its own program."""
    packed = adviser.post("/desk/record/pack", data={"of": of, "subject": subject}, csrf=True)
    with zipfile.ZipFile(io.BytesIO(packed.data)) as pack:
        pack.extractall(folder)
    checked = subprocess.run([sys.executable, str(folder / "verify.py")], capture_output=True, text=True, check=False)
    assert checked.stdout.startswith("All holds"), checked.stdout
    files = {str(each.relative_to(folder)): each.read_text("utf-8") for each in folder.rglob("*") if each.is_file()}
    return {**files, "said": checked.stdout}


def test_one_clients_pack_says_nothing_of_what_the_others_get(
    draft: str, adviser: HouseClient, outside: Outside, tmp_path: Path
) -> None:
    shared(adviser, draft)
    basket_id = chosen(outside, draft, c1=3, c2=8)
    files = packed_for(adviser, tmp_path / "pack", "client", "c1")
    (told,) = (each for each in json.loads(files["advice.json"]) if each["basket"] == basket_id)
    assert told["drafted"] == {"as": "follow-up", "clients": 1, "quantities": ["each client’s own: 3"]}
    assert [each["quantity"] for each in told["content"]["orders"]] == [None]
    assert f"versions/{basket_id}-1.json" not in files
    assert "versions/basket-1-1.json" in files
    assert "The version itself is not in this pack" in files["index.html"]
    assert "Versions not in this pack, as their quantities may be another client’s: 1." in files["said"]


def test_the_advices_own_pack_has_the_version_as_it_was_shared(
    draft: str, adviser: HouseClient, outside: Outside, tmp_path: Path
) -> None:
    shared(adviser, draft)
    basket_id = chosen(outside, draft, c1=3, c2=8)
    files = packed_for(adviser, tmp_path / "pack", "advice", basket_id)
    (told,) = json.loads(files["advice.json"])
    assert told["drafted"]["quantities"] == [OWN]
    assert [each["quantity"] for each in told["content"]["orders"]] == ["8"]
    assert f"versions/{basket_id}-1.json" in files
    assert files["said"] == "All holds: files, chain and versions.\n"


def test_one_clients_pack_says_what_they_get_of_an_order_that_was_lowered(
    draft: str, adviser: HouseClient, outside: Outside, tmp_path: Path
) -> None:
    retyped(outside, draft, OrderText("regular", "INFY", "NSE", "SELL", "LIMIT", "CNC", quantity="4", price="1500"))
    shared(adviser, draft)
    adviser.get("/desk/register")
    assert "SELL (each client’s own: up to 4)" in adviser.page.text("main")
    basket_id = chosen(outside, draft, c1=1, c2=4)
    files = packed_for(adviser, tmp_path / "pack", "client", "c1")
    (told,) = (each for each in json.loads(files["advice.json"]) if each["basket"] == basket_id)
    assert told["drafted"]["quantities"] == ["each client’s own: 1"]
    chosen(outside, draft, c1=0, c2=4)
    (told,) = (
        each
        for each in json.loads(packed_for(adviser, tmp_path / "second", "client", "c1")["advice.json"])
        if each["basket"] == basket_id
    )
    assert told["drafted"]["quantities"] == ["nothing for this client"]
