"""What was typed on a page of the firm, read: the firm as it would be, and every fault of what was typed.

One-line texts lose the spaces around and between words that nobody means. The exact sentences lose nothing but what
surrounds them, and a browser's two characters for the end of a line are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from tokri.core.desk.firm import (
    BSE_LABELS,
    FIELDS,
    FIRST_LANGUAGE,
    LANGUAGES,
    LEAST_RETENTION,
    MOST_RETENTION,
    SENTENCES,
    Firm,
    FirmKind,
    FirmWords,
    Part,
)

#: Letters in one field, where it is not another number.
LONGEST: Final = 120
LONGEST_OF: Final[Mapping[str, int]] = {
    "office": 400,
    **dict.fromkeys(("scores_url", "odr_url", "grievance_url", "charter_url"), 500),
    **dict.fromkeys(SENTENCES, 2000),
}


class FirmCode(StrEnum):
    """What is wrong with a field, or worth a second look."""

    TOO_LONG = "too-long"  #: facts: most, has
    UNSEEN = "unseen"  #: holds a character that cannot be seen; facts: character, place (from 1)
    NUMBER = "number"  #: no SEBI registration number at all
    NUMBER_UNUSUAL = "number-unusual"  #: a note: not three letters and nine digits
    NUMBER_OF_ANOTHER = "number-of-another"  #: a note: not of the kind the firm says it is; facts: wanted
    PHONE = "phone"
    EMAIL = "email"
    CIN = "cin"  #: not 21 letters and digits; facts: has
    CIN_UNUSUAL = "cin-unusual"  #: a note: 21 letters and digits in another order
    LINK = "link"  #: no https address
    CHOICE = "choice"  #: none of what the page offers
    YEARS = "years"  #: facts: least, most
    HALF = "half"  #: one sentence of a language without the other
    NO_LANGUAGE = "no-language"  #: sentences in a language that was not chosen


_NOTES: Final = frozenset({FirmCode.NUMBER_UNUSUAL, FirmCode.NUMBER_OF_ANOTHER, FirmCode.CIN_UNUSUAL})


@dataclass(frozen=True, slots=True)
class FirmFault:
    """One fault. `name` is its field's, as on the page; `facts` fill the sentence."""

    name: str
    code: FirmCode
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether nothing is saved until it is mended; a note stops nothing."""
        return self.code not in _NOTES


# SEBI's numbers: INA for an investment adviser, INH for a research analyst, then nine digits, as in SEBI's public list
# of registered intermediaries (INH000006086). SEBI nowhere promises the nine, so another count is a note.
_A_NUMBER: Final = re.compile(r"IN[A-Z][0-9]{4,12}", re.ASCII)
_USUAL_NUMBER: Final = re.compile(r"IN[AH][0-9]{9}", re.ASCII)
_BETWEEN_NUMBERS: Final = re.compile(r"[\s,;/&]+(?:AND[\s,;]+)?")
_PREFIXES: Final[Mapping[FirmKind, tuple[str, ...]]] = {
    FirmKind.ADVISER: ("INA",),
    FirmKind.ANALYST: ("INH",),
    FirmKind.BOTH: ("INA", "INH"),
}

_PHONE: Final = re.compile(r"[+(]?[0-9][0-9 ()/.,+-]{4,58}[0-9]", re.ASCII)
_FEWEST_DIGITS: Final = 7
_EMAIL: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@.<>,;:\"()\[\]\\]+(\.[^\s@.<>,;:\"()\[\]\\]+)+")

# A corporate identity number: listed or not, industry, state, year, kind of company, number (Ministry of Corporate
# Affairs). An LLP has a shorter number of its own, and no CIN.
_CIN: Final = re.compile(r"[A-Z0-9]{21}", re.ASCII)
_USUAL_CIN: Final = re.compile(r"[LU][0-9]{5}[A-Z]{2}[0-9]{4}[A-Z]{3}[0-9]{6}", re.ASCII)

#: A host has a name of two parts at least, in any script; one that ends in digits is an address, and has no name.
_PART: Final = r"(?!-)[^\x00-,./:-@\[-`{-\x7f]{1,63}"
_HOST: Final = re.compile(rf"(?:{_PART}\.)+(?![0-9]+(?::|$)){_PART}(?::[0-9]{{1,5}})?")

#: What no one-line text and no sentence needs: control characters, and those that only steer how others are drawn.
_STEERING: Final = frozenset({"Cc", "Cf", "Cs"})

#: Joiners, without which some words of Hindi, Marathi or Malayalam are drawn wrongly.
_JOINERS: Final = frozenset("\u200c\u200d")


def read_firm(part: Part, typed: Mapping[str, str], base: Firm) -> tuple[Firm, tuple[FirmFault, ...]]:
    """The firm with what was typed on one page in the place of what was there, and the faults, notes among them.

    A text that was not sent stays as it was; a tick that was not sent is no. Where a fault stops, the firm is as far
    as it could be read, and is not to be saved.
    """
    if part is Part.SENTENCES:
        return _read_sentences(typed, base)
    read = {name: _read_field(name, typed, base) for name in FIELDS[part] if part is not Part.LOGO}
    firm = replace(base, **read)
    return firm, tuple(fault for name in read for fault in _faults(name, firm, typed))


def second_looks(firm: Firm) -> tuple[FirmFault, ...]:
    """What of a firm that was saved is worth a second look."""
    return tuple(
        fault
        for name in ("sebi_number", "cin")
        if (text := getattr(firm, name))
        for fault in _wrong_shape(name, text, firm)
    )


def _read_field(name: str, typed: Mapping[str, str], base: Firm) -> Any:
    was = getattr(base, name)
    if isinstance(was, bool):
        return typed.get(name) == "yes"
    if name not in typed:
        return was
    text = " ".join(typed[name].split())
    if name == "kind":
        return FirmKind(text) if text in set(FirmKind) else was
    if name == "retention_years":
        return int(text) if re.fullmatch("[0-9]{1,3}", text, re.ASCII) else 0
    if name == "sebi_number":
        return ", ".join(each for each in _BETWEEN_NUMBERS.split(text.upper()) if each)
    return text.upper() if name == "cin" else text


def _faults(name: str, firm: Firm, typed: Mapping[str, str]) -> Iterator[FirmFault]:
    value = getattr(firm, name)
    if name == "retention_years":
        if not LEAST_RETENTION <= value <= MOST_RETENTION:
            yield FirmFault(name, FirmCode.YEARS, {"least": LEAST_RETENTION, "most": MOST_RETENTION})
    elif (name == "kind" and typed.get(name, value) not in set(FirmKind)) or (
        name in _CHOICES and value not in _CHOICES[name]
    ):
        yield FirmFault(name, FirmCode.CHOICE)
    elif isinstance(value, str) and value and name not in _CHOICES:
        wrong = [*_wrong_text(name, value, LONGEST_OF.get(name, LONGEST))]
        yield from wrong or _wrong_shape(name, value, firm)


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": tuple(FirmKind),
    "bse_label": BSE_LABELS,
    "enabled_for_others": ("yes", "no", ""),
}


def _wrong_text(name: str, text: str, most: int, also: str = "") -> Iterator[FirmFault]:
    if len(text) > most:
        yield FirmFault(name, FirmCode.TOO_LONG, {"most": most, "has": len(text)})
    for place, each in enumerate(text, 1):
        if unicodedata.category(each) in _STEERING and each not in _JOINERS and each not in also:
            yield FirmFault(name, FirmCode.UNSEEN, {"character": f"U+{ord(each):04X}", "place": place})
            return


def _wrong_shape(name: str, text: str, firm: Firm) -> Iterator[FirmFault]:
    if name == "sebi_number":
        yield from _wrong_number(text, firm.kind)
    elif name == "cin":
        if not _CIN.fullmatch(text):
            yield FirmFault(name, FirmCode.CIN, {"has": len(text)})
        elif not _USUAL_CIN.fullmatch(text):
            yield FirmFault(name, FirmCode.CIN_UNUSUAL)
    elif name == "phone" and not (_PHONE.fullmatch(text) and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS):
        yield FirmFault(name, FirmCode.PHONE)
    elif name == "officer_email" and not _EMAIL.fullmatch(text):
        yield FirmFault(name, FirmCode.EMAIL)
    elif name.endswith("_url") and not is_https(text):
        yield FirmFault(name, FirmCode.LINK)


def _wrong_number(text: str, kind: FirmKind) -> Iterator[FirmFault]:
    numbers = text.split(", ")
    if not all(map(_A_NUMBER.fullmatch, numbers)):
        yield FirmFault("sebi_number", FirmCode.NUMBER)
        return
    if not all(map(_USUAL_NUMBER.fullmatch, numbers)):
        yield FirmFault("sebi_number", FirmCode.NUMBER_UNUSUAL)
    if lacking := [prefix for prefix in _PREFIXES[kind] if not any(each.startswith(prefix) for each in numbers)]:
        yield FirmFault("sebi_number", FirmCode.NUMBER_OF_ANOTHER, {"wanted": " and ".join(lacking)})


def is_https(text: str) -> bool:
    """Whether it is an https address of a named host, without a user, that may be a link."""
    if re.search(r"[\s\\<>\"'`{}|^]", text):
        return False
    try:
        url = urlsplit(text)
        return url.scheme == "https" and bool(_HOST.fullmatch(url.netloc)) and url.port != 0
    except ValueError:
        return False


def _read_sentences(typed: Mapping[str, str], base: Firm) -> tuple[Firm, tuple[FirmFault, ...]]:
    words = {language: _sentences(language, typed, base) for language in (*LANGUAGES, *base.words)}
    faults = [fault for language, each in words.items() for fault in _wrong_sentences(language, each)]
    added, chosen = _sentences("new", typed, base), typed.get("language", "")
    if any((added.warning, added.registration)):
        faults += _wrong_sentences("new", added)
        if chosen in LANGUAGES and not any((words[chosen].warning, words[chosen].registration)):
            words[chosen] = added
        else:
            faults.append(FirmFault("language", FirmCode.NO_LANGUAGE))
    kept = {language: each for language, each in words.items() if each.warning or each.registration}
    return replace(base, words=kept), tuple(faults)


def _sentences(language: str, typed: Mapping[str, str], base: Firm) -> FirmWords:
    was = base.words.get(language, FirmWords())
    texts = {
        each: typed[name].replace("\r\n", "\n").strip()
        if (name := f"{each}-{language}") in typed
        else getattr(was, each)
        for each in SENTENCES
    }
    return FirmWords(**texts)


def _wrong_sentences(language: str, words: FirmWords) -> Iterator[FirmFault]:
    for each in SENTENCES:
        text: str = getattr(words, each)
        yield from _wrong_text(f"{each}-{language}", text, LONGEST_OF[each], also="\n\t")
        if language != FIRST_LANGUAGE and not text and (words.warning or words.registration):
            yield FirmFault(f"{each}-{language}", FirmCode.HALF)
