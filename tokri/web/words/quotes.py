"""What Kite tells of the market, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.money import price_words
from tokri.core.quote import Quote
from tokri.journey.prices import Prices
from tokri.web.language import _
from tokri.web.words.instruments import moment_words


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One instrument; "" is what nobody told. `unknown`: Kite was asked after it, and told nothing."""

    exchange: str
    tradingsymbol: str
    price: str
    of: str
    limits: str
    unknown: bool


def price_rows(found: Prices) -> Sequence[PriceRow]:
    """Each instrument's last price with its moment, and between which prices the exchange takes orders today."""
    answered = found.look is not None and found.look.at is not None and not found.checking
    rows = []
    for told in found.told:
        last = found.known.last_price(told.key)
        rows.append(
            PriceRow(
                exchange=told.key.exchange,
                tradingsymbol=told.key.tradingsymbol,
                price=price_words(last.price) if last else "",
                of=moment_words(last) if last else "",
                limits=_limits(found.known.quote(told.key)),
                unknown=answered and told.asked and told.quote is None,
            )
        )
    return rows


def _limits(quote: Quote | None) -> str:
    if quote is None or quote.lower_circuit is None or quote.upper_circuit is None:
        return ""
    return _("%(first)s to %(last)s", first=price_words(quote.lower_circuit), last=price_words(quote.upper_circuit))
