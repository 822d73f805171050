"""What the noun modules share: a row by its columns' names, an insert that leaves be what a unique key has already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table
from sqlalchemy.dialects import sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any], answer: ColumnElement[Any]) -> bool:
    """Insert `row` unless a unique key has it already; whether it was inserted. The unit goes on either way.

    `answer` is any column of the table: its coming back is what tells the two apart on both databases.
    """
    statement = _insert(connection.dialect.name, table).on_conflict_do_nothing().returning(answer)
    return connection.execute(statement, row).first() is not None


def _insert(dialect: str, table: Table) -> Any:
    """Each dialect has an insert of its own that takes ON CONFLICT."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a tenth of the start of a worker that needs none of it

    return postgresql.insert(table)


def by_name(row: Row[Any]) -> dict[str, Any]:
    """The row's values by their columns' names."""
    return dict(row._mapping)  # noqa: SLF001 - documented; underscored because a column may have any other name
