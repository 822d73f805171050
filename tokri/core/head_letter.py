"""The mail that takes the record's head out of reach of whoever can write to the database."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tokri.core.ports import Head, Letter
from tokri.core.times import date_words, ist

_TEXT: Final = """\
On {day} at {time} in India the newest entry of Tokri's record was
number {seq}. Its number and its hash:

{head}

Keep this mail. With that line it can be shown later whether entries were
cut off at the end of the record, or all of it was written anew, by somebody
who can write to the database:

    flask --app app record verify --head {head}

The line tells nothing of what the record says.
"""


def head_letter(head: Head, to: str, at: datetime) -> Letter:
    """The letter that tells `to` of the head as it was `at`."""
    here = ist(at)
    text = _TEXT.format(day=date_words(here.date()), time=f"{here:%H:%M}", seq=head.seq, head=head)
    return Letter(to, f"Tokri: the record stands at entry {head.seq}", text, at)
