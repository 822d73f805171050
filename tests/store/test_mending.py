"""What the store keeps of mending: of each order what was taken of it, once; follow-ups; closings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.making import AT, MINUTE, a_handoff
from tokri.core.ports import AlreadyThere
from tokri.core.ports.mending import Taken
from tokri.store import SqlStore

ONE = Taken("handoff", 0, 6, "anew", 1, AT)


def test_what_was_taken_is_found_by_hand_off_and_by_basket(store: SqlStore) -> None:
    a_handoff(store)
    two = replace(ONE, order=2, quantity=4)
    with store.writing() as unit:
        unit.mending.take([two, ONE])
    with store.reading() as unit:
        assert unit.mending.taken(["handoff", "another"]) == [ONE, two]
        assert unit.mending.taken_into(["anew"]) == [ONE, two]
        assert unit.mending.taken([]) == []


def test_an_order_is_taken_once_and_what_came_with_it_is_not_kept(store: SqlStore) -> None:
    a_handoff(store)
    with store.writing() as unit:
        unit.mending.take([ONE])
    with pytest.raises(AlreadyThere), store.writing() as unit:
        unit.mending.take([replace(ONE, order=1), replace(ONE, basket_id="another")])
    with store.reading() as unit:
        assert unit.mending.taken(["handoff"]) == [ONE]


def test_what_a_basket_took_is_free_again(store: SqlStore) -> None:
    a_handoff(store)
    with store.writing() as unit:
        unit.mending.take([ONE, replace(ONE, order=1, basket_id="another")])
        assert unit.mending.free(["anew"]) == 1
        unit.mending.take([replace(ONE, basket_id="later", at=AT + MINUTE)])
    with store.reading() as unit:
        assert [each.basket_id for each in unit.mending.taken(["handoff"])] == ["later", "another"]
