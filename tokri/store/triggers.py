"""Triggers that refuse to change what a table keeps. They bind whoever writes to the database, not the program alone.

A migration calls `append_only` for a table and tables.py lists the same in APPEND_ONLY; `triggers_missing` tells what
is not there. Whoever owns the database can drop a trigger: the record's hash chain is what shows that it was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, MetaData, event, text


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """A table whose rows are added and never changed.

    `keys` are all its unique keys, the primary one too: on SQLite, INSERT OR REPLACE deletes the row that has the
    same key and no trigger on DELETE sees it. `next_in` is a column whose new value must be its highest, and one
    more ("": none). `may_delete` lets rows be deleted, singly; never emptied at a stroke.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    next_in: str = ""
    may_delete: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger as a database is told of it: `made_by` are the statements, `told` how the database shows it."""

    name: str
    made_by: tuple[str, ...]
    told: tuple[object, ...]


def append_only(connection: Connection, table: AppendOnly) -> None:
    """Make the table's triggers; for migrations."""
    for trigger in triggers(connection.dialect.name, table):
        for statement in trigger.made_by:
            connection.exec_driver_sql(statement)


def triggers(dialect: str, table: AppendOnly) -> tuple[Trigger, ...]:
    """The triggers of one table: for "sqlite" or "postgresql"."""
    return _of_sqlite(table) if dialect == "sqlite" else _of_postgresql(table)


def triggers_missing(connection: Connection, tables: Iterable[AppendOnly]) -> list[str]:
    """The names of triggers that are not there, are switched off, or are not what this program makes."""
    return [trigger.name for _, trigger in _missing(connection, tables)]


def put_back(connection: Connection, tables: Iterable[AppendOnly]) -> list[str]:
    """Make the missing triggers again; answers their names."""
    missing = list(_missing(connection, tables))
    for table, trigger in missing:
        on = "" if connection.dialect.name == "sqlite" else f" ON {table.table}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")
        for statement in trigger.made_by:
            connection.exec_driver_sql(statement)
    return [trigger.name for _, trigger in missing]


def _missing(connection: Connection, tables: Iterable[AppendOnly]) -> Iterator[tuple[AppendOnly, Trigger]]:
    dialect = connection.dialect.name
    found = _told_by_sqlite(connection) if dialect == "sqlite" else _told_by_postgresql(connection)
    for table in tables:
        for trigger in triggers(dialect, table):
            if found.get((table.table, trigger.name)) != trigger.told:
                yield table, trigger


def follow(metadata: MetaData, tables: Iterable[AppendOnly]) -> None:
    """Make the triggers wherever `metadata` makes the tables."""
    for table in tables:
        event.listen(metadata.tables[table.table], "after_create", partial(_after_create, table))


def _after_create(table: AppendOnly, _target: object, connection: Connection, **_: Any) -> None:
    append_only(connection, table)


def _next(table: AppendOnly) -> str:
    return f"SELECT coalesce(max({table.next_in}), 0) + 1 FROM {table.table}"  # noqa: S608 - names of our own


def _of_sqlite(table: AppendOnly) -> tuple[Trigger, ...]:
    # Every row has a rowid besides its keys, which INSERT OR REPLACE can name as well.
    same = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in (("rowid",), *table.keys))
    there = f"SELECT 1 FROM {table.table} WHERE {same}"  # noqa: S608 - names of our own tables and columns
    made = [
        _sqlite(table, "update", "UPDATE", "", "no row is changed"),
        _sqlite(table, "replace", "INSERT", f"WHEN EXISTS ({there})", "no row is replaced"),
    ]
    if not table.may_delete:
        made.append(_sqlite(table, "delete", "DELETE", "", "no row is deleted"))
    if table.next_in:
        gap = f"WHEN NEW.{table.next_in} IS NOT ({_next(table)})"
        made.append(_sqlite(table, "order", "INSERT", gap, "rows follow one another"))
    return tuple(made)


def _sqlite(table: AppendOnly, what: str, on: str, when: str, because: str) -> Trigger:
    name = f"{table.table}_refuses_{what}"
    statement = (
        f"CREATE TRIGGER {name} BEFORE {on} ON {table.table} {when}{' ' if when else ''}"
        f"BEGIN SELECT RAISE(ABORT, '{table.table}: {because}'); END"
    )
    return Trigger(name, (statement,), (statement,))


def _told_by_sqlite(connection: Connection) -> dict[tuple[str, str], tuple[object, ...]]:
    rows = connection.execute(text("SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    return {(row.tbl_name, row.name): (row.sql,) for row in rows}


#: Bits of pg_trigger.tgtype: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_trigger.h
_ROW: Final = 1
_BEFORE: Final = 2
_BITS: Final = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


def _of_postgresql(table: AppendOnly) -> tuple[Trigger, ...]:
    made = [
        _postgresql(table, "update", "UPDATE", _refusal(table, "no row is changed")),
        _postgresql(table, "truncate", "TRUNCATE", _refusal(table, "it is never emptied")),
    ]
    if not table.may_delete:
        made.append(_postgresql(table, "delete", "DELETE", _refusal(table, "no row is deleted")))
    if table.next_in:
        gap = f"NEW.{table.next_in} IS DISTINCT FROM ({_next(table)})"
        body = f"BEGIN IF {gap} THEN {_raise(table, 'rows follow one another')} END IF; RETURN NEW; END"
        made.append(_postgresql(table, "order", "INSERT", body))
    return tuple(made)


def _raise(table: AppendOnly, because: str) -> str:
    return f"RAISE EXCEPTION USING MESSAGE = '{table.table}: {because}', ERRCODE = 'integrity_constraint_violation';"


def _refusal(table: AppendOnly, because: str) -> str:
    return f"BEGIN {_raise(table, because)} END"


def _postgresql(table: AppendOnly, what: str, on: str, body: str) -> Trigger:
    name = f"{table.table}_refuses_{what}"
    each = "STATEMENT" if on == "TRUNCATE" else "ROW"
    return Trigger(
        name,
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER {name} BEFORE {on} ON {table.table} FOR EACH {each} EXECUTE FUNCTION {name}()",
        ),
        ("O", _BEFORE | _BITS[on] | (_ROW if each == "ROW" else 0), True, f" {body} "),
    )


def _told_by_postgresql(connection: Connection) -> dict[tuple[str, str], tuple[object, ...]]:
    """Per trigger: that it is on, its kind, that it holds for every row and column, and what its function does."""
    rows = connection.execute(
        text(
            """
            SELECT relname::text, tgname::text, tgenabled::text, tgtype::int,
                   tgqual IS NULL AND tgattr::text = '' AS always, prosrc
            FROM pg_trigger
            JOIN pg_class ON pg_class.oid = tgrelid
            JOIN pg_proc ON pg_proc.oid = tgfoid
            WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
            """
        )
    )
    return {(row.relname, row.tgname): (row.tgenabled, row.tgtype, row.always, row.prosrc) for row in rows}
