"""What a person types of a client, a field at a time: the value, or the code of what is wrong with the text.

Nothing that is kept begins as a formula does: a name begins with a letter or a digit, a phone number with + and digits.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tokri.core import money
from tokri.core.choices import CHOICES
from tokri.core.desk.client import CheckKind

LONGEST_CODE: Final = 20
LONGEST_NAME: Final = 100
LONGEST_EMAIL: Final = 254
LONGEST_GROUP: Final = 40
MOST_GROUPS: Final = 10

#: A multiplier beyond these is a slip of the key.
LEAST_MULTIPLIER: Final = Decimal("0.01")
MOST_MULTIPLIER: Final = Decimal(1000)

#: The segments of an account are Kite's exchanges.
SEGMENTS: Final = CHOICES["exchange"]

LANGUAGES: Final = ("en", "hi")


class FieldFault(StrEnum):
    """What is wrong with one text."""

    MISSING = "missing"
    LONG = "long"
    UNPRINTABLE = "unprintable"  #: a character that does not print
    BEGINNING = "beginning"  #: begins with neither a letter nor a digit
    SHAPE = "shape"  #: not the shape that this field has
    UNKNOWN = "unknown"  #: not on the field's list
    UNREADABLE = "unreadable"  #: no number, no day
    DECIMALS = "decimals"  #: more decimals than the field has
    RANGE = "range"  #: out of the range that makes sense
    MANY = "many"  #: more of them than are kept


_CODE: Final = re.compile(rf"[A-Z0-9][A-Z0-9_-]{{0,{LONGEST_CODE - 1}}}")
_PHONE_GAPS: Final = re.compile(r"[ ().\-\u00a0\u2011]")
_INDIAN_MOBILE: Final = re.compile(r"(?:0|91|\+91|0091)?([6-9][0-9]{9})")
_ABROAD: Final = re.compile(r"(?:\+|00)([1-9][0-9]{6,14})")
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
#: Two letters and four digits, as AB1234; younger ones have a third letter, as ABC123.
_KITE_USER_ID: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{2,6}[0-9]{2}")
_LARGE_UNIT: Final = re.compile(r"(.*?[0-9])\s*(lakhs?|lacs?|crores?|cr)\.?", re.IGNORECASE)
_DAY: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NAMED_DAY: Final = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3,9})[- ,]+([0-9]{4})")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEPARATORS: Final = re.compile(r"[,;|]")
_LAST_OF_PAN: Final = re.compile(r"[0-9]{3}[A-Z]")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_OLDEST: Final = 120

#: What stands where a character could not be read, or a page could not carry it.
_LOST: Final = "\ufffd"

#: Longer than any day, number or phone that could be meant; checked first, so that no pattern sees a long text.
_LONGEST_SHORT: Final = 60


def code(text: str) -> str | FieldFault:
    """The firm's own code, in capitals, so that no two differ by them alone."""
    found = text.strip().upper()
    if not found:
        return FieldFault.MISSING
    if len(found) > LONGEST_CODE:
        return FieldFault.LONG
    return found if _CODE.fullmatch(found) else FieldFault.SHAPE


def words(text: str, longest: int = LONGEST_NAME) -> str | FieldFault:
    """A name: on one line, beginning with a letter or digit of any script; "" where nothing was typed."""
    found = " ".join(text[: 4 * longest].split())
    if len(found) > longest or len(text) > 4 * longest:
        return FieldFault.LONG
    if not found.isprintable() or _LOST in found:
        return FieldFault.UNPRINTABLE
    return found if not found or found[0].isalnum() else FieldFault.BEGINNING


def phone(text: str) -> str | FieldFault:
    """With + and the country in front: an Indian mobile however it is written, another with its + or 00."""
    if len(text.strip()) > _LONGEST_SHORT:
        return FieldFault.SHAPE
    found = _PHONE_GAPS.sub("", text.strip())
    if not found:
        return ""
    if mobile := _INDIAN_MOBILE.fullmatch(found):
        return f"+91{mobile[1]}"
    abroad = _ABROAD.fullmatch(found)
    return f"+{abroad[1]}" if abroad and not abroad[1].startswith("91") else FieldFault.SHAPE


def email(text: str) -> str | FieldFault:
    """An address as it is usually written; whether it is anybody's, only a message tells."""
    found = text.strip()
    if len(found) > LONGEST_EMAIL:
        return FieldFault.LONG
    return found if not found or _EMAIL.fullmatch(found) else FieldFault.SHAPE


def kite_user_id(text: str) -> str | FieldFault:
    """The id with which the client signs in at Kite, in capitals."""
    found = text.strip().upper()
    return found if not found or _KITE_USER_ID.fullmatch(found[:_LONGEST_SHORT]) else FieldFault.SHAPE


def capital(text: str) -> Decimal | FieldFault | None:
    """Rupees, exact to the paisa; also 25 lakh and 1.5 crore. None where nothing was typed."""
    if len(text) > _LONGEST_SHORT:
        return FieldFault.UNREADABLE
    large = _LARGE_UNIT.fullmatch(text.strip())
    number = money.price(large[1] if large else text)
    if number is None:
        return FieldFault.RANGE if text.strip() else None
    if isinstance(number, money.NumberFault):
        return _NUMBER_FAULTS[number]
    rupees = number * (1 if large is None else 10_000_000 if large[2].lower().startswith("cr") else 100_000)
    return _to_the_paisa(rupees)


def multiplier(text: str) -> Decimal | FieldFault | None:
    """By how much a basket's quantities are multiplied for the client; None where nothing was typed."""
    number = money.price(text.strip().lower().removeprefix("×").removesuffix("x").strip())
    if number is None:
        return FieldFault.RANGE if text.strip() else None
    if isinstance(number, money.NumberFault):
        return _NUMBER_FAULTS[number]
    return _plain(number) if LEAST_MULTIPLIER <= number <= MOST_MULTIPLIER else FieldFault.RANGE


def day(text: str) -> date | FieldFault | None:
    """A day as people write it: 2026-02-11, 11-02-2026, 11/02/2026, 11 Feb 2026. None where nothing was typed."""
    found = text.strip()
    if not found:
        return None
    if len(found) > _LONGEST_SHORT:
        return FieldFault.UNREADABLE
    if match := _ISO_DAY.fullmatch(found):
        return _day(match[1], match[2], match[3])
    if match := _DAY.fullmatch(found):
        return _day(match[3], match[2], match[1])
    if (match := _NAMED_DAY.fullmatch(found)) and match[2][:3].lower() in _MONTHS:
        return _day(match[3], str(_MONTHS.index(match[2][:3].lower()) + 1), match[1])
    return FieldFault.UNREADABLE


def sheet_day(text: str) -> str:
    """A day that a spreadsheet wrote as a number of days, as ISO writes it; any other text as it is."""
    if not re.fullmatch(r"[2-7][0-9]{4}", text.strip(), re.ASCII):
        return text
    return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()


def groups(text: str) -> tuple[str, ...] | FieldFault:
    """Names between commas, each once, in the order typed."""
    found: dict[str, str] = {}
    for part in _SEPARATORS.split(text[: 10 * MOST_GROUPS * LONGEST_GROUP]):
        name = words(part, LONGEST_GROUP)
        if isinstance(name, FieldFault):
            return name
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values()) if len(found) <= MOST_GROUPS else FieldFault.MANY


def segments(text: str) -> tuple[str, ...] | FieldFault:
    """Kite's exchanges, in Kite's order."""
    found = set(_SEPARATORS.sub(" ", text[: 10 * _LONGEST_SHORT]).upper().split())
    return tuple(each for each in SEGMENTS if each in found) if found <= set(SEGMENTS) else FieldFault.UNKNOWN


def check_value(kind: CheckKind, text: str, today: date) -> str | FieldFault:
    """The value as it is hashed, and as what a client types later is compared: letters as capitals, no spaces."""
    found = "".join(text[:_LONGEST_SHORT].split()).upper()
    if not found:
        return FieldFault.MISSING
    if kind is CheckKind.PAN:
        return found if _LAST_OF_PAN.fullmatch(found) else FieldFault.SHAPE
    if not _YEAR.fullmatch(found):
        return FieldFault.SHAPE
    return found if today.year - _OLDEST <= int(found) <= today.year else FieldFault.RANGE


_NUMBER_FAULTS: Final = {
    money.NumberFault.UNREADABLE: FieldFault.UNREADABLE,
    money.NumberFault.NEGATIVE: FieldFault.RANGE,
    money.NumberFault.DECIMALS: FieldFault.DECIMALS,
    money.NumberFault.FRACTION: FieldFault.DECIMALS,
    money.NumberFault.LARGE: FieldFault.RANGE,
}


def _to_the_paisa(rupees: Decimal) -> Decimal | FieldFault:
    plain = _plain(rupees)
    return plain if money.paise(plain) == plain * 100 else FieldFault.DECIMALS


def _plain(number: Decimal) -> Decimal:
    """Without zeros behind the point and without an exponent, so that 2 and 2.00 are one text."""
    return Decimal(format(number.normalize(), "f"))


def _day(year: str, month: str, of_month: str) -> date | FieldFault:
    try:
        found = date(int(year), int(month), int(of_month))
    except ValueError:
        return FieldFault.UNREADABLE
    return found if date(1900, 1, 1) <= found <= date(2200, 1, 1) else FieldFault.RANGE
