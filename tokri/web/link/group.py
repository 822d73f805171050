"""The address of a group: client code and check, then one's own link. It names nothing that anybody was advised."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, url_for

from tokri.link.group import GroupDoor, SeenGroup, come_in, see_group
from tokri.web.context import ensure_visitor, outside, tools
from tokri.web.language import _
from tokri.web.limited import ComeBackLater, count
from tokri.web.link.door import Answer
from tokri.web.link.errors import nowhere, page_too_old
from tokri.web.link.frame import enter_as
from tokri.web.link.robots import for_people

_GONE: Final = 410


@for_people
def group(token: str) -> Answer:
    """The form, and what it leads to."""
    found = _found(token)
    if found is None:
        return nowhere()
    if found.door is not GroupDoor.OPEN:
        expired = found.door is GroupDoor.EXPIRED
        return render_template("link/group_ended.html", expired=expired), _GONE
    if request.method != "POST":
        return _form(token)
    _throttle(found)
    typed = request.form.get("code", "")
    own = come_in(outside(), found.link, typed, request.form.get("answer", ""), ensure_visitor())
    if own is not None:
        return redirect(url_for("link", token=own), code=303)
    return _form(token, typed, _wrong(), 422)


def stale() -> Answer:
    """The form again, when its protection was out of date. The code is not lost."""
    token = str((request.view_args or {})["token"])
    if _found(token) is None:
        return nowhere()
    return _form(token, request.form.get("code", ""), page_too_old(), 400)


def _wrong() -> str:
    """Every failure in the same words: nothing tells which part of it was wrong."""
    return _(
        "These two do not open a page. Look at both once more. If you are sure of them, your page may be locked, or "
        "nothing was written for you: call us."
    )


def _found(token: str) -> SeenGroup | None:
    found = see_group(outside(), token)
    if found is not None:
        enter_as(found.firm)
    return found


def _form(token: str, code: str = "", wrong: str = "", status: int = 200) -> Answer:
    errors = [("code", wrong)] if wrong else []
    action = url_for("link_group", token=token)
    return render_template("link/group.html", action=action, code=code, errors=errors), status


def _throttle(found: SeenGroup) -> None:
    """Raises ComeBackLater."""
    count("group-check")
    seconds = tools().limits.take("group-check-link", found.link.id)
    if seconds is not None:
        raise ComeBackLater(seconds)
