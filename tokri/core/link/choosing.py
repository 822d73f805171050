"""What a client chooses of advice that is meant for them: orders to leave out, a factor, quantities, what they hold.

Never more than was advised to them, never a part of orders that are tied together, always whole lots. What was typed
in error changes nothing, is told, and hands nothing on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.basket import OrderText, plain
from tokri.core.desk.advice import Proposal
from tokri.core.desk.for_whom import ask_of
from tokri.core.desk.sizing import BY_HOLDING, Sizing
from tokri.core.known import Known
from tokri.core.link import lots, meant, scaling, tied
from tokri.core.link.choices import NO_CHOICES, Change, Changed, Choices, Chosen, Offer, Scale
from tokri.core.link.typed import of_order, unreadable
from tokri.core.money import NumberFault, grouped
from tokri.core.problems import Problem, Severity

#: Every code that a problem of a choice has.
CODES: Final = (
    *meant.CODES,
    *lots.CODES,
    *scaling.CODES,
    *tied.CODES,
    *("number", "may-not-leave-out", "may-not-change-quantity", "sell-above-held", "nothing-left"),
)


def choose(proposal: Proposal, quantities: Sequence[int | None], known: Known, choices: Choices = NO_CHOICES) -> Chosen:
    """What is left after these choices; without any, exactly what the client was advised. Never raises.

    `quantities` are the recipient's: None where the client says how much, 0 where the order is left out for them.
    Whole lots are the instrument list's. A problem's path leads to ("orders", place from 0, "left_out", "quantity" or
    "held"), to ("scale",), ("amount",) or ("capital",), or to () of the whole.
    """
    offer = _offer(proposal, quantities, known, choices)
    places = range(len(offer.asks))
    own = [meant.meant(offer, place) for place in places]
    mine = tuple(each.quantity for each in own)
    scaled = scaling.scaled(offer, mine)
    final, wrongly_typed = _typed(offer, mine, scaled.quantities)
    # What is missing for several orders, as the amount by which all are sized, is told once.
    lacks = {each.problem.path: each.problem for each in reversed(own) if each.problem is not None}
    problems = [
        *reversed(lacks.values()),
        *_may_not_leave_out(offer, mine),
        *scaled.problems,
        *wrongly_typed,
        *_above_held(offer, final),
    ]
    if not _wrong(problems):
        problems += tied.tied(offer, mine, final)
    if not _wrong(problems) and not any(final):
        problems.append(Problem("nothing-left", Severity.ERROR))
    wrong = _wrong(problems)
    return Chosen(
        orders=() if wrong else tuple(_orders(offer, final)),
        quantities=final,
        changes=() if wrong else tuple(_changes(offer, mine, final)),
        problems=tuple(_told(problems)),
        unspent=None if wrong or final != scaled.quantities else scaled.unspent,
    )


def _offer(proposal: Proposal, quantities: Sequence[int | None], known: Known, choices: Choices) -> Offer:
    count = len(proposal.legs)
    asks = tuple(ask_of(proposal, place, known) for place in range(count))
    return Offer(proposal, (*quantities, *([0] * count))[:count], asks, known, choices)


def _wrong(problems: Sequence[Problem]) -> bool:
    return any(each.severity is Severity.ERROR for each in problems)


def _told(problems: Sequence[Problem]) -> Iterator[Problem]:
    """All of them, but no note on an order that has an error: what falls away is then not what is to be seen."""
    wrong = {each.order for each in problems if each.severity is Severity.ERROR}
    return (each for each in problems if each.severity is Severity.ERROR or each.order not in wrong)


def _may_not_leave_out(offer: Offer, mine: Sequence[int]) -> Iterator[Problem]:
    for place, quantity in enumerate(mine):
        if quantity and place in offer.choices.left_out:
            yield of_order("may-not-leave-out", place, "left_out")


def _typed(offer: Offer, mine: Sequence[int], scaled: Sequence[int]) -> tuple[tuple[int, ...], tuple[Problem, ...]]:
    """The quantities after those that were typed, which go before the factor. One that says what stands is none."""
    final, problems = list(scaled), []
    for place, quantity in enumerate(mine):
        typed = offer.typed(place)
        if not quantity or typed is None or typed in {quantity, scaled[place]}:
            continue
        problem = _fault(offer, place, typed, quantity)
        if problem is not None:
            problems.append(problem)
        elif isinstance(typed, int):
            final[place] = typed
    return tuple(final), tuple(problems)


def _fault(offer: Offer, place: int, typed: int | NumberFault, most: int) -> Problem | None:
    if isinstance(typed, NumberFault):
        return unreadable(("orders", place, "quantity"), offer.choices.quantities[place], typed)
    if not offer.may.quantities:
        return of_order("may-not-change-quantity", place, "quantity")
    if typed > most:
        facts = {"quantity": grouped(typed), "most": grouped(most)}
        return Problem("above-advised", Severity.ERROR, ("orders", place, "quantity"), facts, str(most))
    return lots.in_whole_lots(offer, place, typed)


def _above_held(offer: Offer, final: Sequence[int]) -> Iterator[Problem]:
    """A SELL of more than the client says they hold. What is sized by that was read with it."""
    for place, quantity in enumerate(final):
        held = offer.held(place)
        if held is None or not quantity or not offer.sells(place) or offer.asks[place].sizing in BY_HOLDING:
            continue
        if isinstance(held, NumberFault):
            yield unreadable(("orders", place, "held"), offer.choices.held[place], held)
        elif quantity > held:
            yield of_order("sell-above-held", place, "held", {"quantity": grouped(quantity), "held": grouped(held)})


def _orders(offer: Offer, final: Sequence[int]) -> Iterator[OrderText]:
    for order, quantity in zip(offer.proposal.draft.orders, final, strict=True):
        if quantity:
            disclosed = money.whole(order.disclosed_quantity)
            # No more can be disclosed than is ordered, and who discloses all of it discloses as if nothing was said.
            whole = isinstance(disclosed, int) and disclosed > quantity
            yield replace(order, quantity=str(quantity), disclosed_quantity="" if whole else order.disclosed_quantity)


def _changes(offer: Offer, mine: Sequence[int], final: Sequence[int]) -> Iterator[Change]:
    """What the client changed or said, of the whole basket first."""
    if any(_own_capital(offer, place) for place in range(len(final))):
        yield Change(Changed.CAPITAL, after=_plain(offer.choices.capital))
    scale = offer.choices.scale
    if scale not in {"", Scale.ALL}:
        amount = _plain(offer.choices.amount) if scale == Scale.AMOUNT else ""
        yield Change(Changed.SCALED, before=amount, after=scale)
    for place, quantity in enumerate(final):
        if offer.advised[place] != 0:
            yield from _change(offer, place, mine[place], quantity)


def _own_capital(offer: Offer, place: int) -> bool:
    return offer.advised[place] is None and offer.asks[place].sizing is Sizing.CAPITAL


def _change(offer: Offer, place: int, mine: int, quantity: int) -> Iterator[Change]:
    advised, held = offer.advised[place], offer.held(place)
    if held is not None and offer.sells(place):
        yield Change(Changed.HELD, place, after=str(held))
    sized_by_client = advised is None and (offer.asks[place].sizing in BY_HOLDING or _own_capital(offer, place))
    before = mine if sized_by_client else advised
    if quantity == 0:
        kind = Changed.LEFT_OUT if offer.out(place) else Changed.FELL_AWAY
        yield Change(kind, place, str(before) if before else "")
    elif quantity != before:
        yield Change(Changed.QUANTITY, place, "" if before is None else str(before), str(quantity))


def _plain(text: str) -> str:
    read = money.price(text)
    return plain(read) if isinstance(read, Decimal) else ""
