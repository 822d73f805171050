"""When orders that wait for the next session are released to the exchange, and when it is asked what became of them.

Kite's after-market orders are sent to the exchange at the opening of the next session
(https://support.zerodha.com/category/trading-and-markets/charts-and-orders/order/articles/what-does-amo-mean-and-when-can-we-place-one).
"""

from __future__ import annotations

import json
from datetime import datetime, time
from functools import lru_cache
from typing import Final, NamedTuple

from tokri.core.market.calendar import Calendar, Market, Segment
from tokri.core.market.clock import opening
from tokri.core.times import ist

#: From this hour of the session on, IST, the person is asked what became of their orders.
ASKED_FROM: Final = time(9, 30)

#: Whoever sends an order after this time of day (IST), or at a weekend, may have sent it for the next session.
_FOR_THE_DAY_UNTIL: Final = time(15)
_SATURDAY: Final = 5

_SHARES: Final = Market("NSE", Segment.SHARES)


class Release(NamedTuple):
    """The session that orders waited for: when it opened (UTC or IST), and from when it is asked how they fared."""

    opens: datetime
    asked_at: datetime


@lru_cache(maxsize=1024)
def release(calendar: Calendar | None, left_at: datetime) -> Release | None:
    """The next session after a hand-off left; None where no table tells.

    It is that of shares on NSE for every order: another exchange may open a little earlier, and is asked after then.
    """
    opens = opening(calendar, _SHARES, left_at)[0] if calendar is not None else None
    if opens is None:
        return None
    local = ist(opens)
    return Release(opens, max(opens, datetime.combine(local.date(), ASKED_FROM, local.tzinfo)))


def is_for_later(payload: str) -> bool:
    """Whether every order that was sent is an after-market order."""
    if '"amo"' not in payload:  # of most there is nothing to read, and a list of thousands asks it of each
        return False
    orders = json.loads(payload)
    return bool(orders) and all(order.get("variety") == "amo" for order in orders)


def may_be_for_later(left_at: datetime) -> bool:
    """Whether Kite may have made orders for the next session of those that left then: what comes after hours is that.

    A tradebook of that day tells nothing of them.
    """
    local = ist(left_at)
    return local.time() >= _FOR_THE_DAY_UNTIL or local.weekday() >= _SATURDAY
