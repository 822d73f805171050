"""What is wrong with a number that a client typed."""

from __future__ import annotations

from tokri.core.glimpse import glimpse
from tokri.core.money import NumberFault
from tokri.core.problems import Problem, Severity


def unreadable(path: tuple[str | int, ...], typed: str, fault: NumberFault) -> Problem:
    """The text at `path` is no number that is meant there; the facts are `fault`, of NumberFault, and `typed`."""
    return Problem("number", Severity.ERROR, path, {"fault": fault.value, "typed": glimpse(typed)})


def of_order(code: str, place: int, field: str, facts: dict[str, str | int] | None = None) -> Problem:
    """An error at a field of the order at `place`, from 0."""
    return Problem(code, Severity.ERROR, ("orders", place, field), facts or {})
