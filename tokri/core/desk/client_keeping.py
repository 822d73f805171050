"""What of a client may be erased, and from when on: the record of advice is kept as long as the rules want it.

An adviser keeps what was advised, to whom, and that it suited them, for the years that the firm set (at least five).
So as long as that lasts, the name and what the advice was judged by stay; how to reach the client goes at once.
Source: SEBI (Investment Advisers) Regulations 2013, 19 (2); (Research Analysts) Regulations 2014, 25 (2); the Digital
Personal Data Protection Act 2023, 8 (7), which lets be kept what another law wants kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tokri.core.desk.client import CheckKind, ClientDetails
from tokri.core.times import ist

#: What goes at once, whatever was advised. None of it is ever written into the record.
REACHED_BY: Final = ("phone", "email", "groups", "capital", "multiplier")

#: What stays while the advice is kept: who it was, who said yes for them, and what the advice was judged by.
JUDGED_BY: Final = (
    *("name", "kite_user_id", "broker", "language", "account_kind", "consenter", "consenter_name", "ddpi"),
    *("segments", "risk_class", "risk_on", "agreement_from", "agreement_until"),
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when the record of the advice keeps the client: the first day, in India, on which they may be erased whole.

    `last_advice` is the day of the last one that was meant for them; both are None where there was none.
    """

    last_advice: date | None
    free_on: date | None
    years: int

    def whole(self, today: date) -> bool:
        """Whether all that is personal may go today."""
        return self.free_on is None or self.free_on <= today


def keeping(advised_at: Iterable[datetime], years: int) -> Keeping:
    """From when each advice was meant for the client, and for how many years the firm keeps its records."""
    last = max((ist(at).date() for at in advised_at), default=None)
    return Keeping(last, None if last is None else _years_later(last, years), years)


def unreachable(details: ClientDetails) -> ClientDetails:
    """The details without what goes at once."""
    return replace(details, phone="", email="", groups=(), capital=None, multiplier=None, check_kind=CheckKind.NONE)


def _years_later(day: date, years: int) -> date:
    """The same day so many years on; of 29 February, the 1 March that follows."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
