"""Days and moments in the language of the page. They are those of tokri.core.times, with the names translated."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from tokri.core import times
from tokri.core.link.language import Language
from tokri.web.language import N_, _, language

_NAMES: Final = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("June"), N_("July")),
    *(N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
)
_NAME: Final = "|".join(sorted(_NAMES, key=len, reverse=True))
_TIME: Final = re.compile(rf"(?:(?:{_NAME}|[0-9]{{1,4}}|[0-9]{{2}}:[0-9]{{2}}|IST)(?:, | |$))+")
_ONE_NAME: Final = re.compile(rf"\b(?:{_NAME})\b")


def spoken(text: str) -> str:
    """A day or a moment as tokri.core.times writes it, in the language of the page; any other text as it is."""
    if language() is Language.ENGLISH or not _TIME.fullmatch(text):
        return text
    return _ONE_NAME.sub(lambda match: _(match[0]), text)


def ist_words(at: datetime) -> str:
    """A moment for people: `22 Nov 2026, 14:05 IST`."""
    return spoken(times.ist_words(at))


def ist_date(at: datetime) -> str:
    """The day in India: `22 Nov 2026`."""
    return spoken(times.ist_date(at))


def date_words(day: date) -> str:
    """A day for people: `22 Nov 2026`."""
    return spoken(times.date_words(day))


def demo_words(at: datetime) -> str:
    """A moment with its weekday: `Wednesday 11 February 2026, 10:30 IST`."""
    return spoken(times.demo_words(at))
