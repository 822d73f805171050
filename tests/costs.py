"""How the cost of reading grows with what is read: a ratio, which is the same on a fast computer and on a busy one."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Final, TypeVar

#: How much more four times the length may cost. What goes by the square of the length costs 16 times as much.
GROWTH: Final = 10

#: Seconds of the processor under which nothing is costly, and a ratio says nothing.
AT_ONCE: Final = 0.05

What = TypeVar("What")


def grows_with_its_length(reader: Callable[[What], object], made: Callable[[int], What], length: int) -> bool:
    """Whether what is made of `length` costs its reader no more than a quarter of it lets expect."""
    whole = made(length)
    if seconds(reader, whole) < GROWTH * AT_ONCE:
        return True
    quarter = made(length // 4)
    least = max(min(seconds(reader, quarter) for _ in range(2)), AT_ONCE)
    return any(seconds(reader, whole) < GROWTH * least for _ in range(3))


def seconds(reader: Callable[[What], object], what: What) -> float:
    """Of the processor, whatever else it is busy with."""
    began = process_time()
    reader(what)
    return process_time() - began
