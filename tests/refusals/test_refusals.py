"""Every recorded refusal is stopped, warned of or told as not knowable; what the stand-in can say, it is made to."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import pytest

from simulator.settings import Rules
from tests.core.knowing import MORNING
from tests.core.orders import cover, future, typed
from tests.core.refusals import RECORDED
from tests.refusals.conftest import ROOT, KnownOf
from tests.refusals.order_page import LEFT_OUT, alike, india, refusals, refused_one_by_one, unchecked
from tokri.core.basket import OrderText, kite_json
from tokri.core.plan import plan
from tokri.core.problems import Severity
from tokri.core.rules import RULES, check

STOPPED, WARNED, UNKNOWABLE = "Stopped beforehand", "Warned of", "Not knowable beforehand"
WEIGHTS = {rule.id: rule.severity for rule in RULES}
#: They stand in the first list although they only warn: one is cut into what is taken, one goes by a tick alone.
ONLY_WARN = {"freeze-quantity", "symbol-unknown"}


#: A rule of the second list, and what stands beside it where it does not warn.
MARKED = re.compile(r"`([a-z-]+)`(?: \((note|stops)\))?")
MARKS = {"": Severity.WARNING, "note": Severity.NOTE, "stops": Severity.ERROR}
FREEZE = next(each for each in RECORDED if each.startswith("The order quantity"))


def written() -> dict[str, dict[str, str]]:
    """The three lists of docs/refusals.md: what is refused, and the cell beside it."""
    lists: dict[str, dict[str, str]] = {}
    for section in (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, rest = section.partition("\n")
        rows = re.findall(r"^\| (?!what is refused|---)(.+) \| (.+) \|$", rest, re.MULTILINE)
        assert len(dict(rows)) == len(rows)
        lists[title] = dict(rows)
    return lists


def rules_in(cell: str) -> list[str]:
    return re.findall(r"`([a-z-]+)`", cell)


def test_every_recorded_refusal_stands_in_one_of_the_three_lists_and_nothing_else_does() -> None:
    lists = written()
    assert list(lists) == [STOPPED, WARNED, UNKNOWABLE]
    told = [refusal for rows in lists.values() for refusal in rows]
    assert sorted(told) == sorted(RECORDED)
    assert len(set(RECORDED)) == len(RECORDED)


def test_what_is_stopped_is_stopped_by_rules_that_stop_or_by_how_it_is_written() -> None:
    for refusal, cell in written()[STOPPED].items():
        rules = rules_in(cell)
        assert rules or "by how it is written" in cell, refusal
        assert {WEIGHTS[rule] for rule in rules if rule not in ONLY_WARN} <= {Severity.ERROR}, refusal
        assert any(WEIGHTS[rule] is Severity.ERROR for rule in rules) or not set(rules) - ONLY_WARN, refusal


def test_what_is_warned_of_names_rules_that_warn_or_says_that_they_note_or_stop() -> None:
    for refusal, cell in written()[WARNED].items():
        marks = MARKED.findall(cell)
        assert marks, refusal
        assert {rule: WEIGHTS.get(rule) for rule, _ in marks} == {rule: MARKS[mark] for rule, mark in marks}, refusal


def messages(source: str) -> list[str]:
    """Every text that a module of the stand-in refuses with, a number in place of what it fills in."""
    calls = (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call))
    refused = (each for each in calls if isinstance(each.func, ast.Name) and each.func.id == "Refused")
    return [text for call in refused if (text := _text(call.args[0]))]


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "9" for part in node.values)
    return ""


def as_recorded(message: str) -> bool:
    """Whether some recorded refusal is this one, a word or a number of it filled in."""
    pattern = re.escape(message).replace("9", r"[\w.]+( price)?")
    return any(re.match(pattern, each) or alike(each).fullmatch(message) for each in RECORDED)


@pytest.mark.parametrize(("module", "least"), [("checks.py", 10), ("baskets.py", 10), ("hours.py", 5)])
def test_the_stand_in_refuses_with_nothing_that_is_not_recorded(module: str, least: int) -> None:
    said = messages((ROOT / "simulator" / module).read_text(encoding="utf-8"))
    assert len(said) >= least
    assert [message for message in said if not as_recorded(message)] == []


def test_a_refusal_that_nobody_recorded_would_be_found() -> None:
    (made_up,) = messages('raise Refused(f"The moon is {phase}.")')
    assert made_up == "The moon is 9."
    assert not as_recorded(made_up)


class Drawn(NamedTuple):
    """Orders that draw a refusal from the stand-in, and the rule that stops them before."""

    refusal: str
    rule: str
    orders: tuple[OrderText, ...]
    rules: Rules = "2026"
    at: datetime = MORNING
    one_by_one: bool = False
    """Through the API, where a basket could not ask for such a thing."""


INFY = typed(price="1650")
#: Since 2026 the stand-in makes an SL of an SL-M where it has a last price, before the exchange could refuse it.
UNPROTECTED: Rules = "legacy"
EVENING, AUCTION = india("2026-02-11 20:00"), india("2026-08-10 15:22")
DISCLOSED = "(a disclosed quantity under a tenth, on MCX a quarter, and any on NFO and BFO)"
IN_AN_AUCTION = "(a stop order, or late MARKET order, in an auction)"
CALL = future(tradingsymbol="NIFTY26FEB25800CE", quantity="65", order_type="MARKET", price="")
TICK = "Tick size for this script is 0.10. Kindly enter {} in the multiple of tick size for this script"

DRAWN = [
    Drawn("No valid orders found in payload", "exchange-wrong", (typed(exchange="NFO", product="NRML"),)),
    Drawn("No valid orders found in payload", "index-not-tradable", (typed(tradingsymbol="NIFTY"),)),
    Drawn(LEFT_OUT, "exchange-wrong", (INFY, typed(exchange="BSE", tradingsymbol="IDEA-BZ"))),
    Drawn(LEFT_OUT, "symbol-decorated", (INFY, typed(tradingsymbol="TCS-EQ"))),
    Drawn(LEFT_OUT, "symbol-renamed", (INFY, typed(tradingsymbol="L&TFH"))),
    Drawn(LEFT_OUT, "symbol-moved", (INFY, typed(tradingsymbol="CENTRALBK-BZ"))),
    Drawn(LEFT_OUT, "symbol-characters", (INFY, typed(tradingsymbol="HDFC BANK"))),
    Drawn("`tag` should be max 8 characters", "tag-long", (typed(tag="ABCDEFGHI"),)),
    Drawn("Missing `exchange`.", "choice-missing", (typed(exchange=""),)),
    Drawn("Missing `exchange`.", "symbol-missing", (typed(tradingsymbol=""),)),
    Drawn("Invalid `variety`.", "choice-unknown", (typed(variety="iceberg"),)),
    Drawn("Invalid `variety`.", "choice-unknown", (typed(validity="TTL"),)),
    Drawn("Invalid `quantity`.", "quantity-missing", (typed(quantity="0"),)),
    Drawn("Invalid `quantity`.", "number-negative", (typed(quantity="-5"),)),
    Drawn("Maximum of 50 orders allowed in a basket.", "too-many-orders", (INFY,) * 51),
    Drawn("Invalid product type for exchange", "product-exchange", (typed(product="NRML"),)),
    Drawn("Invalid product type for exchange", "product-exchange", (future(quantity="65", product="CNC"),)),
    Drawn("Intraday orders are not allowed for trade to trade scrips.", "delivery-only",
          (typed(tradingsymbol="IDEA-BZ", product="MIS", price="11"),)),
    Drawn("Cover orders are not allowed for this exchange.", "cover-exchange", (cover(exchange="BSE"),)),
    Drawn("Cover orders should be MARKET or LIMIT, and MIS.", "cover-product", (cover(product="CNC"),)),
    Drawn("Cover orders should be MARKET or LIMIT, and MIS.", "cover-order-type",
          (cover(order_type="SL", price="1700", trigger_price="1690"),)),
    Drawn("Trigger price is out of the allowed range for cover orders.", "cover-trigger-far",
          (cover(trigger_price="1200"),)),
    Drawn("Trigger price is out of the allowed range for cover orders.", "cover-trigger-side",
          (cover(trigger_price="1510"),)),
    Drawn("Missing or invalid `price`.", "price-missing", (typed(price=""),)),
    Drawn("Missing or invalid `trigger_price`.", "trigger-missing", (typed(order_type="SL"),)),
    Drawn("Price for stoploss buy orders should not be lower than the trigger price", "stop-price-side",
          (typed(order_type="SL", price="1700", trigger_price="1710"),)),
    Drawn("Price for stoploss sell orders should not be higher than the trigger price", "stop-price-side",
          (typed(order_type="SL", transaction_type="SELL", price="1610", trigger_price="1600"),)),
    Drawn(TICK.format("price"), "tick-size", (typed(price="1650.05"),)),
    Drawn(TICK.format("trigger price"), "tick-size", (cover(trigger_price="1450.05"),)),
    Drawn("Quantity should be a multiple of the lot size 65.", "lot-multiple", (future(quantity="1", price="25000"),)),
    Drawn("Quantity should be a multiple of the lot size 65.", "lot-multiple",
          (typed(tradingsymbol="KEL-SM", price="98"),)),
    Drawn("Disclosed quantity cannot be more than the quantity.", "disclosed-large",
          (typed(disclosed_quantity="11", price="1650"),)),
    Drawn("16052 : Function not available", "stop-market-gone",
          (typed(exchange="BSE", order_type="SL-M", price="", trigger_price="1700"),), UNPROTECTED),
    Drawn("16052 : Function not available", "stop-market-gone",
          (typed(exchange="NFO", tradingsymbol="RELIANCE26FEB1440CE", product="NRML", quantity="500", order_type="SL-M",
                 price="", trigger_price="33"),), UNPROTECTED),
    Drawn("16052 : Function not available", "stop-market-gone",
          (future(exchange="BFO", tradingsymbol="BANKEX26APRFUT", quantity="30", order_type="SL-M", price="",
                  trigger_price="66000"),)),
    Drawn("Requested method not allowed", "choice-unknown", (typed(variety="bo"),), one_by_one=True),
    Drawn("Invalid `validity_ttl`.", "choice-unknown", (typed(validity="TTL"),), one_by_one=True),
    Drawn("Invalid `tradingsymbol`.", "index-not-tradable", (typed(tradingsymbol="NIFTY"),), one_by_one=True),
    Drawn(DISCLOSED, "disclosed-small", (typed(quantity="100", price="1650", disclosed_quantity="9"),)),
    Drawn(DISCLOSED, "disclosed-small",
          (future(exchange="MCX", tradingsymbol="GOLDM26MARFUT", quantity="8", price="158000",
                  disclosed_quantity="1"),)),
    Drawn(DISCLOSED, "disclosed-unused", (future(quantity="65", price="25800", disclosed_quantity="65"),)),
    Drawn("(an AMO while the market is open)", "amo-while-open", (typed(variety="amo", price="1650"),)),
    Drawn("(an AMO while the market is open)", "amo-while-open",
          (future(variety="amo", quantity="65", price="25800"),), at=india("2026-02-11 15:44")),
    Drawn("(an AMO at MARKET on an option of an index)", "market-not-queued", (CALL,), at=EVENING),
    Drawn("(an AMO at MARKET on an option of an index)", "market-not-queued",
          (replace(CALL, variety="regular"),), at=india("2026-02-14 11:00")),
    Drawn("(an AMO on a share that is traded in call auctions)", "call-auction-not-queued",
          (typed(tradingsymbol="KEL-SM", quantity="1200", price="98"),), at=EVENING),
    Drawn("(a cover order after hours)", "cover-after-hours", (cover(price="1650", trigger_price="1600"),),
          at=EVENING),
    Drawn("(a cover order after hours)", "cover-after-hours", (cover(price="1650", trigger_price="1600"),),
          at=india("2026-02-11 15:35")),
    Drawn(IN_AN_AUCTION, "auction-stop", (typed(order_type="SL", price="1710", trigger_price="1700"),), at=AUCTION),
    Drawn(IN_AN_AUCTION, "auction-limit-only", (typed(order_type="MARKET", price=""),),
          at=india("2026-08-10 15:27")),
]  # fmt: skip


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: f"{drawn.rule}: {drawn.refusal[:40]}")
def test_what_the_stand_in_refuses_was_stopped_before(drawn: Drawn, known_of: KnownOf) -> None:
    if drawn.one_by_one:
        said = list(refused_one_by_one(drawn.orders, drawn.rules))
    else:
        said = list(refusals(unchecked(drawn.orders), drawn.rules, drawn.at))
    assert any(alike(drawn.refusal).fullmatch(each) for each in said), said
    checked = check(drawn.orders, known_of(drawn.orders, drawn.at))
    assert not checked.ready
    assert drawn.rule in [problem.code for problem in checked.errors]
    assert drawn.rule in rules_in(written()[STOPPED][drawn.refusal])


#: Rows of the first list that no basket here draws, and why that is so.
NOT_DRAWN = {
    "16316 : The trigger price is not a multiple of tick size": "the broker’s own check of the tick comes first",
    FREEZE: "it is cut and taken: the test of the freeze quantity below draws it",
}


def test_every_row_of_the_first_list_is_drawn_or_cannot_be() -> None:
    stopped = written()[STOPPED]
    drawn = {each.refusal for each in DRAWN}
    by_form = {refusal for refusal, cell in stopped.items() if "by how it is written" in cell}
    assert drawn | by_form | set(NOT_DRAWN) == set(stopped)
    assert drawn.isdisjoint(by_form)
    assert set(NOT_DRAWN).isdisjoint(drawn | by_form)


def test_the_exchanges_word_for_the_tick_has_the_rule_of_the_brokers_word() -> None:
    stopped = written()[STOPPED]
    (told,) = [refusal for refusal in NOT_DRAWN if refusal.startswith("16316")]
    assert stopped[told] == stopped[TICK.format("trigger price")]
    assert TICK.format("trigger price") in {each.refusal for each in DRAWN}


NOT_OPEN = "16278 : The markets have not been opened for trading"


@pytest.mark.parametrize(
    ("order", "at", "rule"),
    [
        (INFY, india("2026-08-10 15:17"), "no-entry"),
        (INFY, india("2026-02-11 15:35"), "between-sessions"),
        (INFY, india("2026-02-11 15:45"), "closing-price-only"),
    ],
)
def test_an_order_that_the_exchange_is_not_open_for_was_spoken_of(
    order: OrderText, at: datetime, rule: str, known_of: KnownOf
) -> None:
    assert NOT_OPEN in list(refusals(unchecked([order]), at=at))
    assert rule in [problem.code for problem in check([order], known_of([order], at)).problems]
    assert rule in rules_in(written()[WARNED][NOT_OPEN])


@pytest.mark.parametrize(("quantity", "sent"), [("15000", [15000]), ("40000", [13500, 13500, 13000])])
def test_a_contract_on_a_share_is_cut_at_the_freeze_quantity_of_the_share(
    quantity: str, sent: list[int], known_of: KnownOf
) -> None:
    orders = (future(tradingsymbol="RELIANCE26FEBFUT", quantity=quantity, price="1450"),)
    over = [each for each in refusals(unchecked(orders)) if alike(FREEZE).fullmatch(each)]
    assert bool(over) is (len(sent) > 1)
    known = known_of(orders)
    cut = plan([order for order in check(orders, known).orders if order], 10, known).orders
    assert [order.quantity for order in cut] == sent
    assert not [each for each in refusals(kite_json(cut)) if "quantity" in each]


def test_what_is_over_the_freeze_quantity_is_cut_into_orders_that_are_taken(known_of: KnownOf) -> None:
    orders = (future(quantity="3640", price="25800", order_type="LIMIT"),)
    assert any("maximum quantity of 1755 (27 lots)" in each for each in refusals(unchecked(orders)))
    known = known_of(orders)
    checked = check(orders, known)
    assert [problem.code for problem in checked.warnings] == ["freeze-quantity"]
    assert checked.warnings[0].facts["needed"] == 3
    sent = plan([order for order in checked.orders if order], 10, known).orders
    assert [order.quantity for order in sent] == [1235, 1235, 1170]
    assert not [each for each in refusals(kite_json(sent)) if "quantity" in each]


def test_a_symbol_that_nobody_lists_goes_by_a_tick_alone(known_of: KnownOf) -> None:
    orders = (typed(tradingsymbol="NOSUCHNAME"),)
    assert list(refusals(unchecked(orders))) == ["No valid orders found in payload"]
    checked = check(orders, known_of(orders))
    assert checked.ready
    assert [problem.code for problem in checked.warnings] == ["symbol-unknown"]


def test_two_companies_of_one_symbol_are_told_apart_before_one_of_them_is_bought(known_of: KnownOf) -> None:
    orders = (typed(tradingsymbol="SEL", price="10"), typed(tradingsymbol="SEL", exchange="BSE", price="10"), INFY)
    notes = [each for each in check(orders, known_of(orders)).notes if each.code == "other-company"]
    assert [(each.order, each.facts["here"], each.facts["there"]) for each in notes] == [
        (0, "NSE", "BSE"),
        (1, "BSE", "NSE"),
    ]
    assert notes[0].facts["theirs"] == notes[1].facts["name"] != notes[0].facts["name"]
