"""Whom a basket was drafted for, and how much of it is each one's own, by what evidence.

A draft made from what became of other advice is for exactly the clients it was made for, each in their own quantity:
nobody else can be chosen for it, and nobody gets more than theirs, whatever the draft's orders say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from tokri.core import money
from tokri.core.basket import OrderText
from tokri.core.desk.sizing import Nothing, Sized
from tokri.core.link.correcting import Evidence
from tokri.core.money import grouped

#: An order by instrument, side and product.
Key = tuple[str, str, str, str]


class Drafted(StrEnum):
    """What a basket was drafted as."""

    FOLLOW_UP = "follow-up"  #: for those who filled, of their own fills
    CORRECTION = "correction"  #: what undoes advice that was taken back, for one client
    STILL_TO_PLACE = "still-to-place"  #: what is left of what one client sent


@dataclass(frozen=True, slots=True)
class Own:
    """How much of one order of the draft is a client's own: `quantity` is Kite's. `transaction_type` is the draft's."""

    exchange: str
    tradingsymbol: str
    transaction_type: str
    product: str
    quantity: int
    evidence: Evidence

    @property
    def key(self) -> Key:
        return self.exchange, self.tradingsymbol, self.transaction_type, self.product


@dataclass(frozen=True, slots=True)
class Span:
    """How much of one order its clients get, in Kite's units: from the least to the most of those who get any of it.

    A `least` of 0 under a `most`: no more than that is known.
    """

    least: int
    most: int

    @property
    def words(self) -> str:
        """As pages and packs say it: `each client’s own: 25 to 37`."""
        if not self.most:
            return "nobody gets any of it"
        least, most = grouped(self.least), grouped(self.most)
        if not self.least:
            return f"each client’s own: up to {most}"
        return f"each client’s own: {least}" if least == most else f"each client’s own: {least} to {most}"


#: Nobody gets any of it.
NOBODYS: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class ForWhom:
    """The clients by their ids, each with what is their own."""

    drafted: Drafted
    clients: Mapping[str, tuple[Own, ...]]

    def most(self) -> dict[Key, int]:
        """The most that one client has of each order: what the draft says, of which each gets their own."""
        found: dict[Key, int] = {}
        for owned in self.clients.values():
            for key, quantity in sums(owned).items():
                found[key] = max(found.get(key, 0), quantity)
        return found

    def shares(
        self, client_id: str, orders: Sequence[OrderText], lots: Sequence[int | None]
    ) -> tuple[Sized | None, ...]:
        """What the client gets of each of these orders; None where the draft had no such order.

        Where the adviser lowered an order's quantity, each one's own goes down with it, in whole lots; it never goes
        up. Of several orders of one kind together no more than their own. `lots` are the instruments'.
        """
        return self._shares(self.clients.get(client_id, ()), self.most(), orders, lots)

    def everybodys(
        self, orders: Sequence[OrderText], lots: Sequence[int | None]
    ) -> dict[str, tuple[Sized | None, ...]]:
        """The same of each client, by their ids."""
        most = self.most()
        return {each: self._shares(own, most, orders, lots) for each, own in self.clients.items()}

    def spans(self, orders: Sequence[OrderText], lots: Sequence[int | None]) -> tuple[Span | None, ...]:
        """From how much to how much its clients get of each of these orders; None where the draft had no such order."""
        everybody = list(self.everybodys(orders, lots).values())
        return tuple(_span([each[place] for each in everybody]) for place in range(len(orders)))

    def at_most(self, orders: Sequence[OrderText]) -> tuple[Span | None, ...]:
        """The same where no lots are known: of an order that was lowered or split only how much it can be."""
        most, spans = self.most(), self.spans(orders, (None,) * len(orders))
        keys = [which_of(key_of(each), most) for each in orders]
        found: list[Span | None] = []
        for order, key, span in zip(orders, keys, spans, strict=True):
            if span is None or key is None:
                found.append(None)
            elif keys.count(key) > 1:
                found.append(Span(0, most[key]))
            else:
                found.append(span if _typed(order) >= most[key] else Span(0, span.most))
        return tuple(found)

    def _shares(
        self, mine: Sequence[Own], most: Mapping[Key, int], orders: Sequence[OrderText], lots: Sequence[int | None]
    ) -> tuple[Sized | None, ...]:
        whole = sums(mine)
        left, evidence = dict(whole), _evidence(mine)
        keys = [which_of(key_of(each), most) for each in orders]
        found: list[Sized | None] = []
        for place, (order, lot) in enumerate(zip(orders, lots, strict=True)):
            key = keys[place]
            if key is None:
                found.append(None)
                continue
            asked = sum(_typed(each) for each, other in zip(orders, keys, strict=True) if other == key)
            last = key not in keys[place + 1 :] and asked >= most[key]
            own = left.get(key, 0) if last else _part(whole.get(key, 0), order, max(asked, most[key]), lot or 1)
            left[key] = left.get(key, 0) - own
            facts: dict[str, str | int] = {"sizing": "fixed", "own": evidence.get(key, "")}
            found.append(Sized(own, None if own else Nothing.ZERO, Fraction(own), facts))
        return tuple(found)

    def as_facts(self) -> dict[str, object]:
        """As it is kept (FollowUp.facts)."""
        clients = {each: [asdict(own) for own in owned] for each, owned in self.clients.items()}
        return {"drafted": self.drafted.value, "clients": clients}


def from_facts(facts: Mapping[str, Any]) -> ForWhom:
    """Read back what `as_facts` wrote."""
    clients = {
        client_id: tuple(Own(**{**row, "evidence": Evidence(row["evidence"])}) for row in rows)
        for client_id, rows in facts["clients"].items()
    }
    return ForWhom(Drafted(facts["drafted"]), clients)


def draft_orders(for_whom: ForWhom) -> tuple[OrderText, ...]:
    """The orders of the draft: LIMIT, without a price, each in the most that one client has of it."""
    return tuple(
        OrderText(
            tradingsymbol=tradingsymbol,
            exchange=exchange,
            transaction_type=transaction_type,
            order_type="LIMIT",
            product=product,
            quantity=str(quantity),
        )
        for (exchange, tradingsymbol, transaction_type, product), quantity in for_whom.most().items()
    )


def key_of(order: OrderText) -> Key:
    """By what an order of a draft is told from another."""
    return order.exchange, order.tradingsymbol, order.transaction_type, order.product


def which_of(key: Key, others: Iterable[Key]) -> Key | None:
    """Which of these orders or fills it is; None: none of them, or it cannot be told which.

    In another product, or in one left to Kite, it is the same shares still, where these have them in one alone.
    """
    alike = [each for each in others if each[:3] == key[:3]]
    if key in alike:
        return key
    return alike[0] if len(alike) == 1 else None


def span_of(quantities: Iterable[int | None]) -> Span:
    """From the least to the most of these, of those that are any."""
    given = [each for each in quantities if each]
    return Span(min(given), max(given)) if given else NOBODYS


def _span(shares: Sequence[Sized | None]) -> Span | None:
    if any(each is None for each in shares) or not shares:
        return None
    return span_of(each.quantity for each in shares if each is not None)


def _evidence(mine: Iterable[Own]) -> dict[Key, str]:
    """All that each order rests on, each once, with spaces between."""
    found: dict[Key, dict[str, None]] = {}
    for each in mine:
        found.setdefault(each.key, {})[each.evidence.value] = None
    return {key: " ".join(each) for key, each in found.items()}


def sums(owned: Iterable[Own]) -> dict[Key, int]:
    """How much of each order these are together."""
    found: dict[Key, int] = {}
    for each in owned:
        found[each.key] = found.get(each.key, 0) + each.quantity
    return found


def _part(own: int, order: OrderText, of: int, lot: int) -> int:
    """As much of their own as the order's share in `of` is, in whole lots."""
    return own * _typed(order) // of // lot * lot


def _typed(order: OrderText) -> int:
    read = money.whole(order.quantity)
    return read if isinstance(read, int) else 0
