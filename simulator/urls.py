"""Every URL, in the order people meet them, and which view answers it."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from simulator import basket_door, control, downloads, finish, ledger_page, login, order_page
from simulator.api import margins, orders, portfolio, quotes, session

View = Callable[..., Any]

URLS: tuple[tuple[str, str, View], ...] = (
    # What a person sees of Kite
    ("POST", "/connect/basket", basket_door.receive_basket),
    ("GET", "/connect/login", login.login_page),
    ("POST", "/connect/login", login.log_in),
    ("GET", "/connect/twofa", login.second_factor),
    ("POST", "/connect/twofa", login.check_second_factor),
    ("GET", "/connect/basket/<sess_id>", order_page.order_page),
    ("POST", "/connect/basket/<sess_id>", order_page.act_on_orders),
    ("GET", "/connect/finish", finish.finish),
    ("GET", "/connect/portfolio/authorise/holdings/<api_key>/<request_id>", portfolio.authorisation_page),
    ("POST", "/connect/portfolio/authorise/holdings/<api_key>/<request_id>", portfolio.give_authorisation),
    # The stand-in's own page, and the same for tests
    ("GET", "/simulator", control.panel),
    ("POST", "/simulator", control.choose),
    ("POST", "/simulator/scenario", control.choose_by_json),
    ("POST", "/simulator/postbacks", control.choose_postbacks),
    ("POST", "/simulator/clock", control.set_clock),
    ("POST", "/simulator/sign-in", control.sign_in),
    ("GET", "/simulator/orders.csv", downloads.order_book),
    ("GET", "/simulator/tradebook.csv", downloads.tradebook),
    ("GET", "/simulator/log", control.log),
    ("POST", "/simulator/reset", control.reset),
    # The truth, for whoever checks an app against it, and for nobody else
    ("GET", "/simulator/ledger", ledger_page.page),
    ("GET", "/simulator/ledger.json", ledger_page.as_json),
    # The API
    ("POST", "/session/token", session.exchange),
    ("DELETE", "/session/token", session.end),
    ("POST", "/session/refresh_token", session.renew),
    ("GET", "/user/profile", session.profile),
    ("GET", "/user/margins", session.margins),
    ("GET", "/user/margins/<segment>", session.segment_margins),
    ("GET", "/orders", orders.book),
    ("GET", "/orders/<order_id>", orders.history),
    ("GET", "/orders/<order_id>/trades", orders.trades_of_order),
    ("GET", "/trades", orders.trades),
    ("POST", "/orders/<variety>", orders.place),
    ("PUT", "/orders/<variety>/<order_id>", orders.modify),
    ("DELETE", "/orders/<variety>/<order_id>", orders.cancel),
    ("GET", "/portfolio/holdings", portfolio.holdings),
    ("POST", "/portfolio/holdings/authorise", portfolio.authorise),
    ("GET", "/portfolio/holdings/auctions", portfolio.auctions),
    ("GET", "/portfolio/positions", portfolio.positions),
    ("PUT", "/portfolio/positions", portfolio.convert),
    ("POST", "/margins/orders", margins.order_margins),
    ("POST", "/margins/basket", margins.basket_margins),
    ("POST", "/charges/orders", margins.order_charges),
    ("GET", "/instruments", quotes.instruments),
    ("GET", "/instruments/<exchange>", quotes.instruments),
    ("GET", "/quote", quotes.quote),
    ("GET", "/quote/ohlc", quotes.ohlc),
    ("GET", "/quote/ltp", quotes.ltp),
)


def add_urls(app: Flask) -> None:
    """Give each URL its view; the endpoint is the view's module and name."""
    for method, rule, view in URLS:
        module = view.__module__.removeprefix("simulator.").removeprefix("api.")
        app.add_url_rule(rule, f"{module}.{view.__name__}", view, methods=[method])
