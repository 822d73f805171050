"""What Kite says of an instrument in a session: its last price, and between which prices the day lets it be ordered.

Source: https://kite.trade/docs/connect/v3/market-quotes/#retrieving-full-market-quotes
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from tokri.core.instrument import LastPrice
from tokri.core.times import date_words, ist, ist_words

#: Who says so, where a last price is a quote's.
KITE: Final = "Kite"


@dataclass(frozen=True, slots=True)
class Quote:
    """The last price and the circuit limits, in rupees.

    `traded_at` is when that price was made, `at` the exchange's time of the whole, of whose day the limits are; both
    in UTC, and None where Kite gave no time: before the first trade of a day it dates a quote 1970,
    https://kite.trade/forum/discussion/comment/22130.
    A price or a limit is None where Kite gave none.
    """

    last_price: Decimal | None
    traded_at: datetime | None
    at: datetime | None
    lower_circuit: Decimal | None = None
    upper_circuit: Decimal | None = None

    @property
    def dated_price(self) -> LastPrice | None:
        """The last price with its day and minute; None where either is not known."""
        if self.last_price is None or self.traded_at is None:
            return None
        return LastPrice(self.last_price, ist(self.traded_at).date(), KITE, self.traded_at)


def newer(quoted: LastPrice | None, listed: LastPrice | None, closed_at: datetime | None) -> LastPrice | None:
    """The price of the later day. Of the same day the quote's, till the list of that day has its close.

    `closed_at` is when the market of today ended; None where it has not, or nobody knows. A list of today that stands
    after that is of the close (docs/instruments.md has it taken in then), and a quote of before is older.
    """
    if quoted is None or listed is None:
        return quoted or listed
    if quoted.on != listed.on or quoted.at is None or closed_at is None:
        return quoted if quoted.on >= listed.on else listed
    return listed if quoted.at < closed_at else quoted


def moment_words(last: LastPrice) -> str:
    """When a last price was made: the minute where Kite told it, else the day."""
    return ist_words(last.at) if last.at is not None else date_words(last.on)
