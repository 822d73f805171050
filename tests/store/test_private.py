"""What a kept session shows to its person alone, as the store keeps it; and that somebody went on before the sells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.store.making import AT, MINUTE, a_reading
from tokri.core.ports import ReadingFault
from tokri.core.ports.private import Noun, PrivateLook
from tokri.store import SqlStore

LOOK = PrivateLook("reading", Noun.ACCOUNT, asked_at=AT)


def looks(store: SqlStore, *reading_ids: str) -> dict[tuple[str, Noun], PrivateLook]:
    with store.reading() as unit:
        return {(each.reading_id, each.noun): each for each in unit.private.looks(reading_ids)}


def keep(store: SqlStore, *every: PrivateLook) -> None:
    with store.writing() as unit:
        for each in every:
            unit.private.keep(each)


def test_a_look_is_kept_as_it_is_in_the_place_of_the_one_before(store: SqlStore) -> None:
    a_reading(store)
    failed = {"failed_at": AT, "kite_said": "Too many", "fault": ReadingFault.BUSY}
    seen = replace(LOOK, asked_at=None, seen_at=AT + MINUTE, sealed="sealed", **failed)  # type: ignore[arg-type]  # each as its field is
    keep(store, LOOK)
    keep(store, seen)
    assert looks(store, "reading") == {("reading", Noun.ACCOUNT): seen}


def test_the_nouns_of_a_reading_are_kept_apart(store: SqlStore) -> None:
    a_reading(store)
    keep(store, *(replace(LOOK, noun=noun) for noun in Noun))
    assert {noun for _, noun in looks(store, "reading")} == set(Noun)
    assert looks(store, "another") == {}
    assert looks(store) == {}


def test_wiping_leaves_nothing_of_a_reading_and_everything_of_another(store: SqlStore) -> None:
    a_reading(store)
    a_reading(store, "other", handback_id="second")
    keep(store, LOOK, replace(LOOK, noun=Noun.OTHERS), replace(LOOK, reading_id="other"))
    with store.writing() as unit:
        unit.private.wipe("reading")
    assert set(looks(store, "reading", "other")) == {("other", Noun.ACCOUNT)}


def test_a_visitors_looks_are_those_of_their_own_sessions_that_are_kept_still(store: SqlStore) -> None:
    alive = {"expires_at": AT + MINUTE}
    sessions: dict[str, dict[str, Any]] = {
        "first": {},
        "newer": {},
        "ended": {"ended_at": AT},
        "called off": {"end_asked_at": AT},
        "past 6 AM": {"expires_at": AT},
        "refused": {"fault": ReadingFault.TOKEN_REFUSED},
        "another's": {"visitor_id": "other"},
    }
    for name, changes in sessions.items():
        a_reading(store, name, handback_id=name, **alive | changes)
        for noun in (Noun.QUOTES, Noun.ACCOUNT):
            keep(store, PrivateLook(name, noun, seen_at=AT, sealed=name))
    with store.reading() as view:
        found = view.private.of_visitor("asha", Noun.QUOTES, AT)
        assert [each.reading_id for each in found] == ["first", "newer"]
        assert view.private.of_visitor("asha", Noun.OTHERS, AT) == []


def test_a_look_that_was_asked_for_and_never_answered_shows_nothing(store: SqlStore) -> None:
    a_reading(store)
    keep(store, PrivateLook("reading", Noun.QUOTES, asked_at=AT, failed_at=AT))
    with store.reading() as view:
        assert view.private.of_visitor("asha", Noun.QUOTES, AT) == []


def test_what_was_sealed_never_prints(store: SqlStore) -> None:
    a_reading(store)
    keep(store, replace(LOOK, sealed="a secret"))
    assert "a secret" not in repr(looks(store, "reading"))


def test_a_look_of_no_reading_is_refused(store: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        keep(store, LOOK)


def test_that_somebody_went_on_is_kept_once_for_each_part_of_each_version(store: SqlStore) -> None:
    a_reading(store)
    with store.writing() as unit:
        assert unit.handoffs.go_on("basket", 1, 2, AT)
        assert not unit.handoffs.go_on("basket", 1, 2, AT + MINUTE)
        assert unit.handoffs.go_on("basket", 1, 3, AT)
        assert unit.handoffs.go_on("basket", 2, 2, AT)
    with store.reading() as view:
        assert view.handoffs.gone_on("basket") == {(1, 2), (1, 3), (2, 2)}
        assert view.handoffs.gone_on("another") == frozenset()
