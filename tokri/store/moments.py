"""Moments read without a step between, for a look at the board that reads tens of thousands of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Dialect, type_coerce
from sqlalchemy.engine.processors import str_to_datetime

from tokri.store.types import Instant


class _Quick(Instant):
    """The same moments; there may be none."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return str_to_datetime if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


class _Sure(Instant):
    """The same of what always has one."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return datetime.fromisoformat if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def moment(column: ColumnElement[Any], *, sure: bool | None = None) -> ColumnElement[Any]:
    """The moment that stands in a column; `sure`: there always is one, as the column itself says if it is one."""
    if sure is None:
        sure = isinstance(column, Column) and not column.nullable
    return type_coerce(column, _Sure if sure else _Quick)
