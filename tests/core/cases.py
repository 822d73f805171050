"""What a case of a rule is."""

from __future__ import annotations

from typing import NamedTuple

from tokri.core.basket import OrderText
from tokri.core.known import NOTHING_KNOWN, Known


class Case(NamedTuple):
    """A rule, what it finds, orders that break it, the field or path it names, its mend; and orders it lets pass.

    `known` is what the check knows beside the orders, the same for both. `other_mends` would cure it too.
    """

    code: str
    what: str
    breaking: tuple[OrderText, ...]
    where: str | tuple[str | int, ...]
    mend: str | None
    fine: tuple[OrderText, ...]
    known: Known = NOTHING_KNOWN
    other_mends: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str | int, ...]:
        return self.where if isinstance(self.where, tuple) else ("orders", 0, self.where)
