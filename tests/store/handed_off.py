"""A person who handed a basket to Kite, for tests of what they bring afterwards."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from hashlib import sha256

from tokri.core.basket import Draft, OrderText
from tokri.core.ports import Handoff, Outside
from tokri.core.verdict import Verdict
from tokri.journey.news import gather

ORDERS = ("Time", "Type", "Instrument", "Product", "Qty.", "Avg. price", "Status")
TRADES = (
    *("symbol", "isin", "trade_date", "exchange", "segment", "series", "trade_type", "auction", "quantity", "price"),
    *("trade_id", "order_id", "order_execution_time"),
)

#: Side, symbol and quantity of each order that is handed off.
Sent = tuple[str, str, int]
USUAL: Sequence[Sent] = (("BUY", "INFY", 10), ("SELL", "SBIN", 25))


def hand_off(
    outside: Outside,
    sent: Sequence[Sent] = USUAL,
    *,
    name: str = "1",
    basket: str = "",
    variety: str = "regular",
    visitor: str = "visitor1",
) -> Handoff:
    """The orders left for Kite at this moment, as attempt `name` of `visitor`; the basket may be there already."""
    at, basket_id = outside.clock(), basket or f"basket{name}"
    tag = f"K7Q2M9X{name}"
    data = json.dumps(
        [
            {
                "variety": variety,
                "tradingsymbol": symbol,
                "exchange": "NSE",
                "transaction_type": side,
                "order_type": "MARKET",
                "quantity": quantity,
                "product": "CNC",
                "readonly": False,
                "tag": tag,
            }
            for side, symbol, quantity in sent
        ]
    )
    drafted = tuple(OrderText(variety, symbol, "NSE", side, "MARKET", quantity=str(n)) for side, symbol, n in sent)
    with outside.store.writing() as unit:
        unit.visitors.ensure(visitor, at)
        had = unit.baskets.get(basket_id, visitor)
        version = had.latest if had else unit.baskets.add(basket_id, visitor, Draft("A basket", drafted), at)
        handoff = Handoff(
            id=f"out{name}",
            basket_id=basket_id,
            visitor_id=visitor,
            version_number=version.number,
            version_sha256=version.sha256,
            review_sha256=sha256(b"what was shown").hexdigest(),
            part=1,
            parts=1,
            first_order=0,
            orders=len(sent),
            attempt=int(name),
            tag=tag,
            nonce=outside.chance.token(),
            payload=data,
            payload_sha256=sha256(data.encode()).hexdigest(),
            created_at=at,
        )
        unit.handoffs.add(handoff)
        unit.handoffs.leave(handoff.id, visitor, visitor, at)
        found = unit.handoffs.by_id(handoff.id)
    assert found is not None
    return found


def verdicts_on(outside: Outside, handoff: Handoff) -> list[Verdict]:
    with outside.store.reading() as unit:
        return list(gather(unit, [handoff])[handoff.id].verdicts(handoff).orders)


def table(*rows: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
