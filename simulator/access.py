"""What every view needs of the request: the state, the browser's cookie, and the log of what was posted."""

import json
from typing import Any
from urllib.parse import parse_qsl

from flask import current_app, g, request
from werkzeug.wrappers import Response

from simulator.clock import stamp
from simulator.errors import Refused
from simulator.state import Browser, State, new_token

COOKIE = "stand_in"
OWN_PAGES = ("/simulator",)
WITH_PASSWORDS = ("/connect/login", "/connect/twofa")
WITHHELD = "(withheld: someone may have typed a real password)"


def state() -> State:
    found = current_app.extensions["simulator"]
    assert isinstance(found, State)  # noqa: S101 - the factory put it there
    return found


def browser() -> Browser:
    """Give this browser's record, by its cookie; a new one is given a cookie with the answer.

    Never call it for a POST from another site: that has no cookie, and a new one would sign the person out.
    """
    browsers = state().browsers
    name = g.get("new_browser") or request.cookies.get(COOKIE, "")
    if name not in browsers:
        name = g.new_browser = new_token()
        browsers[name] = Browser()
    g.browser_name = name
    return browsers[name]


def browser_name() -> str:
    browser()
    return str(g.browser_name)


def keep_browser(answer: Response) -> Response:
    """Set the cookie of a browser that had none."""
    name = g.get("new_browser")
    if name:
        answer.set_cookie(COOKIE, name, httponly=True, samesite="Lax", path="/")
    return answer


def check_api_key(given: str) -> None:
    """Raise Refused unless this is the registered app."""
    if given != state().settings.api_key:
        raise Refused("Invalid `api_key`.", "InputException", 400)


def record_post() -> None:
    """Log every POST as received, before anything looks at it."""
    if request.method not in {"POST", "PUT"} or request.path.startswith(OWN_PAGES):
        return
    raw = request.get_data(cache=True)
    text = raw.decode("utf-8", "backslashreplace")
    pairs: list[tuple[str, str]] = []
    if request.mimetype == "application/x-www-form-urlencoded":
        pairs = parse_qsl(text, keep_blank_values=True)
    elif request.mimetype == "multipart/form-data":
        pairs = list(request.form.items(multi=True))
    if request.path in WITH_PASSWORDS:
        text, pairs = WITHHELD, [(key, WITHHELD if key in {"password", "totp"} else value) for key, value in pairs]
    here = state()
    with here.lock:
        here.logged += 1
        here.log.append(
            {
                "number": here.logged,
                "received_at": stamp(here.clock()),
                "method": request.method,
                "path": request.path,
                "query": {} if request.path in WITH_PASSWORDS else request.args.to_dict(),
                "content_type": request.content_type or "",
                "origin": request.headers.get("Origin"),
                "referer": request.headers.get("Referer"),
                "cookies": sorted(request.cookies),
                "body": text,
                "pairs": pairs,
                "fields": dict(pairs),
                "data": _json(dict(pairs).get("data", text if "json" in request.mimetype else "")),
            }
        )


def _json(text: str) -> Any:
    """Read JSON for the log; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
