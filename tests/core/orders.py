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
