"""The stand-in's clock: India's time, moved by an offset so that the market's day is the day of the data."""

import datetime as dt
import time
from collections.abc import Callable

IST = dt.timezone(dt.timedelta(hours=5, minutes=30), "IST")
Clock = Callable[[], dt.datetime]


def offset_clock(seconds: float) -> Clock:
    """Give a clock that runs the given seconds ahead of the true one."""

    def now() -> dt.datetime:
        return dt.datetime.fromtimestamp(time.time() + seconds, IST)

    return now


class MovableClock:
    """A clock, set forward as often as somebody wants it to be later."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.forward = dt.timedelta(0)

    def __call__(self) -> dt.datetime:
        return self._clock() + self.forward

    def set_forward(self, to: dt.datetime) -> None:
        """Let it be ``to``, which must not be past: orders keep their order. Raise ValueError."""
        if to < self():
            raise ValueError(f"The clock only goes forward, and it is {stamp(self())}.")
        self.forward += to - self()


def monotonic() -> float:
    """Seconds of a clock that nobody moves, to wait by."""
    return time.monotonic()


def stamp(moment: dt.datetime) -> str:
    """Write a moment as Kite does: 19 characters, in India's time, no zone named."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def next_six_am(moment: dt.datetime) -> dt.datetime:
    """Give the 6 AM after a moment, when Kite ends every access token."""
    six = moment.replace(hour=6, minute=0, second=0, microsecond=0)
    return six if six > moment else six + dt.timedelta(days=1)
