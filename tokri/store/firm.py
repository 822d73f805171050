"""The firm, as often as it was saved, and its logo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from tokri.core.basket import canonical_json
from tokri.core.desk.firm import Firm, FirmEdition, FirmKind, FirmWords
from tokri.core.ports import AlreadyThere
from tokri.store.desk_tables import firm_editions, firm_logos
from tokri.store.sql import insert_new

_editions = select(firm_editions).order_by(firm_editions.c.number.desc())
_latest = _editions.limit(1)
_any = select(firm_editions.c.number).limit(1)
_logo = select(firm_logos.c.png).where(firm_logos.c.sha256 == bindparam("sha256"))


class FirmEditions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_up(self) -> bool:
        return self._connection.execute(_any).first() is not None

    def latest(self) -> FirmEdition | None:
        row = self._connection.execute(_latest).first()
        return None if row is None else _edition(row)

    def editions(self) -> Sequence[FirmEdition]:
        return [_edition(row) for row in self._connection.execute(_editions)]

    def logo(self, sha256: str) -> bytes | None:
        found = self._connection.execute(_logo, {"sha256": sha256}).scalar_one_or_none()
        return None if found is None else bytes(found)

    def save(self, firm: Firm, after: int, by: str, at: datetime) -> FirmEdition:
        latest = self.latest()
        if after != (0 if latest is None else latest.number):
            raise AlreadyThere("firm")
        edition = FirmEdition(after + 1, firm, by, at)
        row = {"number": edition.number, "document": canonical_json(_document(firm)), "by": by, "at": at}
        if not insert_new(self._connection, firm_editions, row, firm_editions.c.number):
            raise AlreadyThere("firm")
        return edition

    def keep_logo(self, sha256: str, png: bytes, width: int, height: int, at: datetime) -> None:
        row = {"sha256": sha256, "png": png, "width": width, "height": height, "at": at}
        insert_new(self._connection, firm_logos, row, firm_logos.c.sha256)


def _document(firm: Firm) -> dict[str, Any]:
    words = {language: asdict(each) for language, each in firm.words.items()}
    plain = {name: getattr(firm, name) for name in Firm.__dataclass_fields__ if name not in {"words", "kind"}}
    return {**plain, "kind": firm.kind.value, "words": words}


def _edition(row: Row[Any]) -> FirmEdition:
    document = json.loads(row.document)
    words = {language: FirmWords(**each) for language, each in document.pop("words").items()}
    firm = Firm(**{**document, "kind": FirmKind(document["kind"])}, words=words)
    return FirmEdition(row.number, firm, row.by, row.at)
