"""Shared versions, decisions and recipients in the store: kept for good, one number and one decision each."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.desk.baskets_to_share import INFY, MEERA, TCS, a_basket, a_client, people, proposal, rewrite, the_firm
from tests.store import racing, sharing_races
from tests.store.making import AT
from tests.store.racing import RACERS, ROUNDS
from tests.store.test_races import race, winners
from tokri.core.desk.advice import Decision, Recipient, SharedVersion
from tokri.core.ports import AlreadyThere
from tokri.core.record_check import verify
from tokri.store import SqlStore


@pytest.fixture(scope="module")
def racers() -> Iterator[Executor]:
    context = get_context("spawn")
    barrier = context.Barrier(RACERS)
    with ProcessPoolExecutor(RACERS, mp_context=context, initializer=racing.line_up, initargs=(barrier,)) as racers:
        yield racers


def version(number: int = 1, basket_id: str = "basket", **changes: str) -> SharedVersion:
    content = proposal(INFY, TCS, title="लंबी अवधि “M&M”")
    return SharedVersion(
        basket_id,
        number,
        content,
        content.sha256,
        AT,
        "meera",
        approval_required=True,
        writers=("kiran", "meera"),
        **changes,
    )


@pytest.fixture
def shelf(store: SqlStore) -> SqlStore:
    """A basket, clients and nothing shared."""
    outside = sharing_races.world(store)
    a_basket(outside)
    for code in ("C1", "C2"):
        a_client(outside, code)
    return store


def test_a_version_comes_back_word_for_word(shelf: SqlStore) -> None:
    kept = version(question="Compliance let it pass")
    with shelf.writing() as unit:
        unit.desk_baskets.share(kept)
    with shelf.reading() as unit:
        found = unit.desk_baskets.version("basket", 1)
        basket = unit.desk_baskets.get("basket")
    assert found == kept
    assert found.proposal.canonical == kept.proposal.canonical
    assert basket is not None
    assert basket.versions == 1


def test_versions_come_in_the_order_of_their_numbers_and_of_sharing(shelf: SqlStore) -> None:
    a_basket(sharing_races.world(shelf), basket_id="another")
    with shelf.writing() as unit:
        for number in (2, 1):
            unit.desk_baskets.share(version(number))
        unit.desk_baskets.share(version(1, "another"))
    with shelf.reading() as unit:
        assert [each.number for each in unit.desk_baskets.versions("basket")] == [1, 2]
        assert [(each.basket_id, each.number) for each in unit.desk_baskets.all_versions()] == [
            ("another", 1),
            ("basket", 1),
            ("basket", 2),
        ]
        assert unit.desk_baskets.version("basket", 3) is None


def test_a_number_is_taken_once_and_the_first_stays(shelf: SqlStore) -> None:
    with shelf.writing() as unit:
        unit.desk_baskets.share(version())
    with pytest.raises(AlreadyThere), shelf.writing() as unit:
        unit.desk_baskets.share(version(question="another"))
    with shelf.reading() as unit:
        assert unit.desk_baskets.version("basket", 1) == version()


@pytest.mark.parametrize("table", ["shared_versions", "decisions"])
@pytest.mark.parametrize("change", ["UPDATE {} SET number = 7", "DELETE FROM {}"])
def test_what_was_frozen_or_decided_is_neither_changed_nor_deleted(shelf: SqlStore, table: str, change: str) -> None:
    with shelf.writing() as unit:
        unit.desk_baskets.share(version())
        unit.desk_baskets.decide(Decision("basket", 1, approved=True, by="arun", at=AT))
    with pytest.raises(Exception, match=table):
        tamper_unaided(shelf, change.format(table))


def tamper_unaided(store: SqlStore, statement: str) -> None:
    """Try it as the program could, its triggers in place."""
    with store.writing() as unit:
        unit.desk_baskets._connection.exec_driver_sql(statement)  # type: ignore[attr-defined]  # past the port, as nobody may


def test_a_decision_is_made_once_and_the_first_stays(shelf: SqlStore) -> None:
    yes = Decision("basket", 1, approved=True, by="arun", at=AT, reason="लंबी अवधि")
    with shelf.writing() as unit:
        unit.desk_baskets.share(version())
        unit.desk_baskets.decide(yes)
    with pytest.raises(AlreadyThere), shelf.writing() as unit:
        unit.desk_baskets.decide(Decision("basket", 1, approved=False, by="kiran", at=AT, reason="no"))
    with shelf.reading() as unit:
        assert unit.desk_baskets.decisions() == [yes]
        assert unit.desk_baskets.decisions(["basket"]) == [yes]
        assert unit.desk_baskets.decisions(["another"]) == []


def test_recipients_stand_in_the_order_of_codes_and_are_replaced_whole(shelf: SqlStore) -> None:
    first = [Recipient("basket", 1, code, (10, None, 0), "accepted", "He asked", "meera", AT) for code in ("c1", "c2")]
    with shelf.writing() as unit:
        unit.desk_baskets.share(version())
        unit.desk_baskets.set_recipients("basket", 1, first[::-1])
    with shelf.reading() as unit:
        assert unit.desk_baskets.recipients("basket", 1) == first
        assert unit.desk_baskets.meant_for("c1") == first[:1]
    with shelf.writing() as unit:
        unit.desk_baskets.set_recipients("basket", 1, first[:1])
    with shelf.reading() as unit:
        assert unit.desk_baskets.recipients("basket", 1) == first[:1]
        assert unit.desk_baskets.recipients("basket", 2) == []


def test_a_draft_that_is_saved_on_an_older_edition_changes_nothing(shelf: SqlStore) -> None:
    outside = sharing_races.world(shelf)
    newer = rewrite(outside, proposal(why="Another."))
    with shelf.writing() as unit:
        assert not unit.desk_baskets.save(newer, after=1)
    with shelf.reading() as unit:
        assert unit.desk_baskets.get("basket") == newer


# --- several at once --------------------------------------------------------------------------------


@pytest.fixture
def many(store: SqlStore) -> SqlStore:
    """A basket for each round, in a firm that wants a second person."""
    outside = sharing_races.world(store)
    people(outside)
    the_firm(outside, approval_required=True)
    for basket_id in sharing_races.baskets():
        a_basket(outside, basket_id=basket_id, by=MEERA)
    return store


@pytest.mark.timeout(300)
def test_however_many_share_the_same_at_once_it_is_one_version_and_one_row(many: SqlStore, racers: Executor) -> None:
    assert race(racers, sharing_races.share, many) == [[1] * ROUNDS] * RACERS
    with many.reading() as unit:
        assert len(unit.desk_baskets.all_versions()) == ROUNDS
        entries = list(unit.entries())
    assert [entry.kind for entry in entries] == ["basket shared"] * ROUNDS
    assert verify(entries) is None


@pytest.mark.timeout(300)
def test_of_several_who_decide_at_once_exactly_one_counts(many: SqlStore, racers: Executor) -> None:
    sharing_races.share(many, 99)
    assert winners(race(racers, sharing_races.say, many)) == [1] * ROUNDS
    with many.reading() as unit:
        decided = {(each.basket_id, each.approved) for each in unit.desk_baskets.decisions()}
        told = [each for each in unit.entries() if each.kind.startswith("version ")]
    assert len(decided) == len(told) == ROUNDS
    assert {(each.subject, each.kind == "version approved") for each in told} == decided


@pytest.mark.timeout(300)
def test_a_number_goes_to_exactly_one_of_those_who_bring_it_at_once(many: SqlStore, racers: Executor) -> None:
    assert winners(race(racers, sharing_races.freeze, many)) == [1] * ROUNDS


@pytest.mark.timeout(300)
def test_recipients_of_several_at_once_never_mix(many: SqlStore, racers: Executor) -> None:
    outside = sharing_races.world(many)
    for racer in range(RACERS):
        a_client(outside, f"C{racer}")
    sharing_races.share(many, 99)
    assert race(racers, sharing_races.choose, many) == [ROUNDS] * RACERS
    with many.reading() as unit:
        for basket_id in sharing_races.baskets():
            (only,) = unit.desk_baskets.recipients(basket_id, 1)
            assert only.client_id == f"c{only.quantities[0]}"
