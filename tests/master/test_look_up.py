"""What the list says of the instruments that a basket names."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest

from tests.master.conftest import DAY, MORNING, MasterOf
from tests.master.lists import contract, dump, share
from tokri.core.instrument import Key, Kind, LastPrice, Listing
from tokri.instrument_master import InstrumentMaster
from tokri.instrument_master.files import Replaced

BHAVCOPY_HEADER = (
    "TradDt,BizDt,Sgmt,Src,FinInstrmTp,FinInstrmId,ISIN,TckrSymb,SctySrs,XpryDt,FininstrmActlXpryDt,StrkPric,OptnTp,"
    "FinInstrmNm,OpnPric,HghPric,LwPric,ClsPric,LastPric,PrvsClsgPric,UndrlygPric,SttlmPric,OpnIntrst,ChngInOpnIntrst,"
    "TtlTradgVol,TtlTrfVal,TtlNbOfTxsExctd,SsnId,NewBrdLotQty,Rmks,Rsvd1,Rsvd2,Rsvd3,Rsvd4"
)


def of(master: InstrumentMaster, exchange: str, symbol: str, on: date = DAY) -> Listing:
    key = Key(exchange, symbol)
    return master.state_and_listings([key], on, alike=1)[1][key]


def daily(exchange: str, code: int, isin: str, symbol: str, series: str, *, price: str = "100.00") -> str:
    """A row of an exchange's daily file."""
    cells = [
        *("2026-02-11", "2026-02-11", "CM", exchange, "STK", str(code), isin, symbol, series, "", "", "", ""),
        *(symbol, price, price, price, price, price, price, "", price, "", "", "1", "1", "1", "F1", "1"),
        *("", "", "", "", ""),
    ]
    return ",".join(cells)


def bhavcopy(*rows: str) -> bytes:
    return "\n".join([BHAVCOPY_HEADER, *rows, ""]).encode()


def keys(instruments: object) -> list[Key]:
    return [each.key for each in instruments]  # type: ignore[attr-defined]  # a tuple of instruments


def test_a_share_is_found_with_its_columns_exact(whole_list: InstrumentMaster) -> None:
    found = of(whole_list, "NSE", "INFY")
    assert found.instrument
    assert (found.instrument.name, found.instrument.kind) == ("INFOSYS LIMITED", Kind.SHARE)
    assert (found.instrument.tick_size, found.instrument.lot_size) == (Decimal("0.1"), 1)
    assert found.last_price == LastPrice(Decimal(1656), DAY, "prices.csv")
    assert found.has_derivatives
    assert found.twin
    assert found.twin.key == ("BSE", "INFY")


def test_a_contract_is_found_with_its_expiry_strike_and_lot(whole_list: InstrumentMaster) -> None:
    found = of(whole_list, "NFO", "NIFTY26FEB25500PE").instrument
    assert found
    assert (found.expiry, found.strike, found.lot_size) == (date(2026, 2, 24), Decimal(25500), 65)
    assert found.kind is Kind.OPTION


def test_a_symbol_is_exact_in_letters(whole_list: InstrumentMaster) -> None:
    assert of(whole_list, "NSE", "infy").instrument is None
    assert of(whole_list, "NSE", "INFY ").instrument is None


def test_every_key_is_answered(whole_list: InstrumentMaster) -> None:
    asked = {Key("NSE", "INFY"), Key("NSE", "NOSUCH"), Key("", ""), Key("XX", "INFY"), Key("NSE", "é" * 60)}
    assert set(whole_list.look_up(asked, DAY)) == asked
    assert whole_list.look_up([], DAY) == {}


def test_without_a_list_nothing_is_on_it(master: InstrumentMaster) -> None:
    assert of(master, "NSE", "INFY") == Listing(None)


@pytest.mark.parametrize("symbol", ["KEL", "MAL", "SEL", "ZEAL", "RAJPUTANA"])
def test_one_symbol_of_two_companies_has_no_twin(whole_list: InstrumentMaster, symbol: str) -> None:
    for exchange in ("NSE", "BSE"):
        found = of(whole_list, exchange, symbol)
        assert found.instrument
        assert found.twin is None


def test_nearly_every_share_on_both_exchanges_has_its_twin(whole_list: InstrumentMaster) -> None:
    for symbol in ("RELIANCE", "M&M", "BAJAJ-AUTO", "BHEL", "J&KBANK", "GESHIP", "NIFTYBEES", "GOLDBEES"):
        found = of(whole_list, "NSE", symbol)
        if symbol != "GESHIP":  # THE GE SHPG.LTD is left in doubt: nobody is sent to another company's paper
            assert found.twin, symbol
            assert found.twin.key == ("BSE", symbol)


def test_an_isin_decides_where_names_cannot(master_of: MasterOf) -> None:
    master = master_of(
        share("GESHIP", "THE GE SHPG.LTD", exchange_token=1),
        share("GESHIP", "GREAT EASTERN SHIPPING CO.LTD.", "BSE", exchange_token=500620),
        share("ZEAL", "ZEAL SERVICES", exchange_token=2),
        share("ZEAL", "ZEAL SERVICES", "BSE", exchange_token=539963),
    )
    assert of(master, "NSE", "GESHIP").twin is None
    assert of(master, "NSE", "ZEAL").twin
    master.take_prices(
        bhavcopy(daily("NSE", 1, "INE017A01032", "GESHIP", "EQ"), daily("NSE", 2, "INE000A01001", "ZEAL", "EQ")),
        DAY,
        "n",
    )
    master.take_prices(
        bhavcopy(
            daily("BSE", 500620, "INE017A01032", "GESHIP", "A"), daily("BSE", 539963, "INE999Z01018", "ZEAL", "X")
        ),
        DAY,
        "b",
    )
    assert keys([of(master, "NSE", "GESHIP").twin]) == [("BSE", "GESHIP")]
    assert keys([of(master, "BSE", "GESHIP").twin]) == [("NSE", "GESHIP")]
    assert of(master, "NSE", "ZEAL").twin is None


def test_a_daily_file_tells_isin_series_and_group(master_of: MasterOf) -> None:
    master = master_of(
        share("SLOW", exchange_token=7), share("SLOW", "SLOW LTD", "BSE", exchange_token=500001), share("LATE-BZ")
    )
    master.take_prices(bhavcopy(daily("NSE", 7, "INE111A01011", "SLOW", "BE", price="12.35")), DAY, "n")
    master.take_prices(bhavcopy(daily("BSE", 500001, "INE111A01011", "SLOW", "T ")), DAY, "b")
    nse, bse = of(master, "NSE", "SLOW"), of(master, "BSE", "SLOW")
    assert nse.instrument and bse.instrument and nse.last_price  # noqa: PT018 - all three, for mypy
    assert (nse.instrument.isin, nse.instrument.series, nse.last_price.price) == (
        "INE111A01011",
        "BE",
        Decimal("12.35"),
    )
    assert (bse.instrument.isin, bse.instrument.group) == ("INE111A01011", "T")
    late = of(master, "NSE", "LATE-BZ").instrument
    assert late
    assert late.series == "BZ"


def test_an_isin_finds_the_papers_of_both_exchanges(master_of: MasterOf) -> None:
    master = master_of(share("SLOW", exchange_token=7), share("SLOWLY", "SLOW LIMITED", "BSE", exchange_token=500001))
    master.take_prices(bhavcopy(daily("NSE", 7, "INE111A01011", "SLOW", "BE")), DAY, "n")
    master.take_prices(bhavcopy(daily("BSE", 500001, "INE111A01011", "SLOWLY", "T")), DAY, "b")
    assert keys(hit.instrument for hit in master.search("ine111a01011", DAY).hits) == [
        ("NSE", "SLOW"),
        ("BSE", "SLOWLY"),
    ]
    assert keys([of(master, "NSE", "SLOW").twin]) == [("BSE", "SLOWLY")]


def test_the_number_of_another_paper_is_not_taken_for_its_own(master_of: MasterOf) -> None:
    master = master_of(share("SLOW", exchange_token=7))
    master.take_prices(bhavcopy(daily("NSE", 7, "INE111A01011", "QUITE", "BE")), DAY, "n")
    found = of(master, "NSE", "SLOW")
    assert found.instrument
    assert (found.instrument.isin, found.last_price) == ("", None)


def test_a_renamed_symbol_leads_to_what_it_is_called_now(whole_list: InstrumentMaster) -> None:
    found = of(whole_list, "NSE", "L&TFH")
    assert found.instrument is None
    assert found.renamed
    assert found.renamed.key == ("NSE", "LTF")


def test_renames_are_found_by_an_import_and_followed_to_their_end(master_of: MasterOf) -> None:
    master = master_of(share("FIRST", exchange_token=42), share("OTHER", exchange_token=43))
    master.take_dump(dump(share("SECOND", exchange_token=42), share("OTHER", exchange_token=43)), DAY, MORNING)
    master.take_dump(dump(share("THIRD", exchange_token=42), share("OTHER", exchange_token=43)), DAY, MORNING)
    for before in ("FIRST", "SECOND"):
        assert keys([of(master, "NSE", before).renamed]) == [("NSE", "THIRD")]
    assert keys(hit.instrument for hit in master.search("first", DAY).hits)[:1] == [("NSE", "THIRD")]


def test_a_contracts_number_given_to_another_is_no_rename(master_of: MasterOf) -> None:
    master = master_of(contract("NIFTY26FEBFUT", "NIFTY", "2026-02-24", exchange_token=9))
    changes = master.take_dump(
        dump(contract("NIFTY26MARFUT", "NIFTY", "2026-03-30", exchange_token=9)), date(2026, 2, 25), MORNING
    )
    assert changes.renamed == ()
    assert of(master, "NFO", "NIFTY26FEBFUT").renamed is None


def test_a_share_in_another_series_is_told_as_moved(master_of: MasterOf) -> None:
    master = master_of(share("IDEA-BZ", "VODAFONE IDEA LIMITED"), share("IDEAFORGE"))
    assert keys(of(master, "NSE", "IDEA").moved) == [("NSE", "IDEA-BZ")]
    assert keys(of(master, "NSE", "IDEA-BE").moved) == [("NSE", "IDEA-BZ")]
    assert of(master, "NSE", "IDEAS").moved == ()


def test_a_symbol_of_another_exchange_is_told_where_it_is(whole_list: InstrumentMaster) -> None:
    assert keys(of(whole_list, "NSE", "USDINR26MARFUT").elsewhere) == [
        ("CDS", "USDINR26MARFUT"),
        ("BCD", "USDINR26MARFUT"),
    ]
    assert of(whole_list, "NSE", "NIFTY2621026000CE").elsewhere == ()


def test_what_may_have_been_meant_is_told_best_first(whole_list: InstrumentMaster) -> None:
    assert keys(of(whole_list, "NSE", "RELIANC").alike)[:1] == [("NSE", "RELIANCE")]
    assert keys(of(whole_list, "NSE", "RELAINCE").alike)[:1] == [("NSE", "RELIANCE")]
    assert keys(of(whole_list, "NFO", "NIFTY26FEB25510CE").alike)[:1] == [("NFO", "NIFTY26FEB25500CE")]
    assert keys(of(whole_list, "NSE", "NIFTY26FEB25510CE").alike)[:1] == [("NFO", "NIFTY26FEB25500CE")]


def test_what_may_have_been_meant_is_looked_for_where_asked_for_and_nothing_else_is_known(
    whole_list: InstrumentMaster,
) -> None:
    typed = [
        Key("NSE", symbol) for symbol in ("INFY", "NIFTY26FEB25500CE", "RELAINCE", "", "S" * 40, "RELIANC", "INFYY")
    ]
    assert not any(each.alike for each in whole_list.look_up(typed, DAY).values())
    _, listings = whole_list.state_and_listings(typed, DAY, alike=2)
    assert [key.tradingsymbol for key, each in listings.items() if each.alike] == ["RELAINCE", "RELIANC"]


def test_the_day_of_the_list_and_its_rows_are_of_one_list(master_of: MasterOf, monkeypatch: pytest.MonkeyPatch) -> None:
    master = master_of(share("INFY", lot_size=1))
    opened, days = Replaced.connection, count(1)

    def meanwhile(self: Replaced) -> object:
        """After every look at the file a new list comes in."""
        found = opened(self)
        if self is master._list:
            later = next(days)
            content = dump(share("INFY", lot_size=1 + later))
            InstrumentMaster(self.file).take_dump(content, DAY + timedelta(days=later), MORNING)
        return found

    key = Key("NSE", "INFY")
    monkeypatch.setattr(Replaced, "connection", meanwhile)
    state, listings = master.state_and_listings([key], DAY)
    assert state
    assert (state.on, listings[key].instrument and listings[key].instrument.lot_size) == (DAY, 1)


def test_derivatives_on_either_exchange_count_for_a_share(master_of: MasterOf) -> None:
    master = master_of(
        share("ONNSE"),
        share("ONBSE"),
        share("PLAIN"),
        share("ONNSE", "ONNSE LIMITED", "BSE"),
        contract("ONNSE26FEBFUT", "ONNSE", "2026-02-24"),
        contract("ONBSE26FEBFUT", "ONBSE", "2026-02-26", "BFO"),
        contract("PLAIN26FEBFUT", "PLAIN", "2026-02-26", "MCX", lot_size=1),
    )
    has = {symbol: of(master, "NSE", symbol).has_derivatives for symbol in ("ONNSE", "ONBSE", "PLAIN")}
    assert has == {"ONNSE": True, "ONBSE": True, "PLAIN": False}
    assert of(master, "BSE", "ONNSE").has_derivatives
