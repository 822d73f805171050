"""`record verify`, `record head` and `record guard`, as a person at the terminal uses them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask

from tests.store.tampering import tamper
from tokri.core.ports import Event, Head
from tokri.core.record import append
from tokri.core.record_check import Kind
from tokri.record_commands import FAULTS, MEND, NOT_EXCLUDED
from tokri.store import SqlStore

ROOT = Path(__file__).parents[1]

INSERTED = (
    "INSERT INTO record (seq, at, kind, subject, facts, previous, sha256) "
    "SELECT 3, at, 'x', '', '{}', sha256, substr(sha256, 2) || 'x' FROM record WHERE seq = 1"
)


@pytest.fixture
def store(app: Flask) -> SqlStore:
    made: SqlStore = app.extensions["tokri"].outside.store
    return made


@pytest.fixture
def recorded(app: Flask, store: SqlStore) -> SqlStore:
    at = app.extensions["tokri"].outside.clock()
    with store.writing() as unit:
        unit.record(Event("saved", "basket", at, {"version": 1}))
        unit.record(Event("client added", "client:9", at, personal={"name": "Ravi"}))
        unit.record(Event("saved", "basket", at, {"version": 2}))
        unit.record(Event("saved", "basket", at, {"version": 3}))
    return store


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["record", *words])


def newest(store: SqlStore) -> Head:
    with store.reading() as view:
        head = view.chain.head()
    assert head is not None
    return head


def test_a_whole_record_is_said_to_be_whole_and_what_cannot_be_excluded_is_said_too(
    app: Flask, recorded: SqlStore
) -> None:
    told = run(app, "verify")
    assert told.exit_code == 0
    assert f"4 entries, each following from the one before. The newest is {newest(recorded)}" in told.output
    assert "Of a person something is said beside 1 entry; beside 0 it was erased" in told.output
    assert NOT_EXCLUDED in told.output


def test_with_a_head_from_outside_nothing_is_left_open(app: Flask, recorded: SqlStore) -> None:
    head = run(app, "head").output.strip()
    assert head == str(newest(recorded))
    told = run(app, "verify", "--head", head)
    assert told.exit_code == 0
    assert "Entry 4 is the one you gave: up to it nothing was cut off or rewritten." in told.output
    assert NOT_EXCLUDED not in told.output


@pytest.mark.parametrize(
    ("statements", "kind", "seq"),
    [
        (["UPDATE record SET subject = 'x' WHERE seq = 3"], Kind.CHANGED, 3),
        (["DELETE FROM record WHERE seq = 1"], Kind.REMOVED, 1),
        (
            [
                "UPDATE record SET seq = 9 WHERE seq = 3",
                "UPDATE record SET seq = 3 WHERE seq = 4",
                "UPDATE record SET seq = 4 WHERE seq = 9",
            ],
            Kind.REORDERED,
            3,
        ),
        (
            [
                "UPDATE record SET seq = 5 WHERE seq = 4",
                "UPDATE record SET seq = 4 WHERE seq = 3",
                INSERTED,
            ],
            Kind.INSERTED,
            3,
        ),
        (["UPDATE record_personal SET data = '{}'"], Kind.PERSONAL, 2),
    ],
)
def test_the_first_broken_entry_is_named_and_how_it_is_broken(
    app: Flask, recorded: SqlStore, statements: list[str], kind: Kind, seq: int
) -> None:
    tamper(recorded, *statements)
    told = run(app, "verify")
    assert told.exit_code == 1
    assert told.output.splitlines()[0] == FAULTS[kind].format(seq=seq, head="")
    assert MEND in told.output


def test_a_cut_tail_and_a_rewritten_record_are_found_by_a_head(app: Flask, recorded: SqlStore) -> None:
    head = str(newest(recorded))
    tamper(recorded, "DELETE FROM record WHERE seq = 4")
    assert run(app, "verify").exit_code == 0
    cut = run(app, "verify", "--head", head)
    assert cut.exit_code == 1
    assert cut.output.startswith("Entry 4 and what came after were cut off: the record ends before entry 4")
    with recorded.writing() as unit:
        unit.record(Event("another", "story", app.extensions["tokri"].outside.clock()))
    assert run(app, "verify").exit_code == 0
    rewritten = run(app, "verify", "--head", head)
    assert rewritten.exit_code == 1
    assert rewritten.output.startswith("Entry 4 has another hash than you gave")


def test_an_erased_person_leaves_the_record_whole(app: Flask, recorded: SqlStore) -> None:
    with recorded.writing() as unit:
        unit.erase_personal("client:9", app.extensions["tokri"].outside.clock())
    told = run(app, "verify")
    assert told.exit_code == 0
    assert "beside 0 entries; beside 1 it was erased, as the record tells." in told.output


def test_a_person_deleted_in_silence_is_told(app: Flask, recorded: SqlStore) -> None:
    tamper(recorded, "DELETE FROM record_personal")
    told = run(app, "verify")
    assert told.exit_code == 1
    assert "is gone beside 1 entry, and the record tells of 0" in told.output


def test_erased_people_that_a_backup_brought_back_are_told(app: Flask, recorded: SqlStore) -> None:
    with recorded.migrating() as connection:
        [kept] = connection.exec_driver_sql("SELECT seq, subject, salt, data FROM record_personal").all()
    with recorded.writing() as unit:
        unit.erase_personal("client:9", app.extensions["tokri"].outside.clock())
    tamper(recorded, f"INSERT INTO record_personal VALUES {tuple(kept)!r}")  # noqa: S608 - our own row
    told = run(app, "verify")
    assert told.exit_code == 1
    assert "erased people are back" in told.output


def test_missing_triggers_are_told_and_can_be_put_back(app: Flask, recorded: SqlStore) -> None:
    with recorded.migrating() as connection:
        connection.exec_driver_sql("DROP TRIGGER record_refuses_update")
    told = run(app, "verify")
    assert told.exit_code == 1
    assert "missing or not as they were made: record_refuses_update." in told.output
    assert run(app, "guard").output == "Put back: record_refuses_update.\n"
    assert recorded.triggers_missing() == []
    assert run(app, "verify").exit_code == 0
    assert run(app, "guard").output == "All triggers are there.\n"
    with recorded.reading() as view:
        last = [entry for entry, _ in view.chain.rows()][-1]
    assert (last.kind, last.who, last.facts) == (
        "triggers put back",
        "console",
        {"triggers": "record_refuses_update"},
    )


@pytest.mark.parametrize("text", ["", "4", "four:" + "a" * 64, "4:" + "a" * 63, "4:" + "g" * 64])
def test_a_head_that_is_none_is_said_to_be_none(app: Flask, text: str) -> None:
    told = run(app, "verify", "--head", text)
    assert told.exit_code == 2
    assert "--head is a number, a colon and 64" in told.output


def test_an_empty_record_is_whole_and_has_no_head(app: Flask) -> None:
    told = run(app, "verify")
    assert (told.exit_code, told.output.splitlines()[0]) == (0, "Nothing is recorded yet.")
    head = run(app, "head")
    assert (head.exit_code, head.output) == (1, "Error: Nothing is recorded yet.\n")


@pytest.mark.parametrize("words", [("verify",), ("head",), ("guard",)])
def test_a_store_that_is_not_there_is_told_with_its_mend(app: Flask, store: SqlStore, words: tuple[str, ...]) -> None:
    with store.migrating() as connection:
        connection.exec_driver_sql("DROP TABLE record_personal")
        connection.exec_driver_sql("DROP TABLE record")
    told = run(app, *words)
    assert told.exit_code == 1
    assert "flask --app app db upgrade" in told.output


def test_every_kind_of_fault_has_its_sentence() -> None:
    assert set(FAULTS) == set(Kind)


def test_the_page_about_the_record_knows_every_kind_of_fault_and_every_command(app: Flask) -> None:
    page = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    assert all(f"\n| {kind.value} | " in page for kind in Kind)
    group = app.cli.get_command(click.Context(app.cli), "record")
    assert isinstance(group, click.Group)
    assert all(f"record {name}" in page for name in group.commands)


def test_the_recipe_for_a_hash_by_hand_gives_the_hash() -> None:
    page = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    [recipe] = [line.strip() for line in page.splitlines() if line.startswith('    {"at"')]
    beside = "c" * 64
    at = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
    event = Event("shared", "b1", at, {"version": 2}, "user:7", "internet")
    by_hand = recipe.replace("…", beside, 1).replace("…", "0" * 64, 1)
    assert append(None, event, beside).sha256 == hashlib.sha256(by_hand.encode()).hexdigest()
