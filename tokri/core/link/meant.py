"""How much of each order is the client's before they change anything: as advised, or by what they say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.desk.sizing import BY_HOLDING, Means, Nothing, Sized, Sizing, sized
from tokri.core.link.choices import Offer
from tokri.core.link.lots import in_whole_lots
from tokri.core.link.typed import of_order, unreadable
from tokri.core.money import NumberFault, grouped
from tokri.core.problems import Problem, Severity

#: The order comes to nothing, and there is nothing that could be filled in.
_LEFT_OUT: Final = frozenset({Nothing.ZERO, Nothing.NOT_HELD})

#: What each lack is called; the desk has seen to all but the first two before a version is meant for anybody.
_CODES: Final = {
    Nothing.CAPITAL_MISSING: "capital-missing",
    Nothing.HOLDINGS_UNKNOWN: "held-missing",
}
_NOT_SIZED: Final = "cannot-be-sized"

#: Every code that a problem here has, but those of numbers and lots.
CODES: Final = (*_CODES.values(), _NOT_SIZED, "quantity-missing", "above-advised")


@dataclass(frozen=True, slots=True)
class Meant:
    """A quantity, 0 where there is none, and what is wrong with what it is worked out from."""

    quantity: int
    problem: Problem | None = None


def meant(offer: Offer, place: int) -> Meant:
    """What the client has of the order at `place`, from 0; of one that they leave out, nothing is asked."""
    advised, ask = offer.advised[place], offer.asks[place]
    if (advised is not None and advised <= 0) or offer.left_out(place):
        return Meant(0)
    if ask.sizing in BY_HOLDING and (advised is None or offer.held(place) is not None):
        return _by_holding(offer, place)
    if advised is not None:
        return Meant(advised)
    return _by_capital(offer, place) if ask.sizing is Sizing.CAPITAL else _as_typed(offer, place)


def _by_holding(offer: Offer, place: int) -> Meant:
    """By what they say they hold; never more than was advised, where that was worked out from the firm's own books."""
    advised, held = offer.advised[place], offer.held(place)
    if isinstance(held, NumberFault):
        return Meant(advised or 0, unreadable(("orders", place, "held"), offer.choices.held[place], held))
    found = sized(offer.asks[place], Means(held=held))
    if advised is not None and found.quantity > advised:
        facts: dict[str, str | int] = {"quantity": grouped(found.quantity), "most": grouped(advised)}
        return Meant(advised, of_order("above-advised", place, "held", facts))
    return _found(found, of_order(_code(found), place, "held"))


def _by_capital(offer: Offer, place: int) -> Meant:
    text = offer.choices.capital
    capital = money.price(text)
    if isinstance(capital, NumberFault):
        return Meant(0, unreadable(("capital",), text, capital))
    found = sized(offer.asks[place], Means(capital=capital, reference_capital=rupees(offer.proposal.reference_capital)))
    if found.nothing is Nothing.CAPITAL_MISSING:
        return Meant(0, Problem(_code(found), Severity.ERROR, ("capital",)))
    return _found(found, of_order(_code(found), place, "quantity"))


def _as_typed(offer: Offer, place: int) -> Meant:
    """What no means size is the client's to type; whatever they type is theirs."""
    typed = offer.typed(place)
    if isinstance(typed, NumberFault):
        return Meant(0, unreadable(("orders", place, "quantity"), offer.choices.quantities[place], typed))
    if typed is None:
        return Meant(0, of_order("quantity-missing", place, "quantity"))
    fault = in_whole_lots(offer, place, typed)
    return Meant(0, fault) if fault is not None else Meant(typed)


def _code(found: Sized) -> str:
    return _CODES.get(found.nothing, _NOT_SIZED) if found.nothing is not None else _NOT_SIZED


def _found(found: Sized, lack: Problem) -> Meant:
    return Meant(found.quantity, None if found.nothing is None or found.nothing in _LEFT_OUT else lack)


def rupees(text: str) -> Decimal | None:
    """An amount as typed; None where there is none, or none that can be read."""
    read = money.price(text)
    return read if isinstance(read, Decimal) else None
