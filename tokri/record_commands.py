"""The commands of the record: `record verify`, `record head` and `record guard`. docs/record.md is about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup

from tokri.core.ports import Event, Head, Outside, StoreBusy, StoreUnready
from tokri.core.record import read_head
from tokri.core.record_check import Fault, Findings, Kind, check

FAULTS: Final[Mapping[Kind, str]] = {
    Kind.CHANGED: "Entry {seq} was changed: what it says does not give its hash, or the next one follows another.",
    Kind.REMOVED: "Entry {seq} was removed: what stands in its place belongs further down.",
    Kind.REORDERED: "Entry {seq} was moved: another stands in its place, and it stands further down itself.",
    Kind.INSERTED: "Entry {seq} was inserted: the ones around it follow one another without it.",
    Kind.CUT_OFF: "Entry {seq} and what came after were cut off: the record ends before entry {head} that you gave.",
    Kind.REWRITTEN: "Entry {seq} has another hash than you gave: it was rewritten, or entries before it were.",
    Kind.PERSONAL: "What is said of a person beside entry {seq} was changed: it does not give the hash in the chain.",
}

MEND: Final = (
    "Copy the database as it is before anything else is done with it. Then compare it with the newest backup whose "
    "record is whole; from the entry named on, this one proves nothing."
)

NOT_EXCLUDED: Final = (
    "What cannot be excluded without --head: that entries were cut off at the end, or that the whole record was "
    "written anew by somebody who can write to the database. Take a head from a mail or a log of an earlier day."
)


def register(
    app: Flask,
    outside: Outside,
    *,
    triggers_missing: Callable[[], list[str]],
    put_back: Callable[[], list[str]],
) -> None:
    """Give the application the commands of the record.

    `triggers_missing` names the triggers that should refuse changes and are not there; `put_back` makes them again.
    """
    record = AppGroup("record", help="The record of all that was done.")

    @record.command("verify")
    @click.option("--head", "kept", metavar="NUMBER:HASH", help="A head that was kept elsewhere, from a mail or a log.")
    def verify(kept: str | None) -> None:
        """Read the whole record and name the first broken entry: changed, removed, reordered or inserted.

        Ends with status 0 if all is whole, else with 1.
        """
        head = _read(kept)
        with _faults():
            with outside.store.reading() as view:
                findings = check(view.chain.rows(), head)
            missing = triggers_missing()
        for line in (*_told(findings, head), *_unguarded(missing)):
            click.echo(line)
        if missing or not findings.whole:
            raise SystemExit(1)

    @record.command("head")
    def show_head() -> None:
        """Print the number and the hash of the newest entry, to be kept elsewhere."""
        with _faults(), outside.store.reading() as view:
            head = view.chain.head()
        if head is None:
            raise click.ClickException("Nothing is recorded yet.")
        click.echo(str(head))

    @record.command("guard")
    def guard() -> None:
        """Put back the triggers that refuse to change the record, where some are missing."""
        with _faults():
            made = put_back()
            if made:
                _record_guarding(outside, made)
        click.echo(f"Put back: {', '.join(made)}." if made else "All triggers are there.")

    app.cli.add_command(record)


def _record_guarding(outside: Outside, made: list[str]) -> None:
    facts = {"triggers": ", ".join(made)}
    with outside.store.writing() as unit:
        unit.record(Event("triggers put back", "store", outside.clock(), facts, who="console"))


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except StoreUnready as fault:
        raise click.ClickException(str(fault)) from fault
    except StoreBusy as fault:
        raise click.ClickException("Others are writing to the store. Try again in a minute.") from fault


def _read(kept: str | None) -> Head | None:
    if kept is None:
        return None
    head = read_head(kept)
    if head is None:
        raise click.UsageError("--head is a number, a colon and 64 letters and digits, as `record head` prints them.")
    return head


def _told(findings: Findings, head: Head | None) -> Iterator[str]:
    """What was found, worst first."""
    broken = [fault for fault in findings.faults if fault.kind not in (Kind.CUT_OFF, Kind.REWRITTEN, Kind.PERSONAL)]
    for fault in findings.faults:
        yield _sentence(fault, head)
    yield from _erased(findings)
    if findings.faults:
        yield MEND
    if findings.head is None:
        yield "Nothing is recorded." if findings.faults else "Nothing is recorded yet."
    elif not broken:
        yield f"{_entries(findings.head.seq)}, each following from the one before. The newest is {findings.head}"
    if head is None:
        yield NOT_EXCLUDED
    elif not findings.faults:
        yield f"Entry {head.seq} is the one you gave: up to it nothing was cut off or rewritten."


def _sentence(fault: Fault, head: Head | None) -> str:
    return FAULTS[fault.kind].format(seq=fault.seq, head="" if head is None else head.seq)


def _erased(findings: Findings) -> Iterator[str]:
    """How many people stand beside the chain, and whether all that is gone was erased by the program."""
    if findings.erased > findings.erasures:
        yield (
            f"What was said of a person is gone beside {_entries(findings.erased)}, and the record tells of "
            f"{findings.erasures}: the rest was deleted past the program."
        )
    elif findings.erased < findings.erasures:
        yield (
            f"What was said of a person was erased beside {_entries(findings.erasures)}, and is gone beside "
            f"{findings.erased}: erased people are back, as after a backup was restored. Erase them again."
        )
    elif findings.personal or findings.erased:
        yield (
            f"Of a person something is said beside {_entries(findings.personal)}; beside {findings.erased} it was "
            "erased, as the record tells."
        )


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"


def _unguarded(missing: list[str]) -> Iterator[str]:
    if missing:
        yield (
            f"These triggers are missing or not as they were made: {', '.join(missing)}. Without them the database "
            "lets rows be changed. Put them back with: flask --app app record guard"
        )
