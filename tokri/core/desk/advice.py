"""What an adviser writes: a basket of orders with the why of each, and what a share of it freezes.

Everything that was typed is text; the rules read it. `canonical` is what is hashed, word for word.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from tokri.core.basket import Draft, OrderText, canonical_json


@dataclass(frozen=True, slots=True)
class LegAdvice:
    """What is said of one order beside the order, as typed; "" where nothing was.

    `sizing` is a value of tokri/core/desk/sizing.py, `share` the per cent of what is held. Stop-loss, target and
    horizon are advice: not orders.
    """

    why: str = ""
    advised_price: str = ""
    advised_at: str = ""
    entry_from: str = ""
    entry_to: str = ""
    stop_loss: str = ""
    target: str = ""
    horizon: str = ""
    sizing: str = "fixed"
    share: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody has said anything of the order."""
        return self == _NOTHING_SAID


_NOTHING_SAID: Final = LegAdvice()


class MayChange(StrEnum):
    """What the client may change before it goes to Kite."""

    NOTHING = "nothing"
    LEAVE_OUT = "leave-out"  #: whole orders
    SCALE = "scale"  #: all quantities by one factor
    QUANTITIES = "quantities"  #: each by itself


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What is asked before sharing, as typed. Each is "" until it was answered; "none" is an answer.

    `firm_holding` and `associates_holding` answer for every security of the basket, `conflict` for any other interest,
    `from_brokers` what the firm receives from any broker, `ai_use` whether and how software wrote some of it.
    """

    firm_holding: str = ""
    associates_holding: str = ""
    conflict: str = ""
    from_brokers: str = ""
    ai_use: str = ""


@dataclass(frozen=True)
class Proposal:
    """A desk basket's content as typed. `legs` stand beside the orders of `draft`, one each.

    `valid_until` is as typed, in IST. `tied` says that the legs go all or none. `may_change` is what the client may
    change: a value of MayChange. `reference_capital` is in rupees: what the quantities are
    meant for.
    Without slots, so that its hash is worked out once.
    """

    draft: Draft
    legs: tuple[LegAdvice, ...]
    why: str = ""
    risk_class: str = ""
    valid_until: str = ""
    tied: bool = False
    may_change: str = "nothing"
    reference_capital: str = ""
    disclosures: Disclosures = Disclosures()

    @cached_property
    def canonical(self) -> str:
        """One line of JSON, the same whoever writes it. Notes that the client never sees are no part of it."""
        return canonical_json(
            {
                "title": self.draft.name,
                "orders": [order.as_dict() for order in self.draft.orders],
                "sequence": self.draft.sequence,
                "legs": [{name: text for name, text in asdict(leg).items() if text} for leg in self.legs],
                **{name: getattr(self, name) for name in _PLAIN},
                "disclosures": {name: text for name, text in asdict(self.disclosures).items() if text},
            }
        )

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


_PLAIN: Final = ("why", "risk_class", "valid_until", "tied", "may_change", "reference_capital")


def proposal_from_canonical(text: str) -> Proposal:
    """Read back what `Proposal.canonical` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    document: dict[str, Any] = json.loads(text)
    orders = tuple(OrderText(**row) for row in document["orders"])
    legs = tuple(LegAdvice(**{"sizing": "", **row}) for row in document["legs"])
    if len(orders) != len(legs):
        raise ValueError("there is advice beside every order, or it is no proposal")
    draft = Draft(document["title"], orders, document["sequence"])
    plain = {name: document[name] for name in _PLAIN}
    return Proposal(draft, legs, **plain, disclosures=Disclosures(**document["disclosures"]))


LEG_FIELDS: Final = tuple(each.name for each in fields(LegAdvice))


@dataclass(frozen=True, slots=True)
class DeskBasket:
    """A basket of the firm's as it is being written. `edition` counts saves: who saves on an older one is told.

    `notes` are the firm's alone. `versions` tells how many were frozen. `writers` are the ids of all who changed the
    proposal since the last of them, or since it was made, in the order in which they began. The record tells of
    `recorded_edition` last, at `recorded_at`: not each save that a pause in typing makes is a row of it.
    """

    id: str
    proposal: Proposal
    notes: str
    edition: int
    created_at: datetime
    created_by: str
    saved_at: datetime
    saved_by: str
    template: bool = False
    versions: int = 0
    archived_at: datetime | None = None
    recorded_edition: int = 1
    recorded_at: datetime | None = None
    writers: tuple[str, ...] = ()

    def rewritten(self, proposal: Proposal, by: str) -> DeskBasket:
        """The basket with this content, and among its writers whoever wrote it; the same content is nobody's work."""
        if proposal.sha256 == self.proposal.sha256:
            return self
        writers = self.writers if by in self.writers else (*self.writers, by)
        return replace(self, proposal=proposal, writers=writers)


@dataclass(frozen=True, slots=True)
class SharedVersion:
    """What sharing froze: never changed, never deleted. `number` counts from 1 within the basket.

    `approval_required` is what the firm wanted when it was frozen. `question` is the answer to the restricted list's
    question, where it was asked. `writers` are the ids of all who wrote what it froze, since the version before it.
    """

    basket_id: str
    number: int
    proposal: Proposal
    sha256: str
    shared_at: datetime
    shared_by: str
    approval_required: bool
    question: str = ""
    writers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A second person's yes or no to one version, with why where it is no. Never changed; the first one counts."""

    basket_id: str
    number: int
    approved: bool
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A client for whom a version is meant, with what they would get and how it suits them.

    `quantities` is the quantity of each order in Kite's units, None where the client types it, 0 where it is left
    out. `suitability` is the outcome's code, `reason` why it is sent in spite of a mismatch.
    """

    basket_id: str
    number: int
    client_id: str
    quantities: tuple[int | None, ...]
    suitability: str
    reason: str
    by: str
    at: datetime
