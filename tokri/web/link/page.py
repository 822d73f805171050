"""A client's page: the orders first, what is said of them, what may be changed, and the one yes that leads to Kite."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.link.kite_id import KiteIdFault, read_kite_id
from tokri.core.link.state import Door
from tokri.core.ports import Acceptance, Handoff
from tokri.link import handing
from tokri.link.handing import Refused, Why
from tokri.link.look import Looked, look
from tokri.link.offering import Offered, offer
from tokri.link.still_to_place import stands_on_still_to_place
from tokri.web.context import ensure_visitor, outside, visitor_id
from tokri.web.limited import limited
from tokri.web.link.choices import choices_of_form
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.shown import Asked, shown_offer
from tokri.web.review import ticks_of_form
from tokri.web.way import link_token
from tokri.web.words.choosing import kite_id_fault
from tokri.web.words.consent import consent_text

Answer = Response | tuple[str, int] | str

_STATUS: Final = {
    Why.CHOICES: 422,
    Why.NOT_TICKED: 422,
    Why.NOT_ACCEPTED: 422,
    Why.NOT_ASKED_AGAIN: 422,
}


def page(found: Looked) -> Answer:
    """The advice at an address that is open. `part` may be asked for, as the result page's links do.

    Whoever said yes to what was left of it goes on from there.
    """
    if stands_on_still_to_place(found):
        return redirect(url_for("link_still_to_place", token=link_token()), code=303)
    offered = offer(outside(), found)
    if offered is None:
        abort(404)
    return _written(offered, Asked(part=_whole(request.args.get("part", ""))))


@limited("save")
def choose(token: str) -> Answer:
    """What the choices come to. Nothing of it is kept."""
    found = come_in(token)
    if found.door is not Door.OPEN:
        return redirect(url_for("link", token=token), code=303)
    offered = offer(outside(), found, choices_of_form(request.form))
    if offered is None:
        abort(404)
    return _written(offered, Asked(chosen=True)), 422 if offered.chosen.errors else 200


@limited("handoff")
def consent(token: str) -> Answer:
    """Keep the yes and its hand-off, and go on to the page that leaves; or say what stands in the way."""
    found = come_in(token)
    form = request.form
    typed = form.get("kite_id", "")
    user = read_kite_id(typed) if typed.strip() else ""
    asked = Asked(
        part=_whole(form.get("part", "1")),
        ticks=ticks_of_form(),
        kite_id=typed,
        chosen=True,
    )
    if isinstance(user, KiteIdFault):
        offered = offer(outside(), found, choices_of_form(form)) if found.door is Door.OPEN else None
        if offered is not None:
            asked.fault = kite_id_fault(user)
            return _written(offered, asked), 422
        return redirect(url_for("link", token=token), code=303)
    ask = handing.Ask(
        choices=choices_of_form(form),
        version_sha256=form.get("version_sha256", ""),
        review_sha256=form.get("review_sha256", ""),
        text_sha256=form.get("text_sha256", ""),
        part=asked.part,
        attempt=_whole(form.get("attempt", "1")),
        ticked=form.get("consent") == "yes",
        again=form.get("again") == "yes",
        ticks=asked.ticks,
        kite_user_id=user,
        known=form.get("known", ""),
    )
    done = handing.consent(as_client(found), token, ensure_visitor(), ask, consent_text)
    if isinstance(done, Handoff):
        return redirect(url_for("link_handoff", token=token, handoff_id=done.id), code=303)
    return _refused(token, asked, done)


def stale() -> Answer:
    """The page again, with the choices as typed, after the form's protection against forged posts had run out."""
    token = str((request.view_args or {}).get("token", ""))
    found = come_in(token)
    offered = offer(outside(), found, choices_of_form(request.form)) if found.door is Door.OPEN else None
    if offered is None:
        return redirect(url_for("link", token=token), code=303)
    asked = Asked(part=_whole(request.form.get("part", "")), kite_id=request.form.get("kite_id", ""), chosen=True)
    asked.stale = True
    return _written(offered, asked), 400


def _refused(token: str, asked: Asked, done: Refused | None) -> Answer:
    """The page as it is now, with why nothing was sent; a door that shut meanwhile says so itself."""
    if done is None:
        abort(404)
    now = look(outside(), token, visitor_id())
    if now is None or done.why in {Why.CHECK, Why.CLOSED} or now.door is not Door.OPEN:
        return redirect(url_for("link", token=token), code=303)
    choices = None if done.why is Why.REPLACED else choices_of_form(request.form)
    offered = offer(outside(), now, choices)
    if offered is None:
        return redirect(url_for("link", token=token), code=303)
    # A tick is for what was read beside it.
    kept: Collection[Acceptance] = asked.ticks if _STATUS.get(done.why) else ()
    asked.why, asked.ticks = done.why, kept
    return _written(offered, asked), _STATUS.get(done.why, 409)


def asked_afresh(found: Looked, part: int) -> Answer:
    """The page again, for a hand-off that was held back: more became known of what went before it."""
    offered = offer(outside(), found) if found.door is Door.OPEN else None
    if offered is None:
        return redirect(url_for("link", token=link_token()), code=303)
    return _written(offered, Asked(part=part, why=Why.NEWS)), 409


def _written(offered: Offered, asked: Asked) -> str:
    return render_template(
        "link/page.html", token=link_token(), firm=offered.looked.firm, **shown_offer(offered, asked, consent_text)
    )


def _whole(text: str) -> int:
    """A part or an attempt; what is no number is none there can be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0  # noqa: PLR2004 - as in the review
