"""The advice to read, at an address whose door is shut for having been acted on: nothing can be sent from here."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from tokri.core.link.state import Door
from tokri.link.offering import offer
from tokri.web.context import outside
from tokri.web.link.inside import come_in
from tokri.web.link.robots import for_people
from tokri.web.link.shown import Asked, shown_offer
from tokri.web.words.consent import consent_text

Answer = Response | str

#: Doors behind which the advice may be read still: it is the client's, and has a stop-loss to be kept by.
READABLE: Final = frozenset({Door.DONE, Door.ELSEWHERE, Door.DECLINED, Door.EXPIRED, Door.USED_UP})


@for_people
def advice(token: str) -> Answer:
    """What was advised. An open door leads to the page that acts, any other that is shut says why it is."""
    looked = come_in(token)
    offered = offer(outside(), looked) if looked.door in READABLE else None
    if offered is None:
        return redirect(url_for("link", token=token), code=303)
    said = shown_offer(offered, Asked(), consent_text)
    return render_template("link/advice.html", token=token, firm=looked.firm, **said)
