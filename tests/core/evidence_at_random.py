"""Hand-offs and evidence at random: any source, any state, true or not, of the hand-off's own orders and of rivals'."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.core.seen import BOOK, ORDER_FILE, POSTBACK, TRADE_FILE, asked, handed_off, look, order, seen, traded
from tokri.core.evidence import How, Look, Sighting, Source
from tokri.core.ports.kept import Handoff

STATUSES = (
    *("COMPLETE", "CANCELLED", "REJECTED", "LAPSED", "OPEN", "TRIGGER PENDING", "AMO REQ RECEIVED"),
    "PUT ORDER REQ RECEIVED",
)
SYMBOLS = ("INFY", "TCS")


@st.composite
def handoffs(draw: st.DrawFn, most: int = 3, symbols: tuple[str, ...] = SYMBOLS) -> Handoff:
    one = st.builds(
        asked,
        tradingsymbol=st.sampled_from(symbols),
        quantity=st.sampled_from([10, 20]),
        price=st.sampled_from([1490, 1500]),
    )
    return handed_off(*draw(st.lists(one, min_size=1, max_size=most)))


@st.composite
def sightings(
    draw: st.DrawFn,
    /,
    sources: tuple[Source, ...] = (BOOK, POSTBACK, ORDER_FILE, TRADE_FILE),
    order_ids: tuple[str, ...] = ("1", "2", "3", "file:h1:0"),
    places: tuple[int | None, ...] = (None, 0, 1, 2),
    **fields: Any,
) -> Sighting:
    source = draw(st.sampled_from(sources))
    quantity = draw(st.sampled_from([4, 10, 20]))
    filled = draw(st.integers(0, quantity))
    order_id = draw(st.sampled_from(order_ids))
    symbol = SYMBOLS[order_ids.index(order_id) % 2]
    if source is TRADE_FILE:
        book = traded(order_id, max(filled, 1), tradingsymbol=symbol)
    else:
        book = order(order_id, draw(st.sampled_from(STATUSES)), filled, quantity, tradingsymbol=symbol)
    how = How.LIKENESS if source in {ORDER_FILE, TRADE_FILE} else draw(st.sampled_from(How))
    at, place = draw(st.integers(0, 9)), draw(st.sampled_from(places))
    handoff_id = draw(st.sampled_from(["h1", "h1", "h1", "h2"]))
    return replace(seen(book, at, source, place), **{"how": how, "handoff_id": handoff_id, **fields})


@st.composite
def looks(draw: st.DrawFn) -> Look:
    source = draw(st.sampled_from([BOOK, ORDER_FILE, TRADE_FILE]))
    return look(draw(st.integers(-2, 9)), source, closed=draw(st.booleans()))
