"""Which contracts are on a share: those whose underlying the list has as one."""

from __future__ import annotations

from tests.master.conftest import DAY, MasterOf
from tests.master.lists import contract, share
from tokri.core.instrument import Key


def test_a_contract_is_on_a_share_where_the_list_has_that_share(master_of: MasterOf) -> None:
    symbols = ("INFY26FEBFUT", "ONBSE26FEBFUT", "NIFTY26FEBFUT", "NEWINDEX26FEBFUT")
    futures = [contract(symbol, symbol.removesuffix("26FEBFUT"), "2026-02-24") for symbol in symbols]
    master = master_of(
        share("INFY"), share("ONBSE", exchange="BSE"), share("NIFTY", "NIFTY 50", segment="INDICES"), *futures
    )
    found = master.look_up({Key("NFO", symbol) for symbol in symbols}, DAY)
    assert {key.tradingsymbol: listing.on_share for key, listing in found.items()} == {
        "INFY26FEBFUT": True,
        "ONBSE26FEBFUT": True,
        "NIFTY26FEBFUT": False,
        "NEWINDEX26FEBFUT": False,
    }
