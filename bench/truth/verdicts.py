"""What a person reads on a result page: each hand-off, and how each of its orders stands, by what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.truth.browser import rows


@dataclass(frozen=True, slots=True)
class Row:
    """One order of a hand-off, as the page has it: its place from 0, its standing, quantities, and the evidence.

    `reported` is what Kite reported by itself beyond what was seen, None where it did not.
    """

    order: int
    standing: str
    filled: int
    source: str
    reported: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A hand-off as the page has it."""

    handoff_id: str
    tag: str
    rows: tuple[Row, ...]


def read(text: str) -> list[Shown]:
    """The hand-offs of a result page, in its order."""
    return [Shown(handoff, tag, tuple(found)) for handoff, tag, found in _sections(text)]


def _sections(text: str) -> Iterator[tuple[str, str, list[Row]]]:
    handoff = tag = ""
    found: list[Row] = []
    for given in rows(text, "data-tag", "data-order"):
        if "data-tag" in given:
            if tag:
                yield handoff, tag, found
            handoff, tag, found = given.get("data-handoff") or "", given["data-tag"] or "", []
        else:
            reported = given.get("data-reported")
            found.append(
                Row(
                    int(given["data-order"] or 0),
                    given.get("data-standing") or "",
                    int(given.get("data-filled") or 0),
                    given.get("data-source") or "",
                    int(reported) if reported else None,
                )
            )
    if tag:
        yield handoff, tag, found
