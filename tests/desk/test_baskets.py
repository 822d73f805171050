"""Writing a basket at the desk: what is kept, what is told, and that nobody writes over another unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.journey.fakes import FakeClock
from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import DeskBasket, Disclosures, LegAdvice, Proposal
from tokri.core.desk.states import BasketState
from tokri.core.ports import Entry, Outside
from tokri.desk.baskets import (
    BLANK,
    LONGEST_TITLE,
    Came,
    Press,
    beside,
    copy_basket,
    copy_title,
    list_baskets,
    make_basket,
    open_basket,
    save_basket,
    set_archived,
    set_template,
)
from tokri.desk.by import By

MEERA = By("meera", "private network")
RAVI = By("ravi", "internet")

INFY = OrderText(tradingsymbol="INFY", exchange="NSE", transaction_type="BUY", order_type="MARKET", quantity="10")
WRITTEN = Proposal(Draft("Large IT", (INFY,)), (LegAdvice(why="Cash flows"),), why="Growth at a price")
OTHER = replace(WRITTEN, why="Something else")


def told(outside: Outside) -> list[Entry]:
    with outside.store.reading() as view:
        return [entry for entry, _ in view.chain.rows()]


def kinds(outside: Outside) -> list[str]:
    return [entry.kind for entry in told(outside)]


def kept(outside: Outside, basket_id: str) -> DeskBasket:
    found = open_basket(outside, basket_id)
    assert found is not None
    return found.basket


def came(outside: Outside, by: By, basket: DeskBasket, proposal: Proposal, **how: Any) -> Came:
    after = how.pop("after", basket.edition)
    saved = save_basket(outside, by, basket.id, proposal, how.pop("notes", ""), after=after, **how)
    assert saved is not None
    return saved.came


def test_a_new_basket_is_a_draft_with_its_maker_and_one_row_in_the_record(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    found = open_basket(outside, basket.id)
    assert found is not None
    assert (found.basket, found.state) == (basket, BasketState.DRAFT)
    [entry] = told(outside)
    assert (entry.kind, entry.subject, entry.who, entry.where) == (
        "basket made",
        basket.id,
        "user:meera",
        "private network",
    )
    assert entry.facts == {"edition": 1, "orders": 1, "sha256": WRITTEN.sha256}


def test_whoever_asks_twice_for_an_empty_basket_has_one(outside: Outside) -> None:
    first = make_basket(outside, MEERA)
    assert make_basket(outside, MEERA).id == first.id
    assert make_basket(outside, RAVI).id != first.id
    assert kinds(outside) == ["basket made", "basket made"]


def test_an_empty_basket_that_was_written_into_or_put_aside_is_not_given_again(outside: Outside) -> None:
    first = make_basket(outside, MEERA)
    came(outside, MEERA, first, WRITTEN)
    second = make_basket(outside, MEERA)
    set_archived(outside, MEERA, second.id, archived=True)
    assert len({first.id, second.id, make_basket(outside, MEERA).id}) == 3


def test_a_save_makes_the_next_edition_and_says_whose_it_is(outside: Outside, clock: FakeClock) -> None:
    basket = make_basket(outside, MEERA)
    clock.forward(minutes=1)
    assert came(outside, RAVI, basket, WRITTEN, notes="Ask Asha first") is Came.SAVED
    now = kept(outside, basket.id)
    assert (now.proposal, now.notes, now.edition, now.saved_by, now.saved_at) == (
        WRITTEN,
        "Ask Asha first",
        2,
        "ravi",
        clock.now,
    )
    assert now.created_by == "meera"


def test_a_save_with_the_same_content_makes_no_edition_and_no_row(outside: Outside, clock: FakeClock) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    clock.forward(minutes=30)
    assert came(outside, RAVI, basket, WRITTEN) is Came.SAME
    assert kept(outside, basket.id) == basket
    assert kinds(outside) == ["basket made"]


def test_who_saves_on_an_older_edition_changes_nothing_and_learns_whose_is_newer(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    came(outside, RAVI, basket, OTHER)
    saved = save_basket(outside, MEERA, basket.id, replace(WRITTEN, why="Mine"), "", after=basket.edition)
    assert saved is not None
    assert (saved.came, saved.basket.saved_by, saved.basket.proposal) == (Came.NEWER, "ravi", OTHER)
    assert kept(outside, basket.id).proposal == OTHER


def test_what_two_wrote_alike_is_no_conflict(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    came(outside, RAVI, basket, OTHER)
    assert came(outside, MEERA, basket, OTHER) is Came.SAME


def test_keeping_mine_over_theirs_is_told_with_the_hash_of_theirs(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    came(outside, RAVI, basket, OTHER)
    mine = replace(WRITTEN, why="Mine")
    assert came(outside, MEERA, basket, mine, after=2, press=Press.OVERWRITE) is Came.SAVED
    last = told(outside)[-1]
    assert (last.kind, last.facts["over"], last.facts["sha256"]) == ("basket overwritten", OTHER.sha256, mine.sha256)


def test_keeping_mine_over_theirs_is_refused_if_they_saved_once_more(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    came(outside, RAVI, basket, OTHER)
    came(outside, RAVI, basket, replace(OTHER, why="Once more"), after=2)
    assert came(outside, MEERA, basket, WRITTEN, after=2, press=Press.OVERWRITE) is Came.NEWER


def test_of_saves_by_pauses_the_record_gets_one_row_in_ten_minutes(outside: Outside, clock: FakeClock) -> None:
    basket = make_basket(outside, MEERA)
    for minute in range(25):
        came(outside, MEERA, basket, replace(WRITTEN, why=f"{minute}"), after=minute + 1, press=Press.PAUSE)
        clock.forward(minutes=1)
    assert kinds(outside) == ["basket made", "basket saved", "basket saved"]


def test_the_first_save_of_another_hand_is_told_at_once(outside: Outside) -> None:
    basket = make_basket(outside, MEERA)
    came(outside, MEERA, basket, WRITTEN, press=Press.PAUSE)
    came(outside, RAVI, basket, OTHER, after=2, press=Press.PAUSE)
    assert [entry.who for entry in told(outside)] == ["user:meera", "user:ravi"]


def test_the_button_is_told_though_a_pause_has_saved_the_same_before(outside: Outside) -> None:
    basket = make_basket(outside, MEERA)
    came(outside, MEERA, basket, WRITTEN, press=Press.PAUSE)
    assert kinds(outside) == ["basket made"]
    for _ in range(2):
        assert came(outside, MEERA, basket, WRITTEN, after=2) is Came.SAME
    assert kinds(outside) == ["basket made", "basket saved"]
    assert told(outside)[-1].facts["edition"] == 2


def test_what_was_disclosed_stays_when_the_form_is_saved(outside: Outside) -> None:
    answered = replace(WRITTEN, disclosures=Disclosures(firm_holding="none"))
    basket = make_basket(outside, MEERA, answered)
    assert came(outside, MEERA, basket, WRITTEN) is Came.SAME
    came(outside, MEERA, basket, OTHER)
    assert kept(outside, basket.id).proposal.disclosures == Disclosures(firm_holding="none")


def test_a_copy_has_the_content_and_the_notes_but_is_asked_its_disclosures_anew(outside: Outside) -> None:
    answered = replace(WRITTEN, disclosures=Disclosures(firm_holding="none"))
    basket = make_basket(outside, MEERA, answered, "Ask Asha first")
    copied = copy_basket(outside, RAVI, basket.id)
    assert copied is not None
    assert copied.proposal == replace(WRITTEN, draft=replace(WRITTEN.draft, name="Large IT (copy)"))
    assert (copied.notes, copied.created_by, copied.edition, copied.template) == ("Ask Asha first", "ravi", 1, False)
    assert told(outside)[-1].facts["of"] == basket.id
    assert kinds(outside)[-1] == "basket duplicated"


def test_the_title_of_a_copy_is_no_longer_than_titles_may_be() -> None:
    assert copy_title("x" * LONGEST_TITLE) == "x" * (LONGEST_TITLE - 7) + " (copy)"


def test_what_is_put_aside_is_kept_and_may_be_taken_back(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    for _ in range(2):
        assert set_archived(outside, RAVI, basket.id, archived=True)
    assert list_baskets(outside).baskets[0].state is BasketState.ARCHIVED
    assert set_archived(outside, RAVI, basket.id, archived=False)
    assert list_baskets(outside).baskets[0].state is BasketState.DRAFT
    assert kinds(outside) == ["basket made", "basket archived", "basket taken back"]


def test_what_is_put_aside_cannot_be_written_into(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    set_archived(outside, RAVI, basket.id, archived=True)
    assert came(outside, MEERA, basket, OTHER) is Came.ARCHIVED
    assert kept(outside, basket.id).proposal == WRITTEN


def test_a_basket_becomes_a_template_and_ceases_to_be_one(outside: Outside) -> None:
    basket = make_basket(outside, MEERA, WRITTEN)
    for template in (True, True, False):
        assert set_template(outside, MEERA, basket.id, template=template)
        assert kept(outside, basket.id).template is template
    assert kinds(outside) == ["basket made", "template made", "template ended"]


@pytest.mark.parametrize("gone", ["never-was", ""])
def test_of_a_basket_that_is_not_there_nothing_is_done_and_nothing_told(outside: Outside, gone: str) -> None:
    assert open_basket(outside, gone) is None
    assert copy_basket(outside, MEERA, gone) is None
    assert save_basket(outside, MEERA, gone, WRITTEN, "", after=1) is None
    assert not set_archived(outside, MEERA, gone, archived=True)
    assert not set_template(outside, MEERA, gone, template=True)
    assert told(outside) == []


def test_the_list_is_last_saved_first(outside: Outside, clock: FakeClock) -> None:
    first, second = make_basket(outside, MEERA, WRITTEN), make_basket(outside, MEERA, OTHER)
    clock.forward(minutes=1)
    came(outside, MEERA, first, replace(WRITTEN, why="Later"))
    assert [each.basket.id for each in list_baskets(outside).baskets] == [first.id, second.id]


def test_orders_at_the_end_that_hold_nothing_are_left_out_but_not_what_was_said_of_one() -> None:
    empty, blank, said = OrderText(exchange="NSE"), LegAdvice(), LegAdvice(why="Later")
    assert beside((INFY, empty, empty), (blank, blank, blank)) == ((INFY, blank),)
    assert beside((INFY, empty), (blank, said)) == ((INFY, blank), (empty, said))
    assert BLANK.legs == ()
