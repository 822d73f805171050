"""Finding links on the board: by stage, basket, client and group; in what order; how many there are of each stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest, nsmallest
from typing import Final

from tokri.core.link.board import NEEDS_YOU, NOT_ACTED, Act, Line
from tokri.core.link.state import Stage

#: Lines on a page of the board.
PAGE: Final = 50

#: Filters that are more than one stage.
NOT_ACTED_YET: Final = "not-acted"
NEED_YOU: Final = "need-you"

#: What is to be done first; the longest without a change; the latest change.
ORDERS: Final = ("first", "oldest", "newest")

_RANK: Final = {
    Act.CALL: 0,
    Act.ANSWER: 0,
    Act.UNLOCK: 0,
    Act.LOOK: 1,
    Act.RECALL: 1,
    Act.ASK: 2,
    Act.PART: 2,
    Act.PREPARE: 3,
    Act.REMIND: 3,
    Act.NONE: 4,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the board is to show, as text from the address; what names nothing finds nothing.

    `state` is a value of Stage, NOT_ACTED_YET or NEED_YOU; `basket` a basket's id. "" leaves each open.
    """

    state: str = ""
    basket: str = ""
    search: str = ""
    group: str = ""
    order: str = ORDERS[0]
    page: int = 1

    @property
    def anything(self) -> bool:
        return any((self.state, self.basket, self.search, self.group))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many links there are of each stage, whichever stage is looked at; `waiting` are those not acted on yet."""

    stages: Mapping[Stage, int]
    need_you: int
    oldest_waiting: datetime | None
    waiting: Mapping[Stage, int] = field(default_factory=dict)

    @property
    def not_acted(self) -> int:
        """Who has said neither yes nor no; whoever the firm closed with a note is waited for no more."""
        return sum(self.waiting.values())

    @property
    def unresolved(self) -> int:
        return self.stages.get(Stage.UNRESOLVED, 0)

    @property
    def half(self) -> int:
        return self.stages.get(Stage.HALF, 0)

    @property
    def all(self) -> int:
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the board, how many lines there are on all pages, and how many pages that is."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def count(lines: Sequence[Line]) -> Counts:
    """The counts of these lines."""
    acts = Counter([line.act for line in lines])
    made, prepared, opened = NOT_ACTED
    waiting = [
        line
        for line in lines
        if (line.stage is made or line.stage is prepared or line.stage is opened) and not line.closed
    ]
    return Counts(
        Counter([line.stage for line in lines]),
        sum(acts[act] for act in NEEDS_YOU),
        min((line.since for line in waiting), default=None),
        Counter([line.stage for line in waiting]),
    )


def of_clients(lines: Sequence[Line], client_ids: Collection[str] | None) -> Sequence[Line]:
    """The lines of these clients; None: of all."""
    return lines if client_ids is None else [line for line in lines if line.link.client_id in client_ids]


def listed(lines: Sequence[Line], wanted: Wanted) -> Listed:
    """The page that is wanted; one beyond the last is the last."""
    found = [line for line in lines if _fits(line, wanted.state)] if wanted.state else lines
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(wanted.page, 1), pages)
    return Listed(tuple(_first(found, wanted.order, page * PAGE)[(page - 1) * PAGE :]), len(found), page, pages)


def _first(lines: Sequence[Line], order: str, most: int) -> list[Line]:
    """So many lines of those that come first: to sort them all for one page takes three times as long."""
    if order == "newest":
        return nlargest(most, lines, key=lambda line: line.since)
    if order == "oldest":
        return nsmallest(most, lines, key=lambda line: line.since)
    return nsmallest(most, lines, key=lambda line: (_RANK[line.act], line.since))


def _fits(line: Line, wanted: str) -> bool:
    if wanted == NOT_ACTED_YET:
        return line.stage in NOT_ACTED and not line.closed
    if wanted == NEED_YOU:
        return line.needs_you
    return line.stage.value == wanted
