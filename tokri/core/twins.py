"""Whether two papers of one symbol, on NSE and on BSE, are the same company's. The dump has no ISIN, only names."""

from __future__ import annotations

import re
from typing import Final

#: Words that one exchange writes and the other leaves out or shortens.
_EMPTY: Final = re.compile(
    r"LTD|LIMI?T?E?D?|L|LT|LI|THE|CO|COM|COMPANY|CORP[A-Z]*|AND|N|OF|INDIA|IND|INDS|INDU[A-Z]*|SR?I|SERVICES?|SER|SERV"
)
_WORD: Final = re.compile(r"[A-Z0-9]+")
_FIRST: Final = 4


def same_company(name: str, other: str) -> bool:
    """Whether the two names are of one company, as far as names cut at 25 and 30 letters can tell.

    Word for word one must be a shortening of the other: TWAMEV CONS of Twamev Construction, but ZEAL GLOBAL is not
    Zeal Aqua. Where in doubt it is not: an order on the wrong exchange would be for another company.
    """
    words, others = _words(name), _words(other)
    if not words or not others:
        return False
    whole, other_whole = "".join(words), "".join(others)
    short = min(len(whole), len(other_whole))
    if short >= _FIRST and whole[:short] == other_whole[:short]:
        return True
    if _initials(words, others) or _initials(others, words):
        return True
    return all(_shortened(one, another) for one, another in zip(words, others, strict=False))


def _words(name: str) -> list[str]:
    plain = name.upper().replace("&AMP;", " ").replace("'", "").replace(".", " ")
    return [word for word in _WORD.findall(plain) if not _EMPTY.fullmatch(word)]


def _initials(words: list[str], others: list[str]) -> bool:
    """BHEL of Bharat Heavy Electricals: the one word is made of the first letters of the others, at least three."""
    first = "".join(word[0] for word in others)
    return len(words) == 1 and len(first) >= _FIRST - 1 and words[0].startswith(first)


def _shortened(one: str, another: str) -> bool:
    """Whether the shorter is made of letters of the longer, in their order, from the same first letter."""
    short, long = sorted((one, another), key=len)
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)
