"""What a unit promises: all or nothing, one consistent look, and errors that have a name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.making import AT, a_basket, draft, handoff
from tokri.core.ports import Event, PersonsWord, Said, Store, StoreUnready
from tokri.core.record_check import verify
from tokri.store import SqlStore, open_store
from tokri.store.all_tables import metadata

ROOT = Path(__file__).parents[2]


def rows(store: SqlStore) -> dict[str, int]:
    with store.migrating() as connection:
        return {
            name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())  # noqa: S608 - our own names
            for name in metadata.tables
        }


def test_the_store_is_what_the_ports_promise(store: SqlStore) -> None:
    promised: Store = store
    promised.check()


def test_a_unit_that_raises_leaves_nothing_whatever_it_did(store: SqlStore) -> None:
    a_basket(store, "kept")
    before = rows(store)

    def fail() -> None:
        with store.writing() as unit:
            unit.visitors.ensure("ravi", AT)
            unit.baskets.add("basket", "asha", draft(), AT)
            unit.baskets.save("kept", draft(99, name="changed"), AT)
            unit.handoffs.add(handoff())
            unit.jobs.add("read", "reading", AT)
            unit.rate_limits.count("save", "key", AT)
            unit.record(Event("saved", "basket", AT))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert rows(store) == before
    with store.reading() as unit:
        kept = unit.baskets.get("kept", "asha")
    assert kept is not None
    assert (kept.name, kept.latest.number) == (draft().name, 1)


def test_a_unit_that_ends_is_there_for_a_store_opened_afresh(store: SqlStore) -> None:
    a_basket(store)
    store.close()
    with store.reading() as unit:
        assert unit.baskets.get("basket", "asha") is not None


def test_a_reading_unit_sees_one_state_while_others_write(store: SqlStore) -> None:
    a_basket(store)
    with store.reading() as before:
        assert len(before.baskets.of("asha")) == 1
        a_basket(store, "second")
        assert len(before.baskets.of("asha")) == 1
    with store.reading() as after:
        assert len(after.baskets.of("asha")) == 2


def test_a_unit_that_may_be_lost_commits_like_any_other_and_the_next_is_durable_again(store: SqlStore) -> None:
    with store.writing(durable=False) as unit:
        unit.rate_limits.count("save", "key", AT)
    with store.writing(durable=True) as unit:
        assert unit.rate_limits.count("save", "key", AT) == 2


def test_a_process_forked_from_one_that_used_the_store_uses_it_too(store: SqlStore) -> None:
    a_basket(store)
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            inherited = store._engines
            with store.writing() as unit:
                unit.record(Event("written by the child", "basket", AT))
            failed = int(inherited is not None)
        finally:
            os._exit(failed)
    assert store._engines is not None
    assert store._engines.pooled.pool.checkedin() == 0, "a connection was open while the process forked"  # type: ignore[attr-defined]  # a QueuePool counts
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    with store.writing() as unit:
        unit.record(Event("written by the parent", "basket", AT))
    with store.reading() as unit:
        entries = list(unit.entries())
    assert [entry.kind for entry in entries] == ["written by the child", "written by the parent"]
    assert verify(entries) is None


def test_an_empty_database_is_unready_and_says_the_mend(empty_store: SqlStore) -> None:
    for use in (empty_store.check, lambda: a_basket(empty_store)):
        with pytest.raises(StoreUnready, match="Run: flask --app app db upgrade"):
            use()


def test_a_store_of_another_revision_is_unready_and_says_the_mend(store: SqlStore) -> None:
    with store.migrating() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnready, match=r"revision 9999.*Run: flask --app app db upgrade"):
        store.check()


@pytest.mark.parametrize("url", ["mysql://root:hunter2@host/db", "sqlite://", "hunter2", "://hunter2"])
def test_an_address_that_names_no_database_of_ours_is_refused_without_repeating_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnready, match="DATABASE_URL") as refused:
        open_store(url, data_dir=tmp_path)
    assert "hunter2" not in str(refused.value)


def test_no_password_of_the_database_prints(tmp_path: Path) -> None:
    store = open_store("postgresql://tokri:hunter2@127.0.0.1:1/tokri", data_dir=tmp_path)
    with pytest.raises(StoreUnready) as refused:
        store.check()
    assert "hunter2" not in repr(store) + str(store) + str(refused.value)


def test_opening_a_store_touches_no_disk_and_no_network(tmp_path: Path) -> None:
    open_store("sqlite", data_dir=tmp_path / "nowhere")
    open_store("postgresql://127.0.0.1:1/tokri", data_dir=tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_every_word_a_person_can_say_can_be_kept(store: SqlStore) -> None:
    a_basket(store)
    with store.writing() as unit:
        unit.handoffs.add(handoff())
        for said in Said:
            unit.handoffs.say(PersonsWord("handoff", said, AT))
    with store.reading() as unit:
        assert [word.said for word in unit.handoffs.words(["handoff"])] == list(Said)


def test_a_store_on_sqlite_loads_nothing_that_only_postgresql_or_migrations_need() -> None:
    look = "import sys, tokri.store; print(*{'alembic', 'psycopg', 'sqlite3', 'sqlalchemy.orm'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == ""
