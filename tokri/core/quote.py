"""What Kite says of an instrument in a session: its last price, and between which prices the day lets it be ordered.

Source: https://kite.trade/docs/connect/v3/market-quotes/#retrieving-full-market-quotes
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from tokri.core.instrument import LastPrice
from tokri.core.times import ist

#: Who says so, where a last price is a quote's.
KITE: Final = "Kite"


@dataclass(frozen=True, slots=True)
class Quote:
    """The last price and the circuit limits, in rupees.

    `traded_at` is when that price was made, `at` the moment that the limits are of; both in UTC, and None where Kite
    gave no time: before the first trade of a day it dates a quote 1970, https://kite.trade/forum/discussion/comment/22130.
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


def newer(quoted: LastPrice | None, listed: LastPrice | None) -> LastPrice | None:
    """The price of the later day; of the same day the quote's, which is the exchange's own of that minute."""
    if quoted is None or listed is None:
        return quoted or listed
    return quoted if quoted.on >= listed.on else listed
