"""The exchange of a holding: from the list where that leaves no doubt, and otherwise left to the person."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.journey.fake_lists import FakeInstruments
from tokri.core.basket import OrderText
from tokri.core.instrument import Instrument, Kind, Listing
from tokri.core.ports import Outside
from tokri.journey.exchanges import with_exchanges

TICK = Decimal("0.05")
ISIN, OTHER = "INE009A01021", "INE467B01029"


def share(exchange: str, isin: str = "", kind: Kind = Kind.SHARE) -> Instrument:
    return Instrument(exchange, "KEL", "KEL LTD", kind, "EQ", exchange, TICK, 1, isin=isin)


def world(outside: Outside, *listed: Instrument, twins: bool = False) -> Outside:
    listings = {each.key: Listing(each, twin=listed[0] if twins else None) for each in listed}
    return replace(outside, instruments=FakeInstruments(listings))


@pytest.mark.parametrize(
    ("listed", "twins", "isin", "exchange"),
    [
        ([share("NSE"), share("BSE")], True, ISIN, "NSE"),
        ([share("NSE")], False, ISIN, "NSE"),
        ([share("BSE")], False, "", "BSE"),
        ([share("NSE", OTHER), share("BSE", ISIN)], False, ISIN, "BSE"),
        ([share("NSE", ISIN), share("BSE")], False, ISIN, "NSE"),
        ([share("NSE"), share("BSE")], False, ISIN, ""),
        ([share("NSE", OTHER)], False, ISIN, ""),
        ([share("NSE", kind=Kind.INDEX)], False, "", ""),
        ([], False, ISIN, ""),
    ],
    ids=[
        "on both, one company",
        "on NSE alone",
        "on BSE alone",
        "the one of that ISIN",
        "the ISIN of one is known and fits",
        "one symbol, perhaps two companies",
        "another ISIN",
        "an index",
        "not listed",
    ],
)
def test_the_exchange_is_filled_in_only_where_the_list_leaves_no_doubt(
    outside: Outside, listed: list[Instrument], twins: bool, isin: str, exchange: str
) -> None:
    order = OrderText(tradingsymbol="KEL", quantity="5")
    (filled,) = with_exchanges(world(outside, *listed, twins=twins), [order], [isin])
    assert filled == replace(order, exchange=exchange)


def test_an_exchange_that_was_given_stays(outside: Outside) -> None:
    order = OrderText(tradingsymbol="KEL", exchange="BSE")
    assert with_exchanges(world(outside, share("NSE")), [order], [""]) == (order,)


def test_orders_that_came_without_isins_stay_as_they_are(outside: Outside) -> None:
    order = OrderText(tradingsymbol="KEL")
    assert with_exchanges(world(outside, share("NSE")), [order], []) == (order,)
