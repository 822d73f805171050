"""A site of three pages, to try headers, logs and the house client on."""

from __future__ import annotations

from flask import Flask, Response, redirect, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from tokri.web import headers, logs

KITE = "https://kite.zerodha.com"

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title} – Site</title></head>
<body><a href="#main">Skip to content</a><main id="main"><h1>{title}</h1>{inner}</main></body>
</html>"""

FORM = """<form method="post" action="/note">
<input type="hidden" name="csrf_token" value="{token}">
<label for="text">Note</label> <input id="text" name="text" value="as it was">
<label><input type="checkbox" name="keep"> Keep it</label>
<button name="action" value="save">Save the note</button></form>"""


def page(title: str, inner: str = "") -> str:
    return PAGE.format(title=title, inner=inner)


def make_site(*, secure: bool = False, production: bool = False) -> Flask:
    """The site, with every part of the frame that is not a page."""
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY="made-up-for-tests", TRUSTED_HOSTS=["tokri.localhost"], SESSION_COOKIE_SAMESITE="Lax")
    logs.install(app, production=production)
    headers.install(app, kite_url=KITE, secure=secure)
    CSRFProtect(app)
    app.testing = True

    def show() -> str:
        return page("Write a note", FORM.format(token=generate_csrf()))

    def note() -> AnyResponse:
        return redirect("/written", code=303) if request.form["text"] else Response(page("Nothing"), 422)

    def leave() -> str:
        headers.ask_for("handoff")
        return page("Continue to Kite")

    def back() -> AnyResponse:
        headers.ask_for("handback")
        return redirect("/written", code=303)

    def broken(token: str) -> str:
        raise ValueError(f"cannot make sense of {token}")

    app.add_url_rule("/", view_func=show)
    app.add_url_rule("/note", view_func=note, methods=["POST"])
    app.add_url_rule("/written", view_func=lambda: page("Your note is kept"), endpoint="written")
    app.add_url_rule("/leave", view_func=leave)
    app.add_url_rule("/back", view_func=back)
    app.add_url_rule("/data", view_func=lambda: {"a": 1}, endpoint="data")
    app.add_url_rule("/bad", view_func=lambda: "<p>no house rule is kept</p>", endpoint="bad")
    app.add_url_rule("/broken/<token>", view_func=broken)
    return app
