"""A page of clients beside a shared version, and what is chosen on it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from tokri.core.basket import canonical_json
from tokri.core.desk.advice import DeskBasket, Recipient, SharedVersion
from tokri.core.desk.firm import Firm
from tokri.core.desk.for_whom import Line
from tokri.core.desk.left_out import LeftOut
from tokri.core.desk.own_quantities import Drafted
from tokri.core.desk.states import BasketState


@dataclass(frozen=True, slots=True)
class Meant:
    """A shared version and a page of the clients who were asked for, in the order of their codes.

    Who was erased is not among them. `found` are the ids of all who were asked for, `chosen` is how many the version
    is meant for, `groups` are all that there are clients of. `edition` is the firm's. `drafted`: the basket was drafted
    for certain clients, and there are no others on it. `left_out` are those who were ticked, and are not on it.
    """

    basket: DeskBasket
    version: SharedVersion
    firm: Firm
    edition: int
    state: BasketState
    newest: bool
    lines: tuple[Line, ...]
    found: tuple[str, ...]
    page: int
    pages: int
    chosen: int
    groups: tuple[str, ...]
    drafted: Drafted | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def open(self) -> bool:
        """Whether clients may be chosen: of the newest version alone, unless it was refused or put away."""
        return self.newest and self.state is not BasketState.REFUSED and self.basket.archived_at is None

    @property
    def saved(self) -> tuple[Recipient, ...]:
        """What was chosen before for the clients of this page."""
        return tuple(line.saved for line in self.lines if line.saved is not None)

    @property
    def sha256(self) -> str:
        """A hash of what the page shows: the version, the firm, each client on it as they stand and are chosen."""
        chosen = [[each.client_id, list(each.quantities), each.suitability, each.reason] for each in self.saved]
        return self._hash(lines=[line.as_shown for line in self.lines], chosen=chosen)

    @property
    def sha256_of_all(self) -> str:
        """A hash of what is chosen from by one button: the version, the firm, and who is asked for on all pages."""
        return self._hash(found=list(self.found))

    def _hash(self, **shown: object) -> str:
        document = {"version": self.version.sha256, "number": self.version.number, "firm": self.edition, **shown}
        return hashlib.sha256(canonical_json(document).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Choice:
    """What was sent with the page: the hash of what it showed, whom it listed, who is ticked, and the reasons written.

    Who was chosen before and is not among those listed stays chosen. `again` are those of whom it is said that they
    exit it although other drafts have it.
    """

    shown: str
    listed: frozenset[str]
    chosen: frozenset[str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    again: frozenset[str] = frozenset()
