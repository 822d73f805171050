"""`market show` and `market import`, as a person at the terminal uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.journey.fakes import FakeClock
from tokri.core.market import FaultCode
from tokri.market_commands import SENTENCES, register
from tokri.reference_files import ReferenceFiles
from tokri.web.context import KEY

SHIPPED = Path("tokri/data/calendar.json").read_text("utf-8")

Market = Callable[..., Result]


@pytest.fixture
def market(app: Flask) -> Market:
    return lambda *arguments: app.test_cli_runner().invoke(args=["market", *map(str, arguments)])


def block(result: Result, name: str) -> list[str]:
    """The lines that are said of a market."""
    assert result.exit_code == 0, result.output
    blocks = (each.splitlines() for each in result.output.split("\n\n"))
    return next([line.strip() for line in lines[1:]] for lines in blocks if name in lines[0].split(", "))


def file(tmp_path: Path, change: Callable[[Any], object] = lambda _: None, name: str = "mine.json") -> Path:
    """The shipped calendar, changed, as a file of its own."""
    calendar = json.loads(SHIPPED)
    change(calendar)
    path = tmp_path / name
    path.write_text(json.dumps(calendar), "utf-8")
    return path


def test_a_moment_is_shown_with_the_sessions_of_its_day(market: Market) -> None:
    shown = market("show", "--at", "2026-08-03T15:17")
    assert shown.output.splitlines()[0] == "Monday 3 August 2026, 15:17 IST"
    auctioned = block(shown, "BSE shares-with-derivatives")
    assert auctioned[0] == "now: closing auction, no entry until 15:20 IST"
    assert "09:15–15:15 open; 15:15–15:20 closing auction, no entry; 15:20–15:25 closing auction" in auctioned[1]
    assert "orders for the next session (AMO): before 08:58 and from 16:00" in auctioned
    assert "intraday orders: until 15:20, warned of from 15:00, not confirmed for this day" in auctioned
    assert any("SEBI" in line for line in auctioned)
    assert block(shown, "NFO equity-derivatives")[:2] == ["now: open until 15:40 IST", "09:15–15:40 open"]


def test_a_holiday_is_shown_with_its_name_and_where_it_comes_from(market: Market) -> None:
    shown = market("show", "--on", "2026-03-03")
    said = block(shown, "NSE shares")
    assert said[0] == "closed (Holi)"
    assert "NSE/CMTR/71775" in said[-1]
    assert block(shown, "MCX commodities")[0] == "17:00–23:55 open (Holi)"


def test_what_is_not_loaded_is_shown_as_not_known(market: Market) -> None:
    assert block(market("show", "--on", "2027-01-04"), "NSE shares") == ["not known: the year 2027 is not loaded"]
    said = block(market("show", "--at", "2026-11-08 18:00"), "NSE shares")
    assert said[:2] == ["now: not known", "not known (Diwali, Muhurat trading): its hours are not loaded"]


def test_a_market_that_is_closed_is_shown_with_its_next_opening(market: Market) -> None:
    assert block(market("show", "--at", "2026-02-13 18:00"), "NSE shares")[0] == "now: closed, opens Monday 09:15 IST"


def test_without_a_day_it_is_now(market: Market) -> None:
    assert market("show").output.splitlines()[0].endswith(" IST")


def test_a_day_and_a_moment_are_not_asked_for_together(market: Market) -> None:
    result = market("show", "--on", "2026-02-11", "--at", "2026-02-11T10:00")
    assert result.exit_code == 2
    assert "not both" in result.output


def test_a_calendar_that_is_imported_is_in_use_at_once(market: Market, tmp_path: Path) -> None:
    def hours_of_muhurat(calendar: Any) -> None:
        day = next(each for each in calendar["years"][0]["days"] if each["on"] == "2026-11-08")
        del day["open"]
        day["hours"] = {"shares": [["18:00", "19:00", "open"]]}

    result = market("import", file(tmp_path, hours_of_muhurat))
    assert result.output == "Calendar of 22 Nov 2026. Years loaded: 2026.\n"
    shown = market("show", "--at", "2026-11-08T18:30")
    assert block(shown, "NSE shares")[0] == "now: open until 19:00 IST"
    assert block(shown, "NFO equity-derivatives")[1] == "closed (Diwali, Muhurat trading)"
    assert block(shown, "MCX commodities")[0] == "now: not known"


def test_a_year_that_is_lost_by_an_import_is_told(market: Market, tmp_path: Path) -> None:
    result = market("import", file(tmp_path, lambda calendar: calendar["years"].clear()))
    assert "Years loaded: none. 2026 was loaded before, and is not any more." in result.output
    assert block(market("show", "--on", "2026-02-11"), "NSE shares") == ["not known: the year 2026 is not loaded"]


def test_a_calendar_with_a_fault_changes_nothing_and_every_fault_is_told(
    app: Flask, market: Market, tmp_path: Path
) -> None:
    def spoil(calendar: Any) -> None:
        calendar["hours"][0]["source"] = "hearsay"
        calendar["years"][0]["days"][1]["on"] = "26 January"

    before = app.extensions[KEY].outside.reference.tables().calendar
    result = market("import", file(tmp_path, spoil))
    assert result.exit_code == 1
    assert "mine.json, hours[0].source: no source of this name stands under “sources”." in result.output
    assert "mine.json, years[0].days[1].on: this is no day; write it like 2026-02-11." in result.output
    assert result.output.endswith("Nothing was changed.\n")
    assert app.extensions[KEY].outside.reference.tables().calendar is before


def test_of_very_many_faults_the_first_are_told(market: Market, tmp_path: Path) -> None:
    def spoil(calendar: Any) -> None:
        for day in calendar["years"][1]["days"]:
            day["on"] = "soon"

    result = market("import", file(tmp_path, spoil))
    assert result.output.count("this is no day") == 20
    assert "more faults." in result.output


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"not json", "mine.json: this is not JSON."),
        (b"\xff\xfe", "this is not UTF-8; save the file as UTF-8."),
        (b" " * 1_000_001, "mine.json is larger than 1 MB, and no calendar is."),
    ],
    ids=["no JSON", "no UTF-8", "too large"],
)
def test_a_file_that_is_no_calendar_is_refused(market: Market, tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(content)
    result = market("import", path)
    assert result.exit_code == 1
    assert told in result.output


def test_a_calendar_that_cannot_be_written_leaves_the_old_one(market: Market, tmp_path: Path) -> None:
    (tmp_path / "reference").write_text("a file stands where the folder should be")
    result = market("import", file(tmp_path))
    assert result.exit_code == 1
    assert "The old one stays." in result.output
    assert block(market("show", "--on", "2026-03-03"), "NSE shares")[0] == "closed (Holi)"


def test_in_place_of_a_broken_calendar_the_shipped_one_is_used(market: Market, tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "calendar.json").write_text("broken")
    assert block(market("show", "--on", "2026-03-03"), "NSE shares")[0] == "closed (Holi)"


def test_where_no_calendar_can_be_read_it_is_said_where_to_look() -> None:
    app = Flask(__name__)
    register(app, ReferenceFiles(Path("nowhere"), Path("nowhere")), FakeClock())
    result = app.test_cli_runner().invoke(args=["market", "show"])
    assert result.exit_code == 1
    assert "`lists show` says what is wrong with it." in result.output


def test_every_fault_has_its_sentence() -> None:
    assert set(SENTENCES) == set(FaultCode)
