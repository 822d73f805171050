"""What the desk's lists may ask of a store: many lines in one question, each with no more than it shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tokri.core.desk.advice import Recipient, SharedVersion
from tokri.core.desk.brief import Brief
from tokri.core.desk.client import Client, Holding

#: A version by its basket's id and its number.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ClientBrief:
    """A client who is not erased, as a list finds them."""

    id: str
    code: str
    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """Advice that was given: a version, and one client it was meant for; None while it is meant for nobody."""

    key: Key
    client_id: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """When advice was given, from `first` on and before `before`, and to whom; None leaves it open."""

    first: datetime | None = None
    before: datetime | None = None
    client_id: str | None = None


class DeskListsRead(Protocol):
    def briefs(self) -> Sequence[Brief]:
        """Every basket, last saved first; also templates and those that are archived."""
        ...

    def waiting(self) -> Sequence[SharedVersion]:
        """The newest version of each basket that is not archived, where it waits for a second person; oldest first."""
        ...

    def versions(self, keys: Collection[Key]) -> Sequence[SharedVersion]:
        """These versions, in no order."""
        ...

    def recipients(self, keys: Collection[Key], only: Collection[str] | None = None) -> Sequence[Recipient]:
        """For whom these versions are meant, in the order of the clients' codes; of `only` these clients."""
        ...

    def chosen(self, key: Key) -> frozenset[str]:
        """The ids of the clients for whom a version is meant."""
        ...

    def client_briefs(self) -> Sequence[ClientBrief]:
        """Every client who is not erased, in the order of their codes."""
        ...

    def clients(self, client_ids: Collection[str]) -> Sequence[Client]:
        """These clients, in the order of their codes."""
        ...

    def holdings(self, client_ids: Collection[str]) -> Mapping[str, Sequence[Holding]]:
        """What these clients hold, by their ids; who holds nothing is not among them."""
        ...

    def shared(self, span: Span) -> Sequence[Key]:
        """The versions that were shared then, in the order of sharing."""
        ...

    def count_given(self, span: Span) -> int:
        """How many pieces of advice were given then."""
        ...

    def given(self, span: Span, start: int, count: int) -> Sequence[Given]:
        """So many of them from the one at `start` on, counted from 0, newest first; of a version by clients' codes."""
        ...
