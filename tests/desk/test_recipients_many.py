"""Clients of a version over several pages: each page keeps its own, one button chooses all who can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.desk.baskets_to_share import MEERA, a_client, kinds, knowing, rewrite, the_firm
from tests.desk.test_approvals import share_it
from tests.desk.test_recipients import REASON, page, pick, saved, version, written
from tests.journey.fakes import FakeClock
from tokri.core.desk.choosing import A_PAGE, Asked
from tokri.core.desk.meant import Choice
from tokri.core.ports import Outside
from tokri.desk.recipients import Kept, Refusal, Refused, choose, choose_all


@pytest.fixture
def many(outside: Outside) -> Outside:
    """A version, and one client more than stand on a page."""
    for number in range(A_PAGE + 1):
        a_client(outside, f"C{number:02}")
    version(outside)
    return outside


def test_a_page_holds_so_many_and_one_past_the_last_is_the_last(many: Outside) -> None:
    first, last, past = (page(many, asked=Asked(page=number)) for number in (1, 2, 99))
    assert (len(first.lines), first.pages, len(first.found)) == (A_PAGE, 2, A_PAGE + 1)
    assert [line.id for line in last.lines] == [line.id for line in past.lines] == [f"c{A_PAGE}"]
    assert past.page == 2


def test_the_choice_of_one_page_leaves_the_other_as_chosen(many: Outside) -> None:
    pick(many, ["c00", "c01"])
    shown = page(many, asked=Asked(page=2))
    choice = Choice(shown.sha256, frozenset({f"c{A_PAGE}"}), frozenset({f"c{A_PAGE}"}))
    done = choose(many, MEERA, "basket", 1, choice, know=knowing(many))
    assert done == Kept(meant=3, added=1)
    assert [client for client, _, _ in saved(many)] == ["c00", "c01", f"c{A_PAGE}"]


def test_two_who_choose_on_two_pages_are_not_in_each_others_way(many: Outside) -> None:
    one, other = page(many), page(many, asked=Asked(page=2))
    for shown in (one, other):
        ids = frozenset(line.id for line in shown.lines)
        done = choose(many, MEERA, "basket", 1, Choice(shown.sha256, ids, ids), know=knowing(many))
        assert isinstance(done, Kept)
    assert len(saved(many)) == A_PAGE + 1


def everybody(outside: Outside, asked: Asked = Asked(), shown: str = "") -> Kept | Refused:  # noqa: B008 - a value that never changes
    shown = shown or page(outside, asked=asked).sha256_of_all
    done = choose_all(outside, MEERA, "basket", 1, asked, shown=shown, know=knowing(outside))
    assert done is not None
    return done


def test_all_who_can_be_are_chosen_on_every_page_and_the_others_are_counted(many: Outside) -> None:
    a_client(many, "D1", risk_class="low")
    a_client(many, "D2", agreement_until=date(2026, 2, 10))
    assert everybody(many) == Kept(meant=A_PAGE + 1, added=A_PAGE + 1, mismatched=1, barred=1)
    assert not {"d1", "d2"} & {client for client, _, _ in saved(many)}
    assert kinds(many).count("clients chosen") == 1


def test_choosing_all_takes_nobody_off_and_a_second_time_is_no_step(outside: Outside) -> None:
    a_client(outside, "C1", risk_class="low")
    a_client(outside, "C2", groups=("NRI",))
    a_client(outside, "C3")
    version(outside)
    pick(outside, ["c1"], {"c1": REASON})
    assert everybody(outside, Asked(group="NRI")) == Kept(meant=2, added=1)
    assert everybody(outside, Asked(group="NRI")) == Kept(meant=2, added=0)
    assert [(client, suits) for client, _, suits in saved(outside)] == [("c1", "accepted"), ("c2", "fits")]
    assert kinds(outside).count("clients chosen") == 2


def test_all_are_chosen_of_those_who_were_shown_alone(outside: Outside) -> None:
    a_client(outside, "C1")
    version(outside)
    shown = page(outside).sha256_of_all
    a_client(outside, "C2")
    done = everybody(outside, shown=shown)
    assert isinstance(done, Refused)
    assert done.why is Refusal.CHANGED
    assert saved(outside) == []


def test_a_change_of_the_firm_is_noticed_whoever_stands_on_the_page(outside: Outside) -> None:
    the_firm(outside)
    a_client(outside, "C1")
    version(outside)
    shown = page(outside)
    the_firm(outside, phone="+91 22 0000 0000")
    choice = Choice(shown.sha256, frozenset({"c1"}), frozenset({"c1"}))
    done = choose(outside, MEERA, "basket", 1, choice, know=knowing(outside))
    assert isinstance(done, Refused)
    assert isinstance(everybody(outside, shown=shown.sha256_of_all), Refused)


def test_the_record_tells_who_came_and_who_went(outside: Outside) -> None:
    for code in ("C1", "C2", "C3"):
        a_client(outside, code)
    version(outside)
    pick(outside, ["c1", "c2"])
    pick(outside, ["c2", "c3"])
    with outside.store.reading() as unit:
        entry = [each for each, _ in unit.chain.rows()][-1]
    assert (entry.facts["clients"], entry.facts["ids"], entry.facts["no_longer"]) == (2, "c3", "c1")


def test_all_of_an_older_version_are_not_chosen(outside: Outside, clock: FakeClock) -> None:
    a_client(outside, "C1")
    version(outside)
    clock.forward(minutes=1)
    rewrite(outside, replace(written(), why="On second thoughts."))
    share_it(outside)
    done = everybody(outside)
    assert isinstance(done, Refused)
    assert done.why is Refusal.CLOSED
    assert choose_all(outside, MEERA, "none", 1, Asked(), shown="", know=knowing(outside)) is None
