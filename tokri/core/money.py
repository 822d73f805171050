"""Exact prices and whole quantities from what people type, and rupees for people to read. Never a float.

Read are ASCII digits with one point, spaces and grouping commas where people put them (1,755 and 1,00,000 and
100,000, but not 1,7,5), and a rupee sign in front. All else is refused, with what is wrong with it: 1e3, 1_0, ５,
+5, 0x10, NaN. Why so strictly: the usual libraries take each of these for a number, and not always for the same one.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

#: Decimal places of the finest price there is: currency contracts move in steps of 0.0025.
MOST_DECIMALS: Final = 4

#: Digits before the point, beyond which no price or quantity makes sense.
_MOST_DIGITS: Final = 9

#: Longer than any number that could be meant. Checked first, so that no pattern sees a long text.
_LONGEST: Final = 40

_GAP: Final = "[, \u00a0\u202f]"
_WHOLE: Final = rf"(?:[0-9]+|[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+|[0-9]{{1,2}}(?:{_GAP}[0-9]{{2}})*{_GAP}[0-9]{{3}})"
_NUMBER: Final = re.compile(rf"(?P<sign>[-−]?) ?₹? ?(?P<sign2>[-−]?)(?P<whole>{_WHOLE})(?:\.(?P<decimals>[0-9]+))?")
_GAPS: Final = re.compile(_GAP)


class NumberFault(StrEnum):
    """Why a text is no number that an order can take."""

    UNREADABLE = "unreadable"
    NEGATIVE = "negative"
    DECIMALS = "decimals"  #: more than four places
    FRACTION = "fraction"  #: a quantity that is not whole
    LARGE = "large"  #: ten digits or more


def price(text: str) -> Decimal | NumberFault | None:
    """An exact price in rupees; None where nothing, or zero, was typed."""
    number = _number(text)
    if not isinstance(number, Decimal):
        return number
    if len(_decimals(number)) > MOST_DECIMALS:
        return NumberFault.DECIMALS
    return number or None


def whole(text: str) -> int | NumberFault | None:
    """A whole quantity; None where nothing, or zero, was typed. 10.0 is not whole as typed, whatever it is worth."""
    number = _number(text)
    if not isinstance(number, Decimal):
        return number
    if _decimals(number):
        return NumberFault.FRACTION
    return int(number) or None


def _number(text: str) -> Decimal | NumberFault | None:
    stripped = text.strip()
    if not stripped:
        return None
    match = _NUMBER.fullmatch(stripped) if len(stripped) <= _LONGEST else None
    if match is None:
        digits_only = stripped.isascii() and stripped.isdigit()
        return NumberFault.LARGE if digits_only else NumberFault.UNREADABLE
    digits = _GAPS.sub("", match["whole"])
    if match["sign"] and match["sign2"]:
        return NumberFault.UNREADABLE
    if match["sign"] or match["sign2"]:
        return NumberFault.NEGATIVE
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        return NumberFault.LARGE
    return Decimal(f"{digits}.{match['decimals']}" if match["decimals"] else digits)


def _decimals(number: Decimal) -> str:
    return format(number, "f").partition(".")[2]


def on_tick(price: Decimal, tick: Decimal) -> tuple[Decimal, Decimal]:
    """The nearest prices that are whole ticks, below and above; both the price itself where it is one."""
    below = price // tick * tick
    return below, below if below == price else below + tick


def paise(rupees: Decimal) -> int:
    """Rupees in whole paise, halves away from zero."""
    return int((rupees * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def grouped(number: int) -> str:
    """A whole number with lakh and crore grouping: 12,34,56,789."""
    sign = "-" if number < 0 else ""
    digits = str(abs(number))
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    return sign + ",".join([*pairs, tail])


def rupees(paise: int) -> str:
    """An amount for people: ₹48,250, or ₹48,250.50 where there are paise."""
    sign = "-" if paise < 0 else ""
    whole_rupees, rest = divmod(abs(paise), 100)
    return f"{sign}₹{grouped(whole_rupees)}" + (f".{rest:02}" if rest else "")


def price_words(price: Decimal) -> str:
    """A price for people: ₹7,845, ₹915.50, ₹83.1225. Exact, with two places at least where there are any."""
    whole_rupees, _, decimals = format(price, "f").partition(".")
    decimals = decimals.rstrip("0")
    return f"₹{grouped(int(whole_rupees))}" + (f".{decimals:0<2}" if decimals else "")


def written(price: Decimal, tick: Decimal) -> str:
    """A price to be typed, with as many decimals as the step has, two at least: 845.10, 90.2475."""
    exponent = tick.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{price:.{places}f}"
