import dataclasses

from sqlalchemy import select

from tests.store.making import AT, DAY, MINUTE, REVIEW, a_basket, a_handoff, draft
from tokri.core.ports import Acceptance
from tokri.store import SqlStore
from tokri.store.tables import baskets


def test_a_new_basket_comes_back_word_for_word_as_version_1(store: SqlStore) -> None:
    typed = draft(orders=20)
    with store.writing() as unit:
        unit.visitors.ensure("asha", AT)
        version = unit.baskets.add("basket", "asha", typed, AT)
    assert (version.basket_id, version.number, version.draft, version.saved_at) == ("basket", 1, typed, AT)
    assert version.sha256 == typed.sha256
    with store.reading() as unit:
        basket = unit.baskets.get("basket", "asha")
        assert basket is not None
        assert basket.latest == version == unit.baskets.version("basket", 1)
        assert (basket.id, basket.visitor_id, basket.name, basket.created_at) == ("basket", "asha", typed.name, AT)


def test_a_save_makes_the_next_version_and_leaves_the_earlier_ones(store: SqlStore) -> None:
    a_basket(store)
    with store.writing() as unit:
        second = unit.baskets.save("basket", draft(20), AT + MINUTE)
    assert (second.number, second.draft, second.saved_at) == (2, draft(20), AT + MINUTE)
    with store.reading() as unit:
        first = unit.baskets.version("basket", 1)
        basket = unit.baskets.get("basket", "asha")
        assert unit.baskets.version("basket", 3) is None
        assert unit.baskets.version("another", 1) is None
    assert first is not None
    assert first.draft == draft(10)
    assert first.saved_at == AT
    assert basket is not None
    assert basket.latest == second


def test_the_same_orders_as_the_latest_make_no_version(store: SqlStore) -> None:
    a_basket(store)
    with store.writing() as unit:
        again = unit.baskets.save("basket", draft(10), AT + MINUTE)
    assert (again.number, again.saved_at) == (1, AT)


def test_another_order_of_sending_makes_a_new_version_of_the_same_orders(store: SqlStore) -> None:
    a_basket(store)
    chosen = dataclasses.replace(draft(10), sequence="as-listed")
    with store.writing() as unit:
        second = unit.baskets.save("basket", chosen, AT + MINUTE)
    assert (second.number, second.sha256) == (2, chosen.sha256)
    with store.reading() as unit:
        basket, first = unit.baskets.get("basket", "asha"), unit.baskets.version("basket", 1)
    assert basket is not None
    assert basket.latest.draft == chosen
    assert first is not None
    assert first.draft == draft(10)


def test_orders_that_an_older_version_had_make_a_new_version(store: SqlStore) -> None:
    a_basket(store)
    with store.writing() as unit:
        unit.baskets.save("basket", draft(20), AT)
        assert unit.baskets.save("basket", draft(10), AT).number == 3


def test_the_name_is_the_baskets_own_whether_saved_or_renamed(store: SqlStore) -> None:
    a_basket(store)
    with store.writing() as unit:
        assert unit.baskets.save("basket", draft(name="Diwali"), AT + MINUTE).draft.name == "Diwali"
        basket = unit.baskets.get("basket", "asha")
        assert basket is not None
        assert (basket.name, basket.latest.number) == ("Diwali", 1)
        unit.baskets.rename("basket", "Holi")
    with store.reading() as unit:
        basket = unit.baskets.get("basket", "asha")
        version = unit.baskets.version("basket", 1)
    assert basket is not None
    assert version is not None
    assert basket.name == basket.latest.draft.name == version.draft.name == "Holi"


def test_a_visitors_baskets_are_listed_last_saved_first(store: SqlStore) -> None:
    for number, basket_id in enumerate(["old", "older", "newest"]):
        a_basket(store, basket_id, at=AT + number * MINUTE)
    a_basket(store, "theirs", visitor_id="ravi")
    with store.writing() as unit:
        unit.baskets.save("old", draft(20), AT + DAY)
    with store.reading() as unit:
        assert [basket.id for basket in unit.baskets.of("asha")] == ["old", "newest", "older"]
        assert unit.baskets.of("nobody") == []


def test_baskets_saved_at_the_same_instant_are_listed_last_made_first(store: SqlStore) -> None:
    for basket_id in "bac":
        a_basket(store, basket_id)
    with store.reading() as unit:
        assert [basket.id for basket in unit.baskets.of("asha")] == ["c", "a", "b"]


def test_nobody_else_gets_a_basket(store: SqlStore) -> None:
    a_basket(store)
    with store.reading() as unit:
        assert unit.baskets.get("basket", "ravi") is None
        assert unit.baskets.get("another", "asha") is None


def test_a_basket_never_handed_off_is_gone_wholly_when_deleted(store: SqlStore) -> None:
    a_basket(store)
    with store.writing() as unit:
        unit.baskets.save("basket", draft(20), AT)
        unit.baskets.accept("basket", REVIEW, [Acceptance("same-order-twice", 1)], AT)
        unit.baskets.delete("basket", AT)
    with store.reading() as unit:
        assert unit.baskets.get("basket", "asha") is None
        assert unit.baskets.version("basket", 1) is None
        assert unit.baskets.acceptances("basket", REVIEW) == frozenset()


def test_a_basket_once_handed_off_is_out_of_sight_and_its_version_kept(store: SqlStore) -> None:
    a_handoff(store)
    with store.writing() as unit:
        unit.baskets.delete("basket", AT)
    with store.reading() as unit:
        assert unit.baskets.get("basket", "asha") is None
        assert unit.baskets.of("asha") == []
        assert unit.baskets.version("basket", 1) is not None
        assert unit.handoffs.by_id("handoff") is not None


def test_unlinking_takes_every_basket_from_its_visitor_alone(store: SqlStore) -> None:
    a_handoff(store)
    a_basket(store, "second")
    a_basket(store, "theirs", visitor_id="ravi")
    with store.writing() as unit:
        assert unit.baskets.unlink("asha") == 2
        assert unit.baskets.unlink("asha") == 0
    with store.reading() as unit:
        assert unit.baskets.of("asha") == []
        assert unit.baskets.get("basket", "asha") is None
        assert unit.baskets.version("basket", 1) is not None
        assert [basket.id for basket in unit.baskets.of("ravi")] == ["theirs"]


def test_a_deleted_basket_is_unlinked_too_and_not_counted(store: SqlStore) -> None:
    a_handoff(store)
    with store.writing() as unit:
        unit.baskets.delete("basket", AT)
        assert unit.baskets.unlink("asha") == 0
    with store.migrating() as connection:
        assert connection.execute(select(baskets.c.visitor_id)).scalars().all() == [None]


def test_ticks_are_kept_for_exactly_what_was_shown(store: SqlStore) -> None:
    a_basket(store)
    a_basket(store, "second")
    first, whole = Acceptance("same-order-twice", 0), Acceptance("bought-and-sold", None)
    with store.writing() as unit:
        unit.baskets.accept("basket", REVIEW, [first, whole], AT)
        unit.baskets.accept("basket", REVIEW, [whole, dataclasses.replace(first, order=2)], AT + MINUTE)
        unit.baskets.accept("basket", REVIEW, [], AT)
    with store.reading() as unit:
        assert unit.baskets.acceptances("basket", REVIEW) == {first, whole, Acceptance("same-order-twice", 2)}
        assert unit.baskets.acceptances("basket", "0" * 64) == frozenset()
        assert unit.baskets.acceptances("second", REVIEW) == frozenset()


def test_purging_deletes_what_was_never_handed_off_and_not_saved_since(store: SqlStore) -> None:
    a_handoff(store)
    for basket_id in ("stale", "saved again", "stale too"):
        a_basket(store, basket_id)
    with store.writing() as unit:
        unit.baskets.save("saved again", draft(20), AT + DAY)
        assert unit.baskets.purge(AT) == 0
        assert unit.baskets.purge(AT + MINUTE) == 2
        assert unit.baskets.purge(AT + MINUTE) == 0
    with store.reading() as unit:
        assert {basket.id for basket in unit.baskets.of("asha")} == {"basket", "saved again"}
        assert unit.baskets.version("stale", 1) is None


def test_purging_reaches_baskets_that_nobody_owns_any_more(store: SqlStore) -> None:
    a_basket(store)
    with store.writing() as unit:
        unit.baskets.unlink("asha")
        assert unit.baskets.purge(AT + DAY) == 1
        assert unit.baskets.version("basket", 1) is None
