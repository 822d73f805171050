"""Orders still to place, at a link: what is left, why, and the yes to exactly that, at the advised price."""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.link.choices import NO_CHOICES
from tokri.core.link.kite_id import KiteIdFault, read_kite_id
from tokri.core.ports import Handoff
from tokri.link import handing
from tokri.link.handing import Refused, Why
from tokri.link.look import Looked, look
from tokri.link.still_to_place import StillToPlaceOfLink, see
from tokri.web.context import ensure_visitor, outside, visitor_id
from tokri.web.limited import limited
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.robots import for_people
from tokri.web.link.shown import Asked, shown_offer
from tokri.web.messages import at_stake_sentence
from tokri.web.reads import reads
from tokri.web.review import ticks_of_form
from tokri.web.sent_before import sent_before
from tokri.web.way import link_token
from tokri.web.words import handing as handing_words
from tokri.web.words import still_to_place as words
from tokri.web.words.choosing import kite_id_fault

Answer = Response | tuple[str, int] | str

_STATUS: Final = {Why.NOT_TICKED: 422, Why.NOT_ACCEPTED: 422, Why.NOT_ASKED_AGAIN: 422}


@for_people
def still_to_place(token: str) -> Answer:
    """GET shows what is left; POST keeps the yes to it with its hand-off, and goes on to the page that leaves."""
    if request.method == "POST":
        return _consent(token)
    found = come_in(token)
    if not found.sendings:
        return redirect(url_for("link", token=token), code=303)
    return _written(see(outside(), found), Asked())


@limited("handoff")
def _consent(token: str) -> Answer:
    found, form = come_in(token), request.form
    typed = form.get("kite_id", "")
    user = read_kite_id(typed) if typed.strip() else ""
    asked = Asked(part=_whole(form.get("part", "1")), ticks=ticks_of_form(), kite_id=typed)
    if isinstance(user, KiteIdFault):
        asked.fault = kite_id_fault(user)
        return _written(see(outside(), found), asked), 422
    ask = handing.Ask(
        choices=NO_CHOICES,
        version_sha256=form.get("version_sha256", ""),
        review_sha256=form.get("review_sha256", ""),
        text_sha256=form.get("text_sha256", ""),
        part=asked.part,
        attempt=_whole(form.get("attempt", "1")),
        ticked=form.get("consent") == "yes",
        again=form.get("again") == "yes",
        known=form.get("known", ""),
        ticks=asked.ticks,
        kite_user_id=user,
        still_to_place=True,
    )
    done = handing.consent(as_client(found), token, ensure_visitor(), ask, words.consent_to_still_to_place)
    if isinstance(done, Handoff):
        return redirect(url_for("link_handoff", token=token, handoff_id=done.id), code=303)
    return _refused(token, asked, done)


def stale() -> Answer:
    """The page again, after the form's protection against forged posts had run out."""
    found = come_in(str((request.view_args or {}).get("token", "")))
    asked = Asked(kite_id=request.form.get("kite_id", ""), stale=True)
    return _written(see(outside(), found), asked), 400


def _refused(token: str, asked: Asked, done: Refused | None) -> Answer:
    """What is left as it is now, with why nothing was sent."""
    now = look(outside(), token, visitor_id()) if done is not None else None
    if done is None or now is None:
        abort(404)
    if done.why is Why.CHECK:
        return redirect(url_for("link", token=token), code=303)
    asked.why, asked.ticks = done.why, asked.ticks if done.why in _STATUS else ()
    return _written(see(outside(), now), asked), _STATUS.get(done.why, 409)


def asked_afresh(found: Looked, part: int) -> Answer:
    """What is left, for a hand-off of it that was held back: more became known of what went before it."""
    return _written(see(outside(), found), Asked(part=part, why=Why.NEWS)), 409


def _written(found: StillToPlaceOfLink, asked: Asked) -> str:
    offered, link = found.offered, found.looked.link
    may = reads(outside(), link.visitor_id, link.id)
    return render_template(
        "link/still_to_place.html",
        token=link_token(),
        firm=found.looked.firm,
        lines=words.told(found.still_to_place, reads=may.now, reads_later=may.later),
        found=found,
        shut=words.shut(found.shut, found.still_to_place) if found.shut is not None else "",
        **(_offer(found, asked) if offered is not None else _nothing(found, asked)),
    )


def _offer(found: StillToPlaceOfLink, asked: Asked) -> dict[str, object]:
    offered = found.offered
    if offered is None:
        raise LookupError(found.looked.link.id)
    asked.part = asked.part or found.part
    told = shown_offer(offered, asked, words.consent_to_still_to_place)
    # What went from this address was told from evidence; only of what went from others may something be there.
    told["at_stake"] = [at_stake_sentence(each, offered.review) for each in offered.before] if offered.review else []
    told["sent_before"] = sent_before(outside(), offered.before)
    return told if found.shut is None else {**told, "part": None}


def _nothing(found: StillToPlaceOfLink, asked: Asked) -> dict[str, object]:
    """The page where nothing is offered."""
    summary = [handing_words.refusal(asked.why)] if asked.why is not None else []
    return {"looked": found.looked, "part": None, "summary": summary, "blocked": [], "errors": bool(summary)}


def _whole(text: str) -> int:
    """A part or an attempt; what is no number is none there can be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0  # noqa: PLR2004 - as in the review
