"""The page that leaves for Kite: it posts once, and afterwards says so."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.ports import Said
from tokri.journey import handoff as journey
from tokri.journey.review import review_basket
from tokri.web.context import known_visitor, outside
from tokri.web.headers import ask_for
from tokri.web.limited import limited
from tokri.web.prefetch import no_page, only_looking

Answer = Response | str


def handoff(handoff_id: str) -> Answer:
    """The first visit carries the form; every later one says that the browser has been to Kite already.

    A HEAD or a prefetch is not a visit.
    """
    visitor = known_visitor()
    if only_looking(request):
        return no_page()
    leaving = journey.leave(outside(), visitor, handoff_id)
    if leaving is None:
        abort(404)
    if leaving.form is not None:
        ask_for("handoff")
        return render_template("handoff.html", leaving=leaving, form=leaving.form, handoff=leaving.handoff)
    review = review_basket(outside(), visitor, leaving.handoff.basket_id)
    return render_template("handoff_sent.html", leaving=leaving, handoff=leaving.handoff, review=review)


@limited("word")
def word(handoff_id: str) -> Answer:
    """Keep what the person says became of the hand-off."""
    try:
        said = Said(request.form.get("said", ""))
    except ValueError:
        abort(400)
    found = journey.say(outside(), known_visitor(), handoff_id, said)
    if found is None:
        abort(404)
    return redirect(url_for("result", basket_id=found.basket_id), code=303)
