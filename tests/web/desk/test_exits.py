"""The pages on which a client is left out whose fill another draft exits already, and where it is said all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.desk import exiting as acts
from tests.link import making
from tests.link.seen import back_with
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.roles import Role
from tokri.core.ports import Outside

PAGE = "/desk/baskets/basket-1/versions/1/follow-up"


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


@pytest.fixture
def second(outside: Outside) -> DeskBasket:
    """A draft for a client who was sent the same exit by another before; it is shared, and nobody is chosen yet."""
    client = making.a_client(outside, "C1", "Sunita Rao", **acts.AGREED)
    sent = making.a_link(outside, client, making.a_version(outside, client))
    back_with(outside, sent, "COMPLETE", 10)
    first, again = acts.two_drafts(outside)
    acts.given(outside, first)
    acts.shared(outside, again)
    return again


def address(basket: DeskBasket, page: str) -> str:
    return f"/desk/baskets/{basket.id}/versions/1/{page}"


def test_the_choice_names_what_has_it_and_takes_a_word_for_that_client(
    second: DeskBasket, adviser: HouseClient
) -> None:
    adviser.get(address(second, "clients") + "?all=yes")
    assert not adviser.page.all("#client-c1[checked]")
    row = adviser.page.text("#row-c1")
    assert "This exits 10 INFY on NSE, of 10 that filled." in row
    assert "In “Follow-up: Two of the large ones” already: 10 INFY on NSE to be sold" in row
    refused = adviser.submit("#clients", button=("action", "save"), fields={"client-c1": "yes"})
    assert refused.status_code == 422
    assert "Tick that they exit it all the same" in adviser.page.text("#error-summary")
    fields = {"client-c1": "yes", "again-c1": "yes"}
    assert adviser.submit("#clients", button=("action", "save"), fields=fields).status_code == 303
    adviser.get("/desk/record")
    assert "although" in adviser.page.text("main").casefold()


def test_choosing_all_who_can_be_leaves_them_out_and_says_so(second: DeskBasket, adviser: HouseClient) -> None:
    adviser.get(address(second, "clients"))
    adviser.get(adviser.submit("#all").location)
    assert "1 client was left out: other drafts have what they would exit." in adviser.page.text(".said")


def test_a_link_is_made_for_them_only_where_that_is_ticked(
    second: DeskBasket, adviser: HouseClient, outside: Outside
) -> None:
    acts.choose(outside, second, again=True)
    adviser.get(address(second, "links"))
    assert "Left out: another draft has what they would exit" in adviser.page.text("#again")
    assert "they were sent it, and can still act on it" in adviser.page.text("#again")
    assert adviser.submit("#make").status_code == 409
    assert adviser.submit("#make", fields={"again-c1": "yes"}).location.endswith("?made=1&kept=0")


@pytest.mark.usefixtures("second")
def test_the_follow_up_page_says_in_which_draft_it_is_and_offers_it_to_nobody(adviser: HouseClient) -> None:
    adviser.get(PAGE)
    assert "In another draft already: 1" in adviser.page.text("main")
    assert not adviser.page.all("#draft")
    assert "10 INFY on NSE to be sold; they were sent it" in adviser.page.text("#row-c1")


def test_a_recalled_version_offers_no_draft_of_what_was_sent_already(
    second: DeskBasket, adviser: HouseClient, outside: Outside
) -> None:
    assert second
    making.recalled(outside, acts.link_of(outside, "basket-1"))
    adviser.get("/desk/baskets/basket-1/versions/1/recalled")
    assert not adviser.page.all("main form")
    assert "All that filled is undone by what they were sent already." in adviser.page.text("main")


def test_the_page_before_sharing_names_who_would_exit_it_twice(
    second: DeskBasket, adviser: HouseClient, outside: Outside
) -> None:
    with outside.store.writing() as unit:  # another price than the version has
        changed = replace(second.proposal, why="At another price.")
        assert unit.desk_baskets.save(replace(second, proposal=changed, edition=2), 1)
    adviser.get(f"/desk/baskets/{second.id}/share")
    assert "C1: This exits 10 INFY on NSE, of 10 that filled." in adviser.page.text("#exited")


def test_whoever_decides_reads_it_beside_the_version(second: DeskBasket, desk_for: DeskFor) -> None:
    approver = desk_for(Role.APPROVER, name="arun")
    approver.get(f"/desk/baskets/{second.id}/versions/1")
    assert "C1: This exits 10 INFY on NSE, of 10 that filled." in approver.page.text("#exited")
