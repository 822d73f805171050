"""Each rule, orders that break it, and orders near by that do not."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from tests.core.orders import GOOD, cover, future, typed
from tokri.core.basket import MOST_ORDERS, OrderText


class Case(NamedTuple):
    """A rule, what it finds, orders that break it, the field or path it names, its mend; and orders it lets pass."""

    code: str
    what: str
    breaking: tuple[OrderText, ...]
    where: str | tuple[str | int, ...]
    mend: str | None
    fine: tuple[OrderText, ...]

    @property
    def path(self) -> tuple[str | int, ...]:
        return self.where if isinstance(self.where, tuple) else ("orders", 0, self.where)


MANY = tuple(typed(tradingsymbol=f"A{number}") for number in range(MOST_ORDERS + 1))
OPTION = future(tradingsymbol="NIFTY26FEB25000CE")

_ROWS: list[tuple[str, str, tuple[OrderText, ...], str | tuple[str | int, ...], str | None, tuple[OrderText, ...]]] = [
    ("order-empty", "an order with nothing in it", (GOOD, OrderText(exchange="NSE")), ("orders", 1), None, (GOOD,)),
    ("text-long", "a text too long", (typed(tag="A" * 101),), "tag", None, (typed(tradingsymbol="A" * 100),)),
    ("text-unseen", "a zero-width space", (typed(tradingsymbol="IN\u200bFY"),), "tradingsymbol", "INFY", (GOOD,)),
    ("text-unseen", "text turned round", (typed(tag="\u202eABC"),), "tag", "ABC", (typed(tag="ABC"),)),
    ("text-unseen", "a control character", (typed(quantity="1\x000"),), "quantity", "10", (typed(quantity=" 10\t"),)),
    ("symbol-missing", "no symbol", (typed(tradingsymbol=" "),), "tradingsymbol", None, (GOOD,)),
    ("symbol-decorated", "the series EQ", (typed(tradingsymbol="INFY-EQ"),), "tradingsymbol", "INFY",
     (typed(tradingsymbol="CENTRALBK-BE"), typed(tradingsymbol="BAJAJ-AUTO"), typed(tradingsymbol="EQ"))),
    ("symbol-decorated", "a suffix for NSE", (typed(tradingsymbol="m&m.ns"),), "tradingsymbol", "M&M",
     (typed(tradingsymbol="m&m"),)),
    ("symbol-decorated", "a suffix for BSE", (typed(tradingsymbol="INFY.BO"),), "tradingsymbol", "INFY",
     (typed(tradingsymbol="601GS203026APR100.25CE"),)),
    ("symbol-decorated", "an exchange in front", (typed(tradingsymbol="NSE:INFY"),), "tradingsymbol", "INFY", (GOOD,)),
    ("symbol-decorated", "both at once", (typed(tradingsymbol="NSE:Infy-EQ"),), "tradingsymbol", "INFY", (GOOD,)),
    ("symbol-characters", "a company's name", (typed(tradingsymbol="HDFC BANK"),), "tradingsymbol", None,
     (typed(tradingsymbol="bajaj-auto"), typed(tradingsymbol="601GS203026APR100.25CE"),
     typed(tradingsymbol="63MOONS"))),
    ("symbol-characters", "a Cyrillic letter", (typed(tradingsymbol="INFУ"),), "tradingsymbol", None, (GOOD,)),
    ("symbol-characters", "a market that Kite lacks", (typed(tradingsymbol="NYSE:INFY"),), "tradingsymbol", "INFY",
     (GOOD,)),
    ("choice-missing", "no exchange", (typed(exchange=""),), "exchange", None, (GOOD,)),
    ("choice-missing", "no side", (typed(transaction_type=""),), "transaction_type", None, (GOOD,)),
    ("choice-missing", "no order type", (typed(order_type=""),), "order_type", None, (typed(variety="",
     validity=""),)),
    ("choice-unknown", "small letters", (typed(transaction_type="buy"),), "transaction_type", "BUY", (GOOD,)),
    ("choice-unknown", "another word", (typed(product="Delivery"),), "product", "CNC", (GOOD,)),
    ("choice-unknown", "no known word", (typed(exchange="NYSE"),), "exchange", None, (GOOD,)),
    ("choice-unknown", "a validity that baskets lack", (typed(validity="TTL"),), "validity", None,
     (typed(validity="IOC"),)),
    ("readonly-unknown", "another word for yes", (typed(readonly="Yes"),), "readonly", "true",
     (typed(readonly="true"),)),
    ("readonly-unknown", "a word for no", (typed(readonly="false"),), "readonly", "", (GOOD,)),
    ("tag-characters", "a hyphen in the tag", (typed(tag="SIP-FEB"),), "tag", "SIPFEB", (typed(tag="SIPFEB26"),)),
    ("tag-long", "a tag of nine", (typed(tag="ABCDEFGHI"),), "tag", "ABCDEFGH", (typed(tag="ABCDEFGH"),)),
    ("price-unused", "a price left at MARKET", (typed(order_type="MARKET"),), "price", "",
     (typed(order_type="MARKET", price="0"), typed(order_type="MARKET", price=""))),
    ("price-unused", "text left at SL-M", (typed(order_type="SL-M", price="x", trigger_price="9"),), "price", "",
     (typed(order_type="SL-M", price="0.0", trigger_price="9"),)),
    ("trigger-unused", "a trigger left at LIMIT", (typed(trigger_price="1400"),), "trigger_price", "",
     (typed(trigger_price="0"), cover())),
    ("disclosed-unused", "disclosing a future", (future(disclosed_quantity="5"),), "disclosed_quantity", "",
     (future(disclosed_quantity="0"), typed(disclosed_quantity="5"))),
    ("number-unreadable", "an exponent", (typed(price="1e3"),), "price", None, (typed(price="1,000"),)),
    ("number-unreadable", "other digits", (typed(quantity="１０"),), "quantity", "10", (typed(quantity="10"),)),
    ("number-unreadable", "Devanagari digits", (typed(price="१५००"),), "price", "1500", (typed(price="1500"),)),
    ("number-unreadable", "a plus", (typed(quantity="+5"),), "quantity", "5", (typed(quantity="5"),)),
    ("number-negative", "below zero", (typed(quantity="-5"),), "quantity", None, (typed(quantity="5"),)),
    ("number-decimals", "five decimals", (typed(price="1.12345"),), "price", None, (typed(price="1.1234"),)),
    ("number-large", "ten digits", (typed(price="1234567890"),), "price", None, (typed(price="123456"),)),
    ("quantity-fraction", "half a share", (typed(quantity="10.5"),), "quantity", None, (GOOD,)),
    ("quantity-fraction", "a whole number with decimals", (typed(quantity="10.0"),), "quantity", "10", (GOOD,)),
    ("quantity-missing", "no quantity", (typed(quantity="0"),), "quantity", None, (typed(quantity="1"),)),
    ("quantity-large", "over a lakh of shares", (typed(quantity="1,00,001"),), "quantity", None,
     (typed(quantity="1,00,000"), future(quantity="2,00,000"))),
    ("disclosed-small", "under a tenth", (typed(quantity="101", disclosed_quantity="10"),), "disclosed_quantity",
     "11",
     (typed(quantity="100", disclosed_quantity="10"),)),
    ("disclosed-small", "under a quarter on MCX", (future(exchange="MCX", disclosed_quantity="2"),),
     "disclosed_quantity", "3",
     (future(exchange="MCX", disclosed_quantity="3"), future(exchange="CDS", disclosed_quantity="1"))),
    ("disclosed-large", "more than all", (typed(disclosed_quantity="11"),), "disclosed_quantity", "",
     (typed(disclosed_quantity="10"),)),
    ("cover-order-type", "a cover SL", (cover(order_type="SL"),), "order_type", "LIMIT", (cover(),)),
    ("cover-order-type", "a cover SL-M", (cover(order_type="SL-M", price=""),), "order_type", "MARKET",
     (cover(order_type="MARKET", price=""),)),
    ("cover-exchange", "cover on BSE", (cover(exchange="BSE"),), "exchange", None, (cover(),)),
    ("cover-exchange", "cover on a future", (cover(exchange="NFO"),), "exchange", None, (future(),)),
    ("cover-product", "cover as CNC", (cover(product="CNC"),), "product", "MIS", (cover(product=""), cover())),
    ("cover-trigger-side", "a BUY's stop at its price", (cover(trigger_price="1500"),), "trigger_price", None,
     (cover(),)),
    ("cover-trigger-side", "a SELL's stop under its price", (cover(transaction_type="SELL"),), "trigger_price", None,
     (cover(transaction_type="SELL", trigger_price="1550"),)),
    ("cover-trigger-far", "a stop over 10 % away", (cover(trigger_price="1349.95"),), "trigger_price", None,
     (cover(trigger_price="1350"),)),
    ("price-missing", "LIMIT at 0", (typed(price="0"),), "price", None, (typed(order_type="MARKET", price=""),)),
    ("price-missing", "SL without a price", (typed(order_type="SL", price="", trigger_price="9"),), "price", None,
     (typed(order_type="SL", trigger_price="1500"),)),
    ("trigger-missing", "SL-M without a trigger", (typed(order_type="SL-M", price=""),), "trigger_price", None,
     (GOOD,)),
    ("trigger-missing", "cover without a trigger", (cover(trigger_price="0"),), "trigger_price", None, (cover(),)),
    ("stop-price-side", "a BUY stop priced under its trigger", (typed(order_type="SL", trigger_price="1500.05"),),
     "price",
     None, (typed(order_type="SL", trigger_price="1500"), typed(order_type="SL", trigger_price="1400"))),
    ("stop-price-side", "a SELL stop priced over its trigger",
     (typed(transaction_type="SELL", order_type="SL", trigger_price="1499.95"),), "price", None,
     (typed(transaction_type="SELL", order_type="SL", trigger_price="1500"),)),
    ("stop-market-gone", "SL-M on BSE", (typed(exchange="BSE", order_type="SL-M", price="", trigger_price="9"),),
     "order_type",
     "SL", (typed(order_type="SL-M", price="", trigger_price="9"),)),
    ("stop-market-gone", "SL-M on an option", (replace(OPTION, order_type="SL-M", price="", trigger_price="9"),),
     "order_type",
     "SL", (future(order_type="SL-M", price="", trigger_price="9"),)),
    ("value-large", "over ten crore", (typed(quantity="66667"),), ("orders", 0), None,
     (typed(quantity="66666"), future(quantity="99999"))),
    ("product-exchange", "CNC for a future", (future(product="CNC"),), "product", "NRML", (future(),
     future(product="MIS"))),
    ("product-exchange", "MTF for a commodity", (future(exchange="MCX", product="MTF"),), "product", "NRML",
     (future(),)),
    ("product-exchange", "NRML for shares", (typed(product="NRML"),), "product", "CNC",
     (typed(product="MTF"), typed(product="MIS"))),
    ("product-left", "no product", (typed(product=""),), "product", None, (GOOD, cover(product=""))),
    ("no-orders", "no order", (), (), None, (GOOD,)),
    ("no-orders", "only empty orders", (OrderText(), OrderText(exchange="NSE")), (), None, (GOOD, OrderText())),
    ("too-many-orders", "one order too many", MANY, (), None, MANY[:-1]),
    ("bought-and-sold", "both sides", (GOOD, typed(tradingsymbol="TCS"), typed(transaction_type="SELL")),
     ("orders", 2), None,
     (GOOD, typed(transaction_type="SELL", exchange="BSE"), typed(quantity="5"))),
    ("same-order-twice", "the same again, written otherwise", (GOOD, typed(price="1,500.00")), ("orders", 1), None,
     (GOOD, typed(quantity="11"))),
    ("market-orders", "an order at market price", (typed(order_type="MARKET", price=""),), (), None, (GOOD,)),
]  # fmt: skip

CASES = [Case(*row) for row in _ROWS]
