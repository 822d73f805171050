"""What became of a link's orders: what Kite told, beside what was seen; and the client's yes to looking there."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.link.kite_id import KiteIdFault, read_kite_id
from tokri.core.ports import Reading
from tokri.journey import ask_reading as asking
from tokri.journey import kite_said as telling
from tokri.journey import result as journey
from tokri.link.accounts import (
    apart_from_files,
    asks_account,
    correct_account,
    learn_account,
    mistyped,
    say_account,
)
from tokri.link.advised import advised_prices
from tokri.link.look import Looked, look
from tokri.link.still_to_place import adviser_prepares, offers
from tokri.web.context import ensure_visitor, outside, visitor_id
from tokri.web.limited import limited
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.robots import for_people
from tokri.web.outcome import outcomes
from tokri.web.told_reason import what_kite_said
from tokri.web.words.accounts import another_account
from tokri.web.words.choosing import kite_id_fault

Answer = Response | tuple[str, int] | str


@for_people
def result(token: str) -> Answer:
    """What is known of the hand-offs; a link that none was made at shows its orders."""
    looked = come_in(token)
    return _page(token, looked) or redirect(url_for("link", token=token), code=303)


def _page(token: str, looked: Looked, fault: str = "", typed: str = "") -> str | None:
    found = journey.get_result(outside(), looked.link.visitor_id, looked.link.id)
    if found is None:
        return None
    if any(each.news.readings and each.news.readings[-1].fault for each in found.sendings):
        # The reading may have ended since the link was looked at, and have told whose account it was.
        looked = look(outside(), token, visitor_id()) or looked
    if looked.stood.wrong_account:
        found = apart_from_files(outside(), found)
    told = outcomes(outside(), found, advised_prices(outside(), looked))
    numbers = {each.handoff_id: each.number for each in looked.consents}
    last = looked.sendings[-1].handoff.id if looked.sendings else ""
    return render_template(
        "link/result.html",
        result=found,
        outcomes=told,
        looked=looked,
        firm=looked.firm,
        token=token,
        version_number=numbers.get(last, looked.link.number),
        site_name=looked.firm.name,
        ask_account=asks_account(looked),
        mistyped=mistyped(looked),
        no_files=another_account(looked.firm.phone)[0] if looked.stood.wrong_account else "",
        offers_still_to_place=offers(outside(), looked),
        adviser_prepares=adviser_prepares(outside(), looked),
        fault=fault,
        typed=typed,
        errors=bool(fault),
    )


@limited("word")
def kite_id(token: str) -> Answer:
    """Which Kite account the client used: kept as their word, and held against the one that is known."""
    looked = come_in(token)
    typed = request.form.get("kite_id", "")
    user = read_kite_id(typed)
    if isinstance(user, KiteIdFault):
        page = _page(token, looked, kite_id_fault(user), typed)
        return (page, 422) if page else redirect(url_for("link", token=token), code=303)
    say_account(as_client(looked), token, user, ensure_visitor())
    return redirect(url_for("link_result", token=token), code=303)


@limited("word")
def mistyped_id(token: str) -> Answer:
    """Of the account that was used: it is the client's, who mistyped, or it is not theirs."""
    said = request.form.get("account")
    looked = come_in(token)
    if said not in {"mine", "not-mine"}:
        abort(400)
    correct_account(as_client(looked), token, ensure_visitor(), request.form.get("kite_id", ""), mine=said == "mine")
    return redirect(url_for("link_result", token=token), code=303)


@limited("reading")
def reading(token: str, handoff_id: str) -> Answer:
    """The yes to reading today's orders once."""
    looked = come_in(token)
    keep = request.form.get("keep") == "yes"
    asked = asking.ask_reading(
        as_client(looked), looked.link.visitor_id, handoff_id, request.form.get("handback", ""), keep=keep
    )
    if asked is None:
        abort(404)
    return redirect(url_for("link_result", token=token, _anchor=f"handoff-{handoff_id}"), code=303)


@limited("reading")
def account(token: str, reading_id: str) -> Answer:
    """Whether the Kite account that Kite named is the client's own."""
    said = request.form.get("account")
    looked = come_in(token)
    if said not in {"mine", "not-mine"}:
        abort(400)
    done = asking.confirm_account(as_client(looked), looked.link.visitor_id, reading_id, mine=said == "mine")
    if done is not None and done.confirmed_at is not None and done.kite_user_id:
        learn_account(as_client(looked), token, done.kite_user_id)
    return _back(token, done)


@limited("reading")
def look_again(token: str, reading_id: str) -> Answer:
    """Have the order book read once more with a session that was kept."""
    looked = come_in(token)
    return _back(token, asking.look_again(as_client(looked), looked.link.visitor_id, reading_id))


@limited("reading")
def end_session(token: str, reading_id: str) -> Answer:
    """End a session that was kept."""
    looked = come_in(token)
    return _back(token, asking.end_session(as_client(looked), looked.link.visitor_id, reading_id))


@limited("word")
def kite_said(token: str, handoff_id: str) -> Answer:
    """Keep what the client says Kite said of an order that never reached its book."""
    looked = come_in(token)
    reason, order = what_kite_said()
    if telling.say_kite_said(as_client(looked), looked.link.visitor_id, handoff_id, reason, order) is None:
        abort(404)
    return redirect(url_for("link_result", token=token, _anchor=f"handoff-{handoff_id}"), code=303)


def _back(token: str, done: Reading | None) -> Answer:
    if done is None:
        abort(404)
    return redirect(url_for("link_result", token=token), code=303)
