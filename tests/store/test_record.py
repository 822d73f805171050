import pytest
from sqlalchemy import text

from tests.store.making import AT, MINUTE
from tests.store.tampering import tamper
from tokri.core.ports import Event
from tokri.core.record_check import Fault, Kind, verify
from tokri.store import SqlStore

EVENTS = [
    Event("saved", "basket", AT, {"version": 1, "name": "लंबी", "copied": False, "from": None}),
    Event("left for Kite", "handoff", AT + MINUTE),
    Event("saved", "basket", AT, {"version": 2}),
]


@pytest.fixture
def recorded(store: SqlStore) -> SqlStore:
    for event in EVENTS:
        with store.writing() as unit:
            unit.record(event)
    return store


def test_every_event_is_kept_in_order_and_the_chain_holds(recorded: SqlStore) -> None:
    with recorded.reading() as unit:
        entries = list(unit.entries())
    assert [(each.seq, each.kind, each.subject, each.at, each.facts) for each in entries] == [
        (number, event.kind, event.subject, event.at, event.facts) for number, event in enumerate(EVENTS, 1)
    ]
    assert verify(entries) is None
    assert [entry.previous for entry in entries[1:]] == [entry.sha256 for entry in entries[:-1]]


def test_an_altered_entry_is_found(recorded: SqlStore) -> None:
    tamper(recorded, "UPDATE record SET subject = 'another' WHERE seq = 2")
    with recorded.reading() as unit:
        assert verify(unit.entries()) == Fault(2, Kind.CHANGED)


def test_two_events_of_one_unit_follow_one_another(store: SqlStore) -> None:
    with store.writing() as unit:
        for event in EVENTS:
            unit.record(event)
    with store.reading() as unit:
        assert verify(unit.entries()) is None
        assert len(list(unit.entries())) == len(EVENTS)


def test_an_event_of_a_unit_that_failed_leaves_no_gap(recorded: SqlStore) -> None:
    def fail() -> None:
        with recorded.writing() as unit:
            unit.record(EVENTS[0])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with recorded.writing() as unit:
        unit.record(EVENTS[1])
    with recorded.reading() as unit:
        entries = list(unit.entries())
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert verify(entries) is None


def test_the_newest_entries_of_one_subject_come_with_what_is_still_said_of_the_person(store: SqlStore) -> None:
    client = "client:c1"
    with store.writing() as unit:
        for number in range(4):
            unit.record(Event("client changed", client, AT, {"number": number}, personal={"name": f"Asha {number}"}))
            unit.record(Event("client changed", "client:c10", AT, personal={"name": "Ravi"}))
    with store.reading() as view:
        found = view.chain.about(client, 3)
        assert view.chain.about("nobody", 3) == []
    assert [entry.facts["number"] for entry, _ in found] == [3, 2, 1]
    assert [personal.data for _, personal in found if personal] == [f'{{"name":"Asha {n}"}}' for n in (3, 2, 1)]
    with store.writing() as unit:
        unit.erase_personal(client, AT)
    with store.reading() as view:
        assert [(entry.seq, personal) for entry, personal in view.chain.about(client, 9)] == [
            (seq, None) for seq in (9, 7, 5, 3, 1)
        ]


def test_the_entries_of_one_subject_are_found_by_an_index(store: SqlStore) -> None:
    with store.writing() as unit:
        for number in range(300):
            unit.record(Event("client changed", f"client:{number}", AT))
    with store.migrating() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE record"))
        words = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        asked = "SELECT * FROM record WHERE subject = 'client:7' ORDER BY seq DESC LIMIT 20"
        plan = " ".join(str(row) for row in connection.execute(text(f"{words} {asked}")))
    assert "record_subject_seq_idx" in plan


def test_the_newest_entries_are_read_without_the_others(recorded: SqlStore) -> None:
    with recorded.reading() as unit:
        assert [entry.seq for entry in unit.chain.newest(2)] == [3, 2]
        assert list(reversed(unit.chain.newest(9))) == list(unit.entries())


def test_the_record_is_read_from_where_something_was_made_on(store: SqlStore) -> None:
    with store.writing() as unit:
        for kind, subject in (("made", "one"), ("made", "two"), ("changed", "one"), ("made", "two")):
            unit.record(Event(kind, subject, AT))
    with store.reading() as view:
        found = view.chain.first_of(["one", "two", "three"], {"made"})
        assert found == {"one": 1, "two": 2}
        assert view.chain.first_of([], {"made"}) == {}
        assert [entry.seq for entry, _ in view.chain.rows(found["two"])] == [2, 3, 4]
        assert [entry.seq for entry, _ in view.chain.rows()] == [1, 2, 3, 4]
