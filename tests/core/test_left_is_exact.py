"""Filled, open, left and taken out are together what was asked: across slices, edits, fills and ends, exactly."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.seen import asked, handed_off, look, order, seen, told
from tokri.core.evidence import Sighting
from tokri.core.verdict import Standing


@dataclass
class Slice:
    """What truly became of one order at Kite: `quantity` after the last edit, by the person, of what it was first."""

    first: int
    quantity: int
    filled: int
    status: str


@dataclass
class Truth:
    asked: int
    slices: list[Slice]


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """An order that the person cut into slices, made smaller, and that filled as far as it did."""
    slices = []
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(1, 50))
        quantity = draw(st.integers(1, first))
        filled = draw(st.integers(0, quantity))
        ended = "COMPLETE" if filled == quantity else draw(st.sampled_from(["OPEN", "CANCELLED", "LAPSED", "UPDATE"]))
        status = "REJECTED" if filled == 0 and draw(st.booleans()) else ended
        slices.append(Slice(first, quantity, filled, status))
    return Truth(sum(each.first for each in slices), slices)


@st.composite
def shown(draw: st.DrawFn, truth: Truth) -> list[Sighting]:
    """Sightings of it: the last of each slice as it is, and any number of earlier ones, in any order."""
    sightings = []
    for number, each in enumerate(truth.slices, 1):
        sightings.append(seen(order(str(number), each.status, each.filled, each.quantity), at=20))
        for filled in draw(st.lists(st.integers(0, each.filled), max_size=3)):
            quantity = draw(st.integers(max(filled, 1), each.first))
            sightings.append(seen(order(str(number), "OPEN", filled, quantity), at=draw(st.integers(1, 19))))
    return draw(st.permutations(sightings))


@settings(max_examples=300, deadline=None)
@given(st.data(), st.lists(truths(), min_size=1, max_size=3))
def test_what_is_left_is_exact(data: st.DataObject, every: list[Truth]) -> None:
    """Several orders of one hand-off, each of its own instrument."""
    symbols = [f"SYM{place}" for place in range(len(every))]
    sent = [asked(tradingsymbol=symbol, quantity=truth.asked) for symbol, truth in zip(symbols, every, strict=True)]
    sightings = []
    for place, truth in enumerate(every):
        for each in data.draw(shown(truth)):
            book = order(
                f"{place}{each.book.order_id}",
                each.book.status,
                each.book.filled_quantity,
                each.book.quantity,
                tradingsymbol=symbols[place],
            )
            sightings.append(seen(book, at=int((each.at - look(0).at).total_seconds() // 60), place=place))
    for found, truth in zip(told(handed_off(*sent), sightings, [look(21)]).orders, every, strict=True):
        ended = [each for each in truth.slices if each.status in {"COMPLETE", "CANCELLED", "LAPSED", "REJECTED"}]
        alive = [each for each in truth.slices if each not in ended]
        assert found.filled == sum(each.filled for each in truth.slices)
        assert found.still_open == sum(each.quantity - each.filled for each in alive)
        assert found.left == sum(each.quantity - each.filled for each in ended)
        assert found.taken_out == sum(each.first - each.quantity for each in truth.slices)
        assert found.standing in _possible(truth)


def _possible(truth: Truth) -> set[Standing]:
    filled = sum(each.filled for each in truth.slices)
    whole = sum(each.quantity for each in truth.slices)
    if filled:
        return {Standing.FILLED} if filled == whole else {Standing.PARTLY}
    return {Standing.OPEN, Standing.CANCELLED, Standing.REJECTED}


@settings(deadline=None)
@given(st.integers(1, 50), st.data())
def test_tries_that_failed_never_make_more_than_was_asked_left(quantity: int, data: st.DataObject) -> None:
    """The person tried again on Kite's page: refused, cancelled with some of it filled, and perhaps a last time."""
    filled, sightings = 0, []
    for number in range(1, data.draw(st.integers(1, 5)) + 1):
        of = quantity - filled
        if of == 0:
            break
        more = data.draw(st.integers(0, of))
        status = "COMPLETE" if more == of else "CANCELLED" if more else "REJECTED"
        sightings.append(seen(order(str(number), status, more, of)))
        filled += more
    [found] = told(handed_off(asked(quantity=quantity)), sightings).orders
    assert (found.filled, found.left, found.taken_out) == (filled, quantity - filled, 0)
    assert found.edited is None
