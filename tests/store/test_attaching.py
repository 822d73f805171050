"""Screenshots and words that people add: kept for those they are for, and gone with them."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from tests.journey.fakes import FakeClock
from tests.journey.fakes import outside as world
from tests.store.handed_off import ORDERS, hand_off, table
from tokri.core.formats import Sheet
from tokri.core.ports import Outside, PersonsWord, Said
from tokri.core.ports.evidence import Attachment
from tokri.core.screenshot import MOST, ScreenshotFault
from tokri.journey import attaching, baskets, handoff, uploading
from tokri.journey.uploading import Chosen, Preview
from tokri.store import SqlStore


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def outside(store: SqlStore, clock: FakeClock) -> Outside:
    return replace(world(store, clock), who="visitor")


def picture(width: int = 4) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, 4)).save(written, "PNG")
    return written.getvalue()


def attach(outside: Outside, content: bytes) -> Attachment | ScreenshotFault:
    answer = attaching.attach(outside, "visitor1", "out1", content)
    assert answer is not None
    return answer[1]


def record(outside: Outside) -> list[str]:
    with outside.store.reading() as view:
        return [entry.kind for entry, _ in view.chain.rows()]


def words(outside: Outside) -> list[PersonsWord]:
    with outside.store.reading() as view:
        return list(view.handoffs.words(["out1"]))


def test_a_screenshot_is_seen_by_whose_it_is_and_by_nobody_else(outside: Outside) -> None:
    hand_off(outside)
    kept = attach(outside, picture())
    assert isinstance(kept, Attachment)
    assert (kept.by, kept.media_type) == ("visitor", "image/png")
    found = attaching.picture(outside, "visitor1", kept.id)
    assert found is not None
    assert (found[0], len(found[1])) == (kept, kept.size)
    assert attaching.picture(outside, "visitor2", kept.id) is None
    assert attaching.picture_at_link(outside, kept.id) is None, "the firm sees what was added at its links alone"
    assert attaching.attach(outside, "visitor2", "out1", picture()) is None
    assert record(outside) == ["screenshot added"]


def test_the_same_picture_is_kept_once_and_no_more_than_a_few_are(outside: Outside) -> None:
    hand_off(outside)
    first = attach(outside, picture())
    assert attach(outside, picture()) == first
    assert all(isinstance(attach(outside, picture(width)), Attachment) for width in range(5, 4 + MOST))
    assert attach(outside, picture(100)) is ScreenshotFault.MANY
    assert attach(outside, b"GIF89a") is ScreenshotFault.KIND
    assert len(record(outside)) == MOST


@pytest.mark.parametrize("gone", ["the basket", "the browser"])
def test_screenshots_and_names_of_files_go_with_the_basket(outside: Outside, clock: FakeClock, gone: str) -> None:
    hand_off(outside)
    clock.forward(minutes=5)
    attach(outside, picture())
    row = ("2026-02-11 10:31:07", "BUY", "INFY", "CNC", "10/10", "101.5", "COMPLETE")
    chosen = Chosen("Asha's orders.csv", table(ORDERS, row))
    preview = uploading.preview(outside, "visitor1", "basket1", chosen, lambda _: Sheet("", (), ()))
    assert isinstance(preview, Preview)
    uploading.keep(outside, "visitor1", "basket1", preview.sealed, mine=True)
    if gone == "the basket":
        baskets.delete_basket(outside, "visitor1", "basket1")
    else:
        baskets.forget_visitor(outside, "visitor1")
    with outside.store.reading() as view:
        assert (list(view.evidence.attachments(["out1"])), list(view.evidence.uploads(["basket1"]))) == ([], [])
        assert view.evidence.sightings(["out1"]), "what was seen of an order stays as it was seen"


@pytest.mark.parametrize(
    ("said", "ticked", "kept"),
    [
        (Said.PLACED_SOME, (1,), PersonsWord),
        (Said.PLACED_SOME, (), None),
        (Said.PLACED_SOME, (7,), None),
        (Said.PLACED_NONE, (1,), None),
    ],
)
def test_the_orders_that_were_placed_are_kept_with_the_word(
    outside: Outside, said: Said, ticked: tuple[int, ...], kept: type | None
) -> None:
    hand_off(outside)
    handoff.say(outside, "visitor1", "out1", said, ticked)
    assert words(outside) == [PersonsWord("out1", said, outside.clock(), ticked if kept else ())]


def test_whoever_ticks_every_order_has_placed_all(outside: Outside) -> None:
    hand_off(outside)
    handoff.say(outside, "visitor1", "out1", Said.PLACED_SOME, (0, 1))
    assert words(outside) == [PersonsWord("out1", Said.PLACED_ALL, outside.clock())]
