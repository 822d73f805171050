"""Taking a version back, and what there is to do afterwards, client by client."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.link.link import Recall
from tokri.desk import correcting
from tokri.desk.recalls import Refusal, look_at
from tokri.desk.recalls import recall as take_back
from tokri.web.context import outside
from tokri.web.desk.gate import by, guard
from tokri.web.limited import limited
from tokri.web.words import recalls as words
from tokri.web.words import sharing as sharing_words
from tokri.web.words.exits import exit_words

Answer = Response | tuple[str, int] | str

WHY = "Why it is taken back"
#: The same within a sentence.
WRITTEN = "why it is taken back"


def recall(basket_id: str, number: int) -> Answer:
    """GET asks, with what it will do; POST takes the version back."""
    return _recall(basket_id, number) if request.method == "POST" else _page(basket_id, number)


@limited("save")
def _recall(basket_id: str, number: int) -> Answer:
    reason = request.form.get("reason", "")
    done = take_back(outside(), by(), basket_id, number, reason)
    if done is None:
        abort(404)
    if isinstance(done, Recall) or done.why is Refusal.RECALLED:
        return redirect(url_for("desk_recalled", basket_id=basket_id, number=number), code=303)
    fault = sharing_words.reason_fault(done.fault, WRITTEN) if done.fault is not None else ""
    return _page(basket_id, number, reason, fault), 422


def stale() -> Answer:
    """The page again, with the reason as typed, after the form's protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    address = request.view_args or {}
    basket_id, number = str(address.get("basket_id", "")), int(address.get("number", 0))
    return _page(basket_id, number, request.form.get("reason", ""), warning=sharing_words.STALE), 400


def _page(basket_id: str, number: int, reason: str = "", fault: str = "", warning: str = "") -> str:
    found = look_at(outside(), basket_id, number)
    if found is None:
        abort(404)
    return render_template(
        "desk/recall.html",
        recalling=found,
        come=words.COME,
        reason=reason,
        label=WHY,
        fault=fault,
        errors=fault,
        warning=warning,
    )


def recalled(basket_id: str, number: int) -> Answer:
    """Where the recall left each client."""
    looked = correcting.look_at(outside(), basket_id, number)
    if looked is None or looked.recalling.recall is None:
        abort(404)
    found, room = looked.recalling, looked.room
    return render_template(
        "desk/recalled.html",
        recalling=found,
        come=words.COME,
        undone=words.undone,
        still_open=words.still_open,
        own={each.link.id: looked.own(each) for each in found.reached},
        drafted={each.link.id: looked.drafted(each) for each in found.reached},
        titles={each.id: each.proposal.draft.name for each in looked.drafts.baskets.values()},
        exits={client_id: [exit_words(each) for each in found] for client_id, found in room.exits.items()},
    )


@limited("save")
def correct(basket_id: str, number: int, link_id: str) -> Answer:
    """Draft what undoes the version at one client's."""
    made = correcting.draft_correction(outside(), by(), basket_id, number, link_id, say=words.draft)
    if made is None:
        found = look_at(outside(), basket_id, number)
        if found is None or all(each.link.id != link_id for each in found.reached):
            abort(404)
        # What could be undone is in another draft since the page was shown: it says so now.
        return redirect(url_for("desk_recalled", basket_id=basket_id, number=number), code=303)
    return redirect(url_for("desk_basket", basket_id=made.id), code=303)
