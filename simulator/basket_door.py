"""The door that other sites post a basket to."""

from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from simulator import baskets, scenarios
from simulator.access import check_api_key, state
from simulator.errors import Refused
from simulator.state import Flow, new_token


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
        page = render_template(
            "message.html", title="No valid orders found in payload", text="Nothing in the basket is traded here."
        )
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
        here.ledger.came(flow.sess_id, here.clock(), lines)
    return redirect(url_for("order_page.order_page", sess_id=flow.sess_id), 303)


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
