"""What is said of a basket that was drafted for certain clients, each of whom gets their own quantity of its orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.own_check import OwnCheck, lots_of, orders_of
from tokri.core.desk.own_quantities import Drafted, Span
from tokri.core.known import Known
from tokri.core.problems import Problem
from tokri.desk.drafted import DraftedFor
from tokri.web.words.joined import all_of
from tokri.web.words.names import order_name

#: Codes that a sentence names; of more it says how many.
_NAMED: Final = 5

#: For whom alone a drafted basket is.
DRAFTED: Final[Mapping[Drafted, str]] = {
    Drafted.FOLLOW_UP: "It follows up what these clients filled: for them alone, each in their own quantity.",
    Drafted.CORRECTION: "It corrects what was placed of advice that was taken back: for this client alone.",
    Drafted.STILL_TO_PLACE: "It places what is left of this client’s orders: for them alone.",
}


def quantity(order: OrderText, span: Span | None) -> str:
    """How much of an order its clients get; as typed, where that is what each of them gets."""
    if span is None or (span.least == span.most and str(span.most) == order.quantity):
        return order.quantity
    return span.words


def spans(orders: Sequence[OrderText], known: Known, drafted: DraftedFor | None) -> Sequence[Span | None]:
    """From how much to how much its clients get of each order; of a basket for nobody in particular nothing is told."""
    if drafted is None:
        return (None,) * len(orders)
    return drafted.for_whom.spans(orders, lots_of(orders, known))


def of_orders(orders: Sequence[OrderText], spans: Sequence[Span | None]) -> list[str]:
    """How much its clients get of each order that is theirs: `Order 1, INFY: each client’s own: 25 to 37`."""
    return [f"{order_name(place, orders)}: {span.words}" for place, span in enumerate(spans) if span is not None]


def each_ones(
    orders: Sequence[OrderText], known: Known, drafted: DraftedFor | None
) -> Iterator[tuple[str, Sequence[str]]]:
    """Each client by their code, with what they get: `1. INFY: 25`."""
    if drafted is None:
        return
    for client_id in drafted.client_ids:
        mine = orders_of(client_id, orders, known, drafted.for_whom)
        said = [f"{place + 1}. {each.tradingsymbol}: {each.quantity}" for place, each in mine]
        yield drafted.codes.get(client_id, client_id), said or ["nothing"]


def whose(found: OwnCheck, drafted: DraftedFor | None) -> Callable[[Problem], str]:
    """What is added to the sentence of a problem that only some of the clients have; "" for the others."""

    def said(problem: Problem) -> str:
        clients = found.of(problem)
        if drafted is None or not clients:
            return ""
        codes = [drafted.codes.get(each, each) for each in drafted.client_ids if each in clients]
        named = codes if len(codes) <= _NAMED else [*codes[: _NAMED - 1], f"{len(codes) - _NAMED + 1} more"]
        return f" That is so for {all_of(', '.join(named))}, not for the others."

    return said
