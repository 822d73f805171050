"""Several things in one sentence, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence

from tokri.web.language import _


def either(things: Sequence[str]) -> str:
    """`A or B or C`; "" of nothing."""
    said = "".join(things[:1])
    for thing in things[1:]:
        said = _("%(first)s or %(last)s", first=said, last=thing)
    return said


def either_of(listed: str) -> str:
    """`A, B or C`, of things listed as `A, B, C`."""
    return either(listed.rsplit(", ", 1))


def all_of(listed: str) -> str:
    """`A, B and C`, of things listed as `A, B, C`."""
    first, comma, last = listed.rpartition(", ")
    return _("%(first)s and %(last)s", first=first, last=last) if comma else last
