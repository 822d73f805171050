"""The answer to a link's check: counted by browser, by link and by the wrong ones; never shown again."""

from __future__ import annotations

from flask import redirect, request, url_for

from tokri.link.checking import Checked, asks
from tokri.link.checking import check as try_answer
from tokri.link.look import look
from tokri.web.context import ensure_visitor, outside, tools, visitor_id
from tokri.web.language import _
from tokri.web.limited import ComeBackLater, limited
from tokri.web.link.door import Answer, ask
from tokri.web.link.errors import nowhere, page_too_old
from tokri.web.link.frame import enter


@limited("link-check")
def check(token: str) -> Answer:
    """Right: on to what stands at the address. Wrong: the question again, and nothing of what was typed."""
    found = look(outside(), token, visitor_id())
    if found is None:
        return nowhere()
    enter(found, token)
    seconds = tools().limits.take("link-check-link", found.link.id)
    if seconds is not None:
        raise ComeBackLater(seconds)
    if try_answer(outside(), token, request.form.get("answer", ""), ensure_visitor()) is not Checked.WRONG:
        return redirect(url_for("link", token=token), code=303)
    return ask(found, _("Your answer is not the one that we have. Look at it once more, and try again."), 422)


def stale() -> Answer:
    """The question again, when the form's protection was out of date or the browser keeps no cookie."""
    token = str((request.view_args or {})["token"])
    found = look(outside(), token, visitor_id())
    if found is None:
        return nowhere()
    enter(found, token)
    if not asks(found):
        return redirect(url_for("link", token=token), code=303)
    return ask(found, page_too_old(), 400)
