"""What the record says of people stands beside it, and can be erased while the record stays whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import make_sqlite_store
from tests.store.making import AT, MINUTE
from tests.store.tampering import tamper
from tokri.core.ports import Entry, Event, Personal
from tokri.core.record_check import Fault, Findings, Kind, check
from tokri.store import SqlStore

PHONE = "+91 98300 00001"

RAVI = Event("client added", "client:9", AT, who="user:7", where="internet", personal={"name": "रवि", "phone": PHONE})
SHARED = Event("shared", "basket", AT + MINUTE, {"version": 2}, who="user:7", personal={"to": PHONE}, person="client:9")
ASHA = Event("client added", "client:10", AT + MINUTE, personal={"name": "Asha"})


@pytest.fixture
def recorded(store: SqlStore) -> SqlStore:
    with store.writing() as unit:
        for event in (RAVI, SHARED, ASHA):
            unit.record(event)
    return store


def rows(store: SqlStore) -> list[tuple[Entry, Personal | None]]:
    with store.reading() as unit:
        return list(unit.chain.rows())


def found(store: SqlStore) -> Findings:
    with store.reading() as unit:
        return check(unit.chain.rows())


def test_who_did_it_and_from_where_is_part_of_the_chain(recorded: SqlStore) -> None:
    assert [(entry.who, entry.where) for entry, _ in rows(recorded)] == [
        ("user:7", "internet"),
        ("user:7", ""),
        ("", ""),
    ]
    tamper(recorded, "UPDATE record SET who = 'user:8' WHERE seq = 1")
    assert found(recorded).faults == (Fault(1, Kind.CHANGED),)
    tamper(recorded, "UPDATE record SET who = 'user:7', where_from = '' WHERE seq = 1")
    assert found(recorded).faults == (Fault(1, Kind.CHANGED),)


def test_no_word_about_a_person_stands_in_the_chain(recorded: SqlStore) -> None:
    with recorded.migrating() as connection:
        chained = str(connection.exec_driver_sql("SELECT * FROM record").all())
    assert not any(word in chained for word in ("रवि", PHONE, "Asha"))


def test_the_chain_holds_the_hash_of_the_salt_and_the_data(recorded: SqlStore) -> None:
    entry, personal = rows(recorded)[0]
    assert personal is not None
    assert (personal.subject, personal.data) == ("client:9", '{"name":"रवि","phone":"+91 98300 00001"}')
    assert entry.personal_sha256 == hashlib.sha256((personal.salt + personal.data).encode()).hexdigest()


def test_no_two_salts_are_alike(recorded: SqlStore) -> None:
    with recorded.writing() as unit:
        unit.record(RAVI)
    salts = {personal.salt for _, personal in rows(recorded) if personal}
    assert len(salts) == 4
    assert all(len(salt) == 64 and int(salt, 16) for salt in salts)


def test_a_person_is_erased_everywhere_and_nobody_else_and_the_chain_stays_whole(recorded: SqlStore) -> None:
    before = rows(recorded)
    with recorded.writing() as unit:
        assert unit.erase_personal("client:9", AT + MINUTE, who="user:1", where="this machine") == 2
    after = rows(recorded)
    assert [entry for entry, _ in after[:3]] == [entry for entry, _ in before]
    assert [personal for _, personal in after] == [None, None, before[2][1], None]
    told = after[3][0]
    assert (told.kind, told.subject, told.facts, told.who, told.where) == (
        "personal data erased",
        "client:9",
        {"entries": 2},
        "user:1",
        "this machine",
    )
    findings = found(recorded)
    assert (findings.whole, findings.personal, findings.erased) == (True, 1, 2)


def test_erasing_a_person_of_whom_nothing_is_said_leaves_no_entry(recorded: SqlStore) -> None:
    with recorded.writing() as unit:
        assert unit.erase_personal("client:11", AT) == 0
    assert len(rows(recorded)) == 3


def test_a_unit_that_fails_erases_nobody(recorded: SqlStore) -> None:
    def fail() -> None:
        with recorded.writing() as unit:
            unit.erase_personal("client:9", AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert found(recorded).personal == 3


def test_a_person_deleted_past_the_program_is_noticed(recorded: SqlStore) -> None:
    with recorded.migrating() as connection:
        connection.exec_driver_sql("DELETE FROM record_personal WHERE subject = 'client:9'")
    findings = found(recorded)
    assert (findings.faults, findings.erased, findings.erasures, findings.whole) == ((), 2, 0, False)


def test_nothing_of_an_erased_person_stays_readable_in_the_file(tmp_path: Path) -> None:
    store = make_sqlite_store(tmp_path)
    with store.writing() as unit:
        unit.record(Event("client added", "client:9", AT, personal={"name": "Raviprakash Unusualname"}))
    store.close()
    assert b"Unusualname" in (tmp_path / "tokri.db").read_bytes()
    with store.writing() as unit:
        unit.erase_personal("client:9", AT)
    store.close()
    assert b"Unusualname" not in (tmp_path / "tokri.db").read_bytes()


def test_the_salt_comes_from_outside(tmp_path: Path) -> None:
    make_sqlite_store(tmp_path).close()
    salts: Iterator[str] = iter(["5a" * 32])
    store = SqlStore(f"sqlite:///{tmp_path / 'tokri.db'}", salt=lambda: next(salts))
    with store.writing() as unit:
        unit.record(Event("saved", "basket", AT))
        unit.record(RAVI)
    assert [personal.salt for _, personal in rows(store) if personal] == ["5a" * 32]
    store.close()


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{\"version\": 2}'",
        'facts = \'{"version":2,"version":2}\'',
        "facts = '[]'",
        "facts = 'nonsense'",
        "facts = '{\"a\":NaN}'",
        'facts = \'{"a":"\\ud800"}\'',
        "previous = ''",
        "personal_sha256 = ''",
        "at = '2026-02-11T05:01:00.000001+00:00'",
    ],
)
def test_whatever_is_written_into_an_entry_it_is_found_and_named(recorded: SqlStore, change: str) -> None:
    tamper(recorded, f"UPDATE record SET {change} WHERE seq = 2")  # noqa: S608 - our own words
    findings = found(recorded)
    assert findings.faults[0] == Fault(2, Kind.CHANGED)
    with recorded.writing() as unit:
        unit.record(ASHA)


@pytest.mark.parametrize("time", ["yesterday", "", "2026-02-11T05:00:00.000000"])
def test_a_time_that_nobody_can_read_is_found_and_named(tmp_path: Path, time: str) -> None:
    store = make_sqlite_store(tmp_path)
    with store.writing() as unit:
        unit.record(RAVI)
    tamper(store, f"UPDATE record SET at = '{time}'")  # noqa: S608 - our own words
    assert found(store).faults == (Fault(1, Kind.CHANGED),)
    store.close()


def test_a_long_record_is_read_in_pieces_and_whole(store: SqlStore) -> None:
    with store.writing() as unit:
        for number in range(1001):
            unit.record(Event(str(number), "", AT))
    assert [entry.kind for entry, _ in rows(store)] == [str(number) for number in range(1001)]
    assert found(store).whole


def test_moved_removed_and_added_rows_are_told_apart_in_the_store(recorded: SqlStore) -> None:
    with recorded.writing() as unit:
        unit.record(ASHA)
    swap = [
        "UPDATE record SET seq = 99 WHERE seq = 1",
        "UPDATE record SET seq = 1 WHERE seq = 4",
        "UPDATE record SET seq = 4 WHERE seq = 99",
    ]
    beside = "DELETE FROM record_personal"
    tamper(recorded, beside, *swap)
    assert found(recorded).faults == (Fault(1, Kind.REORDERED),)
    tamper(recorded, *swap, "DELETE FROM record WHERE seq = 2")
    assert found(recorded).faults == (Fault(2, Kind.REMOVED),)
    tamper(
        recorded,
        "UPDATE record SET seq = 2 WHERE seq = 3",
        "UPDATE record SET seq = 3 WHERE seq = 4",
    )
    assert found(recorded).faults == (Fault(2, Kind.REMOVED),)
