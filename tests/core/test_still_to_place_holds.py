"""Across any number of repairs, fills and refusals no more is placed than was asked, and what is left is exact."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.making import AT, BOOK_ORDER, HANDOFF, MINUTE
from tokri.core.basket import OrderText
from tokri.core.evidence import How, Look, Sighting, Source
from tokri.core.ports import Handoff
from tokri.core.ports.mending import Taken
from tokri.core.still_to_place import Attempt, StillToPlace, still_to_place
from tokri.core.times import ist
from tokri.core.verdict import verdicts

SYMBOLS = ("INFY", "TCS", "WIPRO")
TODAY = ist(AT).date()


@dataclass
class World:
    """Baskets, each of what was left of another; hand-offs, and what the exchange truly did with each order."""

    data: st.DataObject
    at: datetime = AT
    orders: dict[str, dict[int, tuple[OrderText, ...]]] = field(default_factory=dict)
    handoffs: list[Handoff] = field(default_factory=list)
    truth: dict[tuple[str, int], tuple[str, int] | None] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    taken: list[Taken] = field(default_factory=list)

    def send(self, basket: str, number: int, attempt: int = 1) -> Handoff:
        rows: list[dict[str, Any]] = [
            {**each.as_dict(), "quantity": int(each.quantity)} for each in self.orders[basket][number]
        ]
        made = replace(
            HANDOFF,
            id=f"{basket}-{number}-{attempt}",
            basket_id=basket,
            version_number=number,
            attempt=attempt,
            orders=len(rows),
            payload=json.dumps(rows),
            left_at=self.at,
        )
        for place, row in enumerate(rows):
            self.truth[made.id, place] = self.data.draw(outcome(row["quantity"]), label=f"{made.id} {place}")
        self.handoffs.append(made)
        return made

    def attempts(self, basket: str) -> Iterator[Attempt]:
        read_at = self.at + MINUTE
        for handoff in self.handoffs:
            if handoff.basket_id != basket:
                continue
            if handoff.id not in self.known:
                yield Attempt(handoff, verdicts(handoff, [], []), None)
                continue
            looks = [Look(Source.BOOK, read_at, TODAY, TODAY)]
            yield Attempt(handoff, verdicts(handoff, self.seen(handoff, read_at), looks), handoff.left_at)

    def seen(self, handoff: Handoff, at: datetime) -> Iterator[Sighting]:
        for place, asked in enumerate(json.loads(handoff.payload)):
            if (what := self.truth[handoff.id, place]) is not None:
                row = replace(
                    BOOK_ORDER,
                    order_id=f"{handoff.id} {place}",
                    status=what[0],
                    tradingsymbol=asked["tradingsymbol"],
                    quantity=asked["quantity"],
                    filled_quantity=what[1],
                )
                yield Sighting(handoff.id, Source.BOOK, How.TAG, place, row, at, "r")

    def left(self, basket: str) -> StillToPlace:
        ids = {each.id for each in self.handoffs if each.basket_id == basket}
        mine = [each for each in self.taken if each.handoff_id in ids]
        return still_to_place(list(self.attempts(basket)), mine, self.orders[basket])

    def filled(self, symbol: str) -> int:
        total = 0
        for handoff in self.handoffs:
            for place, asked in enumerate(json.loads(handoff.payload)):
                what = self.truth[handoff.id, place]
                total += what[1] if what is not None and asked["tradingsymbol"] == symbol else 0
        return total

    def nothing_came(self, handoff: Handoff) -> bool:
        return all(not what or not what[1] for key, what in self.truth.items() if key[0] == handoff.id)


def outcome(quantity: int) -> st.SearchStrategy[tuple[str, int] | None]:
    """What became of an order, all over: filled, filled in part, refused, or never seen."""
    partly = st.integers(0, quantity - 1).map(lambda filled: ("CANCELLED", filled))
    return st.one_of(st.just(("COMPLETE", quantity)), partly, st.just(("REJECTED", 0)), st.none())


def basket_orders() -> st.SearchStrategy[tuple[OrderText, ...]]:
    def one(symbol: str, quantity: int) -> OrderText:
        return OrderText("", symbol, "NSE", "BUY", "LIMIT", "CNC", str(quantity), "100")

    return st.lists(st.builds(one, st.sampled_from(SYMBOLS), st.integers(1, 40)), min_size=1, max_size=4).map(tuple)


@settings(deadline=None)  # the machine's, not the code's: two seconds are not a fault of a sum
@given(data=st.data(), orders=basket_orders())
def test_nothing_is_lost_and_nothing_doubled_however_often_it_is_mended(
    data: st.DataObject, orders: tuple[OrderText, ...]
) -> None:
    world = World(data)
    world.orders["b0"] = {1: orders}
    asked = {name: sum(int(each.quantity) for each in orders if each.tradingsymbol == name) for name in SYMBOLS}
    basket, number = "b0", 1
    for round_ in range(1, data.draw(st.integers(1, 5), label="rounds") + 1):
        sent = world.send(basket, number)
        for attempt in range(2, 4):
            waiting = [each for each in world.left(basket).left if each.handoff_id == sent.id]
            assert waiting == []  # nobody has seen what became of it
            world.known.add(sent.id)
            if not world.nothing_came(sent) or not data.draw(st.booleans(), label="try again"):
                break
            sent = world.send(basket, number, attempt)
        world.known.add(sent.id)
        left = world.left(basket)
        for name in SYMBOLS:
            remains = sum(each.left for each in left.left if each.order.tradingsymbol == name)
            assert world.filled(name) + remains == asked[name]
        if not left.left:
            return
        at_link = data.draw(st.booleans(), label="as a version of the same basket")
        orders_left = left.orders
        into, version = (basket, number + 1) if at_link else (f"b{round_}", 1)
        world.taken += left.take(into, version, world.at)
        assert world.left(basket).left == ()
        world.orders.setdefault(into, {})[version] = orders_left
        basket, number = into, version
