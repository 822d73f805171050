from datetime import datetime, timedelta

import pytest

from tests.store.making import AT
from tokri.limits import LIMITS, Limits
from tokri.store import SqlStore
from tokri.store.tables import rate_limits


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def exhaust(limits: Limits, name: str = "reading", key: str = "asha") -> None:
    for _ in range(LIMITS[name][0]):
        assert limits.take(name, key) is None


def kept(store: SqlStore) -> list[tuple[str, str, datetime, int]]:
    with store.migrating() as connection:
        return [tuple(row) for row in connection.execute(rate_limits.select())]


def test_uses_within_the_limit_are_let_through_and_the_next_says_when_to_come_back(store: SqlStore) -> None:
    hands = Hands()
    limits = Limits(store, hands, salt="salt")
    exhaust(limits)
    hands.on(12.5)
    assert limits.take("reading", "asha") == 48


def test_whoever_waited_as_long_as_told_is_let_through(store: SqlStore) -> None:
    hands = Hands(AT + timedelta(seconds=59.9))
    limits = Limits(store, hands, salt="salt")
    exhaust(limits)
    seconds = limits.take("reading", "asha")
    assert seconds == 1
    hands.on(seconds)
    assert limits.take("reading", "asha") is None


def test_workers_share_the_count(store: SqlStore) -> None:
    hands = Hands()
    exhaust(Limits(store, hands, salt="salt"))
    assert Limits(store, hands, salt="salt").take("reading", "asha") == 60


def test_each_limit_and_each_key_is_counted_for_itself(store: SqlStore) -> None:
    limits = Limits(store, Hands(), salt="salt")
    exhaust(limits)
    assert limits.take("reading", "ravi") is None
    assert limits.take("save", "asha") is None
    assert limits.take("reading", "asha") == 60


def test_whoever_goes_on_asking_costs_no_further_write(store: SqlStore) -> None:
    limits = Limits(store, Hands(), salt="salt")
    exhaust(limits)
    limits.take("reading", "asha")
    before = kept(store)
    assert limits.take("reading", "asha") == 60
    assert kept(store) == before


def test_no_address_is_kept_and_another_salt_gives_another_hash(store: SqlStore) -> None:
    for salt in ("one", "another"):
        Limits(store, Hands(), salt=salt).take("save", "203.0.113.7")
    rows = kept(store)
    assert len(rows) == 2
    assert "203.0.113.7" not in str(rows)


def test_counters_that_no_limit_looks_at_any_more_are_swept(store: SqlStore) -> None:
    hands = Hands()
    limits = Limits(store, hands, salt="salt")
    longest = max(seconds for _, seconds in LIMITS.values())
    minutes = [AT + timedelta(seconds=60 * number) for number in range(longest // 60 + 4)]
    for _ in minutes:
        limits.take("save", "asha")
        hands.on(60)
    windows = {at for _, _, at, _ in kept(store)}
    assert windows == {each for each in minutes if minutes[-1] - each <= timedelta(seconds=longest)}
    assert windows < set(minutes)


def test_a_limit_nobody_set_is_a_fault_of_the_program(store: SqlStore) -> None:
    with pytest.raises(KeyError):
        Limits(store, Hands(), salt="salt").take("sav", "asha")


def test_the_salt_does_not_print(store: SqlStore) -> None:
    assert "pepper" not in repr(Limits(store, Hands(), salt="pepper"))


def test_what_is_remembered_of_full_counters_does_not_grow_without_end(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokri.limits._MOST_FULL", 2)
    monkeypatch.setitem(LIMITS, "save", (1, 60))
    limits = Limits(store, Hands(), salt="salt")
    for key in "abcde":
        assert limits.take("save", key) is None
        assert limits.take("save", key) == 60
    assert len(limits._full) <= 2
    assert [limits.take("save", key) for key in "abcde"] == [60] * 5
