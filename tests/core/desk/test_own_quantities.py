"""A draft for certain clients gives each what is their own and never more, whatever is made of its orders."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import AT
from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import LegAdvice, Proposal, Recipient, SharedVersion
from tokri.core.desk.own_quantities import Drafted, ForWhom, Own, Span, draft_orders, from_facts
from tokri.core.desk.register import Advised
from tokri.core.link.correcting import Evidence


def own(quantity: int, symbol: str = "INFY", evidence: Evidence = Evidence.BOOK) -> Own:
    return Own("NSE", symbol, "SELL", "CNC", quantity, evidence)


FOR_BOTH = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(10),), "c2": (own(4), own(2, "TCS"))})


def given_to(for_whom: ForWhom, client: str, *orders: OrderText, lot: int = 1) -> list[int | None]:
    shares = for_whom.shares(client, orders, [lot] * len(orders))
    return [each.quantity if each is not None else None for each in shares]


def test_the_draft_says_the_most_and_each_gets_their_own() -> None:
    orders = draft_orders(FOR_BOTH)
    assert [(each.tradingsymbol, each.quantity, each.price) for each in orders] == [
        ("INFY", "10", ""),
        ("TCS", "2", ""),
    ]
    assert given_to(FOR_BOTH, "c1", *orders) == [10, 0]
    assert given_to(FOR_BOTH, "c2", *orders) == [4, 2]
    assert given_to(FOR_BOTH, "c3", *orders) == [0, 0]


def test_a_lowered_order_lowers_each_ones_own_in_whole_lots() -> None:
    (order, _) = draft_orders(FOR_BOTH)
    half = replace(order, quantity="5")
    assert given_to(FOR_BOTH, "c1", half) == [5]
    assert given_to(FOR_BOTH, "c2", half) == [2]
    assert given_to(FOR_BOTH, "c1", half, lot=4) == [4]


def test_a_raised_order_gives_nobody_more_than_their_own() -> None:
    (order, _) = draft_orders(FOR_BOTH)
    assert given_to(FOR_BOTH, "c1", replace(order, quantity="100")) == [10]


def test_an_order_that_the_adviser_added_is_sized_as_any_other() -> None:
    assert given_to(FOR_BOTH, "c1", OrderText(tradingsymbol="SBIN", exchange="NSE", transaction_type="BUY")) == [None]


def test_an_order_in_another_product_or_in_one_left_to_kite_is_still_each_ones_own() -> None:
    (order, _) = draft_orders(FOR_BOTH)
    for product in ("", "MIS"):
        assert given_to(FOR_BOTH, "c2", replace(order, product=product)) == [4]
    split = (replace(order, quantity="6"), replace(order, quantity="4", product=""))
    assert [sum(each or 0 for each in given_to(FOR_BOTH, client, *split)) for client in ("c1", "c2")] == [10, 4]


def test_an_order_in_another_product_than_the_several_that_were_filled_is_nobodys_own() -> None:
    both = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(10), replace(own(3), product="MIS"))})
    orders = draft_orders(both)
    assert given_to(both, "c1", *orders) == [10, 3]
    assert given_to(both, "c1", replace(orders[0], product="")) == [None]


@given(
    quantities=st.lists(st.integers(0, 40), min_size=1, max_size=4), mine=st.integers(0, 30), most=st.integers(1, 30)
)
def test_however_an_order_is_split_nobody_gets_more_than_their_own(quantities: list[int], mine: int, most: int) -> None:
    for_whom = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(mine),), "c2": (own(most),)})
    (order,) = draft_orders(for_whom)
    split = [replace(order, quantity=str(each)) for each in quantities]
    got = [each or 0 for each in given_to(for_whom, "c1", *split)]
    assert all(each >= 0 for each in got)
    assert sum(got) <= mine
    if sum(quantities) >= max(mine, most):
        assert sum(got) == mine


def test_it_is_kept_and_read_back() -> None:
    assert from_facts(FOR_BOTH.as_facts()) == FOR_BOTH


def advised(quantity: str, *given: int) -> Advised:
    """A version for two who filled 150 and 75 of a contract, in so many; meant for as many clients as are `given`."""
    for_whom = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(150),), "c2": (own(75),)})
    (order,) = draft_orders(for_whom)
    proposal = Proposal(Draft("Follow-up", (replace(order, quantity=quantity),)), (LegAdvice(),))
    version = SharedVersion("b1", 1, proposal, proposal.sha256, AT, "meera", approval_required=False)
    meant = tuple(Recipient("b1", 1, f"c{n}", (much,), "fits", "", "meera", AT) for n, much in enumerate(given, 1))
    return Advised(version, None, meant, drafted=for_whom)


def test_the_register_says_what_clients_get_and_before_they_are_chosen_no_more_than_is_known() -> None:
    # 75 make a lot, which the register cannot know: of 75 in place of 150 the second client gets none.
    assert advised("75").own == ("each client’s own: up to 75",)
    assert advised("75", 75, 0).own == ("each client’s own: 75",)
    assert advised("75", 0, 0).own == ("nobody gets any of it",)
    assert replace(advised("75", 0), alone=True).own == ("nothing for this client",)
    assert advised("150").own == ("each client’s own: 75 to 150",)


def test_an_order_that_was_split_may_be_all_of_somebodys_own_as_far_as_is_known() -> None:
    for_whom = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(150),), "c2": (own(75),)})
    (order,) = draft_orders(for_whom)
    half = replace(order, quantity="75")
    assert for_whom.at_most([half, half]) == (Span(0, 150), Span(0, 150))
    assert for_whom.at_most([replace(order, tradingsymbol="SBIN")]) == (None,)
