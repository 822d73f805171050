"""Selling shares out of a demat account: what the depository must be asked first, how a refusal for it reads, when.

Without a standing instruction (DDPI, formerly POA) the depository, CDSL, lets shares be sold only once their holder has
said so with a TPIN and an OTP, for one day (https://kite.trade/docs/connect/v3/portfolio/#holdings-authorisation;
https://support.zerodha.com/). Kite's API answers a sell without that with HTTP 428; its order book shows it as a
rejection in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from tokri.core.ports import Holding, ToAuthorise
from tokri.core.refusals import Refusal, refusal
from tokri.core.times import ist

#: The hours (IST) in which CDSL's page answers: Kite's documentation has it end at 17:30, Zerodha's support at 17:00.
OPENS: Final = time(8)
SURELY_UNTIL: Final = time(17)
AT_MOST_UNTIL: Final = time(17, 30)


@dataclass(frozen=True, slots=True)
class Sale:
    """So many shares that are to be sold."""

    exchange: str
    tradingsymbol: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """What of a sale the depository lets be sold today, as the holdings show it.

    `held` counts what can be delivered: in the account and bought yesterday, less what was sold today. `allowed` is the
    depository's yes for today.
    """

    sale: Sale
    held: int
    allowed: int

    @property
    def enough(self) -> bool:
        return self.allowed >= self.sale.quantity


def wants_authorisation(message: str | None, raw: str | None = None) -> bool:
    """Whether a broker's own words refuse a sell because the depository has not been asked."""
    told = refusal(message, raw)
    return told is not None and told.refusal is Refusal.AUTHORISATION


def to_authorise(sales: Iterable[Sale], holdings: Sequence[Holding]) -> tuple[ToAuthorise, ...]:
    """The shares to name in a request, by ISIN: as many as are to be sold and are held, each company once."""
    found: dict[str, int] = {}
    for sale in sales:
        holding = _holding(sale, holdings)
        if holding is not None and (quantity := min(sale.quantity, holding.quantity)) > 0:
            found[holding.isin] = min(found.get(holding.isin, 0) + quantity, holding.quantity)
    return tuple(ToAuthorise(isin, quantity) for isin, quantity in found.items())


def allowed(sales: Iterable[Sale], holdings: Sequence[Holding], now: datetime) -> tuple[Allowed, ...]:
    """How each sale stands by the holdings; a yes of another day counts as none."""
    return tuple(_allowed(sale, _holding(sale, holdings), now) for sale in sales)


def _allowed(sale: Sale, holding: Holding | None, now: datetime) -> Allowed:
    if holding is None:
        return Allowed(sale, 0, 0)
    today = (holding.authorised_date or "").startswith(f"{ist(now):%Y-%m-%d}")
    held = max(holding.quantity + holding.t1_quantity - holding.used_quantity, 0)
    return Allowed(sale, held, holding.authorised_quantity if today else 0)


def _holding(sale: Sale, holdings: Sequence[Holding]) -> Holding | None:
    """The holding that would be sold: a share is held once, under whichever exchange Kite lists it."""
    same = [each for each in holdings if each.tradingsymbol == sale.tradingsymbol]
    return next((each for each in same if each.exchange == sale.exchange), same[0] if same else None)


def depository_open(now: datetime) -> bool:
    """Whether CDSL's page answers at this hour, as far as is known of it."""
    return OPENS <= ist(now).time() < AT_MOST_UNTIL
