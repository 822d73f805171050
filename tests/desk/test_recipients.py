"""For whom a version is meant: what each client gets, whom it suits, and who cannot be chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.desk.baskets_to_share import (
    INFY,
    MEERA,
    SELL_TCS,
    TCS,
    a_basket,
    a_client,
    kinds,
    knowing,
    people,
    proposal,
    rewrite,
    the_firm,
)
from tests.desk.test_approvals import say, share_it
from tests.journey.fakes import FakeClock
from tokri.core.desk.advice import LegAdvice, Proposal
from tokri.core.desk.choosing import Asked
from tokri.core.desk.client import Holding
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.left_out import WhyLeftOut
from tokri.core.desk.meant import Choice, Meant
from tokri.core.ports import Outside
from tokri.desk.recipients import Kept, Refusal, Refused, choose, look_at

BY_CAPITAL = LegAdvice(sizing="capital")
REASON = "He asked for this hedge in writing"


def written(*legs: LegAdvice, tied: bool = False, risk_class: str = "moderate") -> Proposal:
    """INFY and TCS, sized by capital out of ten lakh unless said otherwise."""
    return proposal(
        INFY,
        TCS,
        legs=legs or (BY_CAPITAL, BY_CAPITAL),
        reference_capital="10,00,000",
        tied=tied,
        risk_class=risk_class,
    )


def version(outside: Outside, content: Proposal | None = None) -> None:
    a_basket(outside, content or written())
    share_it(outside)


def page(outside: Outside, number: int = 1, asked: Asked = Asked()) -> Meant:  # noqa: B008 - a value that never changes
    found = look_at(outside, "basket", number, knowing(outside), asked=asked)
    assert found is not None
    return found


def pick(
    outside: Outside,
    chosen: Collection[str],
    reasons: Mapping[str, str] | None = None,
    listed: Collection[str] | None = None,
) -> Kept | Refused:
    """Tick on the page as it is now, or as it is with these clients alone listed on it."""
    shown = page(outside)
    every = {line.id for line in shown.lines} if listed is None else listed
    shown = replace(shown, lines=tuple(line for line in shown.lines if line.id in every))
    choice = Choice(shown.sha256, frozenset(every), frozenset(chosen), reasons or {})
    done = choose(outside, MEERA, "basket", 1, choice, know=knowing(outside))
    assert done is not None
    return done


def faults(outside: Outside, chosen: Collection[str], reasons: Mapping[str, str] | None = None) -> list[str]:
    done = pick(outside, chosen, reasons)
    assert isinstance(done, Refused), done
    return [each.code for each in done.faults]


def saved(outside: Outside) -> list[tuple[str, tuple[int | None, ...], str]]:
    with outside.store.reading() as unit:
        return [
            (each.client_id, each.quantities, each.suitability) for each in unit.desk_baskets.recipients("basket", 1)
        ]


def test_each_client_gets_what_their_capital_comes_to_and_it_is_one_row_of_the_record(outside: Outside) -> None:
    a_client(outside, "C1")
    a_client(outside, "C2", capital=Decimal(2000000))
    version(outside)
    assert isinstance(pick(outside, ["c1", "c2"]), Kept)
    assert saved(outside) == [("c1", (10, 1), "fits"), ("c2", (50, 6), "fits")]
    assert kinds(outside) == ["basket shared", "clients chosen"]
    with outside.store.reading() as unit:
        entry = [each for each, _ in unit.chain.rows()][-1]
    assert (entry.facts["clients"], entry.facts["ids"]) == (2, "c1 c2")


def test_an_order_that_comes_to_nothing_is_left_out(outside: Outside) -> None:
    a_client(outside, "C1", capital=Decimal(100000))
    version(outside)
    pick(outside, ["c1"])
    assert saved(outside) == [("c1", (2, 0), "fits")]


def test_of_orders_that_go_all_or_none_nothing_is_left_out(outside: Outside) -> None:
    a_client(outside, "C1", capital=Decimal(100000))
    version(outside, written(tied=True))
    assert faults(outside, ["c1"]) == ["tied-left-out"]


def test_nobody_is_chosen_for_whom_nothing_is_left(outside: Outside) -> None:
    a_client(outside, "C1", capital=Decimal(100))
    version(outside)
    assert faults(outside, ["c1"]) == ["nothing-left"]


def test_a_client_whose_capital_is_not_known_is_not_chosen(outside: Outside) -> None:
    a_client(outside, "C1", capital=None)
    version(outside)
    assert faults(outside, ["c1"]) == ["capital-missing", "capital-missing"]


def test_a_mismatch_takes_a_written_reason_that_is_kept(outside: Outside) -> None:
    a_client(outside, "C1", risk_class="low")
    version(outside)
    assert faults(outside, ["c1"]) == ["reason-missing"]
    assert faults(outside, ["c1"], {"c1": "yes yes yes"}) == ["reason-short"]
    assert saved(outside) == []
    pick(outside, ["c1"], {"c1": REASON})
    (kept,) = page(outside).saved
    assert (kept.suitability, kept.reason) == ("accepted", REASON)


def test_a_reason_where_it_fits_is_not_kept(outside: Outside) -> None:
    a_client(outside, "C1")
    version(outside)
    pick(outside, ["c1"], {"c1": REASON})
    assert page(outside).saved[0].reason == ""


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"risk_on": date(2024, 1, 1)}, "assessment-stale"),
        ({"risk_class": ""}, "client-unassessed"),
        ({"agreement_until": date(2026, 2, 10)}, "agreement-ended"),
        ({"agreement_from": None}, "agreement-missing"),
    ],
)
def test_no_reason_cures_what_is_no_mismatch(outside: Outside, details: dict[str, object], code: str) -> None:
    a_client(outside, "C1", **details)
    version(outside)
    assert faults(outside, ["c1"], {"c1": REASON}) == [code]


def test_an_inactive_client_is_not_chosen_and_an_erased_one_not_listed(outside: Outside) -> None:
    a_client(outside, "C1")
    a_client(outside, "C2")
    with outside.store.writing() as unit:
        unit.clients.mark("c1", outside.clock(), inactive=True)
        unit.clients.erase("c2", outside.clock())
    version(outside)
    assert [line.id for line in page(outside).lines] == ["c1"]
    assert faults(outside, ["c1"]) == ["inactive"]


def test_a_research_analyst_asks_no_suitability_and_leaves_the_quantities_to_the_client(outside: Outside) -> None:
    the_firm(outside, kind=FirmKind.ANALYST)
    a_client(outside, "C1", risk_class="", capital=None)
    version(outside, written(BY_CAPITAL, LegAdvice()))
    pick(outside, ["c1"])
    assert saved(outside) == [("c1", (None, 3), "not-asked")]


def test_what_is_held_is_sold_and_where_it_is_not_known_the_client_says(outside: Outside) -> None:
    for code in ("C1", "C2", "C3"):
        a_client(outside, code)
    day = date(2026, 2, 10)
    with outside.store.writing() as unit:
        unit.clients.set_holdings("c1", [Holding("NSE", "TCS", "INE467B01029", 9, day)])
        unit.clients.set_holdings("c2", [Holding("NSE", "INFY", "INE009A01021", 9, day)])
    half = LegAdvice(sizing="share", share="50%")
    a_basket(outside, proposal(INFY, SELL_TCS, legs=(LegAdvice(), half)))
    share_it(outside)
    pick(outside, ["c1", "c2", "c3"])
    assert [quantities for _, quantities, _ in saved(outside)] == [(25, 4), (25, 0), (25, None)]


def test_the_same_choice_again_is_no_step(outside: Outside) -> None:
    a_client(outside, "C1")
    version(outside)
    pick(outside, ["c1"])
    pick(outside, ["c1"])
    assert kinds(outside).count("clients chosen") == 1


def test_whoever_is_not_listed_stays_as_chosen_and_whoever_is_unticked_goes(outside: Outside) -> None:
    for code in ("C1", "C2", "C3"):
        a_client(outside, code)
    version(outside)
    pick(outside, ["c1", "c2"])
    pick(outside, ["c3"], listed=["c2", "c3"])
    assert [client for client, _, _ in saved(outside)] == ["c1", "c3"]


def test_a_choice_that_stays_keeps_who_made_it_and_when(outside: Outside, clock: FakeClock) -> None:
    for code in ("C1", "C2"):
        a_client(outside, code)
    version(outside)
    pick(outside, ["c1"])
    [before] = page(outside).saved
    clock.forward(minutes=5)
    pick(outside, ["c1", "c2"])
    first, second = page(outside).saved
    assert first == before
    assert second.at > before.at


def test_that_a_version_was_meant_for_somebody_outlives_their_data(outside: Outside) -> None:
    for code in ("C1", "C2"):
        a_client(outside, code)
    version(outside)
    pick(outside, ["c1"])
    with outside.store.writing() as unit:
        unit.clients.erase("c1", outside.clock())
    pick(outside, ["c2"])
    assert [client for client, _, _ in saved(outside)] == ["c1", "c2"]


def test_whoever_was_not_listed_is_not_chosen_by_a_tick_and_nothing_is_saved_before_that_is_said(
    outside: Outside,
) -> None:
    a_client(outside, "C1")
    a_client(outside, "C2", agreement_until=date(2026, 2, 10))
    a_client(outside, "C3")
    version(outside)
    with outside.store.writing() as unit:
        unit.clients.erase("c3", outside.clock())
    done = pick(outside, ["c1", "c2", "c3", "nobody"], listed=["c1"])
    assert isinstance(done, Refused)
    assert done.why is Refusal.LEFT_OUT
    assert [(each.id, each.why) for each in done.meant.left_out] == [
        ("c2", WhyLeftOut.NOT_LISTED),
        ("c3", WhyLeftOut.ERASED),
        ("nobody", WhyLeftOut.NO_CLIENT),
    ]
    assert saved(outside) == []


def test_a_page_that_is_older_than_another_choice_overwrites_nothing(outside: Outside) -> None:
    a_client(outside, "C1")
    a_client(outside, "C2")
    version(outside)
    shown = page(outside).sha256
    pick(outside, ["c1"])
    choice = Choice(shown, frozenset({"c1", "c2"}), frozenset({"c2"}))
    done = choose(outside, MEERA, "basket", 1, choice, know=knowing(outside))
    assert isinstance(done, Refused)
    assert done.why is Refusal.CHANGED
    assert [client for client, _, _ in saved(outside)] == ["c1"]


def test_a_page_that_is_older_than_a_clients_figures_is_shown_afresh(outside: Outside) -> None:
    client = a_client(outside, "C1")
    version(outside)
    shown = page(outside).sha256
    assert client.details is not None
    with outside.store.writing() as unit:
        richer = replace(client.details, capital=Decimal(800000))
        assert unit.clients.change("c1", richer, 1, outside.clock())
    choice = Choice(shown, frozenset({"c1"}), frozenset({"c1"}))
    done = choose(outside, MEERA, "basket", 1, choice, know=knowing(outside))
    assert isinstance(done, Refused)


def test_clients_are_chosen_for_the_newest_version_alone(outside: Outside, clock: FakeClock) -> None:
    a_client(outside, "C1")
    version(outside)
    clock.forward(minutes=1)
    rewrite(outside, replace(written(), why="On second thoughts."))
    share_it(outside)
    done = pick(outside, ["c1"])
    assert isinstance(done, Refused)
    assert done.why is Refusal.CLOSED


def test_nobody_is_chosen_for_what_was_refused(outside: Outside) -> None:
    people(outside)
    the_firm(outside, approval_required=True)
    a_client(outside, "C1")
    a_basket(outside, written())
    say(outside, share_it(outside), yes=False)
    done = pick(outside, ["c1"])
    assert isinstance(done, Refused)
    assert done.why is Refusal.CLOSED


def test_there_is_nobody_to_choose_for_a_version_that_there_is_not(outside: Outside) -> None:
    assert look_at(outside, "basket", 1, knowing(outside)) is None
    nobody = Choice("", frozenset(), frozenset())
    assert choose(outside, MEERA, "basket", 1, nobody, know=knowing(outside)) is None


def test_groups_are_named_once_and_list_their_own(outside: Outside) -> None:
    a_client(outside, "C1", groups=("Retired", "families"))
    a_client(outside, "C2", groups=("families",))
    version(outside)
    assert page(outside).groups == ("families", "Retired")
    assert listed(outside, Asked(group="Retired")) == ["c1"]


def listed(outside: Outside, asked: Asked) -> list[str]:
    return [line.id for line in page(outside, asked=asked).lines]


def test_clients_are_found_by_words_and_by_how_they_stand_to_the_version(outside: Outside) -> None:
    a_client(outside, "C1", name="Asha Rao")
    a_client(outside, "C2", name="Ravi Rao")
    a_client(outside, "C3", agreement_until=date(2026, 2, 10))
    version(outside)
    pick(outside, ["c1"])
    assert listed(outside, Asked("rao ASHA")) == ["c1"]
    assert listed(outside, Asked("c2")) == ["c2"]
    assert listed(outside, Asked(standing="chosen")) == ["c1"]
    assert listed(outside, Asked(standing="not-chosen")) == ["c2", "c3"]
    assert listed(outside, Asked(standing="cannot")) == ["c3"]
    assert listed(outside, Asked(standing="none that there is")) == ["c1", "c2", "c3"]
