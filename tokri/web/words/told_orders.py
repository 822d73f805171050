"""The orders of a proposal, read: as typed, or each client's own quantity where it was drafted for certain clients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.advice import LegAdvice, Proposal
from tokri.core.desk.own_quantities import Span
from tokri.web.words.advice import label
from tokri.web.words.baskets import in_words
from tokri.web.words.names import LABELS as KITE_LABELS
from tokri.web.words.own_quantities import quantity

_BESIDE: Final = ("why", "entry_from", "entry_to", "stop_loss", "target", "horizon")
_IN_COLUMNS: Final = frozenset({"tradingsymbol", "exchange", "transaction_type", "quantity", "order_type", "price"})
_USUAL: Final = {"variety": "regular", "validity": "DAY", "readonly": ""}


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """One order as it stands in a proposal: the columns of a table, and what else is said of it, a line each."""

    name: str
    exchange: str
    side: str
    quantity: str
    price: str
    rest: tuple[str, ...]
    advice: tuple[str, ...]


def told_orders(proposal: Proposal, spans: Sequence[Span | None]) -> list[ToldOrder]:
    """The orders with what is advised beside them, as typed.

    `spans` tells of each from how much to how much its clients get, where that is not what was typed.
    """
    rows = zip(proposal.draft.orders, proposal.legs, spans, strict=True)
    return [
        ToldOrder(
            f"{place}. {order.tradingsymbol}",
            order.exchange,
            order.transaction_type,
            quantity(order, span),
            " ".join(each for each in (order.order_type, order.price) if each),
            tuple(_rest(order)),
            tuple(_advice(leg)),
        )
        for place, (order, leg, span) in enumerate(rows, 1)
    ]


def _rest(order: OrderText) -> Iterator[str]:
    for name, text in {"product": "left to Kite", **order.as_dict()}.items():
        if name not in _IN_COLUMNS and text != _USUAL.get(name):
            yield KITE_LABELS[name] if name == "readonly" else f"{KITE_LABELS[name]}: {text}"


def _advice(leg: LegAdvice) -> Iterator[str]:
    if leg.advised_price:
        at = f", {leg.advised_at}" if leg.advised_at else ""
        yield f"{label('advised_price')}: {leg.advised_price}{at}"
    yield from (f"{label(name)}: {text}" for name in _BESIDE if (text := getattr(leg, name)))
    if leg.sizing != "fixed":
        share = f", {leg.share.rstrip('%')} %" if leg.share else ""
        yield f"{label('sizing')}: {in_words('sizing', leg.sizing)}{share}"
