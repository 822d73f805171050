"""Which kind of text it is, and the reader for it; and no more faults of it than a page can list."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tokri.core.formats.kite_json import read_json
from tokri.core.formats.pasted import PasteCode, Pasted, PasteFault
from tokri.core.formats.rows import read_rows
from tokri.core.formats.table import Table, table_of
from tokri.core.formats.ticket import is_ticket
from tokri.core.formats.ticket import read as read_ticket

#: Faults that are listed one by one; of more only the number is told.
MOST_FAULTS: Final = 100


def read_text(text: str) -> Pasted:
    """Read a text of any kind and length. Never raises."""
    stripped = text.strip("\ufeff \t\r\n")
    if stripped.startswith(("[", "{")):
        return _listed(read_json(stripped))
    if is_ticket(stripped):
        return _listed(read_ticket(text))
    return _listed(read_rows(table_of(text.removeprefix("\ufeff")), text.removeprefix("\ufeff")))


def read_table(table: Table) -> Pasted:
    """Read the rows of a spreadsheet. Never raises."""
    return _listed(read_rows(table, "\n".join(row.text for row in table.rows)))


def _listed(came: Pasted) -> Pasted:
    over = len(came.faults) - MOST_FAULTS
    if over <= 0:
        return came
    more = PasteFault(None, None, PasteCode.MORE_FAULTS, {"more": over})
    return replace(came, faults=(*came.faults[:MOST_FAULTS], more))
