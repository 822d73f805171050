"""Ratios that stay the same on a busy machine: two sides take turns, in CPU time, and the median turn counts."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: `what` costs `ratio` times what its `baseline` costs, and at most `hold` times.

    With `faster` it is the other way about: `what` is `ratio` times faster, and at least `hold` times. Without a hold
    the ratio is only told. `plain` says the same in seconds, bytes or megabytes.
    """

    what: str
    baseline: str
    ratio: float
    hold: float | None = None
    faster: bool = False
    plain: str = ""

    @property
    def holds(self) -> bool:
        if self.hold is None:
            return True
        return self.ratio >= self.hold if self.faster else self.ratio <= self.hold


@dataclass(frozen=True, slots=True)
class Compared:
    """What two sides cost, as medians in seconds, and how many times the second costs of the first."""

    first: float
    second: float
    ratio: float


def compare(first: Act, second: Act, rounds: int, *, clock: Callable[[], float] = time.process_time) -> Compared:
    """Let `first` and `second` take turns for so many rounds.

    The ratio is the median of the rounds' own ratios: what slows the machine for a while slows both sides of a round.
    """
    for act in (first, second, first, second):
        act()
    gc.collect()
    return compare_costs(lambda: _cost(first, clock), lambda: _cost(second, clock), rounds)


def compare_costs(first: Callable[[], float], second: Callable[[], float], rounds: int) -> Compared:
    """The same of two sides that tell themselves what one turn cost, in seconds."""
    costs: list[tuple[float, float]] = []
    for turn in range(rounds):
        if turn % 2:
            costs.append((first(), second()))
        else:
            costs.append((second(), first())[::-1])
    return Compared(
        median(cost for cost, _ in costs),
        median(cost for _, cost in costs),
        median(second_cost / first_cost for first_cost, second_cost in costs),
    )


def _cost(act: Act, clock: Callable[[], float]) -> float:
    began = clock()
    act()
    return clock() - began


def milliseconds(seconds: float) -> str:
    """For the reader: 2.41 ms."""
    return f"{seconds * 1000:.2f} ms"


def table(figures: Sequence[Figure]) -> str:
    """The figures as text, a line each, columns aligned."""
    rows = [("", "against", "ratio", "", "hold", "", "")]
    rows += [
        (each.what, each.baseline, f"{each.ratio:.2f}", "faster" if each.faster else "times", *_held(each), each.plain)
        for each in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _held(figure: Figure) -> tuple[str, str]:
    if figure.hold is None:
        return "-", ""
    bound = "at least" if figure.faster else "at most"
    return f"{bound} {figure.hold:g}", "holds" if figure.holds else "DOES NOT HOLD"


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if column == 2 else cell.ljust(width)  # noqa: PLR2004 - the column of the ratio
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
