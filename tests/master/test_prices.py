"""Last prices live beside the list: they outlive it, and of two the later day's stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.master.conftest import DAY, MORNING, MasterOf
from tests.master.lists import dump, share
from tests.master.test_look_up import bhavcopy, daily, of
from tokri.core.instrument import LastPrice
from tokri.core.instrument_file import FileRefused, PricesTaken

NEXT = date(2026, 2, 12)


def plain(*rows: str) -> bytes:
    return "\n".join(["exchange,tradingsymbol,last_price", *rows, ""]).encode()


def test_a_price_carries_its_day_and_its_source(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    assert of(master, "NSE", "INFY").last_price is None
    assert master.take_prices(plain("NSE,INFY,1656.05"), DAY, "prices.csv") == PricesTaken(1, DAY, 0)
    assert of(master, "NSE", "INFY").last_price == LastPrice(Decimal("1656.05"), DAY, "prices.csv")


def test_prices_outlive_a_new_list(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    master.take_prices(plain("NSE,INFY,1656"), DAY, "prices.csv")
    master.take_dump(dump(share("INFY"), share("TCS")), NEXT, MORNING)
    assert of(master, "NSE", "INFY").last_price == LastPrice(Decimal(1656), DAY, "prices.csv")


def test_prices_may_come_before_the_list(master_of: MasterOf) -> None:
    master = master_of(share("TCS"))
    assert master.take_prices(plain("NSE,INFY,1656"), DAY, "prices.csv").unlisted == 1
    master.take_dump(dump(share("INFY"), share("TCS")), DAY, MORNING)
    assert of(master, "NSE", "INFY").last_price


def test_the_price_of_a_later_day_stays(master_of: MasterOf) -> None:
    master = master_of(share("INFY"), share("TCS"))
    master.take_prices(plain("NSE,INFY,2"), NEXT, "later.csv")
    master.take_prices(plain("NSE,INFY,1", "NSE,TCS,3"), DAY, "earlier.csv")
    assert of(master, "NSE", "INFY").last_price == LastPrice(Decimal(2), NEXT, "later.csv")
    assert of(master, "NSE", "TCS").last_price == LastPrice(Decimal(3), DAY, "earlier.csv")


def test_what_only_an_exchange_tells_stays_when_a_plain_file_comes(master_of: MasterOf) -> None:
    master = master_of(share("INFY", exchange_token=1594))
    taken = master.take_prices(bhavcopy(daily("NSE", 1594, "INE009A01021", "INFY", "EQ")), DAY, "bhavcopy.csv")
    assert taken.on == DAY
    master.take_prices(plain("NSE,INFY,2"), NEXT, "plain.csv")
    found = of(master, "NSE", "INFY")
    assert found.instrument
    assert (found.instrument.isin, found.instrument.series) == ("INE009A01021", "EQ")
    assert found.last_price == LastPrice(Decimal(2), NEXT, "plain.csv")


def test_a_series_is_of_the_day_of_the_file_that_told_it_however_new_the_price_is(master_of: MasterOf) -> None:
    master = master_of(share("INFY", exchange_token=1594), share("TCS"))
    master.take_prices(bhavcopy(daily("NSE", 1594, "INE009A01021", "INFY", "EQ")), DAY, "bhavcopy.csv")
    master.take_prices(plain("NSE,INFY,2", "NSE,TCS,3"), NEXT, "plain.csv")
    infy, tcs = (of(master, "NSE", symbol).instrument for symbol in ("INFY", "TCS"))
    assert infy
    assert tcs
    assert (infy.series, infy.told_on, tcs.told_on) == ("EQ", DAY, None)


def test_a_daily_file_carries_its_own_day(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    assert master.take_prices(bhavcopy(daily("NSE", 1, "", "INFY", "EQ")), NEXT, "b").on == DAY


def test_a_price_of_nothing_is_none(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    master.take_prices(plain("NSE,INFY,0"), DAY, "prices.csv")
    assert of(master, "NSE", "INFY").last_price is None


def test_each_file_makes_another_edition(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    editions = [master.edition()]
    for price in ("1", "2"):
        master.take_prices(plain(f"NSE,INFY,{price}"), DAY, "prices.csv")
        editions.append(master.edition())
    master.take_dump(dump(share("INFY"), share("TCS")), DAY, MORNING)
    editions.append(master.edition())
    assert len(set(editions)) == 4


def test_a_faulty_file_leaves_the_old_prices(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    master.take_prices(plain("NSE,INFY,1"), DAY, "prices.csv")
    with pytest.raises(FileRefused):
        master.take_prices(plain("NSE,INFY,2", "NSE,TCS,abc"), NEXT, "prices.csv")
    assert of(master, "NSE", "INFY").last_price == LastPrice(Decimal(1), DAY, "prices.csv")
