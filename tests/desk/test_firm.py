"""The firm kept edition by edition: what a save leaves in the store and in the record, and who is told of whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.databases import sqlite_store
from tests.journey import fakes
from tests.journey.fakes import FakeClock
from tests.outside import clock
from tokri.core.desk.firm import Firm, Part
from tokri.core.desk.firm_text import FirmCode
from tokri.core.desk.people import Person
from tokri.core.ports import Entry, Outside
from tokri.core.ports.logo import Logo
from tokri.desk import firm as desk
from tokri.desk.by import By
from tokri.desk.example_firm import EXAMPLE_FIRM

__all__ = ["clock"]

ANITA = By("anita", "internet")
MEERA = By("meera", "private network")
LOGO = Logo(b"png", 120, 40, "a" * 64)


@pytest.fixture
def outside(tmp_path: Path, clock: FakeClock) -> Iterator[Outside]:
    with sqlite_store(tmp_path) as store:
        world = fakes.outside(store, clock)
        yield replace(world, app=replace(world.app, connect=True))


def record(outside: Outside) -> list[Entry]:
    with outside.store.reading() as view:
        return [each for each, _ in view.chain.rows() if each.kind == "firm changed"]


def name(outside: Outside, by: By, text: str, after: int) -> object:
    return desk.save(outside, by, Part.WHO, {"name": text}, after)


def test_a_firm_that_nobody_set_up_has_no_edition_and_lacks_everything(outside: Outside) -> None:
    here = desk.standing(outside)
    assert (here.firm, here.edition) == (Firm(), 0)
    assert len(here.missing) == 14


def test_a_save_is_an_edition_with_one_entry_in_the_record(outside: Outside, clock: FakeClock) -> None:
    assert name(outside, ANITA, "Vriksha", 0) == desk.Saved(("name",))
    assert desk.standing(outside).edition == 1
    (entry,) = record(outside)
    assert (entry.subject, entry.who, entry.where, entry.at) == ("firm", "user:anita", "internet", clock())
    assert entry.facts == {"edition": 1, "fields": "name"}
    assert "Vriksha" not in repr(entry)


def test_a_save_that_changes_nothing_is_no_edition(outside: Outside) -> None:
    assert desk.save(outside, ANITA, Part.WHO, {}, 0) == desk.Saved(())
    assert desk.standing(outside).edition == 0
    name(outside, ANITA, "Vriksha", 0)
    assert name(outside, ANITA, " Vriksha ", 1) == desk.Saved(())
    assert len(record(outside)) == 1


def test_a_fault_keeps_all_of_the_page_from_being_saved_and_a_note_does_not(outside: Outside) -> None:
    typed = {"name": "Vriksha", "sebi_number": "none"}
    done = desk.save(outside, ANITA, Part.WHO, typed, 0)
    assert isinstance(done, desk.Unsaved)
    assert [fault.code for fault in done.faults] == [FirmCode.NUMBER]
    assert desk.standing(outside).edition == 0
    assert record(outside) == []
    noted = desk.save(outside, ANITA, Part.WHO, {**typed, "sebi_number": "INA12345"}, 0)
    assert isinstance(noted, desk.Saved)
    assert [fault.code for fault in noted.notes] == [FirmCode.NUMBER_UNUSUAL]


def test_who_saves_second_is_told_of_every_save_in_between(outside: Outside, clock: FakeClock) -> None:
    with outside.store.writing() as unit:
        unit.people.add(Person("meera", "meera", "Meera Iyer", "", frozenset(), clock()))
    name(outside, ANITA, "Vriksha", 0)
    clock.forward(minutes=1)
    name(outside, MEERA, "Vriksha & Sons", 1)
    clock.forward(minutes=1)
    desk.save(outside, By("gone", "internet"), Part.WHO, {"phone": "022 4000 1234"}, 2)
    late = name(outside, ANITA, "Vriksha Advisers", 1)
    assert isinstance(late, desk.Overtaken)
    assert (late.firm.name, late.edition) == ("Vriksha & Sons", 3)
    assert [(each.number, each.by, each.fields) for each in late.changes] == [
        (3, "gone", ("phone",)),
        (2, "Meera Iyer", ("name",)),
    ]
    assert len(record(outside)) == 3


def test_what_another_changed_on_another_page_survives_the_second_save(outside: Outside) -> None:
    name(outside, ANITA, "Vriksha", 0)
    desk.save(outside, MEERA, Part.WORK, {"retention_years": "8"}, 1)
    assert isinstance(name(outside, ANITA, "Vriksha Advisers", 1), desk.Overtaken)
    assert name(outside, ANITA, "Vriksha Advisers", 2) == desk.Saved(("name",))
    firm = desk.standing(outside).firm
    assert (firm.name, firm.retention_years) == ("Vriksha Advisers", 8)


def test_a_logo_is_kept_with_its_edition_and_named_in_the_record_by_its_hash(outside: Outside) -> None:
    assert desk.save_logo(outside, ANITA, LOGO, 0) == desk.Saved(("logo_sha256",))
    assert desk.logo(outside, LOGO.sha256) == b"png"
    assert record(outside)[0].facts["logo_sha256"] == LOGO.sha256
    assert desk.save_logo(outside, ANITA, None, 1) == desk.Saved(("logo_sha256",))
    assert desk.standing(outside).firm.logo_sha256 == ""
    assert desk.logo(outside, LOGO.sha256) == b"png"


def test_a_logo_that_comes_second_is_not_kept(outside: Outside) -> None:
    name(outside, ANITA, "Vriksha", 0)
    assert isinstance(desk.save_logo(outside, MEERA, LOGO, 0), desk.Overtaken)
    assert desk.logo(outside, LOGO.sha256) is None


def test_a_whole_firm_is_set_up_once(outside: Outside) -> None:
    assert isinstance(desk.set_up(outside, ANITA, EXAMPLE_FIRM), desk.Saved)
    here = desk.standing(outside)
    assert (here.firm, here.missing) == (EXAMPLE_FIRM, ())
    assert isinstance(desk.set_up(outside, ANITA, Firm(name="Another")), desk.Overtaken)
    assert desk.standing(outside).firm == EXAMPLE_FIRM


def test_every_save_is_listed_newest_first_with_what_it_changed(outside: Outside) -> None:
    desk.set_up(outside, ANITA, EXAMPLE_FIRM)
    desk.save(outside, MEERA, Part.SENTENCES, {"warning-hi": "", "registration-hi": ""}, 1)
    _, changes = desk.standing_and_changes(outside)
    assert [(each.number, each.by) for each in changes] == [(2, "meera"), (1, "anita")]
    assert changes[0].fields == ("warning-hi", "registration-hi")
    assert "sebi_number" in changes[1].fields


@settings(max_examples=60, deadline=None)
@given(saves=st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 4)), max_size=12))
def test_whatever_order_people_save_in_nothing_is_lost_unseen(
    tmp_path_factory: pytest.TempPathFactory, saves: list[tuple[str, int]]
) -> None:
    """The firm is what was saved last by somebody who had seen all before it; editions and entries go together."""
    with sqlite_store(tmp_path_factory.mktemp("firm")) as store:
        outside = fakes.outside(store)
        kept, edition = "", 0
        for text, after in saves:
            done = name(outside, ANITA, text, after)
            assert isinstance(done, desk.Saved) == (after == edition)
            if after == edition and text != kept:
                kept, edition = text, edition + 1
        here = desk.standing(outside)
        assert (here.firm.name, here.edition) == (kept, edition)
        assert [each.facts["edition"] for each in record(outside)] == [*range(1, edition + 1)]
