"""What is advised beside orders, in words: why, entry range, stop-loss, target, horizon. None of it is an order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tokri.core.basket import OrderText
from tokri.core.desk.advice import Proposal
from tokri.core.desk.advised import Advised, read_advised
from tokri.core.desk.typed_time import read_time
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.money import price_words
from tokri.core.rules.leg import key_of
from tokri.web.language import _
from tokri.web.words.baskets import in_words
from tokri.web.words.instruments import moment_words
from tokri.web.words.times import ist_words


@dataclass(frozen=True, slots=True)
class Said:
    """What is advised on one order: its name, why, and a line each of the rest. `place` counts from 0."""

    place: int
    order: str
    why: str
    lines: tuple[tuple[str, str], ...]


def advised(
    proposal: Proposal, now: datetime, known: Known = NOTHING_KNOWN, places: Collection[int] | None = None
) -> list[Said]:
    """What is said of each order of which anything is; of those at `places` alone, where they are given.

    `known` tells the last price of each, where there is one.
    """
    pairs = enumerate(zip(proposal.draft.orders, proposal.legs, strict=True))
    every = [
        Said(
            place,
            _("Order %(number)s, %(symbol)s", number=place + 1, symbol=order.tradingsymbol),
            leg.why,
            _lines(read_advised(place, leg, order, now)[0], order, known),
        )
        for place, (order, leg) in pairs
        if places is None or place in places
    ]
    return [each for each in every if each.why.strip() or each.lines]


def until_words(proposal: Proposal, now: datetime) -> str:
    """Until when the advice holds; as typed where it is no moment."""
    at = read_time(proposal.valid_until, now)
    return ist_words(at) if isinstance(at, datetime) else proposal.valid_until


def risk_words(risk_class: str) -> str:
    """The class of risk in words; "" where there is none."""
    words = in_words("risk_class", risk_class)
    return _(words) if words else ""


def _lines(read: Advised, order: OrderText, known: Known) -> tuple[tuple[str, str], ...]:
    lines = []
    if read.entry_from is not None and read.entry_to is not None:
        low, high = price_words(read.entry_from), price_words(read.entry_to)
        lines.append((_("Act"), _("Only between %(low)s and %(high)s", low=low, high=high)))
    if read.advised_price is not None:
        price = price_words(read.advised_price)
        lines.append((_("Advised at"), f"{price}, {ist_words(read.advised_at)}" if read.advised_at else price))
    last = known.last_price(key_of(order))
    if last is not None:
        lines.append((_("Last known price"), f"{price_words(last.price)}, {moment_words(last)}"))
    if read.stop_loss is not None:
        lines.append((_("Stop-loss"), price_words(read.stop_loss)))
    if read.target is not None:
        lines.append((_("Target"), price_words(read.target)))
    if read.horizon:
        lines.append((_("Horizon"), read.horizon))
    return tuple(lines)
