"""What holds on PostgreSQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from types import SimpleNamespace

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.databases import PostgresServer
from tests.store.making import AT, a_basket, draft
from tokri.core.ports import StoreBusy, StoreFull, StoreUnready
from tokri.store import SqlStore, postgresql


@pytest.fixture
def store(postgres: PostgresServer) -> Iterator[SqlStore]:
    with postgres.store() as made:
        yield made


@pytest.fixture
def impatient(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    """The same database, by a store whose writers wait for 20 milliseconds."""
    monkeypatch.setattr(postgresql, "OPTIONS", postgresql.OPTIONS.replace("lock_timeout=5s", "lock_timeout=20"))
    return SqlStore(store.database._url.render_as_string(hide_password=False))  # type: ignore[union-attr]  # it is PostgreSQL's


def test_a_writer_that_gets_no_turn_is_told_the_store_is_busy(store: SqlStore, impatient: SqlStore) -> None:
    with store.writing(), pytest.raises(StoreBusy):
        a_basket(impatient, visitor_id="ravi")
    a_basket(impatient, visitor_id="ravi")
    impatient.close()


def test_readers_go_on_while_another_writes(store: SqlStore, impatient: SqlStore) -> None:
    a_basket(store)
    with store.writing() as writing, impatient.reading() as unit:
        writing.baskets.rename("basket", "renamed")
        basket = unit.baskets.get("basket", "asha")
        assert basket is not None
        assert basket.name != "renamed"
    impatient.close()


def test_a_writer_sees_all_that_the_writer_before_it_committed(store: SqlStore, impatient: SqlStore) -> None:
    # The turn is taken before the first look: had it been after, this unit would start from a stale one.
    with store.writing() as first:
        first.visitors.ensure("asha", AT)
    with impatient.writing() as second:
        assert second.visitors.get("asha") is not None
    impatient.close()


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("55P03", StoreBusy),
        ("40001", StoreBusy),
        ("40P01", StoreBusy),
        ("53300", StoreBusy),
        ("53100", StoreFull),
        ("58030", StoreFull),
        ("42P01", StoreUnready),
        ("57P01", StoreUnready),
        ("08006", StoreUnready),
        ("28P01", StoreUnready),
        (None, StoreUnready),
    ],
)
def test_each_error_of_the_server_has_its_name(state: str | None, fault: type[Exception]) -> None:
    database = postgresql.Postgresql(make_url("postgresql://127.0.0.1/tokri"))
    named = database.fault(OperationalError("SELECT", {}, SimpleNamespace(sqlstate=state)))  # type: ignore[arg-type]  # all that is read of it
    assert type(named) is fault


def test_a_fault_of_the_program_keeps_its_own_name(store: SqlStore) -> None:
    with pytest.raises(IntegrityError), store.writing() as unit:
        unit.baskets.add("basket", "nobody", draft(), AT)


def test_a_server_that_is_not_there_is_unready() -> None:
    with pytest.raises(StoreUnready, match="does not answer"):
        SqlStore("postgresql://127.0.0.1:1/tokri").check()


def test_a_connection_the_server_closed_is_replaced_before_a_unit_begins(
    store: SqlStore, postgres: PostgresServer
) -> None:
    a_basket(store)
    with postgres._admin() as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tokri'")
    with store.reading() as unit:
        assert unit.baskets.get("basket", "asha") is not None


def test_a_time_is_in_utc_even_where_the_server_keeps_to_another_zone(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "OPTIONS", postgresql.OPTIONS.replace("=UTC", "=Asia/Kolkata"))
    with postgres.store() as store:
        a_basket(store)
        with store.reading() as unit:
            basket = unit.baskets.get("basket", "asha")
    assert basket is not None
    assert basket.created_at == AT
    assert basket.created_at.tzinfo is UTC


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_each_usual_way_to_write_the_address_is_understood(scheme: str) -> None:
    database = SqlStore(f"{scheme}://tokri@db.example/tokri?sslmode=require").database
    assert isinstance(database, postgresql.Postgresql)
    assert database._url.drivername == "postgresql+psycopg"
    assert database._url.query["sslmode"] == "require"
