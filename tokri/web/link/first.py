"""What may be done at a link before anything else: choose the language, and be seen to have it open."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, redirect, request, url_for

from tokri.core.link.language import language_of
from tokri.link.opening import open_link
from tokri.link.speaking import choose_language
from tokri.web.context import ensure_visitor, outside
from tokri.web.limited import limited
from tokri.web.link.agents import is_robot
from tokri.web.link.door import Answer
from tokri.web.link.errors import nowhere

#: The pages of a link that have no more than its token in their address: each is found again in the other language.
_FOUND_AGAIN: Final = frozenset({"link", "link_result", "link_decline", "link_elsewhere"})


@limited("word")
def language(token: str) -> Answer:
    """Write the link's pages in that language from now on."""
    chosen = language_of(request.form.get("language", ""))
    if chosen is None:
        abort(400)
    if not choose_language(outside(), token, chosen):
        return nowhere()
    at = request.form.get("at", "")
    return redirect(url_for(at if at in _FOUND_AGAIN else "link", token=token), code=303)


@limited("word")
def opened(token: str) -> Answer:
    """The page's module says that somebody has it before them. A program that runs modules is nobody."""
    if not is_robot(request.user_agent.string):
        ensure_visitor()
        if not open_link(outside(), token):
            return nowhere()
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    return answer
