"""Sells before buys, and the depository's yes to a sale, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from tokri.core.money import grouped
from tokri.core.ports import KiteApp
from tokri.core.ports.private import Noun
from tokri.core.selling import depository_open
from tokri.core.two_steps import Sell
from tokri.core.verdict import Standing
from tokri.journey.private import Asked
from tokri.web.language import _
from tokri.web.words.verdicts import evidence, standing


@dataclass(frozen=True, slots=True)
class SellLine:
    """One sell as a row: its shape and word, by what it is known, what Kite reported beyond, the broker's words."""

    sell: Sell
    kind: str
    word: str
    evidence: str
    reported: str
    said: tuple[str, ...]


def sells(found: Sequence[Sell]) -> list[SellLine]:
    """Each sell that the buys wait for, in the sequence of sending."""
    return [_line(each) for each in found]


def _line(sell: Sell) -> SellLine:
    if sell.done:
        kind, word = "proven", _("Filled")
    elif sell.filled:
        filled, asked = grouped(sell.filled), grouped(sell.quantity)
        kind, word = "waiting", _("%(filled)s of %(asked)s filled", filled=filled, asked=asked)
    elif sell.verdict is None and sell.reported:
        # What stands is the report itself: one state, and no second sentence beside it.
        filled, asked = grouped(sell.reported), grouped(sell.quantity)
        kind, word = "claim", _("%(filled)s of %(asked)s filled, by Kite’s report alone", filled=filled, asked=asked)
    elif sell.verdict is None or sell.verdict.standing is Standing.UNTOLD:
        kind, word = "neutral", _("Not known")
    else:
        kind, word = standing(sell.verdict)
    reported = ""
    if sell.verdict is not None and sell.reported > sell.filled and not sell.done:
        reported = _("Kite reported %(filled)s filled; not seen in the book.", filled=grouped(sell.reported))
    seen = evidence(sell.verdict, (), None) if sell.verdict is not None else ""
    return SellLine(sell, kind, word, seen, reported, sell.verdict.said if sell.verdict is not None else ())


def others(known: Mapping[Noun, Asked]) -> Sequence[Mapping[str, object]]:
    """The day's other orders, as the kept session showed them."""
    look = known.get(Noun.OTHERS)
    found: Sequence[Mapping[str, object]] = look.value["orders"] if look is not None and look.value else ()
    return found


def open_now(now: datetime) -> bool:
    """Whether the depository's page answers at this hour."""
    return depository_open(now)


def request_url(app: KiteApp, request_id: str) -> str:
    """The address of Kite's own page for the request; "" where there is none.

    Source: https://kite.trade/docs/connect/v3/portfolio/#initiating-authorisation
    """
    if not request_id:
        return ""
    return f"{app.url}/connect/portfolio/authorise/holdings/{quote(app.api_key)}/{quote(request_id, safe='')}"
