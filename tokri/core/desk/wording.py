"""A soft check of words that advertising of advice may not use: promises, superlatives, riches.

It asks somebody to look again, and decides nothing: a word can stand where it is meant otherwise. So it rather asks
once too often, but not at what people write daily: stop-loss, risk-free rate, best bid, "not guaranteed".
Source: SEBI's advertisement code for investment advisers and research analysts, circular of 5 April 2023, as law firms
summarise it; the words themselves are our own list. English, and Hindi in both scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """What a word does that the code forbids."""

    RETURNS = "promised-returns"  #: promises a figure, a target or an income
    NO_RISK = "no-risk"  #: says that nothing can be lost
    ASSURANCE = "assurance"  #: promises an outcome, or says that it is certain
    SUPERLATIVE = "superlative"  #: praises the advice or the firm above all others
    RICHES = "riches"  #: exaggerates: multibagger, jackpot, double your money
    RECORD = "past-record"  #: tells hits or profits of the past


@dataclass(frozen=True, slots=True)
class Found:
    """A word or phrase as it stands in the field named `field`, from `start` up to, not with, `end`, in characters."""

    field: str
    text: str
    start: int
    end: int
    fault: Fault


# How phrases are written: (one|other), [what may be left out], {a list by its name}. A space stands for space or
# hyphen, [ ] for either or neither. Capitals do not matter.

_LISTS: Final[Mapping[str, str]] = {
    "gain": "(return[s]|profit[s]|gain[s]|income|munafa|fayda|kamai|रिटर्न|मुनाफ़ा|मुनाफ़े|लाभ|फ़ायदा|कमाई)",
    "sure": "(guaranteed|assured|sure|certain|fixed|confirm[ed]|definite|pakka|pakki|pakke|पक्का|पक्की|पक्के|निश्चित)",
    "often": "((per|every|each|a|in a|in one|har) (day|week|month|din|hafte|mahine)|daily|weekly|monthly)",
    "firm": "(pick[s]|stock[s]|share[s]|call[s]|tip[s]|advis(e|o)r[s]|advisory|analyst[s]|research|firm|returns)",
    "money": "(money|capital|investment|wealth|paisa|paise)",
    "loss": "(risk[s]|loss|losses|downside)",
    "hindi loss": "(risk|loss|nuksan|nuksaan|nuqsan|ghata|jokhim)",
    "हानि": "(जोखिम|रिस्क|नुक़सान|घाटा|घाटे)",
}

_PHRASES: Final[Mapping[Fault, tuple[str, ...]]] = {
    Fault.RETURNS: (
        "{gain} [(is|are|of) ]{sure}",
        "{sure} [(monthly|yearly|daily) ]{gain}[ of {percent}]",
        "target[s] [(is|are) ]{sure}",
        "{sure} target[s]",
        "{percent} [{sure} ]{gain} ({sure}|{often}|in {number} (day[s]|week[s]|month[s]))",
        "{percent} {often}",
        "(earn|get|fetch|kamao|kamaye|kamaiye|कमाएं|कमाएँ|कमाओ) [you ][(up to|at least|about) ]{percent}[ {gain}]",
        "(make|makes|give|gives|deliver|delivers) [you ][(up to|at least|about) ]{percent} {gain}",
        "(monthly|daily|weekly) income",
    ),
    Fault.NO_RISK: (
        "risk[ ](free|less)|loss[ ](free|less|proof)",
        "(no|zero|nil|without|without any) {loss}",
        "(can|could|will)[ ](not|never) (lose|fail|go wrong)|(can|won)'t (lose|fail|go wrong)",
        "never (lose|loses|fail|fails|go wrong|goes wrong)",
        "(100%|100 %|totally|completely|absolutely|perfectly) (safe|secure|protected)|safe bet",
        "[koi ]{hindi loss} nahi[n][ hoga]|bina [kisi ]{hindi loss}",
        "[कोई ]{हानि} नहीं|बिना [किसी ]{हानि}|जोखिम[ ](मुक्त|रहित)",
    ),
    Fault.ASSURANCE: (
        "(guarant|garant|gaurant)(y|ee|eed|ees|eeing|or|i|ied)",
        "assured|assuredly|assures|assuring|(we|i) assure|assurance of",
        "sure[ ](shot|fire|bet|win|call|tip)[s]",
        "(100%|100 %|hundred per[ ]cent) (sure|certain|correct|success|result[s]|pakka|pakki|पक्का|पक्की)",
        "for sure|surely|no doubt|without [(a|any) ]doubt|undoubtedly|certainly|definitely|certain to",
        "bound to (rise|fall|go up|go down|double)|can only (rise|go up)",
        "pakka|pakki|pakke|pukka|shartiya",
        "गारंटी|गारन्टी|गारण्टी|गैरंटी|गारंटीड|गारंटेड|पक्का|पक्की|पक्के|शर्तिया|श्योर[ ]शॉट|आश्वासन",
    ),
    Fault.SUPERLATIVE: (
        "best|top (rated|class|most|notch|performing|performer[s]|{firm})",
        "no[.][ ]1|(no. |num. |number )(1|one)|#[ ]1",
        "(leading|largest|finest|greatest) {firm}|most (trusted|accurate|reliable|successful)",
        "world class|unbeatable|unmatched|unparalleled|second to none",
        "sabse (acha|achha|accha|acche|achhe|acchi|badhiya|badiya|behtar|behtareen|bada)",
        "सबसे (अच्छा|अच्छी|अच्छे|बढ़िया|बेहतर|बेहतरीन|बड़ा|बड़ी|भरोसेमंद)|सर्वश्रेष्ठ|सर्वोत्तम|(नंबर|नम्बर) (1|१|वन|एक)|बेस्ट",
    ),
    Fault.RICHES: (
        "multi[ ]bagger[s]|(ten|{number})[ ]bagger[s]|jack[ ]pot[s]|lottery|gold[ ]mine|crorepati|get rich",
        "(quick|easy|bumper|huge|massive|enormous|unlimited|extraordinary) (money|{gain})",
        "(double|doubles|doubling|triple|triples|dugna|dugne|dugni) [(your|the|aapka) ]{money}",
        "{money} [(will|can) ](double|doubles|doubled|doubler|doubling|triple|dugna|dugne)",
        "{number}[ ]x {gain}|sky[ ]rocket[(s|ing)]|to the moon",
        "मल्टी[ ]बैगर|जैकपॉट|लॉटरी|करोड़पति|(पैसा|पैसे|पूंजी|पूँजी) (डबल|दोगुना|दोगुने|दुगना|दुगुना)|(डबल|दोगुना|दुगना) (पैसा|पैसे|मुनाफ़ा)",
    ),
    Fault.RECORD: (
        "(hit|success|strike|win|winning|accuracy) (rate|ratio)[s]|{percent} (accuracy|accurate|success)",
        "(our|my) (last|past|previous|earlier) (call[s]|pick[s]|tip[s]|recommendation[s]|{gain})",
    ),
}

#: What is written daily and promises nothing; with it the regulator's own sentence, which stands on every page.
_EXEMPT: Final = (
    "in no way guarantee[s] [the ]performance of the intermediary[,] (or|nor) provide[s] any assurance of returns",
    "risk free rate[s]|fixed income|sum assured|(bank|corporate|credit|performance) guarantee[s]|no loss making",
    "at best|best (bid|ask|offer|five|5|effort[s]|interest[s]|practice[s]|regards|wishes|execution)",
    "(order|part|page|note|item|point|leg|clause|annexure|serial|sr.|option|step) (no|number)[.][ ](1|one)",
)

#: Letters with a dot below have a code of their own, or two: ज़ is one character or ज and ◌़. Many leave the dot out.
_DOTTED: Final = {
    "क": "\u0958",
    "ख": "\u0959",
    "ग": "\u095a",
    "ज": "\u095b",
    "ड": "\u095c",
    "ढ": "\u095d",
    "फ": "\u095e",
}
_DOT: Final = "\u093c"

#: Vowel signs are no letters to `\b`, so a word of Devanagari ends where neither a letter nor a sign follows.
_SIGN: Final = "[\u0900-\u0963\u0966-\u097f]"
_BEGIN: Final = rf"(?<![^\W_])(?<!{_SIGN})"
_END: Final = rf"(?![^\W_])(?!{_SIGN})"

_NOTATION: Final = str.maketrans(
    {"[": "(?:", "]": ")?", "(": "(?:", " ": r"[\s-]{1,3}", ".": r"\.", "'": "['’]", "#": r"\#"}
)
_PERCENT: Final = r"[0-9]{1,4}(?:\.[0-9]{1,2})?\s?(?:%|per\s?cent|प्रतिशत|फीसदी)"


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    written = "|".join(phrases)
    for name, choices in _LISTS.items():
        written = written.replace(f"{{{name}}}", choices)
    written = unicodedata.normalize("NFD", written).translate(_NOTATION)
    for letter, dotted in _DOTTED.items():
        written = written.replace(letter + _DOT, f"(?:{letter}{_DOT}?|{dotted})")
    written = written.replace("{percent}", _PERCENT).replace("{number}", "[0-9]{1,4}")
    return re.compile(f"{_BEGIN}(?:{written}){_END}", re.IGNORECASE)


#: One pattern a line of the lists: of two that begin together the longer one is told.
_PATTERNS: Final = tuple((fault, _pattern([phrase])) for fault, phrases in _PHRASES.items() for phrase in phrases)
_EXEMPTIONS: Final = _pattern(_EXEMPT)

#: What turns a promise into its denial: "not guaranteed", "no one can guarantee or assure", "गारंटी नहीं".
_DENIED_BEFORE: Final = re.compile(
    r"""(?:\b(?:no|not|never|nor|neither|cannot|without|nobody|none) | n['’]t | कोई)
        (?:\s+(?:a|an|any|one|can|way|be|been|being|is|are|such|thing|as|called|provide[sd]?|offer(?:s|ed)?|give[ns]?
          |to|of|or|and|nor|kind|guarant(?:ee|eed|ees|y)|assure[ds]?|assurance))* \s+ \Z""",
    re.IGNORECASE | re.VERBOSE,
)
_DENIED_AFTER: Final = re.compile(r"\s+(?:nahi|nahin|नहीं)", re.IGNORECASE)
_DENIABLE: Final = frozenset({Fault.RETURNS, Fault.NO_RISK, Fault.ASSURANCE})
_WINDOW: Final = 60

#: A name of one word is only a name where it is written as the exchange writes its symbols: BEST, not best.
_SYMBOL: Final = re.compile(r"[A-Z0-9&-]{2,}")


def look(texts: Mapping[str, str], names: Collection[str] = ()) -> tuple[Found, ...]:
    """What somebody should look at again, in the order of the fields, then of the text. Never raises.

    `names` are what the basket's instruments are called: "Best Agrolife" is a company, no praise.
    """
    return tuple(found for field, text in texts.items() for found in _of_field(field, text, names))


def _of_field(field: str, text: str, names: Collection[str]) -> Iterator[Found]:
    plain = _EXEMPTIONS.sub(_blank, text)
    for name in names:
        plain = _without_name(plain, name)
    matches = [
        (match.start(), match.end(), fault)
        for fault, pattern in _PATTERNS
        for match in pattern.finditer(plain)
        if not (fault in _DENIABLE and _denied(plain, match))
    ]
    last = 0
    for start, end, fault in sorted(matches, key=lambda each: (each[0], -each[1])):
        if start >= last:
            yield Found(field, text[start:end], start, end, fault)
            last = end


def _denied(text: str, match: re.Match[str]) -> bool:
    before = text[max(match.start() - _WINDOW, 0) : match.start()]
    return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(text, match.end()) is not None


def _without_name(text: str, name: str) -> str:
    words = name.split()
    if not words or (len(words) == 1 and not _SYMBOL.fullmatch(words[0])):
        return text
    pattern = _BEGIN + r"\s+".join(map(re.escape, words)) + _END
    return re.sub(pattern, _blank, text, flags=re.IGNORECASE if len(words) > 1 else re.NOFLAG)


def _blank(match: re.Match[str]) -> str:
    """As many characters that say nothing, so that places in the text stay as they are."""
    return "·" * len(match[0])
