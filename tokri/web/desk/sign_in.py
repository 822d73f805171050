"""Signing in with a name and a password, and signing out."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, url_for

from tokri.desk import sign_in as desk
from tokri.desk.start import nobody_yet
from tokri.desk.throttling import MustWait
from tokri.web.context import outside
from tokri.web.desk.door import Answer, browser, keep_waiting, let_in, log, refuse, take_cookie
from tokri.web.desk.gate import signed_in
from tokri.web.words import sign_in as words

_PAGE: Final = "desk/sign_in.html"


def sign_in() -> Answer:
    """The form; whoever is signed in is sent on. It leads to the desk and never to another address."""
    if request.method == "POST":
        return _try()
    found = signed_in(outside())
    if found is not None:
        return redirect(url_for("desk_home" if found.session.whole else "desk_second_factor"), code=303)
    if nobody_yet(outside()):
        return redirect(url_for("desk_start"), code=303)
    return render_template(_PAGE, username="", wrong={}, left=request.args.get("out") == "yes")


def stale() -> Answer:
    """The form again, when its token was out of date: nothing but the password is lost."""
    return refuse(_PAGE, [("", words.STALE)], {"username": request.form.get("username", "")}, 400)


def sign_out() -> Answer:
    """End the session of this browser."""
    desk.sign_out(outside(), browser())
    answer = redirect(url_for("desk_sign_in", out="yes"), code=303)
    take_cookie(answer)
    return answer


def _try() -> Answer:
    username = request.form.get("username", "")
    try:
        entered = desk.sign_in(outside(), username, request.form.get("password", ""), browser())
    except MustWait as fault:
        return keep_waiting(_PAGE, "username", fault, {"username": username})
    if entered is None:
        log.warning("a sign-in was refused")
        return refuse(_PAGE, [("username", words.WRONG)], {"username": username})
    log.info("a password was accepted")
    return let_in(entered)
