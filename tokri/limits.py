"""Rate limits: so many uses by one browser or address in a fixed window, counted in the store for all workers."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from tokri.core.ports import Clock, Store

#: name -> (uses, window in seconds). A person never meets one; a script does within the minute.
LIMITS: Final[dict[str, tuple[int, int]]] = {
    "save": (120, 60),  # every button of the basket form saves
    "autosave": (60, 60),  # one every two seconds at most, in as many windows as somebody has open
    "handoff": (20, 60),
    "kite": (8, 1),  # by the api_key, for all runners: Kite answers 429 beyond ten requests a second
    "kite-quotes": (1, 1),  # the same, for questions after quotes, of which Kite answers one a second
    "handback": (60, 60),  # a whole office may come back from one address
    "word": (30, 60),
    "reading": (10, 60),  # each may become calls to Kite
    "paste": (30, 60),
    "delete": (60, 60),
    "forget": (10, 60),
    "record": (20, 60),  # each reads all of it
    "link-check": (10, 60),  # answers to a link's check: each is a slow hash
    "link-check-link": (20, 900),  # by the link, whichever browsers they come from
    "group-check": (5, 60),  # a group's address asks for a client code as well, which could be guessed at
    "group-check-link": (300, 900),  # a whole group may open its message in the same minutes
}

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST: Final = timedelta(seconds=max(seconds for _, seconds in LIMITS.values()))

#: How many full counters are remembered, so that whoever goes on asking costs no further write.
_MOST_FULL: Final = 10_000


class Limits:
    """Counts in the store's rows.

    No address is stored: uses are counted under a hash that `salt` keys. Hand in a secret of the installation,
    for without one an address could be found again by trying all of them.
    """

    def __init__(self, store: Store, clock: Clock, *, salt: str) -> None:
        self._store = store
        self._clock = clock
        self._salt = salt.encode()
        self._full: dict[tuple[str, str], datetime] = {}
        self._swept = _EPOCH

    def __repr__(self) -> str:
        """The salt stays out of it."""
        return "<Limits>"

    def take(self, name: str, key: str) -> int | None:
        """Count one use of the limit by `key`; None if it is within, else whole seconds until it is again.

        Raises KeyError for a name that LIMITS does not know, and what `store.writing` raises.
        """
        most, seconds = LIMITS[name]
        now = self._clock()
        window = _EPOCH + timedelta(seconds=(now - _EPOCH) // timedelta(seconds=seconds) * seconds)
        hashed = self.hashed(name, key)
        if self._full.get((name, hashed)) != window and self._count(name, hashed, window) <= most:
            return None
        self._remember(name, hashed, window)
        return ceil((window + timedelta(seconds=seconds) - now).total_seconds())

    def _count(self, name: str, hashed: str, window: datetime) -> int:
        with self._store.writing(durable=False) as unit:
            if window > self._swept:
                unit.rate_limits.sweep(window - _LONGEST)
                self._swept = window
            return unit.rate_limits.count(name, hashed, window)

    def _remember(self, name: str, hashed: str, window: datetime) -> None:
        if len(self._full) >= _MOST_FULL:
            self._full.clear()
        self._full[name, hashed] = window

    def hashed(self, name: str, key: str) -> str:
        """Under what uses of the limit by `key` are counted: 64 hexadecimal digits, which do not tell the key."""
        return hmac.new(self._salt, f"{name} {key}".encode(), hashlib.sha256).hexdigest()
