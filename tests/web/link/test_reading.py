"""What is read of Kite for a link: by the client's own yes, held against their account, and told at the link."""

from __future__ import annotations

import json
from decimal import Decimal

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeKite, book_order
from tests.link.making import Made, a_client, a_link
from tests.web.link.test_page import to_kite
from tests.web.steps import come_back, work
from tokri.core.link.state import Stage
from tokri.core.ports import Outside
from tokri.link.look import look


def back_with_a_token(client: HouseClient, made: Made, kite: FakeKite, user: str) -> str:
    """To Kite and back, where somebody signed in; answers the tag of the orders."""
    sent = to_kite(client, made)
    answer = come_back(client, sent, status="success", request_token=kite.log_in(user))
    assert client.get(answer.location).status_code == 200
    return str(json.loads(sent["data"])[0]["tag"])


def ask(client: HouseClient) -> None:
    assert client.submit("form[action$='/reading']").status_code == 303


def test_the_order_book_is_read_after_a_yes_and_told_at_the_link(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    tag = back_with_a_token(client, made, kite, "AB1234")
    kite.place(
        book_order(tag=tag, tags=(tag,)),
        book_order(
            order_id="2",
            tradingsymbol="TCS",
            order_type="LIMIT",
            price=Decimal("3105.5"),
            quantity=4,
            filled_quantity=4,
            tag=tag,
            tags=(tag,),
        ),
    )
    assert kite.calls == []
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    assert "All 2 filled, by Kite’s order book" in client.page.text("main")
    found = look(outside, made.token, None)
    assert found is not None
    assert found.stage is Stage.SEEN


def test_another_account_than_the_registers_is_read_no_further_and_nothing_is_done(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    back_with_a_token(client, made, kite, "XY9876")
    ask(client)
    work(app, kite)
    assert "orders" not in kite.calls
    client.get(f"{made.address}/result")
    text = client.page.text("main")
    assert "It is not AB1234, the account that these orders are for" in text
    assert "Another Kite account was used" in text
    assert "Forget this browser" not in text
    found = look(outside, made.token, None)
    assert found is not None
    assert found.stage is Stage.WRONG_ACCOUNT


def test_a_return_can_be_read_in_another_browser_that_may_see_the_link(
    app: Flask, client: HouseClient, client_for: ClientFor, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    back_with_a_token(client, made, kite, "AB1234")
    laptop = client_for(app)
    laptop.get(f"{made.address}/result")
    ask(laptop)
    work(app, kite)
    laptop.get(f"{made.address}/result")
    assert "Not seen in Kite’s order book" in laptop.page.text("main")


def test_an_account_that_the_client_confirms_is_in_the_register_from_then_on(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside)
    back_with_a_token(client, made, kite, "AB1234")
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    assert "Kite says you are AB1234. Is this you?" in client.page.text("main")
    answer = client.submit("form[action$='/account']", button=("account", "mine"))
    assert answer.location == f"{made.address}/result"
    found = look(outside, made.token, None)
    assert found is not None
    assert found.client.details is not None
    assert found.client.details.kite_user_id == "AB1234"


MISTYPED = "form[action$='/kite-id/mistyped']"


def mistyped(app: Flask, client: HouseClient, made: Made, kite: FakeKite) -> None:
    """They typed DM0003 before they left, and Kite says DM0001."""
    sent = to_kite(client, made, kite_id="DM0003")
    client.get(come_back(client, sent, status="success", request_token=kite.log_in("DM0001")).location)
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")


def test_whoever_mistyped_their_kite_id_says_so_and_it_is_put_right(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside)
    mistyped(app, client, made, kite)
    text = client.page.text("main")
    assert "The Kite ID is not the one you typed" in text
    assert "You typed DM0003; Kite says DM0001." in text
    assert "Another Kite account was used" not in text
    assert client.submit(MISTYPED, ("account", "mine")).location == f"{made.address}/result"
    client.get(f"{made.address}/result")
    assert "I mistyped" not in client.page.text("main")
    assert "Another Kite account was used" not in client.page.text("main")
    found = look(outside, made.token, None)
    assert found is not None
    assert found.client.details is not None
    assert found.client.details.kite_user_id == "DM0001"
    assert not found.stood.wrong_account
    with outside.store.reading() as view:
        assert "kite id corrected" in [entry.kind for entry, _ in view.chain.rows()]


def test_an_account_that_is_not_theirs_stays_another_and_is_not_asked_of_again(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside)
    mistyped(app, client, made, kite)
    client.submit(MISTYPED, ("account", "not-mine"))
    client.get(f"{made.address}/result")
    assert "Another Kite account was used" in client.page.text("main")
    assert not client.page.all(MISTYPED)
    found = look(outside, made.token, None)
    assert found is not None
    assert found.stage is Stage.WRONG_ACCOUNT
    assert found.client.details is not None
    assert found.client.details.kite_user_id == "DM0003"


def test_what_the_firm_has_in_its_register_is_not_the_clients_to_correct(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="DM0003"))
    back_with_a_token(client, made, kite, "DM0001")
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    assert not client.page.all(MISTYPED)
    client.post(f"{made.address}/kite-id/mistyped", data={"account": "mine", "kite_id": "DM0001"})
    found = look(outside, made.token, None)
    assert found is not None
    assert found.stage is Stage.WRONG_ACCOUNT
    assert found.client.details is not None
    assert found.client.details.kite_user_id == "DM0003"
