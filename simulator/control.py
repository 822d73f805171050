"""The stand-in's own page, and the same by JSON for tests: scenarios, sign-in, log, reset."""

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from simulator import scenarios
from simulator.access import browser, state
from simulator.accounts import ACCOUNTS
from simulator.errors import Refused
from simulator.scenarios import Choice


def panel() -> str:
    here = state()
    with here.lock:
        visitor = browser()
        return render_template(
            "control.html",
            scenarios=scenarios.SCENARIOS.values(),
            everyone=here.choice,
            here=visitor.choice,
            visitor=visitor.user_id,
            accounts=ACCOUNTS.values(),
            logged=here.logged,
        )


def choose() -> Response:
    """Take the page's form: a scenario for this browser, or for every one."""
    here = state()
    choice = read_choice({"scenario": request.form.get("scenario")})
    with here.lock:
        here.choose(choice, browser() if request.form.get("for", "browser") == "browser" else None)
    return redirect(url_for("control.panel"), 303)


def choose_by_json() -> Response:
    """Take ``{"scenario": name}``, with calls, delay and times if wanted: the scenario for every browser."""
    here = state()
    given = request.get_json(force=True, silent=True)
    if not isinstance(given, dict):
        raise Refused('Send JSON: {"scenario": name}.')
    choice = read_choice(given)
    with here.lock:
        here.choose(choice)
    return jsonify({"scenario": choice.name, "calls": choice.calls, "delay": choice.delay, "times": choice.times})


def sign_in() -> Response:
    """Sign a demo client in here without the login page; no client signs out."""
    user_id = request.form.get("user_id", "")
    if user_id and user_id not in ACCOUNTS:
        raise Refused(f"There is no demo client {user_id!r}.")
    with state().lock:
        visitor = browser()
        visitor.user_id, visitor.halfway = user_id, ""
    return redirect(url_for("control.panel"), 303)


def log() -> Response:
    """Give every POST and PUT as received, newest last."""
    here = state()
    with here.lock:
        return jsonify(list(here.log))


def reset() -> Response:
    """Begin anew; by JSON ``{"rules": "2026"|"legacy"}`` under other rules than the program was started with."""
    here = state()
    given = request.get_json(silent=True)
    rules = given.get("rules") if isinstance(given, dict) else None
    if rules not in (None, "2026", "legacy"):
        raise Refused(f"rules is 2026 or legacy, and got {rules!r}.")
    with here.lock:
        here.reset(rules)
    if request.form.get("from") == "page":
        return redirect(url_for("control.panel"), 303)
    return jsonify({"reset": True})


def read_choice(given: dict[str, Any]) -> Choice:
    settings = {key: given[key] for key in ("calls", "delay", "times") if key in given}
    try:
        return Choice(str(given.get("scenario")), **settings)
    except (ValueError, TypeError) as fault:
        raise Refused(str(fault)) from fault
