"""The languages that a client's pages speak."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """As ISO 639-1 names them."""

    ENGLISH = "en"
    HINDI = "hi"


def language_of(text: str) -> Language | None:
    """The language of that name; None: not one of ours."""
    return next((each for each in Language if each.value == text), None)
