"""Refusals before an order has an id: what Kite checks itself. Messages as recorded where they are known."""

import csv
import re
from decimal import Decimal
from functools import cache

from simulator.errors import Refused
from simulator.market import DATA, TRADE_FOR_TRADE, Instrument, Market
from simulator.orders import Request
from simulator.settings import Rules

PRODUCTS = {"NSE": ("CNC", "MIS", "MTF"), "BSE": ("CNC", "MIS", "MTF")}
DERIVATIVE_PRODUCTS = ("NRML", "MIS")
LONGEST_API_TAG = 20
MOST_SHARES = 100_000
COVER_BAND = Decimal("0.10")
LEGS = range(2, 51)
# Units an order, from 1 February 2026 (NSE circular of 30 January 2026) and BSE's of the same month.
FREEZE = {
    "NIFTY": 1800,
    "BANKNIFTY": 600,
    "FINNIFTY": 1800,
    "MIDCPNIFTY": 2800,
    "NIFTYNXT50": 600,
    "SENSEX": 1000,
    "BANKEX": 900,
}


# The least that may be disclosed, in per cent of the quantity; elsewhere nothing may be.
LEAST_DISCLOSED = {"NSE": 10, "BSE": 10, "CDS": 10, "BCD": 10, "MCX": 25}
BEFORE_THE_YEAR = re.compile(r"(?=[0-9])")


def freeze_quantity(instrument: Instrument, rules: Rules) -> int:
    """Give the largest quantity of one order, in units; 0 for no limit known. The lot's largest multiple."""
    if instrument.exchange not in {"NFO", "BFO"}:
        return MOST_SHARES if instrument.is_share else 0
    names = [name for name in FREEZE if instrument.tradingsymbol.startswith(name)]
    largest = FREEZE[max(names, key=len)] if names else 0
    if not names and instrument.exchange == "NFO" and rules == "2026":
        symbol = instrument.tradingsymbol
        stems = [symbol[: found.start()] for found in BEFORE_THE_YEAR.finditer(symbol)]
        largest = next((stocks()[stem] for stem in reversed(stems) if stem in stocks()), 0)
    return largest // instrument.lot_size * instrument.lot_size


@cache
def stocks() -> dict[str, int]:
    """Read NSE's table: the largest quantity of one order for a contract on a share, by the share's symbol."""
    with (DATA / "freeze-stocks.csv").open(encoding="utf-8", newline="") as source:
        rows = csv.DictReader(line for line in source if not line.startswith("#"))
        return {row["SYMBOL"]: int(row["VOL_FRZ_QTY"]) for row in rows}


def check(request: Request, market: Market, rules: Rules, *, through_api: bool) -> None:
    """Raise Refused for what Kite answers with an error and no order id."""
    if through_api:
        _tag(request)
        _protection(request, rules)
    _product(request)
    _quantity(request, rules)
    if rules == "2026":
        _disclosed(request)
    _prices(request)
    _ticks(request)
    _stop_side(request, market)
    if request.variety == "co":
        _cover(request)
    if request.variety == "iceberg":
        _iceberg(request)
    if request.variety == "auction" and not request.auction_number:
        raise Refused("Missing `auction_number`.")
    if request.validity == "TTL" and request.validity_ttl < 1:
        raise Refused("Invalid `validity_ttl`.")


def _tag(request: Request) -> None:
    if request.tag and len(request.tag) > LONGEST_API_TAG:
        raise Refused(f"`tag` should be max {LONGEST_API_TAG} characters")


def _protection(request: Request, rules: Rules) -> None:
    given = request.market_protection
    if given not in (Decimal(-1), Decimal(0)) and not 0 < given <= 100:  # noqa: PLR2004 - per cent
        raise Refused("Invalid `market_protection`.")
    if rules == "2026" and request.order_type in {"MARKET", "SL-M"} and not given:
        raise Refused(
            "Market orders without market protection are not allowed via API. "
            "Please set market protection or use a Limit order."
        )
    if rules == "2026" and request.instrument.exchange == "MCX" and request.validity == "IOC":
        raise Refused("IOC orders are not allowed for MCX via API.")


def _product(request: Request) -> None:
    instrument = request.instrument
    if instrument.segment == "INDICES":
        raise Refused("Invalid `tradingsymbol`.")
    if request.product not in PRODUCTS.get(instrument.exchange, DERIVATIVE_PRODUCTS):
        raise Refused("Invalid product type for exchange")
    if request.product == "MIS" and instrument.series in TRADE_FOR_TRADE:
        raise Refused("Intraday orders are not allowed for trade to trade scrips.")


def _quantity(request: Request, rules: Rules) -> None:
    quantity, lot = request.quantity, max(request.instrument.lot_size, 1)
    if quantity <= 0:
        raise Refused("Invalid `quantity`.")
    if quantity % lot:
        raise Refused(f"Quantity should be a multiple of the lot size {lot}.")
    if request.disclosed_quantity > quantity:
        raise Refused("Disclosed quantity cannot be more than the quantity.")
    largest = freeze_quantity(request.instrument, rules)
    if largest and quantity > largest and request.variety != "iceberg" and not request.autoslice:
        raise Refused(
            f"The order quantity {quantity} ({quantity // lot} lots) is higher than the maximum quantity of {largest} "
            f"({largest // lot} lots) allowed by the exchanges. Please reduce the order quantity or use iceberg orders."
        )


def _disclosed(request: Request) -> None:
    disclosed, percent = request.disclosed_quantity, LEAST_DISCLOSED.get(request.instrument.exchange)
    if disclosed and (percent is None or disclosed * 100 < request.quantity * percent):
        raise Refused("(a disclosed quantity under a tenth, on MCX a quarter, and any on NFO and BFO)")


def _prices(request: Request) -> None:
    if request.order_type in {"LIMIT", "SL"} and request.price <= 0:
        raise Refused("Missing or invalid `price`.")
    if request.order_type in {"SL", "SL-M"} and request.trigger_price <= 0:
        raise Refused("Missing or invalid `trigger_price`.")


def _ticks(request: Request) -> None:
    tick = request.instrument.tick_size
    for name, price in (("price", request.price), ("trigger price", request.trigger_price)):
        if tick and price % tick:
            raise Refused(
                f"Tick size for this script is {tick:.2f}. "
                f"Kindly enter {name} in the multiple of tick size for this script"
            )


def _stop_side(request: Request, market: Market) -> None:
    if request.order_type not in {"SL", "SL-M"}:
        return
    last = market.last_price(request.instrument)
    buying = request.transaction_type == "BUY"
    if last is not None and (request.trigger_price <= last if buying else request.trigger_price >= last):
        side, way = ("buy", "higher") if buying else ("sell", "lower")
        raise Refused(f"Trigger price for stoploss {side} orders should be {way} than the last traded price")
    beyond = request.price - request.trigger_price
    if request.order_type == "SL" and (beyond < 0 if buying else beyond > 0):
        side, way = ("buy", "lower") if buying else ("sell", "higher")
        raise Refused(f"Price for stoploss {side} orders should not be {way} than the trigger price")


def _cover(request: Request) -> None:
    if request.instrument.exchange != "NSE":
        raise Refused("Cover orders are not allowed for this exchange.")
    if request.order_type not in {"MARKET", "LIMIT"} or request.product != "MIS":
        raise Refused("Cover orders should be MARKET or LIMIT, and MIS.")
    trigger, price = request.trigger_price, request.price
    if trigger <= 0:
        raise Refused("Missing or invalid `trigger_price`.")
    if request.order_type == "LIMIT":
        distance = (price - trigger) if request.transaction_type == "BUY" else (trigger - price)
        if not 0 < distance <= price * COVER_BAND:
            raise Refused("Trigger price is out of the allowed range for cover orders.")


def _iceberg(request: Request) -> None:
    lot = max(request.instrument.lot_size, 1)
    if request.iceberg_legs not in LEGS:
        raise Refused("Invalid `iceberg_legs`.")
    lots = request.quantity // lot
    if request.iceberg_quantity != -(-lots // request.iceberg_legs) * lot:
        raise Refused("Invalid `iceberg_quantity`.")
