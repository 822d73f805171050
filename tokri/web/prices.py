"""Today's prices by a kept session: what Kite tells of each instrument that a basket names."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from tokri.core.basket import OrderText
from tokri.core.ports import Outside
from tokri.journey import prices as journey
from tokri.journey.baskets import get_basket
from tokri.web.context import known_visitor, outside
from tokri.web.limited import limited
from tokri.web.way import way
from tokri.web.words.quotes import price_rows

Answer = Response | str


def prices(basket_id: str) -> Answer:
    """What is told of the basket's instruments; POST has them looked up."""
    if request.method == "POST":
        return _ask(basket_id)
    basket = get_basket(outside(), known_visitor(), basket_id)
    if basket is None:
        abort(404)
    return page(outside(), known_visitor(), basket_id, basket.name, basket.latest.draft.orders)


@limited("reading")
def _ask(basket_id: str) -> Answer:
    basket = get_basket(outside(), known_visitor(), basket_id)
    if basket is None:
        abort(404)
    return asked(outside(), known_visitor(), basket_id, basket.latest.draft.orders)


# --- the same at a link -------------------------------------------------------------------------


def page(world: Outside, visitor_id: str, basket_id: str, name: str, orders: Sequence[OrderText]) -> Answer:
    """Write the page; without a session there is none, and the orders themselves are shown."""
    found = journey.prices(world, visitor_id, orders)
    if found is None:
        return redirect(way("review", basket_id=basket_id), code=303)
    return render_template("prices.html", found=found, rows=price_rows(found), basket_id=basket_id, name=name)


def asked(world: Outside, visitor_id: str, basket_id: str, orders: Sequence[OrderText]) -> Answer:
    """Ask for the look; where the session is over by now, the page leads back to the orders."""
    journey.ask_prices(world, visitor_id, orders)
    return redirect(way("prices", basket_id=basket_id), code=303)
