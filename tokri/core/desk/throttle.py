"""How long somebody who signs in must wait, by what failed before: guessers nearly for ever, the right person briefly.

A person cannot be locked out by others. A browser in which the account has signed in before answers for itself alone.
All other browsers share one count for the account, so that a thousand addresses guess no faster than one; and among
them an address that has failed often yields to one that has not, so that the owner with a new browser gets in first.

With the figures below, at most 155 guesses a day at one account get through, from however many addresses (106 from a
single one), and at most 2,880 from one address at all accounts together. Who has a fresh address for every guess can
still take each turn before an owner with a new browser does; browsers the owner knows are not touched by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

#: Failures older than this count no longer; the store need not keep them.
COUNTED_FOR: Final = timedelta(hours=24)

#: So many mistakes cost nothing. Then the wait doubles with each, from the first to the longest.
FREE: Final = 5
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)

#: Doublings after which the longest wait has long been reached.
_STEPS: Final = 20
_NONE: Final = timedelta()

#: An address that has failed so often within the day waits the whole time, any other two thirds of it.
_OFTEN: Final = 3

#: What one address may fail, at whatever accounts, within how long.
ADDRESS_FAILURES: Final = 20
ADDRESS_WINDOW: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Failures:
    """When sign-ins failed within COUNTED_FOR, oldest first, in UTC. A wrong second factor is a failure too.

    The account is the username as typed, in small letters, whether or not there is such a person: the wait must not
    tell. `browser` is of this account in this browser, and None where it has never signed in there. `strangers` is of
    this account in all browsers where it never signed in. `address` is of this address, at any account, by such
    browsers. An attempt that was told to wait is no failure, else a wait would never end.
    """

    browser: Sequence[datetime] | None
    strangers: Sequence[datetime]
    address: Sequence[datetime]


def wait(failures: Failures, now: datetime) -> timedelta:
    """How long until the next attempt may be made; nothing at all if it may be made now.

    To be asked, and the attempt noted as failed, in one unit before the password is looked at; taken back when it was
    right. Else a hundred attempts at once would all be the first.
    """
    if failures.browser is not None:
        return _account_wait(_counted(failures.browser, now, COUNTED_FOR), now, yields=True)
    failed_here = _counted(failures.address, now, COUNTED_FOR)
    strangers = _counted(failures.strangers, now, COUNTED_FOR)
    return max(_account_wait(strangers, now, yields=len(failed_here) >= _OFTEN), _address_wait(failed_here, now))


def _account_wait(failed: Sequence[datetime], now: datetime, *, yields: bool) -> timedelta:
    past = len(failed) - FREE
    if past < 0:
        return _NONE
    whole = min(FIRST_WAIT * (1 << min(past, _STEPS)), LONGEST_WAIT)
    return max(failed[-1] + (whole if yields else whole * 2 / 3) - now, _NONE)


def _address_wait(failed: Sequence[datetime], now: datetime) -> timedelta:
    """Until fewer than ADDRESS_FAILURES are left within the window."""
    lately = _counted(failed, now, ADDRESS_WINDOW)
    return lately[-ADDRESS_FAILURES] + ADDRESS_WINDOW - now if len(lately) >= ADDRESS_FAILURES else _NONE


def _counted(failed: Sequence[datetime], now: datetime, window: timedelta) -> list[datetime]:
    return sorted(at for at in failed if at > now - window)
