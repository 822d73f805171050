"""Whoever was ticked and is not on the page for whom a version is meant is named, with why, and nothing is saved."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.desk.exiting import AGREED, MEERA, shared
from tests.link import making
from tests.link.seen import back_with
from tests.web.steps import world
from tokri.core.desk.advice import DeskBasket, Recipient
from tokri.core.ports import Outside
from tokri.desk import still_to_place
from tokri.desk.baskets import set_archived
from tokri.web.words import follow_up as words


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


@pytest.fixture
def draft(outside: Outside) -> DeskBasket:
    """What is left of Sunita's orders, drafted for her alone and shared; Ravi is another client."""
    made = making.a_link(outside, making.a_client(outside, **AGREED))
    making.a_client(outside, "C2", "Ravi Nair")
    back_with(outside, made, "CANCELLED", 4)
    found = still_to_place.see(outside, made.link.id)
    assert found is not None
    drafted = still_to_place.draft(outside, MEERA, made.link.id, found.sha256, words.still_to_place)
    assert isinstance(drafted, DeskBasket)
    shared(outside, drafted)
    return drafted


def address(basket: DeskBasket) -> str:
    return f"/desk/baskets/{basket.id}/versions/1/clients"


def chosen(outside: Outside, basket: DeskBasket) -> list[Recipient]:
    with outside.store.reading() as view:
        return list(view.desk_baskets.recipients(basket.id, 1))


def test_a_tick_for_another_client_than_the_draft_is_for_is_named_with_why(
    outside: Outside, draft: DeskBasket, adviser: HouseClient
) -> None:
    adviser.get(address(draft))
    sent = adviser.page.form("#clients").filled({}) | {"client-c1": "yes", "client-c2": "yes", "client-nobody": "yes"}
    assert adviser.post(address(draft), data=sent).status_code == 422
    said = adviser.page.text("#error-summary")
    assert "Nothing was saved" in said
    assert "C2, Ravi Nair: left out. The draft is not for them." in said
    assert "1 tick was for no client of the register." in said
    assert chosen(outside, draft) == []
    assert adviser.page.form("#clients").filled({})["client-c1"] == "yes", "the other ticks stand"
    assert adviser.submit("#clients").status_code == 303
    assert [each.client_id for each in chosen(outside, draft)] == ["c1"]


def test_a_page_of_a_draft_that_is_for_nobody_any_more_says_whose_ticks_went(
    outside: Outside, draft: DeskBasket, adviser: HouseClient
) -> None:
    adviser.get(address(draft))
    set_archived(outside, MEERA, draft.id, archived=True)
    set_archived(outside, MEERA, draft.id, archived=False)
    with outside.store.writing() as unit:
        unit.mending.free([draft.id])
    assert adviser.submit("#clients", fields={"client-c1": "yes"}).status_code == 409
    assert "C1, Sunita Rao: left out. The draft is not for them." in adviser.page.text("#error-summary")


def test_ticks_that_outlived_their_forms_protection_are_named_too(draft: DeskBasket, adviser: HouseClient) -> None:
    old = {"csrf_token": "old", "client-c1": "yes", "client-c2": "yes", "listed": "c1 c2"}
    assert adviser.post(address(draft), data=old, csrf=False).status_code == 400
    assert "C2, Ravi Nair: left out." in adviser.page.text("#error-summary")
