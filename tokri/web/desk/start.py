"""Starting with a one-time code, which is typed into a form: no address, and so no log and no history, holds it."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, session, url_for

from tokri.core.desk.passwords import SHORTEST
from tokri.desk import start as desk
from tokri.desk.people import Newcomer
from tokri.desk.throttling import MustWait
from tokri.web.context import outside
from tokri.web.desk.door import Answer, browser, in_words, keep_waiting, let_in, log, refuse
from tokri.web.words import sign_in as words

_CODE: Final = "desk/start.html"
_CHOOSE: Final = "desk/start_choose.html"

#: Where the visitor's cookie, which is signed, keeps the hash of the code that was typed.
_GIVEN: Final = "start"


def start() -> Answer:
    """Asks for the code; then for a password, and of the first administrator for who they are."""
    given = session.get(_GIVEN)
    found = desk.look_up(outside(), given) if isinstance(given, str) else None
    if request.method != "POST":
        if found is None:
            return render_template(_CODE, first=desk.nobody_yet(outside()), wrong={})
        return render_template(_CHOOSE, wrong={}, **_shown(found))
    if request.form.get("action") == "another-code":
        session.pop(_GIVEN, None)
        return redirect(url_for("desk_start"), code=303)
    if "code" in request.form:
        return _take_code()
    if found is None or not isinstance(given, str):
        return _gone()
    return _choose(found, given)


def stale() -> Answer:
    """The form again, when its token was out of date."""
    given = session.get(_GIVEN)
    found = desk.look_up(outside(), given) if isinstance(given, str) else None
    errors = [("", words.STALE)]
    if found is None:
        return refuse(_CODE, errors, {"first": desk.nobody_yet(outside())}, 400)
    return refuse(_CHOOSE, errors, _shown(found), 400)


def _take_code() -> Answer:
    first = desk.nobody_yet(outside())
    try:
        kept = desk.give_code(outside(), request.form["code"], browser())
    except MustWait as fault:
        return keep_waiting(_CODE, "code", fault, {"first": first})
    if not kept:
        log.warning("a one-time code was refused")
        return refuse(_CODE, [("code", words.WRONG_ONE_TIME_CODE)], {"first": first})
    session[_GIVEN] = kept
    return redirect(url_for("desk_start"), code=303)


def _choose(found: desk.Start, given: str) -> Answer:
    chosen = desk.Chosen(request.form.get("password", ""), request.form.get("again", ""))
    try:
        if found.person is None:
            came = desk.make_first(outside(), given, _newcomer(), chosen, browser())
        else:
            came = desk.choose_password(outside(), given, chosen, browser())
    except desk.CodeGone:
        return _gone()
    if isinstance(came, list):
        return refuse(_CHOOSE, in_words(came), _shown(found))
    session.pop(_GIVEN, None)
    log.info("a one-time code was used")
    return let_in(came, "desk_own_second_factor" if came.person.totp_sealed is None else "desk_home")


def _gone() -> Answer:
    session.pop(_GIVEN, None)
    return refuse(_CODE, [("code", words.CODE_GONE)], {"first": desk.nobody_yet(outside())}, 409)


def _newcomer() -> Newcomer:
    return Newcomer(*(request.form.get(name, "") for name in ("username", "name", "email")))


def _shown(found: desk.Start) -> dict[str, object]:
    return {"person": found.person, "typed": _newcomer(), "least": SHORTEST}
