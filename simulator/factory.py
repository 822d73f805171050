"""create_app: one stand-in, with a state of its own."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, jsonify, redirect, render_template, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from simulator.access import keep_browser, record_post, state
from simulator.api.common import truncate
from simulator.clock import Clock, offset_clock, stamp
from simulator.errors import Refused
from simulator.postbacks import number
from simulator.settings import Settings
from simulator.state import State
from simulator.urls import add_urls

LARGEST_BODY = 2_000_000
PAGES = re.compile(r"/(connect|simulator|static)(/|$)")
LOOPBACK = ["localhost", ".localhost", "127.0.0.1", "[::1]"]


class Numbers(DefaultJSONProvider):
    """JSON with exact numbers written as numbers, and keys in the order of Kite's documentation."""

    sort_keys = False

    @staticmethod
    def default(o: Any) -> Any:
        """Write what JSON has no name for."""
        return number(o) if isinstance(o, Decimal) else DefaultJSONProvider.default(o)


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """Make a stand-in. ``clock`` is for tests; without it, the true clock moved by the settings' offset."""
    app = Flask(__name__)
    app.json = Numbers(app)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, TRUSTED_HOSTS=LOOPBACK)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["rupees"] = rupees
    app.jinja_env.globals["settings"] = settings
    app.extensions["simulator"] = State(settings, clock or offset_clock(settings.clock_offset))

    app.before_request(record_post)
    add_urls(app)
    app.add_url_rule("/", "home", lambda: redirect("/simulator"))
    app.add_url_rule("/healthz", "healthz", lambda: ("ok", {"Content-Type": "text/plain"}))
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, http_error)
    for finishing in (headers, truncate, keep_browser):
        app.after_request(finishing)
    app.context_processor(lambda: {"today": day(state().clock())})
    return app


def refused(fault: Refused) -> AnyResponse:
    answer = jsonify(fault.envelope())
    answer.status_code = fault.code
    return answer


def http_error(fault: HTTPException) -> AnyResponse:
    """Answer pages with a page, and everything else with Kite's envelope."""
    code = fault.code or 500
    if isinstance(fault, SecurityError):
        return Response("The stand-in answers on this machine only.", code, mimetype="text/plain")
    if PAGES.match(request.path) or "text/html" in request.headers.get("Accept", ""):
        page = render_template("message.html", title=fault.name, text=fault.description)
        return Response(page, code)
    messages = {404: "Route not found", 405: "Requested method not allowed", 413: "Request is too large"}
    return refused(Refused(messages.get(code, fault.name), "GeneralException", code))


def headers(answer: AnyResponse) -> AnyResponse:
    """Set the headers of every answer; a page may post to itself and, when it ends, to the app's origin."""
    target = urlsplit(g.get("target", ""))
    beyond = f" {target.scheme}://{target.netloc}" if target.netloc else ""
    framed = "http://localhost:* http://127.0.0.1:* http://*.localhost:*" if g.get("popup") else "'none'"
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; "
        f"form-action 'self'{beyond}; frame-ancestors {framed}"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    if not request.path.startswith("/static/"):
        answer.headers["Cache-Control"] = "no-store"
    return answer


def day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}, {stamp(moment)[11:16]} IST"


def rupees(amount: Decimal) -> str:
    """Write an amount with Indian grouping, to the paisa."""
    whole, _, paise = f"{abs(amount):.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = re.findall(r"\d{1,2}(?=(?:\d{2})*$)", head)
    return f"{'−' if amount < 0 else ''}₹{','.join([*groups, tail])}.{paise}"
