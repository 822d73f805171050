"""All quantities by one factor: a quarter, a half, or what an amount comes to. Rounded down to whole lots, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.basket import Order
from tokri.core.desk.sizing import BY_HOLDING, Ask, Means, Nothing, Sized, Sizing, sized, unspent
from tokri.core.link.choices import Offer, Scale
from tokri.core.link.meant import rupees
from tokri.core.link.typed import of_order, unreadable
from tokri.core.money import NumberFault, grouped, price_words
from tokri.core.problems import Problem, Severity
from tokri.core.rules.leg import CASH, read_leg
from tokri.core.totals import Kind, kind_of, value

#: Every code that a problem here has, but those of numbers and lots.
CODES: Final = (
    *("may-not-scale", "scale-unknown", "amount-missing", "amount-above"),
    *("amount-on-margin", "amount-without-price", "falls-away", "rounded-down"),
)

_PARTS: Final[Mapping[str, Means]] = {
    Scale.HALF: Means(Decimal(1), Decimal(2)),
    Scale.QUARTER: Means(Decimal(1), Decimal(4)),
}

#: What an amount cannot be held against: what these take is a margin, which only Kite can tell.
_ON_MARGIN: Final = frozenset({Kind.FUTURES, Kind.PREMIUM_RECEIVED, Kind.NOT_VALUED})


@dataclass(frozen=True, slots=True)
class Scaled:
    """The quantities after the factor. `unspent` is what is left of an amount, in paise, where that can be told."""

    quantities: tuple[int, ...]
    problems: tuple[Problem, ...] = ()
    unspent: int | None = None


def scaled(offer: Offer, mine: Sequence[int]) -> Scaled:
    """What the client's factor makes of the quantities; where something is wrong with it, they stay as they are.

    An amount is held against the capital that the basket is meant for; where nobody said one, against what the orders
    come to at their own prices, or the advised ones. What sales bring pays for nothing, but where all is sold.
    """
    scale = offer.choices.scale
    if scale in {"", Scale.ALL}:
        return Scaled(tuple(mine))
    if not offer.may.scale:
        return _refused(mine, "may-not-scale", "scale")
    part = _by_amount(offer, mine) if scale == Scale.AMOUNT else _PARTS.get(scale)
    if part is None:
        return _refused(mine, "scale-unknown", "scale")
    return Scaled(tuple(mine), (part,)) if isinstance(part, Problem) else _by(offer, mine, part)


def _refused(mine: Sequence[int], code: str, field: str) -> Scaled:
    return Scaled(tuple(mine), (Problem(code, Severity.ERROR, (field,)),))


def _by(offer: Offer, mine: Sequence[int], part: Means) -> Scaled:
    found = {place: sized(_asked(offer, place, quantity), part) for place, quantity in enumerate(mine) if quantity}
    unknown = [place for place, each in found.items() if each.nothing is Nothing.LOT_UNKNOWN]
    if unknown:
        return Scaled(tuple(mine), tuple(of_order("lot-unknown", place, "quantity") for place in unknown))
    if any(each.quantity > mine[place] for place, each in found.items()):
        facts = {"amount": price_words(part.capital or Decimal(0))}
        return Scaled(tuple(mine), (Problem("amount-above", Severity.ERROR, ("amount",), facts),))
    quantities = tuple(found[place].quantity if place in found else 0 for place in range(len(mine)))
    left = _left(offer, mine, found) if offer.choices.scale == Scale.AMOUNT else None
    return Scaled(quantities, tuple(_rounded(found)), left)


def _asked(offer: Offer, place: int, quantity: int) -> Ask:
    """What is scaled: by a capital what the order says, as the desk does, else what the client has of it."""
    ask = offer.asks[place]
    by_capital = offer.choices.scale == Scale.AMOUNT and rupees(offer.proposal.reference_capital) is not None
    own = ask.quantity if by_capital and ask.sizing not in BY_HOLDING else None
    return replace(ask, quantity=own or quantity, sizing=Sizing.CAPITAL)


def _rounded(found: Mapping[int, Sized]) -> Iterator[Problem]:
    for place, each in found.items():
        if each.exact == each.quantity:
            continue
        code = "rounded-down" if each.quantity else "falls-away"
        facts = {"exact": str(each.facts["exact"]), "quantity": grouped(each.quantity)}
        facts |= {"lot": str(each.facts.get("lot", ""))}
        yield Problem(code, Severity.NOTE, ("orders", place, "quantity"), facts)


def _by_amount(offer: Offer, mine: Sequence[int]) -> Means | Problem:
    text = offer.choices.amount
    amount = money.price(text)
    if isinstance(amount, NumberFault):
        return unreadable(("amount",), text, amount)
    if amount is None:
        return Problem("amount-missing", Severity.ERROR, ("amount",))
    reference = rupees(offer.proposal.reference_capital)
    if reference is not None:
        return Means(amount, reference)
    worth = Decimal(0)
    for place in _counted(offer, mine):
        own = _value(offer, place, mine[place])
        if isinstance(own, Problem):
            return own
        worth += own
    return Means(amount, worth)


def _counted(offer: Offer, mine: Sequence[int]) -> list[int]:
    """The orders that an amount pays for: all but sales of shares, and where there are only those, them."""
    places = [place for place, quantity in enumerate(mine) if quantity]
    return [place for place in places if not (offer.sells(place) and offer.asks[place].exchange in CASH)] or places


def _value(offer: Offer, place: int, quantity: int) -> Decimal | Problem:
    order = _order(offer, place, quantity)
    if order is not None and kind_of(order, offer.known) in _ON_MARGIN:
        return Problem("amount-on-margin", Severity.ERROR, ("amount",), {"place": place})
    worth = value(order) if order is not None else None
    return worth or Problem("amount-without-price", Severity.ERROR, ("amount",), {"place": place})


def _order(offer: Offer, place: int, quantity: int) -> Order | None:
    """The order at its own price, else at the advised one."""
    text = replace(offer.proposal.draft.orders[place], quantity=str(quantity))
    order = read_leg(place, text, offer.known).order
    return replace(order, price=order.price or rupees(offer.proposal.legs[place].advised_price)) if order else None


def _left(offer: Offer, mine: Sequence[int], found: Mapping[int, Sized]) -> int | None:
    left = 0
    for place in _counted(offer, mine):
        order = _order(offer, place, mine[place])
        own = unspent(found[place], order.price) if order is not None and order.price is not None else None
        if own is None:
            return None
        left += own
    return left
