"""Holdings, positions, and the authorisation of sales by a client without DDPI."""

from decimal import Decimal
from typing import Any

from flask import Response as Page
from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from simulator.access import browser, check_api_key, state
from simulator.accounts import Account, Holding
from simulator.api.common import account, locked, one_of, success, whole
from simulator.api.orders import EXCHANGES, PRODUCTS, SIDES
from simulator.clock import stamp
from simulator.errors import Refused
from simulator.orders import Trade
from simulator.state import new_token


@locked
def holdings() -> Response:
    who = account()
    return success([holding_record(who, holding) for holding in who.holdings])


@locked
def auctions() -> Response:
    """Give the holdings that could be offered in today's auction: the first of the caller's."""
    who = account()
    return success([holding_record(who, holding) | {"auction_number": "22"} for holding in who.holdings[:1]])


@locked
def authorise() -> Response:
    """Begin an authorisation; the client gives it on a page of Kite's."""
    who = account()
    isins, quantities = request.form.getlist("isin"), request.form.getlist("quantity")
    if len(isins) != len(quantities) or not all(each.isascii() and each.isdigit() for each in quantities):
        raise Refused("Invalid `quantity`.")
    request_id = new_token()
    state().authorisations[request_id] = (who.user_id, dict(zip(isins, map(int, quantities), strict=True)))
    return success({"request_id": request_id})


def authorisation_page(api_key: str, request_id: str) -> Response:
    with state().lock:
        known_authorisation(api_key, request_id)
        g.target = state().settings.redirect_url
        return Page(render_template("authorise.html"))


def give_authorisation(api_key: str, request_id: str) -> Response:
    """Take the client's yes or no; only the client it was begun for can give it."""
    here = state()
    with here.lock:
        user_id, wanted = known_authorisation(api_key, request_id)
        agreed = request.form.get("action") == "authorise" and browser().user_id == user_id
        if agreed:
            here.exchange.depository.give(here.account(user_id), wanted)
        del here.authorisations[request_id]
    return redirect(f"{here.settings.redirect_url}?status={'success' if agreed else 'error'}", 302)


def known_authorisation(api_key: str, request_id: str) -> tuple[str, dict[str, int]]:
    """Give whose it is, and what it is for: quantity by ISIN, empty for all. Raise Refused."""
    check_api_key(api_key)
    found = state().authorisations.get(request_id)
    if found is None:
        raise Refused("Invalid `request_id`.")
    return found


@locked
def positions() -> Response:
    """Give the net and the day's positions: the same here, where nothing is carried over."""
    net = list(day_positions(account().user_id).values())
    return success({"net": net, "day": net})


@locked
def convert() -> Response:
    """Change the product of a position's fills."""
    who, form = account(), request.form
    exchange = one_of(form, "exchange", EXCHANGES)
    key = (exchange, form.get("tradingsymbol", ""), one_of(form, "old_product", PRODUCTS))
    one_of(form, "transaction_type", SIDES)
    one_of(form, "position_type", ("day", "overnight"))
    product, quantity = one_of(form, "new_product", PRODUCTS), whole(form, "quantity")
    position = day_positions(who.user_id).get(key)
    if position is None or abs(position["quantity"]) < quantity:
        raise Refused("Position quantity is not enough for this conversion.")
    state().converted[who.user_id, *key] = product
    return success(data=True)


def holding_record(who: Account, holding: Holding) -> dict[str, Any]:
    here = state()
    instrument = here.market.find(holding.exchange, holding.tradingsymbol)
    last = (instrument and here.market.last_price(instrument)) or Decimal(0)
    return {
        "tradingsymbol": holding.tradingsymbol,
        "exchange": holding.exchange,
        "instrument_token": instrument.instrument_token if instrument else 0,
        "isin": holding.isin,
        "product": "CNC",
        "price": 0,
        "quantity": holding.quantity,
        "used_quantity": here.exchange.sold(who.user_id, holding.tradingsymbol),
        "t1_quantity": 0,
        "realised_quantity": holding.quantity,
        "authorised_quantity": here.exchange.depository.authorised(who.user_id, holding.isin),
        "authorised_date": stamp(here.clock())[:10] + " 00:00:00",
        "authorisation": {},
        "opening_quantity": holding.quantity,
        "short_quantity": 0,
        "collateral_quantity": 0,
        "collateral_type": "",
        "discrepancy": False,
        "average_price": holding.average_price,
        "last_price": last,
        "close_price": last,
        "pnl": (last - holding.average_price) * holding.quantity,
        "day_change": 0,
        "day_change_percentage": 0,
        "mtf": {"quantity": 0, "used_quantity": 0, "average_price": 0, "value": 0, "initial_margin": 0},
    }


def day_positions(user_id: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Add the day's fills up, by exchange, symbol and product as converted since."""
    here = state()
    fills: dict[tuple[str, str, str], list[Trade]] = {}
    for trade in here.exchange.trades:
        if trade.order.user_id == user_id:
            instrument, product = trade.order.instrument, trade.order.request.product
            key = (instrument.exchange, instrument.tradingsymbol, product)
            product = here.converted.get((user_id, *key), product)
            fills.setdefault((key[0], key[1], product), []).append(trade)
    return {key: position_record(trades, key[2]) for key, trades in fills.items()}


def position_record(trades: list[Trade], product: str) -> dict[str, Any]:
    instrument = trades[0].order.instrument
    bought = [trade for trade in trades if trade.order.side > 0]
    sold = [trade for trade in trades if trade.order.side < 0]
    buy_quantity, sell_quantity = (sum(trade.quantity for trade in side) for side in (bought, sold))
    zero = Decimal(0)
    buy_value, sell_value = (sum((t.average_price * t.quantity for t in side), zero) for side in (bought, sold))
    buy_price = buy_value / buy_quantity if buy_quantity else zero
    sell_price = sell_value / sell_quantity if sell_quantity else zero
    quantity = buy_quantity - sell_quantity
    last = state().market.last_price(instrument) or zero
    pnl = sell_value - buy_value + quantity * last
    return {
        "tradingsymbol": instrument.tradingsymbol,
        "exchange": instrument.exchange,
        "instrument_token": instrument.instrument_token,
        "product": product,
        "quantity": quantity,
        "overnight_quantity": 0,
        "multiplier": 1,
        "average_price": buy_price if quantity > 0 else sell_price if quantity < 0 else zero,
        "close_price": last,
        "last_price": last,
        "value": sell_value - buy_value,
        "pnl": pnl,
        "m2m": pnl,
        "unrealised": pnl,
        "realised": zero,
        "buy_quantity": buy_quantity,
        "buy_price": buy_price,
        "buy_value": buy_value,
        "buy_m2m": buy_value,
        "sell_quantity": sell_quantity,
        "sell_price": sell_price,
        "sell_value": sell_value,
        "sell_m2m": sell_value,
        "day_buy_quantity": buy_quantity,
        "day_buy_price": buy_price,
        "day_buy_value": buy_value,
        "day_sell_quantity": sell_quantity,
        "day_sell_price": sell_price,
        "day_sell_value": sell_value,
    }
