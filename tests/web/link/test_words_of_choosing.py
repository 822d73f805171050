from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.core.link.advising import (
    CALL,
    CAPITAL,
    GOLD,
    HOLDING,
    INFY,
    NIFTY,
    SALE,
    TCS,
    TWO,
    advice,
    chosen,
)
from tests.core.orders import typed
from tokri.core.basket import OrderText
from tokri.core.desk.advice import MayChange, Proposal
from tokri.core.known import NOTHING_KNOWN
from tokri.core.link import choosing, elsewhere
from tokri.core.link.choices import Change, Changed
from tokri.core.link.elsewhere import Typed, read_words
from tokri.core.link.kite_id import KiteIdFault
from tokri.core.money import NumberFault
from tokri.core.problems import Problem, Severity
from tokri.web.words.choosing import (
    NUMBERS,
    SENTENCES,
    change_words,
    choice_problem,
    kite_id_fault,
    left_over,
    order_named,
)

PAIR = advice(INFY, TCS, tied=True)
FIRM_SAYS = {each: replace(TWO, may_change=each) for each in MayChange}
SOLD = advice(SALE, INFY, legs=[HOLDING])
BY_AMOUNT = advice(INFY, legs=[CAPITAL], reference="10,00,000")
MARKET = typed(order_type="MARKET", price="")

CASES: list[tuple[Proposal, tuple[int | None, ...], Mapping[str, object], str]] = [
    (
        FIRM_SAYS[MayChange.NOTHING],
        (10, 4),
        {"out": [1]},
        "Order 2, TCS: put it back. The firm lets no order of this advice be left out; you may decline all of it.",
    ),
    (
        FIRM_SAYS[MayChange.NOTHING],
        (10, 4),
        {"scale": "half"},
        "Choose all of it. The firm does not let this advice be made smaller; you may decline it.",
    ),
    (
        FIRM_SAYS[MayChange.SCALE],
        (10, 4),
        {"typed_for": {0: "5"}},
        "Order 1, INFY: keep the quantity as advised. The firm does not let single quantities be changed.",
    ),
    (TWO, (10, 4), {"scale": "double"}, "Choose all, half, a quarter, or an amount of your own."),
    (
        PAIR,
        (10, 4),
        {"out": [1]},
        (
            "Order 2, TCS: put it back, or decline all of the advice. These orders belong together, and placing "
            "one without "
            "the other raises the risk."
        ),
    ),
    (
        PAIR,
        (10, 1),
        {"scale": "half"},
        (
            "Order 2, TCS comes to nothing this way. These orders belong together, and placing one without the "
            "other raises "
            "the risk: choose larger quantities, or decline all of the advice."
        ),
    ),
    (
        PAIR,
        (10, 4),
        {"typed_for": {0: "5"}},
        (
            "Order 1, INFY: change all orders by the same part. They belong together, and placing less of one "
            "alone raises "
            "the risk."
        ),
    ),
    (TWO, (10, 4), {"out": [0, 1]}, "Keep at least one order, or decline the advice; nothing is left to place."),
    (SOLD, (None, 10), {}, "Order 1, HDFCBANK: enter how many you hold; how many are to be sold follows from it."),
    (BY_AMOUNT, (None,), {}, "Enter the amount you want to put in; the quantities follow from it."),
    (TWO, (None, 4), {}, "Order 1, INFY: enter the quantity; the advice leaves it to you."),
    (
        replace(BY_AMOUNT, reference_capital=""),
        (None,),
        {"capital": "50000"},
        "Order 1, INFY: ask the firm for the quantity; it cannot be worked out from the advice.",
    ),
    (
        TWO,
        (1000, 4),
        {"typed_for": {0: "1001"}},
        "Order 1, INFY: enter a quantity of 1,000 or less; 1,001 is more than was advised to you.",
    ),
    (
        SOLD,
        (100, 10),
        {"held": {0: "160"}},
        "Order 1, HDFCBANK: ask the firm for new advice. By what you hold it would be 160, and you were advised 100.",
    ),
    (
        advice(NIFTY),
        (1300,),
        {"typed_for": {0: "1250"}},
        "Order 1, NIFTY26FEBFUT: enter a quantity of whole lots of 65; 1,250 is none, 1,235 is.",
    ),
    (
        advice(NIFTY),
        (130,),
        {"typed_for": {0: "64"}},
        "Order 1, NIFTY26FEBFUT: enter a quantity of whole lots of 65; 64 is less than one.",
    ),
    (
        advice(NIFTY),
        (130,),
        {"typed_for": {0: "65"}, "known": NOTHING_KNOWN},
        "Order 1, NIFTY26FEBFUT: keep the quantity as advised; how large a lot of it is, is not known here.",
    ),
    (
        advice(replace(INFY, transaction_type="SELL")),
        (10,),
        {"held": {0: "6"}},
        "Order 1, INFY: sell at most the 6 that you hold; 10 is more.",
    ),
    (TWO, (10, 4), {"scale": "amount"}, "Enter your amount in rupees, or choose all, half or a quarter."),
    (
        TWO,
        (10, 4),
        {"scale": "amount", "amount": "1,00,000"},
        "Enter a smaller amount, or choose all of it; ₹1,00,000 would come to more than was advised to you.",
    ),
    (
        advice(INFY, GOLD),
        (10, 3),
        {"scale": "amount", "amount": "5000"},
        (
            "Choose all, half or a quarter in place of an amount; Order 2, GOLD26FEBFUT takes a margin that only "
            "Kite can "
            "tell."
        ),
    ),
    (
        advice(INFY, MARKET),
        (10, 3),
        {"scale": "amount", "amount": "5000"},
        (
            "Choose all, half or a quarter in place of an amount; Order 2, INFY has no price that it could be "
            "held against."
        ),
    ),
    (
        TWO,
        (10, 4),
        {"scale": "amount", "amount": "much"},
        "Write your amount in digits, like 50,000; “much” is not one number.",
    ),
    (BY_AMOUNT, (None,), {"capital": "-5"}, "Enter your amount without a minus sign; “-5” is below 0."),
    (
        SOLD,
        (None, 10),
        {"held": {0: "2.5"}},
        "Order 1, HDFCBANK: enter how many you hold as a whole number; “2.5” is not whole.",
    ),
    (
        TWO,
        (10, 4),
        {"typed_for": {1: "four"}},
        "Order 2, TCS: write the quantity in digits, like 10; “four” is not one number.",
    ),
]


@pytest.mark.parametrize(("proposal", "advised", "choice", "said"), CASES)
def test_what_is_wrong_names_the_order_the_fault_and_the_mend(
    proposal: Proposal, advised: tuple[int | None, ...], choice: Mapping[str, object], said: str
) -> None:
    found = chosen(proposal, advised, **choice)
    assert [choice_problem(each, proposal.draft.orders) for each in found.errors] == [said]


@pytest.mark.parametrize(
    ("order", "advised", "said"),
    [
        (INFY, 7, "Order 1, INFY is rounded down from 3.5 to 3."),
        (INFY, 1, "Order 1, INFY falls away; it comes to 0.5, which is less than one."),
        (NIFTY, 195, "Order 1, NIFTY26FEBFUT is rounded down from 97.5 to 65, which is in whole lots of 65."),
        (CALL, 65, "Order 1, NIFTY26FEB25000CE falls away; it comes to 32.5, which is less than one lot of 65."),
    ],
)
def test_what_falls_away_by_rounding_is_named(order: OrderText, advised: int, said: str) -> None:
    found = chosen(advice(order, TCS), (advised, 4), scale="half")
    assert [choice_problem(each, (order, TCS)) for each in found.notes] == [said]


def test_there_is_a_sentence_for_every_code_and_every_number() -> None:
    codes = {each if isinstance(each, str) else each[0] for each in SENTENCES}
    assert codes == {*choosing.CODES, *elsewhere.CODES} - {"number"}
    whole = {NumberFault.UNREADABLE, NumberFault.NEGATIVE, NumberFault.FRACTION, NumberFault.LARGE}
    exact = whole - {NumberFault.FRACTION} | {NumberFault.DECIMALS}
    fields = {"quantity": whole, "held": whole, "amount": exact, "price": exact}
    assert set(NUMBERS) == {(field, fault.value) for field, faults in fields.items() for fault in faults}
    for field, fault in NUMBERS:
        said = choice_problem(
            Problem("number", Severity.ERROR, ("orders", 0, field), {"fault": fault, "typed": "<9>"}), [INFY]
        )
        assert "“<9>”" in said
        assert "%(" not in said


def test_a_word_on_what_was_placed_elsewhere_is_wanted_of_every_order() -> None:
    found = read_words([0, 1], {1: Typed("yes")})
    assert [choice_problem(each, (INFY, TCS)) for each in found.problems] == [
        "Order 1, INFY: say whether you placed it, yes or no.",
        "Order 2, TCS: enter how many you placed, or say that you did not place it.",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(Changed.CAPITAL, after="400000.5"), "Your amount is ₹4,00,000.50."),
        (Change(Changed.SCALED, after="half"), "You take half of it."),
        (Change(Changed.SCALED, after="quarter"), "You take a quarter of it."),
        (Change(Changed.SCALED, before="50000", after="amount"), "You take as much of it as ₹50,000 comes to."),
        (Change(Changed.HELD, 1, after="1250"), "Order 2, TCS: you say that you hold 1,250."),
        (Change(Changed.LEFT_OUT, 0, "10"), "Order 1, INFY: you leave it out."),
        (Change(Changed.LEFT_OUT, 0), "Order 1, INFY: you leave it out."),
        (Change(Changed.FELL_AWAY, 0, "1"), "Order 1, INFY: it falls away, as nothing is left of it."),
        (Change(Changed.FELL_AWAY, 0), "Order 1, INFY: it falls away, as nothing is left of it."),
        (Change(Changed.QUANTITY, 0, "1000", "500"), "Order 1, INFY: 500 in place of 1,000."),
        (Change(Changed.QUANTITY, 0, "", "12"), "Order 1, INFY: your own quantity is 12."),
    ],
)
def test_each_change_is_told_as_the_clients_own(change: Change, said: str) -> None:
    assert change_words(change, (INFY, TCS)) == said


def test_what_is_left_of_an_amount_is_told() -> None:
    assert left_over(150_050) == "₹1,500.50 of your amount is left over by rounding down."


def test_an_order_without_a_symbol_is_named_by_its_number() -> None:
    assert order_named(1, (INFY, OrderText())) == "Order 2"
    assert order_named(4, (INFY,)) == "Order 5"


def test_a_kite_id_is_asked_for_as_kite_shows_it() -> None:
    assert kite_id_fault(KiteIdFault.MISSING) == "Enter your Kite ID, with which you sign in at Kite, like AB1234."
    assert "2 to 10 letters and digits" in kite_id_fault(KiteIdFault.UNREADABLE)
