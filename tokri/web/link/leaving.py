"""The page that leaves a link for Kite: it posts once, if the link still lets it; and the client's word afterwards."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tokri.core.link.state import Door
from tokri.journey import handoff as journey
from tokri.journey import leaving
from tokri.link.going import going
from tokri.link.still_to_place import stands_on_still_to_place
from tokri.web.context import outside, visitor_id
from tokri.web.headers import ask_for
from tokri.web.limited import limited
from tokri.web.link import page, still_to_place
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.robots import for_people
from tokri.web.said_word import said_word
from tokri.web.words.accounts import whose_orders

Answer = Response | tuple[str, int] | str


@for_people
def handoff(token: str, handoff_id: str) -> Answer:
    """The first visit carries the form, while the link lets it; every later one says that the browser has been there.

    A browser without a cookie cannot be found again when Kite sends it back: it is shown the advice first.
    """
    looked = come_in(token)
    browser = visitor_id()
    if browser is None:
        return redirect(url_for("link", token=token), code=303)
    visit = leaving.leave(
        as_client(looked),
        looked.link.visitor_id,
        handoff_id,
        browser_id=browser,
        gate=going(outside(), looked, handoff_id),
    )
    if visit is None:
        abort(404)
    if isinstance(visit, leaving.Stopped):
        return _stopped(token)
    if isinstance(visit, leaving.Leaving):
        ask_for("handoff")
        return render_template(
            "handoff.html",
            leaving=visit,
            form=visit.form,
            handoff=visit.handoff,
            account=whose_orders(looked.client),
            firm=looked.firm,
        )
    if isinstance(visit, leaving.Overtaken):
        return render_template(
            "handoff_overtaken.html", overtaken=visit, handoff=visit.handoff, looked=looked, firm=looked.firm
        )
    if isinstance(visit, leaving.NewsCame):
        afresh = still_to_place.asked_afresh if stands_on_still_to_place(looked) else page.asked_afresh
        return afresh(looked, visit.handoff.part)
    return render_template(
        "handoff_sent.html", left=visit, handoff=visit.sending.handoff, looked=looked, firm=looked.firm
    )


def _stopped(token: str) -> Answer:
    """It never left and must not: what the link says now tells why."""
    now = come_in(token)
    told = render_template(
        "link/stopped.html", looked=now, firm=now.firm, token=token, recalled=now.door is Door.RECALLED
    )
    return told, 410


@limited("word")
def word(token: str, handoff_id: str) -> Answer:
    """Keep what the client says became of the hand-off."""
    looked = come_in(token)
    if journey.say(as_client(looked), looked.link.visitor_id, handoff_id, *said_word()) is None:
        abort(404)
    return redirect(url_for("link_result", token=token, _anchor=f"handoff-{handoff_id}"), code=303)
