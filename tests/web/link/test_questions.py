"""How many questions a client's page and yes ask of the store: as many for many orders and clients as for few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.link import making
from tests.link.making import INFY, PROPOSAL, Made, a_client, a_link, a_version
from tests.web.desk.test_questions import counting, questions
from tokri.core.basket import Draft
from tokri.core.desk.advice import LegAdvice, Proposal, Recipient
from tokri.core.desk.client import CheckKind, Client
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside

SYMBOLS = ("INFY", "TCS", "ITC", "SBIN", "WIPRO", "ONGC", "NTPC", "TITAN", "LT", "MARUTI")

#: One order, and as many as go to Kite in one part.
FEW, MANY = 1, len(SYMBOLS)


def of(orders: int) -> Proposal:
    """Advice of so many orders."""
    written = tuple(replace(INFY, tradingsymbol=symbol) for symbol in SYMBOLS[:orders])
    legs = (LegAdvice(why="Orders grow."),) * orders
    return replace(PROPOSAL, draft=Draft("Some of the large ones", written), legs=legs)


def advised(outside: Outside, orders: int) -> Made:
    """A client who is asked a question first, and their link to advice of so many orders."""
    client = a_client(outside, f"C{orders}", check=CheckKind.PAN)
    version = a_version(outside, client, proposal=of(orders), basket_id=f"basket-{orders}")
    return a_link(outside, client, version)


def come_in(client: HouseClient, made: Made) -> None:
    assert client.get(made.address).status_code == 200
    assert client.submit(fields={"answer": making.PAN}).status_code == 303
    assert client.get(made.address).status_code == 200


def asked_by_yes(client: HouseClient) -> int:
    """Say yes on the page that is before the client; answers how many questions that asked."""
    with counting() as asked:
        assert client.submit("#send", fields={"consent": "yes"}).status_code == 303
    return len(asked)


def others(outside: Outside, made: Made, count: int) -> None:
    """Other clients of the same version, each of whom said yes, left, came back and asked something."""
    clients = [a_client(outside, f"D{number}") for number in range(count)]
    _also_meant_for(outside, made, clients)
    with outside.store.reading() as view:
        version = view.desk_baskets.version(made.link.basket_id, made.link.number)
    for client in clients:
        theirs = a_link(outside, client, version).link
        making.prepared(outside, theirs)
        making.opened(outside, theirs)
        making.came_back(outside, theirs)
        making.answered(outside, theirs, AnswerKind.QUESTION, "Why now?")


def _also_meant_for(outside: Outside, made: Made, clients: Sequence[Client]) -> None:
    basket_id, number = made.link.basket_id, made.link.number
    with outside.store.writing() as unit:
        meant = list(unit.desk_baskets.recipients(basket_id, number))
        [quantities] = {each.quantities for each in meant}
        at = outside.clock()
        meant += [Recipient(basket_id, number, each.id, quantities, "fits", "", "meera", at) for each in clients]
        unit.desk_baskets.set_recipients(basket_id, number, meant)


def test_a_page_and_a_yes_of_many_orders_ask_no_more_than_of_one(
    app: Flask, client_for: ClientFor, outside: Outside
) -> None:
    pages, answers = set(), set()
    for orders in (FEW, MANY):
        browser, made = client_for(app), advised(outside, orders)
        come_in(browser, made)
        pages.add(questions(browser, made.address))
        answers.add(asked_by_yes(browser))
    assert len(pages) == len(answers) == 1
    assert min(pages | answers) > 0


def test_what_other_clients_said_and_did_makes_no_page_and_no_yes_ask_more(
    app: Flask, client_for: ClientFor, outside: Outside
) -> None:
    alone, among_many = advised(outside, FEW), advised(outside, MANY)
    others(outside, among_many, 12)
    counts = []
    for made in (alone, among_many):
        browser = client_for(app)
        come_in(browser, made)
        counts.append((questions(browser, made.address), asked_by_yes(browser)))
    assert counts[0] == counts[1] > (0, 0)
