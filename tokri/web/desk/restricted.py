"""The restricted list on a page: what staff may not trade, until when, and why."""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.restricted import Restriction
from tokri.core.desk.roles import Act
from tokri.core.problems import Problem
from tokri.core.times import date_words, ist_date
from tokri.desk.restrictions import EXCHANGES, LONGEST_WHY, Typed, lift, restrict, the_list
from tokri.web.context import outside
from tokri.web.desk.gate import by, guard, staff
from tokri.web.limited import limited
from tokri.web.words import sharing as words

Answer = Response | tuple[str, int] | str

_CHOICES: Final = [(each, each or "Every exchange") for each in EXCHANGES]


def restricted() -> Answer:
    """GET shows the list; POST puts a security on it."""
    return _restrict() if request.method == "POST" else _page(Typed())


@limited("save")
def _restrict() -> Answer:
    typed = _typed()
    done = restrict(outside(), by(), typed)
    if isinstance(done, Restriction):
        return redirect(url_for("desk_restricted"), code=303)
    return _page(typed, done), 422


def _typed() -> Typed:
    form = request.form
    return Typed(
        exchange=form.get("exchange", ""),
        tradingsymbol=form.get("tradingsymbol", ""),
        until=form.get("until", ""),
        why=form.get("why", ""),
        unlisted=form.get("unlisted") == "yes",
    )


def stale() -> Answer:
    """The form again, as it was typed, after its protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    return _page(_typed(), warning=words.STALE), 400


@limited("save")
def lift_restriction(restriction_id: str) -> Answer:
    """Take a security off the list; what was taken off before stays so."""
    if not lift(outside(), by(), restriction_id) and not _there(restriction_id):
        abort(404)
    return redirect(url_for("desk_restricted"), code=303)


def _there(restriction_id: str) -> bool:
    with outside().store.reading() as view:
        return any(each.id == restriction_id for each in view.restrictions.all())


def _page(typed: Typed, faults: tuple[Problem, ...] = (), *, warning: str = "") -> str:
    found = the_list(outside())
    with outside().store.reading() as view:
        names = {each.id: each.name for each in view.people.all()}
    said = {str(each.path[0]): words.restriction_fault(each) for each in faults}
    return render_template(
        "desk/restricted.html",
        holding=[_told(each, names) for each in found.holding],
        over=[_told(each, names) for each in found.over],
        typed=typed,
        faults=said,
        summary=[("", warning)] if warning else list(said.items()),
        warning=warning,
        ask_unlisted=typed.unlisted or any(each.code == "symbol-unlisted" for each in faults),
        choices=_CHOICES,
        longest=LONGEST_WHY,
        may_write=staff().may(Act.WRITE_RESTRICTED),
        errors=bool(faults or warning),
    )


def _told(each: Restriction, names: dict[str, str]) -> tuple[Restriction, str, str, str, str]:
    """The restriction, what is restricted, until when, who put it there, and when it was lifted."""
    until = date_words(each.until) if each.until else "It is lifted"
    added = f"{names.get(each.added_by, 'somebody who is not here any more')}, {ist_date(each.added_at)}"
    lifted = f"Lifted {ist_date(each.lifted_at)}" if each.lifted_at else ""
    return each, words.security(each), until, added, lifted
