"""What a basket's check leans on is looked up while nobody waits for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from tests.journey.fake_lists import FakeInstruments
from tokri.core.basket import Draft, OrderText
from tokri.core.instrument import Key, Listing, MasterState
from tokri.core.ports import Handoff, Outside, Store, WritingUnit
from tokri.journey.handoff import Ask, hand_off
from tokri.journey.review import review_basket


@dataclass
class WatchedStore:
    """A store of which is known whether somebody is writing."""

    store: Store
    writes: bool = False

    def reading(self):  # noqa: ANN201 - the store's own
        return self.store.reading()

    @contextmanager
    def writing(self) -> Iterator[WritingUnit]:
        with self.store.writing() as unit:
            self.writes = True
            try:
                yield unit
            finally:
                self.writes = False


@dataclass
class WatchingInstruments(FakeInstruments):
    """A list that remembers which symbols it was asked of while somebody wrote."""

    store: WatchedStore | None = None

    def __post_init__(self) -> None:
        self.asked_within: list[set[str]] = []
        self.asked = 0

    def state_and_listings(
        self, keys: Collection[Key], on: date, alike: int = 0
    ) -> tuple[MasterState | None, Mapping[Key, Listing]]:
        self.asked += 1
        if self.store and self.store.writes:
            self.asked_within.append({key.tradingsymbol for key in keys})
        return super().state_and_listings(keys, on, alike)


def test_a_hand_off_looks_up_its_instruments_before_others_wait_for_it(outside: Outside) -> None:
    store = WatchedStore(outside.store)
    instruments = WatchingInstruments(store=store)
    outside = replace(outside, store=store, instruments=instruments)
    with outside.store.writing() as unit:
        unit.visitors.ensure("visitor", outside.clock())
        order = OrderText("regular", "INFY", "NSE", "BUY", "MARKET", product="CNC", quantity="10")
        unit.baskets.add("basket", "visitor", Draft("Ten INFY", (order,)), outside.clock())
    review = review_basket(outside, "visitor", "basket")
    assert review
    asked = instruments.asked
    made = hand_off(outside, "visitor", "basket", Ask(review.sha256, 1, 1))
    assert isinstance(made, Handoff), made
    assert instruments.asked == asked + 1
    assert instruments.asked_within == []
