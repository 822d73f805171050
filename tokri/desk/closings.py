"""The notes with which the firm closed a version at links, and whether the board has it open again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.ports import Outside, ReadingUnit
from tokri.core.ports.mending import Closing
from tokri.desk.board import lines_of


@dataclass(frozen=True, slots=True)
class Closed:
    """One note, who of the firm wrote it ("": nobody who is known), and what the board says of it.

    `told`: it is the note that the board goes by. `open_again`: something came in since, so that it goes by it no more.
    """

    closing: Closing
    who: str
    told: bool = False
    open_again: bool = False


def closings_of(unit: ReadingUnit, outside: Outside, basket_id: str, link_ids: Sequence[str]) -> tuple[Closed, ...]:
    """Every note at these links of one basket, in the order they were made."""
    closings = unit.mending.closings(link_ids)
    if not closings:
        return ()
    names = {each.id: each.name for each in unit.people.all()}
    lines = {each.link.id: each for each in lines_of(unit, outside, basket_id)}
    last = {(each.link_id, each.number): each for each in closings}
    found = []
    for each in closings:
        line = lines.get(each.link_id)
        told = line is not None and line.closed_of == each.number and each is last[each.link_id, each.number]
        open_again = told and line is not None and not line.closed
        found.append(Closed(each, names.get(each.by, ""), told, open_again))
    return tuple(found)
