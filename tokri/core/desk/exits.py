"""How much of what a client filled other drafts exit already: what they sent to Kite of them, and what they still can.

No fill is exited twice: what one draft exits, or may, is no other's. Quantities are Kite's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tokri.core.desk.own_quantities import Key, Own, which_of
from tokri.core.legs import Leg, legs_of, payload
from tokri.core.link.correcting import Evidence
from tokri.core.link.state import Door
from tokri.core.ports import Handoff
from tokri.core.verdict import Verdicts

#: Doors behind which nothing of a draft can be acted on any more, nor after the firm opened the link again.
_SHUT: Final = frozenset({Door.REISSUED, Door.REVOKED})

#: The firmest first.
_FIRMEST_FIRST: Final = (Evidence.BOOK, Evidence.BOOK_ALIKE, Evidence.FILE, Evidence.REPORTED, Evidence.WORD)


class How(StrEnum):
    """How a draft has what it has of a client's fills."""

    OFFERED = "offered"  #: they were given it, and can still act on it
    ASIDE = "aside"  #: it was put aside, or the client was, and is offered again once taken up
    AT_KITE = "at-kite"  #: it was sent to Kite, and filled, or may have or may yet
    ELSEWHERE = "elsewhere"  #: they place it elsewhere, by their word


@dataclass(frozen=True, slots=True)
class Exit:
    """What one draft has of one client's fills, by instrument, side and product of the exit."""

    basket_id: str
    title: str
    how: How
    quantities: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Over:
    """What a client would exit beyond what is theirs to exit: of each order how much, of what they filled, and why.

    `exits` are the drafts that have some of it; none: what is known to have filled is less than it was.
    """

    quantities: Mapping[Key, tuple[int, int]]
    exits: tuple[Exit, ...]

    @property
    def as_shown(self) -> list[object]:
        """What makes a page another one when it changes."""
        much = [[*key, *each] for key, each in sorted(self.quantities.items())]
        return [much, [[each.basket_id, each.how.value] for each in self.exits]]


@dataclass(frozen=True, slots=True)
class Room:
    """What each client filled, and what drafts have of it, by their ids."""

    filled: Mapping[str, Mapping[Key, int]] = field(default_factory=dict)
    exits: Mapping[str, tuple[Exit, ...]] = field(default_factory=dict)

    def taken(self, client_id: str) -> dict[Key, int]:
        """How much of each fill is in those drafts together."""
        return total(self._of_fills(client_id, each.quantities) for each in self.exits.get(client_id, ()))

    def over(self, client_id: str, wanted: Mapping[Key, int]) -> Over | None:
        """What of `wanted` is more than they filled less what is taken of it; None: there is room for all of it."""
        filled, taken = self.filled.get(client_id, {}), self.taken(client_id)
        beyond = {
            key: (quantity, filled.get(key, 0))
            for key, quantity in self._of_fills(client_id, wanted).items()
            if quantity > max(filled.get(key, 0) - taken.get(key, 0), 0)
        }
        if not beyond:
            return None
        mine = self.exits.get(client_id, ())
        return Over(beyond, tuple(each for each in mine if beyond.keys() & self._of_fills(client_id, each.quantities)))

    def _of_fills(self, client_id: str, quantities: Mapping[Key, int]) -> dict[Key, int]:
        """These by the fills that they exit: an exit in another product, or in one left to Kite, exits the same shares.

        Not where they filled it in several products: then the one that is named is meant.
        """
        filled = self.filled.get(client_id, {})
        return total({which_of(key, filled) or key: quantity} for key, quantity in quantities.items())


def remaining(own: Sequence[Own], taken: Mapping[Key, int]) -> tuple[Own, ...]:
    """What is left of their own. What is taken is taken of the firmest evidence first: the rest claims no more."""
    left, found = dict(taken), dict.fromkeys(range(len(own)), 0)
    for place in sorted(found, key=lambda each: _FIRMEST_FIRST.index(own[each].evidence)):
        found[place] = max(min(own[place].quantity, left.get(own[place].key, 0)), 0)
        left[own[place].key] = left.get(own[place].key, 0) - found[place]
    rest = (replace(each, quantity=each.quantity - found[place]) for place, each in enumerate(own))
    return tuple(each for each in rest if each.quantity)


def at_kite(handoff: Handoff, verdicts: Verdicts, *, may_have_placed: bool) -> dict[Key, int]:
    """What of a hand-off filled, or may have, or may yet.

    Of each order all that was asked, less what is known to fill no more; where more filled than was asked, that.
    """
    if not (may_have_placed or verdicts.any_evidence):
        return {}
    legs = {each.place: each for each in legs_of(payload(handoff), handoff.first_order)}
    found: list[dict[Key, int]] = []
    for each in verdicts.orders:
        out = each.left
        if each.firm and each.edited is not None:
            out += max(each.asked - each.edited, 0)  # they lowered it on Kite's own page
        reported = each.reported.filled if each.reported is not None else 0
        found.append({_key(legs[each.order]): max(each.asked - out, each.filled + each.still_open, reported)})
    found += [
        {(book.exchange, book.tradingsymbol, book.transaction_type, book.product): book.quantity}
        for book in verdicts.untold
    ]
    return total(found)


def _key(leg: Leg) -> Key:
    exchange, tradingsymbol, side = leg.instrument_and_side
    return str(exchange), str(tradingsymbol), str(side), str(leg.order.get("product") or "")


@dataclass(frozen=True, slots=True)
class Had:
    """What one client has of their fills by one version of a draft, at all their links together.

    `offered` can still be acted on; `ever` was offered, also of advice that has ended; `gone` went to Kite.
    """

    offered: Mapping[Key, int] = field(default_factory=dict)
    ever: Mapping[Key, int] = field(default_factory=dict)
    gone: Mapping[Key, int] = field(default_factory=dict)


def held(versions: Collection[Had], doors: Collection[Door]) -> tuple[How, dict[Key, int]]:
    """What a draft has of one client's fills: of each version what went to Kite, or all that is offered, added up.

    Each version can be acted on after what went by another, so what is offered by the one is not what went by the
    other. `doors` are their links'. A no can be taken back, a link be extended, and a basket that was put aside be
    taken up again: none of these gives anything free.
    """
    if Door.ELSEWHERE in doors:
        return How.ELSEWHERE, total(most(each.ever, each.gone) for each in versions)
    offered = any(much > each.gone.get(key, 0) for each in versions for key, much in each.offered.items())
    live = set(doors) - _SHUT
    if offered and live:
        how = How.ASIDE if live == {Door.CLOSED} else How.OFFERED
        return how, total(most(each.offered, each.gone) for each in versions)
    gone = total(each.gone for each in versions)
    return How.AT_KITE, {key: quantity for key, quantity in gone.items() if quantity}


def most(one: Mapping[Key, int], other: Mapping[Key, int]) -> dict[Key, int]:
    """The larger of two, of each."""
    return {key: max(one.get(key, 0), other.get(key, 0)) for key in {**one, **other}}


def total(quantities: Iterable[Mapping[Key, int]]) -> dict[Key, int]:
    """All of them together, of each."""
    found: dict[Key, int] = {}
    for each in quantities:
        for key, quantity in each.items():
            found[key] = found.get(key, 0) + quantity
    return found
