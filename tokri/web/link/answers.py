"""What a client says besides yes: no, with a reason; a question; and that they place the orders elsewhere."""

from __future__ import annotations

import re
from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core import times
from tokri.core.formats import ticket
from tokri.core.link.elsewhere import Typed, Words, read_words
from tokri.core.link.link import AnswerKind
from tokri.core.link.standing import valid_until
from tokri.link import answers as saying
from tokri.link.answers import Said
from tokri.link.look import Looked
from tokri.link.offering import Offered, offer
from tokri.web.context import ensure_visitor, outside
from tokri.web.language import _
from tokri.web.limited import limited
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.robots import for_people
from tokri.web.words import handing as handing_words
from tokri.web.words.choosing import choice_problem
from tokri.web.words.times import ist_words

Answer = Response | tuple[str, int] | str

_OF_ORDER: Final = re.compile(r"(placed|quantity|price)-([0-9]{1,3})", re.ASCII)
_LONGEST: Final = 60


@for_people
def decline(token: str) -> Answer:
    """GET asks why; POST keeps the no, or takes it back."""
    found = come_in(token)
    if request.method == "POST":
        return _decline(token, found)
    if not saying.may_say(found, AnswerKind.DECLINED):
        return _to(token)
    return render_template("link/decline.html", token=token, looked=found, firm=found.firm)


@limited("word")
def _decline(token: str, found: Looked) -> Answer:
    back = request.form.get("back") == "yes"
    details: dict[str, object] = {"taken_back": True} if back else {}
    text = "" if back else request.form.get("reason", "")
    saying.answer(as_client(found), token, ensure_visitor(), Said(AnswerKind.DECLINED, text, details))
    return _to(token)


@for_people
def question(token: str) -> Answer:
    """GET asks what they want to know; POST keeps it."""
    found = come_in(token)
    if request.method == "POST":
        return _question(token, found)
    return _question_page(token, found)


@limited("word")
def _question(token: str, found: Looked) -> Answer:
    text = request.form.get("question", "")
    if not text.strip():
        return _question_page(token, found, _("Question: write what you want to know, or call.")), 422
    saying.answer(as_client(found), token, ensure_visitor(), Said(AnswerKind.QUESTION, text))
    return redirect(url_for("link_question", token=token), code=303)


def _question_page(token: str, found: Looked, fault: str = "") -> str:
    return render_template(
        "link/question.html",
        token=token,
        looked=found,
        firm=found.firm,
        fault=fault,
        asked=[each for each in found.answers if each.kind is AnswerKind.QUESTION],
        may=saying.may_say(found, AnswerKind.QUESTION),
        errors=bool(fault),
    )


@for_people
def elsewhere(token: str) -> Answer:
    """GET shows the ticket, and asks what became of it; POST keeps where they go, their word, or the way back.

    Once the advice was taken back, or its address is over, there is no ticket to be copied, and only who went elsewhere
    with it before is asked.
    """
    found = come_in(token)
    if request.method == "POST":
        return _elsewhere(token, found)
    told = found.stood.elsewhere and saying.may_say(found, AnswerKind.PLACED_ELSEWHERE)
    return _elsewhere_page(token, found) if told or saying.may_say(found, AnswerKind.ELSEWHERE) else _to(token)


@limited("word")
def _elsewhere(token: str, found: Looked) -> Answer:
    act, browser = request.form.get("act", ""), ensure_visitor()
    if act in {"go", "back"}:
        details: dict[str, object] = {"taken_back": True} if act == "back" else {}
        saying.answer(as_client(found), token, browser, Said(AnswerKind.ELSEWHERE, details=details))
        return _to(token) if act == "back" else redirect(url_for("link_elsewhere", token=token), code=303)
    if act != "said" or found.version is None:
        abort(400)
    words = read_words(_places(found), _typed())
    if words.problems:
        return make_response(_elsewhere_page(token, found, words), 422)
    saying.answer(as_client(found), token, browser, Said(AnswerKind.PLACED_ELSEWHERE, details=words.details))
    return redirect(url_for("link_elsewhere", token=token), code=303)


def _elsewhere_page(token: str, found: Looked, words: Words | None = None) -> Answer:
    offered = offer(outside(), found)
    if offered is None or found.version is None:
        return _to(token)
    advice = found.version.proposal.draft.orders
    typed = _typed()
    said = saying.last_said(found, AnswerKind.PLACED_ELSEWHERE)
    faults = {_target(each.path): choice_problem(each, advice) for each in (words.problems if words else ())}
    return render_template(
        "link/elsewhere.html",
        token=token,
        looked=found,
        firm=found.firm,
        goes=found.stood.elsewhere,
        ticket=_ticket(offered) if saying.may_say(found, AnswerKind.ELSEWHERE) else "",
        orders=[(place, advice[place], typed.get(place, Typed())) for place in _places(found)],
        said=said,
        said_at=ist_words(said.at) if said else "",
        faults=faults,
        errors=bool(faults),
        until=handing_words.until(found.version),
    )


def _places(found: Looked) -> list[int]:
    """The orders that are meant for the client at all."""
    quantities = found.recipient.quantities if found.recipient is not None else ()
    return [place for place, quantity in enumerate(quantities) if quantity != 0]


def _typed() -> dict[int, Typed]:
    texts: dict[int, dict[str, str]] = {}
    for name, text in request.form.items():
        if match := _OF_ORDER.fullmatch(name):
            texts.setdefault(int(match[2]), {})[match[1]] = text[:_LONGEST]
    return {place: Typed(**each) for place, each in texts.items()}


def _target(path: tuple[str | int, ...]) -> str:
    return f"{path[2]}-{path[1]}" if len(path) == 3 else "words"  # noqa: PLR2004 - ("orders", place, field)


def _ticket(offered: Offered) -> str:
    """The orders as they would be sent, to be copied and typed in elsewhere: in English, as every ticket is."""
    version = offered.looked.version
    if version is None:
        raise LookupError(offered.looked.link.id)
    until = valid_until(version)
    above = [
        f"{offered.looked.firm.name}, version {version.number}, {times.ist_words(version.shared_at)}",
        f"Valid until {times.ist_words(until) if until else version.proposal.valid_until}. A ticket places nothing.",
    ]
    draft = version.proposal.draft
    return ticket.write(draft.name, offered.orders, above, sequence=draft.sequence)


def _to(token: str) -> Response:
    return redirect(url_for("link", token=token), code=303)
