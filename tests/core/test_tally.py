"""How orders stand, counted once each: nothing is called filled that is not, and what it is known by is named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import AT, in_book
from tokri.core.evidence import How, Source, View
from tokri.core.tally import Tally, tally, tally_of
from tokri.core.verdict import Standing, Verdict, Verdicts


def verdict(standing: Standing, source: Source | None = Source.BOOK, place: int = 0) -> Verdict:
    return Verdict(place, 10, standing, source=source, at=AT)


def of(*orders: Verdict) -> Verdicts:
    return Verdicts(orders)


def test_orders_of_which_nothing_is_known_give_no_tally() -> None:
    assert tally(of(verdict(Standing.UNKNOWN, None))) is None
    assert tally_of([]) is None


def test_only_all_filled_is_all_filled() -> None:
    both = tally(of(verdict(Standing.FILLED), verdict(Standing.FILLED)))
    assert both == Tally(2, ((Standing.FILLED, 2),))
    assert both.all_filled
    for other in set(Standing) - {Standing.FILLED}:
        one = tally(of(verdict(Standing.FILLED), verdict(other)))
        assert one is not None
        assert not one.all_filled
        assert not one.nothing_filled


def test_nothing_filled_means_that_nothing_can_be_any_more() -> None:
    over = {Standing.CANCELLED, Standing.REJECTED, Standing.MISSING, Standing.NOT_TRADED}
    for standing in Standing:
        counted = tally(of(verdict(standing)))
        assert counted is not None
        assert counted.nothing_filled == (standing in over)


def test_orders_that_cannot_be_told_apart_are_evidence_from_the_book() -> None:
    counted = tally(Verdicts((verdict(Standing.UNTOLD, None),), untold=(in_book("1"),)))
    assert counted == Tally(1, ((Standing.UNTOLD, 1),), (Source.BOOK,))


def test_what_it_is_known_by_is_named_the_strongest_first() -> None:
    counted = tally(
        of(verdict(Standing.FILLED, Source.TRADE_FILE), verdict(Standing.OPEN), verdict(Standing.UNKNOWN, None))
    )
    assert counted is not None
    assert counted.sources == (Source.BOOK, Source.TRADE_FILE)
    assert counted.firm


def test_what_is_only_reported_is_not_firm() -> None:
    reported = tally(of(verdict(Standing.FILLED, Source.POSTBACK)))
    view = View(Source.POSTBACK, How.TAG, (in_book("1"),), AT, over=True)
    beside = tally(of(Verdict(0, 10, Standing.OPEN, source=Source.BOOK, at=AT, reported=view)))
    assert reported is not None
    assert beside is not None
    assert not reported.firm
    assert not beside.firm


@given(st.lists(st.lists(st.sampled_from(list(Standing)), max_size=5), min_size=1, max_size=4))
def test_every_order_of_every_hand_off_is_counted_once(parts: list[list[Standing]]) -> None:
    counted = tally_of(of(*map(verdict, each)) for each in parts)
    every = [standing for each in parts for standing in each]
    if counted is None:
        assert not every
        return
    assert sum(count for _, count in counted.counts) == counted.orders == len(every)
