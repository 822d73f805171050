"""What the journey may ask of Kite Connect, and everything that can come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tokri.core.ports.kept import BookOrder


@dataclass(frozen=True, slots=True)
class Session:
    """A Kite Connect session. The token never prints."""

    kite_user_id: str
    access_token: str = field(repr=False)


class Kite(Protocol):
    """The four calls of Kite Connect that Tokri makes. Each raises a KiteFault, and nothing else."""

    def exchange(self, request_token: str) -> Session:
        """`POST /session/token`. Never tried twice: after OutcomeUnknown the token may be spent."""
        ...

    def orders(self, session: Session) -> Sequence[BookOrder]:
        """`GET /orders`: today's order book, oldest first."""
        ...

    def end(self, session: Session) -> None:
        """`DELETE /session/token`. A session that is dead already counts as ended."""
        ...


class KiteFault(Exception):
    """Kite did not do what it was asked. `kite_said` is its own sentence, or ""."""

    def __init__(self, kite_said: str = "") -> None:
        super().__init__(kite_said)
        self.kite_said = kite_said


class KiteUnreachable(KiteFault):
    """The request never arrived: no connection. Safe to try again."""


class OutcomeUnknown(KiteFault):
    """The request was sent, and no whole answer came back: it may have been carried out."""


class KiteNonsense(KiteFault):
    """An answer that is not Kite's: HTML, another shape, too long, a redirect."""


class KiteBusy(KiteFault):
    """429: too many requests."""


class KiteDown(KiteFault):
    """5xx with Kite's own envelope: it did not do it."""


class KiteRefused(KiteFault):
    """Kite said no. Another try says the same."""


class TokenRefused(KiteRefused):
    """403 TokenException: the token is invalid, used, or out of date."""


class NotAllowed(KiteRefused):
    """403 PermissionException: this key or this person may not."""
