"""Every field present that must be, well-formed, and on Kite's lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from tokri.core.basket import KITE_FIELDS, LONGEST_TEXT
from tokri.core.choices import CHOICES, nearest
from tokri.core.glimpse import glimpse
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule

#: The characters of every symbol that Kite lists: M&M, BAJAJ-AUTO, USDINR26FEB90.25CE.
_SYMBOL: Final = re.compile(r"[A-Z0-9&.\-]+")
_SUFFIXES: Final = {"-EQ": "NSE", ".NS": "NSE", ".BO": "BSE"}
_DECORATED: Final = re.compile(
    rf"(?:(?P<prefix>{'|'.join(CHOICES['exchange'])}):)?"
    r"(?P<symbol>(?=[^A-Z]*[A-Z])[A-Z0-9&.\-]{1,40}?)(?P<suffix>-EQ|\.NS|\.BO)?"
)
_TAG: Final = re.compile(r"[A-Za-z0-9]*")
_LONGEST_TAG: Final = 8
_REQUIRED_CHOICES: Final = ("exchange", "transaction_type", "order_type")


@rule("order-empty", Severity.ERROR)
def order_empty(leg: Leg) -> Iterator[Finding]:
    """An order with nothing in it, between others, is either forgotten or meant to go.

    Source: our own; Kite drops what it cannot read without saying so.
    """
    if leg.typed.empty:
        yield Finding()


@rule("text-long", Severity.ERROR)
def text_long(leg: Leg) -> Iterator[Finding]:
    """No field needs more than LONGEST_TEXT characters; more is a slip of the paste.

    Source: our own; the longest symbol that Kite lists has 22 characters.
    """
    if leg.plain:
        return
    for field in KITE_FIELDS:
        if len(leg.text(field)) > LONGEST_TEXT:
            yield Finding(field, {"most": LONGEST_TEXT})


@rule("text-unseen", Severity.ERROR)
def text_unseen(leg: Leg) -> Iterator[Finding]:
    """A control, zero-width or direction-changing character makes a text other than it looks.

    Source: our own; Kite compares symbols to the letter (https://kite.trade/forum/discussion/7125).
    """
    if leg.plain:
        return
    for field in KITE_FIELDS:
        text = leg.text(field)[: LONGEST_TEXT + 1]
        seen = "".join(each for each in text if not _unseen(each)).strip()
        if seen != text:
            yield Finding(field, mend=seen)


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@rule("choice-missing", Severity.ERROR)
def choice_missing(leg: Leg) -> Iterator[Finding]:
    """Kite gives no default for exchange, side and order type.

    Source: https://kite.trade/docs/connect/v3/basket/
    """
    for field in _REQUIRED_CHOICES:
        if not leg.text(field):
            yield Finding(field, {"choices": ", ".join(CHOICES[field])})


@rule("choice-unknown", Severity.ERROR)
def choice_unknown(leg: Leg) -> Iterator[Finding]:
    """Kite's words are taken to the letter; another spelling loses the order or fails the basket.

    Source: https://kite.trade/docs/connect/v3/orders/ and https://kite.trade/forum/discussion/comment/22443
    """
    for field, choices in CHOICES.items():
        text = leg.text(field)
        if text and text not in choices:
            yield Finding(field, {"typed": glimpse(text), "choices": ", ".join(choices)}, nearest(field, text))


@rule("symbol-missing", Severity.ERROR)
def symbol_missing(leg: Leg) -> Iterator[Finding]:
    """An order is for one instrument.

    Source: https://kite.trade/docs/connect/v3/basket/
    """
    if not leg.typed.tradingsymbol:
        yield Finding("tradingsymbol")


@rule("symbol-decorated", Severity.ERROR)
def symbol_decorated(leg: Leg) -> Iterator[Finding]:
    """Other programs write INFY-EQ, INFY.NS or NSE:INFY; Kite writes INFY, and loses an order for anything else.

    Every other series of NSE is part of its symbol (CENTRALBK-BE) and stays.
    Source: Kite's list of instruments, where the series EQ has no suffix; https://kite.trade/forum/discussion/7125
    """
    match = _DECORATED.fullmatch(leg.symbol)
    if match is None:
        return
    listed = match["prefix"] or _SUFFIXES.get(match["suffix"] or "")
    if listed:
        yield Finding("tradingsymbol", {"typed": glimpse(leg.typed.tradingsymbol), "listed": listed}, match["symbol"])


@rule("symbol-characters", Severity.ERROR)
def symbol_characters(leg: Leg) -> Iterator[Finding]:
    """A Kite symbol is capitals, digits, &, - and the point of a strike: not a company's name.

    Small letters are raised to capitals without a word, which can be only what is meant.
    Source: Kite's list of instruments; https://kite.trade/forum/discussion/7125
    """
    if leg.instrument is not None and leg.known.current(Leaning.INSTRUMENTS):
        return  # an index is listed under its name, and there is a rule that says what one is
    if leg.symbol and not _SYMBOL.fullmatch(leg.symbol):
        typed = leg.typed.tradingsymbol
        facts = {"typed": glimpse(typed), "unfit": _unfit(leg.symbol, _SYMBOL)}
        yield Finding("tradingsymbol", facts, _symbol_in(typed))


def _unfit(text: str, fit: re.Pattern[str]) -> str:
    """What a text holds that does not fit: `space`, where it is that alone, else `other`."""
    return "space" if fit.fullmatch(text.replace(" ", "")) else "other"


def _symbol_in(text: str) -> str | None:
    _, _, symbol = text.rpartition(":")
    candidate = unicodedata.normalize("NFKC", symbol).strip().upper()
    return candidate if _SYMBOL.fullmatch(candidate) else None


@rule("readonly-unknown", Severity.ERROR)
def readonly_unknown(leg: Leg) -> Iterator[Finding]:
    """`readonly` is yes or no.

    Source: https://kite.trade/docs/connect/v3/basket/
    """
    text = leg.typed.readonly
    if text not in {"", "true"}:
        locks = text.lower() in {"true", "yes", "1", "y", "on"}
        yield Finding("readonly", {"typed": glimpse(text)}, "true" if locks else "")


@rule("tag-characters", Severity.ERROR)
def tag_characters(leg: Leg) -> Iterator[Finding]:
    """A tag is letters and digits.

    Source: https://kite.trade/docs/connect/v3/basket/ ("alphanumeric")
    """
    text = leg.typed.tag
    if not _TAG.fullmatch(text):
        kept = "".join(each for each in text if each.isascii() and each.isalnum())
        yield Finding("tag", {"typed": glimpse(text), "unfit": _unfit(text, _TAG)}, kept[:_LONGEST_TAG])


@rule("tag-long", Severity.ERROR)
def tag_long(leg: Leg) -> Iterator[Finding]:
    """Kite refuses the whole basket over a tag of more than 8 characters, whatever its page says.

    Source: https://kite.trade/forum/discussion/comment/49028
    """
    text = leg.typed.tag
    if len(text) > _LONGEST_TAG:
        yield Finding("tag", {"typed": glimpse(text), "most": _LONGEST_TAG}, text[:_LONGEST_TAG])


RULES: Final = (
    text_long,
    text_unseen,
    symbol_missing,
    symbol_decorated,
    symbol_characters,
    choice_missing,
    choice_unknown,
    readonly_unknown,
    tag_characters,
    tag_long,
)
