"""Whatever the order in which evidence comes, however often, in whatever pieces: the verdicts are the same."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.evidence_at_random import handoffs, looks, sightings
from tests.core.making import AT, HANDOFF
from tests.core.seen import BOOK, ORDER_FILE, POSTBACK, TRADE_FILE, handed_off, only, order, seen
from tokri.core.evidence import DOCUMENTS, How, Look, Sighting, Source
from tokri.core.ports.kept import Handoff
from tokri.core.verdict import FIRM, Standing, Verdict, Verdicts, verdicts

Evidence = list[Sighting]
every = st.lists(sightings(), max_size=12)
every_look = st.lists(looks(), max_size=4)


@settings(max_examples=300, deadline=None)
@given(handoff=handoffs(), evidence=every, seen_in=every_look, random=st.randoms(use_true_random=False))
def test_any_order_of_any_evidence_ends_in_the_same_verdicts(
    handoff: Handoff, evidence: Evidence, seen_in: list[Look], random: Random
) -> None:
    again = [*evidence, *random.choices(evidence, k=3)] if evidence else []
    looked = [*seen_in, *seen_in[:1]]
    random.shuffle(again)
    random.shuffle(looked)
    assert verdicts(handoff, again, looked) == verdicts(handoff, evidence, seen_in)


@settings(max_examples=200, deadline=None)
@given(handoff=handoffs(), evidence=every, seen_in=every_look, cut=st.integers(0, 12))
def test_evidence_that_comes_in_pieces_ends_where_it_ends_at_once(
    handoff: Handoff, evidence: Evidence, seen_in: list[Look], cut: int
) -> None:
    """As it is kept: in the order in which it was seen, and no view twice in a row of one order by one source."""
    in_time = sorted(evidence, key=lambda each: (each.at, repr(each)))
    kept = _kept(_kept([], in_time[:cut]), in_time[cut:])
    assert _without_times(verdicts(handoff, kept, seen_in)) == _without_times(verdicts(handoff, in_time, seen_in))


def _kept(before: Evidence, new: Evidence) -> Evidence:
    kept = list(before)
    for each in new:
        same = [one for one in kept if _key(one) == _key(each)]
        if not same or replace(same[-1], at=each.at, origin=each.origin) != each:
            kept.append(each)
    return kept


def _key(each: Sighting) -> tuple[str, str, str]:
    return each.handoff_id, each.book.order_id, each.source


def _without_times(found: Verdicts) -> Verdicts:
    """Without the times at which it was last seen: a view that came again unchanged is not kept again."""
    return replace(found, orders=tuple(map(_timeless, found.orders)))


def _timeless(each: Verdict) -> Verdict:
    reported = None if each.reported is None else replace(each.reported, at=AT)
    return replace(each, at=None if each.at is None else AT, reported=reported)


@settings(max_examples=200, deadline=None)
@given(handoff=handoffs(), evidence=st.lists(sightings((POSTBACK,)), max_size=8))
def test_no_postback_ever_makes_a_verdict_firm(handoff: Handoff, evidence: Evidence) -> None:
    for each in verdicts(handoff, evidence, []).orders:
        assert each.standing in {Standing.REPORTED, Standing.UNTOLD, Standing.UNKNOWN}
        assert each.source not in FIRM
        assert (each.filled, each.still_open, each.left, each.books) == (0, 0, 0, ())


@settings(max_examples=200, deadline=None)
@given(
    evidence=st.lists(sightings((BOOK, ORDER_FILE, TRADE_FILE)), max_size=8),
    reports=st.lists(sightings((POSTBACK,)), max_size=6),
    seen_in=every_look,
)
def test_reports_beside_documents_change_no_figure_but_what_is_left_and_that_only_down(
    evidence: Evidence, reports: Evidence, seen_in: list[Look]
) -> None:
    one = handed_off()
    mine = [replace(each, handoff_id=HANDOFF.id, how=How.TAG, order=0) for each in evidence]
    theirs = [replace(each, handoff_id=HANDOFF.id, how=How.TAG, order=0) for each in reports]
    without, beside = only(one, mine, seen_in), only(one, [*mine, *theirs], seen_in)
    if without.books:
        figures = (without.standing, without.filled, without.still_open, without.source)
        assert (beside.standing, beside.filled, beside.still_open, beside.source) == figures
    assert beside.filled == without.filled
    assert beside.left <= without.left


@settings(max_examples=200, deadline=None)
@given(
    last=sightings((BOOK,), order_ids=("1",), places=(0,), handoff_id="h1", how=How.TAG),
    others=st.lists(
        sightings((POSTBACK, ORDER_FILE, TRADE_FILE), order_ids=("1",), places=(0,), handoff_id="h1"), max_size=6
    ),
    seen_in=every_look,
)
def test_no_weaker_source_takes_the_last_word_of_the_book(
    last: Sighting, others: Evidence, seen_in: list[Look]
) -> None:
    one = handed_off()
    alone, among = only(one, [last], seen_in), only(one, [last, *others], seen_in)
    if last.over:
        assert among == alone
    assert among.filled >= alone.filled


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(sightings((BOOK,), order_ids=("1",), places=(0,), handoff_id="h1", how=How.TAG), min_size=1),
    source=st.sampled_from(DOCUMENTS),
)
def test_of_one_source_a_smaller_fill_never_takes_the_place_of_a_larger(rows: Evidence, source: Source) -> None:
    told = [replace(each, source=source) for each in rows]
    found = only(handed_off(), told)
    assert found.filled == max(each.book.filled_quantity for each in rows)
    assert found.filled + found.still_open + found.left + found.taken_out == found.asked


@settings(deadline=None)
@given(st.integers(0, 10))
def test_a_book_that_says_more_later_is_believed_over_any_file(filled: int) -> None:
    filed = seen(order(status="OPEN", filled=filled), at=2, source=ORDER_FILE)
    trades = seen(order(status="", filled=max(filled, 1), of=max(filled, 1)), at=3, source=TRADE_FILE)
    found = only(handed_off(), [filed, trades, seen(order(), at=1)])
    assert (found.filled, found.source) == (10, BOOK)
