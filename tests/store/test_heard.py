"""Of what anything came in about a hand-off: asked once, so that what did not come in is not asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest

from tests.core.making import in_book
from tests.counting import statements
from tests.store.making import AT, a_handback, a_handoff, reading
from tokri.core.evidence import How, Sighting, Source
from tokri.core.ports import PersonsWord, Said, WritingUnit
from tokri.core.ports.evidence import Attachment, Heard, KiteSaid, Upload
from tokri.core.ports.mending import Taken
from tokri.journey.news import News, gather
from tokri.store import SqlStore

_DAY: Final = date(2026, 2, 11)

#: Each thing that may come in, and the list of the news in which it stands.
COMES: Final[dict[Heard, tuple[str, Callable[[WritingUnit], object]]]] = {
    Heard.WORD: ("words", lambda unit: unit.handoffs.say(PersonsWord("handoff", Said.NO_LOGIN, AT))),
    Heard.READING: ("readings", lambda unit: unit.readings.add(reading())),
    Heard.SIGHTING: (
        "sightings",
        lambda unit: unit.evidence.see([Sighting("handoff", Source.BOOK, How.TAG, 0, in_book("1"), AT, "reading")]),
    ),
    Heard.ATTACHMENT: (
        "attachments",
        lambda unit: unit.evidence.attach(
            Attachment("picture", "handoff", "image/png", 1, "ab" * 32, "visitor", AT), b"1"
        ),
    ),
    Heard.KITE_SAID: ("kite_said", lambda unit: unit.evidence.say_kite_said(KiteSaid("handoff", 0, "margin", AT))),
    Heard.TAKEN: ("taken", lambda unit: unit.mending.take([Taken("handoff", 0, 6, "anew", 1, AT)])),
    Heard.UPLOAD: (
        "uploads",
        lambda unit: unit.evidence.add_upload(
            Upload("up", "basket", Source.ORDER_FILE, "o.csv", "ab" * 32, "visitor", AT, _DAY, _DAY, True, 7, 2)
        ),
    ),
}


def heard(store: SqlStore, handoff_id: str = "handoff", basket_id: str = "basket") -> frozenset[Heard]:
    with store.reading() as unit:
        return unit.evidence.heard([handoff_id], [basket_id])


def news(store: SqlStore) -> News:
    with store.reading() as unit:
        return gather(unit, unit.handoffs.of_basket("basket"))["handoff"]


@pytest.mark.parametrize("kind", COMES)
def test_whatever_came_in_is_heard_of_and_stands_in_the_news(store: SqlStore, kind: Heard) -> None:
    stands_in, come = COMES[kind]
    a_handback(store)
    assert not getattr(news(store), stands_in)

    with store.writing() as unit:
        come(unit)

    assert heard(store) == {Heard.HANDBACK, kind}
    assert heard(store, "another", "another") == frozenset()
    assert len(getattr(news(store), stands_in)) == 1


def test_everything_that_may_come_in_is_told(store: SqlStore) -> None:
    a_handback(store)
    with store.writing() as unit:
        for _, come in COMES.values():
            come(unit)

    assert heard(store) == frozenset(Heard)
    assert len(news(store).handbacks) == 1


def test_of_a_hand_off_that_nothing_is_heard_of_the_store_is_asked_once(store: SqlStore) -> None:
    made = a_handoff(store)
    with store.reading() as unit, statements() as asked:
        found = gather(unit, [made])

    assert found == {"handoff": News("handoff")}
    assert len([each for each in asked if each.startswith("SELECT")]) == 1
