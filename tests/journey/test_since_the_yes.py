"""What counts as news of a hand-off between the yes to sending it again and the page that leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.making import AT, HANDOFF
from tests.core.seen import ORDER_FILE, POSTBACK, asked, handed_off, minute, order, seen
from tokri.core.evidence import Sighting
from tokri.core.ports import Handback, Outside, PersonsWord, Said
from tokri.journey.news import News
from tokri.journey.sending import sending
from tokri.journey.since_the_yes import having_said, known_sha256

SENT = replace(handed_off(asked()), left_at=AT)

#: The book showed ten, of which four had filled; nobody came back, and nobody said anything.
KNOWN = (seen(order("1", "OPEN", 4)),)


def news(*sightings: Sighting, words: tuple[PersonsWord, ...] = (), backs: tuple[Handback, ...] = ()) -> News:
    return News(HANDOFF.id, sightings=list(sightings), words=list(words), handbacks=list(backs))


def known(outside: Outside, found: News, minutes: float = 20) -> str:
    return known_sha256([sending(outside, SENT, found, AT + timedelta(minutes=minutes))])


def back(status: str) -> Handback:
    return Handback("b1", "v1", HANDOFF.id, status, status, None, None, minute(9))


CAME: dict[str, News] = {
    "a report of more than the book shows": news(*KNOWN, seen(order("1", "COMPLETE", 10), 9, POSTBACK)),
    "a report that it is over": news(*KNOWN, seen(order("1", "CANCELLED", 4), 9, POSTBACK)),
    "a further fill": news(*KNOWN, seen(order("1", "OPEN", 5), 9)),
    "the end of the rest": news(*KNOWN, seen(order("1", "CANCELLED", 4), 9)),
    "another quantity": news(*KNOWN, seen(order("1", "OPEN", 4, of=12), 9)),
    "an order that is none of them for certain": news(*KNOWN, seen(order("2", "OPEN", 0), 9, place=None)),
    "a file": news(*KNOWN, seen(order("1", "COMPLETE", 10), 9, ORDER_FILE)),
    "a return": news(*KNOWN, backs=(back("cancelled"),)),
    "a word": news(*KNOWN, words=(PersonsWord(HANDOFF.id, Said.PLACED_SOME, minute(9)),)),
}


@pytest.mark.parametrize("came", CAME)
def test_whatever_came_in_is_news(outside: Outside, came: str) -> None:
    assert known(outside, CAME[came]) != known(outside, news(*KNOWN))


def test_other_orders_by_the_same_word_are_news(outside: Outside) -> None:
    one, other = (news(words=(PersonsWord(HANDOFF.id, Said.PLACED_SOME, minute(9), (n,)),)) for n in (0, 1))
    assert known(outside, one) != known(outside, other)


@pytest.mark.parametrize("found", [news(), news(*KNOWN), news(backs=(back("success"),)), *CAME.values()])
def test_time_alone_is_no_news(outside: Outside, found: News) -> None:
    assert len({known(outside, found, minutes) for minutes in (9.5, 10, 11, 60 * 24, 60 * 24 * 30)}) == 1


def test_the_same_seen_again_is_no_news(outside: Outside) -> None:
    assert known(outside, news(*KNOWN, seen(order("1", "OPEN", 4), 9))) == known(outside, news(*KNOWN))


def test_the_word_that_the_yes_says_with_it_is_known_at_the_yes(outside: Outside) -> None:
    word = PersonsWord(HANDOFF.id, Said.NO_LOGIN, minute(9))
    before = sending(outside, SENT, news(), minute(9))
    assert known_sha256(having_said(outside, [before], word)) == known(outside, news(words=(word,)))
