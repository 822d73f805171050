"""To which order of a hand-off each of Kite's orders belongs, when sources told it apart differently."""

from __future__ import annotations

from dataclasses import replace

from tests.core.seen import POSTBACK, asked, handed_off, order, seen, told
from tokri.core.evidence import How, Sighting
from tokri.core.legs import legs_of, payload
from tokri.core.places import places
from tokri.core.ports.kept import Handoff
from tokri.core.verdict import Standing

ALIKE = handed_off(asked(), asked())
RIVALS = handed_off(asked(), asked(price=1490))


def placed(handoff: Handoff, *sightings: Sighting) -> dict[str, int | None]:
    return places(legs_of(payload(handoff), 0), sightings)


def test_where_all_agree_what_they_say_stands() -> None:
    assert placed(RIVALS, seen(order("1"), place=0), seen(order("2"), place=1)) == {"1": 0, "2": 1}
    assert placed(RIVALS, seen(order("1"), at=1, place=1), seen(order("1"), at=2, place=1)) == {"1": 1}


def test_reports_that_came_one_by_one_of_orders_alike_fill_them_up_in_turn() -> None:
    """Each report was matched by itself, to the first that it fits."""
    one_by_one = [seen(order(number), source=POSTBACK) for number in ("12", "9")]
    assert placed(ALIKE, *one_by_one) == {"9": 0, "12": 1}
    found = told(ALIKE, one_by_one)
    assert [each.reported.filled for each in found.orders if each.reported] == [10, 10]


def test_more_than_one_order_asked_for_may_be_a_rivals_and_neither_is_told() -> None:
    one_by_one = [seen(order(number)) for number in ("1", "2")]
    assert placed(RIVALS, *one_by_one) == {"1": None, "2": None}
    found = told(RIVALS, one_by_one)
    assert [each.standing for each in found.orders] == [Standing.UNTOLD, Standing.UNTOLD]
    assert len(found.untold) == 2


def test_looks_that_told_an_order_apart_differently_are_told_apart_anew_together() -> None:
    early, late = seen(order("2"), at=1, place=0), seen(order("2"), at=2, place=1)
    assert placed(ALIKE, early, seen(order("1"), at=2, place=0), late) == {"1": 0, "2": 1}
    cheaper = order("1", price=1490)
    assert placed(RIVALS, seen(cheaper, at=1, place=0), seen(cheaper, at=2, place=None)) == {"1": 1}


def test_what_only_likeness_told_in_two_ways_is_not_told() -> None:
    ways = [seen(order("1"), at=place, place=place, how=How.LIKENESS) for place in (0, 1)]
    assert placed(ALIKE, *ways) == {"1": None}


def test_the_strongest_that_told_it_decides() -> None:
    book, report = seen(order("1"), place=1), seen(order("1"), place=0, source=POSTBACK)
    assert placed(RIVALS, book, report) == {"1": 1}
    by_likeness = replace(book, how=How.LIKENESS)
    assert placed(RIVALS, by_likeness, report) == {"1": 0}


def test_one_order_alone_keeps_all_that_came_under_its_tag() -> None:
    """Nobody else can have made them: the second was tried by hand, or the first was cut."""
    assert placed(handed_off(), seen(order("1")), seen(order("2"))) == {"1": 0, "2": 0}
