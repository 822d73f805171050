"""The terms of a link: until when its address opens, how often it may be used, and by when it may be extended.

Moments are UTC; a day that is typed is a day in India, and the link opens through its last minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from tokri.core.basket import Order
from tokri.core.desk.advice import SharedVersion
from tokri.core.desk.client_fields import FieldFault, day
from tokri.core.desk.typed_time import read_time
from tokri.core.known import Known
from tokri.core.plan import pieces
from tokri.core.times import IST, ist

#: After the advice has ended its page still tells what became of it, and that it has ended.
AFTER_VALIDITY: Final = timedelta(days=7)

#: No address opens longer than this from the day it is given: one that was forgotten in a chat closes by itself.
LONGEST: Final = timedelta(days=90)

#: How often each part may be handed off: once, and twice more where nothing was placed. Source: our own.
_TRIES: Final = 3
_SPARE: Final = 2

_LAST_MINUTE: Final = time(23, 59)


class ExtensionFault(StrEnum):
    """Why a link is not extended to what was typed."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    PAST = "past"
    NOT_LATER = "not-later"  #: the link opens as long already
    LONG = "long"  #: beyond LONGEST


def valid_until(version: SharedVersion) -> datetime | None:
    """Until when the version may be acted on; None where what was typed is no moment."""
    found = read_time(version.proposal.valid_until, version.shared_at)
    return found if isinstance(found, datetime) else None


def default_expiry(version: SharedVersion, now: datetime) -> datetime:
    """A week after the advice has ended, and never more than LONGEST from now; where it says no end, from now."""
    return min((valid_until(version) or now) + AFTER_VALIDITY, now + LONGEST)


def default_uses(parts: int) -> int:
    """How many hand-offs may leave, of a basket that goes to Kite in so many parts."""
    return _TRIES * max(parts, 1) + _SPARE


def parts_of(orders: Sequence[Order | None], quantities: Sequence[int | None], limit: int, known: Known) -> int:
    """In how many parts a client's orders go to Kite, `limit` orders in each.

    `orders` are the version's as read, None for one that cannot be. Of each there is the client's quantity, in Kite's
    units: None where they type it (then it is counted as one order), 0 where it is left out.
    """
    counted = sum(
        1 if order is None or quantity is None else pieces(replace(order, quantity=quantity), known)
        for order, quantity in zip(orders, quantities, strict=True)
        if quantity != 0
    )
    return max(-(-counted // limit), 1)


def extension(typed: str, expires_at: datetime, now: datetime) -> datetime | ExtensionFault:
    """The new end of a link that ends at `expires_at`, from the day that was typed."""
    found = day(typed)
    if found is None:
        return ExtensionFault.MISSING
    if isinstance(found, FieldFault):
        return ExtensionFault.UNREADABLE
    until = end_of(found)
    if until <= now:
        return ExtensionFault.PAST
    if until <= expires_at:
        return ExtensionFault.NOT_LATER
    return ExtensionFault.LONG if found > last_day(now) else until


def end_of(on: date) -> datetime:
    """The last minute of a day in India."""
    return datetime.combine(on, _LAST_MINUTE, IST).astimezone(UTC)


def last_day(now: datetime) -> date:
    """The last day to which a link can be extended now, in India."""
    return ist(now + LONGEST).date()
