"""A basket in brief says what the whole one says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import Decision, DeskBasket, LegAdvice, Proposal, SharedVersion
from tokri.core.desk.brief import SharedBrief, brief, outline
from tokri.core.desk.states import basket_state, brief_state

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
ORDERS = tuple(OrderText(tradingsymbol=symbol) for symbol in ("INFY", "TCS", "", "INFY"))
WRITTEN = Proposal(Draft("Large IT", ORDERS), (LegAdvice(),) * len(ORDERS), risk_class="moderate")
BASKET = DeskBasket("basket", WRITTEN, "", 1, AT, "meera", AT, "kiran")


def frozen(proposal: Proposal = WRITTEN, *, asked: bool = True) -> SharedVersion:
    return SharedVersion("basket", 2, proposal, proposal.sha256, AT, "meera", asked)


def decision(*, yes: bool) -> Decision:
    return Decision("basket", 2, yes, "arun", AT)


def test_an_outline_counts_every_order_and_names_each_symbol_once() -> None:
    found = outline(WRITTEN)
    assert (found.title, found.orders, found.symbols, found.risk_class) == ("Large IT", 4, ("INFY", "TCS"), "moderate")
    assert found.sha256 == WRITTEN.sha256


@pytest.mark.parametrize("basket", [BASKET, replace(BASKET, archived_at=AT)])
@pytest.mark.parametrize("version", [None, frozen(), frozen(asked=False), frozen(replace(WRITTEN, why="Other"))])
@pytest.mark.parametrize("decided", [(), (decision(yes=True),), (decision(yes=False),)])
def test_a_basket_stands_in_brief_where_it_stands_in_whole(
    basket: DeskBasket, version: SharedVersion | None, decided: Sequence[Decision]
) -> None:
    shared = None
    if version is not None:
        approved = decided[0].approved if decided else None
        shared = SharedBrief(2, version.sha256, AT, "meera", version.approval_required, approved)
    versions = [] if version is None else [version]
    assert brief_state(brief(basket, shared)) is basket_state(basket, versions, decided)
