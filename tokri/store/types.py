"""Column types that hold on both databases; SQLite's STRICT tables know INTEGER and TEXT only."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

#: A row's place in the order of writing. On SQLite it is the rowid itself.
Sequence = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware time in UTC, to the microsecond.

    PostgreSQL keeps it as `timestamptz`, SQLite as text of one length, so that the order of the text is the order
    of the times and a person who opens the file can read it. A naive time is refused with ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value!r} names no time zone")
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


class Flag(TypeDecorator[bool]):
    """True or False: BOOLEAN on PostgreSQL, 0 or 1 on SQLite."""

    impl = Boolean(create_constraint=False)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[bool] | TypeEngine[int]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(Boolean(create_constraint=False))

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> bool | int | None:
        return int(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: bool | int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else bool(value)


class Ids(TypeDecorator[tuple[str, ...]]):
    """Ids in their order, as a JSON list that a person who opens the file can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else tuple(json.loads(value))


def is_flag(column: str) -> CheckConstraint:
    """On SQLite a flag is a whole number, so the table must say which two."""
    return CheckConstraint(f"{column} IN (0, 1)", name=column).ddl_if(dialect="sqlite")


def is_sha256(column: str) -> CheckConstraint:
    """A SHA-256 in hexadecimal."""
    return CheckConstraint(f"length({column}) = 64", name=column)


def is_one_of(column: str, words: list[str]) -> CheckConstraint:
    """One of the words the program knows; they are the program's own, so they need no quoting."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=column)
