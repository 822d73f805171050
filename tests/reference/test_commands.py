"""The commands for the dated tables, as a person types them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import AppFor
from tests.core.knowing import MORNING
from tests.master.lists import dump, share
from tokri.clock import clock
from tokri.core.formats.dated_tables import TableCode
from tokri.core.instrument import Key
from tokri.core.ports import Reference
from tokri.core.reference import LISTS, Leaning
from tokri.reference_commands import SENTENCES

BAN = "Securities in Ban For Trade Date 11-FEB-2026:\n1,RBLBANK\n2,SAMMAANCAP\n"
FREEZE = "S.No.,SYMBOL    ,VOL_FRZ_QTY    \n1    ,NIFTY     ,1200           \n2    ,NEWCO     ,500\n"


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    """The app on the morning of its data."""
    offset = MORNING - clock(timedelta())()
    return app_for(clock_offset=timedelta(seconds=round(offset.total_seconds())))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=[str(each) for each in words])


def loaded(app: Flask) -> Reference:
    reference: Reference = app.extensions["tokri"].outside.reference
    return reference


def test_the_ban_list_of_nse_is_taken_in_as_it_is_published(app: Flask, file: Path) -> None:
    file.write_text(BAN)
    done = run(app, "lists", "import", "fo-ban", file)
    assert done.output == "fo-ban of 11 Feb 2026: 2 rows, 2 new, 0 gone.\n"
    assert loaded(app).tables().entry(Leaning.BAN, Key("NSE", "RBLBANK")) == ""
    file.write_text(BAN.replace("2,SAMMAANCAP\n", ""))
    assert run(app, "lists", "import", "fo-ban", file).output == "fo-ban of 11 Feb 2026: 1 row, 0 new, 1 gone.\n"


def test_a_list_without_a_row_is_taken_for_cut_off_unless_it_is_said_to_be_empty(app: Flask, file: Path) -> None:
    file.write_text("exchange,tradingsymbol\nNSE,INFY\nNSE,TCS\n")
    run(app, "lists", "import", "asm", file, "--on", "2026-02-11")
    file.write_text("exchange,tradingsymbol\n")
    done = run(app, "lists", "import", "asm", file, "--on", "2026-02-11")
    assert done.exit_code == 1
    assert "like one cut off; if the list is truly empty, add --empty.\nNothing was changed." in done.output
    assert len(loaded(app).tables().lists[Leaning.ASM].entries) == 2
    done = run(app, "lists", "import", "asm", file, "--on", "2026-02-11", "--empty")
    assert done.output == "asm of 11 Feb 2026: 0 rows, 0 new, 2 gone.\n"
    assert loaded(app).tables().lists[Leaning.ASM].entries == {}


def test_a_day_without_a_ban_is_taken_as_nse_writes_it(app: Flask, file: Path) -> None:
    file.write_text(BAN)
    run(app, "lists", "import", "fo-ban", file)
    file.write_text("Securities in Ban For Trade Date 11-FEB-2026: NIL\n")
    assert run(app, "lists", "import", "fo-ban", file).output == "fo-ban of 11 Feb 2026: 0 rows, 0 new, 2 gone.\n"
    assert loaded(app).tables().lists[Leaning.BAN].entries == {}


def test_a_symbol_that_is_not_on_the_instrument_list_is_told_and_taken(app: Flask, file: Path) -> None:
    app.extensions["tokri"].outside.instruments.take_dump(dump(share("INFY")), MORNING.date(), MORNING)
    file.write_text("exchange,tradingsymbol\nNSE,INFY\nNSE,NOPE\n")
    done = run(app, "lists", "import", "asm", file, "--on", "2026-02-11")
    assert done.exit_code == 0
    assert done.output.splitlines()[1:] == ["Not on the instrument list: 1 of 2 (NSE:NOPE)."]
    assert len(loaded(app).tables().lists[Leaning.ASM].entries) == 2
    file.write_text("exchange,tradingsymbol\n" + "".join(f"NSE,NOPE{number}\n" for number in range(5000)))
    (told,) = run(app, "lists", "import", "asm", file, "--on", "2026-02-11").output.splitlines()[1:]
    assert told.startswith("Not on the instrument list: 5,000 of 5,000 (NSE:NOPE0, ")
    assert told.endswith(", …).")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_taken_in_by_its_name(app: Flask, file: Path, name: Leaning) -> None:
    file.write_text("exchange,tradingsymbol\nNSE,INFY\n")
    done = run(app, "lists", "import", name.value, file, "--on", "2026-02-11")
    assert done.exit_code == 0
    found = loaded(app).tables().lists[name]
    assert (found.on, found.source, found.entries) == (date(2026, 2, 11), "table.csv", {Key("NSE", "INFY"): ""})


def test_freeze_quantities_say_what_changed_and_keep_what_the_file_does_not_hold(app: Flask, file: Path) -> None:
    file.write_text(FREEZE)
    done = run(app, "freeze", "import", file, "--on", "2026-02-10")
    assert done.output == "Freeze quantities of 10 Feb 2026: 2 rows, 1 new, 1 changed.\n"
    freeze = loaded(app).tables().freeze
    assert freeze is not None
    assert (freeze.units["NIFTY"], freeze.units["SENSEX"], freeze.units["TCS"]) == (1200, 1000, 7000)
    assert (freeze.day_of("NIFTY"), freeze.day_of("SENSEX")) == (date(2026, 2, 10), date(2026, 2, 1))


def test_a_table_with_faults_changes_nothing_and_each_is_told_by_its_row(app: Flask, file: Path) -> None:
    file.write_text(FREEZE)
    run(app, "freeze", "import", file, "--on", "2026-02-10")
    before = loaded(app).tables().freeze
    file.write_text(FREEZE.replace("1200", "12OO").replace("500", "0"))
    done = run(app, "freeze", "import", file, "--on", "2026-02-11")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "Error: table.csv, row 2: The quantity of NIFTY is “12OO”; write a whole number above 0.",
        "table.csv, row 3: The quantity of NEWCO is “0”; write a whole number above 0.",
        "Nothing was changed.",
    ]
    assert loaded(app).tables().freeze == before


@pytest.mark.parametrize(
    ("content", "options", "told"),
    [
        (b"exchange,tradingsymbol\nNSE,INFY\n", [], "The file does not tell its day; add --on with the day"),
        (b"exchange,tradingsymbol\nNSE,INFY\n", ["--on", "2026-02-19"], "more than a week ahead of 11 Feb 2026"),
        (b"exchange,tradingsymbol\nNSE,\xe9\n", ["--on", "2026-02-11"], "row 2: this is not UTF-8"),
        (b"x" * 2_000_001, ["--on", "2026-02-11"], "larger than 2 MB"),
        (b"", ["--on", "2026-02-11"], "The file has no rows"),
        (b"# on: 2026-02-10\nexchange,tradingsymbol\nNSE,INFY\n", ["--on", "2026-02-11"], "and --on says 2026-02-11"),
        (b"exchange,tradingsymbol\n" + b"NSE,!\n" * 25, ["--on", "2026-02-11"], "And 5 more faults."),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_with_a_sentence(
    app: Flask, file: Path, content: bytes, options: list[str], told: str
) -> None:
    file.write_bytes(content)
    done = run(app, "lists", "import", "gsm", file, *options)
    assert done.exit_code == 1
    assert told in done.output
    assert loaded(app).tables().lists == {}


def test_an_older_table_in_the_place_of_a_newer_is_told(app: Flask, file: Path) -> None:
    file.write_text("exchange,tradingsymbol\nNSE,INFY\n")
    assert "later" not in run(app, "lists", "import", "gsm", file, "--on", "2026-02-11").output
    told = "What was there before is of a later day, 11 Feb 2026."
    assert told in run(app, "lists", "import", "gsm", file, "--on", "2026-02-10").output
    file.write_text(FREEZE)
    assert "later" not in run(app, "freeze", "import", file, "--on", "2026-02-11").output
    assert (
        "Giving way to a figure of a later day: 2.\n" in run(app, "freeze", "import", file, "--on", "2026-02-10").output
    )


def test_a_folder_that_cannot_be_written_is_told_and_the_old_table_stays(
    app: Flask, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "reference").write_text("a file where the folder should be")
    file.write_text(BAN)
    done = run(app, "lists", "import", "fo-ban", file)
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    assert "The old one stays." in done.output


def test_a_list_of_no_known_name_is_refused_with_the_names(app: Flask, file: Path) -> None:
    file.write_text(BAN)
    done = run(app, "lists", "import", "watch", file)
    assert done.exit_code == 2
    assert all(name.value in done.output for name in LISTS)


def test_the_tables_are_shown_with_day_source_count_and_whether_they_hold(app: Flask, file: Path) -> None:
    file.write_text(BAN)
    run(app, "lists", "import", "fo-ban", file)
    file.write_text("exchange,tradingsymbol\nNSE,INFY\n")
    run(app, "lists", "import", "gsm", file, "--on", "2026-02-09")
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in run(app, "lists", "show").output.splitlines()}
    assert lines["fo-ban"] == "11 Feb 2026 2 in use table.csv"
    assert lines["gsm"] == "9 Feb 2026 1 old: it only warns table.csv"
    assert lines["asm"] == "not loaded"
    assert lines["freeze-indices"].startswith("1 Feb 2026 7 in use NSE circular of 30 January 2026")
    assert lines["freeze-stocks"].startswith("1 Dec 2025 213 old: it only warns NSE")
    assert lines.keys() >= {name.value for name in LISTS}


def test_rows_of_an_earlier_day_are_shown_with_their_day_and_with_whether_they_still_hold(
    app: Flask, file: Path
) -> None:
    """Two lines that were taken in stand beside what was there, which is as old as it was."""
    file.write_text(FREEZE)
    run(app, "freeze", "import", file, "--on", "2026-02-11")
    lines = [line.split()[1:] for line in run(app, "lists", "show").output.splitlines() if line.startswith("freeze ")]
    assert [" ".join(line) for line in lines] == [
        "11 Feb 2026 2 in use table.csv",
        "1 Feb 2026 6 in use table.csv",
        "1 Dec 2025 208 old: it only warns table.csv",
    ]


def test_a_broken_table_is_shown_as_such(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "esm.csv").write_text("nonsense")
    assert "esm              broken, and not used: header, row 1" in run(app, "lists", "show").output


def test_every_fault_of_a_table_has_a_sentence() -> None:
    assert set(SENTENCES) == set(TableCode)
    assert all(text.endswith(".") for text in SENTENCES.values())
