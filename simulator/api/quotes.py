"""The instruments dump and quotes, from the carried extract."""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from flask import Response as Csv
from flask import request
from werkzeug.wrappers import Response

from simulator.access import state
from simulator.api.common import account, callers_fault, locked, success
from simulator.clock import stamp
from simulator.errors import Refused
from simulator.market import COLUMNS, Instrument
from simulator.postbacks import number

MOST_QUOTES, MOST_PRICES = 500, 1000
DEPTH = 5


def instruments(exchange: str = "") -> Response:
    """Give the dump; like Kite's, it asks for no session, and its last_price is 0."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in state().market.listed(exchange):
        values = {key: getattr(each, key) for key in COLUMNS if key != "last_price"} | {"last_price": 0}
        writer.writerow([plain(values[key]) for key in COLUMNS])
    return Csv(out.getvalue(), mimetype="text/csv")


Record = Callable[[Instrument, Decimal], dict[str, Any]]


def quote() -> Response:
    return told(MOST_QUOTES, quote_record)


def ohlc() -> Response:
    return told(MOST_PRICES, lambda each, last: price_record(each, last) | {"ohlc": bar(last)})


def ltp() -> Response:
    return told(MOST_PRICES, price_record)


def told(most: int, record: Record) -> Response:
    """Give what is known of the market; the fault comes first, and waits outside the lock."""
    return callers_fault("quotes") or looked_up(most, record)


@locked
def looked_up(most: int, record: Record) -> Response:
    return success(answer(most, record))


def answer(most: int, record: Record) -> dict[str, Any]:
    """Give a record for each instrument, by the name it was asked by; an unknown one is left out, as Kite does."""
    account()
    names = request.args.getlist("i")
    if not names:
        raise Refused("Missing `i`.")
    if len(names) > most:
        raise Refused(f"Maximum of {most} instruments allowed.")
    return dict(priced(names, record))


def priced(names: list[str], record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    market = state().market
    for name in names:
        instrument = market.find_key(name)
        last = market.last_price(instrument) if instrument else None
        if instrument is not None and last is not None:
            yield name, record(instrument, last)


def price_record(instrument: Instrument, last: Decimal) -> dict[str, Any]:
    return {"instrument_token": instrument.instrument_token, "last_price": last}


def quote_record(instrument: Instrument, last: Decimal) -> dict[str, Any]:
    """Give a full quote. The list has one price a day: the bar is flat, and the depth is a tick apart."""
    now = stamp(state().clock())
    low, high = state().market.circuit(instrument)
    tick, lot = instrument.tick_size or Decimal("0.01"), max(instrument.lot_size, 1)
    return price_record(instrument, last) | {
        "timestamp": now,
        "last_trade_time": now,
        "last_quantity": lot,
        "buy_quantity": lot * DEPTH,
        "sell_quantity": lot * DEPTH,
        "volume": lot * 1000,
        "average_price": last,
        "oi": 0,
        "oi_day_high": 0,
        "oi_day_low": 0,
        "net_change": 0,
        "lower_circuit_limit": low,
        "upper_circuit_limit": high,
        "ohlc": bar(last),
        "depth": {
            side: [{"price": last + way * tick * step, "quantity": lot, "orders": 1} for step in range(DEPTH)]
            for side, way in (("buy", -1), ("sell", 1))
        },
    }


def bar(last: Decimal) -> dict[str, Decimal]:
    return dict.fromkeys(("open", "high", "low", "close"), last)


def plain(value: object) -> object:
    return number(value) if isinstance(value, Decimal) else value
