"""A sentence for every rule: it names the order, the field, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.problems import Problem
from tokri.web.language import N_, _, ngettext
from tokri.web.words.clock import SENTENCES as CLOCK_SENTENCES
from tokri.web.words.clock import clock_facts
from tokri.web.words.instruments import SENTENCES as INSTRUMENT_SENTENCES
from tokri.web.words.instruments import instrument_facts
from tokri.web.words.joined import all_of, either_of
from tokri.web.words.lists import SENTENCES as LIST_SENTENCES
from tokri.web.words.lists import list_facts
from tokri.web.words.names import NOUNS, asked_for, field_label, order_name
from tokri.web.words.plan import SENTENCES as PLAN_SENTENCES
from tokri.web.words.prices import SENTENCES as PRICE_SENTENCES
from tokri.web.words.prices import price_facts
from tokri.web.words.times import spoken

#: By the id of the rule. {order} and {field} are named by the problem's path, {mend} is its mend; the rest are facts.
SENTENCES: Final[Mapping[str, str]] = {
    **INSTRUMENT_SENTENCES,
    **PLAN_SENTENCES,
    **CLOCK_SENTENCES,
    **LIST_SENTENCES,
    **PRICE_SENTENCES,
    "order-empty": "{order} is empty: fill it in, or remove it.",
    "text-long": "{order}: shorten the {field}; it may have at most {most} characters.",
    "text-unseen": "{order}: the {field} holds characters that cannot be seen; take them out, or type it again.",
    "symbol-missing": "{order}: enter a symbol as Kite writes it, like INFY or M&M.",
    "symbol-decorated": (
        "{order}: enter the symbol as Kite writes it, {mend}; “{typed}” is how other programs write {mend} on {listed}."
    ),
    "symbol-characters": (
        "{order}: enter the symbol as Kite writes it, in letters, digits, & and -, like BAJAJ-AUTO; "
        "“{typed}” holds {holds}."
    ),
    "choice-missing": "{order}: choose {a_field}: {choices}.",
    "choice-unknown": ("{order}: a basket on Kite’s page cannot use “{typed}” under “{label}”; choose {choices}."),
    "readonly-unknown": "{order}: “{typed}” does not say whether the order is locked on Kite’s page; choose yes or no.",
    "tag-characters": "{order}: use only letters and digits in the tag; “{typed}” holds {holds}.",
    "tag-long": "{order}: shorten the tag “{typed}”; Kite takes at most {most} characters.",
    "price-unused": "{order}: clear the price; {an_order_type} order takes none.",
    "trigger-unused": "{order}: clear the trigger price; {an_order_type} order takes none.",
    "disclosed-unused": "{order}: clear the disclosed quantity; {exchange} takes none.",
    "number-unreadable": "{order}: write the {field} in digits, like {example}; “{typed}” is not one number.",
    "number-negative": "{order}: enter the {field} without a minus sign; “{typed}” is below 0.",
    "number-decimals": "{order}: write the {field} with at most {most} decimals; “{typed}” has more.",
    "number-large": "{order}: enter a smaller {field}; “{typed}” is more than any order can hold.",
    "quantity-fraction": "{order}: write the {field} without decimals; “{typed}” has them.",
    "quantity-missing": "{order}: enter a quantity of 1 or more.",
    "quantity-large": N_(
        "{order}: the quantity of {quantity} is over the {most} shares that one order may hold, as far as we know; "
        "split it, or accept that Kite may refuse it."
    ),
    "disclosed-small": (
        "{order}: enter a disclosed quantity of {least} or more; {exchange} asks for {percent} % of the quantity."
    ),
    "disclosed-large": "{order}: enter a disclosed quantity of at most {quantity}, the whole order, or clear it.",
    "cover-order-type": "{order}: choose MARKET or LIMIT as the order type; a cover order cannot be {order_type}.",
    "cover-exchange": (
        "{order}: choose NSE as the exchange, or another variety; cover orders are for shares on NSE, not for "
        "{exchange}."
    ),
    "cover-product": (
        "{order}: choose MIS as the product, or leave it to Kite; a cover order is closed the same day and cannot be "
        "{product}."
    ),
    "cover-trigger-side": (
        "{order}: enter a trigger price {under} the price of {price}; it is where a cover order to {side} is closed at "
        "a loss."
    ),
    "cover-trigger-far": (
        "{order}: enter a trigger price within 10 % of the price of {price}; {trigger} is further away, and a cover "
        "order does not take that."
    ),
    "price-missing": "{order}: enter a price above 0; {an_order_type} order needs one.",
    "trigger-missing": "{order}: enter a trigger price above 0; {an_order_type} order needs one.",
    "stop-price-side": (
        "{order}: enter a price of {trigger} or {more}; an SL order to {side} may not be priced {wrongly} its trigger."
    ),
    "stop-market-gone": N_("{order}: choose SL as the order type, and a price; SL-M is not taken for {market}."),
    "value-large": N_(
        "{order}: its value of {value} is over the {most} that one order may have, as far as we know; split it, or "
        "accept that Kite may refuse it."
    ),
    "product-exchange": "{order}: choose {fits} as the product; {exchange} does not take {product}.",
    "product-left": N_("{order}: no product is chosen; Kite’s page will choose one, and you can change it there."),
    "no-orders": "The basket is empty: add an order.",
    "too-many-orders": "The basket has {orders} orders and may have {most}: take out {over}, or make another basket.",
    "bought-and-sold": N_(
        "{order}: {symbol} is bought and sold in one basket, here and in {the_others}; remove one "
        "side, or accept it if both are meant."
    ),
    "same-order-twice": N_("{order}: this is the same as order {other}; remove one, or accept it if both are meant."),
    "market-orders": N_("{which} at the market price: {fills} at whatever price {meets}. Choose LIMIT to name yours."),
}

_EXAMPLES: Final = {"quantity": "1,500", "disclosed_quantity": "1,500"}
_WITH_OPTIONS: Final = frozenset({"NFO", "CDS", "MCX"})
_ORDERS_CALLED: Final = {"MARKET": "a MARKET", "LIMIT": "a LIMIT", "SL": "an SL", "SL-M": "an SL-M", "co": "a cover"}
_UNFIT: Final = {"space": "a space", "other": "something else"}
_BUY: Final = {"under": "under", "wrongly": "under", "more": "more", "side": "buy"}
_SELL: Final = {"under": "over", "wrongly": "over", "more": "less", "side": "sell"}


#: By the code of what is told of a draft for certain clients alone (tokri/core/desk/own_check.py).
OF_DRAFTS: Final[Mapping[str, str]] = {
    "drafted-product": (
        "{order}: choose {fitting} as the product; the draft had this order in more than one, so that it cannot be "
        "told how much of it is each client’s own."
    ),
    "drafted-exchange": (
        "{order}: choose {fitting} as the exchange; there it was drafted, each client’s own. Advise another exchange "
        "in a basket that was not drafted for certain clients."
    ),
    "not-drafted": (
        "{order} is none of those that were drafted: each client gets the quantity that stands here, not one of their "
        "own. Accept that, or remove it."
    ),
}


def sentence(problem: Problem, orders: Sequence[OrderText]) -> str:
    """The problem in words; `orders` are the basket's, to name the order it is about."""
    pattern = SENTENCES.get(problem.code) or OF_DRAFTS[problem.code]
    said = _(pattern).format_map(_facts(problem, orders))
    as_of = problem.facts.get("as_of")
    if as_of is None:
        return said
    return _("%(said)s So says the list of %(day)s, which is old.", said=said, day=spoken(str(as_of)))


def _facts(problem: Problem, orders: Sequence[OrderText]) -> Mapping[str, object]:
    facts: dict[str, object] = {
        **{name: spoken(fact) if isinstance(fact, str) else fact for name, fact in problem.facts.items()},
        **instrument_facts(problem),
        **clock_facts(problem, orders),
        **list_facts(problem),
        **price_facts(problem),
    }
    if problem.order is not None:
        facts["order"] = order_name(problem.order, orders)
    if problem.field_name is not None:
        facts["field"] = _(NOUNS[problem.field_name])
        facts["a_field"] = asked_for(problem.field_name)
        facts["label"] = field_label(problem.field_name)
        facts["example"] = _EXAMPLES.get(problem.field_name, "915.15")
    if problem.mend is not None:
        facts["mend"] = problem.mend
    if "order_type" in problem.facts:
        facts["an_order_type"] = _ORDERS_CALLED[str(problem.facts["order_type"])]
    if "exchange" in problem.facts:
        exchange = str(problem.facts["exchange"])
        options = exchange in _WITH_OPTIONS
        facts["market"] = _("options on %(exchange)s", exchange=exchange) if options else exchange
    if "side" in problem.facts:
        facts |= _BUY if problem.facts["side"] == "BUY" else _SELL
    for choices in {"fits", "choices"} & set(problem.facts):
        facts[choices] = either_of(str(problem.facts[choices]))
    if "unfit" in problem.facts:
        facts["holds"] = _UNFIT[str(problem.facts["unfit"])]
    facts |= _of_orders(problem.facts)
    return facts


def _of_orders(facts: Mapping[str, str | int]) -> Mapping[str, str]:
    """The orders that a problem of the basket names by their numbers."""
    if "others" in facts:
        return {"the_others": _named(str(facts["others"]))}
    return _at_market(str(facts["numbers"])) if "numbers" in facts else {}


def _at_market(numbers: str) -> Mapping[str, str]:
    if "," not in numbers:
        which = _("Order %(numbers)s is", numbers=numbers)
        return {"which": which, "fills": _("it fills"), "meets": _("it meets")}
    which = _("Orders %(numbers)s are", numbers=all_of(numbers))
    return {"which": which, "fills": _("they fill"), "meets": _("they meet")}


def _named(numbers: str) -> str:
    """`order 3`, `orders 3, 5 and 8`."""
    many = numbers.count(",") + 1
    return ngettext("order %(numbers)s", "orders %(numbers)s", many, numbers=all_of(numbers))
