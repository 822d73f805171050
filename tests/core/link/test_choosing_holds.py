"""What holds of every choice, whatever was advised and whatever is typed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.link.advising import CALL, CAPITAL, GOLD, HOLDING, INFY, KNOWN, NIFTY, SALE, SHARE, TCS, advice
from tests.core.orders import any_order, any_text
from tokri.core.basket import OrderText
from tokri.core.desk.advice import LegAdvice, MayChange, Proposal
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.link.choices import Changed, Choices, Chosen
from tokri.core.link.choosing import CODES, choose
from tokri.core.rules.leg import key_of

_ORDERS = (INFY, TCS, NIFTY, CALL, GOLD, replace(INFY, transaction_type="SELL", quantity="9"), SALE)
_SIZED_BY_HOLDING = {SALE: (HOLDING, SHARE)}

quantities_typed = st.one_of(st.integers(0, 400).map(str), st.sampled_from(["", "0", "65", "130", "-3", "x", "1e3"]))
amounts = st.one_of(st.sampled_from(["", "half"]), st.integers(1, 10**7).map(str))


def lot(order: OrderText) -> int:
    found = KNOWN.listing(*key_of(order)).instrument
    assert found is not None
    return found.lot_size


@st.composite
def offers(draw: st.DrawFn) -> tuple[Proposal, list[int | None]]:
    orders = draw(st.lists(st.sampled_from(_ORDERS), min_size=1, max_size=4))
    legs = [draw(st.sampled_from(_SIZED_BY_HOLDING.get(order, (LegAdvice(), CAPITAL)))) for order in orders]
    lots = [draw(st.none() | st.integers(0, 6)) for _ in orders]
    quantities = [None if each is None else each * lot(order) for each, order in zip(lots, orders, strict=True)]
    proposal = advice(
        *orders,
        legs=legs,
        may_change=draw(st.sampled_from(MayChange)),
        tied=draw(st.booleans()),
        reference=draw(st.sampled_from(["", "100000", "10,00,000"])),
    )
    return proposal, quantities


choices = st.builds(
    Choices,
    left_out=st.frozensets(st.integers(-1, 4), max_size=3),
    scale=st.sampled_from(["", "", "all", "half", "quarter", "amount", "double"]),
    amount=amounts,
    quantities=st.dictionaries(st.integers(-1, 4), quantities_typed, max_size=3),
    held=st.dictionaries(st.integers(-1, 4), quantities_typed, max_size=3),
    capital=amounts,
)


def counts(found: Chosen) -> list[int]:
    return [int(order.quantity) for order in found.orders]


@given(offers(), choices)
def test_never_more_than_was_advised_never_less_than_nothing_and_always_whole_lots(
    offer: tuple[Proposal, list[int | None]], chose: Choices
) -> None:
    proposal, advised = offer
    found = choose(proposal, advised, KNOWN, chose)
    assert len(found.quantities) == len(advised)
    for place, (quantity, most) in enumerate(zip(found.quantities, advised, strict=True)):
        order = proposal.draft.orders[place]
        assert quantity >= 0
        assert most is None or quantity <= most
        if quantity != most and order.transaction_type == "BUY":
            assert quantity % lot(order) == 0
        assert (place in found.places) == (quantity > 0)
    if found.orders:
        assert counts(found) == [quantity for quantity in found.quantities if quantity]
        assert not found.errors
    assert bool(found.orders) != bool(found.errors)


@given(offers(), choices)
def test_orders_that_are_tied_go_all_or_none(offer: tuple[Proposal, list[int | None]], chose: Choices) -> None:
    proposal, advised = offer
    found = choose(replace(proposal, tied=True), advised, KNOWN, chose)
    if found.orders:
        assert [quantity > 0 for quantity in found.quantities] == [each != 0 for each in advised]


@given(offers(), choices)
def test_what_is_sold_is_held_where_the_client_says_what_they_hold(
    offer: tuple[Proposal, list[int | None]], chose: Choices
) -> None:
    found = choose(*offer, KNOWN, chose)
    for place in found.places if found.orders else ():
        text = chose.held.get(place, "")
        if text and offer[0].draft.orders[place].transaction_type == "SELL":
            assert found.quantities[place] <= int(text)


@given(offers(), choices)
def test_every_difference_from_what_was_advised_is_a_change_of_the_clients_own(
    offer: tuple[Proposal, list[int | None]], chose: Choices
) -> None:
    proposal, advised = offer
    found = choose(proposal, advised, KNOWN, chose)
    if found.orders:
        told = {
            each.place for each in found.changes if each.kind not in {Changed.CAPITAL, Changed.SCALED, Changed.HELD}
        }
        differ = {place for place, most in enumerate(advised) if most is not None and found.quantities[place] != most}
        assert differ <= told
        assert all(advised[place] is None for place in told - differ if place is not None)


@given(offers(), choices)
def test_the_same_choice_comes_to_the_same(offer: tuple[Proposal, list[int | None]], chose: Choices) -> None:
    assert choose(*offer, KNOWN, chose) == choose(*offer, KNOWN, chose)


@given(offers())
def test_no_choice_is_exactly_what_was_advised(offer: tuple[Proposal, list[int | None]]) -> None:
    proposal, advised = offer
    given_all = [each if each is not None else 65 for each in advised]
    found = choose(proposal, given_all, KNOWN)
    assert list(found.quantities) == given_all
    assert found.changes == ()
    assert [each.code for each in found.problems] == ([] if any(given_all) else ["nothing-left"])


@given(offers(), st.integers(1, 50_000))
def test_an_amount_is_never_overspent_by_what_is_bought_at_its_price(
    offer: tuple[Proposal, list[int | None]], amount: int
) -> None:
    shares = advice(*(each for each in offer[0].draft.orders if each in {INFY, TCS}), INFY)
    advised = [20] * len(shares.legs)
    found = choose(shares, advised, KNOWN, Choices(scale="amount", amount=str(amount)))
    if found.orders:
        spent = sum(Decimal(order.price) * int(order.quantity) for order in found.orders)
        assert spent <= amount
        assert found.unspent is not None
        assert 0 <= (amount - spent) * 100 - found.unspent < len(advised)


any_texts = st.dictionaries(st.integers(-2, 5), any_text, max_size=4)
any_choices = st.builds(
    Choices,
    left_out=st.frozensets(st.integers(-2, 5)),
    scale=any_text | st.sampled_from(["half", "amount"]),
    amount=any_text,
    quantities=any_texts,
    held=any_texts,
    capital=any_text,
)
any_leg = st.builds(LegAdvice, sizing=any_text | st.sampled_from(["all", "share", "capital"]), share=any_text)
any_advice = st.builds(
    lambda orders, legs, may_change, tied, reference: advice(
        *orders, legs=legs, may_change=may_change, tied=tied, reference=reference
    ),
    st.lists(any_order, max_size=4),
    st.lists(any_leg, min_size=4),
    st.sampled_from(MayChange) | any_text,
    st.booleans(),
    any_text,
)


@pytest.mark.parametrize("known", [NOTHING_KNOWN, KNOWN])
@given(any_advice, st.lists(st.none() | st.integers(-5, 10**9), max_size=5), any_choices)
def test_nothing_that_is_typed_raises_and_every_problem_has_its_code(
    known: Known, proposal: Proposal, advised: list[int | None], chose: Choices
) -> None:
    found = choose(proposal, advised, known, chose)
    assert {each.code for each in found.problems} <= set(CODES)
    assert all(quantity >= 0 for quantity in found.quantities)
