"""What a basket lacks is named by its field, and words that promise are warned of once an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.baskets_to_share import INFY, NONE, TCS, proposal
from tokri.core.basket import OrderText
from tokri.core.desk.advice import Disclosures, LegAdvice
from tokri.core.desk.completeness import DISCLOSED, WORDING, Shown, lacking, ticks_in_words, validity, wording
from tokri.core.desk.difference import Change, Kind, differences
from tokri.core.desk.firm import Firm, FirmKind
from tokri.core.desk.restricted import Hit, Match, Restriction
from tokri.core.instrument import Instrument, Listing
from tokri.core.instrument import Kind as InstrumentKind
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.problems import Problem, Severity

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
KNOWN = Known(at=AT)
FIRM = Firm()


def found(firm: Firm = FIRM, *orders: OrderText, **changes: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(each.code, each.path) for each in lacking(proposal(*orders, **changes), firm)]


def test_a_basket_with_everything_lacks_nothing() -> None:
    assert found() == []


def test_each_disclosure_is_asked_for_by_itself() -> None:
    assert found(disclosures=Disclosures()) == [("disclosure-missing", ("disclosures", name)) for name in DISCLOSED]
    for name in DISCLOSED:
        assert found(disclosures=replace(NONE, **{name: " "})) == [("disclosure-missing", ("disclosures", name))]


def test_why_is_said_over_the_basket_or_beside_every_order() -> None:
    said = LegAdvice(why="It grows.")
    assert found(FIRM, INFY, TCS, why="") == [("why-missing", ("why",))]
    assert found(FIRM, INFY, TCS, why="", legs=(said, LegAdvice())) == [("why-of-order-missing", ("orders", 1, "why"))]
    assert found(FIRM, INFY, TCS, why="", legs=(said, said)) == []
    assert found(FIRM, INFY, TCS, why="All of it grows.", legs=(said, LegAdvice())) == []
    assert found(replace(FIRM, rationale_required=False), why="") == []


@pytest.mark.parametrize(("kind", "asked"), [(FirmKind.ADVISER, 1), (FirmKind.BOTH, 1), (FirmKind.ANALYST, 0)])
def test_the_risk_is_asked_of_whoever_advises(kind: FirmKind, asked: int) -> None:
    assert found(replace(FIRM, kind=kind), risk_class="") == [("risk-missing", ("risk_class",))] * asked


def test_until_when_is_to_be_said_although_it_could_be_proposed() -> None:
    (problem,) = validity(proposal(valid_until=" "), KNOWN)
    assert (problem.code, problem.path, problem.severity) == ("valid-until-missing", ("valid_until",), Severity.ERROR)
    assert validity(proposal(), KNOWN) == ()


def test_words_that_promise_are_one_warning_for_the_basket_and_one_for_each_order() -> None:
    said = proposal(
        INFY,
        TCS,
        title="Sure shot picks",
        why="Guaranteed. And guaranteed  again.",
        legs=(LegAdvice(why="Quiet."), LegAdvice(why="A jackpot.", horizon="no risk at all")),
    )
    warnings = wording(said, NOTHING_KNOWN)
    assert {(each.code, each.severity) for each in warnings} == {(WORDING, Severity.WARNING)}
    assert [(each.order, each.path) for each in warnings] == [(None, ("title",)), (1, ("orders", 1, "why"))]
    assert str(warnings[0].facts["words"]).split("\n")[-2:] == ["Guaranteed", "guaranteed"]
    assert str(warnings[1].facts["words"]).split("\n")[0] == "jackpot"


def test_a_companys_own_name_is_no_praise() -> None:
    best = replace(INFY, tradingsymbol="BESTAGRO")
    named = Instrument("NSE", "BESTAGRO", "Best Agrolife", InstrumentKind.SHARE, "EQ", "NSE", Decimal("0.05"), 1)
    said = proposal(best, why="Best Agrolife has new orders.")
    assert wording(said, Known(at=AT, listings={named.key: Listing(named)})) == ()
    assert len(wording(said, NOTHING_KNOWN)) == 1


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_can_break_the_check(why: str, title: str) -> None:
    said = proposal(why=why, title=title, valid_until=title, disclosures=replace(NONE, conflict=why))
    assert all(each.severity is Severity.ERROR for each in lacking(said, FIRM))
    wording(said, NOTHING_KNOWN)
    validity(said, KNOWN)


# --- the hash of what was shown ---------------------------------------------------------------------

WARNING = Problem("price-far", Severity.WARNING, ("orders", 0, "price"), {"percent": 12})
RESTRICTION = Restriction("r1", "NSE", "INFY", "", None, "Results", "meera", AT)
SHOWN = Shown(proposal(), (WARNING,), (Hit(0, RESTRICTION, Match.SAME),), approval_required=False)


@pytest.mark.parametrize(
    "change",
    [
        {"proposal": proposal(why="Another.")},
        {"problems": ()},
        {"problems": (replace(WARNING, facts={"percent": 13}),)},
        {"hits": ()},
        {"hits": (Hit(0, replace(RESTRICTION, id="r2"), Match.SAME),)},
        {"approval_required": True},
    ],
)
def test_whatever_the_page_shows_is_in_its_hash(change: dict[str, Any]) -> None:
    assert replace(SHOWN, **change).sha256 != SHOWN.sha256
    assert replace(SHOWN).sha256 == SHOWN.sha256


def test_ticks_are_told_in_one_line_in_an_order_of_their_own() -> None:
    assert ticks_in_words([("price-far", 1), ("forbidden-words", None)]) == "forbidden-words basket, price-far 2"


# --- what changed -----------------------------------------------------------------------------------


def test_of_the_same_nothing_changed() -> None:
    assert differences(proposal(INFY, TCS), proposal(INFY, TCS)) == ()


def test_an_order_put_between_two_is_that_one_added() -> None:
    wipro = replace(INFY, tradingsymbol="WIPRO")
    assert differences(proposal(INFY, TCS), proposal(INFY, wipro, TCS)) == (Change(Kind.ADDED, 1, "", "", "", "WIPRO"),)


def test_each_field_that_changed_is_told_with_what_it_was() -> None:
    older = proposal(INFY, tied=False)
    newer = proposal(
        replace(INFY, price="1490"),
        tied=True,
        legs=(LegAdvice(target="1700"),),
        disclosures=replace(NONE, ai_use="A summary"),
    )
    assert {(each.place, each.field, each.before, each.after) for each in differences(older, newer)} == {
        (None, "tied", "no", "yes"),
        (None, "ai_use", "none", "A summary"),
        (0, "price", "1500", "1490"),
        (0, "target", "", "1700"),
    }


def test_a_change_of_side_is_another_order() -> None:
    sold = replace(INFY, transaction_type="SELL")
    kinds = [each.kind for each in differences(proposal(INFY), proposal(sold))]
    assert kinds == [Kind.REMOVED, Kind.ADDED]


symbols = st.lists(
    st.sampled_from([INFY, TCS, replace(INFY, tradingsymbol="WIPRO", quantity="7")]), min_size=1, max_size=6
)


@given(symbols, symbols)
def test_two_proposals_differ_exactly_where_their_hashes_do(older: list[OrderText], newer: list[OrderText]) -> None:
    one, other = proposal(*older), proposal(*newer)
    assert bool(differences(one, other)) == (one.sha256 != other.sha256)
