"""Following up a version: who filled what and by what evidence, the draft for them, and a note on the rest."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.follow_up import Group
from tokri.desk import still_to_place as desk
from tokri.desk.follow_up import Following, Refused, close, draft, look_at
from tokri.web.context import outside
from tokri.web.desk.gate import by, guard
from tokri.web.ids import PATTERN
from tokri.web.limited import limited
from tokri.web.words import follow_up as words
from tokri.web.words import sharing as sharing_words

Answer = Response | tuple[str, int] | str

_CLIENT: Final = re.compile(f"client-({PATTERN})", re.ASCII)


def follow_up(basket_id: str, number: int) -> Answer:
    """GET shows who is in which group; POST makes the draft, or closes with a note."""
    if request.method == "POST":
        return _act(basket_id, number)
    found = look_at(outside(), basket_id, number)
    if found is None:
        abort(404)
    return _page(found)


@limited("save")
def _act(basket_id: str, number: int) -> Answer:
    form = request.form
    chosen = frozenset(match[1] for name in form if (match := _CLIENT.fullmatch(name)))
    shown, note = form.get("shown", ""), form.get("note", "")
    if form.get("action") == "close":
        closed = close(outside(), by(), basket_id, number, chosen=chosen, note=note, shown=shown)
        if closed is None:
            abort(404)
        if isinstance(closed, Refused):
            # The other form is as it came.
            stay = chosen.difference(closed.left_out)
            return _page(closed.following, closed, stay | _ticked(closed.following), note), 422
        return redirect(url_for("desk_follow_up", basket_id=basket_id, number=number), code=303)
    made = draft(outside(), by(), basket_id, number, chosen=chosen, shown=shown, say=words.draft)
    if made is None:
        abort(404)
    if isinstance(made, Refused):
        return _page(made.following, made, chosen.difference(made.left_out)), 422
    return redirect(url_for("desk_basket", basket_id=made.id), code=303)


def stale() -> Answer:
    """The page again, with ticks and note as they were, after the form's protection had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    address = request.view_args or {}
    found = look_at(outside(), str(address.get("basket_id", "")), int(address.get("number", 0)))
    if found is None:
        abort(404)
    chosen = frozenset(match[1] for name in request.form if (match := _CLIENT.fullmatch(name)))
    page = _page(found, chosen=chosen, note=request.form.get("note", ""), warning=sharing_words.STALE)
    return page, 400


def _ticked(found: Following) -> frozenset[str]:
    """Who is ticked at first: those who filled by a document, and have no draft of it."""
    return frozenset(each.client_id for each in found.of(Group.FILLED)) - found.drafted


def _page(
    found: Following,
    refused: Refused | None = None,
    chosen: Collection[str] | None = None,
    note: str = "",
    warning: str = "",
) -> str:
    if chosen is None:
        chosen = _ticked(found)
    summary = [words.REFUSALS[refused.why]] if refused is not None else []
    summary += [("", each) for each in words.left_out(refused)] if refused is not None else []
    summary += [("", warning)] if warning else []
    return render_template(
        "desk/follow_up.html",
        following=found,
        groups=[(group, *words.GROUPS[group], found.of(group)) for group in Group if found.of(group)],
        own=words.own,
        still_open=words.still_open,
        exits=words.exits,
        chosen=chosen,
        note=note,
        note_fault=next((said for field, said in summary if field == "note"), ""),
        summary=summary,
        errors=bool(summary),
    )


@limited("save")
def still_to_place(link_id: str) -> Answer:
    """The draft of what is left of one client's orders."""
    made = desk.draft(outside(), by(), link_id, request.form.get("shown", ""), say=words.still_to_place)
    if made is None:
        abort(404)
    if isinstance(made, desk.NotTakenInHand):
        return redirect(
            url_for("desk_link", link_id=link_id, still_to_place="changed", _anchor="still-to-place"), code=303
        )
    return redirect(url_for("desk_basket", basket_id=made.id), code=303)
