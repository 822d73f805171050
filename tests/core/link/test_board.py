"""The board's lines: since when, what comes next, who needs the adviser; and the same at an earlier moment."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tokri.core.link.board import Act, Line, lines
from tokri.core.link.board_finding import NEED_YOU, NOT_ACTED_YET, Wanted, count, listed, of_clients
from tokri.core.link.board_rows import (
    AnswerRow,
    ClosedRow,
    ConsentRow,
    HandbackRow,
    HandoffRow,
    Kept,
    LinkRow,
    VersionRow,
    as_of,
)
from tokri.core.link.link import AnswerKind, Ended
from tokri.core.link.state import Stage
from tokri.core.link.strip import MOST, Band, moments, strip

NOON = datetime(2026, 2, 11, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATIENCE = timedelta(minutes=10)


def link(link_id: str = "link", client_id: str = "client", made_at: datetime = NOON, **changes: Any) -> LinkRow:
    usual = LinkRow(link_id, "basket", client_id, made_at, NOON + timedelta(days=14), 5, None, None, None, None)
    return usual._replace(**changes)


READY = VersionRow("basket", 1, NOON, approval_required=True, approved=True, decided_at=NOON)
PLAIN = Kept(links=(link(),), versions=(READY,))
SENT = replace(
    PLAIN,
    consents=(ConsentRow("link", 1, "out", NOON + HOUR),),
    handoffs=(HandoffRow("out", "link", 1, 1, NOON + HOUR, NOON + HOUR),),
    handbacks=(HandbackRow("out", "success", NOON + 2 * HOUR),),
)


def answer(kind: AnswerKind, at: datetime, *, same: bool | None = None) -> AnswerRow:
    return AnswerRow("link", 1, kind, at, taken_back=False, same=same)


def line(kept: Kept, at: datetime = NOON + 3 * HOUR) -> Line:
    (found,) = lines(kept, at, PATIENCE)
    return found


def test_a_link_without_a_message_waits_for_one_since_it_was_made() -> None:
    found = line(PLAIN)
    assert (found.stage, found.since, found.act) == (Stage.MADE, NOON, Act.PREPARE)


def test_who_got_a_message_is_reminded_and_has_waited_since_the_last_one() -> None:
    found = line(replace(PLAIN, links=(link(first_message_at=NOON + HOUR, last_message_at=NOON + 2 * HOUR),)))
    assert (found.stage, found.since, found.act) == (Stage.PREPARED, NOON + 2 * HOUR, Act.REMIND)


def test_who_opened_it_is_reminded_and_has_waited_since_then() -> None:
    found = line(replace(PLAIN, links=(link(opened_at=NOON + HOUR),)))
    assert (found.stage, found.since, found.act) == (Stage.OPENED, NOON + HOUR, Act.REMIND)


def test_a_link_that_wrong_answers_locked_needs_the_adviser_since_it_was_locked() -> None:
    locked = replace(PLAIN, links=(link(locked_at=NOON + HOUR),))
    found = line(locked)
    assert (found.stage, found.since, found.act) == (Stage.ENDED, NOON + HOUR, Act.UNLOCK)
    assert found.needs_you


@pytest.mark.parametrize(
    "over",
    [
        {"links": (link(locked_at=NOON + HOUR, ended="revoked", ended_at=NOON + HOUR),)},
        {"links": (link(locked_at=NOON + HOUR, expires_at=NOON + 2 * HOUR),)},
        {"recalls": {("basket", 1): NOON + HOUR}},
        {"put_away": frozenset({"basket"})},
        {"versions": ()},
    ],
)
def test_a_locked_link_that_would_open_nothing_needs_nobody(over: dict[str, Any]) -> None:
    found = line(replace(PLAIN, **{"links": (link(locked_at=NOON + HOUR),), **over}))
    assert (found.stage, found.act) == (Stage.ENDED, Act.NONE)


def test_what_came_back_with_success_is_sent_since_it_came_back_and_asks_for_nothing() -> None:
    found = line(SENT)
    assert (found.stage, found.since, found.act) == (Stage.SENT, NOON + 2 * HOUR, Act.NONE)


def test_who_left_and_was_not_heard_of_is_asked_after_a_while() -> None:
    away = replace(SENT, handbacks=())
    soon, late = (line(away, NOON + HOUR + timedelta(minutes=minutes)) for minutes in (9, 10))
    assert (soon.stage, soon.act) == (Stage.ON_KITE, Act.NONE)
    assert (late.stage, late.since, late.act) == (Stage.UNRESOLVED, NOON + HOUR, Act.ASK)


def test_after_a_recall_those_who_had_gone_further_are_looked_at_and_the_others_are_not() -> None:
    recalled = {("basket", 1): NOON + 2 * HOUR}
    assert line(replace(SENT, recalls=recalled)).act is Act.RECALL
    found = line(replace(PLAIN, recalls=recalled))
    assert (found.stage, found.since, found.act) == (Stage.RECALLED, NOON + 2 * HOUR, Act.NONE)


def test_whom_a_recall_concerns_needs_you_until_what_undoes_it_is_drafted_or_it_is_closed() -> None:
    recalled = replace(SENT, recalls={("basket", 1): NOON + 3 * HOUR})
    late = NOON + 5 * HOUR
    assert line(recalled, late).needs_you
    drafted = replace(recalled, corrected={("basket", 1, "client"): NOON + 4 * HOUR})
    assert (line(drafted, late).act, line(drafted, late).needs_you) == (Act.NONE, False)
    before, after = (
        replace(recalled, closed={("link", 1): ClosedRow(NOON + hours * HOUR, "Called.")}) for hours in (2.5, 4)
    )
    assert line(before, late).needs_you, "what was closed before the recall says nothing of it"
    assert (line(after, late).act, line(after, late).closed) == (Act.NONE, "Called.")
    another = replace(recalled, corrected={("basket", 1, "another"): NOON + 4 * HOUR})
    assert line(another, late).needs_you


def test_another_account_is_a_call_before_all_else() -> None:
    told = (answer(AnswerKind.KITE_ID, NOON + 3 * HOUR, same=False), answer(AnswerKind.QUESTION, NOON + 3 * HOUR))
    found = line(replace(SENT, answers=told), NOON + 4 * HOUR)
    assert (found.stage, found.act, found.needs_you) == (Stage.WRONG_ACCOUNT, Act.CALL, True)


def test_a_question_stands_until_something_follows_it() -> None:
    asked = replace(PLAIN, answers=(answer(AnswerKind.QUESTION, NOON + HOUR),))
    found = line(asked)
    assert (found.act, found.asked_at, found.needs_you) == (Act.ANSWER, NOON + HOUR, True)
    assert line(replace(asked, links=(link(last_message_at=NOON),))).act is Act.ANSWER
    later = NOON + 2 * HOUR
    followed = (
        replace(asked, links=(link(first_message_at=NOON, last_message_at=later),)),
        replace(asked, consents=(ConsentRow("link", 1, "out", later),)),
        replace(asked, answers=(*asked.answers, answer(AnswerKind.DECLINED, later))),
        replace(asked, links=(link(ended=Ended.REVOKED.value, ended_at=later),)),
    )
    for each in followed:
        assert not line(each).needs_you


def test_a_link_that_ended_for_a_newer_one_has_no_line_unless_something_was_done_at_it() -> None:
    old = link(ended=Ended.REISSUED.value, ended_at=NOON + 2 * HOUR)
    both = (old, link("newer", made_at=NOON + 2 * HOUR))
    assert [each.link.id for each in lines(replace(PLAIN, links=both), NOON + 3 * HOUR)] == ["newer"]
    assert [each.link.id for each in lines(replace(SENT, links=both), NOON + 3 * HOUR)] == ["link", "newer"]
    assert [each.link.id for each in lines(replace(PLAIN, links=(old,)), NOON + 3 * HOUR)] == ["link"]


@pytest.mark.parametrize(
    ("hours", "stage"), [(0, Stage.MADE), (0.5, Stage.CONSENTED), (1, Stage.UNRESOLVED), (2, Stage.SENT)]
)
def test_the_board_as_it_was_knows_nothing_of_what_came_later(hours: float, stage: Stage) -> None:
    yes_first = replace(
        SENT,
        consents=(ConsentRow("link", 1, "out", NOON + HOUR / 2),),
        handoffs=(HandoffRow("out", "link", 1, 1, NOON + HOUR / 2, NOON + HOUR),),
    )
    at = NOON + HOUR * hours
    assert lines(as_of(yes_first, at), at, timedelta())[0].stage is stage


def test_before_the_second_person_said_yes_nothing_was_to_be_seen() -> None:
    decided = READY._replace(decided_at=NOON + HOUR)
    early, late = (lines(as_of(replace(PLAIN, versions=(decided,)), NOON + HOUR * h), NOON + HOUR * h) for h in (0, 1))
    assert (early[0].shows, late[0].shows) == (None, 1)


def test_the_strip_ends_now_and_fits_a_phone_whatever_the_time() -> None:
    for passed in (timedelta(minutes=1), timedelta(hours=30), timedelta(days=5), timedelta(days=400), 3000 * HOUR):
        found = moments(NOON, NOON + passed)
        assert found[-1] == NOON + passed
        assert 1 <= len(found) <= MOST
        assert found[0] >= NOON
        assert len({later - earlier for earlier, later in itertools.pairwise(found)}) <= 1


def test_the_strip_counts_every_link_in_one_band_of_each_column() -> None:
    two = replace(SENT, links=(*SENT.links, link("later", "other", NOON + 2 * HOUR)))
    found = strip(two, NOON + 3 * HOUR, PATIENCE)
    assert [column.total for column in found] == [1, 1, 2, 2]
    assert found[-1].bands == {Band.SENT: 1, Band.NOT_OPENED: 1}
    assert strip(Kept(), NOON, PATIENCE) == ()


def many() -> list[Line]:
    """One who asked, one who is unresolved, one who was sent nothing, one who is done."""
    links = tuple(link(name, name, NOON + timedelta(minutes=place)) for place, name in enumerate("dcba"))
    kept = Kept(
        links=links,
        versions=(READY,),
        answers=(AnswerRow("a", 1, AnswerKind.QUESTION, NOON, taken_back=False, same=None),),
        handoffs=tuple(HandoffRow(f"out-{name}", name, 1, 1, NOON, NOON) for name in "bd"),
        handbacks=(HandbackRow("out-d", "success", NOON),),
    )
    return lines(kept, NOON + HOUR, PATIENCE)


def test_whoever_was_closed_with_a_note_is_waited_for_no_more() -> None:
    closed = lines(replace(PLAIN, closed={("link", 1): ClosedRow(NOON + HOUR, "Away.")}), NOON + 2 * HOUR)
    assert count(closed).not_acted == 0
    assert count(closed).oldest_waiting is None
    assert count(closed).stages[Stage.MADE] == 1
    assert listed(closed, Wanted(state=NOT_ACTED_YET)).total == 0


def test_the_board_is_in_the_order_of_what_is_to_be_done_or_of_age() -> None:
    def order(by: str) -> str:
        return "".join(each.link.id for each in listed(many(), Wanted(order=by)).lines)

    assert order("first") == "abcd"
    assert order("oldest").endswith("ca")
    assert order("newest").startswith("ac")


def test_the_counts_are_of_all_and_their_filters_find_as_many() -> None:
    counts = count(many())
    assert (counts.all, counts.need_you, counts.not_acted, counts.unresolved) == (4, 1, 2, 1)
    assert counts.oldest_waiting == NOON + timedelta(minutes=1)
    for wanted, number in ((NEED_YOU, 1), (NOT_ACTED_YET, 2), (Stage.UNRESOLVED.value, 1), ("", 4), ("nonsense", 0)):
        assert listed(many(), Wanted(state=wanted)).total == number, wanted


def test_a_page_beyond_the_last_is_the_last() -> None:
    found = listed(many(), Wanted(page=99))
    assert (found.page, found.pages, len(found.lines)) == (1, 1, 4)


def test_clients_narrow_the_lines() -> None:
    assert [each.link.id for each in of_clients(many(), {"a"})] == ["a"]
    assert len(of_clients(many(), None)) == 4
