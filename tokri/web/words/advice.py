"""What is advised in a basket of the firm's: names of its fields, and a sentence for whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.desk.validity import Until, Why
from tokri.core.problems import Problem
from tokri.core.times import ist_words
from tokri.web.words.names import LABELS as KITE_LABELS
from tokri.web.words.names import order_name
from tokri.web.words.problems import sentence

LABELS: Final[Mapping[str, str]] = {
    "title": "Title",
    "sequence": "Sequence of sending",
    "why": "Why",
    "risk_class": "Risk of the basket",
    "valid_until": "Valid until",
    "tied": "All orders or none",
    "may_change": "What the client may change",
    "reference_capital": "Capital that the quantities are meant for",
    "notes": "Notes of the firm",
    "advised_price": "Advised price",
    "advised_at": "Time of that price",
    "entry_from": "Act only from",
    "entry_to": "Act only up to",
    "stop_loss": "Stop-loss",
    "target": "Target",
    "horizon": "Horizon",
    "sizing": "How much",
    "share": "Per cent of what is held",
}

_NOUNS: Final = {
    "advised_price": "advised price",
    "entry_from": "lower end of the entry range",
    "entry_to": "upper end of the entry range",
    "stop_loss": "stop-loss",
    "target": "target",
    "price": "order’s price",
}

_NUMBERS: Final = {
    "unreadable": "write the {noun} in digits, like 845.50; “{typed}” is not one number.",
    "negative": "enter the {noun} without a minus sign; “{typed}” is below 0.",
    "decimals": "write the {noun} with at most 4 decimals; “{typed}” has more.",
    "large": "enter a smaller {noun}; “{typed}” is more than any price.",
}

_TIMES: Final = {
    "unreadable": "write day and time like 11 Feb 2026 15:15; “{typed}” cannot be read as one.",
    "time-missing": "add the time of day, like 15:15; “{typed}” is a day alone.",
    "no-such-time": "enter a day and time that there is; “{typed}” is none.",
}

#: By the code of the problem. {order} is its order, {noun} its field; {number} and {time} are told by their fault.
SENTENCES: Final[Mapping[str, str]] = {
    "advised-number": "{order}: {number}",
    "advised-time-unreadable": "{order}, time of the advised price: {time}",
    "advised-time-missing": "{order}: enter the time of the advised price; without it nobody can compare it.",
    "advised-time-ahead": "{order}: enter a time up to now for the advised price; {typed} has not come, it is {now}.",
    "advised-price-missing": "{order}: enter the advised price, or clear its time.",
    "entry-range-half": "{order}: enter the {noun} too, or clear the other end.",
    "entry-range-reversed": "{order}: swap the ends of the entry range; {from} is above {to}.",
    "entry-range-missed": (
        "{order}: the order’s price of {price} lies outside the entry range, {from} to {to}; look at both."
    ),
    "stop-loss-side": "{order}: a stop-loss for a {side} lies {beyond} the {entry_noun} of {entry}; {typed} does not.",
    "target-side": "{order}: a target for a {side} lies {beyond} the {entry_noun} of {entry}; {typed} does not.",
    "stop-loss-beyond-target": (
        "{order}: for a {side} the stop-loss lies {beyond} the target; {stop_loss} and {target} do not."
    ),
    "horizon-long": "{order}: shorten the horizon; it has {length} characters and may have {longest}.",
    "valid-until-missing": "Enter until when the basket is valid; none can be proposed, since {no_end}.",
    "valid-until-unreadable": "Valid until: {time}",
    "valid-until-past": "Enter a later end of validity; {typed} is past, it is {now}.",
    "valid-until-after-expiry": (
        "Enter an earlier end of validity; {tradingsymbol} (order {number_of}) is traded until {last}, and {typed} is "
        "after that."
    ),
    "valid-until-after-cut-off": (
        "Enter an earlier end of validity; {kind} orders on {exchange} (order {number_of}) are taken until {cut_off}, "
        "and {typed} is after that."
    ),
    "sizing-sell-only": "{order}: choose another size for a BUY; what is held can be sold, not bought.",
    "sizing-share": "{order}: enter a per cent above 0 and up to 100 of what is held{beside_typed}.",
    "sizing-without-reference": "Enter the capital it is meant for: orders are sized by a client’s capital against it.",
    "reference-unreadable": "Write the capital it is meant for in digits, like 10,00,000; “{typed}” is not one number.",
    "forbidden-words": (
        "{where} look again at {words}: the advertisement code forbids promises, superlatives and past results."
    ),
}

_NO_END: Final[Mapping[str, str]] = {
    Why.EXPIRED: "a contract in it has ended, or ends within minutes",
    Why.HOURS_UNKNOWN: "the market’s hours on that day are not known here",
    Why.NO_ORDERS: "no order names an exchange yet",
}

_ENDS: Final[Mapping[Why, str]] = {
    Why.CUT_OFF: "shortly before intraday orders are ended",
    Why.CLOSE: "the close of the day for its price",
    Why.SESSIONS: "a week of trading",
    Why.EXPIRY: "the close of its contract’s last day",
}


def basket_problem(problem: Problem, orders: Sequence[OrderText]) -> str:
    """What is wrong with a basket of the firm's, or with what it advises."""
    pattern = SENTENCES.get(problem.code)
    if pattern is None:
        return sentence(problem, orders)
    place, facts = problem.order, {name: str(value) for name, value in problem.facts.items()}
    field = str(problem.path[-1]) if problem.path else ""
    noun = _NOUNS.get(field, "")
    facts |= {
        "order": order_name(place, orders) if place is not None else "",
        "where": f"{order_name(place, orders)}:" if place is not None else "The basket:",
        "noun": noun,
        "beside_typed": f"; “{facts['typed']}” is none" if facts.get("typed") else "",
        "number_of": facts.get("order", ""),
        "number": _NUMBERS.get(facts.get("fault", ""), "").format(noun=noun, typed=facts.get("typed", "")),
        "time": _TIMES.get(facts.get("fault", ""), "").format(typed=facts.get("typed", "")),
        "no_end": _NO_END.get(facts.get("why", ""), ""),
        "beyond": "below" if (facts.get("side") == "BUY") == (field == "stop_loss") else "above",
        "entry_noun": _NOUNS.get(facts.get("entry_field", ""), ""),
        "words": ", ".join(f"“{word}”" for word in facts.get("words", "").split("\n")),
    }
    return pattern.format_map(facts)


def field_id(path: Sequence[str | int]) -> str:
    """The id of the form's field that a problem's path leads to; of the whole basket, the form's own."""
    match tuple(path):
        case ("title",):
            return "name"
        case (str(field),) if field in LABELS:
            return field
        case ("orders", int(place), str(field)) if field not in KITE_FIELDS:
            return f"advice-{place}-{field}"
        case ("orders", int(place), *rest):
            return "-".join(["orders", str(place), *map(str, rest)])
        case _:
            return "basket"


def label(field: str) -> str:
    """What a field of the form is called, of a basket, its advice or an order."""
    return LABELS.get(field) or KITE_LABELS.get(field, field)


def proposal(until: Until) -> str:
    """Until when a basket would be valid, and what that follows from; "" where nothing can be proposed."""
    if until.at is None:
        return ""
    follows = "" if until.place is None else f" (order {until.place + 1})"
    return f"{ist_words(until.at)}: {_ENDS.get(until.why, '')}{follows}"
