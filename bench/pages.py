"""Review, hand-off and result, against the least that Flask can answer; and what a hand-off page writes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Final

from flask import Flask
from sqlalchemy import Connection, Engine, event

from bench.bare import bare
from bench.measure import Figure, compare, milliseconds
from bench.site import Request, draft, outside, request, send, visitor
from tokri.core.ports import Handoff
from tokri.journey.baskets import create_basket
from tokri.journey.handoff import Ask, hand_off, needed_ticks
from tokri.journey.review import review_basket

_ROUNDS: Final = 40


def figures(app: Flask) -> Iterator[Figure]:
    """Every figure of these pages."""
    who = visitor(app, "pages")
    flask = bare()
    basket_id = create_basket(outside(app), who.id, draft(20)).basket_id
    sent = handed_off(app, who.id)
    send(app, request(f"/handoffs/{sent.id}", who))
    review = repeat(request(f"/baskets/{basket_id}/review", who))
    result = repeat(request(f"/baskets/{sent.basket_id}/result", who))
    visits = iter([request(f"/handoffs/{handed_off(app, who.id).id}", who) for _ in range(_ROUNDS + 2)])
    for what, asked, hold in (
        ("review, 20 orders", review, 80.0),
        ("result, one part of 10 orders", result, 50.0),
        ("hand-off page, its one visit, 10 orders", visits, 45.0),
    ):
        yield _times(app, flask, what, asked, hold)
    written = _writes(app, request(f"/handoffs/{handed_off(app, who.id).id}", who))
    yield Figure("hand-off page, its one visit: writing units", "one", written, 1.0)


def _times(app: Flask, flask: Flask, what: str, asked: Iterator[Request], hold: float) -> Figure:
    hello = request("/")
    cost = compare(lambda: send(flask, hello), lambda: send(app, next(asked)), _ROUNDS)
    plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
    return Figure(what, "a bare Flask answer", cost.ratio, hold, plain=plain)


def _writes(app: Flask, asked: Request) -> int:
    """How many times the store was locked for writing."""
    begun: list[str] = []

    def listen(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            begun.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        send(app, asked)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    return len(begun)


def handed_off(app: Flask, visitor_id: str) -> Handoff:
    """A basket of ten orders, handed off and not yet left."""
    world = outside(app)
    basket_id = create_basket(world, visitor_id, draft(10)).basket_id
    review = review_basket(world, visitor_id, basket_id)
    if review is None:
        raise SystemExit("The basket that was just made is not there.")
    made = hand_off(world, visitor_id, basket_id, Ask(review.sha256, 1, 1, ticks=needed_ticks(review)))
    if not isinstance(made, Handoff):
        raise SystemExit(f"The basket that was just made could not be handed off: {made}")
    return made
