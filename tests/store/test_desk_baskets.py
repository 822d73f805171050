"""Baskets of the firm in the store, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from tests.store.making import AT, ORDER
from tokri.core.basket import Draft
from tokri.core.desk.advice import DeskBasket, Disclosures, LegAdvice, Proposal
from tokri.store import SqlStore

PROPOSAL = Proposal(
    Draft("लंबी अवधि", (ORDER, ORDER), "sells-first"),
    (LegAdvice(why="“Cash” flows\nand more", sizing="share", share="50"), LegAdvice()),
    why="Because\0",
    risk_class="moderate",
    valid_until="11 Feb 15:15",
    tied=True,
    may_change="scale",
    reference_capital="10,00,000",
    disclosures=Disclosures(firm_holding="none"),
)
BASKET = DeskBasket("basket", PROPOSAL, "Notes", 1, AT, "meera", AT, "meera", recorded_at=AT, writers=("meera", "लता"))


def add(store: SqlStore, basket: DeskBasket = BASKET) -> None:
    with store.writing() as unit:
        unit.desk_baskets.add(basket)


def kept(store: SqlStore, basket_id: str = "basket") -> DeskBasket | None:
    with store.reading() as view:
        return view.desk_baskets.get(basket_id)


def test_a_basket_reads_back_as_it_was_added(store: SqlStore) -> None:
    add(store)
    assert kept(store) == BASKET
    assert kept(store, "another") is None


def test_a_save_after_the_edition_that_is_there_takes_its_place(store: SqlStore) -> None:
    add(store)
    later = AT + timedelta(minutes=1)
    saved = replace(
        BASKET,
        proposal=replace(PROPOSAL, why="Better"),
        notes="Other",
        edition=2,
        saved_at=later,
        saved_by="ravi",
        writers=("meera", "लता", "ravi"),
        recorded_edition=2,
        recorded_at=later,
    )
    with store.writing() as unit:
        assert unit.desk_baskets.save(saved, 1)
    assert kept(store) == saved


def test_what_somebody_began_and_nobody_saved_since_is_found_alone(store: SqlStore) -> None:
    add(store)
    add(store, replace(BASKET, id="saved", edition=2, saved_at=AT))
    add(store, replace(BASKET, id="another's", created_by="somebody else"))
    with store.reading() as view:
        assert [each.id for each in view.desk_baskets.begun(BASKET.created_by)] == ["basket"]


def test_a_save_after_an_older_edition_changes_nothing(store: SqlStore) -> None:
    add(store)
    with store.writing() as unit:
        assert unit.desk_baskets.save(replace(BASKET, edition=2, notes="First"), 1)
        assert not unit.desk_baskets.save(replace(BASKET, edition=2, notes="Second"), 1)
    found = kept(store)
    assert found is not None
    assert found.notes == "First"


def test_a_basket_is_marked_and_its_edition_stays(store: SqlStore) -> None:
    add(store)
    with store.writing() as unit:
        unit.desk_baskets.mark("basket", template=True, archived_at=AT, recorded_edition=1)
        unit.desk_baskets.mark("basket", writers=())
    assert kept(store) == replace(BASKET, template=True, archived_at=AT, writers=())


def test_all_are_told_last_saved_first(store: SqlStore) -> None:
    for place, name in enumerate("abc"):
        add(store, replace(BASKET, id=name, saved_at=AT + timedelta(minutes=(place * 2) % 3)))
    with store.reading() as view:
        assert [each.id for each in view.desk_baskets.all()] == ["b", "c", "a"]


def test_of_many_who_save_at_once_on_one_edition_one_does(store: SqlStore) -> None:
    add(store)

    def save(who: int) -> bool:
        with store.writing() as unit:
            return unit.desk_baskets.save(replace(BASKET, edition=2, notes=str(who), saved_by=f"p{who}"), 1)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(save, range(8)))
    assert done.count(True) == 1
    found = kept(store)
    assert found is not None
    assert (found.edition, found.notes) == (2, str(done.index(True)))
