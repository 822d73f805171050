"""Kite's limit: how often all runners together may ask, what waiting for a turn never does, and the exchange."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.journey.fakes import FakeClock, FakeKite
from tests.runner.at_work import Turns, paced
from tokri.core.instrument import Key
from tokri.core.ports import (
    KiteBusy,
    KiteFault,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Outside,
    Session,
    StoreBusy,
    StoreFull,
    TokenRefused,
)
from tokri.limits import Limits
from tokri.pacing import RECONNECT, NoKite, PacedKite

SESSION = Session("AB1234", "accesstoken")
INFY = Key("NSE", "INFY")


class Timed(FakeKite):
    """Kite, which notes the second in which it was asked."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self.clock = clock
        self.seconds: list[int] = []

    def _enter(self, call: str, token: str) -> None:
        self.seconds.append(int(self.clock.now.timestamp()))
        super()._enter(call, token)


def runner_of(outside: Outside, clock: FakeClock, kite: FakeKite, api_key: str = "kitekey") -> PacedKite:
    """One runner's Kite: limits of its own over the store that all share; to sleep moves the clock."""
    return PacedKite(
        kite, Limits(outside.store, clock, salt="s" * 32), api_key, lambda seconds: clock.forward(seconds=seconds)
    )


def test_two_runners_together_ask_kite_no_more_than_eight_times_a_second(outside: Outside, clock: FakeClock) -> None:
    kite = Timed(clock)
    session = kite.exchange(kite.log_in())
    kite.seconds.clear()
    one, other = (runner_of(outside, clock, kite) for _ in range(2))
    for _ in range(20):
        one.orders(session)
        other.margins(session)
    assert max(Counter(kite.seconds).values()) == 8
    assert len(kite.seconds) == 40
    assert max(kite.seconds) - min(kite.seconds) == 4


def test_another_apps_calls_are_counted_apart(outside: Outside, clock: FakeClock) -> None:
    kite = Timed(clock)
    session = kite.exchange(kite.log_in())
    for api_key in ("kitekey", "otherkey"):
        for _ in range(8):
            runner_of(outside, clock, kite, api_key).orders(session)
    assert len(set(kite.seconds)) == 1


def test_two_runners_together_ask_for_quotes_once_a_second(outside: Outside, clock: FakeClock) -> None:
    kite = Timed(clock)
    session = kite.exchange(kite.log_in())
    kite.seconds.clear()
    one, other = (runner_of(outside, clock, kite) for _ in range(2))
    for _ in range(3):
        one.quotes(session, [INFY])
        one.orders(session)
        other.quotes(session, [INFY])
    asked = [second for second, call in zip(kite.seconds, kite.calls[1:], strict=True) if call == "quotes"]
    assert len(set(asked)) == 6
    assert max(kite.seconds) - min(kite.seconds) == 5


@pytest.mark.parametrize("fault", [StoreBusy(), StoreFull()])
def test_a_store_that_cannot_count_costs_a_call_one_second_and_loses_no_token(kite: FakeKite, fault: Exception) -> None:
    class Uncounted(Turns):
        def take(self, name: str, key: str) -> int | None:
            raise fault from KeyError(name, key)

    turns = Uncounted()
    assert paced(kite, turns).exchange(kite.log_in("AB1234")).kite_user_id == "AB1234"
    assert turns.slept == [1.0]


CALLS: dict[str, Callable[[PacedKite | NoKite], object]] = {
    "exchange": lambda kite: kite.exchange("requesttoken"),
    "orders": lambda kite: kite.orders(SESSION),
    "history": lambda kite: kite.history(SESSION, "1953341975595868160"),
    "trades": lambda kite: kite.trades(SESSION),
    "margins": lambda kite: kite.margins(SESSION),
    "holdings": lambda kite: kite.holdings(SESSION),
    "quotes": lambda kite: kite.quotes(SESSION, [INFY]),
    "authorise": lambda kite: kite.authorise(SESSION, ()),
    "end": lambda kite: kite.end(SESSION),
}


@pytest.mark.parametrize("name", CALLS)
def test_every_call_waits_its_turn(kite: FakeKite, name: str) -> None:
    class Full(Turns):
        left = 3

        def take(self, name: str, key: str) -> int | None:
            assert key == "kitekey"
            if name != "kite":
                return None
            self.left -= 1
            return 1 if self.left > 0 else None

    turns = Full()
    kite.fail(name, TokenRefused())
    with pytest.raises(TokenRefused):
        CALLS[name](paced(kite, turns))
    assert turns.slept == [1, 1]
    assert kite.calls == [name]


@pytest.mark.parametrize("name", CALLS)
def test_without_an_api_secret_every_call_is_refused(name: str) -> None:
    with pytest.raises(NotAllowed):
        CALLS[name](NoKite())


# --- the exchange -------------------------------------------------------------------------------


def test_an_exchange_of_which_nothing_was_sent_is_connected_again(kite: FakeKite) -> None:
    turns = Turns()
    kite.fail("exchange", KiteUnreachable(), KiteUnreachable())
    assert paced(kite, turns).exchange(kite.log_in("AB1234")).kite_user_id == "AB1234"
    assert tuple(turns.slept) == RECONNECT == (1.0, 3.0)


@pytest.mark.parametrize("fault", [OutcomeUnknown(), KiteBusy(), TokenRefused()])
def test_an_exchange_that_may_have_arrived_is_never_sent_again(kite: FakeKite, fault: KiteFault) -> None:
    kite.fail("exchange", fault)
    with pytest.raises(type(fault)):
        paced(kite).exchange(kite.log_in())
    assert kite.calls == ["exchange"]


def test_an_exchange_gives_up_connecting_after_the_third_time(kite: FakeKite) -> None:
    kite.fail("exchange", *[KiteUnreachable()] * 9)
    with pytest.raises(KiteUnreachable):
        paced(kite).exchange(kite.log_in())
    assert kite.calls == ["exchange"] * 3
