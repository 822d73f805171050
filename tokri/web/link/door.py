"""The address of a link: the check first, then the advice, or what became of it."""

from __future__ import annotations

from typing import Final

from flask import render_template
from werkzeug.wrappers import Response

from tokri.core.desk.client import CheckKind
from tokri.core.link.state import Door
from tokri.link.checking import TELL_NOTHING, asked_kind, asks
from tokri.link.look import Looked, look
from tokri.web.context import outside, visitor_id
from tokri.web.lazily import found as page_of
from tokri.web.link.errors import nowhere
from tokri.web.link.frame import enter
from tokri.web.link.robots import for_people
from tokri.web.words.link_doors import words_of

Answer = Response | tuple[str, int] | str

#: What these show is what the client did, and they may go on from there; every other address is gone.
_STANDS: Final = frozenset({Door.DONE, Door.ELSEWHERE, Door.DECLINED})

_GONE: Final = 410


@for_people
def link(token: str) -> Answer:
    """What stands at that address for this browser."""
    found = look(outside(), token, visitor_id())
    if found is None:
        return nowhere()
    enter(found, token)
    if asks(found):
        return ask(found)
    if found.door is Door.OPEN:
        return _advice(found)
    return shut(found)


def ask(found: Looked, wrong: str = "", status: int = 200) -> Answer:
    """The page that asks the check's question. What was answered does not come back."""
    kind = asked_kind(found)
    errors = [("answer" if kind is not CheckKind.NONE else "", wrong)] if wrong else []
    return render_template("link/check.html", kind=kind.value, errors=errors, wrong=wrong or None), status


def shut(found: Looked) -> Answer:
    """What a door says that does not open."""
    words = words_of(found)
    page = render_template(
        "link/door.html", words=words, looked=found, door=found.door.value, may_see_result=_may_see_result(found)
    )
    return page, 200 if found.door in _STANDS else _GONE


def _may_see_result(found: Looked) -> bool:
    """Whether there is a result, and this browser is let in to it."""
    left = [each.handoff for each in found.sendings if each.handoff.left_at is not None]
    if not left or found.asks_check:
        return False
    return found.door not in TELL_NOTHING or visitor_id() in {each.browser_id for each in left}


def _advice(found: Looked) -> Answer:
    """The advice itself: tokri/web/link/page.py."""
    answer: Answer = page_of("tokri.web.link", "page.page")(found)
    return answer
