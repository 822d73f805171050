"""Sells before buys, and the depository, at a link: the way through's own pages, each step the client's."""

from __future__ import annotations

from flask import request

from tokri.web import two_steps as pages
from tokri.web.limited import limited
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.robots import for_people

Answer = pages.Answer


@for_people
def sells_first(token: str) -> Answer:
    """What the next part waits for."""
    looked = come_in(token)
    return pages.page(as_client(looked), looked.link.visitor_id, looked.link.id)


@limited("reading")
def check_funds(token: str) -> Answer:
    """Have the order book, the money and the shares looked at with the session that is kept."""
    looked = come_in(token)
    return pages.checked(as_client(looked), looked.link.visitor_id, looked.link.id)


@limited("word")
def go_on(token: str) -> Answer:
    """Open the part by the client's own word; they say yes to its orders on its own page."""
    looked = come_in(token)
    return pages.gone_on(as_client(looked), looked.link.visitor_id, looked.link.id)


@for_people
def depository(token: str) -> Answer:
    """How shares are let be sold; POST has the request opened."""
    if request.method == "POST":
        return _open_request(token)
    looked = come_in(token)
    return pages.depository_page(as_client(looked), looked.link.visitor_id, looked.link.id)


@limited("reading")
def _open_request(token: str) -> Answer:
    looked = come_in(token)
    return pages.asked_depository(as_client(looked), looked.link.visitor_id, looked.link.id)
