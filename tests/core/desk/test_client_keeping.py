"""What may be erased, and when; what a list of holdings says."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from tokri.core.desk.client import CheckKind, ClientDetails, Holding
from tokri.core.desk.client_holdings import HeldOn, HoldingsFault, held_of, read_holdings
from tokri.core.desk.client_keeping import JUDGED_BY, REACHED_BY, keeping, unreachable
from tokri.core.formats.table import table_of

ON = date(2026, 2, 11)
CONSOLE = """Client ID,AB1234

Equity Holdings Statement as on 2026-02-11

,Symbol,ISIN,Sector,Quantity Available,Quantity Discrepant
,RELIANCE,INE002A01018,ENERGY,40,0
,SLOWCO-BE,INE999Z01015,,100,0
,TCS,INE467B01029,IT,0,0
,Total,,,140,0
"""
KITE = """"Instrument","Qty.","Avg. cost","LTP","Cur. val","P&L"
"INFY",10,1444.2,1500.1,15001,559
"M&M","1,200",3000,3100,12400,400
"Total","","","",27401,959
"""


def held(text: str) -> HeldOn:
    return read_holdings(table_of(text).rows, ON)


def test_who_was_never_advised_may_be_erased_whole() -> None:
    kept = keeping((), 5)
    assert kept.free_on is None
    assert kept.whole(ON)


def test_the_last_advice_keeps_a_client_for_the_years_that_the_firm_set() -> None:
    kept = keeping((datetime(2024, 5, 1, tzinfo=UTC), datetime(2026, 2, 10, 20, 0, tzinfo=UTC)), 5)
    assert kept.last_advice == ON  # it was past midnight in India
    assert kept.free_on == date(2031, 2, 11)
    assert not kept.whole(date(2031, 2, 10))
    assert kept.whole(date(2031, 2, 11))


def test_advice_of_a_leap_day_is_kept_no_day_too_short() -> None:
    assert keeping((datetime(2024, 2, 29, 6, 0, tzinfo=UTC),), 5).free_on == date(2029, 3, 1)


def test_every_field_of_a_client_is_either_how_they_are_reached_or_what_was_judged_by() -> None:
    names = {each.name for each in fields(ClientDetails)}
    assert {*REACHED_BY, *JUDGED_BY, "check_kind"} == names
    assert not set(REACHED_BY) & set(JUDGED_BY)


def test_what_goes_at_once_is_gone_and_the_rest_stays() -> None:
    asha = ClientDetails(
        "Asha Rao", "+919876543210", "a@example.com", "AB1234", groups=("x",), check_kind=CheckKind.PAN
    )
    assert unreachable(asha) == ClientDetails("Asha Rao", kite_user_id="AB1234")


def test_the_consoles_list_gives_symbol_isin_and_quantity() -> None:
    assert held(CONSOLE) == HeldOn(
        (
            Holding("", "RELIANCE", "INE002A01018", 40, ON),
            Holding("", "SLOWCO-BE", "INE999Z01015", 100, ON),
        )
    )


def test_kites_own_list_gives_symbol_and_quantity() -> None:
    assert [(each.tradingsymbol, each.quantity, each.isin) for each in held(KITE).holdings] == [
        ("INFY", 10, ""),
        ("M&M", 1200, ""),
    ]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("", HoldingsFault.NOT_HOLDINGS, 0),
        ("code,name\nC1,Asha", HoldingsFault.NOT_HOLDINGS, 0),
        (CONSOLE.replace("RELIANCE", "=1+1"), HoldingsFault.SYMBOL, 6),
        (CONSOLE.replace(",40,", ",forty,"), HoldingsFault.QUANTITY, 6),
        (CONSOLE.replace(",40,", ",40.5,"), HoldingsFault.QUANTITY, 6),
        (CONSOLE.replace(",40,", ",-40,"), HoldingsFault.QUANTITY, 6),
        (CONSOLE.replace("SLOWCO-BE", "reliance"), HoldingsFault.TWICE, 7),
    ],
)
def test_a_list_that_cannot_be_taken_says_where_and_why_and_nothing_of_it_is(
    text: str, code: HoldingsFault, row: int
) -> None:
    found = held(text)
    assert found.holdings == ()
    assert [(problem.code, problem.row) for problem in found.problems] == [(code, row)]


def test_more_holdings_than_are_kept_are_refused_whole() -> None:
    text = "Symbol,ISIN,Quantity Available\n" + "".join(f"S{n},INE002A01018,1\n" for n in range(1_001))
    assert [problem.code for problem in held(text).problems] == [HoldingsFault.MANY]


def test_what_kites_lists_name_without_an_exchange_is_found_on_either() -> None:
    from_kite, from_console = held(KITE).holdings, held(CONSOLE).holdings
    assert held_of(from_kite, "NSE", "INFY") == held_of(from_kite, "BSE", "INFY", "INE009A01021") == 10
    assert held_of(from_kite, "NSE", "TCS") == 0
    assert held_of(from_console, "BSE", "RELIANCE", "INE002A01018") == 40
    assert held_of(from_console, "BSE", "500325", "INE002A01018") == 40
    assert held_of(from_console, "BSE", "500325") == 0


def test_another_paper_of_the_same_symbol_is_not_what_is_held() -> None:
    assert held_of(held(CONSOLE).holdings, "BSE", "RELIANCE", "INE000X01010") == 0
    on_nse = (Holding("NSE", "INFY", "", 3, ON),)
    assert held_of(on_nse, "NSE", "INFY") == 3
    assert held_of(on_nse, "BSE", "INFY") == 0
