"""Everything outside: what the journey may ask of it, the values it answers, and every error it raises.

Times are aware and in UTC. Ids are text. The adapters (tokri/store, kite.py, sealing.py, limits.py, clock.py)
keep these promises; tests/store and tests/kite hold them to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from tokri.core.basket import Draft, Version

# --- clock, chance, sealing ---------------------------------------------------------------------

Clock = Callable[[], datetime]  #: now, in UTC


class Chance(Protocol):
    """Where ids come from; a test hands in one that it can foretell."""

    def token(self) -> str:
        """128 random bits or more, as letters, digits, - and _; safe in a URL."""
        ...

    def tag(self) -> str:
        """Eight random letters and digits: a hand-off's own tag."""
        ...


class Sealer(Protocol):
    """Keeps a secret at rest. `context` names the row it belongs to; another row cannot open it."""

    def seal(self, secret: str, context: str) -> str: ...

    def unseal(self, sealed: str, context: str) -> str:
        """Raises SealBroken."""
        ...


class SealBroken(Exception):
    """What was sealed cannot be opened: another key, another row, or altered."""


# --- what the store keeps -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. `kite_user_id` is the Kite account its person said is theirs."""

    id: str
    created_at: datetime
    kite_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """A named basket of one visitor, and its latest version."""

    id: str
    visitor_id: str | None
    name: str
    created_at: datetime
    latest: Version


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A tick that accepts a warning, for exactly what was shown (`review_sha256`).

    `order` is the order's place from 0, or None for the whole basket.
    """

    code: str
    order: int | None


@dataclass(frozen=True, slots=True)
class Handoff:
    """One POST of one part of one version, stored before the browser leaves.

    `payload` is the exact text of the `data` field, `payload_sha256` its SHA-256. `part` counts from 1 to
    `parts`; `first_order` is the place in the version of the part's first order, from 0. `attempt` counts
    from 1: a second sending of the same part is attempt 2. `nonce` travels as `redirect_params`.
    `left_at` is when the hand-off page was first shown, which it is once.
    """

    id: str
    basket_id: str
    visitor_id: str
    version_number: int
    version_sha256: str
    review_sha256: str
    part: int
    parts: int
    first_order: int
    orders: int
    attempt: int
    tag: str
    nonce: str
    payload: str
    payload_sha256: str
    created_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handback:
    """One return of a browser from Kite: a claim, stored once however often it is replayed.

    `status` is "success", "cancelled" or "odd" (missing or unknown, then `status_text` is what it said).
    `handoff_id` is None until it is known which hand-off it answers. `token_sealed` holds the request_token
    until it is used or out of date; `token_sha256` tells two returns apart.
    """

    id: str
    visitor_id: str
    handoff_id: str | None
    status: str
    status_text: str
    token_sha256: str | None
    token_sealed: str | None
    nonce_seen: bool
    at: datetime


class Said(StrEnum):
    """What a person can say of a hand-off when nothing else is known."""

    PLACED_ALL = "placed-all"
    PLACED_SOME = "placed-some"
    PLACED_NONE = "placed-none"
    NOT_ENABLED = "not-enabled"
    NO_LOGIN = "no-login"


@dataclass(frozen=True, slots=True)
class PersonsWord:
    """What the person said of a hand-off, and when. The latest counts; none is deleted."""

    handoff_id: str
    said: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class BookOrder:
    """One order as Kite's order book shows it. Times are text as Kite writes them (IST)."""

    order_id: str
    status: str
    status_message: str | None
    tradingsymbol: str
    exchange: str
    transaction_type: str
    order_type: str
    product: str
    variety: str
    quantity: int
    filled_quantity: int
    pending_quantity: int
    cancelled_quantity: int
    price: Decimal
    trigger_price: Decimal
    average_price: Decimal
    order_timestamp: str | None
    tag: str | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One order of the book that belongs to an order of the part (`order`, its place in the version)."""

    order: int
    book: BookOrder


class ReadingFault(StrEnum):
    """Why a reading found nothing out."""

    TOKEN_REFUSED = "token-refused"  #: Kite: expired, or used before  # noqa: S105 - a code, not a secret
    NOT_ALLOWED = "not-allowed"  #: Kite: this key may not (Publisher key, or not enabled)
    REFUSED = "refused"  #: Kite said no for another reason
    UNREACHABLE = "unreachable"  #: no answer arrived; it is safe to try again
    NONSENSE = "nonsense"  #: an answer that is not Kite's
    BUSY = "busy"  #: 429, again and again
    UNKNOWN = "unknown"  #: the exchange was begun and its outcome is not known
    WRONG_ACCOUNT = "wrong-account"  #: another Kite account than the person's
    UNCONFIRMED = "unconfirmed"  #: nobody said whose account it is in time


@dataclass(frozen=True, slots=True)
class Reading:
    """The person's yes to reading today's orders once, and how far that has come.

    The steps are timestamps, in this order; what a reading is doing is computed from them:
    asked_at, exchange_started_at, exchanged_at (then `kite_user_id` is known), confirmed_at, read_at, ended_at.
    `keep` is the tick that keeps the session until 6 AM IST (`expires_at`). `fault` ends a reading without a
    book, `kite_said` being Kite's own words. `others` counts the orders of the day that match nothing; they
    themselves are not stored.
    """

    id: str
    handoff_id: str
    visitor_id: str
    handback_id: str
    keep: bool
    asked_at: datetime
    exchange_started_at: datetime | None = None
    exchanged_at: datetime | None = None
    kite_user_id: str | None = None
    access_token_sealed: str | None = None
    expires_at: datetime | None = None
    confirmed_at: datetime | None = None
    read_at: datetime | None = None
    found: tuple[Found, ...] = ()
    others: int | None = None
    end_asked_at: datetime | None = None
    ended_at: datetime | None = None
    fault: ReadingFault | None = None
    kite_said: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for the runner: what (`kind`), on what (`subject`), from when (`due_at`)."""

    id: int
    kind: str
    subject: str
    due_at: datetime
    attempts: int


# --- the store ----------------------------------------------------------------------------------


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


class HandoffsRead(Protocol):
    def get(self, handoff_id: str, visitor_id: str) -> Handoff | None: ...

    def by_id(self, handoff_id: str) -> Handoff | None:
        """For the runner, which acts for whoever asked."""
        ...

    def of_basket(self, basket_id: str) -> Sequence[Handoff]:
        """In the order they were made."""
        ...

    def of_baskets(self, basket_ids: Sequence[str]) -> Sequence[Handoff]: ...

    def left_since(self, visitor_id: str, since: datetime) -> Sequence[Handoff]:
        """The visitor's hand-offs whose page was shown at or after `since`, newest first."""
        ...

    def by_nonce(self, nonce: str) -> Handoff | None: ...

    def handbacks(self, handoff_ids: Sequence[str]) -> Sequence[Handback]:
        """In the order they came."""
        ...

    def handback(self, handback_id: str, visitor_id: str) -> Handback | None: ...

    def words(self, handoff_ids: Sequence[str]) -> Sequence[PersonsWord]:
        """In the order they were said."""
        ...


class HandoffsWrite(HandoffsRead, Protocol):
    def add(self, handoff: Handoff) -> None:
        """Raises AlreadyThere if this part of this version has this attempt already."""
        ...

    def leave(self, handoff_id: str, visitor_id: str, at: datetime) -> bool:
        """Take the one-time mark; True for the one caller who got it."""
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


class VisitorsRead(Protocol):
    def get(self, visitor_id: str) -> Visitor | None: ...


class VisitorsWrite(VisitorsRead, Protocol):
    def ensure(self, visitor_id: str, at: datetime) -> Visitor: ...

    def set_kite_user(self, visitor_id: str, kite_user_id: str) -> None: ...

    def forget(self, visitor_id: str) -> None:
        """Keep no more than the id, which hand-offs and the record point to."""
        ...


class JobsWrite(Protocol):
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


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, for the record: who or what it concerns, and facts without personal data or secrets."""

    kind: str
    subject: str
    at: datetime
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)


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

    def record(self, event: Event) -> None:
        """Append to the record's hash chain."""
        ...


class Store(Protocol):
    def reading(self) -> AbstractContextManager[ReadingUnit]: ...

    def writing(self, *, durable: bool = True) -> AbstractContextManager[WritingUnit]:
        """Commits when the block ends, rolls back when it raises. Raises StoreBusy, StoreFull.

        What is not `durable` may be lost, whole units at a time, if the power fails: enough for counters.
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


# --- Kite ---------------------------------------------------------------------------------------


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


# --- limits -------------------------------------------------------------------------------------


class Limits(Protocol):
    def take(self, name: str, key: str) -> int | None:
        """Count one use of the limit by `key`; None if it is within, else whole seconds until it is again."""
        ...


# --- what the journey is handed -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KiteApp:
    """What the installation knows of its one Kite app.

    `read_orders` is "ask", "always" or "never"; without an api_secret (`can_read` False) nothing is ever read.
    """

    api_key: str
    url: str
    basket_limit: int
    read_orders: str
    can_read: bool


@dataclass(frozen=True, slots=True)
class Outside:
    """All a use case may touch, and how long a browser may be away before it is asked after."""

    store: Store
    clock: Clock
    chance: Chance
    sealer: Sealer
    app: KiteApp
    unresolved_after: timedelta = timedelta(minutes=10)
