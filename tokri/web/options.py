"""What the selects of an order offer: Kite's values, each with its plain words, written as HTML once.

A select is drawn six times an order, up to 50 orders a page. Written afresh each time, its options were half of what
the page of the form costs; so they are written when the program starts, once for each value that can be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

#: "" leaves the choice open.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "transaction_type": {"": "Choose", "BUY": "Buy", "SELL": "Sell"},
    "exchange": {"": "Choose", **{name: name for name in ("NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX")}},
    "order_type": {
        "": "Choose",
        "MARKET": "MARKET, at the best price there is",
        "LIMIT": "LIMIT, at this price or better",
        "SL": "SL, a limit order once the trigger is met",
        "SL-M": "SL-M, a market order once the trigger is met",
    },
    "product": {
        "": "Left to Kite",
        "CNC": "CNC, shares to keep",
        "MIS": "MIS, closed the same day",
        "NRML": "NRML, derivatives to carry",
        "MTF": "MTF, shares on borrowed money",
    },
    "variety": {"": "Regular", "regular": "Regular (named)", "amo": "AMO, after market hours", "co": "CO, cover order"},
    "validity": {"": "Left to Kite (DAY)", "DAY": "DAY", "IOC": "IOC, at once or not at all"},
}


#: Value and words; `format` escapes both.
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
