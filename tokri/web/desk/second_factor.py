"""The second factor: its code after the password, and setting it up."""

from __future__ import annotations

from typing import Final

import segno
from flask import g, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from tokri.core.desk.totp import grouped
from tokri.desk import second_factor as desk
from tokri.desk.throttling import MustWait
from tokri.web.context import outside
from tokri.web.desk.door import Answer, browser, give_cookie, keep_waiting, let_in, log, refuse
from tokri.web.desk.gate import Staff, staff
from tokri.web.words import sign_in as words

_CODE: Final = "desk/sign_in_code.html"
_APP: Final = "desk/sign_in_app.html"

#: Dots a module of the QR: large enough for a phone at arm's length, small enough for a phone's own screen.
_DOTS: Final = 5


def give_code() -> Answer:
    """Asks for the code of whoever gave their password; who has no second factor yet is sent to set it up."""
    half: Staff = g.half
    if half.person.totp_sealed is None:
        return redirect(url_for("desk_second_factor_first"), code=303)
    if request.method != "POST":
        return render_template(_CODE, wrong={})
    try:
        came = desk.give_code(outside(), half.person, half.session, request.form.get("code", ""), browser())
    except MustWait as fault:
        return keep_waiting(_CODE, "code", fault, {})
    if came is None:
        log.warning("a second factor was refused")
        return refuse(_CODE, [("code", words.WRONG_CODE)], {})
    if came.codes_left is None:
        return let_in(came.entered)
    return let_in(came.entered, "desk_recovery_used")


def recovery_used() -> Answer:
    """How many recovery codes are left, after one was used."""
    with outside().store.reading() as view:
        left = view.people.recovery_codes_left(staff().person.id)
    return render_template("desk/sign_in_recovery.html", left=words.codes_left(left))


def first() -> Answer:
    """Sets a second factor up where the firm lets nobody in without one."""
    half: Staff = g.half
    if half.person.totp_sealed is not None:
        return redirect(url_for("desk_second_factor"), code=303)
    return _set_up(half, "desk_second_factor_first")


def own() -> Answer:
    """Sets up one's own second factor, or another in its place."""
    return _set_up(staff(), "desk_own_second_factor")


def _set_up(who: Staff, endpoint: str) -> Answer:
    """GET offers a secret, POST brings its first code; the answer to the right one shows the recovery codes, once.

    That answer is no redirect: the codes are kept as hashes only, and no later page could show them.
    """
    offered = desk.offer(outside(), who.person, who.session, request.form.get("offered", ""))
    shown = {
        "endpoint": endpoint,
        "offered": offered.sealed,
        "secret": grouped(offered.secret),
        "qr": _qr(offered.address),
        "replaces": who.person.totp_sealed is not None,
    }
    if request.method != "POST":
        return render_template(_APP, wrong={}, **shown)
    came = desk.set_up(
        outside(), who.person, who.session, offered, typed=request.form.get("code", ""), browser=browser()
    )
    if came is None:
        return refuse(_APP, [("code", words.WRONG_FIRST_CODE)], shown)
    log.info("a second factor was set up")
    answer = make_response(render_template("desk/sign_in_recovery_codes.html", codes=came.codes))
    give_cookie(answer, came.entered.token)
    return answer


def _qr(address: str) -> Markup:
    """A QR as inline SVG: dark on light with its quiet zone, whatever the page's own colours are."""
    svg = segno.make_qr(address).svg_inline(scale=_DOTS, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return Markup(svg)  # noqa: S704 - paths that segno drew; nothing that anybody typed is in them
