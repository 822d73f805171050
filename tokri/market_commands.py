"""The commands of the market clock: `market show` and `market import`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup

from tokri.command_files import refused, text_of
from tokri.core.choices import CHOICES
from tokri.core.market import (
    Calendar,
    CalendarFaulty,
    Day,
    FaultCode,
    Market,
    Phase,
    State,
    cut_off,
    day,
    market_of,
    not_queueing,
    read_calendar,
    state,
)
from tokri.core.ports import Clock, ReferenceKeeper
from tokri.core.times import IST, date_words, demo_words, ist, ist_clock, weekday_words

#: The name of the calendar's file among the tables.
_CALENDAR: Final = "calendar.json"


SENTENCES: Final[Mapping[FaultCode, str]] = {
    FaultCode.NOT_JSON: "this is not JSON.",
    FaultCode.TWICE: "this stands twice; take one out.",
    FaultCode.MISSING: "this is missing.",
    FaultCode.UNKNOWN_NAME: "no field has this name; take it out, or look up how it is spelt.",
    FaultCode.WRONG_KIND: "this is of another kind than is meant here: text, number, list, true or false.",
    FaultCode.NOT_A_DATE: "this is no day; write it like 2026-02-11.",
    FaultCode.NOT_A_TIME: "this is no time of day; write it like 09:15.",
    FaultCode.NOT_A_CHOICE: "this is none of the words that can stand here.",
    FaultCode.OUT_OF_ORDER: "this ends before it begins, or begins before the one above it has ended.",
    FaultCode.NO_SUCH_SOURCE: "no source of this name stands under “sources”.",
    FaultCode.WRONG_YEAR: "this day is of another year.",
    FaultCode.OVERLAP: "an earlier row holds for the same market at the same time; end one with “to”.",
    FaultCode.TOO_LONG: "this is too long.",
}

_PHASES: Final[Mapping[Phase, str]] = {
    Phase.PRE_OPEN: "pre-open",
    Phase.PRE_OPEN_LIMIT: "pre-open, LIMIT only",
    Phase.PRE_OPEN_MATCHING: "pre-open, no entry",
    Phase.OPEN: "open",
    Phase.AUCTION_NO_ENTRY: "closing auction, no entry",
    Phase.AUCTION: "closing auction, LIMIT and MARKET",
    Phase.AUCTION_LIMIT: "closing auction, LIMIT only",
    Phase.AUCTION_MATCHING: "closing auction, matching",
    Phase.POST_CLOSE: "at the closing price",
    Phase.CLOSED: "closed",
    Phase.UNKNOWN: "not known",
}


def register(app: Flask, tables: ReferenceKeeper, clock: Clock) -> None:
    """Give the application the commands of the clock."""
    market = AppGroup("market", help="The market clock: sessions, holidays, orders after hours.")

    @market.command("show")
    @click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="A whole day, like 2026-02-11. Today unless said.")
    @click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]), help="A moment in India.")
    def show(on: datetime | None, at: datetime | None) -> None:
        """Show the sessions of a day in each market, where the hours come from, and how each stands at a moment."""
        if on and at:
            raise click.UsageError("Give --on or --at, not both.")
        calendar = tables.tables().calendar
        if calendar is None:
            raise click.ClickException("No calendar is loaded; `lists show` says what is wrong with it.")
        moment = at.replace(tzinfo=IST) if at else None if on else clock()
        whole_day = on.date() if on else ist(moment or clock()).date()
        for line in _shown(calendar, whole_day, moment):
            click.echo(line)

    @market.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
    def take_in(file: Path) -> None:
        """Put FILE in the place of the calendar. With a fault in it, everything stays as it is."""
        text = text_of(file, 1, "calendar")
        try:
            calendar = read_calendar(text)
        except CalendarFaulty as bad:
            raise _refused(file, bad) from bad
        before = tables.tables().calendar
        try:
            tables.put(_CALENDAR, text)
        except OSError as fault:
            told = f"The calendar cannot be written: {fault.strerror or fault}. The old one stays."
            raise click.ClickException(told) from fault
        click.echo(_taken(calendar, before))

    app.cli.add_command(market)


def _refused(file: Path, bad: CalendarFaulty) -> click.ClickException:
    where = f"{file.name}{{}}{{}}: {{}}"
    return refused([where.format(", " if each.path else "", each.path, SENTENCES[each.code]) for each in bad.faults])


def _years(calendar: Calendar | None) -> set[int]:
    return {each.year for each in calendar.years} if calendar else set()


def _taken(calendar: Calendar, before: Calendar | None) -> str:
    years = ", ".join(str(each) for each in sorted(_years(calendar))) or "none"
    gone = ", ".join(str(each) for each in sorted(_years(before) - _years(calendar)))
    lost = f" {gone} was loaded before, and is not any more." if gone else ""
    return f"Calendar of {date_words(calendar.on)}. Years loaded: {years}.{lost}"


def _markets() -> list[Market]:
    found = [
        market_of(exchange, has_derivatives=derivatives)
        for exchange in CHOICES["exchange"]
        for derivatives in ((False, True) if exchange in {"NSE", "BSE"} else (False,))
    ]
    return [market for market in found if market]


def _shown(calendar: Calendar, on: date, moment: datetime | None) -> Iterator[str]:
    """The day of each market; markets whose days are alike share what is said."""
    yield demo_words(moment) if moment else date_words(on)
    blocks: dict[tuple[str, ...], list[str]] = {}
    for market in _markets():
        said = tuple(_of_market(calendar, market, on, moment))
        blocks.setdefault(said, []).append(f"{market.exchange} {market.segment.value}")
    for said, names in blocks.items():
        yield ""
        yield ", ".join(names)
        yield from (f"  {line}" for line in said)


def _of_market(calendar: Calendar, market: Market, on: date, moment: datetime | None) -> Iterator[str]:
    today = day(calendar, market, on)
    if moment:
        yield _now(state(calendar, market, moment))
    yield _sessions(today)
    gap = not_queueing(calendar, market, on)
    if gap:
        yield f"orders for the next session (AMO): before {gap[0]:%H:%M} and from {gap[1]:%H:%M}"
    late = cut_off(calendar, market, today.moment(datetime.min.time()))
    if late:
        doubt = "" if late.verified else ", not confirmed for this day"
        yield f"intraday orders: until {late.at:%H:%M}, warned of from {late.warn_from:%H:%M}{doubt}"
    for source in today.sources:
        yield f"source: {calendar.sources[source]}"


def _now(stands: State) -> str:
    until = f" until {ist_clock(stands.until)}" if stands.until else ""
    opens = f", opens {weekday_words(stands.opens)}" if stands.opens else ""
    return f"now: {_PHASES[stands.phase]}{until}{opens}"


def _sessions(today: Day) -> str:
    named = f" ({today.name})" if today.name else ""
    if not today.known:
        missing = f"the year {today.missing_year} is not loaded" if today.missing_year else "its hours are not loaded"
        return f"not known{named}: {missing}"
    if not today.spans:
        return f"closed{named}"
    spans = [
        f"{span.start:%H:%M}–{span.end:%H:%M} {_PHASES[span.phase]}{'' if span.verified else ' (unverified)'}"
        for span in today.spans
    ]
    return "; ".join(spans) + named
