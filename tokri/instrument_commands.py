"""The commands of the instrument list: `instruments import`, `instruments search` and `prices import`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final, NoReturn

import click
from flask import Flask
from flask.cli import AppGroup

from tokri.core.basket import plain
from tokri.core.file_day import check_day, over_a_later
from tokri.core.instrument import Hit, Hits
from tokri.core.instrument_file import Changes, Fault, FileFault, FileRefused
from tokri.core.ports import Clock, InstrumentKeeper
from tokri.core.times import date_words, ist

#: Gives the content of a URL. Raises FileRefused.
Fetch = Callable[[str], bytes]

#: Bytes of a file as it lies there, packed or plain.
_LARGEST: Final = 100_000_000

#: Gives the day that an option names, or today in India.
_Day = Callable[[datetime | None], date]

_SHOWN: Final = 5

_DAY_OPTION: Final = click.DateTime(["%Y-%m-%d"])

_SENTENCES: Final[Mapping[Fault, str]] = {
    Fault.HEADER: "the columns are {found}; expected are {expected}.",
    Fault.EMPTY: "it holds no row.",
    Fault.ENCODING: "this is not UTF-8 text.",
    Fault.NUL: "a NUL byte stands here; the file is damaged.",
    Fault.QUOTING: "a quotation mark is not closed, or stands where none may.",
    Fault.COLUMNS: "it has {found} columns, not {expected}.",
    Fault.VALUE: "{column} is {found!r}, which cannot stand there.",
    Fault.TWICE: "{key} stands in row {first} already.",
    Fault.DATES: "the day is {found}; in the rows above it is {expected}.",
    Fault.AHEAD: "it is said to be of {day}, and today is {latest}.",
    Fault.PACKED: "it does not unpack: it is cut off, damaged, or holds more than one file.",
    Fault.LARGE: "it is larger than {most} bytes, and no such list is.",
    Fault.DISK: "the disk did not take it: {why}.",
    Fault.BUSY: "another import is running; wait until it has ended.",
    Fault.ADDRESS: "it is fetched from an https:// address or from this machine, and from nowhere else.",
    Fault.ANSWER: "it could not be fetched: {why}.",
}


def register(app: Flask, keeper: InstrumentKeeper, clock: Clock, fetch: Fetch) -> None:
    """Give the application the commands of the list. `fetch` gets what a URL holds."""

    def day(on: datetime | None) -> date:
        return on.date() if on else ist(clock()).date()

    app.cli.add_command(_instruments(keeper, clock, day, fetch))
    app.cli.add_command(_prices(keeper, day, fetch))


def _instruments(keeper: InstrumentKeeper, clock: Clock, day: _Day, fetch: Fetch) -> AppGroup:
    instruments = AppGroup("instruments", help="The instrument list.")

    @instruments.command("import")
    @click.argument("source", metavar="FILE|URL")
    @click.option("--on", type=_DAY_OPTION, help="The day the list is of, like 2026-02-11. Today unless said.")
    def take_list(source: str, on: datetime | None) -> None:
        """Put Kite's dump in the place of the list: a file or an https address; CSV, gzip or zip.

        One of a single exchange replaces only that.
        """
        try:
            check_day(day(on), day(None))
            content = _content(source, fetch)
            with click.progressbar(length=100, label="Instruments") as bar:
                changes = keeper.take_dump(
                    content, day(on), clock(), lambda done, of: bar.update(done * 100 // of - bar.pos)
                )
                bar.update(100 - bar.pos)
        except FileRefused as refused:
            _say(source, refused, "The list before stays.")
        for line in _told(changes, day(on)):
            click.echo(line)

    @instruments.command("search")
    @click.argument("text", nargs=-1, required=True)
    @click.option(
        "--on", type=_DAY_OPTION, help="The day, like 2026-02-11: what has expired is left out. Today unless said."
    )
    def search(text: tuple[str, ...], on: datetime | None) -> None:
        """Show what TEXT, as people type it, may mean; best first."""
        if keeper.state() is None:
            raise click.ClickException("There is no instrument list yet. Take one in: instruments import FILE")
        for line in _shown(keeper.search(" ".join(text), day(on))):
            click.echo(line)

    return instruments


def _prices(keeper: InstrumentKeeper, day: _Day, fetch: Fetch) -> AppGroup:
    prices = AppGroup("prices", help="Last prices.")

    @prices.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
    @click.option(
        "--on", type=_DAY_OPTION, help="The day of prices that carry none, like 2026-02-11. Today unless said."
    )
    def take_prices(file: Path, on: datetime | None) -> None:
        """Take last prices from FILE: exchange,tradingsymbol,last_price, or an exchange's daily bhavcopy.

        CSV, gzip or zip.
        """
        try:
            taken = keeper.take_prices(_content(str(file), fetch), day(on), file.name, day(None))
        except FileRefused as refused:
            _say(file.name, refused, "The prices before stay.")
        click.echo(f"{_count(taken.rows, 'price')} of {date_words(taken.on)}.")
        if taken.outlived:
            click.echo(f"Giving way to a price of a later day: {taken.outlived:,}.")
        if taken.unlisted:
            click.echo(f"Of instruments that the list does not have: {taken.unlisted:,}.")

    return prices


def _content(source: str, fetch: Fetch) -> bytes:
    if "://" in source:
        return fetch(source)
    try:
        with Path(source).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as fault:
        raise click.ClickException(f"{source} cannot be read: {fault.strerror or fault}.") from fault
    if len(content) > _LARGEST:
        raise FileRefused([FileFault(0, Fault.LARGE, {"most": f"{_LARGEST:,}"})])
    return content


def _say(source: str, refused: FileRefused, stays: str) -> NoReturn:
    told = [_sentence(Path(source).name, each) for each in refused.faults]
    raise click.ClickException("\n".join([*told, stays])) from refused


def _sentence(name: str, fault: FileFault) -> str:
    place = f"{name}, row {fault.row}" if fault.row else name
    if fault.code is Fault.SHRUNK:
        exchange, had, now = fault.facts["exchange"], int(fault.facts["before"]), int(fault.facts["now"])
        has = _count(now, f"{exchange} instrument")
        return f"{place}: it has {has}, where {had:,} were before; it is taken for cut off."
    return f"{place}: {_SENTENCES[fault.code].format(**fault.facts)}"


def _told(changes: Changes, day: date) -> Iterator[str]:
    yield f"{_count(changes.rows, 'instrument')} of {date_words(day)}."
    if later := over_a_later(day, changes.later):
        yield later
    for exchange, count in sorted(changes.left_out.items()):
        yield f"Left out: {count:,} of {exchange}, where a basket cannot trade."
    if changes.first:
        return
    yield from _some("Added", [":".join(key) for key in changes.added])
    yield from _some("Gone", [":".join(key) for key in changes.gone])
    yield from _some("Renamed", [f"{each.exchange}:{each.before} is now {each.now}" for each in changes.renamed])
    for column, what in (("lot_size", "Lot changed"), ("tick_size", "Tick changed")):
        rows = [f"{':'.join(each.key)} {each.before} → {each.now}" for each in changes.changed if each.what == column]
        yield from _some(what, rows)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _some(what: str, rows: list[str]) -> Iterator[str]:
    more = f" and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
    if rows:
        yield f"{what}: {len(rows):,} ({', '.join(rows[:_SHOWN])}{more})."


def _shown(found: Hits) -> Iterator[str]:
    if not found.hits:
        yield "Nothing found."
    elif found.meant:
        yield "Nothing found under that name. The nearest:"
    for hit in found.hits:
        yield "  ".join(part for part in _parts(hit) if part)


def _parts(hit: Hit) -> Iterator[str]:
    it = hit.instrument
    yield f"{it.exchange}:{it.tradingsymbol:<24}"
    yield f"{it.kind:<7}"
    yield f"lot {it.lot_size:<6} tick {plain(it.tick_size):<6}"
    yield f"expires {date_words(it.expiry)}" if it.expiry else ""
    yield f"₹{hit.last_price.price} on {date_words(hit.last_price.on)}" if hit.last_price else ""
    yield it.name
    yield f"(also {hit.twin.exchange}:{hit.twin.tradingsymbol})" if hit.twin else ""
