"""Kite's limit on how often it is asked, kept by all runners together: the count is the store's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from tokri.core.instrument import Key
from tokri.core.ports import (
    BookOrder,
    Funds,
    Holding,
    Kite,
    KiteUnreachable,
    Limits,
    NotAllowed,
    Session,
    StoreBusy,
    StoreFull,
    ToAuthorise,
    Trade,
)
from tokri.core.quote import Quote

#: Seconds to wait before connecting again for an exchange of which nothing was sent.
RECONNECT: Final = (1.0, 3.0)

#: The names of the limits, and the seconds to wait where the store cannot be asked.
KITE: Final = "kite"
QUOTES: Final = "kite-quotes"
UNCOUNTED: Final = 1.0


class PacedKite:
    """Kite, asked for `api_key` no more often than the limit "kite" lets all runners together.

    A call waits its turn by `sleep`. A store that is busy or full holds no call up for long: one second then stands for
    the turn, since what is to be sent may be good for minutes only.
    """

    def __init__(self, kite: Kite, limits: Limits, api_key: str, sleep: Callable[[float], object]) -> None:
        self._kite = kite
        self._limits = limits
        self._api_key = api_key
        self._sleep = sleep

    def exchange(self, request_token: str) -> Session:
        """Connects again, twice, when no connection was made: nothing was sent then, so nothing is sent twice."""
        for seconds in RECONNECT:
            with suppress(KiteUnreachable):
                return self._in_turn().exchange(request_token)
            self._sleep(seconds)
        return self._in_turn().exchange(request_token)

    def orders(self, session: Session) -> Sequence[BookOrder]:
        return self._in_turn().orders(session)

    def history(self, session: Session, order_id: str) -> Sequence[BookOrder]:
        return self._in_turn().history(session, order_id)

    def trades(self, session: Session) -> Sequence[Trade]:
        return self._in_turn().trades(session)

    def margins(self, session: Session) -> Funds:
        return self._in_turn().margins(session)

    def holdings(self, session: Session) -> Sequence[Holding]:
        return self._in_turn().holdings(session)

    def quotes(self, session: Session, keys: Sequence[Key]) -> Mapping[Key, Quote]:
        """Quotes have a limit of their own beside the one on all calls; its turn comes last, and is used at once."""
        return self._in_turn(KITE, QUOTES).quotes(session, keys)

    def authorise(self, session: Session, wanted: Sequence[ToAuthorise]) -> str:
        return self._in_turn().authorise(session, wanted)

    def end(self, session: Session) -> None:
        self._in_turn().end(session)

    def _in_turn(self, *names: str) -> Kite:
        try:
            for name in names or (KITE,):
                while (seconds := self._limits.take(name, self._api_key)) is not None:
                    self._sleep(seconds)
        except (StoreBusy, StoreFull):
            self._sleep(UNCOUNTED)
        return self._kite


class NoKite:
    """What stands in for Kite where there is no api_secret: everything is refused, nothing is sent."""

    def exchange(self, request_token: str) -> Session:
        del request_token
        raise NotAllowed

    def orders(self, session: Session) -> Sequence[BookOrder]:
        del session
        raise NotAllowed

    def history(self, session: Session, order_id: str) -> Sequence[BookOrder]:
        del session, order_id
        raise NotAllowed

    def trades(self, session: Session) -> Sequence[Trade]:
        del session
        raise NotAllowed

    def margins(self, session: Session) -> Funds:
        del session
        raise NotAllowed

    def holdings(self, session: Session) -> Sequence[Holding]:
        del session
        raise NotAllowed

    def quotes(self, session: Session, keys: Sequence[Key]) -> Mapping[Key, Quote]:
        del session, keys
        raise NotAllowed

    def authorise(self, session: Session, wanted: Sequence[ToAuthorise]) -> str:
        del session, wanted
        raise NotAllowed

    def end(self, session: Session) -> None:
        del session
        raise NotAllowed
