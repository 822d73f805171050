"""What the noun modules share: an insert that leaves be what a unique key has already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any], answer: ColumnElement[Any]) -> bool:
    """Insert `row` unless a unique key has it already; whether it was inserted. The unit goes on either way.

    `answer` is any column of the table: its coming back is what tells the two apart on both databases.
    """
    if connection.dialect.name == "sqlite":
        on_sqlite = sqlite.insert(table).on_conflict_do_nothing().returning(answer)
        return connection.execute(on_sqlite, row).first() is not None
    on_postgresql = postgresql.insert(table).on_conflict_do_nothing().returning(answer)
    return connection.execute(on_postgresql, row).first() is not None
