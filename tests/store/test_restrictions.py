"""The restricted list in the store: kept in order, lifted once, never deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.store.making import AT, DAY
from tokri.core.desk.restricted import Restriction
from tokri.store import SqlStore

INFY = Restriction("r1", "NSE", "INFY", "INE009A01021", date(2026, 3, 31), "Results “are” near", "meera", AT)
M_AND_M = Restriction("r2", "", "M&M", "", None, "नतीजे", "arun", AT)


def test_restrictions_come_back_as_they_were_added_and_in_that_order(store: SqlStore) -> None:
    with store.writing() as unit:
        unit.restrictions.add(INFY)
        unit.restrictions.add(M_AND_M)
    with store.reading() as unit:
        assert list(unit.restrictions.all()) == [INFY, M_AND_M]


def test_one_is_lifted_once_and_stays_in_the_list(store: SqlStore) -> None:
    with store.writing() as unit:
        unit.restrictions.add(INFY)
        assert unit.restrictions.lift("r1", AT + DAY)
    with store.writing() as unit:
        assert not unit.restrictions.lift("r1", AT + 2 * DAY)
        assert not unit.restrictions.lift("nothing", AT)
    with store.reading() as unit:
        assert list(unit.restrictions.all()) == [replace(INFY, lifted_at=AT + DAY)]
