"""The way back to the app: the redirect, or the message to the window that opened this one."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import redirect, request
from werkzeug.wrappers import Response

from simulator.access import browser, browser_name, check_api_key, state
from simulator.accounts import Account
from simulator.errors import Refused
from simulator.scenarios import Choice
from simulator.state import Flow
from simulator.visits import ended_page, find_flow, message, onward, page, signed_in


def finish() -> Response:
    """Send the browser back to the app, the same way each time it is asked."""
    here = state()
    with here.lock:
        flow = find_flow(request.args.get("sess_id", ""))
        check_api_key(request.args.get("api_key", ""))
        if flow.browser and flow.browser != browser_name():
            return message(flow, 403, "Another browser's visit", "This visit was begun in another browser.")
        account = signed_in(flow)
        if account is not None and not account.enabled and flow.outcome != "cancelled":
            raise Refused("The user is not enabled for the app.", "InputException", 400)
        if flow.kind == "login" and account is not None and not flow.outcome:
            flow.outcome = "signed-in"
        if not flow.outcome:
            return onward(flow)
        scenario = here.scenario(browser(), flow)
        if flow.outcome == "placed" and scenario == "finish-fails":
            return message(
                flow,
                500,
                "Something went wrong",
                "This page failed after the orders were placed: they are in the order book.",
            )
        if flow.outcome == "closed":
            return ended_page(flow)
        flow.answer = flow.answer or make_answer(flow, scenario, account)
        return leave(flow)


def make_answer(flow: Flow, scenario: str, account: Account | None) -> dict[str, Any]:
    """Decide the redirect's query: a cancel carries its status alone, unless the scenario gives it more."""
    here = state()
    user_id = account.user_id if account else ""
    chosen = Choice(flow.magic) if flow.magic else browser().choice
    if flow.outcome == "cancelled":
        if scenario != "cancelled-with-token":
            return {"status": "cancelled"}
        token = here.issue_request_token(user_id, chosen, flow.sess_id, expired=False) if user_id else ""
        status = "cancelled"
    else:
        token = here.issue_request_token(user_id, chosen, flow.sess_id, expired=scenario == "token-expired")
        status = "success"
    echoed = {} if scenario == "echo-dropped" else dict(parse_qsl(flow.redirect_params, keep_blank_values=True))
    return echoed | {"action": flow.kind, "type": flow.kind, "status": status, "request_token": token}


def leave(flow: Flow) -> Response:
    if flow.popup:
        told = {"type": flow.kind, "status": flow.answer["status"], "request_token": flow.answer.get("request_token")}
        return page("popup.html", flow, told=json.dumps(told))
    parts = urlsplit(flow.redirect_url)
    query = "&".join(filter(None, (parts.query, urlencode(flow.answer))))
    return redirect(urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), 302)
