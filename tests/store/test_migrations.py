"""The migrations make exactly the tables that the program reads and writes, on both databases."""

from __future__ import annotations

import pytest
from alembic import command, op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, table, text

from tests.store.making import AT, a_reading
from tokri.core.ports import ReadingFault
from tokri.core.ports.private import Noun, PrivateLook
from tokri.store import SqlStore
from tokri.store.all_tables import metadata
from tokri.store.migrating import alembic_config, upgrade
from tokri.store.sqlite import Sqlite
from tokri.store.tables import REVISION
from tokri.store.types import Instant

#: Every constraint and index of a schema, as PostgreSQL itself would write it.
POSTGRESQL_SHAPE = text(
    """
    SELECT conrelid::regclass::text, conname::text, replace(pg_get_constraintdef(oid), 'model.', '')
    FROM pg_constraint WHERE connamespace::regnamespace::text = CAST(:schema AS text) AND contype <> 'n'
    UNION ALL
    SELECT tablename::text, indexname::text, replace(replace(indexdef, 'model.', ''), 'public.', '')
    FROM pg_indexes WHERE schemaname = CAST(:schema AS text)
    UNION ALL
    SELECT table_name::text, column_name::text, concat_ws(' ', data_type, is_nullable, is_identity, column_default)
    FROM information_schema.columns WHERE table_schema = CAST(:schema AS text)
    UNION ALL
    SELECT relname::text, tgname::text,
           concat_ws(' ', replace(replace(pg_get_triggerdef(pg_trigger.oid), 'model.', ''), 'public.', ''), prosrc)
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE NOT tgisinternal AND relnamespace::regnamespace::text = CAST(:schema AS text)
    """
)


def shape(connection: Connection, schema: str) -> set[tuple[str, ...]]:
    """All there is in a database but Alembic's own table."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_schema"))
    else:
        connection.execute(text(f"SET LOCAL search_path TO {schema}"))
        rows = connection.execute(POSTGRESQL_SHAPE, {"schema": schema})
    # A column added later stands in the same line as the one before it.
    return {tuple(" ".join(str(part).split()) for part in row) for row in rows if "alembic" not in str(row)}


def test_the_migrations_make_the_tables_of_the_program_word_for_word(empty_store: SqlStore) -> None:
    expected = made_from_the_models_and_undone(empty_store)
    upgrade(empty_store)
    with empty_store.migrating() as connection:
        assert shape(connection, "public") == expected


def made_from_the_models_and_undone(store: SqlStore) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()

    class Undo(Exception):
        pass

    def make() -> None:
        with store.migrating() as connection:
            if not isinstance(store.database, Sqlite):
                connection.execute(text("CREATE SCHEMA model"))
                connection.execute(text("SET LOCAL search_path TO model"))
            metadata.create_all(connection)
            found.update(shape(connection, "model"))
            raise Undo

    with pytest.raises(Undo):
        make()
    return found


def test_alembic_itself_finds_no_difference(store: SqlStore) -> None:
    with store.migrating() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [REVISION]


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(store: SqlStore) -> None:
    upgrade(store)
    store.check()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("in the middle of it")

    # create_index comes after the first tables.
    monkeypatch.setattr(op, "create_index", broken)
    with pytest.raises(RuntimeError, match="in the middle"):
        upgrade(empty_store)
    with empty_store.migrating() as connection:
        assert shape(connection, "public") == set()


def test_what_a_session_showed_outlives_the_table_being_made_anew(empty_store: SqlStore) -> None:
    with empty_store.migrating() as connection:
        command.upgrade(alembic_config(connection), "0007")
    a_reading(empty_store)
    whole = {"reading_id": "reading", "noun": "account", "asked_at": None, "seen_at": AT, "failed_at": AT}
    bare = {"reading_id": "reading", "noun": "others", "asked_at": AT, "seen_at": None, "failed_at": None}
    before = table(
        "private_looks",
        *(column(name, Instant) for name in ("asked_at", "seen_at", "failed_at")),
        *map(column, ("reading_id", "noun", "kite_said", "sealed")),
    )
    with empty_store.migrating() as connection:
        connection.execute(before.insert(), [whole | {"kite_said": "Too many", "sealed": "sealed"}])
        connection.execute(before.insert(), [bare | {"kite_said": "", "sealed": None}])
    upgrade(empty_store)
    with empty_store.reading() as unit:
        assert sorted(unit.private.looks(["reading"]), key=lambda each: each.noun) == [
            PrivateLook("reading", Noun.ACCOUNT, None, AT, AT, "Too many", "sealed"),
            PrivateLook("reading", Noun.OTHERS, AT),
        ]
    with empty_store.writing() as writing:
        writing.private.keep(PrivateLook("reading", Noun.QUOTES, seen_at=AT, fault=ReadingFault.NOT_ALLOWED))
