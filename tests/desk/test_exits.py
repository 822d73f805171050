"""No fill is exited twice by accident: what a draft that was sent has is no other's, unless somebody says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.desk.baskets_to_share import MEERA, knowing
from tests.desk.exiting import (
    bars,
    choose,
    corrected,
    drafted,
    exited,
    facts,
    given,
    linked,
    look,
    one_of_two_filled,
    own,
    shared,
    two_drafts,
)
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with
from tokri.core.desk.follow_up import Group
from tokri.core.link.link import AnswerKind, Ended, Link
from tokri.core.ports import Outside
from tokri.desk import links, recalls, recipients
from tokri.desk.link_preview import LeftOut
from tokri.web.words import follow_up as words


@pytest.fixture(autouse=True)
def sent(outside: Outside) -> Made:
    """The link of the one who filled ten."""
    return one_of_two_filled(outside)


def test_once_one_draft_has_a_link_the_other_leaves_the_client_out_and_names_the_first(outside: Outside) -> None:
    first, second = two_drafts(outside)
    given(outside, first)
    shared(outside, second)
    refused = choose(outside, second)
    assert isinstance(refused, recipients.Refused)
    assert [each.code for each in refused.faults] == ["exited-elsewhere"]
    (line,) = refused.meant.lines
    assert line.over is not None
    assert [each.basket_id for each in line.over.exits] == [first.id]


@pytest.mark.parametrize("product", ["", "MIS"])
def test_a_draft_that_was_changed_to_another_product_exits_the_same_fill(outside: Outside, product: str) -> None:
    first, second = two_drafts(outside)
    given(outside, first)
    order = replace(second.proposal.draft.orders[0], product=product)
    changed = replace(second.proposal.draft, orders=(order,))
    shared(outside, replace(second, proposal=replace(second.proposal, draft=changed)))
    refused = choose(outside, second)
    assert isinstance(refused, recipients.Refused)
    assert [each.code for each in refused.faults] == ["exited-elsewhere"]


def test_who_was_chosen_for_both_gets_the_link_of_one_and_is_left_out_of_the_other(outside: Outside) -> None:
    first, second = two_drafts(outside)
    for each in (first, second):
        shared(outside, each)
        assert isinstance(choose(outside, each), recipients.Kept)
    assert bars(outside, second) == [()]
    assert isinstance(linked(outside, first), list)
    assert bars(outside, second) == [(LeftOut.EXITED,)]
    refused = linked(outside, second)
    assert isinstance(refused, links.Refused)
    assert refused.why is links.Refusal.NOBODY


def test_somebody_may_say_that_they_exit_it_all_the_same_and_the_record_keeps_it(outside: Outside) -> None:
    first, second = two_drafts(outside)
    given(outside, first)
    shared(outside, second)
    assert isinstance(choose(outside, second, again=True), recipients.Kept)
    assert facts(outside, "clients chosen")["although_exited"] == "c1"
    made = linked(outside, second, again=True)
    assert isinstance(made, list)
    assert len(made) == 1
    told = facts(outside, "link made")
    assert (told["although_exited"], told["exited_by"]) == (True, first.id)


def test_nobody_is_chosen_with_all_the_others_whose_fill_another_draft_has(outside: Outside) -> None:
    first, second = two_drafts(outside)
    given(outside, first)
    shared(outside, second)
    meant = recipients.look_at(outside, second.id, 1, knowing(outside))
    assert meant is not None
    done = recipients.choose_all(
        outside, MEERA, second.id, 1, recipients.Asked(), shown=meant.sha256_of_all, know=knowing(outside)
    )
    assert done == recipients.Kept(meant=0, added=0, exited=1)


def test_what_a_draft_that_was_sent_has_is_no_longer_drafted_for(outside: Outside) -> None:
    first = drafted(outside)
    assert own(outside) == [10]
    given(outside, first)
    found = look(outside)
    assert [each.client_id for each in found.of(Group.TAKEN)] == ["c1"]
    assert found.may_draft == ()
    assert "they were sent it, and can still act on it" in words.exits(found.of(Group.TAKEN)[0])[0]


def end_by(outside: Outside, clock: FakeClock, link: Link, how: str) -> None:
    if how == "revoked":
        with outside.store.writing() as unit:
            unit.links.end(link.id, Ended.REVOKED, outside.clock())
    elif how == "taken back":
        assert recalls.recall(outside, MEERA, link.basket_id, 1, "The price of it was wrong.") is not None
    elif how == "put aside":
        making.put_away(outside, link)
    elif how == "ended":
        clock.forward(days=15)
    else:
        making.answered(outside, link, AnswerKind.DECLINED)


@pytest.mark.parametrize(
    ("how", "left"), [("revoked", [10]), ("taken back", [10]), ("put aside", []), ("ended", [10]), ("declined", [])]
)
def test_what_can_no_longer_be_acted_on_is_free_again_and_what_may_open_again_is_not(
    outside: Outside, clock: FakeClock, how: str, left: list[int]
) -> None:
    link = given(outside, drafted(outside))
    end_by(outside, clock, link, how)
    assert own(outside) == left


def test_over_several_follow_ups_no_more_is_offered_than_filled_and_was_not_exited_before(
    outside: Outside, clock: FakeClock, sent: Made
) -> None:
    first = given(outside, drafted(outside))
    exited(outside, first, 10, "CANCELLED", 7)
    assert own(outside) == []  # the three that did not fill can still be placed from there
    clock.forward(days=15)
    assert own(outside) == [3]
    back_with(outside, sent, "COMPLETE", 10)
    assert own(outside) == [13]
    second = given(outside, drafted(outside), valid_until="2026-03-10 15:30")
    assert own(outside) == []
    exited(outside, second, 13, "COMPLETE", 13)
    clock.forward(days=30)
    assert own(outside) == []
    assert [each.client_id for each in look(outside).of(Group.TAKEN)] == ["c1"]


def test_a_correction_undoes_nothing_that_a_follow_up_has(outside: Outside, sent: Made) -> None:
    given(outside, drafted(outside))
    assert corrected(outside, sent) is None


def test_a_correction_undoes_what_no_follow_up_was_sent_for(outside: Outside, sent: Made) -> None:
    drafted(outside)
    made = corrected(outside, sent)
    assert made is not None
    assert [each.quantity for each in made.proposal.draft.orders] == ["10"]


def test_what_filled_later_is_followed_up_by_itself(outside: Outside, sent: Made) -> None:
    given(outside, drafted(outside))
    back_with(outside, sent, "COMPLETE", 4)
    assert own(outside) == [4]


def test_while_another_account_stands_there_is_nothing_to_exit(outside: Outside, sent: Made) -> None:
    first = drafted(outside)
    shared(outside, first)
    assert isinstance(choose(outside, first), recipients.Kept)
    making.answered(outside, sent.link, AnswerKind.KITE_ID, "XY9876", same=False)
    assert bars(outside, first) == [(LeftOut.EXITED,)]
