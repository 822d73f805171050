"""What people type into a search, read: a symbol, words of a name, a contract by month, day, strike and kind.

Nothing here looks anything up. `readings` says what a text may mean, likeliest first; the normal forms below are what
texts and symbols are compared in: small ASCII letters and digits, so that M&M, m & m and mm are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from tokri.core.choices import CHOICES

#: Longer texts are cut: nobody types one, and each letter costs.
LONGEST: Final = 60

_MOST_WORDS: Final = 8

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")
_ISIN: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_PREFIX: Final = re.compile(r"([A-Za-z]{3}) ?[:|/] ?(.+)")
_SUFFIX: Final = re.compile(r"(.+?) ?[.:|/] ?([A-Za-z]{2,3})")
_SERIES: Final = re.compile(r"(.+)-[A-Za-z][A-Za-z0-9]")

#: How other programs and people write the exchange behind a symbol.
_EXCHANGES: Final = {exchange.lower(): exchange for exchange in CHOICES["exchange"]} | {"ns": "NSE", "bo": "BSE"}

#: Words that companies' names end with on one exchange and not on the other.
_EMPTY: Final = frozenset({"ltd", "limited", "the"})

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHOLE_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH: Final = {name: number for names in (_MONTHS, _WHOLE_MONTHS) for number, name in enumerate(names, 1)} | {
    "sept": 9
}
_TYPES: Final = {
    **dict.fromkeys(("fut", "futs", "future", "futures"), "FUT"),
    **dict.fromkeys(("ce", "call", "calls"), "CE"),
    **dict.fromkeys(("pe", "put", "puts"), "PE"),
    **dict.fromkeys(("opt", "option", "options"), "OPT"),
}

#: A kind of contract that is still being typed, behind all else: nifty 26000 c.
_BEGUN: Final = {"f": "FUT", "c": "CE", "p": "PE"}
_BEGINNINGS: Final = frozenset({"f", "fu", "c", "ca", "cal", "p", "pu", "futu", "futur"})

#: A contract's symbol, whole or as far as it was typed. The month of a weekly one is 1 to 9, O, N or D.
_SYMBOL: Final = re.compile(
    r"""(?P<words> [a-z0-9&-]*? [a-z])
        (?P<year> 2[4-9] | 3[0-9])
        (?: (?P<month> jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) | (?P<code> [1-9ond]) (?P<day> [0-3][0-9]) )
        (?P<strike> [0-9]{0,7} (?:\.[0-9]{0,4})? )
        (?P<type> ce? | pe? | f | fut?)?""",
    re.VERBOSE,
)
_CODES: Final = {**{str(number): number for number in range(1, 10)}, "o": 10, "n": 11, "d": 12}
_DAY_MONTH: Final = re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?P<month>[a-z]{3,9})(?P<year>(?:20)?[0-9]{2})?")
_MONTH_YEAR: Final = re.compile(r"(?P<month>[a-z]{3,9})'?(?P<year>(?:20)?[0-9]{2})")
_STRIKE_TYPE: Final = re.compile(r"(?P<strike>[0-9]{1,7}(?:\.[0-9]{1,4})?)(?P<type>ce|pe)")
_ORDINAL: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})+|[0-9]{1,7}(?:\.[0-9]{1,4})?")
_YEAR: Final = re.compile(r"20(2[4-9]|3[0-9])")
_CENTURY: Final = 2000
_LAST_DAY: Final = 31


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text says of a contract. None and "" where it does not say.

    `named`: the month alone, as the symbol of a monthly contract has it. `part`: the strike may go on.
    `instrument_type` is FUT, CE, PE, OPT for either of the last two, or "".
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    strike: str = ""
    part: bool = False
    instrument_type: str = ""

    @property
    def named(self) -> bool:
        return self.month is not None and self.day is None


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a text: words in normal form, on one exchange if it says so, of a contract if it says so."""

    words: tuple[str, ...]
    exchange: str = ""
    terms: Terms | None = None

    @property
    def joined(self) -> str:
        """The words as a symbol has them: bajajauto of bajaj auto."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Asked:
    """A text: as a symbol as it stands, as an ISIN, and what else it may mean, likeliest first."""

    symbol: str
    isin: str
    readings: tuple[Reading, ...]


def squeezed(text: str) -> str:
    """The normal form of a symbol, or of one word."""
    small = text.lower()
    return small if _is_plain(small) else _NOT_PLAIN.sub("", small)


def _is_plain(small: str) -> bool:
    """Whether a text in small letters is in normal form as it is, which nearly every word of a list is."""
    return small.isalnum() and small.isascii()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in normal form, each also in its parts: l&t is lt, l and t."""
    found: dict[str, None] = {}
    for written in name.lower().split():
        words = (written,) if _is_plain(written) else (squeezed(written), *_NOT_PLAIN.split(written))
        for word in words:
            if word and word not in _EMPTY:
                found[word] = None
    return tuple(found)


def one_letter_away(word: str) -> tuple[str, ...]:
    """Every text that one slip makes of a short word: two letters swapped, one left out, changed or added."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = [one + two[1] + two[0] + two[2:] for one, two in cuts if len(two) > 1]
    less = [one + two[1:] for one, two in cuts if two]
    other = [one + letter + two[1:] for one, two in cuts if two for letter in _LETTERS]
    more = [one + letter + two for one, two in cuts for letter in _LETTERS]
    return tuple(each for each in dict.fromkeys((*swapped, *less, *other, *more)) if each and each != word)


def asked(text: str, exchange: str = "") -> Asked:
    """What `text` may mean. `exchange`, where given, holds whatever the text says."""
    text = " ".join(text[:LONGEST].split())
    symbol, named = _exchange_in(text)
    where = exchange or named
    isin = symbol.upper() if _ISIN.fullmatch(symbol.upper()) else ""
    tokens = symbol.lower().split()[:_MOST_WORDS]
    readings: list[Reading] = []
    plain = Reading(_plain(tokens), where)
    contract = _contract(tokens, where)
    if contract is not None and contract.terms is not None:
        terms = contract.terms
        readings.append(contract)
        if terms.day is not None and terms.year is None:
            # 26 feb may be the year and the month of a symbol: NIFTY26FEB.
            readings.append(replace(contract, terms=replace(terms, day=None, year=_CENTURY + terms.day)))
        only_strike = terms.strike and not terms.instrument_type and terms.month is None
        readings.insert(0 if only_strike else len(readings), plain)
    else:
        readings.append(plain)
    if (stem := _SERIES.fullmatch(symbol)) and stem[1]:
        readings.append(Reading(_plain(stem[1].lower().split()), where))
    if not where and len(tokens) > 1 and (last := _EXCHANGES.get(tokens[-1])):
        readings += [replace(each, exchange=last) for each in asked(" ".join(tokens[:-1])).readings]
    return Asked(symbol.upper(), isin, tuple(each for each in dict.fromkeys(readings) if each.words or each.terms))


def _exchange_in(text: str) -> tuple[str, str]:
    """The text without the exchange that stands before or behind it, and that exchange."""
    if (found := _PREFIX.fullmatch(text)) and (exchange := _EXCHANGES.get(found[1].lower())):
        return found[2], exchange
    if (found := _SUFFIX.fullmatch(text)) and (exchange := _EXCHANGES.get(found[2].lower())):
        return found[1], exchange
    return text, ""


def _plain(tokens: list[str]) -> tuple[str, ...]:
    return tuple(word for token in tokens if (word := squeezed(token)) and word not in _EMPTY)


def _contract(tokens: list[str], exchange: str) -> Reading | None:
    """The text as a contract; None where it says nothing that only a contract has."""
    terms, words, place = Terms(), list[str](), 0
    while place < len(tokens):
        token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else ""
        read = _alone(token, terms)
        if read is not None:
            terms = read
        elif not after and terms != Terms() and not terms.instrument_type and token in _BEGINNINGS:
            terms = replace(terms, instrument_type=_BEGUN[token[0]])
        elif (day := _ORDINAL.fullmatch(token)) and after in _MONTH and 1 <= int(day[1]) <= _LAST_DAY:
            terms = replace(terms, day=int(day[1]), month=_MONTH[after])
            place += 1
        elif symbol := _SYMBOL.fullmatch(token):
            words.append(squeezed(symbol["words"]))
            terms = _of_symbol(symbol, terms)
        elif _YEAR.fullmatch(token) and place and tokens[place - 1] in _MONTH and terms.year is None:
            terms = replace(terms, year=int(token))
        elif _NUMBER.fullmatch(token) and words and not terms.strike:
            terms = replace(terms, strike=token.replace(",", ""), part=place + 1 == len(tokens))
        else:
            words.append(squeezed(token))
        place += 1
    said = terms != Terms() and (terms.instrument_type or terms.strike or words)
    kept = tuple(word for word in words if word and word not in _EMPTY)
    return Reading(kept, exchange, terms) if said else None


def _alone(token: str, terms: Terms) -> Terms | None:
    """The terms with what one token says by itself: mar, fut, 26000ce, 24feb, mar26."""
    if token in _TYPES and not terms.instrument_type:
        return replace(terms, instrument_type=_TYPES[token])
    if token in _MONTH and terms.month is None:
        return replace(terms, month=_MONTH[token])
    if found := _STRIKE_TYPE.fullmatch(token):
        return replace(terms, strike=found["strike"], instrument_type=found["type"].upper())
    if (found := _DAY_MONTH.fullmatch(token)) and found["month"] in _MONTH and 1 <= int(found["day"]) <= _LAST_DAY:
        read = replace(terms, day=int(found["day"]), month=_MONTH[found["month"]])
        return replace(read, year=_year(found["year"])) if found["year"] else read
    if (found := _MONTH_YEAR.fullmatch(token)) and found["month"] in _MONTH:
        return replace(terms, month=_MONTH[found["month"]], year=_year(found["year"]))
    return None


def _of_symbol(symbol: re.Match[str], terms: Terms) -> Terms:
    kind = _BEGUN.get((symbol["type"] or "")[:1], "")
    return replace(
        terms,
        year=_year(symbol["year"]),
        month=_MONTH[symbol["month"]] if symbol["month"] else _CODES[symbol["code"]],
        day=int(symbol["day"]) if symbol["day"] else None,
        strike=symbol["strike"],
        part=bool(symbol["strike"]) and not kind,
        instrument_type=kind or terms.instrument_type,
    )


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else _CENTURY + int(text)  # noqa: PLR2004 - two digits, or four
