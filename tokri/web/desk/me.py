"""One's own account: the password, the second factor, and in which browsers one is signed in."""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, render_template, request, url_for

from tokri.core.desk.passwords import SHORTEST
from tokri.core.desk.roles import Act
from tokri.core.telling.notices import Reason
from tokri.desk import letters_refused, own, telling_letters
from tokri.desk.start import Chosen
from tokri.desk.throttling import MustWait
from tokri.web.context import outside, tools
from tokri.web.desk.door import Answer, browser, give_cookie, in_words, keep_waiting, log, refuse
from tokri.web.desk.gate import by, staff
from tokri.web.words import people as words
from tokri.web.words import telling

_PASSWORD: Final = "desk/me_password.html"  # noqa: S105 - the name of a page

#: What the page says after it did something, by the word in its address.
_DONE: Final = {
    "password": words.PASSWORD_CHANGED,
    "sessions": words.SESSIONS_ENDED,
    "factor": words.FACTOR_REMOVED,
    "letters": telling.LETTERS_CHOSEN,
}


def me() -> str:
    """The account as it is."""
    found = own.account(outside(), staff().person)
    unwanted = telling_letters.unwanted(outside(), staff().person.id)
    return render_template(
        "desk/me.html",
        account=found,
        here=staff().session.id,
        roles=words.roles(found.person.roles),
        done=_DONE.get(request.args.get("done", ""), ""),
        letters=[(each.value, *telling.REASONS[each], each not in unwanted) for each in Reason],
        shares=staff().may(Act.WRITE_BASKETS),
        can_mail=tools().can_mail,
        refused=[(each, telling.refused(each)) for each in letters_refused.refused(outside())]
        if staff().may(Act.WRITE_FIRM)
        else None,
    )


def letters() -> Answer:
    """Of what one wants to be told by mail."""
    ticked = request.form.getlist("letters")
    telling_letters.choose(outside(), by(), frozenset(each for each in Reason if each.value in ticked))
    return redirect(url_for("desk_me", done="letters"), code=303)


def password() -> Answer:
    """A new password, for whoever knows the current one."""
    if request.method != "POST":
        return render_template(_PASSWORD, wrong={}, least=SHORTEST)
    here = staff()
    chosen = Chosen(request.form.get("password", ""), request.form.get("again", ""))
    current = request.form.get("current", "")
    try:
        found = own.change_password(
            outside(), here.person, here.session, current=current, chosen=chosen, browser=browser()
        )
    except MustWait as fault:
        return keep_waiting(_PASSWORD, "current", fault, {"least": SHORTEST})
    if isinstance(found, list):
        return refuse(_PASSWORD, in_words(found), {"least": SHORTEST})
    log.info("a password was changed")
    answer = redirect(url_for("desk_me", done="password"), code=303)
    give_cookie(answer, found)
    return answer


def end_session(session_id: str) -> Answer:
    """End one of one's own sessions, if it is another than this."""
    if not own.end_session(outside(), by(), session_id):
        abort(404)
    return redirect(url_for("desk_me", done="sessions"), code=303)


def end_others() -> Answer:
    """End all of one's own sessions but this one."""
    own.end_others(outside(), by(), staff().session)
    return redirect(url_for("desk_me", done="sessions"), code=303)


def recovery_codes() -> str:
    """Ten new recovery codes, shown once: no later page could show them, so the answer is no redirect."""
    return render_template("desk/sign_in_recovery_codes.html", codes=own.new_recovery_codes(outside(), by()))


def remove_factor() -> Answer:
    """Take one's own second factor away, where the firm lets people in without one."""
    try:
        own.remove_second_factor(outside(), by(), staff().session)
    except own.FactorRequired:
        abort(409)
    return redirect(url_for("desk_me", done="factor"), code=303)
