"""The check on opening a link: how long a right answer holds, and how many wrong ones are too many.

A year of birth is one of about eighty, the last four of a PAN one of 26,000: only few guesses may be made of either.
A right answer forgives none before it, else whoever else has the address could guess on each time the client came in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tokri.core.link.link import CheckPassed

#: A right answer opens the link in that browser for so long: a day of trading and its evening.
PASS_HOLDS: Final = timedelta(hours=12)

#: After so many wrong answers, whoever gave them, the link is locked, until the firm unlocks it.
MOST_WRONG: Final = 8


def holds(passed: CheckPassed | None, now: datetime) -> bool:
    """Whether the browser's right answer still opens the link."""
    return passed is not None and now - passed.at < PASS_HOLDS


def locked_by(wrong: int) -> bool:
    """Whether so many wrong answers lock it."""
    return wrong >= MOST_WRONG
