"""What may be asked of the outbox: endpoints, what waits for them, and what became of it; and of the way there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tokri.core.telling.message import Message
    from tokri.core.telling.notices import Notice, Reason


class DeliveryFault(StrEnum):
    """Why an endpoint did not take a message."""

    NO_NAME = "no-name"  #: nobody knows its name
    NOT_PUBLIC = "not-public"  #: its name leads to a number that is not public
    UNREACHABLE = "unreachable"  #: no connection, or no certificate that proves whose it is
    NO_ANSWER = "no-answer"  #: it was sent, and no whole answer came in time
    ANSWERED = "answered"  #: with something else than 2xx
    UNREADABLE = "unreadable"  #: its secret cannot be opened: another key sealed it
    ENDED = "ended"  #: the endpoint was ended first


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the firm's own systems. Secrets are sealed; the old one signs beside the new until `old_until`.

    `failures` counts those in a row, and nothing is sent before `rests_until`.
    """

    id: str
    url: str
    secret_sealed: str = field(repr=False)
    made_at: datetime
    made_by: str
    old_sealed: str | None = field(default=None, repr=False)
    old_until: datetime | None = None
    failures: int = 0
    rests_until: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one endpoint. `due_at` is None once nothing more is to be tried.

    `asked_at` is when it was put here, or asked for again; `fault` and `status` tell of the last try, `status` being
    what was answered, 0 where nothing was.
    """

    endpoint_id: str
    message: Message
    asked_at: datetime
    tries: int
    due_at: datetime | None
    tried_at: datetime | None = None
    delivered_at: datetime | None = None
    given_up_at: datetime | None = None
    fault: DeliveryFault | None = None
    status: int = 0

    @property
    def state(self) -> DeliveryState:
        if self.delivered_at is not None:
            return DeliveryState.DELIVERED
        return DeliveryState.WAITING if self.given_up_at is None else DeliveryState.GIVEN_UP


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that one runner is to send now, to an endpoint that no other sends to meanwhile."""

    endpoint: Endpoint
    delivery: Delivery
    owner: str


@dataclass(frozen=True, slots=True)
class Failed:
    """What became of a try: why it failed, when it is tried again, and what is given up with it."""

    fault: DeliveryFault
    status: int
    at: datetime
    next_at: datetime
    rests_until: datetime
    give_up_asked_before: datetime


class OutboxRead(Protocol):
    def endpoints(self) -> Sequence[Endpoint]:
        """Those that were not ended, in the order they were made."""
        ...

    def endpoint(self, endpoint_id: str) -> Endpoint | None:
        """Ended or not."""
        ...

    def counts(self) -> Mapping[str, Mapping[DeliveryState, int]]:
        """How many messages stand where, by endpoint."""
        ...

    def deliveries(self, endpoint_id: str, state: DeliveryState | None, most: int) -> Sequence[Delivery]:
        """Newest first."""
        ...

    def due(self, now: datetime) -> bool:
        """Whether there is anything to take."""
        ...


class OutboxWrite(OutboxRead, Protocol):
    def add_endpoint(self, endpoint: Endpoint) -> None: ...

    def change_secret(self, endpoint_id: str, sealed: str, old_sealed: str, old_until: datetime) -> None: ...

    def end_endpoint(self, endpoint_id: str, at: datetime) -> bool:
        """Send nothing more there, and give up what waits; False if it had ended before."""
        ...

    def put(self, endpoint_id: str, message: Message) -> None:
        """Put a message there for one endpoint, which then rests no longer: somebody waits for it.

        What the record tells is put there by `WritingUnit.record` itself.
        """
        ...

    def take(self, now: datetime, until: datetime, owner: str) -> Taken | None:
        """Take the message that has waited longest, a test before all others, and its endpoint, for a while.

        A try counts from its start. An endpoint that is taken, or rests, or has ended, is passed over; one that was
        taken and not given back in time is taken by the next. On PostgreSQL another runner skips it (SKIP LOCKED).
        """
        ...

    def delivered(self, taken: Taken, status: int, at: datetime) -> None:
        """Give it back: taken there. An endpoint that was away is sent at once what waited for it."""
        ...

    def failed(self, taken: Taken, failed: Failed) -> None:
        """Give it back: not taken there. A message that was delivered by another try meanwhile stays delivered."""
        ...

    def resend(self, endpoint_id: str, message_id: str, at: datetime) -> bool:
        """Send it again, whatever became of it; False if there is none, or its endpoint has ended."""
        ...

    def resend_given_up(self, endpoint_id: str, at: datetime) -> int:
        """Send all again that were given up; answers how many."""
        ...

    def sweep(self, before: datetime) -> int:
        """Delete what was delivered or given up before then; answers how many."""
        ...


class NoticesRead(Protocol):
    def waiting(self, person_id: str) -> Sequence[Notice]:
        """What somebody was not told yet, in the order it came."""
        ...

    def unwanted(self, person_id: str) -> frozenset[Reason]:
        """Of what somebody does not want to be told."""
        ...


class NoticesWrite(NoticesRead, Protocol):
    def told(self, notices: Sequence[Notice], at: datetime) -> None:
        """They were told of these, and are not told of them again."""
        ...

    def drop(self, notices: Sequence[Notice]) -> None:
        """Forget these as if they had never come: the same may come again."""
        ...

    def choose(self, person_id: str, unwanted: frozenset[Reason]) -> None: ...

    def sweep(self, before: datetime) -> None:
        """Delete what came before then."""
        ...


class Webhooks(Protocol):
    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Post to a public https address; answers the status, a 2xx. Raises NotTaken."""
        ...


class NotTaken(Exception):
    """The endpoint did not take it. `status` is what it answered, 0 where it said nothing; its words are not kept."""

    def __init__(self, fault: DeliveryFault, status: int = 0) -> None:
        super().__init__(f"{fault.value} {status}" if status else fault.value)
        self.fault = fault
        self.status = status
