"""The order page: change, remove, place, cancel."""

from decimal import Decimal, InvalidOperation

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from simulator import baskets, hands, scenarios
from simulator.access import browser, state
from simulator.accounts import Account
from simulator.baskets import Line
from simulator.errors import Refused
from simulator.orders import Order, Request
from simulator.plots import plots
from simulator.protection import AUTOMATIC
from simulator.state import Flow
from simulator.visits import end, ended_page, find_flow, finish_url, message, page, signed_in

LARGEST = 10**9


def order_page(sess_id: str) -> Response:
    with state().lock:
        flow = find_flow(sess_id)
        if flow.kind != "basket":
            raise NotFound
        if flow.outcome:
            return ended_page(flow)
        account = signed_in(flow)
        if account is None:
            return redirect(url_for("login.login_page", sess_id=sess_id), 303)
        if not account.enabled:
            return redirect(finish_url(flow), 303)
        return show_orders(flow, account, {})


def act_on_orders(sess_id: str) -> Response:
    """Update, remove, place, cancel, or sign out."""
    here = state()
    with here.lock:
        flow = find_flow(sess_id)
        account = signed_in(flow)
        if flow.outcome or account is None or not account.enabled:
            return redirect(url_for("order_page.order_page", sess_id=sess_id), 303)
        action = request.form.get("action", "update")
        if action == "sign-out":
            browser().user_id = flow.browser = ""
            return redirect(url_for("login.login_page", sess_id=sess_id), 303)
        if action == "cancel":
            return end(flow, "cancelled")
        faults = take_edits(flow)
        if action.startswith("remove-"):
            flow.lines = [line for line in flow.lines if f"remove-{line.number}" != action]
        elif action == "place" and not faults:
            return place(flow, account)
        if faults:
            return show_orders(flow, account, faults)
        return redirect(url_for("order_page.order_page", sess_id=sess_id), 303)


def place(flow: Flow, account: Account) -> Response:
    """Place every order, one by one, as its scenario has it."""
    here = state()
    scenario = here.scenario(browser(), flow)
    if scenario in scenarios.CANCELLED or not flow.lines:
        return end(flow, "cancelled")
    if scenario == "window-closed":
        flow.outcome = "closed"
        here.ledger.ended(flow.sess_id, account.user_id, "closed")
        return message(
            flow,
            200,
            "The window was closed",
            "In this scenario the person closes the window here: nothing was placed, and nothing leads back.",
        )
    lines = hands.handled(scenario, flow.lines)
    seed = (browser().choice or here.choice).seed
    for line, plot in zip(lines, plots(scenario, len(lines), seed, by_magic=bool(flow.magic)), strict=True):
        try:
            order: Order | Refused = here.exchange.place(
                account, as_request(line), through_api=False, plot=plot, held=scenario == "still-moving"
            )
        except Refused as refusal:
            order = refusal
        flow.results.append((line, order))
    if scenario == "strangers":
        hands.trade_elsewhere(here.exchange, account, [as_request(line) for line in lines], here.clock())
    flow.outcome = "placed"
    here.ledger.placed(flow.sess_id, account.user_id, scenario, flow.results)
    if any(isinstance(result, Refused) for _, result in flow.results):
        return redirect(url_for("order_page.order_page", sess_id=flow.sess_id), 303)
    return redirect(finish_url(flow), 303)


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
        market_protection=AUTOMATIC if line.order_type in {"MARKET", "SL-M"} else Decimal(0),
        tag=line.tag,
    )


def show_orders(flow: Flow, account: Account, faults: dict[str, str]) -> Response:
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
        typed={name: request.form.get(name, "")[:20] for name in faults},
        funds=account.cash + here.exchange.proceeds(account.user_id) - here.exchange.blocked(account.user_id),
        scenario=scenarios.SCENARIOS[scenario] if scenario != "market" else None,
    )


def take_edits(flow: Flow) -> dict[str, str]:
    """Take what was typed into the rows; give a sentence for each field that cannot be read, by its name."""
    faults: dict[str, str] = {}
    lines = []
    for line in flow.lines:
        typed = {
            key: request.form.get(f"{key}-{line.number}", "").strip() for key in ("quantity", "price", "trigger_price")
        }
        values = {"quantity": Decimal(line.quantity), "price": line.price, "trigger_price": line.trigger_price}
        for key, text in typed.items():
            if line.readonly or not text:
                continue
            value = typed_number(text)
            if value is None or (key == "quantity" and value % 1):
                faults[f"{key}-{line.number}"] = f"{text[:20]} is not a {'quantity' if key == 'quantity' else 'price'}."
                continue
            values[key] = value
        product = request.form.get(f"product-{line.number}", line.product)
        product = product if product in baskets.CHOICES["product"] else line.product
        lines.append(line.edited(int(values["quantity"]), values["price"], values["trigger_price"], product))
    flow.lines = lines
    return faults


def typed_number(text: str) -> Decimal | None:
    """Read a number above nothing and within reason; None for anything else."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value < LARGEST else None
