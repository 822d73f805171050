"""The commands that replace the dated tables: `freeze import`, `lists import`, `lists show`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup

from tokri.command_files import refused, text_of
from tokri.core.file_day import check_day, over_a_later
from tokri.core.formats.dated_tables import (
    BadTable,
    TableCode,
    TableFault,
    read_freeze,
    read_list,
    write_freeze,
    write_list,
)
from tokri.core.instrument_file import FileRefused
from tokri.core.ports import Clock, Instruments, ReferenceKeeper
from tokri.core.reference import LISTS, DatedList, Leaning, Tables
from tokri.core.times import date_words, ist

#: Faults that are told one by one.
_MOST_NAMED: Final = 20

#: How far ahead of today the day of a table may lie: a list is out on the evening before, and before a long weekend.
_AHEAD: Final = timedelta(days=7)

SENTENCES: Final[Mapping[TableCode, str]] = {
    TableCode.NOT_TEXT: "The file holds characters that no table has; save it as plain text (CSV).",
    TableCode.NO_DAY: "The file does not tell its day; add --on with the day, like --on 2026-02-11.",
    TableCode.TWO_DAYS: "The file says that it is of {told}, and --on says {given}; leave --on out.",
    TableCode.DAY_UNREADABLE: "“{typed}” is no day; write it like 2026-02-11.",
    TableCode.HEADER: "The columns are “{found}”; they must be {is}.",
    TableCode.NO_ROWS: "The file has no rows; its columns must be {is}.",
    TableCode.CUT_OFF: "The file has a heading and no row, like one cut off; if the list is truly empty, add --empty.",
    TableCode.CELLS: "This row has {cells} cells, and there are {columns} columns.",
    TableCode.SYMBOL: "“{typed}” is no symbol; write it as Kite does, like INFY or M&M.",
    TableCode.EXCHANGE: "“{typed}” is no exchange; write NSE, BSE, NFO, BFO, CDS, BCD or MCX.",
    TableCode.UNITS: "The quantity of {symbol} is “{typed}”; write a whole number above 0.",
    TableCode.STAGE: "The stage of {symbol} is too long: “{typed}”.",
    TableCode.TWICE: "{symbol} stands on an earlier row already.",
}

_FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_DAY: Final = click.DateTime(["%Y-%m-%d"])


def register(app: Flask, tables: ReferenceKeeper, instruments: Instruments, clock: Clock) -> None:
    """Give the application the commands for the tables. `instruments` is asked whether what a list names is listed."""
    freeze = AppGroup("freeze", help="Freeze quantities: the most units that an exchange takes in one order.")
    lists = AppGroup("lists", help="The lists of the exchanges and of the broker, each of one day.")

    @freeze.command("import")
    @click.argument("file", type=_FILE)
    @click.option("--on", type=_DAY, help="The day that the figures hold from, where the file does not tell it.")
    def freeze_import(file: Path, on: datetime | None) -> None:
        """Take in freeze quantities: NSE's file, or SYMBOL,VOL_FRZ_QTY. What it does not hold stays as it is."""
        try:
            table = read_freeze(text_of(file, 2, "such table"), on.date() if on else None, file.name)
        except BadTable as bad:
            raise _refused(file, bad) from bad
        _check_day(table.on, clock)
        before = tables.tables().freeze
        merged = table if before is None else table.over(before)
        _put(tables, "freeze.csv", write_freeze(merged))
        old = before.units if before else {}
        changed = sum(each in old and old[each] != units for each, units in merged.units.items())
        click.echo(
            f"Freeze quantities of {date_words(table.on)}: {_rows(len(table.units))}, "
            f"{len(merged.units.keys() - old.keys())} new, {changed} changed."
        )
        outlived = sum(merged.day_of(each) > table.on for each in table.units)
        if outlived:
            click.echo(f"Giving way to a figure of a later day: {outlived:,}.")

    @lists.command("import")
    @click.argument("name", type=click.Choice([each.value for each in LISTS]))
    @click.argument("file", type=_FILE)
    @click.option("--on", type=_DAY, help="The day of the list, where the file does not tell it.")
    @click.option("--empty", is_flag=True, help="The list is truly empty: a file without a row is taken.")
    def lists_import(name: str, file: Path, on: datetime | None, empty: bool) -> None:
        """Take in a list of that NAME: exchange,tradingsymbol,stage; for fo-ban also NSE's fo_secban.csv."""
        leaning = Leaning(name)
        try:
            text = text_of(file, 2, "such table")
            table = read_list(leaning, text, on.date() if on else None, file.name, may_be_empty=empty)
        except BadTable as bad:
            raise _refused(file, bad) from bad
        _check_day(table.on, clock)
        before = tables.tables().lists.get(leaning)
        _put(tables, f"{name}.csv", write_list(table))
        old = before.entries.keys() if before else set()
        click.echo(
            f"{name} of {date_words(table.on)}: {_rows(len(table.entries))}, "
            f"{len(table.entries.keys() - old)} new, {len(old - table.entries.keys())} gone."
        )
        _say_if_later(table.on, before.on if before else None)
        _say_if_unlisted(table, instruments)

    @lists.command("show")
    def lists_show() -> None:
        """Show every table: its days, how many rows are of each, whether they still block, and where they come from."""
        for line in _shown(tables, ist(clock()).date()):
            click.echo(line)

    app.cli.add_command(freeze)
    app.cli.add_command(lists)


def _refused(file: Path, bad: BadTable) -> click.ClickException:
    return refused([_sentence(file, fault) for fault in bad.faults])


def _sentence(file: Path, fault: TableFault) -> str:
    where = file.name if fault.row is None else f"{file.name}, row {fault.row}"
    return f"{where}: {SENTENCES[fault.code].format_map(fault.facts)}"


def _check_day(on: date, clock: Clock) -> None:
    today = ist(clock()).date()
    try:
        check_day(on, today + _AHEAD)
    except FileRefused as refused:
        told = f"The table is of {date_words(on)}, more than a week ahead of {date_words(today)}. Nothing was changed."
        raise click.ClickException(told) from refused


def _say_if_later(on: date, before: date | None) -> None:
    if told := over_a_later(on, before):
        click.echo(told)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _say_if_unlisted(table: DatedList, instruments: Instruments) -> None:
    """Tell what no instrument has as its symbol: the list may write it otherwise than Kite, and is then of no use."""
    if instruments.state() is None:
        return
    found = instruments.look_up(table.entries.keys(), table.on)
    missing = sorted(":".join(key) for key in table.entries if found[key].instrument is None)
    if missing:
        more = ", …" if len(missing) > _MOST_NAMED else ""
        named = ", ".join(missing[:_MOST_NAMED]) + more
        click.echo(f"Not on the instrument list: {len(missing):,} of {len(table.entries):,} ({named}).")


def _put(tables: ReferenceKeeper, name: str, text: str) -> None:
    try:
        tables.put(name, text)
    except OSError as fault:
        told = f"The table cannot be written: {fault.strerror or fault}. The old one stays."
        raise click.ClickException(told) from fault


def _shown(reference: ReferenceKeeper, today: date) -> Iterator[str]:
    tables, states = reference.tables(), tuple(reference.states())
    for state in states:
        if state.on is None:
            yield f"{state.name:<16} broken, and not used: {state.fault}"
            continue
        days = {state.on: state.rows - sum(state.earlier.values()), **state.earlier}
        for on in sorted(days, reverse=True):
            standing = _standing(tables, state.name, on, today)
            yield f"{state.name:<16} {date_words(on):<12} {days[on]:>6}  {standing:<22} {state.source}"
    loaded = {state.name for state in states}
    for name in LISTS:
        if name not in loaded:
            yield f"{name:<16} not loaded"


def _standing(tables: Tables, called: str, on: date, today: date) -> str:
    """Whether what leans on the table alone, or on its rows of that day, still stops an order."""
    if called == "calendar":
        return "in use"
    name = Leaning.FREEZE if called.startswith("freeze") else Leaning(called)
    return "in use" if tables.holds(name, on, today) else "old: it only warns"
