"""One order on its way from typed to understood: texts stripped, numbers read, choices looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import Final

from tokri.core import money
from tokri.core.basket import LONGEST_TEXT, Order, OrderText
from tokri.core.choices import CHOICES
from tokri.core.instrument import Instrument, Key, Listing
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.market import Market, market_of, queues, variety
from tokri.core.money import NumberFault
from tokri.core.reference import Leaning

DERIVATIVES: Final = frozenset({"NFO", "BFO", "CDS", "BCD", "MCX"})
CASH: Final = frozenset({"NSE", "BSE"})

#: The fields that hold a number.
NUMBERS: Final = ("quantity", "price", "trigger_price", "disclosed_quantity")


@dataclass(frozen=True, slots=True)
class Leg:
    """The order at `place` (from 0): what was typed without the spaces around it, and what could be read of it.

    A number is None where it is absent (empty or zero) or has a fault; `number_faults` tells which. A choice is ""
    where it is absent or not on Kite's list, so that rules about its meaning stay silent until it is mended.
    The symbol is in capitals, as every symbol on Kite's list is, however it was typed. A variety that was not typed is
    what the clock makes it: `amo` after hours, else `regular`. `known` is what the check
    knows beside the order, `listing` what the instrument list says of its exchange and symbol, which are its `key`.
    `market` is the one whose hours it keeps; None without an exchange. Every text is `plain` where each is short and
    of characters that are seen: nearly always, and asked once instead of letter by letter.
    """

    place: int
    typed: OrderText
    symbol: str
    variety: str
    exchange: str
    transaction_type: str
    order_type: str
    product: str
    validity: str
    quantity: int | None
    price: Decimal | None
    trigger_price: Decimal | None
    disclosed_quantity: int | None
    number_faults: Mapping[str, NumberFault]
    known: Known
    listing: Listing
    key: Key
    market: Market | None
    plain: bool

    @property
    def instrument(self) -> Instrument | None:
        """The instrument, where the list has it; rules about one stay silent without."""
        return self.listing.instrument

    def text(self, field: str) -> str:
        """What was typed in the field of that Kite name."""
        typed: str = getattr(self.typed, field)
        return typed

    def absent(self, field: str) -> bool:
        """Whether a number field holds nothing, or zero, which is the same to Kite."""
        return field not in self.number_faults and getattr(self, field) is None

    @property
    def order(self) -> Order | None:
        """The order as understood; None where something it cannot be without is missing."""
        if self.quantity is None:
            return None
        return Order(
            variety=self.variety,
            tradingsymbol=self.symbol,
            exchange=self.exchange,
            transaction_type=self.transaction_type,
            order_type=self.order_type,
            quantity=self.quantity,
            product=self.product or None,
            price=self.price,
            trigger_price=self.trigger_price,
            disclosed_quantity=self.disclosed_quantity,
            validity=self.validity or None,
            readonly=self.typed.readonly == "true",
            tag=self.typed.tag or None,
        )


#: Everything that was typed of an order, in the order of its fields.
_texts: Final = attrgetter(*(each.name for each in fields(OrderText)))


def read_leg(place: int, order: OrderText, known: Known = NOTHING_KNOWN) -> Leg:
    """Read one order as far as it can be read. Never raises."""
    texts = [text.strip() for text in _texts(order)]
    typed = OrderText(*texts)
    read: dict[str, Decimal | int | NumberFault | None] = {
        "quantity": money.whole(typed.quantity),
        "price": money.price(typed.price),
        "trigger_price": money.price(typed.trigger_price),
        "disclosed_quantity": money.whole(typed.disclosed_quantity),
    }
    chosen = {field: _choice(field, getattr(typed, field)) for field in CHOICES}
    symbol = _capitals(typed.tradingsymbol)
    key = Key(chosen["exchange"], symbol)
    listing = known.listing(*key)
    market = market_of(key.exchange, has_derivatives=listing.has_derivatives)
    may_queue = queues(listing.instrument, chosen["order_type"]) and not call_auctioned(known, key)
    by_the_clock = variety(known.tables.calendar, market, known.at, may_queue=may_queue)
    return Leg(
        place=place,
        typed=typed,
        symbol=symbol,
        variety=chosen["variety"] if typed.variety else by_the_clock,
        exchange=chosen["exchange"],
        transaction_type=chosen["transaction_type"],
        order_type=chosen["order_type"],
        product=chosen["product"],
        validity=chosen["validity"],
        quantity=_whole(read["quantity"]),
        price=_price(read["price"]),
        trigger_price=_price(read["trigger_price"]),
        disclosed_quantity=_whole(read["disclosed_quantity"]),
        number_faults={field: fault for field, fault in read.items() if isinstance(fault, NumberFault)},
        known=known,
        listing=listing,
        key=key,
        market=market,
        plain="".join(texts).isprintable() and max(map(len, texts)) <= LONGEST_TEXT,
    )


def call_auctioned(known: Known, key: Key) -> bool:
    """Whether the share is traded in call auctions alone: stage II of ESM, as the exchanges' list says.

    Source: NSE and BSE on the Enhanced Surveillance Measure
    """
    table = known.tables.lists.get(Leaning.ESM)
    return table is not None and table.entries.get(key, "").upper() in {"2", "II"}


def key_of(order: OrderText) -> Key:
    """What the instrument list is asked for an order: its exchange and symbol as they will be understood."""
    return Key(_choice("exchange", order.exchange.strip()), _capitals(order.tradingsymbol.strip()))


@dataclass(frozen=True, slots=True)
class Whole:
    """The basket as a whole: every order as read, and as understood where nothing in it is in error."""

    legs: tuple[Leg, ...]
    orders: tuple[Order | None, ...]
    known: Known

    @property
    def understood(self) -> tuple[tuple[int, Order], ...]:
        """The orders without an error, each with its place."""
        return tuple((place, order) for place, order in enumerate(self.orders) if order is not None)


def _capitals(text: str) -> str:
    """The symbol in capitals; other scripts' letters stay as they are, since ı would become an I."""
    return text.upper() if text.isascii() else text


def _choice(field: str, text: str) -> str:
    return text if text in CHOICES[field] else ""


def _whole(read: Decimal | int | NumberFault | None) -> int | None:
    return read if isinstance(read, int) else None


def _price(read: Decimal | int | NumberFault | None) -> Decimal | None:
    return read if isinstance(read, Decimal) else None
