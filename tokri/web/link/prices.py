"""Today's prices at a link: what Kite tells of what was advised, by the session that the client keeps."""

from __future__ import annotations

from flask import redirect, request

from tokri.web import prices as pages
from tokri.web.limited import limited
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.robots import for_people
from tokri.web.way import way

Answer = pages.Answer


@for_people
def prices(token: str) -> Answer:
    """What is told of the advice's instruments; POST has them looked up."""
    if request.method == "POST":
        return _ask(token)
    looked = come_in(token)
    if looked.version is None:
        return redirect(way("review"), code=303)
    draft = looked.version.proposal.draft
    return pages.page(as_client(looked), looked.link.visitor_id, looked.link.id, draft.name, draft.orders)


@limited("reading")
def _ask(token: str) -> Answer:
    looked = come_in(token)
    orders = looked.version.proposal.draft.orders if looked.version is not None else ()
    return pages.asked(as_client(looked), looked.link.visitor_id, looked.link.id, orders)
