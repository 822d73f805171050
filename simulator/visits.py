"""What the pages of a visit share: finding it, who is signed in, where to go next."""

from typing import Any

from flask import Response, g, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from simulator.access import browser, browser_name, state
from simulator.accounts import ACCOUNTS, Account
from simulator.state import Flow


def find_flow(sess_id: str) -> Flow:
    """Give a visit, and let its pages post onward to its app. Raise NotFound for an unknown one."""
    flow = state().flows.get(sess_id)
    if flow is None:
        raise NotFound("There is no such visit here, or the stand-in was reset since.")
    g.target, g.popup = flow.redirect_url, flow.popup
    return flow


def signed_in(flow: Flow) -> Account | None:
    """Give who is signed in here, None for nobody or in another browser; the visit is this browser's from then on."""
    name, visitor = browser_name(), browser()
    if not visitor.user_id or (flow.browser and flow.browser != name):
        return None
    flow.browser = name
    return ACCOUNTS[visitor.user_id]


def onward(flow: Flow) -> AnyResponse:
    if signed_in(flow) is None:
        return redirect(url_for("login.login_page", sess_id=flow.sess_id), 303)
    if flow.kind == "basket":
        return redirect(url_for("order_page.order_page", sess_id=flow.sess_id), 303)
    return redirect(finish_url(flow), 303)


def end(flow: Flow, outcome: str) -> AnyResponse:
    flow.outcome = outcome
    state().ledger.ended(flow.sess_id, browser().user_id, outcome)
    return redirect(finish_url(flow), 303)


def finish_url(flow: Flow) -> str:
    return url_for("finish.finish", sess_id=flow.sess_id, api_key=state().settings.api_key)


def page(template: str, flow: Flow, code: int = 200, **shown: Any) -> AnyResponse:
    accounts = ACCOUNTS.values()
    return Response(render_template(template, flow=flow, accounts=accounts, **shown), code)


def message(flow: Flow, code: int, title: str, text: str) -> AnyResponse:
    return page("message.html", flow, code, title=title, text=text)


def ended_page(flow: Flow) -> AnyResponse:
    if flow.outcome == "placed" and not flow.answer and flow.browser == browser_name():
        return page("placed.html", flow, results=flow.results, finish=finish_url(flow))
    return message(
        flow, 410, "This basket is closed", "It was placed, cancelled or left. Go back to the app that sent you."
    )
