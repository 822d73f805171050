from collections.abc import Mapping

import pytest

from tests.core.link.advising import INFY, TCS
from tokri.core.link.standing import BLOCKS, TOLD
from tokri.core.problems import Problem, Severity
from tokri.core.rules import RULES
from tokri.web.words.standing import REASONS, SENTENCES, standing_sentence

LAST = {"last": "₹1,480", "last_day": "10 Feb 2026"}
BOUNDS = {"from": "₹1,490", "to": "₹1,505", **LAST}
MOVED = {"advised": "₹1,500", "advised_at": "11 Feb 2026, 10:15 IST", "percent": "12.5", **LAST}
CLOSED = {"exchange": "NSE", "opens": "12 Feb 2026, 09:15 IST", "holiday": ""}

CASES = [
    (
        "past-valid-until",
        {"until": "11 Feb 2026, 15:15 IST", "now": "11 Feb 2026, 15:20 IST"},
        (
            "This advice was valid until 11 Feb 2026, 15:15 IST, and nothing of it can be sent any more. Ask the "
            "firm for "
            "new advice."
        ),
    ),
    (
        "valid-until-unknown",
        {},
        "Nothing of this advice can be sent, as it does not say until when it is valid. Ask the firm for new advice.",
    ),
    (
        "outside-entry-range",
        BOUNDS,
        (
            "Order 2, TCS cannot be sent now: the advice is to act between ₹1,490 and ₹1,505, and the last known "
            "price, of "
            "10 Feb 2026, is ₹1,480. Wait for a price in that range, or ask the firm."
        ),
    ),
    (
        "outside-entry-range-before",
        BOUNDS,
        (
            "Order 2, TCS: the advice is to act between ₹1,490 and ₹1,505. The last price known here, ₹1,480, is "
            "of 10 Feb "
            "2026 and older than the advice: look at the price on Kite before you place it."
        ),
    ),
    (
        "price-moved",
        MOVED,
        (
            "Order 2, TCS cannot be sent now: it was advised at ₹1,500 on 11 Feb 2026, 10:15 IST, and the last "
            "known price, "
            "of 10 Feb 2026, is ₹1,480, which is 12.5 % away. Ask the firm whether the advice still stands."
        ),
    ),
    (
        "price-moved",
        {**MOVED, "advised_at": ""},
        (
            "Order 2, TCS cannot be sent now: it was advised at ₹1,500, and the last known price, of 10 Feb "
            "2026, is ₹1,480, "
            "which is 12.5 % away. Ask the firm whether the advice still stands."
        ),
    ),
    (
        "price-moved-before",
        MOVED,
        (
            "Order 2, TCS was advised at ₹1,500 on 11 Feb 2026, 10:15 IST. The last price known here, of 10 Feb "
            "2026, is "
            "₹1,480, which is 12.5 % away: look at the price on Kite before you place it."
        ),
    ),
    (
        "price-moved-before",
        {**MOVED, "advised_at": ""},
        (
            "Order 2, TCS was advised at ₹1,500. The last price known here, of 10 Feb 2026, is ₹1,480, which is "
            "12.5 % away: "
            "look at the price on Kite before you place it."
        ),
    ),
    (
        "last-price-unknown",
        {},
        "Order 2, TCS: no last price is known here. Look at the price on Kite before you place it.",
    ),
    (
        "order-has-error",
        {"rule": "cover-product"},
        (
            "Order 2, TCS cannot be sent as it stands, as Kite or the exchange would refuse it now. Ask the firm "
            "to change "
            "it."
        ),
    ),
    (
        "basket-has-error",
        {"rule": "too-many-orders"},
        (
            "These orders cannot be sent together as they stand, as Kite would refuse them now. Ask the firm to "
            "change them."
        ),
    ),
    ("market-open", {"exchange": "NSE", "until": "15:30 IST"}, "NSE is open until 15:30 IST."),
    (
        "market-closing-soon",
        {"exchange": "NSE", "until": "15:30 IST", "minutes": 12},
        "NSE closes at 15:30 IST, in 12 min. What is placed later waits for the next session.",
    ),
    ("market-opening", {"exchange": "NSE", "opens": "09:15 IST"}, "NSE opens at 09:15 IST."),
    ("market-opening", {"exchange": "NSE", "opens": ""}, "NSE is about to open."),
    (
        "market-closing-session",
        {"exchange": "NSE", "until": "16:00 IST"},
        "NSE has ended its continuous trading; its closing session lasts until 16:00 IST.",
    ),
    ("market-closed", CLOSED, "NSE is closed until 12 Feb 2026, 09:15 IST. What is placed now waits until then."),
    (
        "market-closed",
        {**CLOSED, "holiday": "Holi"},
        "NSE is closed for Holi until 12 Feb 2026, 09:15 IST. What is placed now waits until then.",
    ),
    (
        "market-closed",
        {**CLOSED, "opens": "", "holiday": "Holi"},
        "NSE is closed; when it opens next is not known here.",
    ),
    (
        "market-hours-unknown",
        {"exchange": "NSE"},
        "The hours of NSE on this day are not known here. Look at them on Kite.",
    ),
    (
        "cut-off-soon",
        {"exchange": "NSE", "until": "15:20 IST", "minutes": 10},
        "Intraday orders on NSE are ended at 15:20 IST, in 10 min. What is bought or sold intraday is closed then.",
    ),
]


@pytest.mark.parametrize(("code", "facts", "said"), CASES)
def test_the_client_reads_why_it_cannot_be_sent_and_how_the_market_stands(
    code: str, facts: Mapping[str, str | int], said: str
) -> None:
    problem = Problem(code, Severity.NOTE, ("orders", 1, "price"), facts)
    assert standing_sentence(problem, (INFY, TCS)) == said


def test_there_is_a_sentence_for_every_code_and_every_sentence_is_said_here() -> None:
    assert {each if isinstance(each, str) else each[0] for each in SENTENCES} == {*BLOCKS, *TOLD}
    assert len({said for _, _, said in CASES}) == len(SENTENCES)


def test_each_reason_in_a_clients_own_words_is_that_of_a_rule_that_stops() -> None:
    assert set(REASONS) <= {each.id for each in RULES if each.severity is Severity.ERROR}


@pytest.mark.parametrize("rule", REASONS)
def test_a_client_reads_the_reason_of_the_commonest_refusals(rule: str) -> None:
    said = standing_sentence(Problem("order-has-error", Severity.ERROR, ("orders", 1), {"rule": rule}), (INFY, TCS))
    assert said.startswith("Order 2, TCS cannot be sent")
    assert "as it stands" not in said
    assert "the firm" in said
