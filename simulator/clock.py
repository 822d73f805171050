"""The stand-in's clock: India's time, moved by an offset so that the market's day is the day of the data."""

import datetime
import time
from collections.abc import Callable

IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30), "IST")
Clock = Callable[[], datetime.datetime]


def offset_clock(seconds: float) -> Clock:
    """Give a clock that runs the given seconds ahead of the true one."""

    def now() -> datetime.datetime:
        return datetime.datetime.fromtimestamp(time.time() + seconds, IST)

    return now


def stamp(moment: datetime.datetime) -> str:
    """Write a moment as Kite does: 19 characters, in India's time, no zone named."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def next_six_am(moment: datetime.datetime) -> datetime.datetime:
    """Give the 6 AM after a moment, when Kite ends every access token."""
    six = moment.replace(hour=6, minute=0, second=0, microsecond=0)
    return six if six > moment else six + datetime.timedelta(days=1)
