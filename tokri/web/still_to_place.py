"""Orders still to place: what is left of a basket and why, and the one act that makes a basket of it."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.journey.baskets import get_basket, one_line
from tokri.journey.still_to_place import Refusal, StillToPlaceOfBasket, make, see
from tokri.web.context import known_visitor, outside
from tokri.web.limited import limited
from tokri.web.reads import reads
from tokri.web.words import still_to_place as words

Answer = Response | tuple[str, int] | str


def still_to_place(basket_id: str) -> Answer:
    """GET shows what is left; POST makes the basket."""
    if request.method == "POST":
        return _make(basket_id)
    found = see(outside(), known_visitor(), basket_id)
    if found is None:
        abort(404)
    return _page(found)


@limited("save")
def _make(basket_id: str) -> Answer:
    visitor = known_visitor()
    basket = get_basket(outside(), visitor, basket_id)
    if basket is None:
        abort(404)
    name = one_line(words.name_of_basket(basket.name))
    done = make(outside(), visitor, basket_id, request.form.get("shown", ""), name)
    if done is None:
        abort(404)
    if isinstance(done, str):
        return redirect(url_for("review", basket_id=done), code=303)
    return _page(done.found, changed=done.why is Refusal.CHANGED), 409


def _page(found: StillToPlaceOfBasket, *, changed: bool = False) -> str:
    may = reads(outside(), known_visitor(), found.basket.id)
    return render_template(
        "still_to_place.html",
        found=found,
        lines=words.told(found.still_to_place, reads=may.now, reads_later=may.later),
        nothing=words.nothing(found.still_to_place),
        changed=changed,
    )
