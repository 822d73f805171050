"""Behind the door of a link: whose it is, in its language, and only for a browser that may see what hangs on it."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, url_for

from tokri.core.ports import Outside
from tokri.link.acts import whose
from tokri.link.checking import TELL_NOTHING
from tokri.link.look import Looked, look
from tokri.web.context import outside, visitor_id
from tokri.web.link.frame import enter


def come_in(token: str) -> Looked:
    """The link as this browser sees it, and its page at the link and in its language. Raises NotFound.

    Whoever has yet to answer its check is led to it. So is whoever comes by an address that tells nothing any more;
    but not the browser that left for Kite from it, for that has to find out what became of its orders.
    """
    found = look(outside(), token, visitor_id())
    if found is None:
        abort(404)
    enter(found, token)
    if found.asks_check or (found.door in TELL_NOTHING and not _left_here(found)):
        abort(redirect(url_for("link", token=token), code=303))
    return found


def as_client(looked: Looked) -> Outside:
    """The outside world, where each step is recorded as the client's."""
    return replace(outside(), who=whose(looked.link))


def _left_here(looked: Looked) -> bool:
    browser = visitor_id()
    return browser is not None and any(each.handoff.browser_id == browser for each in looked.sendings)
