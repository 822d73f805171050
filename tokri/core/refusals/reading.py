"""What the broker's words say: the code, and the facts in them, exact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from tokri.core.refusals.codes import Refusal

#: What stands in a fact: a count, money in paise, rupees, or a word.
Fact = int | Decimal | str

#: More of a text than this is not read: no recorded refusal has half of it.
_LONGEST: Final = 1_000

_LINK: Final = re.compile(r"\[([^\[\]]{0,200})\](?:\([^()]{0,300}\))?")
_WORDS: Final = frozenset({"side", "field"})
_RUPEES: Final = frozenset({"limit", "tick"})
#: Money is rounded to whole paise so that what is short is never told as less than it is.
_PAISE: Final = {"required": ROUND_CEILING, "available": ROUND_FLOOR}


@dataclass(frozen=True, slots=True)
class Told:
    """Why the order was refused, as far as the words say. `facts` are named as `Refusal` says beside each code."""

    refusal: Refusal
    facts: Mapping[str, Fact] = field(default_factory=dict)


def refusal(message: str | None, raw: str | None = None) -> Told | None:
    """What `status_message`, or Kite's answer, says; None where there are no words.

    The words for people come first; where they are none that are known, or tell no figures, the raw ones of the system
    behind them are read too (`status_message_raw`).
    """
    texts = [_plain(text) for text in (message, raw) if text and text.strip()]
    if not texts:
        return None
    told = [found for found in map(_read, texts) if found is not None]
    if not told:
        return Told(Refusal.OTHER)
    same = [each for each in told if each.refusal is told[0].refusal and each.facts]
    return same[0] if same else told[0]


def _read(text: str) -> Told | None:
    from tokri.core.refusals.patterns import PATTERNS  # noqa: PLC0415 - to compile them takes longer than most modules

    for pattern in PATTERNS:
        found = pattern.words.search(text)
        if found is not None:
            facts = {name: _fact(name, value) for name, value in found.groupdict().items() if value is not None}
            return Told(pattern.refusal, facts)
    return None


def _plain(text: str) -> str:
    """The words alone: Kite writes links into them as `[words](address)`."""
    return " ".join(_LINK.sub(r"\1", text[:_LONGEST]).split())


def _fact(name: str, text: str) -> Fact:
    if name in _WORDS:
        return text.upper() if name == "side" else text
    number = Decimal(text.replace(",", ""))
    if name in _RUPEES:
        return number
    return int((number * 100).to_integral_value(_PAISE[name])) if name in _PAISE else int(number)
