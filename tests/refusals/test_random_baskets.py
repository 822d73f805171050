"""Whatever Tokri passes without a word, the stand-in takes, for every reason that Tokri says it stops beforehand."""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from simulator.market import DATA
from tests.core.knowing import MORNING
from tests.refusals.conftest import KnownOf
from tests.refusals.order_page import alike, india, refusals
from tests.refusals.test_refusals import STOPPED, written
from tokri.core import rules
from tokri.core.basket import OrderText, kite_json
from tokri.core.plan import plan
from tokri.core.rules import check

with (DATA / "instruments.csv").open(encoding="utf-8", newline="") as rows:
    LISTED = [(row["exchange"], row["tradingsymbol"], int(row["lot_size"]) or 1) for row in csv.DictReader(rows)]
with (DATA / "prices.csv").open(encoding="utf-8", newline="") as rows:
    PRICES = {(row["exchange"], row["tradingsymbol"]): Decimal(row["last_price"]) for row in csv.DictReader(rows)}

#: The first that is found, and the same at every run.
ANY_ONE = settings(max_examples=5000, derandomize=True, database=None, deadline=None, phases=[Phase.generate])

EVENING, AUCTION, LATE_AUCTION = india("2026-02-11 20:00"), india("2026-08-10 15:22"), india("2026-08-10 15:27")
#: Open, before and after hours, a Saturday, and the minutes around the closing auction.
MOMENTS = [
    MORNING,
    EVENING,
    AUCTION,
    LATE_AUCTION,
    *(india(f"2026-02-11 {at}") for at in ("03:00", "08:30", "08:59", "09:03", "09:12", "15:35", "15:42", "23:57")),
    india("2026-02-14 11:00"),
    *(india(f"2026-08-10 {at}") for at in ("15:17", "15:32", "15:42", "16:30")),
]

STOPS = [alike(refusal) for refusal in written()[STOPPED]]


@st.composite
def orders(draw: st.DrawFn) -> OrderText:
    """An order for something of the extract, about as often right as a person gets it."""
    exchange, symbol, lot = draw(st.sampled_from(LISTED))
    wrong = draw(st.integers(0, 9)) == 0
    shares = exchange in {"NSE", "BSE"}
    last = PRICES.get((exchange, symbol), Decimal(100))
    kind = draw(st.sampled_from(["MARKET", "LIMIT", "LIMIT", "SL", "SL-M"]))
    buys = draw(st.booleans())
    step = draw(st.sampled_from([Decimal(5), Decimal("0.5"), Decimal("0.05"), Decimal("0.0025"), Decimal("0.01")]))
    near = (last * draw(st.sampled_from([98, 100, 101, 103])) / 100) // step * step
    beyond = near + (step if buys else -step) * draw(st.integers(-1, 2))
    return OrderText(
        variety=draw(st.sampled_from(["", "", "", "regular", "co", "amo"])),
        tradingsymbol=symbol,
        exchange=draw(st.sampled_from(["NSE", "BSE", "NFO"])) if wrong else exchange,
        transaction_type="BUY" if buys else "SELL",
        order_type=kind,
        product=draw(st.sampled_from(["", "CNC", "MIS", "MTF"] if shares else ["", "NRML", "MIS", "CNC"])),
        quantity=str(draw(st.sampled_from([1, lot, 3 * lot, 40 * lot, lot + 1]))),
        price=f"{beyond:f}" if kind in {"LIMIT", "SL"} else "",
        trigger_price=f"{near:f}" if kind in {"SL", "SL-M"} or draw(st.integers(0, 3)) == 0 else "",
        disclosed_quantity=draw(st.sampled_from(["", "", "", "1"])),
        validity=draw(st.sampled_from(["", "DAY", "IOC"])),
        tag=draw(st.sampled_from(["", "SIP1", "WAYTOOLONG"])) if wrong else "",
    )


def refused(basket: list[OrderText], known_of: KnownOf, at: datetime = MORNING) -> list[str]:
    """For which reasons of the first list the stand-in refuses what Tokri passes of a basket without a word."""
    known = known_of(basket, at)
    checked = check(basket, known)
    soft = {problem.order for problem in checked.warnings if problem.code != "freeze-quantity"}
    passed = [order for place, order in enumerate(checked.orders) if order and place not in soft]
    said = refusals(kite_json(plan(passed, 50, known).orders), at=at) if passed else ()
    return [each for each in said if any(stop.fullmatch(each) for stop in STOPS)]


@pytest.mark.parametrize("size", [1, 4])
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), at=st.sampled_from(MOMENTS))
def test_what_passes_is_refused_for_no_reason_that_is_stopped(
    size: int, data: st.DataObject, at: datetime, known_of: KnownOf
) -> None:
    assert refused(data.draw(st.lists(orders(), min_size=1, max_size=size)), known_of, at) == []


@pytest.mark.parametrize(
    ("left_out", "at"),
    [
        ("tick-size", MORNING),
        ("lot-multiple", MORNING),
        ("product-exchange", MORNING),
        ("stop-price-side", MORNING),
        ("disclosed-small", MORNING),
        ("amo-while-open", MORNING),
        ("cover-after-hours", EVENING),
        ("market-not-queued", EVENING),
        ("auction-stop", AUCTION),
        ("auction-limit-only", LATE_AUCTION),
    ],
)
def test_a_rule_left_out_would_be_missed(
    left_out: str, at: datetime, monkeypatch: pytest.MonkeyPatch, known_of: KnownOf
) -> None:
    kept = tuple(rule for rule in rules.ORDER_RULES if rule.id != left_out)
    monkeypatch.setattr(rules, "ORDER_RULES", kept)
    missed = find(orders(), lambda order: bool(refused([order], known_of, at)), settings=ANY_ONE)
    assert refused([missed], known_of, at)
