"""From what truly happened at Kite, by way of books that are read and reports that arrive, to verdicts: never more.

A ledger is made up: orders that came of hand-offs, edited, cut, refused, tried again, and a person's own beside them.
Books are read of it while fills grow, with the tags or, where Kite drops them, without; reports come or are lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.seen import POSTBACK, asked, handed_off, look, minute, order, seen
from tokri.core.evidence import How, Sighting, Source
from tokri.core.matching import match_book
from tokri.core.ports.kept import BookOrder, Handoff
from tokri.core.verdict import Standing, payload, verdicts

SYMBOLS = ("INFY", "TCS", "SBIN")
#: After the first hand-off was back, and before the second left: what a person places by themselves while they are at
#: Kite for us, of the very same kind, nobody can tell from ours once Kite has dropped the tags.
BETWEEN = "2026-02-11 10:40:00"


@dataclass
class Entry:
    """One order at Kite: whose it is, as it stands at the end, and how much of it had filled at each look."""

    handoff_id: str
    place: int
    last: BookOrder
    fills: tuple[int, int, int]

    def at(self, step: int, *, tagged: bool) -> BookOrder:
        book = self.last if step == 2 else replace(self.last, status="OPEN", filled_quantity=self.fills[step])
        return book if tagged else replace(book, tag=None)


@dataclass
class World:
    handoffs: list[Handoff]
    entries: list[Entry]
    tagged: bool


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two hand-offs, the second a quarter of an hour after the first was back, and what came of their orders."""
    tagged = draw(st.booleans())
    handoffs: list[Handoff] = []
    entries: list[Entry] = []
    for part in range(2):
        wanted = st.builds(asked, tradingsymbol=st.sampled_from(SYMBOLS), quantity=st.sampled_from([10, 20]))
        sent = draw(st.lists(wanted, min_size=1, max_size=3))
        tag = f"TAG{part}0000"
        sent = [{**each, "tag": tag} for each in sent]
        handoffs.append(handed_off(*sent, id=f"h{part}", tag=tag, left_at=minute(part * 20), first_order=0))
        for place, each in enumerate(sent):
            came_of = _came_of(
                each,
                handoff_id=f"h{part}",
                place=place,
                at=f"2026-02-11 10:{31 + part * 20}:00",
                count=len(entries),
            )
            entries += draw(came_of)
    for number in range(draw(st.integers(0, 2))):
        symbol = draw(st.sampled_from(SYMBOLS))
        theirs = order(str(900 + number), tag="MINE", tradingsymbol=symbol, order_timestamp=BETWEEN)
        entries.append(Entry("", 0, theirs, (0, 5, 10)))
    return World(handoffs, entries, tagged)


@st.composite
def _came_of(
    draw: st.DrawFn, sent: Mapping[str, Any], *, handoff_id: str, place: int, at: str, count: int
) -> list[Entry]:
    """Nothing, one order, or slices of it; whole or made smaller; filled as far as it was, and over or not."""
    quantity = int(sent["quantity"])
    cut = draw(
        st.sampled_from([(), (quantity,), (quantity,), (quantity // 2, quantity - quantity // 2), (quantity - 3,)])
    )
    entries = []
    for number, of in enumerate(cut):
        fills = sorted(draw(st.tuples(*[st.integers(0, of)] * 3)))
        last = fills[2]
        status = (
            "COMPLETE" if last == of else draw(st.sampled_from(["OPEN", "CANCELLED"] if last else ["OPEN", "REJECTED"]))
        )
        book = order(str(count + number + 1), status, last, of, tag=str(sent["tag"]), order_timestamp=at)
        book = replace(book, tradingsymbol=str(sent["tradingsymbol"]))
        entries.append(Entry(handoff_id, place, book, (fills[0], fills[1], last)))
    return entries


def evidence(data: st.DataObject, world: World) -> Iterator[Sighting]:
    """Books read at any of three steps, some of them missing an order, and reports, as the program makes sightings."""
    back = {"h0": minute(5), "h1": minute(25)}
    for step in data.draw(st.lists(st.integers(0, 2), unique=True)):
        shrunk = data.draw(st.sets(st.integers(0, 9), max_size=1)) if world.tagged else set[int]()
        book = [each.at(step, tagged=world.tagged) for index, each in enumerate(world.entries) if index not in shrunk]
        for handoff_id, matched in match_book(world.handoffs, book, back).items():
            placed = [(found.order, found.book) for found in matched.found]
            for place, row in [*placed, *((None, row) for row in matched.unsorted)]:
                how = How.TAG if world.tagged else How.LIKENESS
                yield Sighting(handoff_id, Source.BOOK, how, place, row, minute(30 + step), "")
    for each in world.entries:
        if world.tagged and each.handoff_id and data.draw(st.booleans()):
            step = data.draw(st.integers(0, 2))
            yield seen(each.at(step, tagged=True), 40, POSTBACK, each.place, handoff_id=each.handoff_id)


@settings(max_examples=150, deadline=None)
@given(st.data(), worlds())
def test_nothing_is_called_filled_that_is_not_and_nothing_left_that_may_fill(data: st.DataObject, world: World) -> None:
    sightings = data.draw(st.permutations(list(evidence(data, world))))
    for handoff in world.handoffs:
        mine = [each for each in world.entries if each.handoff_id == handoff.id]
        true, wanted, left, filled = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        for each in mine:
            true[each.last.tradingsymbol] += each.last.filled_quantity
        found = verdicts(handoff, sightings, [])  # books that miss an order prove no absence
        for verdict, sent in zip(found.orders, _sent(handoff), strict=True):
            wanted[sent] += verdict.asked
            filled[sent] += verdict.filled
            left[sent] += verdict.left
            assert verdict.filled + verdict.left <= max(verdict.asked, verdict.filled)
        for symbol, asked_for in wanted.items():
            assert filled[symbol] <= true[symbol]
            assert left[symbol] + true[symbol] <= max(asked_for, true[symbol])


def _sent(handoff: Handoff) -> list[str]:
    return [str(each["tradingsymbol"]) for each in payload(handoff)]


@settings(max_examples=100, deadline=None)
@given(st.data(), worlds())
def test_a_last_look_at_the_whole_book_ends_in_the_truth(data: st.DataObject, world: World) -> None:
    """With tags, of orders of one instrument each: exactly what the ledger says."""
    world.tagged = True
    last = [each.at(2, tagged=True) for each in world.entries]
    final = [
        Sighting(handoff_id, Source.BOOK, How.TAG, place, row, minute(50), "")
        for handoff_id, matched in match_book(world.handoffs, last).items()
        for place, row in [
            *((found.order, found.book) for found in matched.found),
            *((None, row) for row in matched.unsorted),
        ]
    ]
    sightings = data.draw(st.permutations([*evidence(data, world), *final]))
    for handoff in world.handoffs:
        symbols = _sent(handoff)
        for verdict in verdicts(handoff, sightings, [look(50)]).orders:
            if symbols.count(symbols[verdict.order]) > 1:
                continue
            mine = [each.last for each in world.entries if (each.handoff_id, each.place) == (handoff.id, verdict.order)]
            ended = [each for each in mine if each.status != "OPEN"]
            assert verdict.filled == sum(each.filled_quantity for each in mine)
            assert (verdict.standing is Standing.MISSING) == (not mine)
            gone = sum(each.quantity - each.filled_quantity for each in ended) if mine else verdict.asked
            assert verdict.left == gone
            assert verdict.still_open == sum(each.quantity - each.filled_quantity for each in mine if each not in ended)
