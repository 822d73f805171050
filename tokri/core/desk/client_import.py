"""What a file of clients would change: row by row, before anything is kept, and told by one hash.

The hash is of the text and of every client it touches as they stand: a save that brings it back saves exactly what was
shown, or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Final

from tokri.core.basket import canonical_json
from tokri.core.desk.client import CheckKind, Client, ClientDetails
from tokri.core.desk.client_csv import FileFault, FileProblem, FileText, RowText, read, tidy
from tokri.core.desk.client_reading import ClientFault, ClientText, read_client, text_of
from tokri.core.glimpse import glimpse


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What a row would do. `changed` are the names of the fields that change; of a new client all that say something.

    `client` is whom the code belongs to now, `details` what would be kept. A row that is faulty tells all its faults:
    `problems` of the row as a whole, `faults` of its fields.
    """

    number: int
    code: str
    name: str
    fate: Fate
    client: Client | None = None
    details: ClientDetails | None = None
    changed: tuple[str, ...] = ()
    faults: tuple[ClientFault, ...] = ()
    problems: tuple[FileProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that a file would do. `sha256` names it, together with what is kept now."""

    rows: tuple[RowPlan, ...]
    sha256: str
    problem: FileProblem | None = None
    left_out: tuple[str, ...] = ()

    def of(self, fate: Fate) -> tuple[RowPlan, ...]:
        return tuple(row for row in self.rows if row.fate is fate)

    @property
    def saves(self) -> tuple[RowPlan, ...]:
        """The rows that change something."""
        return tuple(row for row in self.rows if row.fate in {Fate.NEW, Fate.CHANGED})


def plan_import(text: str, by_code: Mapping[str, Client], today: date) -> ImportPlan:
    """What the text would do to the clients there are, by their codes. Never raises."""
    text = tidy(text)
    file: FileText = read(text)
    rows = tuple(_plan(row, by_code, today) for row in file.rows)
    touched = [[row.code, row.client.edition if row.client else 0, row.fate.value] for row in rows]
    written = canonical_json({"text": text, "rows": touched, "today": today.isoformat()})
    digest = hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()
    return ImportPlan(rows, digest, file.problem, file.left_out)


def _plan(row: RowText, by_code: Mapping[str, Client], today: date) -> RowPlan:
    code = row.cells["code"].strip().upper()
    shown, name = glimpse(code), glimpse(row.cells.get("name", ""))
    client = by_code.get(code)
    before, problems = client.details if client else None, row.problems
    if client is not None and before is None:
        problems = (*problems, FileProblem(FileFault.ERASED))
    kept = ClientText() if before is None else text_of(code, before)
    found = read_client(row.over(kept), today, before.check_kind if before else CheckKind.NONE)
    if found.details is None or problems:
        return RowPlan(row.number, shown, name, Fate.FAULTY, client, faults=found.faults, problems=problems)
    changed = changed_fields(before, found.details)
    fate = Fate.NEW if client is None else Fate.CHANGED if changed else Fate.UNCHANGED
    return RowPlan(row.number, found.code, found.details.name, fate, client, found.details, changed)


_NAMES: Final = tuple(each.name for each in fields(ClientDetails))


def changed_fields(before: ClientDetails | None, after: ClientDetails) -> tuple[str, ...]:
    """The names of the fields in which two differ; without a before, of those that say something."""
    if before is None:
        return tuple(name for name in _NAMES if getattr(after, name) not in {"", (), None})
    return tuple(name for name in _NAMES if getattr(before, name) != getattr(after, name))
