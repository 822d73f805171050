"""What only the whole basket shows of money and time: sells that pay for buys, several parts, shares to be released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tokri.core.basket import Order
from tokri.core.instrument import Kind
from tokri.core.plan import pieces
from tokri.core.problems import Severity
from tokri.core.rules.leg import CASH, Whole
from tokri.core.rules.rule import Finding, rule


@rule("sells-fund-buys", Severity.NOTE)
def sells_fund_buys(whole: Whole) -> Iterator[Finding]:
    """Buys that are sent before the sells fill may bounce: Kite sends one after the other and waits for none.

    Source: support.zerodha.com on the use of sale proceeds since 7 October 2024; many threads of Kite's forum on
    baskets of sells and buys
    """
    if whole.known.at is None:
        return
    buys = [place for place, order in whole.understood if _delivers(order) and order.transaction_type == "BUY"]
    shares = [place for place, order in whole.understood if _delivers(order) and order.transaction_type == "SELL"]
    options = [place for place, order in whole.understood if _sells_option(whole, place, order)]
    if buys and (shares or options):
        yield Finding(
            facts={"sells": _numbers(sorted(shares + options)), "buys": _numbers(buys), "options": len(options)}
        )


@rule("several-parts", Severity.NOTE)
def several_parts(whole: Whole) -> Iterator[Finding]:
    """More orders than one hand-off takes go to Kite in parts. An order that is sent as several counts as several.

    Source: https://kite.trade/docs/connect/v3/basket/; the installation's own limit
    """
    limit = whole.known.basket_limit
    sent = sum(pieces(order, whole.known) for _, order in whole.understood)
    if limit is not None and sent > limit:
        yield Finding(facts={"orders": sent, "most": limit, "parts": -(-sent // limit)})


@rule("shares-to-release", Severity.NOTE)
def shares_to_release(whole: Whole) -> Iterator[Finding]:
    """Without a DDPI the depository asks for a TPIN before shares are sold; it holds for the day, from 08:00 to 17:00.

    Source: support.zerodha.com, "What is the validity of the CDSL authorisation";
    https://kite.trade/forum/discussion/comment/36641
    """
    if whole.known.at is None:
        return
    sells = [place for place, order in whole.understood if _delivers(order) and order.transaction_type == "SELL"]
    if sells:
        yield Finding(facts={"sells": _numbers(sells)})


def _delivers(order: Order) -> bool:
    """Whether shares change hands for more than a day: in the cash segment, and not intraday."""
    return order.exchange in CASH and order.variety != "co" and order.product in {"CNC", "MTF", None}


def _sells_option(whole: Whole, place: int, order: Order) -> bool:
    instrument = whole.legs[place].instrument
    return order.transaction_type == "SELL" and instrument is not None and instrument.kind is Kind.OPTION


def _numbers(places: Sequence[int]) -> str:
    return ", ".join(str(place + 1) for place in places)


RULES: Final = (sells_fund_buys, several_parts, shares_to_release)
