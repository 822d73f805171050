"""A basket in brief: what a list shows of it, without reading what is written in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tokri.core.desk.advice import DeskBasket, Proposal


@dataclass(frozen=True, slots=True)
class Outline:
    """What a proposal comes to: its title, how many orders it has and of what, its risk class, its hash."""

    title: str
    orders: int
    symbols: tuple[str, ...]
    risk_class: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SharedBrief:
    """The newest version of a basket: what was frozen, when, by whom, and what was decided. None: nothing yet."""

    number: int
    sha256: str
    shared_at: datetime
    shared_by: str
    approval_required: bool
    approved: bool | None


@dataclass(frozen=True, slots=True)
class Brief:
    """A basket of the firm's without its orders. `shared` is its newest version; None: never shared."""

    id: str
    outline: Outline
    created_by: str
    saved_at: datetime
    saved_by: str
    template: bool = False
    archived_at: datetime | None = None
    shared: SharedBrief | None = None


def outline(proposal: Proposal) -> Outline:
    """The proposal in brief; each symbol is named once, in the order in which they stand."""
    orders = proposal.draft.orders
    symbols = tuple(dict.fromkeys(order.tradingsymbol for order in orders if order.tradingsymbol))
    return Outline(proposal.draft.name, len(orders), symbols, proposal.risk_class, proposal.sha256)


def brief(basket: DeskBasket, shared: SharedBrief | None = None) -> Brief:
    """The basket in brief."""
    return Brief(
        basket.id,
        outline(basket.proposal),
        basket.created_by,
        basket.saved_at,
        basket.saved_by,
        basket.template,
        basket.archived_at,
        shared,
    )
