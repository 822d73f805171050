"""The record in words: what each kind of entry tells, who did it, and whether all of it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tokri.core.ports import Entry, Personal
from tokri.core.record_check import Fault, Findings, Kind
from tokri.web.words.clients import LABELS
from tokri.web.words.times import date_words, ist_words

HEAD_UNREAD: Final = (
    "What was typed as the head is not one. A head is a number, a colon and 64 letters and digits, as in the daily log."
)

#: Without a head from outside, this much stays open.
NOT_EXCLUDED: Final = (
    "What this cannot exclude: that newer entries were cut off at the end, or that the whole record was written anew. "
    "Compare with a head that was kept elsewhere: the daily log, or the mail to your compliance officer."
)

#: Characters of one fact on a page; a pack's chain has them all.
_LONGEST: Final = 300

#: Facts whose names say less than they mean.
_FACTS: Final[Mapping[str, str]] = {
    "kite_agreed": "Kite confirmed it",
    "account_known": "account known before",
    "may_be_there": "may be at Kite already",
}

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+-][0-9]{2}:[0-9]{2}", re.ASCII)

_WHO: Final[Mapping[str, str]] = {"visitor": "a visitor", "runner": "the program itself", "console": "the terminal"}

_FAULTS: Final[Mapping[Kind, str]] = {
    Kind.CHANGED: "Entry {seq} was changed.",
    Kind.REMOVED: "Entry {seq}, or what stood before it, was removed.",
    Kind.REORDERED: "Entry {seq} does not stand where it was written.",
    Kind.INSERTED: "Entry {seq} was put in afterwards.",
    Kind.CUT_OFF: "The record ends before the head: from entry {seq} on it was cut off.",
    Kind.REWRITTEN: "Entry {seq} is not the one whose hash was kept elsewhere: the record was written anew.",
    Kind.PERSONAL: "What stands beside entry {seq} about a person is not what was recorded.",
}


#: What stood beside entries is gone, or is back, and no entry tells of it.
_SILENT: Final = (
    "What is said of people beside the chain is not what the record tells was erased: the difference is {n}. "
    "Somebody erased without this program, or put a backup back."
)


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """One entry as a line of the page."""

    seq: int
    at: datetime
    what: str
    who: str
    where: str
    facts: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """What reading the whole record showed: sentences, the first of them the outcome."""

    whole: bool
    sentences: tuple[str, ...]


def told(entry: Entry, people: Mapping[str, str]) -> ToldEntry:
    """The entry in words; `people` are names by id."""
    facts = "; ".join(
        f"{_FACTS.get(name, name.replace('_', ' '))}: {_cut(_value(value))}"
        for name, value in entry.facts.items()
        if value not in (None, "")
    )
    return ToldEntry(
        entry.seq,
        entry.at,
        entry.kind[:1].upper() + entry.kind[1:],
        _who(entry.who, people),
        entry.where,
        facts,
        entry.sha256,
    )


def told_of_client(entry: Entry, personal: Personal | None, people: Mapping[str, str]) -> ToldEntry:
    """An entry as the client's own page tells it, with what stands beside it of them, as far as it is still there."""
    beside: Mapping[str, str] = {} if personal is None else json.loads(personal.data)
    facts = {name: value for name, value in entry.facts.items() if name not in {"code", "fields"}}
    others = [LABELS.get(name, name) for name in str(entry.facts.get("fields") or "").split() if name not in beside]
    said = [f"{LABELS.get(name, name.capitalize())}: {_value(text)}" for name, text in beside.items() if text]
    if others:
        said.append(f"{'Also' if said else 'Of'} {', '.join(others)}, which the record does not hold")
    line = told(replace(entry, facts=facts), people)
    return replace(line, facts="; ".join(filter(None, (line.facts, *said))))


def _value(value: str | float | bool) -> str:
    """A fact as people read it: yes or no, and days and moments as everywhere else. The chain keeps it as it was."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    try:
        if _DAY.fullmatch(text):
            return date_words(date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            return ist_words(datetime.fromisoformat(text))
    except ValueError:  # it only looks like one
        pass
    return text


def _cut(text: str) -> str:
    """A fact as a page shows it: of a choice of thousands the first ids, and how long the whole is."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters; a pack has all of them)"


def _who(who: str, people: Mapping[str, str]) -> str:
    kind, _, person_id = who.partition(":")
    return people.get(person_id, person_id) if kind == "user" else _WHO.get(who, who)


def found(findings: Findings, *, against: bool) -> Found:
    """The outcome of a check in sentences."""
    count = 0 if findings.head is None else findings.head.seq
    entries = "1 entry" if count == 1 else f"{count:,} entries"
    if not findings.whole:
        silent = findings.erased - findings.erasures
        faults = [_fault(fault) for fault in findings.faults] + ([_SILENT.format(n=silent)] if silent else [])
        return Found(whole=False, sentences=tuple(faults))
    outcome = f"All {entries} follow one from the other, and none was changed." if count else "The record is empty."
    beside = (
        f"Beside them, {findings.personal} tell of a person and {findings.erased} did before that person was erased."
    )
    last = "The head that you gave is in it." if against else NOT_EXCLUDED
    return Found(whole=True, sentences=(outcome, *((beside,) if count else ()), last))


def _fault(fault: Fault) -> str:
    return _FAULTS[fault.kind].format(seq=fault.seq)
