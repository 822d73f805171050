from dataclasses import replace
from hashlib import sha256

import pytest

from tests.core.link.advising import INFY, TCS
from tests.core.market.moments import at
from tests.link.making import PROPOSAL, a_client, a_link, a_version
from tokri.core.basket import OrderText
from tokri.core.desk.advice import MayChange
from tokri.core.desk.client import Consenter
from tokri.core.link.choices import Change, Changed, Choices
from tokri.core.ports import Outside
from tokri.link.look import look
from tokri.link.offering import offer
from tokri.web.words.consent import ConsentFacts, consent_text, consent_words

FACTS = ConsentFacts(
    name="Sunita Rao",
    consenter=Consenter.CLIENT,
    consenter_name="",
    firm="Sahyadri Advisers",
    number=3,
    shared_at=at("2026-11-22 14:05"),
    orders=(INFY, TCS),
)
FIXED = (
    "I, Sunita Rao, have read this advice (version 3, 22 Nov 2026 14:05 IST). "
    "I choose to place these orders myself on Kite. Sahyadri Advisers cannot place orders in my account."
)
IN_THEIRS = (
    " have read this advice (version 3, 22 Nov 2026 14:05 IST). I choose to place these orders myself on Kite. "
    "Sahyadri Advisers cannot place orders in the account of Rao & Sons."
)


def changed(*changes: Change, orders: tuple[OrderText, ...] = (INFY, TCS)) -> str:
    """What stands behind the fixed words."""
    text = consent_words(replace(FACTS, changes=changes, orders=orders))
    assert text.startswith(FIXED)
    return text.removeprefix(FIXED).strip()


def test_the_words_of_a_yes_are_fixed() -> None:
    assert consent_words(FACTS) == FIXED
    assert sha256(consent_words(FACTS).encode()).hexdigest() == sha256(FIXED.encode()).hexdigest()


@pytest.mark.parametrize(
    ("consenter", "named", "who"),
    [
        (Consenter.GUARDIAN, "Asha Rao", "I, Asha Rao, guardian of Rao & Sons,"),
        (Consenter.GUARDIAN, " ", "I, the guardian of Rao & Sons,"),
        (Consenter.KARTA, "Asha Rao", "I, Asha Rao, karta of Rao & Sons,"),
        (Consenter.KARTA, "", "I, the karta of Rao & Sons,"),
        (Consenter.SIGNATORY, "Asha Rao", "I, Asha Rao, for Rao & Sons,"),
        (Consenter.SIGNATORY, "", "I, who sign for Rao & Sons,"),
    ],
)
def test_who_says_yes_for_another_says_for_whom(consenter: Consenter, named: str, who: str) -> None:
    facts = replace(FACTS, name="Rao & Sons", consenter=consenter, consenter_name=named)
    assert consent_words(facts) == who + IN_THEIRS


def test_every_part_has_a_yes_of_its_own_that_names_the_part() -> None:
    assert consent_words(replace(FACTS, part=2, parts=3, count=4)) == f"{FIXED} Part 2 of 3: 4 orders."
    assert consent_words(replace(FACTS, part=3, parts=3, count=1)) == f"{FIXED} Part 3 of 3: 1 order."


def test_what_is_left_out_is_named() -> None:
    assert changed(Change(Changed.LEFT_OUT, 0, "10")) == "I leave out: INFY."
    assert changed(Change(Changed.LEFT_OUT, 0), Change(Changed.LEFT_OUT, 1)) == "I leave out: INFY; TCS."


def test_what_falls_away_is_named() -> None:
    assert changed(Change(Changed.SCALED, after="half"), Change(Changed.FELL_AWAY, 1, "1")) == "These fall away: TCS."


def test_what_is_changed_is_named_with_what_it_was() -> None:
    assert changed(Change(Changed.QUANTITY, 0, "10", "5")) == "I change: INFY from 10 to 5."
    both = changed(Change(Changed.QUANTITY, 0, "1000", "500"), Change(Changed.QUANTITY, 1, "4", "2"))
    assert both == "I change: INFY from 1,000 to 500; TCS from 4 to 2."


def test_what_the_client_sets_alone_is_named() -> None:
    assert changed(Change(Changed.QUANTITY, 1, "", "1200")) == "I set the quantity: TCS, 1,200."


def test_all_of_it_together_stands_in_one_order() -> None:
    changes = (
        Change(Changed.HELD, 0, after="5"),
        Change(Changed.QUANTITY, 0, "10", "5"),
        Change(Changed.LEFT_OUT, 1, "4"),
    )
    text = consent_words(replace(FACTS, changes=changes, part=1, parts=2, count=1))
    assert text == f"{FIXED} Part 1 of 2: 1 order. I leave out: TCS. I change: INFY from 10 to 5."


def test_two_orders_of_one_security_are_told_apart() -> None:
    sale = replace(INFY, transaction_type="SELL")
    assert changed(Change(Changed.LEFT_OUT, 1, "10"), orders=(INFY, sale)) == "I leave out: Order 2, INFY."


@pytest.mark.parametrize("name", ["Sunita\nRao", " Sunita  Rao\r\n", "Sunita\u2028Rao"])
def test_it_is_one_line_whatever_stands_in_a_name(name: str) -> None:
    assert consent_words(replace(FACTS, name=name, firm="Sahyadri\nAdvisers")) == FIXED


def test_a_name_that_looks_like_a_place_for_a_fact_is_a_name() -> None:
    assert "%(firm)s 100 %" in consent_words(replace(FACTS, name="%(firm)s 100 %"))


def test_the_yes_to_what_is_offered_names_the_client_the_firm_the_version_and_what_they_changed(
    outside: Outside,
) -> None:
    client = a_client(outside, name="Sunita Rao")
    version = a_version(outside, client, proposal=replace(PROPOSAL, may_change=MayChange.QUANTITIES))
    made = a_link(outside, client, version)
    looked = look(outside, made.token, None)
    assert looked is not None
    offered = offer(outside, looked, Choices(frozenset({0}), quantities={1: "3"}))
    assert offered is not None
    part = offered.part()
    assert part is not None
    assert consent_text(offered, part) == (
        "I, Sunita Rao, have read this advice (version 1, 11 Feb 2026 10:30 IST). I choose to place these "
        "orders myself "
        "on Kite. Sahyadri Advisers cannot place orders in my account. I leave out: INFY. I change: TCS from 4 to 3."
    )
