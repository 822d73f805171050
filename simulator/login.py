"""Login: a user ID and a password, then six digits."""

import re

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from simulator.access import browser, browser_name, check_api_key, state
from simulator.accounts import ACCOUNTS, DEMO_CODE
from simulator.state import Flow, new_token
from simulator.visits import end, find_flow, message, onward, page

SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)


def login_page() -> Response:
    here = state()
    with here.lock:
        if "sess_id" in request.args:
            flow = find_flow(request.args["sess_id"])
            return page("login.html", flow, user_id="", fault="")
        check_api_key(request.args.get("api_key", ""))
        flow = Flow(
            sess_id=new_token(),
            kind="login",
            redirect_url=here.settings.redirect_url,
            redirect_params=request.args.get("redirect_params", ""),
            popup=request.args.get("view") == "popup",
        )
        here.new_flow(flow)
        return onward(flow)


def log_in() -> Response:
    """Check the password, or take Cancel. Cancelling here is cancelling the whole visit."""
    here = state()
    with here.lock:
        flow = find_flow(request.form.get("sess_id", ""))
        if request.form.get("action") == "cancel":
            flow.browser = browser_name()
            return end(flow, "cancelled")
        user_id = request.form.get("user_id", "").strip().upper()
        account = ACCOUNTS.find(user_id)
        if account is None or request.form.get("password") != account.password:
            return page(
                "login.html",
                flow,
                403,
                user_id=user_id,
                fault="That user ID and password are not a pair that is known here.",
            )
        visitor = browser()
        if here.scenario(visitor, flow) == "killed-at-login":
            flow.outcome = "closed"
            return message(
                flow,
                403,
                "Login stopped",
                "This login was ended by the broker. Nothing was placed, and nothing leads back.",
            )
        visitor.halfway = user_id
        return redirect(url_for("login.second_factor", sess_id=flow.sess_id), 303)


def second_factor() -> Response:
    with state().lock:
        flow = find_flow(request.args.get("sess_id", ""))
        if not browser().halfway:
            return redirect(url_for("login.login_page", sess_id=flow.sess_id), 303)
        return page("twofa.html", flow, demo_code=DEMO_CODE, fault="")


def check_second_factor() -> Response:
    """Take any six digits; the demo's are on the page."""
    with state().lock:
        flow = find_flow(request.form.get("sess_id", ""))
        visitor = browser()
        if not visitor.halfway:
            return redirect(url_for("login.login_page", sess_id=flow.sess_id), 303)
        if not SIX_DIGITS.fullmatch(request.form.get("totp", "").strip()):
            return page("twofa.html", flow, 403, demo_code=DEMO_CODE, fault="The code is six digits.")
        visitor.user_id, visitor.halfway = visitor.halfway, ""
        return onward(flow)
