"""A calendar from its file: JSON, read strictly. Every fault is named by its path, and a faulty file gives nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from itertools import combinations
from typing import Final, TypeVar

from tokri.core.choices import CHOICES
from tokri.core.market.calendar import Calendar, CutOff, Hours, Phase, Queueing, Row, Segment, Span, Special, Year
from tokri.core.market.nodes import CalendarFaulty, Fault, FaultCode, Node, Pairs, maybe, no_constant

_VERSION: Final = 1
#: The most letters of a file; a year of special days takes some 3,000.
LONGEST_FILE: Final = 1_000_000
_SPAN_PARTS: Final = (3, 4)
_PHASES: Final = tuple(phase.value for phase in Phase if phase not in {Phase.CLOSED, Phase.UNKNOWN})

RowLike = TypeVar("RowLike", bound=Row)


def read_calendar(text: str) -> Calendar:
    """The calendar that the text of a file holds; CalendarFaulty where anything in it is wrong."""
    faults: list[Fault] = []
    if len(text) > LONGEST_FILE:
        raise CalendarFaulty([Fault("", FaultCode.TOO_LONG)])
    try:
        value = json.loads(text, object_pairs_hook=Pairs, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise CalendarFaulty([Fault("", FaultCode.NOT_JSON)]) from None
    calendar = _calendar(Node(value, "", faults))
    if calendar is not None:
        _whole(calendar, faults)
    if faults or calendar is None:
        raise CalendarFaulty(faults)
    return calendar


def _calendar(node: Node) -> Calendar | None:
    names = ("tokri_calendar", "on", "sources", "hours", "years", "queueing", "cut_offs")
    fields = node.fields(names, ("pause",))
    if fields is None:
        return None
    if fields["tokri_calendar"].value != _VERSION:
        fields["tokri_calendar"].fault(FaultCode.NOT_A_CHOICE)
    named = fields["sources"].fields((), _names(fields["sources"])) or {}
    sources = {name: each.text() for name, each in named.items()}
    read = _Reader(sources)
    pause = [each.time() for each in fields["pause"].items()] if "pause" in fields else []
    if pause and (len(pause) != len(("from", "to")) or pause[0] >= pause[1]):
        fields["pause"].fault(FaultCode.OUT_OF_ORDER)
    return Calendar(
        on=fields["on"].date(),
        sources=sources,
        hours=read.rows(fields["hours"], read.hours),
        years=tuple(year for each in fields["years"].items() if (year := read.year(each)) is not None),
        queueing=read.rows(fields["queueing"], read.queueing),
        cut_offs=read.rows(fields["cut_offs"], read.cut_off),
        pause=(pause[0], pause[1]) if len(pause) > 1 else None,
    )


def _names(node: Node) -> list[str]:
    return [name for name, _ in node.value] if isinstance(node.value, Pairs) else []


#: What every dated row holds.
_ROW: Final = ("exchanges", "segments", "from", "source", "verified")


class _Reader:
    """Rows of the tables, which name these sources."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    def rows(self, node: Node, read: Callable[[Node], RowLike | None]) -> tuple[RowLike, ...]:
        """The rows of a table, no two of which may hold for one market on one day."""
        found: list[tuple[Node, RowLike]] = []
        for each in node.items():
            row = read(each)
            if row is not None:
                found.append((each, row))
        for (_, earlier), (place, later) in combinations(found, 2):
            if _meet(earlier, later):
                place.fault(FaultCode.OVERLAP)
        return tuple(row for _, row in found)

    def hours(self, node: Node) -> Hours | None:
        fields = node.fields((*_ROW, "phases"), ("to",))
        return None if fields is None else Hours(*self._row(fields), _spans(fields["phases"]))

    def queueing(self, node: Node) -> Queueing | None:
        fields = node.fields((*_ROW, "until", "opens"), ("to",))
        if fields is None:
            return None
        return Queueing(*self._row(fields), fields["until"].time(), maybe(fields["opens"], Node.time))

    def cut_off(self, node: Node) -> CutOff | None:
        fields = node.fields((*_ROW, "fee"), ("to", "at", "warn_from", "minutes_before", "warn_minutes_before"))
        if fields is None:
            return None
        by_time = {"at", "warn_from"} <= set(fields)
        by_close = {"minutes_before", "warn_minutes_before"} <= set(fields)
        if by_time == by_close:
            node.fault(FaultCode.MISSING)
        return CutOff(
            *self._row(fields),
            maybe(fields.get("at"), Node.time),
            maybe(fields.get("warn_from"), Node.time),
            maybe(fields.get("minutes_before"), _minutes),
            maybe(fields.get("warn_minutes_before"), _minutes),
            fields["fee"].whole(100_000),
        )

    def year(self, node: Node) -> Year | None:
        fields = node.fields(("year", "exchanges", "source", "days"))
        if fields is None:
            return None
        year = fields["year"].whole(9999)
        days: dict[date, Special] = {}
        for each in fields["days"].items():
            special = self._special(each, self._source(fields["source"]))
            if special is None or special.on == date.min:
                continue  # what cannot be read is told already
            if special.on.year != year:
                each.fault(FaultCode.WRONG_YEAR)
            if special.on in days:
                each.fault(FaultCode.TWICE)
            days[special.on] = special
        return Year(year, self._exchanges(fields["exchanges"]), self._source(fields["source"]), days)

    def _row(
        self, fields: Mapping[str, Node]
    ) -> tuple[frozenset[str], frozenset[Segment], date, date | None, str, bool]:
        first, last = fields["from"].date(), maybe(fields.get("to"), Node.date)
        if last is not None and last < first:
            fields["to"].fault(FaultCode.OUT_OF_ORDER)
        return (
            self._exchanges(fields["exchanges"]),
            frozenset(Segment(each.choice(Segment)) for each in fields["segments"].items()),
            first,
            last,
            self._source(fields["source"]),
            fields["verified"].flag(),
        )

    def _exchanges(self, node: Node) -> frozenset[str]:
        return frozenset(each.choice(CHOICES["exchange"]) for each in node.items())

    def _source(self, node: Node) -> str:
        name = node.text()
        if name and name not in self._sources:
            node.fault(FaultCode.NO_SUCH_SOURCE)
        return name

    def _special(self, node: Node, source: str) -> Special | None:
        allowed = ("source", "verified", "open", "only_from", "only_until", "hours")
        fields = node.fields(("on", "name"), allowed)
        if fields is None:
            return None
        opens = maybe(fields.get("open"), lambda each: each.choice(("usual", "unknown")))
        hours = {
            Segment(name): _spans(each)
            for name, each in (maybe(fields.get("hours"), lambda each: each.fields((), Segment)) or {}).items()
            if name in set(Segment)
        }
        return Special(
            on=fields["on"].date(),
            name=fields["name"].text(),
            source=maybe(fields.get("source"), self._source) or source,
            verified=maybe(fields.get("verified"), Node.flag) is not False,
            closed=not {"open", "only_from", "only_until", "hours"} & set(fields),
            only_from=maybe(fields.get("only_from"), Node.time),
            only_until=maybe(fields.get("only_until"), Node.time),
            hours=hours or None,
            hours_known=opens != "unknown",
        )


def _minutes(node: Node) -> int:
    return node.whole(24 * 60)


def _spans(node: Node) -> tuple[Span, ...]:
    """Phases in order: start, end, phase, and "unverified" where no source tells these very minutes."""
    spans: list[Span] = []
    for each in node.items():
        parts = each.items()
        if len(parts) not in _SPAN_PARTS:
            each.fault(FaultCode.WRONG_KIND)
            continue
        sure = not [part.choice(("unverified",)) for part in parts[3:]]
        span = Span(parts[0].time(), parts[1].time(), Phase(parts[2].choice(_PHASES)), sure)
        if span.start >= span.end or (spans and span.start < spans[-1].end):
            each.fault(FaultCode.OUT_OF_ORDER)
        spans.append(span)
    if not spans:
        node.fault(FaultCode.MISSING)
    return tuple(spans)


def _meet(one: Row, other: Row) -> bool:
    return bool(
        one.exchanges & other.exchanges
        and one.segments & other.segments
        and one.first <= (other.last or date.max)
        and other.first <= (one.last or date.max)
    )


def _whole(calendar: Calendar, faults: list[Fault]) -> None:
    """What only the whole file shows: two rows for one year of one exchange."""
    numbered = enumerate(calendar.years)
    for (_, earlier), (place, later) in combinations(numbered, 2):
        if earlier.year == later.year and earlier.exchanges & later.exchanges:
            faults.append(Fault(f"years[{place}]", FaultCode.OVERLAP))
