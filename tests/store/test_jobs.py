from datetime import datetime

from tests.store.making import AT, MINUTE
from tokri.core.ports import Job
from tokri.store import SqlStore


def lease(store: SqlStore, now: datetime = AT, limit: int = 9, owner: str = "runner") -> list[tuple[str, str, int]]:
    """What is leased for a minute: kind, subject, attempts."""
    with store.writing() as unit:
        leased = unit.jobs.lease(now, now + MINUTE, owner, limit)
    return [(job.kind, job.subject, job.attempts) for job in leased]


def add(store: SqlStore, kind: str = "read", subject: str = "reading", due_at: datetime = AT) -> None:
    with store.writing() as unit:
        unit.jobs.add(kind, subject, due_at)


def the_job(store: SqlStore, now: datetime = AT) -> Job:
    with store.writing() as unit:
        (job,) = unit.jobs.lease(now, now + MINUTE, "runner")
        return job


def test_a_job_is_leased_when_it_is_due_and_by_one_runner(store: SqlStore) -> None:
    add(store, due_at=AT + MINUTE)
    assert lease(store) == []
    assert lease(store, AT + MINUTE) == [("read", "reading", 0)]
    assert lease(store, AT + MINUTE, owner="another") == []


def test_the_same_job_waits_once(store: SqlStore) -> None:
    for _ in range(2):
        add(store)
        add(store, subject="another")
        add(store, kind="end")
    assert sorted(lease(store)) == [("end", "reading", 0), ("read", "another", 0), ("read", "reading", 0)]


def test_the_longest_due_come_first_and_no_more_than_asked_for(store: SqlStore) -> None:
    add(store, subject="late", due_at=AT + MINUTE)
    add(store, subject="first", due_at=AT)
    add(store, subject="second", due_at=AT)
    assert [subject for _, subject, _ in lease(store, AT + MINUTE, limit=2)] == ["first", "second"]
    assert [subject for _, subject, _ in lease(store, AT + MINUTE)] == ["late"]


def test_a_job_done_is_gone(store: SqlStore) -> None:
    add(store)
    job = the_job(store)
    with store.writing() as unit:
        unit.jobs.done(job.id)
    assert lease(store, AT + 9 * MINUTE) == []


def test_a_job_given_back_is_tried_again_when_it_is_due_and_counts_its_attempts(store: SqlStore) -> None:
    add(store)
    for attempt in range(3):
        job = the_job(store, AT + attempt * MINUTE)
        assert job.attempts == attempt
        with store.writing() as unit:
            unit.jobs.later(job.id, AT + (attempt + 1) * MINUTE)
        assert lease(store, AT + attempt * MINUTE) == []


def test_a_job_whose_runner_died_is_leased_again_when_the_lease_is_over_and_the_attempt_counts(store: SqlStore) -> None:
    add(store)
    assert lease(store) == [("read", "reading", 0)]
    assert lease(store, AT + MINUTE / 2) == []
    assert lease(store, AT + MINUTE) == [("read", "reading", 1)]


def test_what_is_asked_for_while_the_same_is_being_done_is_done_again(store: SqlStore) -> None:
    add(store)
    job = the_job(store)
    add(store)
    with store.writing() as unit:
        unit.jobs.done(job.id)
    assert lease(store) == [("read", "reading", 0)]


def test_a_job_given_back_gives_way_to_the_same_queued_meanwhile(store: SqlStore) -> None:
    add(store)
    job = the_job(store)
    add(store)
    with store.writing() as unit:
        unit.jobs.later(job.id, AT)
        unit.jobs.later(job.id, AT)
    assert lease(store) == [("read", "reading", 0)]


def test_whether_there_is_anything_to_lease_is_told_without_a_turn_among_the_writers(store: SqlStore) -> None:
    def due(now: datetime) -> bool:
        with store.reading() as unit:
            return unit.jobs.due(now)

    assert not due(AT)
    add(store, due_at=AT + MINUTE)
    assert (due(AT), due(AT + MINUTE)) == (False, True)
    lease(store, AT + MINUTE)
    assert not due(AT + MINUTE)
    assert due(AT + 2 * MINUTE), "its lease is over"
