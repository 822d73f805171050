"""What a client may change of advice that is meant for them, what they chose, and what is left of it: the values.

Quantities are Kite's: units on NSE, BSE, NFO and BFO, lots on MCX, CDS and BCD.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tokri.core import money
from tokri.core.basket import OrderText
from tokri.core.desk.advice import MayChange, Proposal
from tokri.core.desk.sizing import Ask
from tokri.core.known import Known
from tokri.core.money import NumberFault
from tokri.core.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class May:
    """What the firm lets the client change, in a version of its advice."""

    leave_out: bool = False
    scale: bool = False
    quantities: bool = False


_MAY: Final[Mapping[str, May]] = {
    MayChange.LEAVE_OUT: May(leave_out=True),
    MayChange.SCALE: May(scale=True),
    MayChange.QUANTITIES: May(leave_out=True, scale=True, quantities=True),
}


def may(proposal: Proposal) -> May:
    """What may be changed. One factor for all leaves none out; who may set each quantity may set it to nothing."""
    return _MAY.get(proposal.may_change, May())


class Scale(StrEnum):
    """By what factor all quantities go."""

    ALL = "all"
    HALF = "half"
    QUARTER = "quarter"
    AMOUNT = "amount"  #: by what the client wants to put in


@dataclass(frozen=True, slots=True)
class Choices:
    """What the client chose, as typed. An order is named by its place, from 0; "" and absent: nothing was typed.

    `scale` is a value of Scale, `amount` the rupees that Scale.AMOUNT asks for. `quantities` are by order. `held` is
    what they hold of an order that sells. `capital` is in rupees: by it are sized the orders whose quantity is the
    client's to say and that are advised by capital.
    """

    left_out: frozenset[int] = frozenset()
    scale: str = ""
    amount: str = ""
    quantities: Mapping[int, str] = field(default_factory=dict)
    held: Mapping[int, str] = field(default_factory=dict)
    capital: str = ""


NO_CHOICES: Final = Choices()


class Changed(StrEnum):
    """What the client changed, or said."""

    CAPITAL = "capital"  #: what they put in, where orders are sized by it
    SCALED = "scaled"  #: all quantities by one factor
    HELD = "held"  #: what they hold of an order that sells
    LEFT_OUT = "left-out"
    FELL_AWAY = "fell-away"  #: came to less than one unit or lot by what else they chose, or they hold none
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, the client's own. `place` is the order's, from 0; None: it is of all orders.

    CAPITAL and HELD have `after`: plain rupees, and units or lots. SCALED has the Scale in `after`, and of an amount
    that in `before`, plain. QUANTITY goes from `before`, "" where the quantity was the client's to say, to `after`;
    LEFT_OUT and FELL_AWAY have `before`.
    """

    kind: Changed
    place: int | None = None
    before: str = ""
    after: str = ""

    def as_facts(self) -> dict[str, object]:
        """The change as JSON has it, without what does not apply."""
        named = {"kind": self.kind.value, "order": self.place, "from": self.before or None, "to": self.after or None}
        return {name: value for name, value in named.items() if value is not None}


def changes_as_facts(changes: Iterable[Change]) -> dict[str, object]:
    """What a consent keeps of the changes (`Consent.changes`): whose they are, and each. Empty where there is none."""
    every = [each.as_facts() for each in changes]
    return {"by": "client", "changes": every} if every else {}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is left of the advice, as it would be handed to Kite.

    `quantities` has one for each order of the advice, 0 where it does not go. `orders` are those that go, in their
    order: none where nothing is left, and none while there is an error. `unspent` is what rounding down leaves of the
    client's amount, in paise; None where there is no amount, or it cannot be told.
    """

    orders: tuple[OrderText, ...]
    quantities: tuple[int, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    unspent: int | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What falls away by rounding down."""
        return tuple(each for each in self.problems if each.severity is Severity.NOTE)

    @property
    def places(self) -> tuple[int, ...]:
        """Where the orders that go stand in the advice, from 0."""
        return tuple(place for place, quantity in enumerate(self.quantities) if quantity)

    @property
    def ready(self) -> bool:
        """Whether something is left, and nothing is in error."""
        return bool(self.orders)


@dataclass(frozen=True, slots=True)
class Offer:
    """The advice as one client has it, with what they chose: what each step of the choosing looks at.

    `advised` are the recipient's quantities, None where the client says how much, 0 where the order is left out for
    them; `asks` how each order is sized.
    """

    proposal: Proposal
    advised: tuple[int | None, ...]
    asks: tuple[Ask, ...]
    known: Known
    choices: Choices

    @property
    def may(self) -> May:
        return may(self.proposal)

    def held(self, place: int) -> int | NumberFault | None:
        """What the client says they hold of it; None where they say nothing."""
        return _typed(self.choices.held, place)

    def typed(self, place: int) -> int | NumberFault | None:
        """The quantity that the client typed for it; None where they typed none."""
        return _typed(self.choices.quantities, place)

    def left_out(self, place: int) -> bool:
        """Whether the client leaves it out by a tick, and may."""
        return self.may.leave_out and place in self.choices.left_out

    def out(self, place: int) -> bool:
        """Whether the client leaves it out, by a tick or by a quantity of 0."""
        return self.left_out(place) or self.typed(place) == 0

    def sells(self, place: int) -> bool:
        return self.asks[place].transaction_type == "SELL"


def _typed(texts: Mapping[int, str], place: int) -> int | NumberFault | None:
    text = texts.get(place, "")
    read = money.whole(text)
    return (0 if text.strip() else None) if read is None else read
