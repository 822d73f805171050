"""Whether a password may be chosen: long enough, and not one that is guessed first. Nothing is asked of its signs.

OWASP ASVS 5.0, 6.2: a length, common and breached passwords refused, words of the place refused, no rules of
composition, no change forced by time. How a password is kept is the adapter's (tokri/passwords.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable
from typing import Final

from tokri.core.problems import Problem, Severity

#: Twelve letters are past what is guessed when a stolen hash is tried at leisure, if they are no common password.
SHORTEST: Final = 12
#: Far above any phrase that is remembered; it keeps a form from being a load.
LONGEST: Final = 1000

#: Words of this trade and this program, which a guesser tries first.
WORDS_OF_THE_PLACE: Final = (
    *("tokri", "zerodha", "kite", "console", "basket", "nse", "bse", "mcx", "sebi", "nifty", "sensex", "demat"),
    *("adviser", "advisor", "advisory", "analyst", "broker", "broking", "trader", "trading", "invest", "investment"),
)

#: Fewer letters than these beside words of the place, or as a common password inside another, are no password.
_FEW: Final = 4
#: Words of fewer letters ("A Rao") would be found in every password.
_SHORTEST_WORD: Final = 3

#: Signs that people write for letters: P@ssw0rd is password.
_WRITTEN_FOR: Final = str.maketrans("@401!3$57", "aaoiiesst")


def faults(password: str, context_words: Iterable[str], common: Container[str]) -> list[Problem]:
    """Every reason why `password` may not be chosen; none, and it may.

    `context_words` are names that stand near it: the firm's, the person's own, their username and address.
    `common` holds common passwords in small letters. No fact of a Problem tells the password.

    Codes: `password.short` (facts: letters, least), `password.long` (letters, most), `password.common` (also where
    signs and digits stand around a common one), `password.repeated` (one piece again and again), `password.context`
    (word: the first of `context_words`, or of the place's own, of which it is made).
    """
    letters = len(password)
    if letters < SHORTEST:
        return [_fault("short", letters=letters, least=SHORTEST)]
    if letters > LONGEST:
        return [_fault("long", letters=letters, most=LONGEST)]
    plain = _small(password)
    found: list[Problem] = []
    words = _words(context_words)
    forms = (plain, plain.translate(_WRITTEN_FOR))
    if any(_is_common(form, common) or _is_common(_without(form, words), common) for form in _with_stems(forms)):
        found.append(_fault("common"))
    if _piece(plain) < SHORTEST:
        found.append(_fault("repeated"))
    if word := next((word for form in forms if (word := _made_of(form, words))), ""):
        found.append(_fault("context", word=word))
    return found


def _fault(code: str, **facts: str | int) -> Problem:
    return Problem(f"password.{code}", Severity.ERROR, ("password",), facts)


def _small(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _piece(text: str) -> int:
    """The length of the shortest piece that, again and again, makes the text: its own length where none does."""
    return (text + text).find(text, 1)


def _is_letter(sign: str) -> bool:
    """Marks count too: the vowel signs of Indian scripts are marks."""
    return unicodedata.category(sign)[0] in "LM"


def _with_stems(forms: Iterable[str]) -> Iterable[str]:
    """Each form, and what is left of it without the signs and digits around it or after it.

    A tail of digits is a tail; only what is left is read as letters written with signs (`1l0v3y0u2026`).
    """
    for form in forms:
        headed = _stem(form, keep_head=True)
        yield form
        yield _stem(form)
        yield _stem(form).translate(_WRITTEN_FOR)
        yield headed.translate(_WRITTEN_FOR)


def _stem(text: str, *, keep_head: bool = False) -> str:
    places = [place for place, sign in enumerate(text) if _is_letter(sign)]
    return text[0 if keep_head else places[0] : places[-1] + 1] if places else ""


def _is_common(text: str, common: Container[str]) -> bool:
    return len(text) >= _FEW and text in common


def _words(context_words: Iterable[str]) -> list[str]:
    """The words of names and addresses, in small letters, longest first, those of the place among them."""
    told = " ".join((*context_words, *WORDS_OF_THE_PLACE))
    parts = "".join(sign if _is_letter(sign) else " " for sign in _small(told)).split()
    return sorted({part for part in parts if len(part) >= _SHORTEST_WORD}, key=lambda word: (-len(word), word))


def _without(text: str, words: Iterable[str]) -> str:
    """What is left between and beside the words, without signs and digits around it; all of it where none is found."""
    for word in words:
        text = text.replace(word, " ")
    return _stem(text)


def _made_of(text: str, words: list[str]) -> str:
    """The longest word that `text` has, if it has next to nothing else but signs and digits."""
    word = next((word for word in words if word in text), "")
    few_left = sum(map(_is_letter, _without(text, words))) < _FEW
    return word if few_left else ""
