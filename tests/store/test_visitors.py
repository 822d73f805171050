from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.store.making import AT, DAY
from tokri.core.ports import Visitor
from tokri.store import SqlStore


def test_a_visitor_is_made_once_and_keeps_the_time_of_the_first_visit(store: SqlStore) -> None:
    with store.writing() as unit:
        assert unit.visitors.ensure("asha", AT) == Visitor("asha", AT)
        assert unit.visitors.ensure("asha", AT + DAY) == Visitor("asha", AT)
    with store.reading() as unit:
        assert unit.visitors.get("asha") == Visitor("asha", AT)
        assert unit.visitors.get("ravi") is None


def test_the_kite_account_a_person_said_is_theirs_is_kept(store: SqlStore) -> None:
    with store.writing() as unit:
        unit.visitors.ensure("asha", AT)
        unit.visitors.ensure("ravi", AT)
        unit.visitors.set_kite_user("asha", "AB1234")
    with store.reading() as unit:
        assert unit.visitors.get("asha") == Visitor("asha", AT, "AB1234")
        assert unit.visitors.get("ravi") == Visitor("ravi", AT)


def test_a_time_from_another_zone_comes_back_as_the_same_instant_in_utc(store: SqlStore) -> None:
    in_india = datetime(2026, 2, 11, 0, 15, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with store.writing() as unit:
        unit.visitors.ensure("asha", in_india)
    with store.reading() as unit:
        visitor = unit.visitors.get("asha")
    assert visitor is not None
    assert visitor.created_at == in_india
    assert visitor.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(Exception, match="names no time zone"), store.writing() as unit:
        unit.visitors.ensure("asha", AT.replace(tzinfo=None))


def test_a_forgotten_visitor_keeps_no_kite_account_and_nobody_else_loses_theirs(store: SqlStore) -> None:
    with store.writing() as unit:
        for visitor in ("asha", "ravi"):
            unit.visitors.ensure(visitor, AT)
            unit.visitors.set_kite_user(visitor, "AB1234")
        unit.visitors.forget("asha")
    with store.reading() as unit:
        assert unit.visitors.get("asha") == Visitor("asha", AT)
        assert unit.visitors.get("ravi") == Visitor("ravi", AT, "AB1234")
