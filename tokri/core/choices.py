"""Kite's closed lists, and the other words that people have for what is on them.

Source of the lists: https://kite.trade/docs/connect/v3/basket/ and https://kite.trade/docs/connect/v3/orders/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: What each field of a basket's order may hold, as Kite spells it.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "variety": ("regular", "amo", "co"),
    "exchange": ("NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX"),
    "transaction_type": ("BUY", "SELL"),
    "order_type": ("MARKET", "LIMIT", "SL", "SL-M"),
    "product": ("CNC", "MIS", "NRML", "MTF"),
    "validity": ("DAY", "IOC"),
}

_OTHER_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "variety": {
        "normal": "regular",
        "aftermarket": "amo",
        "aftermarketorder": "amo",
        "cover": "co",
        "coverorder": "co",
    },
    "exchange": {"nseeq": "NSE", "bseeq": "BSE", "nsefo": "NFO", "bsefo": "BFO"},
    "transaction_type": {"b": "BUY", "bought": "BUY", "purchase": "BUY", "s": "SELL", "sold": "SELL", "sale": "SELL"},
    "order_type": {
        "mkt": "MARKET",
        "atmarket": "MARKET",
        "lmt": "LIMIT",
        "stoplosslimit": "SL",
        "stoplimit": "SL",
        "sllimit": "SL",
        "slm": "SL-M",
        "slmarket": "SL-M",
        "stoplossmarket": "SL-M",
        "stopmarket": "SL-M",
    },
    "product": {
        "delivery": "CNC",
        "cashandcarry": "CNC",
        "longterm": "CNC",
        "intraday": "MIS",
        "overnight": "NRML",
        "carryforward": "NRML",
        "margintradingfacility": "MTF",
    },
    "validity": {"immediate": "IOC", "immediateorcancel": "IOC"},
}


_LONGEST_WORD: Final = 40


def _folded(text: str) -> str:
    return "".join(each for each in text.lower() if each.isalnum())


_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    field: {**_OTHER_WORDS[field], **{_folded(choice): choice for choice in choices}}
    for field, choices in CHOICES.items()
}


def nearest(field: str, text: str) -> str | None:
    """What Kite calls what was typed: `buy`, `B` and `Purchase` are BUY. None where nothing on the list is meant."""
    return _WORDS[field].get(_folded(text)) if len(text) <= _LONGEST_WORD else None
