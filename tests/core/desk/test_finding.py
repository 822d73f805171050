"""Finding a basket among the firm's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import DeskBasket, LegAdvice, Proposal
from tokri.core.desk.brief import brief
from tokri.core.desk.finding import Standing, Wanted, find
from tokri.core.desk.states import BasketState

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)


def standing(
    title: str,
    *symbols: str,
    state: BasketState = BasketState.DRAFT,
    risk: str = "",
    by: tuple[str, str] = ("meera", "meera"),
    template: bool = False,
) -> Standing:
    orders = tuple(OrderText(tradingsymbol=symbol) for symbol in symbols)
    proposal = Proposal(Draft(title, orders), (LegAdvice(),) * len(orders), risk_class=risk)
    return Standing(brief(DeskBasket(title, proposal, "", 1, AT, by[0], AT, by[1], template)), state)


IT = standing("Large IT", "INFY", "TCS", risk="moderate")
HEDGE = standing("Hedge for expiry", "NIFTY2621726000PE", state=BasketState.WAITING, risk="very-high", by=("ravi",) * 2)
SIP = standing("Monthly top-up", "NIFTYBEES", template=True, by=("meera", "ravi"))
OLD = standing("Old IT", "WIPRO", state=BasketState.ARCHIVED)
ALL = [IT, HEDGE, SIP, OLD]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [IT, HEDGE, SIP]),
        (Wanted("it"), [IT]),
        (Wanted("INFY"), [IT]),
        (Wanted(" tcs  LARGE "), [IT]),
        (Wanted("nifty"), [HEDGE, SIP]),
        (Wanted("nifty monthly"), [SIP]),
        (Wanted("infy hedge"), []),
        (Wanted(state="waiting"), [HEDGE]),
        (Wanted(state="archived"), [OLD]),
        (Wanted("it", state="archived"), [OLD]),
        (Wanted(state="no such"), []),
        (Wanted(risk_class="moderate"), [IT]),
        (Wanted(who="ravi"), [HEDGE, SIP]),
        (Wanted(who="meera"), [IT, SIP]),
        (Wanted(templates=True), [SIP]),
    ],
    ids=repr,
)
def test_what_is_wanted_is_found_and_nothing_else(wanted: Wanted, found: list[Standing]) -> None:
    assert find(ALL, wanted) == found


def test_what_is_put_aside_is_found_only_by_asking_for_it() -> None:
    assert OLD not in find(ALL, Wanted("wipro"))
    assert find(ALL, Wanted("wipro", state="archived")) == [OLD]


def test_whether_anything_is_asked_for_is_known() -> None:
    assert not Wanted().anything
    assert Wanted("x").anything
