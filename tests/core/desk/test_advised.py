from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.market.moments import at
from tests.core.orders import GOOD, any_order, any_text, typed
from tokri.core.basket import LONGEST_TEXT, OrderText
from tokri.core.desk.advice import LegAdvice
from tokri.core.desk.advised import CODES, Advised, advised_problems, read_advised
from tokri.core.problems import Problem, Severity

NOW = at("2026-02-11 10:30")
SELL = typed(transaction_type="SELL")
AT_MARKET = typed(order_type="MARKET", price="")

#: A BUY at 1,500 advised in full, with which nothing is wrong.
WHOLE = LegAdvice(
    why="Results were better than the price",
    advised_price="1,495.50",
    advised_at="11 Feb 10:15",
    entry_from="1490",
    entry_to="1505",
    stop_loss="1450",
    target="1600",
    horizon="three  months",
)


def advice(**changed: str) -> LegAdvice:
    return replace(WHOLE, **changed)


def alone(**said: str) -> LegAdvice:
    return LegAdvice(**said)


def found(said: LegAdvice, order: OrderText = GOOD) -> list[tuple[str, object]]:
    return [(each.code, each.field_name) for each in read_advised(0, said, order, NOW)[1]]


def test_what_is_advised_is_read_exactly() -> None:
    advised, problems = read_advised(0, WHOLE, GOOD, NOW)
    assert problems == ()
    assert advised == Advised(
        Decimal("1495.50"),
        at("2026-02-11 10:15"),
        Decimal(1490),
        Decimal(1505),
        Decimal(1450),
        Decimal(1600),
        "three months",
    )


def test_nothing_advised_is_nothing_wrong() -> None:
    assert read_advised(0, LegAdvice(), GOOD, NOW) == (Advised(), ())


@pytest.mark.parametrize("field", ["advised_price", "entry_from", "entry_to", "stop_loss", "target"])
@pytest.mark.parametrize(("text", "fault"), [("1e3", "unreadable"), ("-5", "negative"), ("1.23456", "decimals")])
def test_a_number_that_cannot_be_read_is_told_in_its_field(field: str, text: str, fault: str) -> None:
    advised, problems = read_advised(2, advice(**{field: text}), GOOD, NOW)
    facts = {"fault": fault, "typed": text}
    assert problems == (Problem("advised-number", Severity.ERROR, ("orders", 2, field), facts),)
    assert getattr(advised, field) is None


def test_an_advised_price_has_its_time_and_a_time_its_price() -> None:
    assert found(alone(advised_price="1500")) == [("advised-time-missing", "advised_at")]
    assert found(alone(advised_at="11 Feb 10:15")) == [("advised-price-missing", "advised_price")]
    assert found(alone(advised_price="1500", advised_at="noon")) == [("advised-time-unreadable", "advised_at")]
    assert found(alone(advised_price="1500", advised_at="11 Feb 10:30")) == []
    assert found(alone(advised_price="1500", advised_at="11 Feb 10:31")) == [("advised-time-ahead", "advised_at")]


def test_an_entry_range_has_two_ends_the_lower_first() -> None:
    assert found(alone(entry_from="1500")) == [("entry-range-half", "entry_to")]
    assert found(alone(entry_to="1500")) == [("entry-range-half", "entry_from")]
    assert found(alone(entry_from="1505", entry_to="1490")) == [("entry-range-reversed", "entry_from")]
    assert found(alone(entry_from="1500", entry_to="1500")) == []


def test_an_order_whose_own_price_is_past_the_range_is_warned_of() -> None:
    above = advice(entry_from="1480", entry_to="1499.95")
    (problem,) = read_advised(0, above, GOOD, NOW)[1]
    assert (problem.code, problem.severity) == ("entry-range-missed", Severity.WARNING)
    assert problem.facts == {"from": "₹1,480", "to": "₹1,499.95", "side": "BUY", "price": "₹1,500"}
    below = alone(entry_from="1501", entry_to="1510")
    assert found(below, SELL) == [("entry-range-missed", "entry_from")]
    assert found(below) == found(above, AT_MARKET) == []
    at_the_edge = alone(entry_from="1500", entry_to="1500")
    assert found(at_the_edge) == found(at_the_edge, SELL) == []
    assert found(alone(entry_from="1480", entry_to="1499"), SELL) == []


@pytest.mark.parametrize(
    ("order", "said", "wrong"),
    [
        (GOOD, advice(stop_loss="1490"), ["stop_loss"]),
        (GOOD, advice(stop_loss="1489.95"), []),
        (GOOD, advice(target="1505"), ["target"]),
        (GOOD, advice(target="1505.05"), []),
        (GOOD, advice(stop_loss="1600", target="1450"), ["stop_loss", "target"]),
        (SELL, advice(stop_loss="1600", target="1450"), []),
        (SELL, advice(stop_loss="1505", target="1490"), ["target", "stop_loss"]),
        (SELL, WHOLE, ["target", "stop_loss"]),
        (GOOD, advice(entry_from="", entry_to="", stop_loss="1495.50"), ["stop_loss"]),
        (GOOD, advice(entry_from="", entry_to="", stop_loss="1495.45"), []),
        (GOOD, alone(stop_loss="1500"), ["stop_loss"]),
        (GOOD, alone(target="1500"), ["target"]),
        (GOOD, alone(stop_loss="1499", target="1501"), []),
    ],
)
def test_stop_loss_and_target_lie_on_their_sides_of_the_entry(
    order: OrderText, said: LegAdvice, wrong: list[str]
) -> None:
    assert found(said, order) == [(f"{name.replace('_', '-')}-side", name) for name in wrong]


def test_the_fault_of_a_side_tells_the_entry_and_where_it_was_said() -> None:
    (problem,) = read_advised(0, advice(target="1500"), GOOD, NOW)[1]
    assert problem.facts == {"side": "BUY", "typed": "₹1,500", "entry": "₹1,505", "entry_field": "entry_to"}
    (problem,) = read_advised(0, alone(stop_loss="1501"), GOOD, NOW)[1]
    assert problem.facts == {"side": "BUY", "typed": "₹1,501", "entry": "₹1,500", "entry_field": "price"}


def test_without_an_entry_stop_loss_and_target_are_held_against_each_other() -> None:
    wrong = [("stop-loss-beyond-target", "stop_loss")]
    assert found(alone(stop_loss="1600", target="1450"), AT_MARKET) == wrong
    assert found(alone(stop_loss="1500", target="1500"), AT_MARKET) == wrong
    assert found(alone(stop_loss="1450", target="1600"), AT_MARKET) == []
    assert found(alone(stop_loss="1600", target="1450"), replace(AT_MARKET, transaction_type="SELL")) == []
    assert found(alone(stop_loss="1450", target="1600"), replace(AT_MARKET, transaction_type="SELL")) == wrong
    assert found(alone(stop_loss="1500", target="1500"), replace(AT_MARKET, transaction_type="SELL")) == wrong
    assert found(alone(stop_loss="1450"), AT_MARKET) == []


def test_without_a_side_nothing_is_said_of_sides() -> None:
    assert found(advice(stop_loss="1600", target="1450"), typed(transaction_type="")) == []
    assert found(advice(stop_loss="1600", target="1450"), typed(transaction_type="buy")) == []


def test_a_horizon_is_a_short_text() -> None:
    assert found(advice(horizon="m" * LONGEST_TEXT)) == []
    assert found(advice(horizon="m" * (LONGEST_TEXT + 1))) == [("horizon-long", "horizon")]


def test_the_faults_of_a_basket_are_told_order_by_order() -> None:
    legs = [WHOLE, alone(entry_from="1"), alone(target="1")]
    problems = advised_problems(legs, [GOOD, GOOD, GOOD], NOW)
    assert [each.path for each in problems] == [("orders", 1, "entry_to"), ("orders", 2, "target")]


prices = st.decimals("0.05", "99999", places=2)


@given(prices, prices, prices, st.sampled_from(["BUY", "SELL"]))
def test_what_is_right_for_a_buy_is_wrong_for_a_sell(entry: Decimal, stop: Decimal, target: Decimal, side: str) -> None:
    order = replace(AT_MARKET, transaction_type=side)
    other = replace(AT_MARKET, transaction_type="SELL" if side == "BUY" else "BUY")
    said = alone(entry_from=f"{entry}", entry_to=f"{entry}", stop_loss=f"{stop}", target=f"{target}")
    wrong = {field for _, field in found(said, order)}
    right_for_other = {"stop_loss", "target"} - {field for _, field in found(said, other)}
    assert right_for_other <= wrong
    assert ("stop_loss" in wrong) == (stop >= entry if side == "BUY" else stop <= entry)
    assert ("target" in wrong) == (target <= entry if side == "BUY" else target >= entry)


legs = st.builds(LegAdvice, **{each.name: any_text for each in fields(LegAdvice)})


@given(legs, any_order, st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_whatever_is_typed_is_read_or_told(said: LegAdvice, order: OrderText, later: timedelta) -> None:
    _, problems = read_advised(3, said, order, NOW + later)
    assert {each.code for each in problems} <= set(CODES)
    assert all(each.order == 3 and hasattr(said, str(each.field_name)) for each in problems)
