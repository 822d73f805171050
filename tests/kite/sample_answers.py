"""The sample answers of tests/kite/samples, by name."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "samples"

NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def text(name: str) -> str:
    """The sample as it would stand in an answer's body."""
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")
