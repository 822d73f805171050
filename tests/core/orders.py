"""Orders for the tests of the core: a good one, to be spoilt one field at a time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.choices import CHOICES

#: A BUY of 10 INFY at 1,500 or less, with which nothing is wrong.
GOOD = OrderText(
    tradingsymbol="INFY",
    exchange="NSE",
    transaction_type="BUY",
    order_type="LIMIT",
    product="CNC",
    quantity="10",
    price="1500",
)

#: Kite's documented example of three orders, as a person would type it.
EXAMPLE = (
    OrderText("regular", "INFY", "NSE", "BUY", "MARKET", "", "10"),
    OrderText("regular", "NIFTY15DECFUT", "NFO", "SELL", "LIMIT", "", "1", "7845"),
    OrderText("co", "RELIANCE", "NSE", "BUY", "LIMIT", "MIS", "1", "915.15", "910", readonly="true"),
)


def typed(**fields: str) -> OrderText:
    """The good order with these fields typed otherwise."""
    return replace(GOOD, **fields)


def future(**fields: str) -> OrderText:
    """A good order for a NIFTY future, with these fields typed otherwise."""
    return replace(GOOD, **{"tradingsymbol": "NIFTY26FEBFUT", "exchange": "NFO", "product": "NRML", **fields})


def cover(**fields: str) -> OrderText:
    """A good cover order, with these fields typed otherwise."""
    return replace(GOOD, **{"variety": "co", "product": "MIS", "trigger_price": "1450", **fields})


#: Any text at all, and texts that look as if they meant something.
any_text = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["0", "1", "10", "-1", "1e3", "1_0", "５", "+5", "1,755", "1,00,000", "NaN", "915.15", "1.0", "true", "co", "B"]
    ),
)

#: Orders of any texts; each field is on Kite's list about as often as not.
any_order = st.builds(
    OrderText,
    **{
        name: st.one_of(any_text, st.sampled_from(CHOICES[name])) if name in CHOICES else any_text
        for name in KITE_FIELDS
    },
)


@st.composite
def right_orders(draw: st.DrawFn) -> OrderText:
    """Orders with which nothing is wrong, of every kind that needs other fields."""
    order_type = draw(st.sampled_from(["MARKET", "LIMIT", "SL", "SL-M"]))
    buys = draw(st.booleans())
    price = draw(st.decimals("1", "99999", places=2))
    step = draw(st.decimals("0", "0.5", places=2))
    return OrderText(
        variety=draw(st.sampled_from(["", "regular", "amo"])),
        tradingsymbol=draw(st.sampled_from(["INFY", "M&M", "J&KBANK", "ARE&M", "BAJAJ-AUTO"])),
        exchange="NSE",
        transaction_type="BUY" if buys else "SELL",
        order_type=order_type,
        product=draw(st.sampled_from(["", "CNC", "MIS"])),
        quantity=str(draw(st.integers(1, 10**8))),
        price=f"{price}" if order_type in {"LIMIT", "SL"} else draw(st.sampled_from(["", "0"])),
        trigger_price=f"{price - step if buys else price + step}" if order_type in {"SL", "SL-M"} else "",
        validity=draw(st.sampled_from(["", "DAY", "IOC"])),
        readonly=draw(st.sampled_from(["", "true"])),
        tag=draw(st.text("abcXYZ019", max_size=8)),
    )


SYMBOLS = {
    "NSE": ("INFY", "M&M", "J&KBANK", "ARE&M", "BAJAJ-AUTO", "CENTRALBK-BE"),
    "BSE": ("INFY", "M&M", "BAJAJ-AUTO"),
    "NFO": ("NIFTY26FEBFUT", "M&M26FEBFUT", "BAJAJ-AUTO26FEB9000CE"),
    "BFO": ("SENSEX26FEBFUT",),
    "CDS": ("USDINR26FEBFUT", "USDINR26FEB90.25CE"),
    "BCD": ("USDINR26FEBFUT",),
    "MCX": ("GOLDM26MARFUT",),
}

#: Symbols of the right characters, most of which nobody has listed.
likely_symbols = st.from_regex("[A-Z0-9&.-]{0,15}[A-Z0-9&]", fullmatch=True).filter(
    lambda symbol: not symbol.endswith(("-EQ", ".NS", ".BO"))  # other programs' names for what has none here
)


@st.composite
def orders_of_every_kind(draw: st.DrawFn) -> OrderText:
    """Orders without an error: every exchange, variety, order type and option, prices of up to four places."""
    exchange = draw(st.sampled_from(CHOICES["exchange"]))
    symbol = draw(st.sampled_from(SYMBOLS[exchange]) | likely_symbols)
    shares, covers = exchange in {"NSE", "BSE"}, exchange == "NSE" and draw(st.booleans())
    stop_market = exchange in {"NSE", "CDS", "MCX"}
    order_types = ("MARKET", "LIMIT") if covers else ("MARKET", "LIMIT", "SL", *(("SL-M",) if stop_market else ()))
    order_type = draw(st.sampled_from(order_types))
    products = ("CNC", "MIS", "MTF") if shares else ("NRML", "MIS")
    quantity = draw(st.integers(1, 10**8))
    buys = draw(st.booleans())
    price = draw(st.integers(1, 4).flatmap(lambda places: st.decimals("1", "99999", places=places)))
    step = draw(st.decimals("0.0001", "0.1", places=4))
    # The trigger of an SL order and the stop of a cover order both lie under the price of a BUY, over that of a SELL.
    trigger = price - step if buys else price + step
    discloses = exchange not in {"NFO", "BFO"} and draw(st.booleans())
    return OrderText(
        variety="co" if covers else draw(st.sampled_from(["", "regular", "amo"])),
        tradingsymbol=symbol,
        exchange=exchange,
        transaction_type="BUY" if buys else "SELL",
        order_type=order_type,
        product=draw(st.sampled_from(["", *(("MIS",) if covers else products)])),
        quantity=str(quantity),
        price=f"{price}" if order_type in {"LIMIT", "SL"} else draw(st.sampled_from(["", "0"])),
        trigger_price=f"{trigger}" if covers or order_type in {"SL", "SL-M"} else "",
        disclosed_quantity=str(draw(st.integers(-(-quantity // 4), quantity))) if discloses else "",
        validity=draw(st.sampled_from(["", "DAY", "IOC"])),
        readonly=draw(st.sampled_from(["", "true"])),
        tag=draw(st.text("abcXYZ019", max_size=8)),
    )
