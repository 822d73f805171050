"""Numbers that can be read in one way only. What has no place in the order is price.py's and quantity.py's to say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.basket import LONGEST_TEXT
from tokri.core.glimpse import glimpse
from tokri.core.money import MOST_DECIMALS, NumberFault
from tokri.core.problems import Severity
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule


def _with(fault: NumberFault, leg: Leg) -> Iterator[tuple[str, str]]:
    for field, found in leg.number_faults.items():
        if found is fault:
            yield field, leg.text(field)


@rule("number-unreadable", Severity.ERROR)
def number_unreadable(leg: Leg) -> Iterator[Finding]:
    """A number is digits, with commas where people group them, and at most one point.

    Source: our own; 1e3, 1_0 and digits of other scripts are a number to one program and not to the next.
    """
    for field, text in _with(NumberFault.UNREADABLE, leg):
        yield Finding(field, {"typed": glimpse(text)}, _plainer(text))


def _plainer(text: str) -> str | None:
    """The same number in ASCII digits, for १० and １０ and +10."""
    digits = "".join(
        str(unicodedata.decimal(each, each)) for each in unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    )
    plainer = digits.strip().removeprefix("+")
    return plainer if isinstance(money.price(plainer), Decimal) else None


@rule("number-negative", Severity.ERROR)
def number_negative(leg: Leg) -> Iterator[Finding]:
    """To sell is a side, not a quantity below zero.

    Source: https://kite.trade/docs/connect/v3/orders/, transaction_type
    """
    for field, text in _with(NumberFault.NEGATIVE, leg):
        yield Finding(field, {"typed": glimpse(text)})


@rule("number-decimals", Severity.ERROR)
def number_decimals(leg: Leg) -> Iterator[Finding]:
    """No instrument is priced finer than four decimals.

    Source: the tick sizes in Kite's list of instruments, the finest being 0.0025
    """
    for field, text in _with(NumberFault.DECIMALS, leg):
        yield Finding(field, {"typed": glimpse(text), "most": MOST_DECIMALS})


@rule("number-large", Severity.ERROR)
def number_large(leg: Leg) -> Iterator[Finding]:
    """Ten digits before the point are a slip of the paste: no price or quantity is that large.

    Source: our own; the largest order allowed is of far fewer
    """
    for field, text in _with(NumberFault.LARGE, leg):
        yield Finding(field, {"typed": glimpse(text)})


@rule("quantity-fraction", Severity.ERROR)
def quantity_fraction(leg: Leg) -> Iterator[Finding]:
    """Shares, units and lots are traded whole.

    Source: https://kite.trade/docs/connect/v3/orders/, quantity
    """
    for field, text in _with(NumberFault.FRACTION, leg):
        whole, _, decimals = text.partition(".")
        yield Finding(field, {"typed": glimpse(text)}, whole if set(decimals) == {"0"} else None)


RULES: Final = (number_unreadable, number_negative, number_decimals, number_large, quantity_fraction)
