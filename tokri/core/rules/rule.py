"""What a rule is: an id, how much it weighs, where it comes from, and a function that finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg, Whole


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken.

    `field_name` is the Kite name of the field, None for the whole order. `place` is the order's place from 0, which
    only a rule on the whole basket has to say; None there means the basket itself. `soft` makes an error of the rule a
    warning this once: what it leans on is not sure enough to block. `mend` and `other_mends` are as in `Problem`.
    """

    field_name: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)
    mend: str | None = None
    place: int | None = None
    soft: bool = False
    other_mends: tuple[str, ...] = ()


Subject = TypeVar("Subject", Leg, Whole)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One rule on one order (`Leg`) or on the whole basket (`Whole`). `id` is lower-case letters and hyphens.

    `leans_on` is the dated source without which the rule would know nothing. Where that is old, an error becomes a
    warning that tells the source's day (the fact `as_of`).
    """

    id: str
    severity: Severity
    source: str
    find: Callable[[Subject], Iterator[Finding]]
    leans_on: Leaning | None = None


def rule(
    id_: str, severity: Severity, leans_on: Leaning | None = None
) -> Callable[[Callable[[Subject], Iterator[Finding]]], Rule[Subject]]:
    """Make a rule of a function whose docstring ends in a paragraph `Source: …`."""

    def made(find: Callable[[Subject], Iterator[Finding]]) -> Rule[Subject]:
        _, _, source = (find.__doc__ or "").partition("Source: ")
        return Rule(id_, severity, " ".join(source.split()), find, leans_on)

    return made
