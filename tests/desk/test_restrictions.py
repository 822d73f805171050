"""The restricted list is kept with its dates and reasons, and every step of it is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.desk.baskets_to_share import ARUN, INFY, MEERA, kinds
from tests.journey.fake_lists import FakeInstruments
from tests.journey.fakes import FakeClock
from tokri.core.desk.restricted import Match, Restriction, hits
from tokri.core.instrument import Instrument, Key, Kind, Listing, MasterState
from tokri.core.known import Known
from tokri.core.ports import Outside
from tokri.core.times import ist
from tokri.desk.restrictions import Typed, lift, restrict, the_list, with_shares

TYPED = Typed("NSE", " infy ", "2026-02-28", "Results are near")
SHARE = Instrument("NSE", "INFY", "Infosys", Kind.SHARE, "EQ", "NSE", Decimal("0.05"), 1, isin="INE009A01021")
FUTURE = Instrument(
    "NFO", "INFY26FEBFUT", "INFY", Kind.FUTURE, "FUT", "NFO-FUT", Decimal("0.05"), 400, expiry=date(2026, 2, 24)
)
LISTED = {each.key: Listing(each) for each in (SHARE, FUTURE)}


@pytest.fixture
def listed(outside: Outside) -> Outside:
    """With an instrument list of two."""
    master = MasterState(date(2026, 2, 11), datetime(2026, 2, 11, 2, tzinfo=UTC), 2, "digest")
    return replace(outside, instruments=FakeInstruments(LISTED, master))


def restricted(outside: Outside, typed: Typed = TYPED) -> Restriction:
    done = restrict(outside, MEERA, typed)
    assert isinstance(done, Restriction), done
    return done


def faults(outside: Outside, typed: Typed) -> list[tuple[str, str]]:
    done = restrict(outside, MEERA, typed)
    assert not isinstance(done, Restriction)
    return [(each.code, str(each.path[0])) for each in done]


def test_a_security_is_put_on_the_list_until_a_day_and_taken_off_by_that_day(listed: Outside, clock: FakeClock) -> None:
    kept = restricted(listed)
    assert (kept.tradingsymbol, kept.isin, kept.until) == ("INFY", "INE009A01021", date(2026, 2, 28))
    assert the_list(listed).holding == (kept,)
    clock.forward(days=18)
    assert the_list(listed).holding == ()
    assert the_list(listed).over == (kept,)
    assert kinds(listed) == ["restriction added"]


def test_without_a_day_it_holds_until_it_is_lifted_once(outside: Outside, clock: FakeClock) -> None:
    kept = restricted(outside, replace(TYPED, until=""))
    clock.forward(days=700)
    assert the_list(outside).holding == (kept,)
    assert lift(outside, ARUN, kept.id)
    assert not lift(outside, ARUN, kept.id)
    assert not lift(outside, ARUN, "nothing-of-that-id")
    assert the_list(outside).holding == ()
    assert kinds(outside) == ["restriction added", "restriction lifted"]


def test_why_is_kept_and_the_record_has_its_hash(outside: Outside) -> None:
    assert restricted(outside).why == "Results are near"
    with outside.store.reading() as unit:
        (entry, _), *_ = unit.chain.rows()
    assert "Results" not in str(entry.facts)
    assert entry.facts["tradingsymbol"] == "INFY"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"exchange": "LSE"}, ("exchange-unknown", "exchange")),
        ({"tradingsymbol": " "}, ("symbol-missing", "tradingsymbol")),
        ({"tradingsymbol": "इन्फी"}, ("symbol-unreadable", "tradingsymbol")),
        ({"until": "soon"}, ("day-unreadable", "until")),
        ({"until": "2026-02-30"}, ("day-unreadable", "until")),
        ({"until": "2026-02-10"}, ("day-past", "until")),
        ({"why": ""}, ("why-missing", "why")),
        ({"why": "x" * 501}, ("why-long", "why")),
    ],
)
def test_what_is_wrong_is_told_by_its_field(outside: Outside, changes: dict[str, str], found: tuple[str, str]) -> None:
    assert faults(outside, replace(TYPED, **changes)) == [found]  # type: ignore[arg-type]  # all of these are text
    assert kinds(outside) == []


def test_a_symbol_that_the_instrument_list_does_not_have_takes_a_tick(listed: Outside) -> None:
    typed = replace(TYPED, tradingsymbol="INFYY")
    assert faults(listed, typed) == [("symbol-unlisted", "tradingsymbol")]
    assert restricted(listed, replace(typed, unlisted=True)).tradingsymbol == "INFYY"


def test_one_security_stands_on_the_list_once_at_a_time(outside: Outside) -> None:
    kept = restricted(outside)
    assert faults(outside, TYPED) == [("already-restricted", "tradingsymbol")]
    lift(outside, MEERA, kept.id)
    restricted(outside)


def test_a_future_is_found_by_the_isin_of_its_share(listed: Outside) -> None:
    kept = restricted(listed, replace(TYPED, exchange=""))
    renamed = replace(kept, tradingsymbol="INFOSYSTCH", exchange="BSE")
    future = replace(INFY, exchange="NFO", tradingsymbol="INFY26FEBFUT")
    known = Known(at=listed.clock(), listings={FUTURE.key: LISTED[FUTURE.key]})
    assert Key("NSE", "INFY") not in known.listings
    (hit,) = hits([future], [renamed], ist(listed.clock()).date(), with_shares(listed, [future], known))
    assert hit.match is Match.DERIVATIVE
