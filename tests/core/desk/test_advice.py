"""What an adviser writes, as it is kept and hashed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import (
    LEG_FIELDS,
    Disclosures,
    LegAdvice,
    MayChange,
    Proposal,
    proposal_from_canonical,
)

texts = st.text(max_size=20)
legs = st.builds(LegAdvice, **dict.fromkeys(LEG_FIELDS, texts))
orders = st.builds(OrderText, tradingsymbol=texts, quantity=texts, price=texts)
INFY = OrderText(tradingsymbol="INFY", quantity="10")
WRITTEN = Proposal(Draft("IT", (INFY,)), (LegAdvice(why="Cash flows"),))


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    pairs = draw(st.lists(st.tuples(orders, legs), max_size=4))
    return Proposal(
        Draft(draw(texts), tuple(order for order, _ in pairs), draw(st.sampled_from(["", "as-listed"]))),
        tuple(leg for _, leg in pairs),
        why=draw(texts),
        risk_class=draw(texts),
        valid_until=draw(texts),
        tied=draw(st.booleans()),
        may_change=draw(st.sampled_from(MayChange)).value,
        reference_capital=draw(texts),
        disclosures=draw(st.builds(Disclosures, *[texts] * 5)),
    )


@given(proposals())
def test_whatever_was_written_reads_back_as_it_was(proposal: Proposal) -> None:
    again = proposal_from_canonical(proposal.canonical)
    assert again == proposal
    assert again.sha256 == proposal.sha256


@given(proposals(), proposals())
def test_what_is_not_the_same_has_not_the_same_hash(one: Proposal, other: Proposal) -> None:
    assert (one == other) == (one.sha256 == other.sha256)


@pytest.mark.parametrize("name", LEG_FIELDS)
def test_every_word_of_advice_counts_in_the_hash(name: str) -> None:
    changed = replace(WRITTEN, legs=(replace(WRITTEN.legs[0], **{name: "other"}),))
    assert changed.sha256 != WRITTEN.sha256
    assert not changed.legs[0].empty


def test_of_an_order_nothing_is_said_until_somebody_says_something() -> None:
    assert LegAdvice().empty
    assert not LegAdvice(sizing="capital").empty


def test_what_has_not_advice_beside_every_order_is_no_proposal() -> None:
    broken = WRITTEN.canonical.replace('"legs":[{"sizing":"fixed","why":"Cash flows"}]', '"legs":[]')
    assert broken != WRITTEN.canonical
    with pytest.raises(ValueError, match="beside every order"):
        proposal_from_canonical(broken)
