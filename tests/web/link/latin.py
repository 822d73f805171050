"""What of a Hindi page is in Latin letters and should not be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from justhtml import Element

from tests.page import Page, attribute

#: Names, and what stands on Kite's own pages or is known by these letters in Hindi as well.
_KNOWN: Final = """
    Kite Zerodha Tokri NSE BSE NFO SEBI BASL CIN SCORES Smart ODR PAN ID IST QR DDPI TPIN OTP CDSL SME GST AI UTC
    LIMIT MARKET SL M CNC MIS NRML MTF AMO IOC DAY AB
    PNG JPEG WebP CSV XLSX MB kB Console Orders Download Reports Tradebook
    Portfolio Holdings Authorise Authorisation Open in Safari Chrome browser API secret success cancelled
    Sunita Rao Sahyadri Advisers INFY TCS
"""
KNOWN: Final = frozenset(_KNOWN.split())

#: In these stands what somebody typed, what was sent, or what says itself that it is in another language.
_SILENT: Final = frozenset({"script", "style", "bdi", "textarea", "pre", "code", "head"})
_SAID_BY: Final = ("aria-label", "data-label", "data-copy", "data-copied", "data-selected", "alt", "placeholder")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z’']*")
#: What is quoted, Kite IDs, tags (of which few hold no figure), addresses: not our words.
_NO_WORDS: Final = re.compile(
    r"(?<=टैग )[A-Z]{8}\b|“[^”]*”|\b(?=\w*[0-9])\w+\b|\b[\w-]+(?:\.[\w-]+)+\b|\S+@\S+|\S*://\S+"
)


def latin(page: Page) -> list[str]:
    """Each text of the page, title and names for screen readers included, that holds a word not known here."""
    texts = [*_texts(page.one("body")), page.text("title")]
    return [text for text in texts if not set(_WORD.findall(_NO_WORDS.sub(" ", text))) <= KNOWN]


def _texts(element: Element) -> Iterator[str]:
    yield from (attribute(element, name) for name in _SAID_BY if attribute(element, name))
    if element.name in _SILENT or attribute(element, "lang") == "en" or attribute(element, "translate") == "no":
        return
    for child in element.children or ():
        if isinstance(child, Element):
            yield from _texts(child)
        else:
            found: Any = getattr(child, "data", "")
            if isinstance(found, str) and found.strip():
                yield " ".join(found.split())
