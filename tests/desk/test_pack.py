"""A pack is read, and checked, without the program that made it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import astuple, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.desk import baskets_to_share as sharing_steps
from tests.desk.advised import AT, MEERA, advise
from tests.outside import clock
from tests.web.steps import world
from tokri.core.desk.advice import SharedVersion
from tokri.core.desk.meant import Choice
from tokri.core.desk.pack import ADVICE, CLIENT, PERIOD, Gathered, Scope, files, segment
from tokri.core.desk.register import NOBODY, NOT_SENT, register_csv
from tokri.core.ports import Outside
from tokri.desk import pack, recipients, sharing
from tokri.web.desk import packs

__all__ = ["clock"]


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


def gathered(outside: Outside, scope: Scope) -> Gathered:
    found = pack.record_pack(outside, MEERA, scope)
    assert found is not None
    return found


@pytest.fixture
def unpacked(app: Flask, outside: Outside, tmp_path: Path) -> Path:
    """The pack of the one advice, as an auditor unpacks it."""
    advise(outside)
    with app.test_request_context():
        content = packs.zipped(gathered(outside, Scope(ADVICE, "basket-1")))
    folder = tmp_path / "pack"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def verified(folder: Path) -> tuple[int, str]:
    """What the pack's own program says, run by a Python that knows nothing of ours."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py")], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_a_pack_that_nobody_touched_holds(unpacked: Path) -> None:
    assert verified(unpacked) == (0, "All holds: files, chain and versions.\n")


def test_a_pack_says_who_wrote_each_version(unpacked: Path) -> None:
    (told,) = json.loads((unpacked / "advice.json").read_text("utf-8"))
    assert told["written_by"] == [{"id": "meera", "name": "Meera"}, {"id": "kiran", "name": ""}]
    assert "<dt>Written by</dt><dd>Meera, kiran</dd>" in (unpacked / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["advice.json", "register.csv", "index.html", "chain.jsonl", "versions/basket-1-1.json", "clients.json"]
)
def test_a_file_that_was_changed_is_named(unpacked: Path, name: str) -> None:
    file = unpacked / name
    file.write_text(file.read_text("utf-8").replace("a", "b", 1), "utf-8")
    status, said = verified(unpacked)
    assert status == 1
    assert f"{name} is not the file that was packed." in said


def test_an_entry_that_was_changed_is_named_though_the_manifest_was_made_to_fit(unpacked: Path) -> None:
    lines = (unpacked / "chain.jsonl").read_text("utf-8").splitlines()
    place, line = next((at, json.loads(each)) for at, each in enumerate(lines) if "basket shared" in each)
    line["entry"]["who"] = "user:arun"
    lines[place] = json.dumps(line)
    (unpacked / "chain.jsonl").write_text("\n".join(lines), "utf-8")
    assert f"Entry {line['seq']} does not say what was recorded." in verified(unpacked)[1]


def test_an_entry_that_was_taken_out_is_missed(unpacked: Path) -> None:
    lines = (unpacked / "chain.jsonl").read_text("utf-8").splitlines()
    (unpacked / "chain.jsonl").write_text("\n".join([lines[0], *lines[2:]]), "utf-8")
    assert "does not follow the one before it." in verified(unpacked)[1]


def test_what_a_pack_says_of_a_person_is_held_to_the_chain(app: Flask, outside: Outside, tmp_path: Path) -> None:
    advise(outside)
    with app.test_request_context():
        content = packs.zipped(gathered(outside, Scope(CLIENT, "c1")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path / "pack")
    chain = tmp_path / "pack" / "chain.jsonl"
    assert "Asha Rao" in chain.read_text("utf-8")
    chain.write_text(chain.read_text("utf-8").replace("Asha Rao", "Usha Rao"), "utf-8")
    assert "what is said of a person is not what was recorded" in verified(tmp_path / "pack")[1]


def test_entries_about_something_else_are_hashes_alone(outside: Outside) -> None:
    advise(outside)
    found = gathered(outside, Scope(ADVICE, "basket-1"))
    chain = files(found)["chain.jsonl"]
    assert [whole for _, whole in found.segment] == [True, False, True, True]
    assert "firm changed" not in chain
    assert "Asha Rao" not in chain


def test_a_clients_pack_tells_of_no_other_client(outside: Outside) -> None:
    advise(outside)
    made = files(gathered(outside, Scope(CLIENT, "c1")))
    assert "Asha Rao" in made["clients.json"]
    assert all("Ravi" not in text and "C2" not in text for text in made.values())


def test_a_choice_of_several_clients_is_about_each_of_them(outside: Outside) -> None:
    advise(outside)
    with outside.store.writing() as unit:
        unit.record(MEERA.event("clients chosen", "another-basket", AT, {"clients": "c2 c1"}))
    chain = files(gathered(outside, Scope(CLIENT, "c1")))["chain.jsonl"]
    assert "clients chosen" in chain


def test_a_choice_names_who_came_and_who_went_and_the_pack_of_each_finds_it(outside: Outside) -> None:
    sharing_steps.people(outside)
    sharing_steps.the_firm(outside)
    sharing_steps.a_basket(outside)
    for code in ("C1", "C2"):
        client = sharing_steps.a_client(outside, code)
        with outside.store.writing() as unit:
            unit.record(MEERA.event("client added", client.subject, AT))
    know = sharing_steps.knowing(outside)
    shown = sharing.look_at(outside, "basket", know)
    assert shown is not None
    ask = sharing.Ask(shown.basket.edition, shown.basket.proposal.sha256, shown.sha256, shown.to_accept)
    assert isinstance(sharing.share(outside, MEERA, "basket", ask, know), SharedVersion)
    for chosen in ({"c1"}, {"c1", "c2"}, {"c2"}):
        meant = recipients.look_at(outside, "basket", 1, know)
        assert meant is not None
        choice = Choice(meant.sha256, frozenset(line.id for line in meant.lines), frozenset(chosen))
        assert isinstance(recipients.choose(outside, MEERA, "basket", 1, choice, know=know), recipients.Kept)
    told = [
        (entry.facts["clients"], entry.facts["ids"], entry.facts.get("no_longer"))
        for (entry, _), _ in gathered(outside, Scope(PERIOD)).segment
        if entry.kind == "clients chosen"
    ]
    assert told == [(1, "c1", None), (2, "c2", None), (1, "", "c1")]
    of_who_went = gathered(outside, Scope(CLIENT, "c1")).segment
    found = [entry.facts["clients"] for (entry, _), whole in of_who_went if whole and entry.kind == "clients chosen"]
    assert found == [1, 1], "that they were chosen, and that they were taken off"
    assert len([1 for (entry, _), whole in of_who_went if not whole and entry.kind == "clients chosen"]) == 1


def test_how_a_client_is_reached_stands_in_their_own_pack_alone(outside: Outside) -> None:
    advise(outside)
    of_all, of_one = (files(gathered(outside, scope)) for scope in (Scope(PERIOD), Scope(CLIENT, "c1")))
    assert "+919800000001" in of_one["clients.json"]
    assert "+919800000001" not in of_all["clients.json"]
    assert "Asha Rao" in of_all["clients.json"]


def test_a_period_without_advice_makes_a_pack_all_the_same(outside: Outside) -> None:
    advise(outside)
    found = gathered(outside, Scope(PERIOD, first=date(2020, 1, 1), last=date(2020, 12, 31)))
    assert (found.advised, found.segment) == ((), ())


def test_a_period_holds_its_first_and_its_last_day_by_the_clocks_of_india() -> None:
    of_the_day = Scope(PERIOD, first=date(2026, 2, 11), last=date(2026, 2, 11))
    assert of_the_day.holds(AT)
    assert of_the_day.holds(AT.replace(hour=18, minute=29))
    assert not of_the_day.holds(AT.replace(hour=18, minute=30))


def test_there_is_no_pack_of_what_there_is_not(outside: Outside) -> None:
    assert pack.gather(outside, Scope(ADVICE, "none")) is None
    assert pack.gather(outside, Scope(CLIENT, "none")) is None


@pytest.mark.parametrize("kind", [ADVICE, CLIENT])
def test_a_pack_of_what_there_is_not_leaves_nothing_in_the_record(outside: Outside, kind: str) -> None:
    assert pack.record_pack(outside, MEERA, Scope(kind, "whatever somebody sent")) is None
    with outside.store.reading() as view:
        assert view.chain.head() is None


def test_that_a_pack_was_made_is_recorded_with_who(outside: Outside) -> None:
    advise(outside)
    pack.record_pack(outside, MEERA, Scope(ADVICE, "basket-1"))
    with outside.store.reading() as view:
        *_, (last, _) = view.chain.rows()
    assert (last.kind, last.subject, last.who) == ("pack made", "basket-1", "user:meera")


def test_the_register_has_a_line_for_each_order_and_client_but_what_was_left_out(outside: Outside) -> None:
    advise(outside)
    lines = list(pack.register_of(outside, Scope(PERIOD)))
    assert [(line.client_code, line.security, line.advice) for line in lines] == [
        ("C1", "NSE:HDFCBANK", "BUY 10, LIMIT 845, CNC"),
        ("C1", "NSE:M&M", "SELL 4, MARKET, CNC"),
        ("C2", "NSE:HDFCBANK", "BUY 5, LIMIT 845, CNC"),
    ]
    assert lines[0].advised_price == "846.10 at 2026-02-11 10:15"
    assert lines[2].suitability == "mismatch: He asked for it in writing."
    assert {(line.given_by, line.approved_by, line.how_sent) for line in lines} == {("Meera", "Arun", NOT_SENT)}


def test_advice_that_was_meant_for_nobody_yet_stands_in_the_register(outside: Outside) -> None:
    advise(outside)
    with outside.store.writing() as unit:
        unit.desk_baskets.set_recipients("basket-1", 1, ())
    lines = list(pack.register_of(outside, Scope(PERIOD)))
    assert [line.client_code for line in lines] == [NOBODY, NOBODY]
    assert lines[0].advice == "BUY 10, LIMIT 845, CNC"


def shown(outside: Outside, code: str = "", page: int = 1, scope: Scope = Scope(PERIOD)) -> pack.RegisterPage:  # noqa: B008 - a value that never changes
    return pack.register_page(outside, scope, code, page)


def test_the_pages_of_the_register_have_the_lines_of_its_file_newest_first(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    advise(outside)
    share_again(outside)
    whole = list(pack.register_of(outside, Scope(PERIOD)))
    monkeypatch.setattr(pack, "A_PAGE", 1)
    pages = [shown(outside, page=number) for number in (1, 2, 3, 9)]
    assert [(each.count, each.page, each.pages) for each in pages] == [(3, 1, 3), (3, 2, 3), (3, 3, 3), (3, 3, 3)]
    assert [line.client_code for line in pages[0].lines] == [NOBODY, NOBODY]
    assert sorted(line for each in pages[:3] for line in map(astuple, each.lines)) == sorted(map(astuple, whole))


def share_again(outside: Outside) -> None:
    """The same content once more, an hour later, meant for nobody yet."""
    with outside.store.writing() as unit:
        first = unit.desk_baskets.version("basket-1", 1)
        assert first is not None
        unit.desk_baskets.share(replace(first, number=2, shared_at=AT + timedelta(hours=1)))


@pytest.mark.parametrize("few", [1, 20])
def test_the_file_of_the_register_is_the_same_however_few_versions_are_read_at_once(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    advise(outside)
    share_again(outside)
    monkeypatch.setattr(pack, "_FEW", few)
    lines = [(line.version, line.client_code) for line in pack.register_of(outside, Scope(PERIOD))]
    assert lines == [("1", "C1"), ("1", "C1"), ("1", "C2"), ("2", NOBODY), ("2", NOBODY)]


def test_the_register_of_one_client_tells_of_no_other(outside: Outside) -> None:
    advise(outside)
    share_again(outside)
    assert [line.client_code for line in shown(outside, "C2").lines] == ["C2"]
    assert [line.client_code for line in pack.register_of(outside, Scope(PERIOD), "C2")] == ["C2"]
    assert not shown(outside, "C9").known
    assert list(pack.register_of(outside, Scope(PERIOD), "C9")) == []


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 2, 11), date(2026, 2, 11), 2),
        (date(2026, 2, 12), None, 0),
        (None, date(2026, 2, 10), 0),
        (date.min, date.max, 2),
    ],
)
def test_the_register_of_a_period_holds_its_days_by_the_clocks_of_india(
    outside: Outside, first: date | None, last: date | None, count: int
) -> None:
    advise(outside)
    assert shown(outside, scope=Scope(PERIOD, first=first, last=last)).count == count


@pytest.mark.parametrize("told", ["basket made", "said of no making"])
@pytest.mark.parametrize("scope", [Scope(ADVICE, "basket-1"), Scope(CLIENT, "c1"), Scope(CLIENT, "c2")])
def test_a_pack_has_the_segment_that_reading_the_whole_record_would_give(
    outside: Outside, scope: Scope, told: str
) -> None:
    with outside.store.writing() as unit:
        for number in range(3):
            unit.record(MEERA.event("firm changed", "firm", AT, {"fields": "phone", "edition": number}))
        unit.record(MEERA.event(told, "basket-1", AT))
    advise(outside)
    with outside.store.writing() as unit:
        unit.record(MEERA.event("basket duplicated", "basket-2", AT, {"of": "basket-1"}))
        unit.record(MEERA.event("client changed", "client:c2", AT))
    ids = frozenset({scope.subject, "basket-1"})
    with outside.store.reading() as view:
        whole = segment(view.chain.rows(), scope, ids)
    found = pack.gather(outside, scope)
    assert found is not None
    assert found.segment == whole
    assert whole[0][0][0].seq > 3


def test_no_cell_of_the_registers_file_is_run_by_a_spreadsheet(outside: Outside) -> None:
    advise(outside)
    rows = list(csv.reader(io.StringIO(register_csv(pack.register_of(outside, Scope(PERIOD))))))
    assert rows[2][6] == "'=Valuation below five-year mean."
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
