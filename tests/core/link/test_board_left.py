"""What did not fill needs the adviser until somebody takes it in hand; of a missing part the client is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tokri.core.evidence import Source
from tokri.core.link.board import Act, Line, lines
from tokri.core.link.board_finding import NEED_YOU, Wanted, count, listed
from tokri.core.link.board_left import doubted
from tokri.core.link.board_rows import (
    AnswerRow,
    ClosedRow,
    ConsentRow,
    HandbackRow,
    HandoffRow,
    Kept,
    LinkRow,
    ReadingRow,
    SightingRow,
    VersionRow,
)
from tokri.core.link.link import AnswerKind
from tokri.core.link.state import Stage
from tokri.core.link.strip import Band, strip
from tokri.core.ports.kept import ReadingFault

NOON = datetime(2026, 2, 11, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATIENCE = timedelta(minutes=10)

SIGHTING = SightingRow("out", Source.BOOK, False, NOON + HOUR, NOON + HOUR, whole=False)
REJECTED = Kept(
    links=(LinkRow("link", "basket", "client", NOON, NOON + 99 * HOUR, 5, NOON, None, None, None),),
    versions=(VersionRow("basket", 1, NOON, approval_required=False, approved=None, decided_at=None),),
    consents=(ConsentRow("link", 1, "out", NOON + HOUR),),
    handoffs=(HandoffRow("out", "link", 1, 1, NOON + HOUR, NOON + HOUR),),
    sightings=(SIGHTING,),
    left={"link": NOON + 2 * HOUR},
)
HALF = replace(
    REJECTED,
    handoffs=(HandoffRow("out", "link", 1, 2, NOON + HOUR, NOON + HOUR),),
    sightings=(),
    left={},
    handbacks=(HandbackRow("out", "success", NOON + HOUR),),
)


def line(kept: Kept) -> Line:
    (found,) = lines(kept, NOON + 4 * HOUR, PATIENCE)
    return found


def test_whose_order_was_rejected_needs_the_adviser_and_is_counted_and_found() -> None:
    found = line(REJECTED)
    assert (found.stage, found.act, found.needs_you) == (Stage.SEEN, Act.LOOK, True)
    assert count([found]).need_you == 1
    assert listed([found], Wanted(state=NEED_YOU)).total == 1


def test_what_was_taken_in_hand_needs_nobody() -> None:
    assert line(replace(REJECTED, left={})).act is Act.NONE


def test_half_done_is_the_clients_turn_before_whom_the_adviser_only_reminds() -> None:
    found = line(HALF)
    assert (found.stage, found.act, found.needs_you) == (Stage.HALF, Act.PART, False)
    assert count([found]).half == 1


def test_half_done_and_not_filled_needs_the_adviser() -> None:
    found = line(replace(HALF, left={"link": NOON + HOUR}))
    assert (found.stage, found.act) == (Stage.HALF, Act.LOOK)


@pytest.mark.parametrize("left", [{"link": NOON + HOUR}, {}])
def test_what_is_left_of_half_is_closed_without_the_part_that_is_to_come(left: dict[str, datetime]) -> None:
    found = line(replace(HALF, left=left, closed={("link", 1): ClosedRow(NOON + 3 * HOUR, "Not again.")}))
    assert (found.act, found.closed) == (Act.PART, "Not again.")


def test_what_is_left_is_closed_too_where_newer_advice_is_not_for_that_client() -> None:
    newer = VersionRow("basket", 2, NOON + 2 * HOUR, approval_required=False, approved=None, decided_at=None)
    kept = replace(REJECTED, versions=(*REJECTED.versions, newer), not_meant=frozenset({("link", 2)}))
    assert line(kept).act is Act.LOOK
    assert line(replace(kept, closed={("link", 1): ClosedRow(NOON + 3 * HOUR, "Not again.")})).act is Act.NONE


def test_a_note_does_not_outlast_the_naming_of_another_account_in_the_register() -> None:
    read = ReadingRow("out", NOON + HOUR, None, ReadingFault.WRONG_ACCOUNT, named=True)
    named = AnswerRow("link", 1, AnswerKind.KITE_ID, NOON + 3 * HOUR, False, False)
    closed = {("link", 1): ClosedRow(NOON + 2 * HOUR, "Not again.")}
    found = line(replace(REJECTED, readings=(read,), answers=(named,), closed=closed))
    assert (found.act, found.since, found.closed) == (Act.CALL, NOON + 3 * HOUR, "")


def test_half_done_comes_before_whoever_has_not_acted() -> None:
    waits = LinkRow("waits", "basket", "other", NOON - HOUR, NOON + 99 * HOUR, 5, None, None, None, None)
    found = lines(replace(HALF, links=(waits, *HALF.links)), NOON + 4 * HOUR, PATIENCE)
    assert [each.link.id for each in listed(found, Wanted()).lines] == ["link", "waits"]


@pytest.mark.parametrize(
    ("later", "act"),
    [
        ({"recalls": {("basket", 1): NOON + 3 * HOUR}}, Act.RECALL),
        ({"closed": {("link", 1): ClosedRow(NOON + 3 * HOUR, "Not again.")}}, Act.NONE),
        ({"answers": (AnswerRow("link", 1, AnswerKind.KITE_ID, NOON + HOUR, False, False),)}, Act.CALL),
        ({"answers": (AnswerRow("link", 1, AnswerKind.QUESTION, NOON + 3 * HOUR, False, None),)}, Act.ANSWER),
    ],
)
def test_what_is_more_pressing_is_told_before_it(later: dict[str, object], act: Act) -> None:
    assert line(replace(REJECTED, **later)).act is act  # type: ignore[arg-type]  # a test names the fields it changes


def test_the_strip_tells_it_apart_from_when_it_was_known() -> None:
    columns = strip(REJECTED, NOON + 4 * HOUR, PATIENCE)
    assert [dict(each.bands) for each in columns[1:]] == [
        {Band.SEEN: 1},
        {Band.LEFT: 1},
        {Band.LEFT: 1},
        {Band.LEFT: 1},
    ]
    assert strip(HALF, NOON + 4 * HOUR, PATIENCE)[-1].bands == {Band.LEFT: 1}


def test_only_where_a_document_shows_less_than_all_complete_is_a_link_read_whole() -> None:
    assert doubted(REJECTED) == ["link"]
    assert doubted(replace(REJECTED, sightings=(SIGHTING._replace(whole=True),))) == []
    assert doubted(replace(REJECTED, sightings=())) == []
