"""The demo's firm: every kind of client, a basket in every state, and a record that is whole."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from tests.journey.fakes import MORNING
from tests.web.steps import world
from tokri.core.desk.client import AccountKind, Consenter
from tokri.core.desk.roles import Role
from tokri.core.desk.states import BasketState
from tokri.core.link.state import Door, Stage
from tokri.core.ports import Outside
from tokri.core.record_check import check
from tokri.desk import example
from tokri.desk.baskets import list_baskets
from tokri.desk.firm import standing
from tokri.journey.known import known
from tokri.link.look import look
from tools.demo import CARRIED


@pytest.fixture
def seeded(app: Flask) -> Outside:
    outside = world(app)
    outside.instruments.take_dump((CARRIED / "instruments.csv").read_bytes(), MORNING.date(), MORNING)
    outside.instruments.take_prices((CARRIED / "prices.csv").read_bytes(), MORNING.date(), "prices.csv")
    example.seed(outside, partial(known, outside))
    return outside


def test_there_are_twelve_clients_of_every_kind(seeded: Outside) -> None:
    with seeded.store.reading() as view:
        details = [client.details for client in view.clients.all() if client.details is not None]
    assert len(details) == 12
    assert {each.account_kind for each in details} == set(AccountKind)
    assert {each.consenter for each in details} == set(Consenter)


def test_there_is_a_basket_in_every_state_and_a_template(seeded: Outside) -> None:
    shelf = list_baskets(seeded)
    assert {each.state for each in shelf.baskets if not each.basket.template} == set(BasketState)
    assert any(each.basket.template for each in shelf.baskets)


def test_somebody_of_each_role_can_sign_in(seeded: Outside) -> None:
    with seeded.store.reading() as view:
        assert {role for person in view.people.all() for role in person.roles} == set(Role)


def test_the_firm_lacks_nothing_that_the_rules_require(seeded: Outside) -> None:
    assert standing(seeded).missing == ()


def test_every_step_was_recorded_and_the_record_is_whole(seeded: Outside) -> None:
    with seeded.store.reading() as view:
        findings = check(view.chain.rows())
        kinds = {entry.kind for entry, _ in view.chain.rows()}
    assert findings.faults == ()
    assert {"person added", "client added", "basket shared", "version approved", "version refused"} <= kinds


def test_a_second_time_nothing_is_added(seeded: Outside) -> None:
    with seeded.store.reading() as view:
        before = view.chain.head()
    again = example.seed(seeded, partial(known, seeded))
    with seeded.store.reading() as view:
        assert view.chain.head() == before
    assert {each.username for each in again} == {"anita", "meera", "arun", "devika"}


def test_its_clients_have_links_of_which_one_asks_and_one_is_in_hindi(seeded: Outside) -> None:
    links = {each.name: each for each in example.client_links(seeded)}
    assert links["Asha Rao"].answer
    asha, kabir = (look(seeded, links[name].token, None) for name in ("Asha Rao", "Kabir Shah"))
    assert asha is not None
    assert kabir is not None
    assert (asha.asks_check, asha.door) == (True, Door.OPEN)
    assert (kabir.asks_check, kabir.door, kabir.link.language) == (False, Door.OPEN, "hi")
    assert {asha.stage, kabir.stage} == {Stage.PREPARED, Stage.MADE}
