"""Clock, chance, seals and limits, and all that a use case is handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from tokri.core.known import PRICE_DISTANCE
from tokri.core.ports.kept import Event

if TYPE_CHECKING:
    from tokri.core.ports.instruments import Instruments, Reference
    from tokri.core.ports.passwords import Passwords, SecondFactor
    from tokri.core.ports.store import Store

Clock = Callable[[], datetime]  #: now, in UTC


class Chance(Protocol):
    """Where ids come from; a test hands in one that it can foretell."""

    def token(self) -> str:
        """128 random bits or more, as letters, digits, - and _; safe in a URL."""
        ...


class Sealer(Protocol):
    """Keeps a secret at rest. `context` names the row it belongs to; another row cannot open it."""

    def seal(self, secret: str, context: str) -> str: ...

    def unseal(self, sealed: str, context: str) -> str:
        """Raises SealBroken."""
        ...


class SealBroken(Exception):
    """What was sealed cannot be opened: another key, another row, or altered."""


class Limits(Protocol):
    def take(self, name: str, key: str) -> int | None:
        """Count one use of the limit by `key`; None if it is within, else whole seconds until it is again."""
        ...

    def hashed(self, name: str, key: str) -> str:
        """Under what a use by `key` is counted: a keyed hash, which does not tell the key."""
        ...


@dataclass(frozen=True, slots=True)
class KiteApp:
    """What the installation knows of its one Kite app.

    `read_orders` is "ask", "always" or "never"; without an api_secret (`can_read` False) nothing is ever read.
    `connect`: there is an api_secret, which only a Connect app has; Kite opens one for its owner alone unless Zerodha
    has enabled it for others, and a Publisher app for everybody.
    """

    api_key: str
    url: str
    basket_limit: int
    read_orders: str
    can_read: bool
    connect: bool = False


@dataclass(frozen=True, slots=True)
class Outside:
    """All a use case may touch, how long a browser may be away before it is asked after, and what the firm set.

    `price_distance` is how far from the last known price a price needs a tick, in per cent. `who` and `where` are whose
    step this is and from what class of address, for the record: a visitor's request, or the runner's own work.
    `public_url` is where people reach the site, for what is written outside a request; "" where nobody said.
    """

    store: Store
    clock: Clock
    chance: Chance
    sealer: Sealer
    app: KiteApp
    instruments: Instruments
    reference: Reference
    passwords: Passwords
    second_factor: SecondFactor
    unresolved_after: timedelta = timedelta(minutes=10)
    price_distance: int = PRICE_DISTANCE
    who: str = ""
    where: str = ""
    public_url: str = ""

    def event(
        self, kind: str, subject: str, at: datetime, facts: Mapping[str, str | int | bool | None] | None = None
    ) -> Event:
        """What happened, for the record, with whose step it was."""
        return Event(kind, subject, at, facts or {}, who=self.who, where=self.where)
