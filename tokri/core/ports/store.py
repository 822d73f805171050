"""What the journey may ask of a store, noun by noun, and every error the store raises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from tokri.core.basket import Draft, Version
from tokri.core.ports.kept import Acceptance, Basket, Event, Job, Visitor

if TYPE_CHECKING:
    from tokri.core.ports.desk import (
        ClientsRead,
        ClientsWrite,
        DeskBasketsRead,
        DeskBasketsWrite,
        FirmRead,
        FirmWrite,
        PeopleRead,
        PeopleWrite,
        RestrictionsRead,
        RestrictionsWrite,
    )
    from tokri.core.ports.desk_lists import DeskListsRead
    from tokri.core.ports.evidence import EvidenceRead, EvidenceWrite
    from tokri.core.ports.handoffs import HandoffsRead, HandoffsWrite, ReadingsRead, ReadingsWrite
    from tokri.core.ports.links import LinksRead, LinksWrite
    from tokri.core.ports.mending import MendingRead, MendingWrite
    from tokri.core.ports.private import PrivateRead, PrivateWrite
    from tokri.core.ports.record import RecordRead
    from tokri.core.ports.telling import NoticesRead, NoticesWrite, OutboxRead, OutboxWrite


class BasketsRead(Protocol):
    def of(self, visitor_id: str) -> Sequence[Basket]:
        """The visitor's baskets, last saved first. Deleted ones are not among them."""
        ...

    def get(self, basket_id: str, visitor_id: str) -> Basket | None:
        """The basket, if it is this visitor's and not deleted."""
        ...

    def version(self, basket_id: str, number: int) -> Version | None: ...

    def acceptances(self, basket_id: str, review_sha256: str) -> frozenset[Acceptance]: ...


class BasketsWrite(BasketsRead, Protocol):
    def add(self, basket_id: str, visitor_id: str, draft: Draft, at: datetime) -> Version: ...

    def save(self, basket_id: str, draft: Draft, at: datetime) -> Version:
        """Make the next version; the same orders as the latest make none. The name is the basket's own."""
        ...

    def rename(self, basket_id: str, name: str) -> None: ...

    def delete(self, basket_id: str, at: datetime) -> None:
        """Gone wholly if it was never handed off, else out of sight."""
        ...

    def unlink(self, visitor_id: str) -> int:
        """Take the visitor's baskets from them; answers how many there were."""
        ...

    def accept(self, basket_id: str, review_sha256: str, ticks: Iterable[Acceptance], at: datetime) -> None: ...

    def purge(self, saved_before: datetime) -> int:
        """Delete what was never handed off and last saved before then; answers how many."""
        ...


class VisitorsRead(Protocol):
    def get(self, visitor_id: str) -> Visitor | None: ...


class VisitorsWrite(VisitorsRead, Protocol):
    def ensure(self, visitor_id: str, at: datetime) -> Visitor: ...

    def set_kite_user(self, visitor_id: str, kite_user_id: str) -> None: ...

    def forget(self, visitor_id: str) -> None:
        """Keep no more than the id, which hand-offs and the record point to."""
        ...


class JobsRead(Protocol):
    def due(self, now: datetime) -> bool:
        """Whether there is anything to lease."""
        ...


class JobsWrite(JobsRead, Protocol):
    def add(self, kind: str, subject: str, due_at: datetime) -> None:
        """Queue it, unless the same is waiting already."""
        ...

    def lease(self, now: datetime, until: datetime, owner: str, limit: int = 1) -> Sequence[Job]:
        """Take due jobs for a while; on PostgreSQL another runner skips them (SKIP LOCKED)."""
        ...

    def done(self, job_id: int) -> None: ...

    def later(self, job_id: int, due_at: datetime) -> None:
        """Give it back, to be tried again from `due_at`; `attempts` has grown by one."""
        ...


class RateLimitsWrite(Protocol):
    def count(self, name: str, key: str, window: datetime) -> int:
        """Add one to the counter of this limit, key and window; answers its new value."""
        ...

    def sweep(self, before: datetime) -> None:
        """Delete the counters of windows before then."""
        ...


class ReadingUnit(Protocol):
    """One consistent look at the store."""

    @property
    def visitors(self) -> VisitorsRead: ...
    @property
    def baskets(self) -> BasketsRead: ...
    @property
    def handoffs(self) -> HandoffsRead: ...
    @property
    def readings(self) -> ReadingsRead: ...
    @property
    def jobs(self) -> JobsRead: ...
    @property
    def chain(self) -> RecordRead: ...
    @property
    def people(self) -> PeopleRead: ...
    @property
    def firm(self) -> FirmRead: ...
    @property
    def clients(self) -> ClientsRead: ...
    @property
    def desk_baskets(self) -> DeskBasketsRead: ...
    @property
    def desk_lists(self) -> DeskListsRead: ...
    @property
    def restrictions(self) -> RestrictionsRead: ...
    @property
    def links(self) -> LinksRead: ...
    @property
    def evidence(self) -> EvidenceRead: ...
    @property
    def mending(self) -> MendingRead: ...
    @property
    def private(self) -> PrivateRead: ...
    @property
    def outbox(self) -> OutboxRead: ...
    @property
    def notices(self) -> NoticesRead: ...


class WritingUnit(Protocol):
    """One change of the store: all of it, or none. Writers take turns; no network call is made inside one."""

    @property
    def visitors(self) -> VisitorsWrite: ...
    @property
    def baskets(self) -> BasketsWrite: ...
    @property
    def handoffs(self) -> HandoffsWrite: ...
    @property
    def readings(self) -> ReadingsWrite: ...
    @property
    def jobs(self) -> JobsWrite: ...
    @property
    def rate_limits(self) -> RateLimitsWrite: ...
    @property
    def people(self) -> PeopleWrite: ...
    @property
    def firm(self) -> FirmWrite: ...
    @property
    def clients(self) -> ClientsWrite: ...
    @property
    def desk_baskets(self) -> DeskBasketsWrite: ...
    @property
    def desk_lists(self) -> DeskListsRead: ...
    @property
    def restrictions(self) -> RestrictionsWrite: ...
    @property
    def links(self) -> LinksWrite: ...
    @property
    def evidence(self) -> EvidenceWrite: ...
    @property
    def mending(self) -> MendingWrite: ...
    @property
    def private(self) -> PrivateWrite: ...
    @property
    def outbox(self) -> OutboxWrite: ...
    @property
    def notices(self) -> NoticesWrite: ...
    @property
    def chain(self) -> RecordRead: ...

    def record(self, event: Event) -> None:
        """Append to the record's hash chain, and put into the outbox what is told of it (core/telling/kinds.py)."""
        ...

    def erase_personal(self, subject: str, at: datetime, *, who: str = "", where: str = "") -> int:
        """Erase all that the record says of the person beside its chain; answers in how many entries that was.

        The entries stay, and so does the chain. That it was done is recorded, if there was anything.
        """
        ...


class Store(Protocol):
    def reading(self) -> AbstractContextManager[ReadingUnit]: ...

    def writing(self, *, durable: bool = True) -> AbstractContextManager[WritingUnit]:
        """Commits when the block ends, rolls back when it raises. Raises StoreBusy, StoreFull.

        What is not `durable` may be lost, whole units at a time, if the power fails: enough for counters.
        """
        ...

    def clear_log(self) -> None:
        """Empty the log beside the database, where pages stand as they were before something in them was erased.

        Outside any unit. Raises StoreBusy while somebody still reads from it. Without such a log, nothing happens.
        """
        ...

    def check(self) -> None:
        """Raises StoreUnready unless the store answers and its tables are those of this program."""
        ...


class StoreBusy(Exception):
    """Another writer held the store for too long. Nothing was changed; try again."""


class StoreFull(Exception):
    """No room left, or the disk failed. Nothing was changed."""


class StoreUnready(Exception):
    """The store cannot be used; the message says why and what to do."""


class AlreadyThere(Exception):
    """What was to be added is there already."""
