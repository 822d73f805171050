"""Today's prices at a link: what Kite tells of what was advised, by the session that the client keeps."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, request

from tokri.core.basket import OrderText
from tokri.link.offering import Offered, offer
from tokri.web import prices as pages
from tokri.web.context import outside
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
    offered = offer(outside(), looked)
    if offered is None or looked.version is None:
        return redirect(way("review"), code=303)
    name, orders = looked.version.proposal.draft.name, _meant(offered)
    return pages.page(as_client(looked), looked.link.visitor_id, looked.link.id, name, orders)


@limited("reading")
def _ask(token: str) -> Answer:
    looked = come_in(token)
    offered = offer(outside(), looked)
    orders = _meant(offered) if offered is not None else ()
    return pages.asked(as_client(looked), looked.link.visitor_id, looked.link.id, orders)


def _meant(offered: Offered) -> Sequence[OrderText]:
    """What of the advice is meant for this client, and has yet to fill."""
    return pages.still_to_fill(offered.orders, offered.looked.sendings)
