"""The day that a file is of: none after today, or it would count as current, and outlive the true, till then."""

from __future__ import annotations

from datetime import date

from tokri.core.instrument_file import Fault, FileFault, FileRefused
from tokri.core.times import date_words


def check_day(on: date, latest: date) -> None:
    """Raise FileRefused where a file is said to be of a day after `latest`."""
    if on > latest:
        facts = {"day": date_words(on), "latest": date_words(latest)}
        raise FileRefused([FileFault(0, Fault.AHEAD, facts)])


def over_a_later(on: date, before: date | None) -> str:
    """What is said where a file of the day `on` took the place of one of a later day; "" where it did not."""
    if before is None or on >= before:
        return ""
    return f"What was there before is of a later day, {date_words(before)}. Take that in again if it is to hold."
