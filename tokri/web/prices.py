"""Today's prices by a kept session: what Kite tells of each instrument that a basket's orders name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from tokri.core.basket import OrderText
from tokri.core.ports import Outside
from tokri.core.rules.leg import key_of
from tokri.journey import prices as journey
from tokri.journey.filled import filled_instruments
from tokri.journey.review import review_basket
from tokri.journey.sending import Sending
from tokri.web.context import known_visitor, outside
from tokri.web.limited import limited
from tokri.web.way import way
from tokri.web.words.quotes import price_rows

Answer = Response | str


def prices(basket_id: str) -> Answer:
    """What is told of the basket's instruments; POST has them looked up."""
    if request.method == "POST":
        return _ask(basket_id)
    name, orders = _asked_about(basket_id)
    return page(outside(), known_visitor(), basket_id, name, orders)


@limited("reading")
def _ask(basket_id: str) -> Answer:
    _, orders = _asked_about(basket_id)
    return asked(outside(), known_visitor(), basket_id, orders)


def _asked_about(basket_id: str) -> tuple[str, Sequence[OrderText]]:
    found = review_basket(outside(), known_visitor(), basket_id)
    if found is None:
        abort(404)
    return found.basket.name, still_to_fill(found.version.draft.orders, found.sendings_of_version)


# --- the same at a link -------------------------------------------------------------------------


def still_to_fill(orders: Sequence[OrderText], sendings: Iterable[Sending]) -> Sequence[OrderText]:
    """The orders whose price matters still; all of them, once every one has filled."""
    filled = filled_instruments(sendings)
    return [each for each in orders if key_of(each) not in filled] or orders


def page(world: Outside, visitor_id: str, basket_id: str, name: str, orders: Sequence[OrderText]) -> str:
    """Write the page."""
    found = journey.prices(world, visitor_id, orders)
    return render_template(
        "prices.html",
        found=found,
        rows=price_rows(found),
        basket_id=basket_id,
        name=name,
        part=_part(),
        back_to="left" if request.args.get("back") == "left" else "",
    )


def asked(world: Outside, visitor_id: str, basket_id: str, orders: Sequence[OrderText]) -> Answer:
    """Ask for the look; where no session is kept by now, the page says so."""
    journey.ask_prices(world, visitor_id, orders)
    back = "left" if request.form.get("back") == "left" else None
    return redirect(way("prices", basket_id=basket_id, part=_part(), back=back), code=303)


def _part() -> str | None:
    """The part of the basket that they come from, and go back to."""
    part = request.args.get("part", "")
    return part if re.fullmatch(r"[0-9]{1,4}", part, re.ASCII) else None
