"""Login, the offsite order page, and the way back to the app: what a person sees of Kite."""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from simulator import baskets, scenarios
from simulator.access import browser, browser_name, check_api_key, keep_browser, state
from simulator.accounts import ACCOUNTS, DEMO_CODE, Account
from simulator.baskets import Line
from simulator.errors import Refused
from simulator.orders import Fate, Order, Request
from simulator.scenarios import Choice
from simulator.state import Flow, new_token

pages = Blueprint("connect", __name__)
pages.after_request(keep_browser)

SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)
AUTOMATIC = Decimal(-1)


# The way in


@pages.post("/connect/basket")
def receive_basket() -> AnyResponse:
    """Take a basket from another site: no cookie comes with it, so it is kept, and answered by a page of its own."""
    here = state()
    check_api_key(request.form.get("api_key", ""))
    target = redirect_target(request.form.get("redirect_url", ""))
    if "data" not in request.form:
        raise Refused("Missing `data`.")
    lines = baskets.read(request.form["data"], here.market, here.settings.longest_tag)
    magic = scenarios.by_magic([line.quantity for line in lines])
    if "referer-checked" in {magic, here.choice.name}:
        check_referer()
    if not lines:
        page = render_template("message.html", title="No valid orders found in payload", text="Nothing in the basket is traded here.")
        return Response(page, 400)
    flow = Flow(
        sess_id=new_token(),
        kind="basket",
        redirect_url=target,
        redirect_params=request.form.get("redirect_params", ""),
        popup=request.form.get("view") == "popup",
        lines=lines,
        magic=magic,
    )
    with here.lock:
        here.new_flow(flow)
    return redirect(url_for("connect.order_page", sess_id=flow.sess_id), 303)


@pages.get("/connect/login")
def login_page() -> AnyResponse:
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


@pages.post("/connect/login")
def log_in() -> AnyResponse:
    """Check the password, or take Cancel. Cancelling here is cancelling the whole visit."""
    here = state()
    with here.lock:
        flow = find_flow(request.form.get("sess_id", ""))
        if request.form.get("action") == "cancel":
            flow.browser = browser_name()
            return end(flow, "cancelled")
        user_id = request.form.get("user_id", "").strip().upper()
        account = ACCOUNTS.get(user_id)
        if account is None or request.form.get("password") != account.password:
            return page("login.html", flow, 403, user_id=user_id, fault="That user ID and password are not a pair that is known here.")
        visitor = browser()
        if here.scenario(visitor, flow) == "killed-at-login":
            flow.outcome = "closed"
            return message(flow, 403, "Login stopped", "This login was ended by the broker. Nothing was placed, and nothing leads back.")
        visitor.halfway = user_id
        return redirect(url_for("connect.second_factor", sess_id=flow.sess_id), 303)


@pages.route("/connect/twofa", methods=["GET", "POST"])
def second_factor() -> AnyResponse:
    """Take any six digits; the demo's are on the page."""
    with state().lock:
        flow = find_flow(request.values.get("sess_id", ""))
        visitor = browser()
        if not visitor.halfway:
            return redirect(url_for("connect.login_page", sess_id=flow.sess_id), 303)
        if request.method == "GET":
            return page("twofa.html", flow, demo_code=DEMO_CODE, fault="")
        if not SIX_DIGITS.fullmatch(request.form.get("totp", "").strip()):
            return page("twofa.html", flow, 403, demo_code=DEMO_CODE, fault="The code is six digits.")
        visitor.user_id, visitor.halfway = visitor.halfway, ""
        return onward(flow)


# The order page


@pages.get("/connect/basket/<sess_id>")
def order_page(sess_id: str) -> AnyResponse:
    with state().lock:
        flow = find_flow(sess_id)
        if flow.kind != "basket":
            raise NotFound
        if flow.outcome:
            return ended_page(flow)
        account = signed_in(flow)
        if account is None:
            return redirect(url_for("connect.login_page", sess_id=sess_id), 303)
        if not account.enabled:
            return redirect(finish_url(flow), 303)
        return show_orders(flow, account, {})


@pages.post("/connect/basket/<sess_id>")
def act_on_orders(sess_id: str) -> AnyResponse:
    """Update, remove, place, cancel, or sign out."""
    here = state()
    with here.lock:
        flow = find_flow(sess_id)
        account = signed_in(flow)
        if flow.outcome or account is None or not account.enabled:
            return redirect(url_for("connect.order_page", sess_id=sess_id), 303)
        action = request.form.get("action", "update")
        if action == "sign-out":
            browser().user_id = flow.browser = ""
            return redirect(url_for("connect.login_page", sess_id=sess_id), 303)
        if action == "cancel":
            return end(flow, "cancelled")
        faults = take_edits(flow)
        if action.startswith("remove-"):
            flow.lines = [line for line in flow.lines if f"remove-{line.number}" != action]
        elif action == "place" and not faults:
            return place(flow, account)
        if faults:
            return show_orders(flow, account, faults)
        return redirect(url_for("connect.order_page", sess_id=sess_id), 303)


def place(flow: Flow, account: Account) -> AnyResponse:
    """Place every order, one by one, as its scenario has it."""
    here = state()
    scenario = here.scenario(browser(), flow)
    if scenario in scenarios.CANCELLED or not flow.lines:
        return end(flow, "cancelled")
    if scenario == "window-closed":
        flow.outcome = "closed"
        return message(flow, 200, "The window was closed", "In this scenario the person closes the window here: nothing was placed, and nothing leads back.")
    for line, fate in zip(flow.lines, fates(scenario, len(flow.lines), by_magic=bool(flow.magic)), strict=True):
        try:
            order: Order | Refused = here.exchange.place(
                account, as_request(line), through_api=False, fate=fate, held=scenario == "still-moving"
            )
        except Refused as refusal:
            order = refusal
        flow.results.append((line, order))
    flow.outcome = "placed"
    if any(isinstance(result, Refused) for _, result in flow.results):
        return redirect(url_for("connect.order_page", sess_id=flow.sess_id), 303)
    return redirect(finish_url(flow), 303)


def fates(scenario: str, orders: int, *, by_magic: bool) -> list[Fate]:
    """Give what a scenario decides for each order. A magic quantity is too large to fill on its merits, so it fills."""
    usual: Fate = "fill" if by_magic and scenario not in {"market", "still-moving"} else "market"
    if scenario == "all-fill":
        return ["fill"] * orders
    if scenario == "one-rejected":
        return ["fill"] * (orders - 1) + ["reject"]
    if scenario == "part-filled":
        return ["part"] + ["fill"] * (orders - 1)
    if scenario == "left-open":
        return ["open"] * orders
    if scenario == "queued":
        return ["queue"] * orders
    if scenario == "still-moving":
        return ["fill"] * orders
    return [usual] * orders


def as_request(line: Line) -> Request:
    """Make the order that Kite's page sends: a MARKET order has the automatic protection of the person's own Kite."""
    return Request(
        variety=line.variety,
        instrument=line.instrument,
        transaction_type=line.transaction_type,
        order_type=line.order_type,
        quantity=line.quantity,
        product=line.product,
        price=line.price if line.has_price else Decimal(0),
        trigger_price=line.trigger_price if line.has_trigger else Decimal(0),
        disclosed_quantity=line.disclosed_quantity,
        validity=line.validity,
        market_protection=AUTOMATIC if line.order_type in {"MARKET", "SL-M"} else None,
        tag=line.tag,
    )


def take_edits(flow: Flow) -> dict[str, str]:
    """Take what was typed into the rows; give a sentence for each field that cannot be read, by its name."""
    faults: dict[str, str] = {}
    lines = []
    for line in flow.lines:
        typed = {key: request.form.get(f"{key}-{line.number}", "").strip() for key in ("quantity", "price", "trigger_price")}
        values = {"quantity": Decimal(line.quantity), "price": line.price, "trigger_price": line.trigger_price}
        for key, text in typed.items():
            if line.readonly or not text:
                continue
            try:
                value = Decimal(text)
                whole = value == value.to_integral_value()
            except InvalidOperation:
                value, whole = Decimal(0), False
            if not 0 < value < 10**9 or (key == "quantity" and not whole):
                faults[f"{key}-{line.number}"] = f"{text[:20]} is not a {'quantity' if key == 'quantity' else 'price'}."
                continue
            values[key] = value
        product = request.form.get(f"product-{line.number}", line.product)
        product = product if product in baskets.CHOICES["product"] else line.product
        lines.append(line.edited(int(values["quantity"]), values["price"], values["trigger_price"], product))
    flow.lines = lines
    return faults


def show_orders(flow: Flow, account: Account, faults: dict[str, str]) -> AnyResponse:
    here = state()
    rows = []
    for line in flow.lines:
        last = here.market.last_price(line.instrument)
        price = line.price if line.has_price else last
        rows.append({"line": line, "last": last, "value": None if price is None else price * line.quantity})
    scenario = here.scenario(browser(), flow)
    return page(
        "basket.html",
        flow,
        422 if faults else 200,
        account=account,
        rows=rows,
        faults=faults,
        funds=account.cash - here.exchange.blocked(account.user_id),
        scenario=scenarios.SCENARIOS[scenario] if scenario != "market" else None,
    )


def ended_page(flow: Flow) -> AnyResponse:
    if flow.outcome == "placed" and not flow.answer and flow.browser == browser_name():
        return page("placed.html", flow, results=flow.results, finish=finish_url(flow))
    return message(flow, 410, "This basket is closed", "It was placed, cancelled or left. Go back to the app that sent you.")


# The way back


@pages.get("/connect/finish")
def finish() -> AnyResponse:
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
            return message(flow, 500, "Something went wrong", "This page failed after the orders were placed: they are in the order book.")
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
        token = here.issue_request_token(user_id, chosen, expired=False) if user_id else ""
        status = "cancelled"
    else:
        token = here.issue_request_token(user_id, chosen, expired=scenario == "token-expired")
        status = "success"
    echoed = {} if scenario == "echo-dropped" else dict(parse_qsl(flow.redirect_params, keep_blank_values=True))
    return echoed | {"action": flow.kind, "type": flow.kind, "status": status, "request_token": token}


def leave(flow: Flow) -> AnyResponse:
    if flow.popup:
        told = {"type": flow.kind, "status": flow.answer["status"], "request_token": flow.answer.get("request_token")}
        return page("popup.html", flow, told=json.dumps(told))
    parts = urlsplit(flow.redirect_url)
    query = "&".join(filter(None, (parts.query, urlencode(flow.answer))))
    return redirect(urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), 302)


# What they share


def find_flow(sess_id: str) -> Flow:
    """Give a visit, and let its pages post onward to its app. Raise NotFound for an unknown one."""
    flow = state().flows.get(sess_id)
    if flow is None:
        raise NotFound("There is no such visit here, or the stand-in was reset since.")
    g.target, g.popup = flow.redirect_url, flow.popup
    return flow


def signed_in(flow: Flow) -> Account | None:
    """Give who is signed in here; the visit belongs to this browser from then on. None for nobody, or another browser."""
    name, visitor = browser_name(), browser()
    if not visitor.user_id or (flow.browser and flow.browser != name):
        return None
    flow.browser = name
    return ACCOUNTS[visitor.user_id]


def onward(flow: Flow) -> AnyResponse:
    if signed_in(flow) is None:
        return redirect(url_for("connect.login_page", sess_id=flow.sess_id), 303)
    if flow.kind == "basket":
        return redirect(url_for("connect.order_page", sess_id=flow.sess_id), 303)
    return redirect(finish_url(flow), 303)


def end(flow: Flow, outcome: str) -> AnyResponse:
    flow.outcome = outcome
    return redirect(finish_url(flow), 303)


def finish_url(flow: Flow) -> str:
    return url_for("connect.finish", sess_id=flow.sess_id, api_key=state().settings.api_key)


def redirect_target(asked: str) -> str:
    """Give where to send the browser back: the registered URL, or one on its domain or on 127.0.0.1. Raise Refused."""
    registered = state().settings.redirect_url
    if asked in {"", "#"}:
        return registered
    try:
        host, scheme = urlsplit(asked).hostname or "", urlsplit(asked).scheme
    except ValueError:
        host, scheme = "", ""
    home = urlsplit(registered).hostname or ""
    if scheme not in {"http", "https"} or not (host in {home, "127.0.0.1"} or host.endswith(f".{home}")):
        raise Refused("Invalid `redirect_url`.")
    return asked


def check_referer() -> None:
    """Raise Refused unless the POST comes from the registered URL's origin, as one integrator saw Kite do."""
    home = urlsplit(state().settings.redirect_url)
    came_from = urlsplit(request.headers.get("Referer") or request.headers.get("Origin") or "")
    if (came_from.scheme, came_from.netloc) != (home.scheme, home.netloc):
        raise Refused("Invalid `api_key`.", "InputException", 400)


def page(template: str, flow: Flow, code: int = 200, **shown: Any) -> AnyResponse:
    accounts = ACCOUNTS.values()
    return Response(render_template(template, flow=flow, accounts=accounts, **shown), code)


def message(flow: Flow, code: int, title: str, text: str) -> AnyResponse:
    return page("message.html", flow, code, title=title, text=text)


