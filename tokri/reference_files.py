"""The dated tables as files: what the program ships, and in its place what an import command has put into DATA_DIR."""

from __future__ import annotations

from pathlib import Path

from tokri.core.reference import Tables


class ReferenceFiles:
    """The tables under `replaced`, else those under `shipped`."""

    def __init__(self, shipped: Path, replaced: Path) -> None:
        self._shipped, self._replaced = shipped, replaced

    def tables(self) -> Tables:
        return Tables()
