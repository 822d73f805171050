"""What was brought at a client's links: part of all that is kept of them, and gone when they are erased."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from tests.desk.advised import MEERA
from tests.journey.fakes import FakeClock
from tests.link.making import Made, a_link, left
from tests.store.handed_off import ORDERS, table
from tokri.core.ports import Handoff, Outside
from tokri.core.ports.evidence import KeptPostback, PostbackState, Upload
from tokri.core.ports.mending import Closing
from tokri.desk.client_erasing import erase
from tokri.desk.client_files import take_one
from tokri.journey import attaching, uploading
from tokri.journey.uploading import Chosen, Preview


@pytest.fixture
def made(outside: Outside) -> Made:
    return a_link(outside)


@pytest.fixture
def brought(outside: Outside, clock: FakeClock, made: Made) -> Handoff:
    """A hand-off at the link, beside which the client put a file and a screenshot."""
    handoff = left(outside, made.link)
    clock.forward(minutes=5)
    client = replace(outside, who=f"client:{made.link.client_id}")
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG")
    attaching.attach(client, made.link.visitor_id, handoff.id, written.getvalue())
    row = ("2026-02-11 10:31:07", "BUY", "INFY", "CNC", "10/10", "101.5", "COMPLETE")
    chosen = Chosen("Sunita.csv", table(ORDERS, row))
    shown = uploading.preview(client, made.link.visitor_id, made.link.id, chosen, lambda _: pytest.fail("no sheet"))
    assert isinstance(shown, Preview)
    assert isinstance(uploading.keep(client, made.link.visitor_id, made.link.id, shown.sealed, mine=True), Upload)
    with outside.store.writing() as unit:
        posted = KeptPostback("post", "1", "a" * 64, '{"user_id": "AB1234"}', outside.clock())
        unit.evidence.take_postback(posted)
        unit.evidence.settle_postback("post", PostbackState.APPLIED, handoff.id)
        unit.mending.close(Closing(made.link.id, 1, "Sunita is in hospital", "meera", outside.clock()))
    return handoff


def test_whoever_takes_all_of_a_client_has_their_files_and_screenshots(
    outside: Outside, made: Made, brought: Handoff
) -> None:
    files = take_one(outside, MEERA, made.link.client_id)
    assert files is not None
    (link,) = json.loads(files["client.json"])["links"]
    assert [each["name"] for each in link["uploads"]] == ["Sunita.csv"]
    (picture,) = [content for name, content in files.items() if name.startswith("screenshots/")]
    assert isinstance(picture, bytes)
    assert picture.startswith(b"\x89PNG")
    assert brought.id


@pytest.mark.parametrize("years", [0, 10])
def test_screenshots_go_with_the_client_and_files_once_nothing_needs_them(
    outside: Outside, clock: FakeClock, made: Made, brought: Handoff, years: int
) -> None:
    clock.now += timedelta(days=366 * years)
    done = erase(outside, MEERA, made.link.client_id)
    assert done is not None
    assert done.whole == bool(years)
    with outside.store.reading() as view:
        assert not view.evidence.attachments([brought.id])
        assert bool(view.evidence.uploads([made.link.id])) != done.whole
        assert view.evidence.postback("post") is None
        assert [bool(each.note) for each in view.mending.closings([made.link.id])] == [not done.whole]
        assert view.evidence.sightings([brought.id]), "what became of the advice stays told"
