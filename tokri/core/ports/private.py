"""What a kept session shows to its person alone: money, shares, other orders. Sealed, and wiped with the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tokri.core.ports.kept import ReadingFault


class Noun(StrEnum):
    """What was looked at."""

    ACCOUNT = "account"  #: the money and the shares
    OTHERS = "others"  #: today's orders that belong to no hand-off of the basket
    QUOTES = "quotes"  #: what the market says of the instruments of a basket
    AUTHORISATION = "authorisation"  #: a request that shares may be sold, with which the person goes to Kite's own page


@dataclass(frozen=True, slots=True)
class PrivateLook:
    """One noun as a reading's session last showed it, or is about to.

    `asked_at` is set while the runner has not answered yet, `seen_at` when it last did, `failed_at` when its newest try
    found nothing out: for the reason of `fault` (None: one of our own), `kite_said` being Kite's own words then.
    `sealed` is JSON under a seal of the reading's.
    """

    reading_id: str
    noun: Noun
    asked_at: datetime | None = None
    seen_at: datetime | None = None
    failed_at: datetime | None = None
    kite_said: str = ""
    sealed: str | None = field(default=None, repr=False)
    fault: ReadingFault | None = None


class PrivateRead(Protocol):
    def looks(self, reading_ids: Sequence[str]) -> Sequence[PrivateLook]:
        """Those of these readings, in no order."""
        ...

    def of_visitor(self, visitor_id: str, noun: Noun, now: datetime) -> Sequence[PrivateLook]:
        """The looks at one noun that were answered, of all their sessions that are alive; the newest session last."""
        ...


class PrivateWrite(PrivateRead, Protocol):
    def keep(self, look: PrivateLook) -> None:
        """Put it in the place of what was kept of the same noun and reading."""
        ...

    def wipe(self, reading_id: str) -> None:
        """Keep nothing of it."""
        ...
