"""A row under the orders that is none of them: one of sums is left out, any other stays in the box."""

from __future__ import annotations

from typing import Final

from tokri.core.formats.pasted import PasteCode, PasteFault
from tokri.core.formats.table import Row
from tokri.core.glimpse import glimpse

_NAMES: Final = frozenset({"total", "totals", "grandtotal", "subtotal", "nettotal", "sum"})


def is_sum(cell: str) -> bool:
    """Whether a cell says that its row is one of sums."""
    return "".join(each for each in cell.lower() if each.isalnum()) in _NAMES


def no_order(row: Row) -> PasteFault:
    """What is told of a row that is no order."""
    code = PasteCode.SUM if any(map(is_sum, row.cells)) else PasteCode.NOT_AN_ORDER
    return PasteFault(row.number, None, code, {"typed": glimpse(" ".join(cell for cell in row.cells if cell))})
