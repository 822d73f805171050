"""Every table whose rows are only ever added: the migrations guard it, and each trigger alone keeps out what it is for.

A table that is new in the list is tried out here without a line more: its rows are made up from its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import CheckConstraint, Connection, Table, insert
from sqlalchemy.exc import IntegrityError

from tests.store.making import AT
from tokri.store import SqlStore
from tokri.store.all_tables import GUARDED, metadata
from tokri.store.migrating import alembic_config, upgrade
from tokri.store.tables import REVISION
from tokri.store.triggers import AppendOnly, triggers
from tokri.store.types import Flag, Instant

#: Long enough for a hash, and the same everywhere, so that rows point to one another.
WORD = "ab" * 32

every_table = pytest.mark.parametrize("guarded", GUARDED, ids=lambda each: each.table)


def value(column: Any) -> Any:
    if column.nullable:
        return None
    if words := one_of(column):
        return words[0]
    if isinstance(column.type, Instant):
        return AT
    if isinstance(column.type, Flag):
        return False
    if column.type.python_type is int:
        return 1
    return b"\0" if column.type.python_type is bytes else WORD


def one_of(column: Any) -> list[str]:
    """The words that the column may hold, where the table says which."""
    checks = (str(each.sqltext) for each in column.table.constraints if isinstance(each, CheckConstraint))
    found = next((each for each in checks if each.startswith(f"{column.name} IN ('")), "")
    return re.findall(r"'([^']*)'", found)


def with_those_it_points_to(table: Table) -> Iterator[Table]:
    for key in table.foreign_keys:
        if key.column.table is not table:
            yield from with_those_it_points_to(key.column.table)
    yield table


def add_row(connection: Connection, name: str) -> None:
    """A row of the table, after a row of each table that it points to."""
    for table in dict.fromkeys(with_those_it_points_to(metadata.tables[name])):
        connection.execute(insert(table).values({column.name: value(column) for column in table.c}))


def tampering(store: SqlStore, guarded: AppendOnly) -> dict[str, str]:
    """For each trigger of the table, the statement that it alone refuses."""
    name, table = guarded.table, metadata.tables[guarded.table]
    columns = ", ".join(f'"{column.name}"' for column in table.c)
    first = next(iter(table.primary_key)).name
    found = {f"{name}_refuses_update": f'UPDATE {name} SET "{first}" = "{first}"'}  # noqa: S608 - our own names
    if store.database.name == "sqlite":
        found[f"{name}_refuses_replace"] = f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}"  # noqa: S608 - the same
    else:
        found[f"{name}_refuses_truncate"] = f"TRUNCATE {name} CASCADE"
    if not guarded.may_delete:
        found[f"{name}_refuses_delete"] = f"DELETE FROM {name}"  # noqa: S608 - the same
    if guarded.next_in:
        moved = columns.replace(f'"{guarded.next_in}"', "7").replace('"sha256"', "substr(sha256, 2) || 'x'")
        found[f"{name}_refuses_order"] = f"INSERT INTO {name} ({columns}) SELECT {moved} FROM {name}"  # noqa: S608 - the same
    return found


def helped_by(guarded: AppendOnly, trigger: str) -> list[str]:
    """The triggers that refuse the same statement as well: the row's order, or the tables that point to this one."""
    if trigger.endswith("_refuses_replace"):
        return [f"{guarded.table}_refuses_order"] if guarded.next_in else []
    if trigger.endswith("_refuses_truncate"):
        return [f"{each.table}_refuses_truncate" for each in GUARDED if each != guarded]
    return []


def drop(connection: Connection, trigger: str) -> None:
    on = "" if connection.dialect.name == "sqlite" else f" ON {trigger.partition('_refuses_')[0]}"
    connection.exec_driver_sql(f"DROP TRIGGER {trigger}{on}")


def refuses(connection: Connection, statement: str) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(statement)
    except IntegrityError:
        return True
    return False


@every_table
def test_rows_stay_as_they_are_and_each_trigger_alone_keeps_out_what_it_is_for(
    empty_store: SqlStore, guarded: AppendOnly
) -> None:
    upgrade(empty_store)
    statements = tampering(empty_store, guarded)
    assert set(statements) == {each.name for each in triggers(empty_store.database.name, guarded)}
    with empty_store.migrating() as connection:
        add_row(connection, guarded.table)
        for trigger, statement in statements.items():
            undone = connection.begin_nested()
            for other in helped_by(guarded, trigger):
                drop(connection, other)
            assert refuses(connection, statement), trigger
            drop(connection, trigger)
            assert not refuses(connection, statement), trigger
            undone.rollback()
    assert empty_store.triggers_missing() == []


@pytest.mark.parametrize("number", range(1, int(REVISION) + 1))
def test_whatever_revision_a_store_is_upgraded_from_all_its_tables_are_guarded(
    empty_store: SqlStore, number: int
) -> None:
    with empty_store.migrating() as connection:
        command.upgrade(alembic_config(connection), f"{number:04}")
    upgrade(empty_store)
    assert empty_store.triggers_missing() == []
