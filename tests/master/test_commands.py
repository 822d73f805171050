"""The commands of the list say in a sentence what they did, or what is wrong with which row."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.kite import scripted
from tests.master.lists import dump, share
from tests.master.test_look_up import bhavcopy, daily
from tokri import http
from tokri.core.instrument_file import Fault, FileRefused


@pytest.fixture
def listed(app: Flask, tmp_path: Path) -> Path:
    """A file that was taken in."""
    file = tmp_path / "instruments.csv"
    file.write_bytes(dump(share("INFY", "INFOSYS LIMITED"), share("LTF", "L&T FINANCE LIMITED")))
    assert run(app, "instruments", "import", str(file), "--on", "2026-02-11").exit_code == 0
    return file


def run(app: Flask, *argv: str) -> Result:
    return app.test_cli_runner().invoke(args=list(argv))


def test_an_import_says_how_many_and_of_which_day(app: Flask, listed: Path) -> None:
    again = run(app, "instruments", "import", str(listed), "--on", "2026-02-12")
    assert again.exit_code == 0
    assert "2 instruments of 12 Feb 2026.\n" in again.output


def test_an_import_says_what_changed(app: Flask, listed: Path) -> None:
    listed.write_bytes(
        dump(
            share("INFY", tick_size="0.1", lot_size=5),
            *(share(f"N{number}") for number in range(7)),
            "1,1,X,X,0,,0,1,1,EQ,NCO,NCO",
        )
    )
    said = run(app, "instruments", "import", str(listed)).output.splitlines()
    assert "Added: 7 (NSE:N0, NSE:N1, NSE:N2, NSE:N3, NSE:N4 and 2 more)." in said
    assert "Gone: 1 (NSE:LTF)." in said
    assert "Lot changed: 1 (NSE:INFY 1 → 5)." in said
    assert "Tick changed: 1 (NSE:INFY 0.05 → 0.1)." in said
    assert "Left out: 1 of NCO, where a basket cannot trade." in said


def test_every_fault_is_a_sentence_with_its_row(app: Flask, listed: Path) -> None:
    listed.write_bytes(dump(share("INFY"), "1,2,3", share("LTF", lot_size="many")))
    refused = run(app, "instruments", "import", str(listed))
    assert refused.exit_code == 1
    assert refused.output.splitlines()[-3:] == [
        "Error: instruments.csv, row 3: it has 3 columns, not 12.",
        "instruments.csv, row 4: lot_size is 'many', which cannot stand there.",
        "The list before stays.",
    ]


def test_a_list_that_shrank_is_told_in_numbers(app: Flask, listed: Path) -> None:
    listed.write_bytes(dump(share("INFY")))
    refused = run(app, "instruments", "import", str(listed))
    assert refused.exit_code == 1
    assert "it has 1 NSE instrument, where 2 were before; it is taken for cut off." in refused.output


def test_a_file_that_is_not_there_is_told(app: Flask) -> None:
    refused = run(app, "instruments", "import", "nowhere.csv")
    assert refused.exit_code == 1
    assert refused.output == "Error: nowhere.csv cannot be read: No such file or directory.\n"


@pytest.mark.usefixtures("listed")
def test_a_search_shows_what_was_found(app: Flask) -> None:
    found = run(app, "instruments", "search", "L&TFH")
    assert found.exit_code == 0
    assert found.output.startswith("NSE:LTF ")
    assert "L&T FINANCE LIMITED" in found.output
    assert run(app, "instruments", "search", "zzzz").output == "Nothing found.\n"
    assert run(app, "instruments", "search", "infosis").output.startswith(
        "Nothing found under that name. The nearest:\nNSE:INFY"
    )


def test_a_search_without_a_list_says_how_to_get_one(app: Flask) -> None:
    refused = run(app, "instruments", "search", "infy")
    assert refused.exit_code == 1
    assert "There is no instrument list yet. Take one in: instruments import FILE" in refused.output


def test_prices_are_taken_with_their_day(app: Flask, listed: Path) -> None:
    file = listed.with_name("prices.csv")
    file.write_text("exchange,tradingsymbol,last_price\nNSE,INFY,1656\nNSE,NONE,1\n")
    taken = run(app, "prices", "import", str(file), "--on", "2026-02-11")
    assert taken.output.splitlines() == [
        "2 prices of 11 Feb 2026.",
        "Of instruments that the list does not have: 1.",
    ]
    assert "₹1656 on 11 Feb 2026" in run(app, "instruments", "search", "infy").output


def test_faulty_prices_are_told_by_row(app: Flask, listed: Path) -> None:
    file = listed.with_name("prices.csv")
    file.write_text("exchange,tradingsymbol,last_price\nNSE,INFY,lots\n")
    refused = run(app, "prices", "import", str(file))
    assert refused.exit_code == 1
    assert refused.output == (
        "Error: prices.csv, row 2: last_price is 'lots', which cannot stand there.\nThe prices before stay.\n"
    )


@pytest.mark.parametrize(
    "address", ["http://example.com/instruments", "ftp://127.0.0.1/x", "http://127.0.0.1.example.com/"]
)
def test_a_list_is_fetched_by_https_or_from_this_machine_alone(app: Flask, address: str) -> None:
    refused = run(app, "instruments", "import", address)
    assert refused.exit_code == 1
    assert "it is fetched from an https:// address or from this machine, and from nowhere else." in refused.output


def test_a_list_is_fetched_from_an_address(app: Flask) -> None:
    with scripted.serving() as server:
        server.reply = scripted.said(200, dump(share("INFY")).decode(), "text/csv")
        taken = run(app, "instruments", "import", f"{server.url}/instruments/NSE")
        assert taken.exit_code == 0
        server.reply = scripted.said(302, "elsewhere", "text/plain")
        refused = run(app, "instruments", "import", f"{server.url}/instruments/NSE?api_key=secret")
    assert refused.exit_code == 1
    assert "it could not be fetched: the answer was 302." in refused.output
    assert run(app, "instruments", "search", "infy").output.startswith("NSE:INFY ")


def test_an_address_that_gives_too_much_is_cut_short() -> None:
    with scripted.serving() as server:
        server.reply = scripted.said(200, "a" * 5000, "text/csv")
        with pytest.raises(FileRefused) as caught:
            http.fetch(server.url, most_bytes=4000)
    assert [(each.code, each.facts["why"]) for each in caught.value.faults] == [(Fault.ANSWER, "TooLong")]


@pytest.mark.parametrize("command", ["instruments", "prices"])
def test_a_file_of_a_day_that_is_yet_to_come_is_refused(app: Flask, listed: Path, command: str) -> None:
    if command == "prices":
        listed.write_text("exchange,tradingsymbol,last_price\nNSE,INFY,1656\n")
    refused = run(app, command, "import", str(listed), "--on", "2131-01-01")
    assert refused.exit_code == 1
    assert "instruments.csv: it is said to be of 1 Jan 2131, and today is " in refused.output
    assert "before stay" in refused.output
    found = run(app, "instruments", "search", "infy")
    assert "2131" not in found.output
    assert "1656" not in found.output


def test_a_daily_file_whose_own_day_is_yet_to_come_is_refused(app: Flask, listed: Path) -> None:
    daily_file = bhavcopy(daily("NSE", 1594, "INE009A01021", "INFY", "EQ"))
    listed.write_bytes(daily_file.replace(b"2026-02-11", b"2131-02-11"))
    refused = run(app, "prices", "import", str(listed))
    assert refused.exit_code == 1
    assert "it is said to be of 11 Feb 2131" in refused.output
    assert "₹" not in run(app, "instruments", "search", "infy").output


def test_an_older_list_in_the_place_of_a_newer_is_told(app: Flask, listed: Path) -> None:
    taken = run(app, "instruments", "import", str(listed), "--on", "2026-02-10")
    assert taken.exit_code == 0
    assert "What was there before is of a later day, 11 Feb 2026." in taken.output
    again = run(app, "instruments", "import", str(listed), "--on", "2026-02-11")
    assert "later day" not in again.output


def test_prices_that_give_way_to_later_ones_are_told(app: Flask, listed: Path) -> None:
    file = listed.with_name("prices.csv")
    file.write_text("exchange,tradingsymbol,last_price\nNSE,INFY,1656\n")
    assert run(app, "prices", "import", str(file), "--on", "2026-02-11").output == "1 price of 11 Feb 2026.\n"
    file.write_text("exchange,tradingsymbol,last_price\nNSE,INFY,1\nNSE,LTF,2\n")
    taken = run(app, "prices", "import", str(file), "--on", "2026-02-10")
    assert taken.output.splitlines() == [
        "2 prices of 10 Feb 2026.",
        "Giving way to a price of a later day: 1.",
    ]
