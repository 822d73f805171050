"""What Kite tells of the market, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.instrument import LastPrice
from tokri.core.money import price_words
from tokri.core.quote import KITE, Quote
from tokri.journey.prices import Prices
from tokri.web.language import _
from tokri.web.words.instruments import moment_words


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One instrument; "" is what nobody told."""

    exchange: str
    tradingsymbol: str
    price: str
    of: str
    told_by: str
    limits: str


def price_rows(found: Prices) -> Sequence[PriceRow]:
    """Each instrument's last price with its moment and who told it, and the limits of today."""
    rows = []
    for told in found.told:
        last = found.known.last_price(told.key)
        rows.append(
            PriceRow(
                exchange=told.key.exchange,
                tradingsymbol=told.key.tradingsymbol,
                price=price_words(last.price) if last else "",
                of=moment_words(last) if last else "",
                told_by=_told_by(last, unknown=told.unknown),
                limits=_limits(found.known.quote(told.key)),
            )
        )
    return rows


def _told_by(last: LastPrice | None, *, unknown: bool) -> str:
    if last is not None and last.source == KITE:
        return "Kite"
    if unknown:
        return _("this site’s list; Kite tells nothing of it") if last is not None else _("Kite tells nothing of it")
    return _("this site’s list") if last is not None else ""


def _limits(quote: Quote | None) -> str:
    if quote is None:
        return ""
    low, high = quote.lower_circuit, quote.upper_circuit
    if low is not None and high is not None:
        return _("%(first)s to %(last)s", first=price_words(low), last=price_words(high))
    if low is not None:
        return _("from %(price)s", price=price_words(low))
    return _("up to %(price)s", price=price_words(high)) if high is not None else ""
