"""Orders as sentences, in the language of the page: how many, and what each asks Kite to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tokri.core.basket import Order
from tokri.core.money import grouped, price_words
from tokri.web.language import N_, _, ngettext


def count_of_orders(count: int) -> str:
    """1 order, 4 orders."""
    return ngettext("%(num)s order", "%(num)s orders", count)


def order_sentence(order: Order) -> str:
    """One order as a sentence: what it asks Kite to do, in the order in which one would say it."""
    facts = {
        "what": quantity_words(order.exchange, order.quantity),
        "symbol": order.tradingsymbol,
        "exchange": order.exchange,
        "price": price_words(order.price) if order.price else "",
        "trigger": price_words(order.trigger_price) if order.trigger_price else "",
        "rest": _rest(order),
    }
    stop = order.order_type in {"SL", "SL-M"} and order.trigger_price is not None
    return _SENTENCES[order.transaction_type == "BUY", stop, bool(order.price)](facts)


def quantity_words(exchange: str, quantity: int) -> str:
    """How much of it, with what is counted there: 10 shares, 2 lots."""
    count = grouped(quantity)
    if exchange in {"MCX", "CDS", "BCD"}:
        return ngettext("%(count)s lot", "%(count)s lots", quantity, count=count)
    if exchange in {"NSE", "BSE"}:
        return ngettext("%(count)s share", "%(count)s shares", quantity, count=count)
    return ngettext("%(count)s unit", "%(count)s units", quantity, count=count)


#: By whether it buys, waits for a trigger, and has a price.
_SENTENCES: Final[Mapping[tuple[bool, bool, bool], Callable[[Mapping[str, str]], str]]] = {
    (True, False, True): lambda facts: _(
        "Buy %(what)s of %(symbol)s on %(exchange)s for at most %(price)s each%(rest)s.", **facts
    ),
    (True, False, False): lambda facts: _(
        "Buy %(what)s of %(symbol)s on %(exchange)s at the market price%(rest)s.", **facts
    ),
    (True, True, True): lambda facts: _(
        "Buy %(what)s of %(symbol)s on %(exchange)s, once the price rises to %(trigger)s, "
        "for at most %(price)s each%(rest)s.",
        **facts,
    ),
    (True, True, False): lambda facts: _(
        "Buy %(what)s of %(symbol)s on %(exchange)s, once the price rises to %(trigger)s, at the market price%(rest)s.",
        **facts,
    ),
    (False, False, True): lambda facts: _(
        "Sell %(what)s of %(symbol)s on %(exchange)s for at least %(price)s each%(rest)s.", **facts
    ),
    (False, False, False): lambda facts: _(
        "Sell %(what)s of %(symbol)s on %(exchange)s at the market price%(rest)s.", **facts
    ),
    (False, True, True): lambda facts: _(
        "Sell %(what)s of %(symbol)s on %(exchange)s, once the price falls to %(trigger)s, "
        "for at least %(price)s each%(rest)s.",
        **facts,
    ),
    (False, True, False): lambda facts: _(
        "Sell %(what)s of %(symbol)s on %(exchange)s, once the price falls to %(trigger)s, "
        "at the market price%(rest)s.",
        **facts,
    ),
}

_PRODUCTS: Final = {
    "CNC": N_("CNC, to keep"),
    "MIS": N_("MIS, closed the same day"),
    "NRML": N_("NRML, to carry"),
    "MTF": N_("MTF, on borrowed money"),
}


def _rest(order: Order) -> str:
    """What the end of the sentence adds: the kind of order, and the product in brackets."""
    said = ""
    if order.variety == "co" and order.trigger_price:
        said += _(", as a cover order that closes itself at %(price)s", price=price_words(order.trigger_price))
    if order.variety == "amo":
        said += _(", after market hours")
    product = _(_PRODUCTS[order.product]) if order.product else _("product left to Kite")
    return f"{said} ({product})"
