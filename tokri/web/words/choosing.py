"""What is said of a client's choices, in the language of the page: what is wrong with one, and what each changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.glimpse import glimpse
from tokri.core.link.choices import Change, Changed, Scale
from tokri.core.link.kite_id import KiteIdFault
from tokri.core.money import grouped, price_words, rupees
from tokri.core.problems import Problem
from tokri.web.language import N_, _

_LONGEST_SYMBOL: Final = 40

#: By the code of the problem, and where that says different things of different fields, by code and field.
SENTENCES: Final[Mapping[str | tuple[str, str], str]] = {
    "may-not-leave-out": N_(
        "%(order)s: put it back. The firm lets no order of this advice be left out; you may decline all of it."
    ),
    "may-not-scale": N_("Choose all of it. The firm does not let this advice be made smaller; you may decline it."),
    "may-not-change-quantity": N_(
        "%(order)s: keep the quantity as advised. The firm does not let single quantities be changed."
    ),
    "scale-unknown": N_("Choose all, half, a quarter, or an amount of your own."),
    "tied-left-out": N_(
        "%(order)s: put it back, or decline all of the advice. These orders belong together, and placing one without "
        "the other raises the risk."
    ),
    "tied-falls-away": N_(
        "%(order)s comes to nothing this way. These orders belong together, and placing one without the other raises "
        "the risk: choose larger quantities, or decline all of the advice."
    ),
    "tied-uneven": N_(
        "%(order)s: change all orders by the same part. They belong together, and placing less of one alone raises "
        "the risk."
    ),
    "nothing-left": N_("Keep at least one order, or decline the advice; nothing is left to place."),
    "held-missing": N_("%(order)s: enter how many you hold; how many are to be sold follows from it."),
    "capital-missing": N_("Enter the amount you want to put in; the quantities follow from it."),
    "quantity-missing": N_("%(order)s: enter the quantity; the advice leaves it to you."),
    "cannot-be-sized": N_("%(order)s: ask the firm for the quantity; it cannot be worked out from the advice."),
    ("above-advised", "quantity"): N_(
        "%(order)s: enter a quantity of %(most)s or less; %(quantity)s is more than was advised to you."
    ),
    ("above-advised", "held"): N_(
        "%(order)s: ask the firm for new advice. By what you hold it would be %(quantity)s, and you were advised "
        "%(most)s."
    ),
    "whole-lots": N_("%(order)s: enter a quantity of whole lots of %(lot)s; %(typed)s is none, %(mend)s is."),
    ("whole-lots", "no-mend"): N_("%(order)s: enter a quantity of whole lots of %(lot)s; %(typed)s is less than one."),
    "lot-unknown": N_("%(order)s: keep the quantity as advised; how large a lot of it is, is not known here."),
    "sell-above-held": N_("%(order)s: sell at most the %(held)s that you hold; %(quantity)s is more."),
    "amount-missing": N_("Enter your amount in rupees, or choose all, half or a quarter."),
    "amount-above": N_(
        "Enter a smaller amount, or choose all of it; %(amount)s would come to more than was advised to you."
    ),
    "amount-on-margin": N_(
        "Choose all, half or a quarter in place of an amount; %(order)s takes a margin that only Kite can tell."
    ),
    "amount-without-price": N_(
        "Choose all, half or a quarter in place of an amount; %(order)s has no price that it could be held against."
    ),
    "falls-away": N_("%(order)s falls away; it comes to %(exact)s, which is less than one."),
    ("falls-away", "lot"): N_("%(order)s falls away; it comes to %(exact)s, which is less than one lot of %(lot)s."),
    "rounded-down": N_("%(order)s is rounded down from %(exact)s to %(quantity)s."),
    ("rounded-down", "lot"): N_(
        "%(order)s is rounded down from %(exact)s to %(quantity)s, which is in whole lots of %(lot)s."
    ),
    "word-missing": N_("%(order)s: say whether you placed it, yes or no."),
    "quantity-placed-missing": N_("%(order)s: enter how many you placed, or say that you did not place it."),
}

#: A number that cannot be read, by the field and its NumberFault.
NUMBERS: Final[Mapping[tuple[str, str], str]] = {
    ("quantity", "unreadable"): N_("%(order)s: write the quantity in digits, like 10; “%(typed)s” is not one number."),
    ("quantity", "negative"): N_("%(order)s: enter the quantity without a minus sign; “%(typed)s” is below 0."),
    ("quantity", "fraction"): N_("%(order)s: enter a whole quantity; “%(typed)s” is not whole."),
    ("quantity", "large"): N_("%(order)s: enter a smaller quantity; “%(typed)s” is more than any order has."),
    ("held", "unreadable"): N_("%(order)s: write how many you hold in digits, like 10; “%(typed)s” is not one number."),
    ("held", "negative"): N_("%(order)s: enter how many you hold without a minus sign; “%(typed)s” is below 0."),
    ("held", "fraction"): N_("%(order)s: enter how many you hold as a whole number; “%(typed)s” is not whole."),
    ("held", "large"): N_("%(order)s: enter how many you hold in a smaller number; “%(typed)s” is more than there is."),
    ("amount", "unreadable"): N_("Write your amount in digits, like 50,000; “%(typed)s” is not one number."),
    ("amount", "negative"): N_("Enter your amount without a minus sign; “%(typed)s” is below 0."),
    ("amount", "decimals"): N_("Write your amount in rupees and paise; “%(typed)s” has more decimals."),
    ("amount", "large"): N_("Enter a smaller amount; “%(typed)s” is more than can be taken here."),
    ("price", "unreadable"): N_("%(order)s: write the price in digits, like 845.50; “%(typed)s” is not one number."),
    ("price", "negative"): N_("%(order)s: enter the price without a minus sign; “%(typed)s” is below 0."),
    ("price", "decimals"): N_("%(order)s: write the price with at most 4 decimals; “%(typed)s” has more."),
    ("price", "large"): N_("%(order)s: enter a smaller price; “%(typed)s” is more than any price."),
}

_NUMBER_OF: Final = {"capital": "amount"}

KITE_ID_FAULTS: Final[Mapping[KiteIdFault, str]] = {
    KiteIdFault.MISSING: N_("Enter your Kite ID, with which you sign in at Kite, like AB1234."),
    KiteIdFault.UNREADABLE: N_(
        "Enter your Kite ID as Kite shows it, like AB1234: 2 to 10 letters and digits and nothing else."
    ),
}


#: By the kind of change, and its scale, or "alone" where it has nothing that was before.
CHANGES: Final[Mapping[Changed | tuple[Changed, str], str]] = {
    Changed.CAPITAL: N_("Your amount is %(amount)s."),
    (Changed.SCALED, Scale.HALF): N_("You take half of it."),
    (Changed.SCALED, Scale.QUARTER): N_("You take a quarter of it."),
    (Changed.SCALED, Scale.AMOUNT): N_("You take as much of it as %(amount)s comes to."),
    Changed.HELD: N_("%(order)s: you say that you hold %(after)s."),
    Changed.LEFT_OUT: N_("%(order)s: you leave it out."),
    Changed.FELL_AWAY: N_("%(order)s: it falls away, as nothing is left of it."),
    Changed.QUANTITY: N_("%(order)s: %(after)s in place of %(before)s."),
    (Changed.QUANTITY, "alone"): N_("%(order)s: your own quantity is %(after)s."),
}


def order_named(place: int, orders: Sequence[OrderText]) -> str:
    """`Order 2, INFY`, in the page's language. `place` counts from 0, in the advice."""
    symbol = glimpse(orders[place].tradingsymbol)[:_LONGEST_SYMBOL] if place < len(orders) else ""
    if symbol:
        return _("Order %(number)s, %(symbol)s", number=place + 1, symbol=symbol)
    return _("Order %(number)s", number=place + 1)


def choice_problem(problem: Problem, orders: Sequence[OrderText]) -> str:
    """What is wrong with a choice, or with a word on orders placed elsewhere; `orders` are the advice's."""
    facts: dict[str, object] = dict(problem.facts)
    place = problem.order if problem.order is not None else problem.facts.get("place")
    if isinstance(place, int):
        facts["order"] = order_named(place, orders)
    if problem.mend is not None:
        facts["mend"] = grouped(int(problem.mend))
    return _(_pattern(problem), **facts) if facts else _(_pattern(problem))


def _pattern(problem: Problem) -> str:
    field = str(problem.path[-1]) if problem.path else ""
    if problem.code == "number":
        return NUMBERS[_NUMBER_OF.get(field, field), str(problem.facts["fault"])]
    if problem.code == "whole-lots" and problem.mend is None:
        return SENTENCES["whole-lots", "no-mend"]
    if problem.facts.get("lot") and (problem.code, "lot") in SENTENCES:
        return SENTENCES[problem.code, "lot"]
    return SENTENCES.get((problem.code, field)) or SENTENCES[problem.code]


def kite_id_fault(fault: KiteIdFault) -> str:
    return _(KITE_ID_FAULTS[fault])


def change_words(change: Change, orders: Sequence[OrderText]) -> str:
    """One change of the client's own; `orders` are the advice's."""
    amount = {Changed.CAPITAL: change.after, Changed.SCALED: change.before}.get(change.kind)
    facts = {
        "order": order_named(change.place, orders) if change.place is not None else "",
        "before": _number(change.before),
        "after": _number(change.after),
        "amount": price_words(Decimal(amount)) if amount else "",
    }
    detail = change.after if change.kind is Changed.SCALED else "alone" if not change.before else ""
    return _(CHANGES.get((change.kind, detail)) or CHANGES[change.kind], **facts)


def _number(text: str) -> str:
    return grouped(int(text)) if text.isdecimal() else text


def left_over(paise: int) -> str:
    """What rounding down leaves of the client's amount."""
    return _("%(amount)s of your amount is left over by rounding down.", amount=rupees(paise))
