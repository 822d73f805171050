"""The page that leaves for Kite: it posts once, and afterwards says so."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.journey import handoff as journey
from tokri.journey import leaving
from tokri.web.context import known_visitor, outside
from tokri.web.headers import ask_for
from tokri.web.limited import limited
from tokri.web.prefetch import no_page, only_looking
from tokri.web.review import asked_afresh
from tokri.web.said_word import said_word

Answer = Response | tuple[str, int] | str


def handoff(handoff_id: str) -> Answer:
    """The first visit carries the form; every later one says that the browser has been to Kite already.

    A HEAD or a prefetch is not a visit.
    """
    visitor = known_visitor()
    if only_looking(request):
        return no_page()
    visit = leaving.leave(outside(), visitor, handoff_id)
    if visit is None or isinstance(visit, leaving.Stopped):  # nothing stops what is one's own
        abort(404)
    if isinstance(visit, leaving.Leaving):
        ask_for("handoff")
        return render_template("handoff.html", leaving=visit, form=visit.form, handoff=visit.handoff)
    if isinstance(visit, leaving.Overtaken):
        return render_template("handoff_overtaken.html", overtaken=visit, handoff=visit.handoff)
    if isinstance(visit, leaving.NewsCame):
        return asked_afresh(visit.handoff)
    return render_template("handoff_sent.html", left=visit, handoff=visit.sending.handoff)


@limited("word")
def word(handoff_id: str) -> Answer:
    """Keep what the person says became of the hand-off."""
    found = journey.say(outside(), known_visitor(), handoff_id, *said_word())
    if found is None:
        abort(404)
    return redirect(url_for("result", basket_id=found.basket_id), code=303)
