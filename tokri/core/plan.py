"""Basket to plan: each order cut to what an exchange takes in one, put in sequence of sending, dealt into parts.

Orders are sent one by one, in the order that they are handed over, and none waits for the one before to fill. Which
comes first matters where one pays for another, or lowers the margin of another
(https://kite.trade/docs/connect/v3/basket/).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Final

from tokri.core.basket import Order
from tokri.core.instrument import Instrument, Kind
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.totals import Kind as Total
from tokri.core.totals import kind_of
from tokri.core.underlying import underlying


class Policy(StrEnum):
    """The sequence of sending. Each moves whole groups, and keeps the listed order within a group."""

    AS_LISTED = "as-listed"
    SELLS_FIRST = "sells-first"  #: shares sold go first
    HEDGES_FIRST = "hedges-first"  #: options bought go first, options sold last: at entry and at exit
    SELLS_AND_HEDGES_FIRST = "sells-and-hedges-first"  #: shares sold, options bought, all else, options sold
    SELLS_THEN_BUYS = "sells-then-buys"  #: shares sold go first, in parts of their own; never chosen by what is in it


#: Where a quantity counts units of a derivative and the exchange publishes how many one order may have.
_FREEZES: Final = frozenset({"NFO", "BFO"})
_CASH: Final = frozenset({"NSE", "BSE"})
_SELLS_FIRST: Final = frozenset({Policy.SELLS_FIRST, Policy.SELLS_AND_HEDGES_FIRST, Policy.SELLS_THEN_BUYS})
_HEDGES_FIRST: Final = frozenset({Policy.HEDGES_FIRST, Policy.SELLS_AND_HEDGES_FIRST})


class Group(IntEnum):
    """What a policy moves together, in the sequence of sending."""

    SALES = 0  #: shares sold
    HEDGES = 1  #: options bought
    REST = 2  #: whatever the policy does not move
    WRITTEN = 3  #: options sold


@dataclass(frozen=True, slots=True)
class Planned:
    """One order as it is sent: number `slice` of the `slices` (1 where it is whole) of the basket's order at `place`.

    `place` counts from 0 in the basket as listed; `slice` counts from 1. `most` is what its exchange takes in one
    order, None where that is not known.
    """

    order: Order
    place: int
    group: Group = Group.REST
    slice: int = 1
    slices: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What is handed to Kite in one go: part `number` (from 1) of `of`.

    `first` is the place in the plan of its first order, from 0.
    """

    number: int
    of: int
    first: int
    planned: tuple[Planned, ...]

    @property
    def orders(self) -> tuple[Order, ...]:
        """Its orders as Kite gets them, in the sequence of sending."""
        return tuple(each.order for each in self.planned)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every order of a basket as it is sent.

    `policy` is the person's choice, or what was chosen by what is in it; `choices` are those that would mean something.
    """

    policy: Policy
    choices: tuple[Policy, ...]
    parts: tuple[Part, ...]

    @property
    def planned(self) -> tuple[Planned, ...]:
        """All orders in the sequence of sending."""
        return tuple(each for part in self.parts for each in part.planned)

    @property
    def orders(self) -> tuple[Order, ...]:
        """The same, as Kite gets them."""
        return tuple(each.order for each in self.planned)

    @property
    def wholes(self) -> tuple[tuple[Planned, ...], ...]:
        """The basket's orders in the sequence of sending, each as the slices that it is sent in."""
        found: dict[int, list[Planned]] = {}
        for each in self.planned:
            found.setdefault(each.place, []).append(each)
        return tuple(tuple(each) for each in found.values())

    @property
    def cut_by_limit(self) -> bool:
        """Whether it is in so many parts because one may hold no more orders, and not for the two steps alone."""
        return len(self.parts) > (2 if self.policy is Policy.SELLS_THEN_BUYS else 1)

    @property
    def moved(self) -> bool:
        """Whether the orders are sent in another order than they are listed in."""
        places = [each.place for each in self.planned]
        return places != sorted(places)


def plan(orders: Sequence[Order], limit: int, known: Known = NOTHING_KNOWN, sequence: str = "") -> Plan:
    """Plan the sending of a basket in parts of at most `limit` orders (1 or more) each.

    `sequence` is the value of the policy that the person chose, "" where nobody chose. Raises ValueError for another.
    A choice that means nothing for these orders, since they were changed after it, counts as none.
    """
    if limit < 1:
        raise ValueError("a part holds at least one order")
    choices = choices_for(orders, known)
    policy = _within(choices, Policy(sequence)) if sequence else None
    policy = policy or policy_for(orders, known)
    planned = sorted(_sliced(orders, policy, known), key=lambda each: each.group)
    cuts = _cuts(planned, limit, policy)
    return Plan(
        policy,
        choices,
        tuple(
            Part(number, len(cuts), first, tuple(planned[first:end]))
            for number, (first, end) in enumerate(cuts, start=1)
        ),
    )


def _cuts(planned: Sequence[Planned], limit: int, policy: Policy) -> list[tuple[int, int]]:
    """Where each part begins and ends: full ones, and where sells go before all else, these by themselves."""
    sales = sum(each.group is Group.SALES for each in planned) if policy is Policy.SELLS_THEN_BUYS else 0
    starts = (*range(0, sales, limit), *range(sales, len(planned), limit))
    return [(first, min(first + limit, sales if first < sales else len(planned))) for first in starts]


def sent_as(order: Order, known: Known) -> tuple[int, ...]:
    """The quantities in which an order is sent: one, unless it is over what its exchange takes in one.

    Ask `pieces` first how many they are: a quantity may be anything.
    """
    if pieces(order, known) == 1:
        return (order.quantity,)
    instrument, most = _instrument(order, known), most_in_one(order, known)
    return slices(order.quantity, instrument.lot_size, most) if instrument and most else (order.quantity,)


def pieces(order: Order, known: Known) -> int:
    """In how many orders an order is sent."""
    instrument, most = _instrument(order, known), most_in_one(order, known)
    return _count(order.quantity, instrument.lot_size, most) if instrument and most else 1


def most_in_one(order: Order, known: Known) -> int | None:
    """The most units of it that its exchange takes in one order, in whole lots; None: not known, or not limited so.

    Freeze quantities are published by underlying, for derivatives of shares and indices.
    """
    instrument, table = _instrument(order, known), known.tables.freeze
    if table is None or instrument is None or order.exchange not in _FREEZES or instrument.lot_size < 1:
        return None
    freeze = table.units.get(underlying(instrument))
    return None if freeze is None else _whole_lots(freeze, instrument.lot_size) or None


def slices(quantity: int, lot: int, freeze: int) -> tuple[int, ...]:
    """Cut a quantity into as few orders as an exchange takes, in multiples of `lot` and none over `freeze`.

    They add up to `quantity` and differ by one lot at most, the larger first. `lot` is 1 or more. A quantity that is
    no multiple of the lot, or a freeze quantity under one lot, leaves nothing legal to cut it into: it stays whole.
    """
    count = _count(quantity, lot, freeze)
    if count == 1:
        return (quantity,)
    lots, more = divmod(quantity // lot, count)
    return tuple((lots + 1 if number < more else lots) * lot for number in range(count))


def _count(quantity: int, lot: int, freeze: int) -> int:
    most = _whole_lots(freeze, lot)
    return 1 if most == 0 or quantity % lot else -(-quantity // most)


def _whole_lots(quantity: int, lot: int) -> int:
    return quantity // lot * lot


def _instrument(order: Order, known: Known) -> Instrument | None:
    return known.listing(order.exchange, order.tradingsymbol).instrument


def choices_for(orders: Sequence[Order], known: Known = NOTHING_KNOWN) -> tuple[Policy, ...]:
    """The policies that mean something for these orders; AS_LISTED alone where nothing would pay or hedge for another.

    A choice is offered even where it moves nothing, since the orders are in its order already.
    """
    sells = _on_both_sides(_cash(orders))
    groups = {_group(order, Policy.HEDGES_FIRST, known) for order in _derivatives(orders)}
    found = _policies(sells=sells, hedges=len(groups) > 1)
    apart = {Policy.SELLS_THEN_BUYS} if sells else set()
    return tuple(policy for policy in Policy if policy in {*found, *apart})


def policy_for(orders: Sequence[Order], known: Known = NOTHING_KNOWN) -> Policy:
    """The policy that a basket gets where nobody chose, by what is in it.

    Where one instrument is both bought and sold, which comes first is what the two mean: they stay as listed.
    """
    choices = choices_for(orders, known)
    sells = Policy.SELLS_FIRST in choices and not _one_bought_and_sold(_cash(orders))
    hedges = Policy.HEDGES_FIRST in choices and not _one_bought_and_sold(_derivatives(orders))
    return _policies(sells=sells, hedges=hedges)[-1]


def _within(choices: Collection[Policy], chosen: Policy) -> Policy | None:
    """As much of what was chosen as means something; None where nothing of it does."""
    if chosen is Policy.SELLS_THEN_BUYS:
        return chosen if chosen in choices else None
    left = _policies(
        sells=chosen in _SELLS_FIRST and Policy.SELLS_FIRST in choices,
        hedges=chosen in _HEDGES_FIRST and Policy.HEDGES_FIRST in choices,
    )[-1]
    return left if left is not Policy.AS_LISTED or chosen is Policy.AS_LISTED else None


def _policies(*, sells: bool, hedges: bool) -> tuple[Policy, ...]:
    """Those that are made of these two, the one that does the most last."""
    found = [Policy.AS_LISTED]
    if sells:
        found.append(Policy.SELLS_FIRST)
    if hedges:
        found.append(Policy.HEDGES_FIRST)
    if sells and hedges:
        found.append(Policy.SELLS_AND_HEDGES_FIRST)
    return tuple(found)


def _cash(orders: Iterable[Order]) -> list[Order]:
    return [order for order in orders if order.exchange in _CASH]


def _derivatives(orders: Iterable[Order]) -> list[Order]:
    return [order for order in orders if order.exchange not in _CASH]


def _on_both_sides(orders: Iterable[Order]) -> bool:
    return len({order.transaction_type for order in orders}) > 1


def _one_bought_and_sold(orders: Iterable[Order]) -> bool:
    sides = {(order.exchange, order.tradingsymbol, order.transaction_type) for order in orders}
    return len({(exchange, symbol) for exchange, symbol, _ in sides}) < len(sides)


def _sliced(orders: Iterable[Order], policy: Policy, known: Known) -> Iterable[Planned]:
    for place, order in enumerate(orders):
        quantities = sent_as(order, known)
        group = _group(order, policy, known)
        for number, quantity in enumerate(quantities, start=1):
            piece = replace(order, quantity=quantity)
            yield Planned(piece, place, group, number, len(quantities), most_in_one(order, known))


def _group(order: Order, policy: Policy, known: Known) -> Group:
    buys = order.transaction_type == "BUY"
    if order.exchange in _CASH:
        return Group.SALES if policy in _SELLS_FIRST and not buys else Group.REST
    if policy not in _HEDGES_FIRST or not _is_option(order, known):
        return Group.REST
    return Group.HEDGES if buys else Group.WRITTEN


def _is_option(order: Order, known: Known) -> bool:
    """By the instrument list; where that does not have it, by its symbol."""
    instrument = _instrument(order, known)
    if instrument is None:
        return kind_of(order) in {Total.PREMIUM_PAID, Total.PREMIUM_RECEIVED}
    return instrument.kind is Kind.OPTION
