"""The firm's people in the store: on both databases."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.making import AT, DAY, MINUTE
from tokri.core.desk.people import DeskSession, Invitation, Person, Purpose
from tokri.core.desk.roles import Role
from tokri.core.ports import AlreadyThere
from tokri.store import SqlStore

MEERA = Person("meera-id", "meera", "Meera Iyer", "meera@firm.in", frozenset({Role.ADVISER, Role.APPROVER}), AT)
ASHA = Person("asha-id", "asha", "Asha Rao", "asha@firm.in", frozenset({Role.ADMINISTRATOR}), AT)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def session(name: str, **changes: object) -> DeskSession:
    usual = DeskSession(name, sha(name), MEERA.id, AT, AT, True, AT, "internet", "Firefox on Linux")
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test names the fields it changes


@pytest.fixture
def staffed(store: SqlStore) -> SqlStore:
    with store.writing() as unit:
        unit.people.add(MEERA)
        unit.people.add(ASHA)
    return store


def test_people_come_back_as_they_were_put_in_the_order_of_their_names(staffed: SqlStore) -> None:
    with staffed.reading() as view:
        assert view.people.all() == [ASHA, MEERA]
        assert view.people.get(MEERA.id) == MEERA
        assert view.people.by_username("asha") == ASHA
        assert view.people.by_username("ASHA") is None
        assert view.people.get("nobody") is None


def test_a_username_is_one_persons(staffed: SqlStore) -> None:
    with pytest.raises(AlreadyThere), staffed.writing() as unit:
        unit.people.add(replace(ASHA, id="another"))


def test_a_change_raises_the_edition_and_answers_the_person_as_they_are(staffed: SqlStore) -> None:
    with staffed.writing() as unit:
        changed = unit.people.change(MEERA.id, roles=frozenset({Role.COMPLIANCE}), password_hash="kept")
    assert changed == replace(MEERA, roles=frozenset({Role.COMPLIANCE}), password_hash="kept", edition=2)
    with staffed.reading() as view:
        assert view.people.get(MEERA.id) == changed
        assert view.people.get(ASHA.id) == ASHA


def test_a_step_is_taken_once_and_none_before_it_afterwards(staffed: SqlStore) -> None:
    with staffed.writing() as unit:
        taken = [unit.people.take_step(MEERA.id, step) for step in (100, 100, 99, 101)]
        assert taken == [True, False, False, True]
        assert unit.people.take_step(ASHA.id, 100)
        assert not unit.people.take_step("nobody", 100)


def test_a_session_is_found_by_the_hash_of_its_token_as_it_is_now(staffed: SqlStore) -> None:
    with staffed.writing() as unit:
        unit.people.begin(session("one", whole=False, confirmed_at=None))
        unit.people.change_session("one", token_sha256=sha("new"), whole=True, seen_at=AT + MINUTE)
    with staffed.reading() as view:
        assert view.people.session(sha("one")) is None
        expected = session("one", token_sha256=sha("new"), seen_at=AT + MINUTE, confirmed_at=None)
        assert view.people.session(sha("new")) == expected


def test_all_of_a_persons_sessions_end_but_the_one_to_keep(staffed: SqlStore) -> None:
    with staffed.writing() as unit:
        for name in ("one", "two", "three"):
            unit.people.begin(session(name))
        unit.people.begin(session("hers", person_id=ASHA.id))
        assert [each.id for each in unit.people.sessions(MEERA.id)] == ["three", "two", "one"]
        assert unit.people.end_sessions(MEERA.id, AT + MINUTE, keep="two") == 2
        assert [each.id for each in unit.people.sessions(MEERA.id)] == ["two"]
        assert unit.people.end_sessions(MEERA.id, AT + MINUTE) == 1
        assert unit.people.end_sessions(MEERA.id, AT + MINUTE) == 0
        assert [each.id for each in unit.people.sessions(ASHA.id)] == ["hers"]


def test_an_invitation_is_used_once_and_in_time(staffed: SqlStore) -> None:
    good = Invitation(sha("good"), Purpose.RESET, MEERA.id, AT, AT + DAY, second_factor=True)
    with staffed.writing() as unit:
        unit.people.invite(good)
        assert unit.people.invitation(sha("good")) == good
        assert not unit.people.use_invitation(sha("none"), AT)
        assert not unit.people.use_invitation(sha("good"), AT + DAY)
        assert unit.people.use_invitation(sha("good"), AT + MINUTE)
        assert not unit.people.use_invitation(sha("good"), AT + MINUTE)
        assert unit.people.invitation(sha("good")) == replace(good, used_at=AT + MINUTE)


def test_a_newer_invitation_uses_up_the_persons_earlier_ones_and_nobody_elses(staffed: SqlStore) -> None:
    with staffed.writing() as unit:
        unit.people.invite(Invitation(sha("first"), Purpose.FIRST, None, AT, AT + DAY))
        unit.people.invite(Invitation(sha("hers"), Purpose.NEW, ASHA.id, AT, AT + DAY))
        unit.people.invite(Invitation(sha("old"), Purpose.NEW, MEERA.id, AT, AT + DAY))
        unit.people.invite(Invitation(sha("new"), Purpose.NEW, MEERA.id, AT + MINUTE, AT + DAY))
        counts = [unit.people.use_invitation(sha(code), AT + MINUTE) for code in ("old", "new", "hers", "first")]
    assert counts == [False, True, True, True]


def test_a_newer_code_for_the_first_administrator_uses_up_the_one_before(store: SqlStore) -> None:
    with store.writing() as unit:
        unit.people.invite(Invitation(sha("old"), Purpose.FIRST, None, AT, AT + DAY))
        unit.people.invite(Invitation(sha("new"), Purpose.FIRST, None, AT, AT + DAY))
        assert [unit.people.use_invitation(sha(code), AT) for code in ("old", "new")] == [False, True]


def test_a_recovery_code_is_used_once_and_by_its_own_person(staffed: SqlStore) -> None:
    with staffed.writing() as unit:
        unit.people.set_recovery_codes(MEERA.id, [sha("a"), sha("b")])
        assert unit.people.recovery_codes_left(MEERA.id) == 2
        assert not unit.people.use_recovery_code(ASHA.id, sha("a"), AT)
        assert unit.people.use_recovery_code(MEERA.id, sha("a"), AT)
        assert not unit.people.use_recovery_code(MEERA.id, sha("a"), AT)
        assert unit.people.recovery_codes_left(MEERA.id) == 1
        unit.people.set_recovery_codes(MEERA.id, [sha("c")])
        assert not unit.people.use_recovery_code(MEERA.id, sha("b"), AT)
        unit.people.set_recovery_codes(MEERA.id, [])
        assert unit.people.recovery_codes_left(MEERA.id) == 0


def test_failures_are_counted_by_key_and_taken_back_by_attempt(store: SqlStore) -> None:
    with store.writing() as unit:
        unit.people.fail("first", ["account", "address"], AT)
        unit.people.fail("second", ["account"], AT + MINUTE)
        unit.people.fail("other", ["another account"], AT)
        before = AT - timedelta(seconds=1)
        found = unit.people.failures(["account", "address", "nothing"], before)
        assert found == {"account": [AT, AT + MINUTE], "address": [AT], "nothing": []}
        assert unit.people.failures(["account"], AT) == {"account": [AT + MINUTE]}
        unit.people.take_back("first")
        assert unit.people.failures(["account", "address"], before) == {"account": [AT + MINUTE], "address": []}
        unit.people.forget_failures(AT + MINUTE)
        assert unit.people.failures(["another account", "account"], before) == {
            "another account": [],
            "account": [AT + MINUTE],
        }


def test_old_sessions_and_invitations_are_swept_and_newer_ones_stay(staffed: SqlStore) -> None:
    with staffed.writing() as unit:
        unit.people.begin(session("old"))
        unit.people.begin(session("new", began_at=AT + DAY))
        unit.people.invite(Invitation(sha("old"), Purpose.NEW, MEERA.id, AT, AT + MINUTE))
        unit.people.invite(Invitation(sha("new"), Purpose.NEW, ASHA.id, AT, AT + DAY))
        assert unit.people.sweep(AT + DAY) == 2
        assert unit.people.session(sha("old")) is None
        assert unit.people.session(sha("new")) is not None
        assert unit.people.invitation(sha("old")) is None
        assert unit.people.invitation(sha("new")) is not None
