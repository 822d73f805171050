"""What a client may change, as fields of a form, and what they put into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tokri.core.desk.sizing import BY_HOLDING, Sizing, sizing_of
from tokri.core.link.choices import Choices, May, may
from tokri.link.offering import Offered

_OF_ORDER: Final = re.compile(r"(left-out|quantity|held)-([0-9]{1,3})", re.ASCII)

#: Longer than anything that could be meant; what is longer is cut, and told to be no number.
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class OrderField:
    """What may be said of one order: whether each field is offered, and what stands in it."""

    place: int
    name: str
    quantity: str
    left_out: bool
    typed: str
    held: str
    may_leave_out: bool
    may_type: bool
    asks_held: bool

    @property
    def any(self) -> bool:
        return self.may_leave_out or self.may_type or self.asks_held


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """Every field that is offered."""

    may: May
    orders: tuple[OrderField, ...]
    asks_capital: bool
    choices: Choices
    tied: bool

    @property
    def any(self) -> bool:
        return self.may.scale or self.asks_capital or any(each.any for each in self.orders)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The choices as hidden fields of another form."""
        return list(fields_of(self.choices))


def choices_of_form(form: Mapping[str, str]) -> Choices:
    """The choices as typed; names that are none of ours say nothing."""
    left_out: set[int] = set()
    texts: dict[str, dict[int, str]] = {"quantity": {}, "held": {}}
    for name, text in form.items():
        match = _OF_ORDER.fullmatch(name)
        if match is None:
            continue
        place = int(match[2])
        if match[1] == "left-out":
            left_out.add(place)
        elif text.strip():
            texts[match[1]][place] = text[:_LONGEST]
    return Choices(
        left_out=frozenset(left_out),
        scale=form.get("scale", "")[:_LONGEST],
        amount=form.get("amount", "")[:_LONGEST] if form.get("scale") == "amount" else "",
        quantities=texts["quantity"],
        held=texts["held"],
        capital=form.get("capital", "")[:_LONGEST],
    )


def fields_of(choices: Choices) -> Iterator[tuple[str, str]]:
    """The choices as the fields they came in."""
    for place in sorted(choices.left_out):
        yield f"left-out-{place}", "yes"
    for name, texts in (("quantity", choices.quantities), ("held", choices.held)):
        for place in sorted(texts):
            yield f"{name}-{place}", texts[place]
    for name, text in (("scale", choices.scale), ("amount", choices.amount), ("capital", choices.capital)):
        if text:
            yield name, text


def choice_form(offered: Offered) -> ChoiceForm:
    """The form for what the client may change of what is offered."""
    version, recipient = offered.looked.version, offered.looked.recipient
    if version is None or recipient is None:
        raise LookupError(offered.looked.link.id)
    proposal, choices, allowed = version.proposal, offered.choices, may(version.proposal)
    orders = []
    asks_capital = False
    for place, (order, leg) in enumerate(zip(proposal.draft.orders, proposal.legs, strict=True)):
        advised = recipient.quantities[place] if place < len(recipient.quantities) else 0
        if advised == 0:
            continue
        sizing = sizing_of(leg.sizing)
        capital = advised is None and sizing is Sizing.CAPITAL
        asks_capital = asks_capital or capital
        by_holding = sizing in BY_HOLDING
        orders.append(
            OrderField(
                place=place,
                name=order.tradingsymbol,
                quantity=str(advised) if advised is not None else "",
                left_out=place in choices.left_out,
                typed=choices.quantities.get(place, ""),
                held=choices.held.get(place, ""),
                may_leave_out=allowed.leave_out and not proposal.tied,
                may_type=allowed.quantities or (advised is None and not capital and not by_holding),
                asks_held=order.transaction_type == "SELL" and (by_holding or allowed.quantities),
            )
        )
    return ChoiceForm(allowed, tuple(orders), asks_capital, choices, proposal.tied)
