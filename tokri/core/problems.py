"""What is wrong, as a code and its facts; how to say it is decided in tokri/web/words.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"  #: Kite or an exchange would refuse; the basket cannot be handed off
    WARNING = "warning"  #: allowed, but needs a tick, kept with the hash of what was reviewed
    NOTE = "note"  #: worth knowing; needs nothing


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a basket as typed.

    `code` is the id of the rule that found it. `path` says where: `("orders", 1, "quantity")`
    is the quantity of the second order, `("orders", 1)` the whole order, `()` the basket.
    `facts` fill the sentence; their values are text or whole numbers, never markup.
    `mend`, where there is one, is the text that would cure the field at `path` ("" clears it); `other_mends` are texts
    that would do it too, such as the next tick on the other side. How one is put in: `mending.mended`.
    """

    code: str
    severity: Severity
    path: tuple[str | int, ...] = ()
    facts: Mapping[str, str | int] = field(default_factory=dict)
    mend: str | None = None
    other_mends: tuple[str, ...] = ()

    @property
    def order(self) -> int | None:
        """The place of the order in the basket, from 0, or None for the whole basket."""
        return self.path[1] if len(self.path) > 1 and isinstance(self.path[1], int) else None

    @property
    def mends(self) -> tuple[str, ...]:
        """Every text that would cure the field, the likeliest first."""
        return () if self.mend is None else (self.mend, *self.other_mends)

    @property
    def field_name(self) -> str | None:
        """The Kite name of the field, or None for the whole order or basket."""
        return str(self.path[-1]) if len(self.path) == len(("orders", 0, "field")) else None
