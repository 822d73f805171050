"""What the store keeps of people, baskets, hand-offs, returns and readings, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tokri.core.basket import Version


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
    `parts`; `first_order` is the place of the part's first order in the version's plan (the sequence of sending, with
    slices), from 0. `attempt` counts from 1: a second sending of the same part is attempt 2. `nonce` travels as
    `redirect_params`. `left_at` is when the hand-off page was first shown, which it is once, and `browser_id` the
    visitor in whose browser that was: at a link, which is opened in many, another than `visitor_id`, who owns it.
    `elsewhere_at` is when Kite sent a browser back that is not the one that left. `known_sha256` is what was
    known, when it was made, of what may have placed the same orders before; None of one made before that was kept.
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
    elsewhere_at: datetime | None = None
    browser_id: str | None = None
    known_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Handback:
    """One return of a browser from Kite: a claim, stored once however often it is replayed.

    `status` is "success", "cancelled" or "odd" (missing or unknown, then `status_text` is what it said).
    `handoff_id` is None until it is known which hand-off it answers. `token_sealed` holds the request_token
    until it is used or out of date; `token_sha256` tells two returns apart. `log_in`: it only logged in, so that the
    book may be read once more, and claims nothing of any order.
    """

    id: str
    visitor_id: str
    handoff_id: str | None
    status: str
    status_text: str
    token_sha256: str | None
    token_sealed: str | None
    at: datetime
    log_in: bool = False


class Said(StrEnum):
    """What a person can say of a hand-off when nothing else is known."""

    PLACED_ALL = "placed-all"
    PLACED_SOME = "placed-some"
    PLACED_NONE = "placed-none"
    NOT_ENABLED = "not-enabled"
    NO_LOGIN = "no-login"


@dataclass(frozen=True, slots=True)
class PersonsWord:
    """What the person said of a hand-off, and when. The latest counts; none is deleted.

    `orders` are those that they placed, as they ticked them, where they said that it was some: places in the version's
    plan, from 0, in order; none where they did not say which.
    """

    handoff_id: str
    said: Said
    at: datetime
    orders: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BookOrder:
    """One order as Kite's order book shows it. Times are text as Kite writes them (IST).

    `exchange_order_id` is None where the broker's own check refused the order; `status_message_raw` are the words that
    `status_message` was made of. What stands after `tag` may be absent from a row.
    """

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
    status_message_raw: str | None = None
    exchange_order_id: str | None = None
    parent_order_id: str | None = None
    exchange_update_timestamp: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One order of the book that belongs to an order of the part (`order`, its place in the version's plan)."""

    order: int
    book: BookOrder


class ReadingFault(StrEnum):
    """Why a reading found nothing out."""

    TOKEN_REFUSED = "token-refused"  #: Kite: expired, or used before  # noqa: S105 - a code, not a secret
    TOO_LATE = "too-late"  #: the token was thrown away for its age, and Kite never asked
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
    book, `kite_said` being Kite's own words.

    Of the book, `found` belongs to one order of the hand-off each; `unsorted` carries its tag, and to which order it
    belongs cannot be told; `others` counts the orders of the day that match nothing, which are not stored.

    `look_asked_at` says that a kept session is about to be looked at again, `look_failed_at` that the newest such look
    found nothing out. `end_confirmed` is Kite's own yes to the end of the session.
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
    unsorted: tuple[BookOrder, ...] = ()
    others: int | None = None
    look_asked_at: datetime | None = None
    look_failed_at: datetime | None = None
    end_asked_at: datetime | None = None
    ended_at: datetime | None = None
    end_confirmed: bool = False
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


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, for the record: who or what it concerns, and facts without personal data or secrets.

    `who` did it: "user:" and an id, "visitor", "runner", "console"; never a name. `where` is the class of the address
    it was done from (tokri/core/address.py). `personal` is what must be said of a person: it stands beside the chain
    and can be erased; `person` is that person's id, by which it is erased ("": the subject itself is the person).
    """

    kind: str
    subject: str
    at: datetime
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    who: str = ""
    where: str = ""
    personal: Mapping[str, str] | None = None
    person: str = ""
