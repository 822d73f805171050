"""What Kite says of the market, read strictly: prices, limits, and the two moments that they are of."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.kite import scripted
from tests.kite.scripted import Script
from tests.kite.small_kite import quote
from tokri.core.instrument import Key
from tokri.core.ports import KiteNonsense, NotAllowed, Session
from tokri.core.quote import Quote
from tokri.kite import KiteConnect

SESSION = Session("AB1234", "accesstoken")
INFY = Key("NSE", "INFY")


def quoted(server: Script, kite: KiteConnect, **changes: object) -> Quote:
    server.reply = scripted.success({"NSE:INFY": quote(**changes)})
    return kite.quotes(SESSION, [INFY])[INFY]


def test_a_quote_is_read_with_both_its_moments(server: Script, kite: KiteConnect) -> None:
    assert quoted(server, kite) == Quote(
        Decimal("1502.35"),
        datetime(2026, 2, 11, 4, 59, 57, tzinfo=UTC),
        datetime(2026, 2, 11, 4, 59, 58, tzinfo=UTC),
        Decimal("1350.15"),
        Decimal("1650.05"),
    )


def test_before_the_first_trade_of_a_day_kite_dates_the_quote_1970_which_is_no_time(
    server: Script, kite: KiteConnect
) -> None:
    found = quoted(server, kite, timestamp="1970-01-01 05:30:00", last_trade_time="2026-02-10 15:59:56")
    assert found.at is None
    assert found.traded_at == datetime(2026, 2, 10, 10, 29, 56, tzinfo=UTC)


@pytest.mark.parametrize("nothing", [0, None])
def test_what_was_never_traded_and_has_no_limits_is_read_so(server: Script, kite: KiteConnect, nothing: object) -> None:
    none = dict.fromkeys(("last_price", "lower_circuit_limit", "upper_circuit_limit"), nothing)
    found = quoted(server, kite, **none, last_trade_time=None)
    assert (found.last_price, found.traded_at, found.lower_circuit, found.upper_circuit) == (None,) * 4


@pytest.mark.parametrize(
    "answer",
    [
        {"NSE:TCS": quote()},
        {"NSE:INFY": quote(), "NSE:TCS": quote()},
        {"NSE:INFY": None},
        {"NSE:INFY": {"instrument_token": 408065, "last_price": 1502.35}},
        {"NSE:INFY": quote(last_price=-1)},
        {"NSE:INFY": quote(last_price="1502.35")},
        {"NSE:INFY": quote(timestamp=1770786000)},
        [],
    ],
)
def test_quotes_that_were_not_asked_for_or_are_none_are_nonsense(
    server: Script, kite: KiteConnect, answer: object
) -> None:
    server.reply = scripted.success(answer)
    with pytest.raises(KiteNonsense):
        kite.quotes(SESSION, [INFY])


def test_an_app_of_the_free_kind_has_no_quotes(server: Script, kite: KiteConnect) -> None:
    server.reply = scripted.error(403, "PermissionException", "Insufficient permission for that call.")
    with pytest.raises(NotAllowed) as caught:
        kite.quotes(SESSION, [INFY])
    assert caught.value.kite_said == "Insufficient permission for that call."
