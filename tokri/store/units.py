"""The units of work: one consistent look at the store, one change of it, with a part for each noun.

store.py imports this when the first unit begins: with it come all tables and what is said to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from tokri.core.ports import (
    BasketsRead,
    BasketsWrite,
    Entry,
    Event,
    HandoffsRead,
    HandoffsWrite,
    JobsRead,
    JobsWrite,
    RateLimitsWrite,
    ReadingsRead,
    ReadingsWrite,
    RecordRead,
    VisitorsRead,
    VisitorsWrite,
)
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
from tokri.core.ports.links import LinksRead, LinksWrite
from tokri.core.ports.mending import MendingRead, MendingWrite
from tokri.core.ports.private import PrivateRead, PrivateWrite
from tokri.core.ports.telling import NoticesRead, NoticesWrite, OutboxRead, OutboxWrite
from tokri.store.baskets import Baskets
from tokri.store.clients import Clients
from tokri.store.desk_baskets import DeskBaskets
from tokri.store.desk_lists import DeskLists
from tokri.store.evidence import Evidence
from tokri.store.firm import FirmEditions
from tokri.store.handoffs import Handoffs
from tokri.store.jobs import Jobs
from tokri.store.links import Links
from tokri.store.mending import Mending
from tokri.store.people import People
from tokri.store.private import Private
from tokri.store.rate_limits import RateLimits
from tokri.store.readings import Readings
from tokri.store.record import Record
from tokri.store.restrictions import Restrictions
from tokri.store.telling import Outbox
from tokri.store.telling_hearing import Hearing
from tokri.store.telling_notices import Notices
from tokri.store.visitors import Visitors


class SqlReadingUnit:
    """One consistent look at the store."""

    def __init__(self, connection: Connection) -> None:
        self.visitors: VisitorsRead = Visitors(connection)
        self.baskets: BasketsRead = Baskets(connection)
        self.handoffs: HandoffsRead = Handoffs(connection)
        self.readings: ReadingsRead = Readings(connection)
        self.jobs: JobsRead = Jobs(connection)
        self.people: PeopleRead = People(connection)
        self.firm: FirmRead = FirmEditions(connection)
        self.clients: ClientsRead = Clients(connection)
        self.desk_baskets: DeskBasketsRead = DeskBaskets(connection)
        self.desk_lists: DeskListsRead = DeskLists(connection)
        self.restrictions: RestrictionsRead = Restrictions(connection)
        self.links: LinksRead = Links(connection)
        self.evidence: EvidenceRead = Evidence(connection)
        self.mending: MendingRead = Mending(connection)
        self.private: PrivateRead = Private(connection)
        self.outbox: OutboxRead = Outbox(connection)
        self.notices: NoticesRead = Notices(connection)
        self.chain: RecordRead = Record(connection)

    def entries(self) -> Iterator[Entry]:
        """The record's entries from the first on, few in memory at a time."""
        return (entry for entry, _ in self.chain.rows())


class SqlWritingUnit:
    """One change of the store: all of it, or none."""

    def __init__(self, connection: Connection, salt: Callable[[], str]) -> None:
        self.visitors: VisitorsWrite = Visitors(connection)
        self.baskets: BasketsWrite = Baskets(connection)
        self.handoffs: HandoffsWrite = Handoffs(connection)
        self.readings: ReadingsWrite = Readings(connection)
        self.jobs: JobsWrite = Jobs(connection)
        self.rate_limits: RateLimitsWrite = RateLimits(connection)
        self.people: PeopleWrite = People(connection)
        self.firm: FirmWrite = FirmEditions(connection)
        self.clients: ClientsWrite = Clients(connection)
        self.desk_baskets: DeskBasketsWrite = DeskBaskets(connection)
        self.desk_lists: DeskListsRead = DeskLists(connection)
        self.restrictions: RestrictionsWrite = Restrictions(connection)
        self.links: LinksWrite = Links(connection)
        self.evidence: EvidenceWrite = Evidence(connection)
        self.mending: MendingWrite = Mending(connection)
        self.private: PrivateWrite = Private(connection)
        self.outbox: OutboxWrite = Outbox(connection)
        self.notices: NoticesWrite = Notices(connection)
        self._hearing = Hearing(connection)
        self._record = Record(connection, salt)
        self.chain: RecordRead = self._record

    def record(self, event: Event) -> None:
        """Append to the record's hash chain, and put into the outbox what is told of it."""
        self._hearing.hear(self._record.append(event))

    def erase_personal(self, subject: str, at: datetime, *, who: str = "", where: str = "") -> int:
        """Erase what the record says of the person beside its chain."""
        return self._record.erase_personal(subject, at, who=who, where=where)
