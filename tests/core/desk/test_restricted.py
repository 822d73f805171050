from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.instrument_cases import absent, contract
from tests.core.knowing import DAY, knowing, share
from tests.core.orders import any_order, future, typed
from tokri.core.desk.restricted import Hit, Match, Restriction, hits, shares_to_know
from tokri.core.instrument import Instrument, Key, Kind, Listing
from tokri.core.known import Known

ADDED = datetime(2026, 2, 1, 4, 0, tzinfo=UTC)
INFY_ISIN = "INE009A01021"
ON_INFY = Restriction("r1", "NSE", "INFY", INFY_ISIN, None, "results on the 12th", "p1", ADDED)
NOTHING = Known()


def restriction(tradingsymbol: str = "INFY", exchange: str = "NSE", isin: str = "", **fields: object) -> Restriction:
    return replace(ON_INFY, tradingsymbol=tradingsymbol, exchange=exchange, isin=isin, **fields)


def on(tradingsymbol: str, exchange: str = "NSE", kind: Kind = Kind.FUTURE, tail: str = "FUT") -> Instrument:
    fields = {"instrument_type": tail, "kind": kind, "name": ""}
    if kind is Kind.OPTION:
        fields["strike"] = Decimal(1500)
    return contract(tradingsymbol, exchange, **fields)


def match(order: object, listed: Restriction, known: Known = NOTHING) -> Match | None:
    found = hits([order], [listed], DAY, known)
    return found[0].match if found else None


def test_an_order_in_a_restricted_share_is_hit_and_another_is_not() -> None:
    orders = [typed(tradingsymbol="TCS"), typed(), typed(tradingsymbol="INFYY")]
    assert hits(orders, [ON_INFY], DAY, NOTHING) == (Hit(1, ON_INFY, Match.SAME),)


def test_a_symbol_in_small_letters_is_hit_too() -> None:
    assert match(typed(tradingsymbol=" infy "), ON_INFY) is Match.SAME


def test_a_restriction_holds_through_its_last_day() -> None:
    ends = restriction(until=DAY)
    assert hits([typed()], [ends], DAY, NOTHING) != ()
    assert hits([typed()], [ends], DAY + timedelta(days=1), NOTHING) == ()


def test_a_lifted_restriction_asks_nothing() -> None:
    lifted = restriction(lifted_at=ADDED)
    assert not lifted.holds(DAY)
    assert hits([typed()], [lifted], DAY, NOTHING) == ()


@pytest.mark.parametrize(
    ("tradingsymbol", "restricted"),
    [("CENTRALBK-BE", "CENTRALBK"), ("CENTRALBK", "CENTRALBK-BE"), ("CENTRALBK-BE", "CENTRALBK-BZ")],
)
def test_another_series_of_a_restricted_share_is_the_same_share(tradingsymbol: str, restricted: str) -> None:
    assert match(typed(tradingsymbol=tradingsymbol), restriction(restricted)) is Match.SAME


def test_a_hyphen_in_a_name_is_no_series() -> None:
    assert match(typed(tradingsymbol="BAJAJ-AUTO"), restriction("BAJAJ")) is None


@pytest.mark.parametrize("exchange", ["NSE", "BSE"])
def test_a_restriction_for_every_exchange_is_hit_on_each(exchange: str) -> None:
    assert match(typed(exchange=exchange), restriction(exchange="")) is Match.SAME


def test_the_twin_on_the_other_exchange_is_hit_even_under_another_symbol() -> None:
    on_bse = share("INFOSYS", "BSE")
    known = knowing((on_bse.key, Listing(on_bse, twin=share("INFY"))))
    order = typed(tradingsymbol="INFOSYS", exchange="BSE")
    assert match(order, restriction(), known) is Match.OTHER_EXCHANGE


def test_the_same_isin_is_hit_under_whatever_symbol() -> None:
    renamed = share("INFYNEW", isin=INFY_ISIN)
    assert match(typed(tradingsymbol="INFYNEW"), ON_INFY, knowing(renamed)) is Match.ISIN
    by_isin_alone = restriction("", "", INFY_ISIN)
    assert match(typed(tradingsymbol="INFYNEW"), by_isin_alone, knowing(renamed)) is Match.ISIN
    assert match(typed(), by_isin_alone, knowing(share())) is None


def test_one_symbol_of_two_companies_is_not_taken_for_the_other() -> None:
    kel, other = share("KEL", "BSE"), share("KEL")
    known = knowing((kel.key, Listing(kel, elsewhere=(other,))))
    assert match(typed(tradingsymbol="KEL", exchange="BSE"), restriction("KEL"), known) is None
    assert match(typed(tradingsymbol="KEL", exchange="BSE"), restriction("KEL", "BSE"), known) is Match.SAME


def test_where_the_list_cannot_tell_two_companies_apart_the_question_is_asked() -> None:
    order, listed = typed(tradingsymbol="KEL", exchange="BSE"), restriction("KEL")
    on_bse_alone = knowing(share("KEL", "BSE"))
    not_on_bse = knowing(absent("KEL", "BSE", elsewhere=(share("KEL"),)))
    assert match(order, listed, on_bse_alone) is Match.OTHER_EXCHANGE
    assert match(order, listed, not_on_bse) is Match.OTHER_EXCHANGE


def test_a_series_is_cut_from_a_symbol_of_nse_alone() -> None:
    assert match(typed(tradingsymbol="CENTRALBK"), restriction("CENTRALBK-BE", "")) is Match.SAME
    assert match(typed(tradingsymbol="CENTRALBK", exchange="BSE"), restriction("CENTRALBK-BE", "BSE")) is None


def test_another_twin_of_the_same_symbol_is_not_taken_for_it() -> None:
    kel = share("KEL", "BSE")
    known = knowing((kel.key, Listing(kel, twin=share("KERALAEL"))))
    assert match(typed(tradingsymbol="KEL", exchange="BSE"), restriction("KEL"), known) is None


def test_without_a_list_the_same_symbol_on_the_other_exchange_is_asked_about() -> None:
    assert match(typed(exchange="BSE"), ON_INFY) is Match.OTHER_EXCHANGE
    assert match(typed(exchange="MCX"), ON_INFY) is None


@pytest.mark.parametrize("exchange", ["NFO", "BFO"])
@pytest.mark.parametrize("restricted", ["NSE", "BSE", ""])
def test_a_future_on_a_restricted_share_is_hit(exchange: str, restricted: str) -> None:
    known = knowing(on("INFY26FEBFUT", exchange))
    order = future(tradingsymbol="INFY26FEBFUT", exchange=exchange)
    assert match(order, restriction(exchange=restricted), known) is Match.DERIVATIVE


def test_an_option_on_a_restricted_share_is_hit() -> None:
    known = knowing(on("INFY26FEB1500CE", "NFO", Kind.OPTION, "CE"))
    assert match(future(tradingsymbol="INFY26FEB1500CE"), ON_INFY, known) is Match.DERIVATIVE


def test_a_contract_on_a_share_restricted_by_isin_alone_is_hit_once_the_share_is_known() -> None:
    ours, order = on("INFY26FEBFUT", "NFO"), future(tradingsymbol="INFY26FEBFUT")
    by_isin = restriction("", "", INFY_ISIN)
    assert shares_to_know([order, typed()], knowing(ours, share())) == {Key("NSE", "INFY"), Key("BSE", "INFY")}
    assert match(order, by_isin, knowing(ours)) is None
    assert match(order, by_isin, knowing(ours, share(isin=INFY_ISIN))) is Match.DERIVATIVE


def test_a_contract_on_an_index_is_not_on_a_share() -> None:
    known = knowing(contract())
    assert match(future(), ON_INFY, known) is None
    assert match(future(), restriction("NIFTY"), known) is None
    assert match(future(), restriction("NIFTY", ""), known) is Match.DERIVATIVE


def test_a_contract_that_no_list_has_is_known_by_how_its_symbol_begins() -> None:
    assert match(future(tradingsymbol="INFY26FEBFUT"), ON_INFY) is Match.DERIVATIVE
    assert match(future(tradingsymbol="INFYBEES26FEBFUT"), ON_INFY) is None
    assert match(future(tradingsymbol="INFY"), ON_INFY) is None
    assert match(future(tradingsymbol="INFY26FEBFUT", exchange="MCX"), ON_INFY) is None
    assert match(future(tradingsymbol="26FEBFUT"), restriction("")) is None


def test_a_restricted_contract_restricts_that_contract_alone() -> None:
    known = knowing(on("INFY26FEBFUT", "NFO"), on("INFY26MARFUT", "NFO"), share())
    listed = restriction("INFY26FEBFUT", "NFO")
    orders = [typed(), future(tradingsymbol="INFY26FEBFUT"), future(tradingsymbol="INFY26MARFUT")]
    assert hits(orders, [listed], DAY, known) == (Hit(1, listed, Match.SAME),)
    assert hits(orders, [restriction("INFY", "NFO")], DAY, known) == ()


def test_each_order_is_told_with_each_restriction_that_it_hits() -> None:
    second = restriction(id="r2", exchange="BSE")
    found = hits([typed(), typed(tradingsymbol="TCS"), typed(exchange="BSE")], [ON_INFY, second], DAY, NOTHING)
    assert [(each.place, each.restriction.id) for each in found] == [(0, "r1"), (0, "r2"), (2, "r1"), (2, "r2")]


restrictions = st.builds(
    restriction,
    st.sampled_from(["", "INFY", "TCS", "INFY-BE", "GOLD", "1"]),
    st.sampled_from(["", "NSE", "BSE", "NFO", "MCX"]),
    st.sampled_from(["", INFY_ISIN]),
    until=st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1)),
)


@given(st.lists(any_order, max_size=4), st.lists(restrictions, max_size=3))
def test_whatever_is_typed_it_is_compared_and_never_raises(orders: list[object], listed: list[Restriction]) -> None:
    found = hits(orders, listed, DAY, knowing(share(isin=INFY_ISIN), contract()))
    assert all(each.restriction.holds(DAY) and 0 <= each.place < len(orders) for each in found)
    assert len({(each.place, id(each.restriction)) for each in found}) == len(found)
