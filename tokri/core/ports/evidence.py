"""What is kept of evidence beside readings and words, and how it is asked for: sightings, uploads, postbacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tokri.core import evidence  # as a module: it imports the kept values from beside this one


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody uploaded to show what became of a basket's orders; the file itself is not kept.

    `basket_id` is the basket that was handed off (at a link, the link's id). `source` is ORDER_FILE or TRADE_FILE.
    `first_day` and `last_day` (IST) are the days it holds, `closed` says that the last was over when it was made.
    `rows` is how many orders or trades it had, `matched` how many of them belong to this basket. `by` is whose act it
    was, as the record names people. `whole` are the ids of the hand-offs of which it shows all there was
    (tokri/core/uploaded.py says when): what is not in it of theirs was not there. Of the others it proves no absence.
    """

    id: str
    basket_id: str
    source: evidence.Source
    name: str
    sha256: str
    by: str
    at: datetime
    first_day: date
    last_day: date
    closed: bool
    rows: int
    matched: int
    whole: tuple[str, ...] = ()

    @property
    def look(self) -> evidence.Look:
        return evidence.Look(self.source, self.at, self.first_day, self.last_day, self.closed)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A screenshot that somebody added to a hand-off: kept, never read by the program. Its bytes come alone."""

    id: str
    handoff_id: str
    media_type: str
    size: int
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KiteSaid:
    """What the person says Kite said of an order that never reached the order book; the latest of an order counts.

    `order` is its place in the version's plan, None for the whole hand-off. `reason` is a code of
    tokri/core/refusals.py.
    """

    handoff_id: str
    order: int | None
    reason: str
    at: datetime


class PostbackState(StrEnum):
    """What became of a postback."""

    NEW = "new"  #: stored, and not looked at
    APPLIED = "applied"  #: it told of an order of a hand-off
    STRANGER = "stranger"  #: of no hand-off that is known, as far as accounts are
    UNREADABLE = "unreadable"  #: its checksum is right, and an order cannot be read from it


@dataclass(frozen=True, slots=True)
class KeptPostback:
    """A postback whose checksum was right, as it came (`body`, JSON text), stored once however often it is sent."""

    id: str
    order_id: str
    sha256: str
    body: str
    at: datetime
    state: PostbackState = PostbackState.NEW
    handoff_id: str | None = None


class Heard(StrEnum):
    """What may have come in about a hand-off, each in a table of its own."""

    HANDBACK = "handback"
    WORD = "word"
    READING = "reading"
    SIGHTING = "sighting"
    ATTACHMENT = "attachment"
    KITE_SAID = "kite-said"
    TAKEN = "taken"
    UPLOAD = "upload"


class EvidenceRead(Protocol):
    def heard(self, handoff_ids: Sequence[str], basket_ids: Sequence[str]) -> frozenset[Heard]:
        """Of what there is anything: an upload is of a basket, all else of a hand-off."""
        ...

    def sightings(self, handoff_ids: Sequence[str]) -> Sequence[evidence.Sighting]:
        """Those of these hand-offs, and of others that claim the same orders of Kite's; in their order."""
        ...

    def seen_orders(self, order_ids: Sequence[str]) -> Sequence[evidence.Sighting]:
        """Every sighting of these orders of Kite's, whichever hand-off's."""
        ...

    def uploads(self, basket_ids: Sequence[str]) -> Sequence[Upload]:
        """In the order they were made."""
        ...

    def attachments(self, handoff_ids: Sequence[str]) -> Sequence[Attachment]: ...

    def attachment(self, attachment_id: str) -> tuple[Attachment, bytes] | None: ...

    def kite_said(self, handoff_ids: Sequence[str]) -> Sequence[KiteSaid]:
        """In the order they were said."""
        ...

    def postback(self, postback_id: str) -> KeptPostback | None: ...

    def postbacks_of(self, order_id: str) -> int:
        """How many postbacks of this order of Kite's are kept."""
        ...

    def set_aside_postbacks(self, kite_user_id: str) -> Sequence[KeptPostback]:
        """Those that are of no hand-off that is known, and in which that account stands; in the order they came."""
        ...


class EvidenceWrite(EvidenceRead, Protocol):
    def see(self, sightings: Iterable[evidence.Sighting]) -> int:
        """Keep them, but for an order that its source shows just as it did the last time; answers how many were new."""
        ...

    def add_upload(self, upload: Upload) -> None: ...

    def attach(self, attachment: Attachment, content: bytes) -> None: ...

    def erase_attachments(self, basket_ids: Sequence[str]) -> int:
        """Delete the screenshots of these baskets' hand-offs; answers how many."""
        ...

    def erase_uploads(self, basket_ids: Sequence[str]) -> int:
        """Delete what is kept of files beside the orders that were seen in them; answers of how many."""
        ...

    def erase_postbacks(self, basket_ids: Sequence[str]) -> int:
        """Delete what Kite posted of these baskets' hand-offs, as it came; answers of how many."""
        ...

    def say_kite_said(self, said: KiteSaid) -> None: ...

    def take_postback(self, postback: KeptPostback) -> bool:
        """Keep it; False if the same body was kept before."""
        ...

    def settle_postback(self, postback_id: str, state: PostbackState, handoff_id: str | None = None) -> None: ...

    def forget_postbacks(self, kept_before: datetime) -> int:
        """Delete what came before then, as it came; what it told stays among the sightings. Answers how many."""
        ...
