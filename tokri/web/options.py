"""What the selects of an order offer: Kite's values, each with its plain words, written as HTML once.

A select is drawn six times an order, up to 50 orders a page. Written afresh each time, its options were half of what
the page of the form costs; so they are written when the program starts, once for each value that can be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

#: "" leaves the choice open: to Kite, and a variety to the clock. Short enough for half the width of a phone.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "transaction_type": {"": "Choose", "BUY": "Buy", "SELL": "Sell"},
    "exchange": {"": "Choose", **{name: name for name in ("NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX")}},
    "order_type": {"": "Choose", "MARKET": "MARKET", "LIMIT": "LIMIT", "SL": "SL", "SL-M": "SL-M"},
    "product": {
        "": "Left to Kite",
        "CNC": "CNC, delivery",
        "MIS": "MIS, intraday",
        "NRML": "NRML, carried",
        "MTF": "MTF, on loan",
    },
    "variety": {"": "Regular or AMO", "regular": "Regular only", "amo": "AMO, after hours", "co": "CO, cover"},
    "validity": {"": "Left to Kite", "DAY": "DAY", "IOC": "IOC, at once"},
}

_CHOSEN: Final = Markup('<option value="{}" selected>{}</option>')
_OTHER: Final = Markup('<option value="{}">{}</option>')


class Options(dict[str, Markup]):
    """The `<option>`s of one select, by the value that is chosen.

    A value that is none of Kite's stands first, as it was typed: nothing typed is lost, and it is never kept here.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__({chosen: _written(words, chosen) for chosen in words})
        self._open = _written(words, None)

    def __missing__(self, chosen: str) -> Markup:
        return _CHOSEN.format(chosen, chosen) + self._open


def _written(words: Mapping[str, str], chosen: str | None) -> Markup:
    return Markup().join((_CHOSEN if value == chosen else _OTHER).format(value, text) for value, text in words.items())


#: Kite's name of the field -> its options.
OPTIONS: Final[Mapping[str, Options]] = {field: Options(words) for field, words in WORDS.items()}
