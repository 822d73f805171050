"""The result: what Kite told us, beside what was seen in the order book; and the person's yes to looking there."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.ports import Reading
from tokri.journey import ask_reading as asking
from tokri.journey import kite_said as telling
from tokri.journey import result as journey
from tokri.journey.still_to_place import may_be_left, see
from tokri.web.context import known_visitor, outside
from tokri.web.limited import limited
from tokri.web.outcome import outcomes
from tokri.web.told_reason import what_kite_said

Answer = Response | str


def result(basket_id: str) -> Answer:
    found = journey.get_result(outside(), known_visitor(), basket_id)
    if found is None:
        abort(404)
    left = see(outside(), known_visitor(), basket_id) if may_be_left(found.sendings) else None
    return render_template(
        "result.html",
        result=found,
        outcomes=outcomes(outside(), found),
        offers_still_to_place=left is not None and left.still_to_place.to_show,
        into=left.into if left is not None else {},
    )


@limited("reading")
def read_orders(handoff_id: str) -> Answer:
    """The yes to reading today's orders once."""
    visitor = known_visitor()
    keep = request.form.get("keep") == "yes"
    basket_id = asking.ask_reading(outside(), visitor, handoff_id, request.form.get("handback", ""), keep=keep)
    if basket_id is None:
        abort(404)
    return redirect(url_for("result", basket_id=basket_id), code=303)


@limited("reading")
def confirm_account(reading_id: str) -> Answer:
    """Whether the Kite account that Kite named is the person's own."""
    said = request.form.get("account")
    if said not in {"mine", "not-mine"}:
        abort(400)
    return _back(asking.confirm_account(outside(), known_visitor(), reading_id, mine=said == "mine"))


@limited("reading")
def look_again(reading_id: str) -> Answer:
    """Have the order book read once more with a session that was kept."""
    return _back(asking.look_again(outside(), known_visitor(), reading_id))


@limited("reading")
def end_session(reading_id: str) -> Answer:
    """End a session that was kept."""
    return _back(asking.end_session(outside(), known_visitor(), reading_id))


@limited("word")
def kite_said(handoff_id: str) -> Answer:
    """Keep what the person says Kite said of an order that never reached its book."""
    reason, order = what_kite_said()
    handoff = telling.say_kite_said(outside(), known_visitor(), handoff_id, reason, order)
    if handoff is None:
        abort(404)
    return redirect(url_for("result", basket_id=handoff.basket_id, _anchor=f"handoff-{handoff_id}"), code=303)


def _back(reading: Reading | None) -> Answer:
    if reading is None:
        abort(404)
    basket_id = asking.basket_of(outside(), reading)
    return redirect(url_for("result", basket_id=basket_id), code=303)
