"""The stand-in's own page, and the same by JSON for tests: scenarios, postbacks, clock, sign-in, log, reset."""

import datetime as dt
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from simulator import scenarios
from simulator.access import browser, browser_name, state
from simulator.accounts import ACCOUNTS
from simulator.clock import IST, stamp
from simulator.errors import Refused
from simulator.postbacks import Manner
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
            manner=here.postbacks.manner,
            postback_url=here.settings.postback_url,
        )


def choose() -> Response:
    """Take the page's form: a scenario for this browser, or for every one."""
    here = state()
    choice = read_choice({"scenario": request.form.get("scenario")})
    with here.lock:
        here.choose(choice, browser() if request.form.get("for", "browser") == "browser" else None)
    return redirect(url_for("control.panel"), 303)


def choose_by_json() -> Response:
    """Take ``{"scenario": name}``, with a Choice's other settings if wanted.

    It is the scenario for every browser; with ``{"for": "browser"}`` for the one that asks.
    """
    here = state()
    given = request.get_json(force=True, silent=True)
    if not isinstance(given, dict):
        raise Refused('Send JSON: {"scenario": name}.')
    with here.lock:
        own = given.get("for") == "browser"
        choice = read_choice(given | ({"browser": browser_name()} if own else {}))
        here.choose(choice, browser() if own else None)
    return jsonify({"scenario": choice.name, "calls": choice.calls, "delay": choice.delay, "times": choice.times})


def choose_postbacks() -> Response:
    """Take how postbacks travel from now on, as JSON: the fields of a Manner, what is not named as usual."""
    given = request.get_json(force=True, silent=True)
    try:
        manner = Manner(**(given or {}))
    except (TypeError, ValueError) as fault:
        raise Refused(str(fault)) from fault
    here = state()
    with here.lock:
        here.postbacks.travel(manner)
    return jsonify({"postbacks": given})


def set_clock() -> Response:
    """Set the clock forward, by JSON ``{"to": "2026-02-12 09:20:00"}`` (IST) or the page's button: the next morning.

    What waited for a session that has begun since is released.
    """
    here = state()
    given = request.get_json(silent=True)
    with here.lock:
        try:
            if isinstance(given, dict):
                to = dt.datetime.strptime(str(given.get("to")), "%Y-%m-%d %H:%M:%S").replace(tzinfo=IST)
            else:
                to = here.clock().replace(hour=9, minute=20, second=0, microsecond=0) + dt.timedelta(days=1)
            here.clock.set_forward(to)
        except ValueError as fault:
            raise Refused(str(fault)) from fault
        here.exchange.release_due()
        now = stamp(here.clock())
    return jsonify({"now": now}) if isinstance(given, dict) else redirect(url_for("control.panel"), 303)


def sign_in() -> Response:
    """Sign a demo client in here without the login page; no client signs out."""
    user_id = request.form.get("user_id", "")
    if user_id and ACCOUNTS.find(user_id) is None:
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
    settings = {
        key: given[key] for key in ("calls", "delay", "times", "after", "fault", "seed", "browser") if key in given
    }
    try:
        return Choice(str(given.get("scenario")), **settings)
    except (ValueError, TypeError) as fault:
        raise Refused(str(fault)) from fault
