"""What the commands that take in a table share: its text, and its faults as one message."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

_MEGABYTE: Final = 1_000_000

#: Faults told of one file: whoever mends one kind has mended its like.
_MOST_FAULTS: Final = 20


def text_of(file: Path, megabytes: int, what: str) -> str:
    """The file's text. Raises ClickException where it is larger than any `what`, or not UTF-8, with the row."""
    with file.open("rb") as opened:
        read = opened.read(megabytes * _MEGABYTE + 1)
    if len(read) > megabytes * _MEGABYTE:
        raise click.ClickException(f"{file.name} is larger than {megabytes} MB, and no {what} is. Nothing was changed.")
    try:
        return read.decode("utf-8")
    except UnicodeDecodeError as fault:
        row = read[: fault.start].count(b"\n") + 1
        told = f"{file.name}, row {row}: this is not UTF-8; save the file as UTF-8. Nothing was changed."
        raise click.ClickException(told) from fault


def refused(sentences: Sequence[str]) -> click.ClickException:
    """Every fault of a file, the first of them as sentences."""
    more = len(sentences) - _MOST_FAULTS
    told = [*sentences[:_MOST_FAULTS], *([f"And {more} more faults."] if more > 0 else [])]
    return click.ClickException("\n".join([*told, "Nothing was changed."]))
