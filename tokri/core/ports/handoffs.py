"""What may be asked of a store of hand-offs, of what came back from Kite, and of readings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from tokri.core.ports.kept import Handback, Handoff, PersonsWord, Reading


class HandoffsRead(Protocol):
    def get(self, handoff_id: str, visitor_id: str) -> Handoff | None: ...

    def by_id(self, handoff_id: str) -> Handoff | None:
        """For the runner, which acts for whoever asked."""
        ...

    def of_basket(self, basket_id: str) -> Sequence[Handoff]:
        """In the order they were made."""
        ...

    def of_baskets(self, basket_ids: Sequence[str]) -> Sequence[Handoff]: ...

    def left_since(self, browser_id: str, since: datetime) -> Sequence[Handoff]:
        """The hand-offs whose page was shown in this browser at or after `since`, newest first."""
        ...

    def by_tag(self, tag: str) -> Sequence[Handoff]:
        """Those that went out under this tag of Tokri's own: one, but for a draw of lots that came out alike."""
        ...

    def left_between(self, since: datetime, until: datetime) -> Sequence[Handoff]:
        """Everybody's hand-offs whose page was shown in that time, both ends included, in the order they left."""
        ...

    def by_nonce(self, nonce: str) -> Handoff | None: ...

    def handbacks(self, handoff_ids: Sequence[str]) -> Sequence[Handback]:
        """In the order they came."""
        ...

    def handback(self, handback_id: str, visitor_id: str) -> Handback | None: ...

    def words(self, handoff_ids: Sequence[str]) -> Sequence[PersonsWord]:
        """In the order they were said."""
        ...

    def gone_on(self, basket_id: str) -> frozenset[tuple[int, int]]:
        """The parts (version, part) to which the person said "go on" before the sells were seen filled."""
        ...


class HandoffsWrite(HandoffsRead, Protocol):
    def add(self, handoff: Handoff) -> None:
        """Raises AlreadyThere if this part of this version has this attempt already."""
        ...

    def leave(self, handoff_id: str, visitor_id: str, browser_id: str, at: datetime) -> bool:
        """Take the one-time mark for the browser that leaves; True for the one caller who got it."""
        ...

    def seen_elsewhere(self, handoff_id: str, at: datetime) -> None:
        """Keep when Kite first sent another browser back for it."""
        ...

    def take_back(self, handback: Handback) -> Handback:
        """Keep a claim; the same claim (hand-off, status, token) again answers the one already kept."""
        ...

    def assign(self, handback_id: str, handoff_id: str) -> None:
        """Say which hand-off a kept claim answers."""
        ...

    def forget_tokens(self, kept_before: datetime) -> int:
        """Wipe request tokens older than that; they are dead at Kite anyway."""
        ...

    def say(self, word: PersonsWord) -> None: ...

    def go_on(self, basket_id: str, version_number: int, part: int, at: datetime) -> bool:
        """Keep that the person said so; False if it was kept before."""
        ...


class ReadingsRead(Protocol):
    def get(self, reading_id: str, visitor_id: str) -> Reading | None: ...

    def by_id(self, reading_id: str) -> Reading | None: ...

    def of_handoffs(self, handoff_ids: Sequence[str]) -> Sequence[Reading]:
        """In the order they were asked for."""
        ...

    def of_visitor(self, visitor_id: str) -> Sequence[Reading]:
        """Those with a session that has not ended."""
        ...

    def unended(self, before: datetime) -> Sequence[Reading]:
        """Those of anyone whose session has not ended and who were asked before then."""
        ...


class ReadingsWrite(ReadingsRead, Protocol):
    def add(self, reading: Reading) -> None:
        """Raises AlreadyThere if the handback already has a reading: a token is used at most once."""
        ...

    def start_exchange(self, reading_id: str, at: datetime) -> str | None:
        """Take the right to use the request token: its sealed text, for one caller; None for all others.

        The sealed token is wiped as it is taken.
        """
        ...

    def update(self, reading_id: str, **changes: object) -> Reading:
        """Set columns of Reading by name; answers the reading as it now is."""
        ...
