"""The way back: Kite sends the browser here; the claim is kept and the address cleaned at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.ports import SealBroken, StoreBusy, StoreFull, StoreUnready
from tokri.journey import handback as journey
from tokri.link.tokens import token_of
from tokri.web.context import known_visitor, outside, visitor_id
from tokri.web.headers import ask_for
from tokri.web.ids import id_of_form
from tokri.web.language import _, speak_as_asked
from tokri.web.limited import ComeBackLater, limited
from tokri.web.messages import which_one
from tokri.web.prefetch import no_page, only_looking

logger = logging.getLogger("tokri")

Answer = Response | str


def kite_redirect() -> Answer:
    """Keep what came back and answer 303 to an address without a token, whatever came and whatever fails.

    An answer with a page of its own would leave the token in the history.
    """
    ask_for("handback")
    if only_looking(request):
        return no_page()
    answer = make_response(redirect(_clean_address(), code=303))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _clean_address() -> str:
    try:
        where = _take_back()
    except (ComeBackLater, StoreBusy):
        where = journey.Neutral.BUSY
    except (StoreFull, StoreUnready) as error:
        logger.error("store: %s", type(error).__name__)  # noqa: TRY400 - its message may name where the store is
        where = journey.Neutral.NOT_KEPT
    except Exception:  # the error page would stand at the address with the token
        logger.exception("unexpected")
        where = journey.Neutral.NOT_KEPT
    match where:
        case journey.Answered():
            return _result(where)
        case journey.WhichOne():
            return url_for("which_handoff", handback_id=where.handback_id)
        case journey.Neutral():
            return url_for("returned", name=where.value)


@limited("handback")
def _take_back() -> journey.Where:
    return journey.take_back(outside(), visitor_id(), list(request.args.items(multi=True)))


def _result(answered: journey.Answered) -> str:
    """The result page, at the hand-off that came back: the link's own, of one that was made at a link."""
    anchor, link = f"handoff-{answered.handoff_id}", answered.link
    if link is None and answered.depository:
        return url_for("depository", basket_id=answered.basket_id)
    if link is None:
        return url_for("result", basket_id=answered.basket_id, _anchor=anchor)
    try:
        token = token_of(outside(), link)
    except SealBroken:  # the key was changed meanwhile: whoever has the address comes in by it
        logger.warning("the address of a link cannot be opened")
        return url_for("returned", name=journey.Neutral.ELSEWHERE.value)
    if answered.depository:
        return url_for("link_depository", token=token)
    return url_for("link_result", token=token, _anchor=anchor)


def returned(name: str) -> Answer:
    """A return that is shown no basket, each kind with its own words; it may be a firm's client who reads them."""
    try:
        neutral = journey.Neutral(name)
    except ValueError:
        abort(404)
    speak_as_asked()
    return render_template(f"returned_{neutral.name.lower()}.html")


def which_handoff(handback_id: str) -> Answer:
    """Several hand-offs may be meant: GET asks which one came back, POST keeps the answer."""
    visitor = known_visitor()
    if request.method == "POST":
        return _choose(visitor, handback_id)
    found = journey.choices(outside(), visitor, handback_id)
    if found is None:
        abort(404)
    if isinstance(found, journey.Answered):
        return redirect(_result(found), code=303)
    speak_as_asked()
    return render_template("which_handoff.html", handback_id=handback_id, choices=_labelled(found))


@limited("word")
def _choose(visitor: str, handback_id: str) -> Answer:
    answered = journey.choose(outside(), visitor, handback_id, id_of_form("handoff"))
    if answered is None:
        abort(404)
    return redirect(_result(answered), code=303)


def _labelled(choices: Sequence[journey.Choice]) -> list[tuple[str, str, str]]:
    """Each hand-off's id, the name of its basket, and what tells it from the others: no two read alike."""
    labels = [(choice.basket_name, which_one(choice.sending)) for choice in choices]
    return [
        (
            choice.sending.handoff.id,
            label[0],
            _("%(which)s, tag %(tag)s", which=label[1], tag=choice.sending.handoff.tag)
            if labels.count(label) > 1
            else label[1],
        )
        for choice, label in zip(choices, labels, strict=True)
    ]
