"""Sharing freezes exactly what was shown, once, and says what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import pytest

from tests.desk.baskets_to_share import (
    INFY,
    KIRAN,
    MEERA,
    NONE,
    a_basket,
    kinds,
    knowing,
    proposal,
    rewrite,
    the_firm,
)
from tests.journey.fakes import FakeClock
from tokri.core.basket import OrderText
from tokri.core.desk.advice import Disclosures, LegAdvice, SharedVersion
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.restricted import Restriction
from tokri.core.desk.states import BasketState
from tokri.core.known import Known
from tokri.core.ports import Acceptance, Outside, Store
from tokri.desk.disclosures import Refused as NotSaved
from tokri.desk.disclosures import disclose, set_end
from tokri.desk.restrictions import Typed, restrict
from tokri.desk.sharing import Ask, Refusal, Refused, Sharing, look_at, share

ANSWER = "Compliance looked at the trade list and let it pass"


def page(outside: Outside) -> Sharing:
    found = look_at(outside, "basket", knowing(outside))
    assert found is not None
    return found


def ask(shown: Sharing, ticks: Iterable[Acceptance] | None = None, answer: str = "") -> Ask:
    """What the browser sends of a page; every warning is ticked unless others are."""
    ticked = shown.to_accept if ticks is None else frozenset(ticks)
    return Ask(shown.basket.edition, shown.basket.proposal.sha256, shown.sha256, ticked, answer)


def sent(outside: Outside, asked: Ask) -> SharedVersion | Refused:
    done = share(outside, MEERA, "basket", asked, knowing(outside))
    assert done is not None
    return done


def shared(outside: Outside, answer: str = "") -> SharedVersion:
    version = sent(outside, ask(page(outside), answer=answer))
    assert isinstance(version, SharedVersion), version
    return version


def refusal(outside: Outside, asked: Ask) -> Refusal:
    done = sent(outside, asked)
    assert isinstance(done, Refused)
    return done.why


def codes(shown: Sharing) -> list[str]:
    return [each.code for each in shown.errors]


def test_sharing_freezes_what_was_shown_and_is_one_row_of_the_record(outside: Outside, clock: FakeClock) -> None:
    written = a_basket(outside)
    version = shared(outside)
    assert (version.number, version.sha256, version.proposal) == (1, written.proposal.sha256, written.proposal)
    assert (version.shared_by, version.writers, version.shared_at) == ("meera", ("meera",), clock())
    assert kinds(outside) == ["basket shared"]
    with outside.store.reading() as unit:
        (entry, _), *_ = unit.chain.rows()
        assert unit.desk_baskets.version("basket", 1) == version
    assert (entry.facts["number"], entry.facts["sha256"], entry.who) == (1, version.sha256, "user:meera")


def test_the_same_content_shared_twice_is_one_version(outside: Outside) -> None:
    a_basket(outside)
    asked = ask(page(outside))
    first = sent(outside, asked)
    assert sent(outside, asked) == first
    assert page(outside).same == first
    assert kinds(outside) == ["basket shared"]


def test_a_basket_that_was_put_away_shares_nothing_though_the_same_content_was_shared(
    outside: Outside,
) -> None:
    a_basket(outside)
    shared(outside)
    with outside.store.writing() as unit:
        unit.desk_baskets.mark("basket", archived_at=outside.clock())
    assert refusal(outside, ask(page(outside))) is Refusal.NOT_READY
    assert kinds(outside) == ["basket shared"]


def test_a_change_makes_the_next_version(outside: Outside) -> None:
    a_basket(outside)
    shared(outside)
    rewrite(outside, proposal(replace(INFY, quantity="30")), by=KIRAN)
    assert page(outside).state is BasketState.CHANGED
    version = shared(outside)
    assert (version.number, version.writers) == (2, ("kiran",))
    assert page(outside).state is BasketState.READY


class CountedStore:
    """A store that knows how many of its units are open."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.open = 0

    @contextmanager
    def reading(self) -> Iterator[Any]:
        with self._counted(), self._store.reading() as unit:
            yield unit

    @contextmanager
    def writing(self) -> Iterator[Any]:
        with self._counted(), self._store.writing() as unit:
            yield unit

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1


def test_nothing_is_looked_up_while_others_wait_for_a_unit_though_the_orders_change_meanwhile(outside: Outside) -> None:
    a_basket(outside)
    asked, counted = ask(page(outside)), CountedStore(outside.store)
    looked_up: list[tuple[OrderText, ...]] = []

    def know(orders: Sequence[OrderText]) -> Known:
        assert counted.open == 0, "a unit is open"
        looked_up.append(tuple(orders))
        if len(looked_up) == 1:
            rewrite(outside, proposal(replace(INFY, quantity="30")), by=KIRAN)
        return Known(at=outside.clock())

    watched = replace(outside, store=cast("Store", counted))
    done = share(watched, MEERA, "basket", asked, know)
    assert isinstance(done, Refused)
    assert (done.why, done.sharing.basket.edition) == (Refusal.CHANGED, 2)
    assert [order.quantity for (order,) in looked_up] == ["25", "30"]
    assert look_at(watched, "basket", know) == done.sharing
    assert kinds(outside) == []


def test_going_back_to_an_earlier_content_is_a_version_of_its_own(outside: Outside) -> None:
    first = a_basket(outside).proposal
    shared(outside)
    rewrite(outside, proposal(why="Orders are falling."))
    shared(outside)
    rewrite(outside, first)
    assert shared(outside).number == 3


def test_what_was_changed_since_the_page_was_shown_is_not_frozen(outside: Outside) -> None:
    a_basket(outside)
    asked = ask(page(outside))
    rewrite(outside, proposal(replace(INFY, quantity="250")))
    assert refusal(outside, asked) is Refusal.CHANGED
    assert kinds(outside) == []


def test_a_page_of_an_older_edition_is_shown_afresh_though_the_content_is_the_same(outside: Outside) -> None:
    written = a_basket(outside).proposal
    asked = ask(page(outside))
    rewrite(outside, written, by=KIRAN)
    assert refusal(outside, asked) is Refusal.CHANGED


def test_a_page_that_is_older_than_the_restricted_list_is_shown_afresh(outside: Outside) -> None:
    a_basket(outside)
    asked = ask(page(outside), answer=ANSWER)
    assert isinstance(restrict(outside, KIRAN, Typed("NSE", "INFY", "", "Results are near")), Restriction)
    assert refusal(outside, asked) is Refusal.CHANGED


def test_a_page_that_is_older_than_the_firms_wish_for_a_second_person_is_shown_afresh(outside: Outside) -> None:
    a_basket(outside)
    asked = ask(page(outside))
    the_firm(outside, approval_required=True)
    assert refusal(outside, asked) is Refusal.CHANGED
    assert shared(outside).approval_required


def test_what_the_firm_wants_later_leaves_a_version_as_it_was(outside: Outside) -> None:
    a_basket(outside)
    shared(outside)
    the_firm(outside, approval_required=True)
    assert page(outside).state is BasketState.READY


def test_an_order_with_a_fault_stands_in_the_way(outside: Outside) -> None:
    a_basket(outside, proposal(replace(INFY, quantity="many")))
    assert refusal(outside, ask(page(outside))) is Refusal.NOT_READY


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "title-missing"),
        ({"why": ""}, "why-missing"),
        ({"risk_class": "medium"}, "risk-missing"),
        ({"valid_until": ""}, "valid-until-missing"),
        ({"valid_until": "2026-02-10 15:00"}, "valid-until-past"),
        ({"disclosures": replace(NONE, ai_use="")}, "disclosure-missing"),
        ({"legs": (LegAdvice(target="1400", advised_price="1500", advised_at="2026-02-11 10:00"),)}, "target-side"),
    ],
)
def test_what_is_missing_or_wrong_is_named(outside: Outside, changes: dict[str, Any], code: str) -> None:
    a_basket(outside, proposal(**changes))
    found = page(outside)
    assert codes(found) == [code]
    assert refusal(outside, ask(found)) is Refusal.NOT_READY


def test_a_firm_that_wants_no_why_is_not_asked_for_one(outside: Outside) -> None:
    the_firm(outside, rationale_required=False)
    a_basket(outside, proposal(why=""))
    assert codes(page(outside)) == []


def test_a_research_analyst_says_no_risk_class(outside: Outside) -> None:
    the_firm(outside, kind=FirmKind.ANALYST)
    a_basket(outside, proposal(risk_class=""))
    assert codes(page(outside)) == []


def test_a_word_that_promises_takes_a_tick_which_the_record_keeps(outside: Outside) -> None:
    a_basket(outside, proposal(why="Guaranteed returns."))
    assert refusal(outside, ask(page(outside), ticks=[])) is Refusal.NOT_TICKED
    shared(outside)
    with outside.store.reading() as unit:
        (entry, _), *_ = unit.chain.rows()
    assert entry.facts["accepted"] == "forbidden-words basket"


def test_the_restricted_lists_question_is_answered_in_writing(outside: Outside) -> None:
    restrict(outside, KIRAN, Typed("", "INFY", "", "Results are near"))
    a_basket(outside)
    assert [hit.place for hit in page(outside).hits] == [0]
    assert refusal(outside, ask(page(outside))) is Refusal.NOT_ANSWERED
    assert refusal(outside, ask(page(outside), answer="ok ok ok ok")) is Refusal.NOT_ANSWERED
    assert shared(outside, answer=f" {ANSWER} ").question == ANSWER


def test_an_answer_that_nobody_asked_for_is_not_kept(outside: Outside) -> None:
    a_basket(outside)
    assert shared(outside, answer=ANSWER).question == ""


@pytest.mark.parametrize(("change", "code"), [({"template": True}, "template"), ({"archived_at": True}, "archived")])
def test_neither_a_template_nor_what_is_archived_is_shared(
    outside: Outside, change: dict[str, bool], code: str
) -> None:
    a_basket(outside)
    with outside.store.writing() as unit:
        unit.desk_baskets.mark(
            "basket", **{name: outside.clock() if name == "archived_at" else value for name, value in change.items()}
        )
    assert codes(page(outside)) == [code]


def test_there_is_nothing_to_share_where_there_is_no_basket(outside: Outside) -> None:
    assert look_at(outside, "no-basket", knowing(outside)) is None
    assert share(outside, MEERA, "no-basket", Ask(1, "", ""), knowing(outside)) is None


# --- what is asked before sharing -----------------------------------------------------------------


def test_disclosures_are_kept_in_the_basket_and_recorded(outside: Outside) -> None:
    a_basket(outside, proposal(disclosures=Disclosures()))
    assert codes(page(outside)) == ["disclosure-missing"] * 5
    disclose(outside, KIRAN, "basket", 1, replace(NONE, firm_holding=" 400 INFY "))
    basket = page(outside).basket
    assert basket.proposal.disclosures.firm_holding == "400 INFY"
    assert (basket.edition, basket.saved_by) == (2, "kiran")
    assert kinds(outside) == ["disclosures saved"]
    assert codes(page(outside)) == []


def test_the_same_answers_again_are_no_step(outside: Outside) -> None:
    a_basket(outside)
    disclose(outside, KIRAN, "basket", 1, NONE)
    assert page(outside).basket.edition == 1
    assert kinds(outside) == []


def test_answers_to_an_older_edition_overwrite_nothing(outside: Outside) -> None:
    a_basket(outside)
    rewrite(outside, proposal(why="Another why."))
    done = disclose(outside, KIRAN, "basket", 1, replace(NONE, conflict="A cousin works there"))
    assert isinstance(done, NotSaved)
    assert done.basket.edition == 2
    assert page(outside).basket.proposal.disclosures == NONE


def test_an_answer_of_a_thousand_letters_is_long_enough(outside: Outside) -> None:
    a_basket(outside)
    done = disclose(outside, KIRAN, "basket", 1, replace(NONE, conflict="x" * 1001))
    assert isinstance(done, NotSaved)
    assert [each.path for each in done.faults] == [("disclosures", "conflict")]


def test_the_end_that_is_offered_can_be_taken(outside: Outside) -> None:
    a_basket(outside, proposal(valid_until=""))
    set_end(outside, MEERA, "basket", 1, "2026-02-11 15:25")
    assert page(outside).basket.proposal.valid_until == "2026-02-11 15:25"
    assert codes(page(outside)) == []
