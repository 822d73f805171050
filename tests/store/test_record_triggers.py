"""The databases themselves refuse to change what is only ever added to; and where a trigger is gone, it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import bindparam, insert, text
from sqlalchemy.exc import IntegrityError

from tests.databases import sqlite_store
from tests.store.making import AT, MINUTE
from tokri.core.ports import Event, Head
from tokri.core.record import append
from tokri.core.record_check import Fault, Findings, Kind, check
from tokri.store import SqlStore
from tokri.store.all_tables import GUARDED
from tokri.store.migrating import alembic_config, upgrade
from tokri.store.sqlite import Sqlite
from tokri.store.tables import APPEND_ONLY, record
from tokri.store.triggers import AppendOnly, append_only, triggers

HASH = "ab" * 32

EVENTS = [
    Event("saved", "basket", AT, {"version": 1}),
    Event("client added", "client:9", AT + MINUTE, who="user:7", where="internet", personal={"name": "Ravi"}),
    Event("saved", "basket", AT, {"version": 2}),
]


@dataclass(frozen=True)
class Tampering:
    """What somebody does to the record, the one trigger that refuses it, and what shows it where that is gone."""

    refused_by: str
    statement: str
    found: tuple[Fault, ...] = ()
    erased: int = 0


#: For both databases. The record holds EVENTS; the person stands beside the second.
TAMPERING = [
    Tampering("record_refuses_update", "UPDATE record SET kind = 'x' WHERE seq = 2", (Fault(2, Kind.CHANGED),)),
    Tampering("record_refuses_delete", "DELETE FROM record WHERE seq = 1", (Fault(1, Kind.REMOVED),)),
    Tampering(
        "record_refuses_order",
        "INSERT INTO record (seq, at, kind, subject, facts, previous, sha256) "
        "SELECT 7, at, kind, subject, facts, sha256, substr(sha256, 2) || 'x' FROM record WHERE seq = 3",
        (Fault(4, Kind.CHANGED),),
    ),
    Tampering(
        "record_personal_refuses_update",
        """UPDATE record_personal SET data = '{"name":"Asha"}'""",
        (Fault(2, Kind.PERSONAL),),
    ),
]
ON_SQLITE = [
    Tampering(
        "record_refuses_replace",
        "INSERT OR REPLACE INTO record (seq, at, kind, subject, facts, previous, sha256) "
        "SELECT 4, at, kind, subject, facts, previous, sha256 FROM record WHERE seq = 1",
        (Fault(1, Kind.REORDERED),),
    ),
    Tampering(
        "record_personal_refuses_replace",
        "INSERT OR REPLACE INTO record_personal SELECT seq, subject, salt, '{}' FROM record_personal",
        (Fault(2, Kind.PERSONAL),),
    ),
]
ON_POSTGRESQL = [
    Tampering("record_refuses_truncate", "TRUNCATE record, record_personal", (Fault(1, Kind.CUT_OFF),)),
    Tampering("record_personal_refuses_truncate", "TRUNCATE record_personal", (), erased=1),
]


def on_sqlite(store: SqlStore) -> bool:
    return isinstance(store.database, Sqlite)


def on(store: SqlStore) -> list[Tampering]:
    return [*TAMPERING, *(ON_SQLITE if on_sqlite(store) else ON_POSTGRESQL)]


@pytest.fixture
def recorded(empty_store: SqlStore) -> SqlStore:
    """A store of this test's own, so that its triggers may be taken away."""
    upgrade(empty_store)
    return with_events(empty_store)


def with_events(store: SqlStore) -> SqlStore:
    for event in EVENTS:
        with store.writing() as unit:
            unit.record(event)
    return store


def run(store: SqlStore, *statements: str) -> None:
    with store.migrating() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def drop(store: SqlStore, trigger: str) -> None:
    table = trigger.partition("_refuses_")[0]
    run(store, f"DROP TRIGGER {trigger}" if on_sqlite(store) else f"DROP TRIGGER {trigger} ON {table}")


def found(store: SqlStore, head: Head | None = None) -> Findings:
    with store.reading() as unit:
        return check(unit.chain.rows(), head)


def head(store: SqlStore) -> Head:
    with store.reading() as unit:
        newest = unit.chain.head()
    assert newest is not None
    return newest


def all_triggers(store: SqlStore, tables: Iterable[AppendOnly]) -> list[str]:
    dialect = "sqlite" if on_sqlite(store) else "postgresql"
    return [trigger.name for table in tables for trigger in triggers(dialect, table)]


def test_every_trigger_of_every_append_only_table_is_made_by_the_migrations(store: SqlStore) -> None:
    assert store.triggers_missing() == []


def test_a_store_without_tables_has_no_trigger(empty_store: SqlStore) -> None:
    run(empty_store)
    assert empty_store.triggers_missing() == all_triggers(empty_store, GUARDED)


def test_the_record_of_an_older_store_keeps_its_chain_and_is_guarded_after_the_upgrade(empty_store: SqlStore) -> None:
    plain = [append(None, EVENTS[0])]
    plain.append(append(plain[0], Event("left", "handoff", AT)))
    with empty_store.migrating() as connection:
        command.upgrade(alembic_config(connection), "0001")
        for entry in plain:
            connection.execute(
                text(
                    "INSERT INTO record (seq, at, kind, subject, facts, previous, sha256) "
                    "VALUES (:seq, :at, :kind, :subject, :facts, :previous, :sha256)"
                ).bindparams(bindparam("at", type_=record.c.at.type)),
                {
                    "seq": entry.seq,
                    "at": entry.at,
                    "kind": entry.kind,
                    "subject": entry.subject,
                    "facts": '{"version":1}' if entry.facts else "{}",
                    "previous": entry.previous,
                    "sha256": entry.sha256,
                },
            )
    upgrade(empty_store)
    assert empty_store.triggers_missing() == []
    with_events(empty_store)
    findings = found(empty_store)
    assert findings.faults == ()
    assert findings.head is not None
    assert findings.head.seq == len(plain) + len(EVENTS)
    with pytest.raises(IntegrityError, match="no row is changed"):
        run(empty_store, "UPDATE record SET kind = 'x' WHERE seq = 1")


def test_whoever_tampers_with_the_record_is_refused(recorded: SqlStore) -> None:
    before = found(recorded)
    for tampering in on(recorded):
        with pytest.raises(IntegrityError, match=r"record(_personal)?: "):
            run(recorded, tampering.statement)
    assert found(recorded, head(recorded)) == before


def test_each_trigger_is_needed_and_what_it_kept_out_is_found_without_it(empty_store: SqlStore) -> None:
    upgrade(empty_store)
    assert {each.refused_by for each in on(empty_store)} == set(all_triggers(empty_store, APPEND_ONLY))


@pytest.mark.parametrize("number", range(len(TAMPERING) + len(ON_SQLITE)))
def test_where_a_trigger_is_gone_its_name_is_told_and_what_came_in_is_found(recorded: SqlStore, number: int) -> None:
    tampering = on(recorded)[number]
    newest = head(recorded)
    drop(recorded, tampering.refused_by)
    assert recorded.triggers_missing() == [tampering.refused_by]
    run(recorded, *unlinked(recorded, tampering), tampering.statement)
    findings = found(recorded, newest)
    assert findings.faults == tampering.found
    assert findings.erased == tampering.erased
    assert not findings.whole


def unlinked(store: SqlStore, tampering: Tampering) -> list[str]:
    """On PostgreSQL, TRUNCATE of one table takes the trigger of the other with it: that one is gone, too."""
    if tampering.statement == "TRUNCATE record, record_personal" and not on_sqlite(store):
        return ["DROP TRIGGER record_personal_refuses_truncate ON record_personal"]
    return []


def test_the_last_row_may_not_be_taken_to_be_put_in_again(recorded: SqlStore) -> None:
    for statement in (
        "DELETE FROM record WHERE seq = 3",
        "INSERT INTO record SELECT * FROM record WHERE seq = 3",
        "DELETE FROM record",
    ):
        with pytest.raises(IntegrityError):
            run(recorded, statement)


def test_a_trigger_that_is_there_in_name_alone_is_missing(recorded: SqlStore) -> None:
    if on_sqlite(recorded):
        drop(recorded, "record_refuses_update")
        run(recorded, "CREATE TRIGGER record_refuses_update BEFORE UPDATE ON record BEGIN SELECT 1; END")
    else:
        run(
            recorded,
            "CREATE OR REPLACE FUNCTION record_refuses_update() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW; END $$",
        )
    assert recorded.triggers_missing() == ["record_refuses_update"]


def test_a_trigger_that_is_switched_off_or_looks_away_is_missing(recorded: SqlStore) -> None:
    if on_sqlite(recorded):
        drop(recorded, "record_refuses_delete")
        run(
            recorded,
            "CREATE TRIGGER record_refuses_delete BEFORE DELETE ON record WHEN OLD.seq > 2 "
            "BEGIN SELECT RAISE(ABORT, 'record: no row is deleted'); END",
        )
        assert recorded.triggers_missing() == ["record_refuses_delete"]
        return
    run(recorded, "ALTER TABLE record DISABLE TRIGGER record_refuses_delete")
    assert recorded.triggers_missing() == ["record_refuses_delete"]
    drop(recorded, "record_refuses_update")
    run(
        recorded,
        "CREATE TRIGGER record_refuses_update BEFORE UPDATE OF kind ON record "
        "FOR EACH ROW EXECUTE FUNCTION record_refuses_update()",
    )
    assert recorded.triggers_missing() == ["record_refuses_update", "record_refuses_delete"]


def test_whatever_was_done_to_triggers_they_are_put_back_as_they_were(recorded: SqlStore) -> None:
    names = all_triggers(recorded, GUARDED)
    assert recorded.put_triggers_back() == []
    for name in names:
        drop(recorded, name)
    assert recorded.put_triggers_back() == names
    assert recorded.triggers_missing() == []
    if not on_sqlite(recorded):
        run(
            recorded,
            "ALTER TABLE record DISABLE TRIGGER record_refuses_delete",
            "CREATE OR REPLACE FUNCTION record_refuses_update() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW; END $$",
            "CREATE TRIGGER another BEFORE UPDATE ON record FOR EACH ROW EXECUTE FUNCTION record_refuses_update()",
        )
        assert recorded.put_triggers_back() == ["record_refuses_update", "record_refuses_delete"]
        assert recorded.triggers_missing() == []
    with pytest.raises(IntegrityError, match="no row is"):
        run(recorded, "UPDATE record SET kind = 'x'")


def test_a_row_is_not_replaced_by_the_number_that_sqlite_gives_it(tmp_path: Path) -> None:
    with sqlite_store(tmp_path) as store:
        with store.migrating() as connection:
            connection.exec_driver_sql("CREATE TABLE kept (name TEXT PRIMARY KEY) STRICT")
            append_only(connection, AppendOnly("kept", keys=(("name",),)))
        run(store, "INSERT INTO kept VALUES ('first'), ('second')")
        for statement in (
            "INSERT OR REPLACE INTO kept (rowid, name) VALUES (1, 'forged')",
            "INSERT OR REPLACE INTO kept (name) VALUES ('second')",
            "INSERT INTO kept (name) VALUES ('second') ON CONFLICT DO UPDATE SET name = 'forged'",
            "UPDATE OR REPLACE kept SET name = 'second'",
            "DELETE FROM kept",
        ):
            with pytest.raises(IntegrityError, match="kept: no row is"):
                run(store, statement)
        with store.migrating() as connection:
            assert connection.exec_driver_sql("SELECT name FROM kept").scalars().all() == ["first", "second"]


def test_rows_of_many_come_in_together_only_in_their_order(recorded: SqlStore) -> None:
    def rows(*numbers: int) -> list[dict[str, object]]:
        return [
            {
                "seq": number,
                "at": AT,
                "kind": "x",
                "subject": "",
                "facts": "{}",
                "previous": HASH,
                "sha256": f"{number:064}",
            }
            for number in numbers
        ]

    with pytest.raises(IntegrityError, match="follow one another"), recorded.migrating() as connection:
        connection.execute(insert(record).values(rows(4, 6)))
    with recorded.migrating() as connection:
        connection.execute(insert(record).values(rows(4, 5)))
    assert head(recorded).seq == 5
