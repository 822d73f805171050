"""The register of clients as CSV: written for a spreadsheet, and read back row by row by the firm's own code.

A value for the check on links is in neither: it is not known here in clear. Cells that a spreadsheet would run are
guarded as tokri/core/formats/guard.py does it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tokri.core.desk.client import Client
from tokri.core.desk.client_fields import sheet_day
from tokri.core.desk.client_reading import FIELDS, ClientText, text_of
from tokri.core.formats.guard import guarded, needs_guard, unguarded
from tokri.core.formats.table import Row, Table, table_of
from tokri.core.glimpse import glimpse

#: Rows of clients that are read at once, and characters of the text that holds them.
MOST_ROWS: Final = 1_000
LONGEST_TEXT: Final = 300_000

#: What a client typed into a cell has at most; the fields say more exactly.
_LONGEST_CELL: Final = 500

_NUMBERS: Final = frozenset({"capital", "multiplier"})
_DAYS: Final = frozenset({"risk_on", "agreement_from", "agreement_until"})
_NEEDED: Final = ("code", "name")

#: Headings that other lists have, as letters in lower case.
_HEADINGS: Final[Mapping[str, str]] = {
    **{"".join(each for each in name if each.isalpha()): name for name in FIELDS},
    **dict.fromkeys(("clientcode", "id", "clientid"), "code"),
    **dict.fromkeys(("clientname", "fullname"), "name"),
    **dict.fromkeys(("mobile", "mobileno", "mobilenumber", "phoneno", "phonenumber", "whatsapp"), "phone"),
    **dict.fromkeys(("emailid", "emailaddress", "mail"), "email"),
    **dict.fromkeys(("kiteid", "kiteclientid", "zerodhaid", "zerodhaclientid", "userid", "kiteuser"), "kite_user_id"),
    **dict.fromkeys(("kind", "accounttype"), "account_kind"),
    **dict.fromkeys(("consents", "whoconsents"), "consenter"),
    **dict.fromkeys(("risk", "riskprofile"), "risk_class"),
    **dict.fromkeys(("riskdate", "riskassessedon"), "risk_on"),
    **dict.fromkeys(("agreementdate", "agreementon", "agreementstart"), "agreement_from"),
    **dict.fromkeys(("agreementend", "agreementto"), "agreement_until"),
    **dict.fromkeys(("group", "tags"), "groups"),
}


class FileFault(StrEnum):
    """Why a file, or a row of it, cannot be read."""

    EMPTY = "empty"  #: nothing was chosen or pasted
    LARGE = "large"  #: more characters than are read
    ROWS = "rows"  #: more rows than are read at once
    KIND = "kind"  #: neither text nor a spreadsheet
    SHEET = "sheet"  #: a spreadsheet that cannot be opened, or is too long
    NO_HEADINGS = "no-headings"  #: the first row names no column that is needed
    HEADING_TWICE = "heading-twice"  #: two columns of one meaning
    NO_ROWS = "no-rows"  #: headings, and nothing under them
    HEADING_UNKNOWN = "heading-unknown"  #: a column that is left out; only a remark
    EXTRA = "extra-cell"  #: a row with more cells than there are headings
    CODE_TWICE = "code-twice"  #: a code that another row has, too
    ERASED = "code-erased"  #: the code of a client who was erased


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with a file, or a row of it, with facts for the sentence."""

    code: FileFault
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowText:
    """A row as it stands in the file: its number there, from 1, and its cells by field.

    A field that has no column is not in `cells`: what is kept of it stays. `problems` are of the row as a whole.
    """

    number: int
    cells: Mapping[str, str]
    problems: tuple[FileProblem, ...] = ()

    def over(self, text: ClientText) -> ClientText:
        """`text` with the row's cells in the place of what stood there."""
        return replace(text, **self.cells)


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as rows, or the one problem that keeps it from being read. `left_out` are headings nobody knows."""

    rows: tuple[RowText, ...] = ()
    problem: FileProblem | None = None
    left_out: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def write(clients: Iterable[Client]) -> str:
    """The file: who is not erased, in the order given, a column a field. Its byte order mark is for Excel."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for client in clients:
        if client.details is not None:
            typed = text_of(client.code, client.details)
            writer.writerow([cell(getattr(typed, name), number=name in _NUMBERS) for name in FIELDS])
    return text.getvalue()


def cell(text: str, *, number: bool = False) -> str:
    """The text as it may stand in a cell that a spreadsheet opens."""
    return guarded(text) if needs_guard(text, number=number) else text


def tidy(text: str) -> str:
    """The text as a form brings it back: with the ends of its lines as one kind, and nothing that HTML replaces."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def read(text: str) -> FileText:
    """Read a text of any kind. Never raises."""
    if not text.strip("\ufeff \t\r\n"):
        return FileText(problem=FileProblem(FileFault.EMPTY))
    if len(text) > LONGEST_TEXT:
        return FileText(problem=FileProblem(FileFault.LARGE, {"characters": len(text), "most": LONGEST_TEXT}))
    return read_table(table_of(text.removeprefix("\ufeff")))


def read_table(table: Table) -> FileText:
    """Read the rows of a table whose first row holds the headings. Never raises."""
    heading, body = table.rows[0] if table.rows else Row(1, (), ""), table.rows[1:]
    columns = [_HEADINGS.get("".join(each for each in name.lower()[:60] if each.isalpha())) for name in heading.cells]
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        return FileText(problem=FileProblem(FileFault.NO_HEADINGS, {"missing": " ".join(missing)}))
    known = [name for name in columns if name is not None]
    twice = next((name for name in known if known.count(name) > 1), None)
    if twice is not None:
        return FileText(problem=FileProblem(FileFault.HEADING_TWICE, {"field": twice}))
    if not body:
        return FileText(problem=FileProblem(FileFault.NO_ROWS))
    if len(body) > MOST_ROWS:
        return FileText(problem=FileProblem(FileFault.ROWS, {"rows": len(body), "most": MOST_ROWS}))
    left_out = tuple(glimpse(n) for n, c in zip(heading.cells, columns, strict=True) if c is None and n)
    return FileText(_alone([_row(each, columns) for each in body]), None, left_out, tuple(known))


def _row(row: Row, columns: Sequence[str | None]) -> RowText:
    extra = next((each for each in row.cells[len(columns) :] if each), None)
    problems = () if extra is None else (FileProblem(FileFault.EXTRA, {"typed": glimpse(extra)}),)
    cells = {
        name: _cell(name, row.cells[place] if place < len(row.cells) else "")
        for place, name in enumerate(columns)
        if name is not None
    }
    return RowText(row.number, cells, problems)


def _cell(name: str, text: str) -> str:
    plain = unguarded(text)
    found = (text if plain is None else plain)[:_LONGEST_CELL]
    return sheet_day(found) if name in _DAYS else found


def _alone(rows: Sequence[RowText]) -> tuple[RowText, ...]:
    """The rows, each that shares its code with another marked: which of them is meant, nobody can tell."""
    places: dict[str, list[int]] = {}
    for row in rows:
        places.setdefault(row.cells["code"].strip().upper(), []).append(row.number)
    marked = []
    for row in rows:
        others = [number for number in places[row.cells["code"].strip().upper()] if number != row.number]
        if others and row.cells["code"].strip():
            facts: dict[str, str | int] = {"typed": glimpse(row.cells["code"]), "row": others[0]}
            marked.append(replace(row, problems=(*row.problems, FileProblem(FileFault.CODE_TWICE, facts))))
        else:
            marked.append(row)
    return tuple(marked)
