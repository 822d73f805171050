"""The way back: Kite sends the browser here; the claim is kept and the address cleaned at once."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.journey import handback as journey
from tokri.web.context import known_visitor, outside, visitor_id
from tokri.web.headers import ask_for
from tokri.web.limited import limited
from tokri.web.prefetch import no_page, only_looking

Answer = Response | str


def kite_redirect() -> Answer:
    """Keep what came back and answer 303 to an address without a token, whatever came."""
    ask_for("handback")
    if only_looking(request):
        return no_page()
    return _take_back()


@limited("handback")
def _take_back() -> Answer:
    pairs = list(request.args.items(multi=True))
    where = journey.take_back(outside(), visitor_id(), pairs)
    match where:
        case journey.Answered():
            url = url_for("result", basket_id=where.basket_id)
        case journey.WhichOne():
            url = url_for("which_handoff", handback_id=where.handback_id)
        case journey.Neutral():
            url = url_for("returned", name=where.value)
    answer = make_response(redirect(url, code=303))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def returned(name: str) -> Answer:
    """A return that is shown no basket, each kind with its own words."""
    try:
        neutral = journey.Neutral(name)
    except ValueError:
        abort(404)
    return render_template(f"returned_{neutral.name.lower()}.html")


def which_handoff(handback_id: str) -> Answer:
    """Several hand-offs are at Kite: GET asks which one came back, POST keeps the answer."""
    visitor = known_visitor()
    if request.method == "POST":
        return _choose(visitor, handback_id)
    found = journey.choices(outside(), visitor, handback_id)
    if found is None:
        abort(404)
    if isinstance(found, journey.Answered):
        return redirect(url_for("result", basket_id=found.basket_id), code=303)
    return render_template("which_handoff.html", handback_id=handback_id, choices=found)


@limited("word")
def _choose(visitor: str, handback_id: str) -> Answer:
    answered = journey.choose(outside(), visitor, handback_id, request.form.get("handoff", ""))
    if answered is None:
        abort(404)
    return redirect(url_for("result", basket_id=answered.basket_id), code=303)
