"""Who a session is for, what money there is and which shares are held, read into values.

Source: https://kite.trade/docs/connect/v3/user/ and https://kite.trade/docs/connect/v3/portfolio/
"""

from __future__ import annotations

import re
from typing import Any, Final

from tokri.core.kite_fields import row, rupees, whole, word, words, yes_or_no
from tokri.core.ports import Funds, Holding, KiteNonsense, Segment, Session

#: What Kite names a request of authorisation by. It is about to stand in an address.
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9]{8,64}")


def session(data: Any) -> Session:
    """A session; its token is about to stand in a header."""
    each = row(data)
    found = Session(word(each, "user_id"), word(each, "access_token"))
    if " " in found.access_token or not found.access_token.isascii():
        raise KiteNonsense
    return found


def funds(data: Any) -> Funds:
    """The money of both segments."""
    each = row(data)
    return Funds(equity=_segment(each.get("equity")), commodity=_segment(each.get("commodity")))


def _segment(data: Any) -> Segment:
    each = row(data)
    available = row(each.get("available"))
    utilised = row(each.get("utilised"))
    return Segment(
        enabled=yes_or_no(each, "enabled"),
        net=rupees(each, "net"),
        cash=rupees(available, "cash"),
        live_balance=rupees(available, "live_balance"),
        collateral=rupees(available, "collateral"),
        used=rupees(utilised, "debits"),
    )


def holding(data: Any) -> Holding:
    """One holding."""
    each = row(data)
    return Holding(
        tradingsymbol=word(each, "tradingsymbol"),
        exchange=word(each, "exchange"),
        isin=word(each, "isin"),
        product=word(each, "product"),
        quantity=whole(each, "quantity"),
        used_quantity=whole(each, "used_quantity"),
        t1_quantity=whole(each, "t1_quantity"),
        authorised_quantity=whole(each, "authorised_quantity"),
        authorised_date=words(each, "authorised_date"),
    )


def request_id(data: Any) -> str:
    """What a request of authorisation is named by."""
    found = word(row(data), "request_id")
    if not _REQUEST_ID.fullmatch(found):
        raise KiteNonsense
    return found
