"""What became of an order in words: each state, each source and each refusal has its own, and none says too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.core.making import AT, in_book, word
from tests.web.test_honest_words import TOO_MUCH
from tokri.core.basket import OrderText
from tokri.core.evidence import How, Source, View
from tokri.core.ports import Said
from tokri.core.ports.evidence import Upload
from tokri.core.refusals import TO_CHOOSE, Refusal
from tokri.core.state import State
from tokri.core.still_to_place import Line, Wait
from tokri.core.tally import Tally
from tokri.core.times import ist
from tokri.core.verdict import Standing, Verdict
from tokri.web.filters import state_kind
from tokri.web.words import STATES, stands
from tokri.web.words import still_to_place as still_to_place_words
from tokri.web.words import verdicts as words
from tokri.web.words.refusals import choice, meaning

DAY = ist(AT).date()


def of(standing: Standing, source: Source | None = Source.BOOK, **figures: int) -> Verdict:
    return Verdict(0, 10, standing, source=source, at=AT if source else None, **figures)


def test_every_state_of_a_hand_off_has_words_and_the_session_is_named_where_it_is_known() -> None:
    assert set(STATES) == set(State)
    assert stands(State.QUEUED, session=AT) == "Queued for 11 Feb 2026"
    assert stands(State.SENT_FOR_LATER, session=AT) == "Sent to Kite for 11 Feb 2026"
    assert stands(State.RELEASED, session=AT) == "Released on 11 Feb 2026, outcome not known"
    assert stands(State.QUEUED) == "Queued for the next session"
    assert stands(State.READ, session=AT) == STATES[State.READ]


@pytest.mark.parametrize(
    ("sources", "reported", "said"),
    [
        ((Source.BOOK,), False, "All 2 filled, by Kite’s order book"),
        ((Source.ORDER_FILE,), False, "All 2 filled, by an uploaded file"),
        ((Source.TRADE_FILE,), False, "All 2 filled, by an uploaded tradebook"),
        ((Source.BOOK, Source.TRADE_FILE), False, "All 2 filled"),
        ((Source.BOOK,), True, "All 2 filled"),
    ],
)
def test_a_count_names_its_source_where_it_is_one(sources: tuple[Source, ...], reported: bool, said: str) -> None:
    assert stands(State.READ, Tally(2, ((Standing.FILLED, 2),), sources, reported)) == said


def test_only_documents_make_a_state_green() -> None:
    filled = ((Standing.FILLED, 1),)
    assert state_kind(State.IN_FILE, Tally(1, filled, (Source.ORDER_FILE,))) == "proven"
    assert state_kind(State.REPORTED, Tally(1, ((Standing.REPORTED, 1),), (Source.POSTBACK,))) == "claim"
    assert state_kind(State.READ, Tally(1, filled, (Source.BOOK,), reported=True)) == "claim"
    assert state_kind(State.RELEASED) == state_kind(State.NO_RETURN) == "warning"


def test_every_state_of_an_order_has_a_shape_and_a_word_and_green_is_for_filled_alone() -> None:
    kinds = {each: words.standing(of(each)) for each in Standing}
    assert {each for each, (kind, _) in kinds.items() if kind == "proven"} == {Standing.FILLED}
    assert len({word for _, word in kinds.values()}) == len(Standing)


def test_what_is_partly_filled_says_how_the_rest_stands() -> None:
    assert words.standing(of(Standing.PARTLY, filled=4, still_open=6)) == ("waiting", "Partly filled, the rest open")
    assert words.standing(of(Standing.PARTLY, filled=4, left=6)) == ("neutral", "Partly filled, the rest over")


@pytest.mark.parametrize("source", [Source.BOOK, Source.ORDER_FILE, Source.TRADE_FILE])
def test_what_goes_by_likeness_says_so(source: Source) -> None:
    like = replace(of(Standing.FILLED, source), how=How.LIKENESS)
    said = "matched by share, side, quantity and time"
    assert words.evidence(like, (), None).endswith(said)
    assert still_to_place_words.evidence(like).endswith(said)
    tagged = replace(like, how=How.TAG)
    assert said not in words.evidence(tagged, (), None) + still_to_place_words.evidence(tagged)


def test_evidence_is_named_with_its_time() -> None:
    at = "11 Feb 2026, 10:30 IST"
    assert words.evidence(of(Standing.FILLED), (), None) == f"Seen in Kite’s order book, {at}"
    assert words.evidence(of(Standing.MISSING), (), None) == f"Kite’s order book was read {at}"
    reported = of(Standing.REPORTED, Source.POSTBACK)
    assert words.evidence(reported, (), None) == f"Reported by Kite, not seen in the book, {at}"
    for by, said in (
        ("visitor", f"From the file you uploaded, {at}"),
        ("user:meera", f"From the file that your adviser uploaded, {at}"),
    ):
        upload = Upload(
            id="u",
            basket_id="b",
            source=Source.TRADE_FILE,
            name="trades.csv",
            sha256="",
            by=by,
            at=AT,
            first_day=DAY,
            last_day=DAY,
            closed=True,
            rows=1,
            matched=1,
        )
        assert words.evidence(of(Standing.FILLED, Source.TRADE_FILE), (upload,), None) == said
    placed = word(Said.PLACED_ALL, at=AT + timedelta(minutes=1))
    assert words.evidence(of(Standing.UNKNOWN, None), (), placed) == "Your own word, 11 Feb 2026, 10:31 IST"
    assert words.evidence(of(Standing.UNKNOWN, None), (), None) == ""


def test_a_report_stands_beside_what_is_seen() -> None:
    view = View(Source.POSTBACK, How.TAG, (in_book("1"),), AT, over=True)
    beside = "Kite reported 10 filled, 11 Feb 2026, 10:30 IST; not seen in the book."
    assert words.reported(view, alone=False) == beside
    assert words.reported(view, alone=True) == "By that report 10 filled."


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({Standing.REPORTED: 4}, "Reported by Kite, not seen in the book"),
        ({Standing.REPORTED: 3, Standing.UNKNOWN: 1}, "3 reported by Kite, 1 not known"),
    ],
)
def test_of_orders_that_kite_only_reported_nobody_says_that_none_filled(counts: dict[Standing, int], said: str) -> None:
    counted = Tally(4, tuple(counts.items()), (Source.POSTBACK,), reported=True)
    assert stands(State.REPORTED, counted) == said


def test_of_what_is_still_to_place_an_order_that_kite_reported_is_not_said_to_be_unfilled() -> None:
    line = Line("handoff", 0, OrderText(), 10, 0, 0, of(Standing.REPORTED, Source.POSTBACK), Wait.REPORTED)
    assert still_to_place_words.became(line) == "Reported by Kite, not seen in the book"


def test_a_report_that_an_order_ended_short_says_how_it_ended() -> None:
    refused = replace(in_book("1"), status="REJECTED", filled_quantity=0)
    view = View(Source.POSTBACK, How.TAG, (refused,), AT, over=True)
    assert words.reported(view, alone=True) == "By that report: Rejected, 0 filled."
    assert words.reported(replace(view, over=False), alone=True) == "By that report 0 filled."


@pytest.mark.parametrize(
    ("side", "per_unit", "advised", "said"),
    [
        ("BUY", "1.5", True, "₹1.50 more than advised (₹1,600)"),
        ("BUY", "-1.5", True, "₹1.50 less than advised (₹1,600)"),
        ("SELL", "1.5", True, "₹1.50 under the advised ₹1,600"),
        ("SELL", "-1.5", True, "₹1.50 over the advised ₹1,600"),
        ("BUY", "-0.05", False, "₹0.05 better than its limit, ₹1,600"),
        ("SELL", "-0.05", False, "₹0.05 better than its limit, ₹1,600"),
        ("BUY", "0.05", False, "₹0.05 worse than its limit, ₹1,600"),
        ("SELL", "0.05", False, "₹0.05 worse than its limit, ₹1,600"),
        ("BUY", "0", True, "At the advised price"),
        ("BUY", "0.00001", False, "At its limit"),
    ],
)
def test_slippage_is_told_by_the_side(side: str, per_unit: str, advised: bool, said: str) -> None:
    assert words.slippage(side, Decimal(per_unit), Decimal(1600), advised=advised) == said


def test_of_some_that_were_placed_each_order_says_whether_it_was_by_their_word() -> None:
    some, unknown = word(Said.PLACED_SOME), of(Standing.UNKNOWN, None)
    assert words.of_their_word(some, unknown) == ""
    ticked = replace(some, orders=(1,))
    assert words.of_their_word(ticked, replace(unknown, order=1)) == "You placed it, by your word."
    assert words.of_their_word(ticked, unknown) == "You did not place it, by your word."


def test_a_word_on_one_order_that_was_seen_otherwise_says_so() -> None:
    otherwise = "What was seen says otherwise, and counts."
    ticked = replace(word(Said.PLACED_SOME), orders=(0,))
    missing, there = of(Standing.MISSING), replace(of(Standing.REJECTED), order=1, books=(in_book("1"),))
    assert words.of_their_word(ticked, missing) == f"You placed it, by your word. {otherwise}"
    later = replace(ticked, at=AT + timedelta(minutes=5))
    assert words.of_their_word(later, there) == f"You did not place it, by your word. {otherwise}"
    assert words.of_their_word(later, missing) == "You placed it, by your word."


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_a_meaning_and_something_to_do(refusal: Refusal) -> None:
    means, do = meaning(refusal)
    assert means.endswith(".")
    assert do.endswith(".")
    assert means != do
    for each in (means.lower(), do.lower()):
        assert not TOO_MUCH.findall(each), each


def test_how_much_money_was_short_is_told_to_the_paisa() -> None:
    means, _ = meaning(Refusal.MARGIN, {"required": 1_500_050, "available": 421_050})
    assert means.endswith("Needed ₹15,000.50, available ₹4,210.50: short by ₹10,790.")
    in_debt, _ = meaning(Refusal.MARGIN, {"required": 100_000, "available": -5_000})
    assert "available −₹50: short by ₹1,050." in in_debt


def test_what_can_be_chosen_is_told_apart() -> None:
    assert len({choice(each) for each in TO_CHOOSE}) == len(TO_CHOOSE)
