"""The ledger: what truly became of each basket and of each order, and what the app was told of it, by which way.

It is kept beside everything else and decides nothing. Only whoever checks an app against the truth reads it.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from simulator.clock import stamp
from simulator.errors import Refused
from simulator.orders import Order


@dataclass
class Visit:
    """One basket that a browser brought. ``tags`` are those of its orders as they came."""

    number: int
    received_at: str
    tags: list[str]
    lines: list[dict[str, Any]]
    user_id: str = ""
    outcome: str = ""
    scenario: str = ""
    orders: list[dict[str, Any]] = field(default_factory=list)
    """For each that was placed or refused: the number of its line, its id or the words of the refusal."""
    books: int = 0
    """How many times the app was given the order book in a session of this visit's own."""


@dataclass(frozen=True)
class Told:
    """What the app was told of an order: ``by`` book, history, trades, postback, order-file or trade-file.

    ``taken``: whether the app is known to have it. A postback is taken when the app answered 200. ``visit``: the
    number of the visit whose session it was told in; 0 for none.
    """

    by: str
    at: str
    status: str
    filled_quantity: int
    taken: bool = True
    visit: int = 0


class Ledger:
    """Visits in the order they came, what was told of each order, and what a forger said of it."""

    def __init__(self) -> None:
        self.visits: dict[str, Visit] = {}
        self.told: dict[str, list[Told]] = {}
        self.forged: dict[str, list[Told]] = {}
        self.postbacks: dict[str, int] = {"sent": 0, "taken": 0, "forged": 0, "forged and taken": 0}

    def came(self, sess_id: str, now: datetime, lines: list[Any]) -> None:
        """Enter a basket as it came."""
        given = [
            {
                "line": line.number,
                "tradingsymbol": line.instrument.tradingsymbol,
                "exchange": line.instrument.exchange,
                "transaction_type": line.transaction_type,
                "quantity": line.quantity,
                "tag": line.tag,
            }
            for line in lines
        ]
        tags = sorted({line.tag for line in lines if line.tag})
        self.visits[sess_id] = Visit(len(self.visits) + 1, stamp(now), tags, given)

    def ended(self, sess_id: str, user_id: str, outcome: str) -> None:
        visit = self.visits.get(sess_id)
        if visit is not None:
            visit.user_id, visit.outcome = user_id or visit.user_id, outcome

    def placed(self, sess_id: str, user_id: str, scenario: str, results: list[tuple[Any, Order | Refused]]) -> None:
        """Enter what was placed, line by line."""
        visit = self.visits.get(sess_id)
        if visit is None:
            return
        visit.user_id, visit.outcome, visit.scenario = user_id, "placed", scenario
        visit.orders = [
            {
                "line": line.number,
                "order_id": result.order_id if isinstance(result, Order) else None,
                "refused": result.message if isinstance(result, Refused) else None,
            }
            for line, result in results
        ]

    def read(self, sess_id: str) -> None:
        """Enter that the app was given the book in a session that came of this visit."""
        visit = self.visits.get(sess_id)
        if visit is not None:
            visit.books += 1

    def tell(
        self,
        record: dict[str, Any],
        by: str,
        now: datetime,
        *,
        true: bool = True,
        taken: bool = True,
        sess_id: str = "",
    ) -> None:
        """Enter what the app was told of an order; ``true`` is whether Kite told it, and not a forger."""
        visit = self.visits.get(sess_id)
        number = visit.number if visit else 0
        told = Told(by, stamp(now), record["status"], record["filled_quantity"], taken, number)
        entries = (self.told if true else self.forged).setdefault(record["order_id"], [])
        if not entries or replace(entries[-1], at=told.at) != told:
            entries.append(told)

    def answered(self, record: dict[str, Any], now: datetime, *, true: bool, status: int) -> None:
        """Enter a postback that was sent, and whether the app took it."""
        taken = status == 200  # noqa: PLR2004 - Kite's own measure
        word = "sent" if true else "forged"
        self.postbacks[word] += 1
        self.postbacks["taken" if true else "forged and taken"] += taken
        self.tell(record, "postback", now, true=true, taken=taken)

    def entries(self, orders: dict[str, Order]) -> dict[str, Any]:
        """Give all of it, ready for JSON."""
        return {
            "visits": [asdict(visit) for visit in self.visits.values()],
            "orders": [self._entry(order) for order in orders.values()],
            "postbacks": dict(self.postbacks),
        }

    def _entry(self, order: Order) -> dict[str, Any]:
        return {
            "order_id": order.order_id,
            "user_id": order.user_id,
            "tag": order.request.tag,
            "by_app": order.by_app,
            "oddity": order.oddity,
            "tradingsymbol": order.instrument.tradingsymbol,
            "exchange": order.instrument.exchange,
            "transaction_type": order.request.transaction_type,
            "status": order.status,
            "status_message": order.status_message,
            "quantity": order.quantity,
            "filled_quantity": order.filled_quantity,
            "average_price": order.average_price,
            "placed_at": order.placed_at,
            "told": [asdict(each) for each in self.told.get(order.order_id, [])],
            "forged": [asdict(each) for each in self.forged.get(order.order_id, [])],
            "history": [
                {key: each[key] for key in ("status", "filled_quantity", "quantity", "order_timestamp")}
                for each in order.history
            ],
        }
