"""Asking somebody who is signed in for their password again, before a change that wants it."""

from __future__ import annotations

from typing import Final

from flask import current_app, redirect, render_template, request, url_for

from tokri.desk import sign_in as desk
from tokri.desk.throttling import MustWait
from tokri.web.context import outside
from tokri.web.desk.access import ACCESS
from tokri.web.desk.door import Answer, browser, give_cookie, keep_waiting, log, refuse
from tokri.web.desk.gate import staff
from tokri.web.words import sign_in as words

_PAGE: Final = "desk/confirm.html"


def confirm() -> Answer:
    """The password again, and then back to the page that wanted it."""
    back = _named(request.values.get("back", ""))
    if request.method != "POST":
        return render_template(_PAGE, back=back, wrong={})
    here = staff()
    try:
        token = desk.confirm(outside(), here.person, here.session, request.form.get("password", ""), browser())
    except MustWait as fault:
        return keep_waiting(_PAGE, "password", fault, {"back": back})
    if token is None:
        log.warning("a password was refused")
        return refuse(_PAGE, [("password", words.WRONG_PASSWORD)], {"back": back})
    answer = redirect(url_for(back), code=303)
    give_cookie(answer, token)
    return answer


def _named(endpoint: str) -> str:
    """The page of the desk by that name, if it can be opened by its name alone; else the desk's front page."""
    access = ACCESS.get(endpoint)
    rules = list(current_app.url_map.iter_rules(endpoint)) if access is not None and access.see is not None else []
    return endpoint if any("GET" in (rule.methods or ()) and not rule.arguments for rule in rules) else "desk_home"
