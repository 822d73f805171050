"""The depository's leave to sell: who has no DDPI gives it for each day, for some shares or for all.

It holds until 17:30 (kite.trade's forum, discussion 7786), and several may be given on one day.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from simulator.accounts import Account
from simulator.clock import Clock
from simulator.errors import Refused
from simulator.orders import Request

CLOSES: Final = dt.time(17, 30)


class Depository:
    """What was authorised: quantity by client, day and ISIN."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[tuple[str, dt.date], dict[str, int]] = {}

    def give(self, account: Account, wanted: Mapping[str, int]) -> None:
        """Take the client's yes to these quantities by ISIN; to all of their holdings, if none is named."""
        today = self._given.setdefault((account.user_id, self._clock().date()), {})
        held = {each.isin: each.quantity for each in account.holdings}
        for isin, quantity in (wanted or held).items():
            today[isin] = min(today.get(isin, 0) + quantity, held.get(isin, 0))

    def authorised(self, user_id: str, isin: str) -> int:
        """Give the quantity that may be sold today, what is sold already included."""
        now = self._clock()
        return self._given.get((user_id, now.date()), {}).get(isin, 0) if now.time() < CLOSES else 0

    def check(self, account: Account, request: Request, sold: int) -> None:
        """Raise Refused, 428, unless the sale, and what was ``sold`` today, are within what was authorised."""
        symbol = request.instrument.tradingsymbol
        isin = next((each.isin for each in account.holdings if each.tradingsymbol == symbol), "")
        if sold + request.quantity > self.authorised(account.user_id, isin):
            raise Refused(f"{request.quantity} quantity needs authorisation at depository.", "HoldingException", 428)
