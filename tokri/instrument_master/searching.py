"""Search over the list: one question after the other, best first, each answered in the order of the ranking.

The order is made by construction: rows are kept in it, so a question with LIMIT reads its best answers and no others.
Questions of one reading of the text: the whole symbol, the start of one, whole words, starts of words, an option of
that underlying, a piece of a symbol or a name. Only where all of them find nothing is spelling made allowance for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Final

from tokri.core.search import Asked, Reading, Terms, asked, one_letter_away

#: A trigram is of three letters: shorter pieces are in every name.
_PIECE: Final = 3

#: How alike a misspelt word must be, how many are looked at, how short it may be, and from where on its pieces tell.
_ALIKE: Final = 0.7
_MOST_NEAR: Final = 40
_SHORTEST: Final = 3
_LONG: Final = 6

_MOST_UNDERLYINGS: Final = 12

#: Behind every rank.
_LAST: Final = 2**31


class Search:
    """Searches on one day. What several readings of a text ask alike is asked once: words, underlyings and months."""

    def __init__(self, connection: Any, prices: Any, on: date, limit: int) -> None:
        self._connection, self._prices = connection, prices
        self._on, self._limit = on, limit
        self._live = on.isoformat()
        self._spelt: dict[str, list[int]] = {}
        self._named: dict[str, list[str]] = {}
        self._months: dict[str, tuple[int, int]] = {}

    def ranks(self, text: str, exchange: str) -> tuple[list[int], bool]:
        """The ranks of what was found, best first, and whether only by making allowance for spelling."""
        what = asked(text, exchange)
        if found := self._first(self._questions(what)):
            return found, False
        for near in (self._near_strikes, self._misspelt):
            for reading in what.readings:
                if found := self._first([near(reading)]):
                    return found, True
        return [], True

    def _first(self, answers: Iterable[Iterable[int]]) -> list[int]:
        found: dict[int, None] = {}
        for answer in answers:
            found.update(dict.fromkeys(answer))
            if len(found) >= self._limit:
                break
        return list(found)[: self._limit]

    def _questions(self, what: Asked) -> Iterator[Sequence[int]]:
        where = what.readings[0].exchange if what.readings else ""
        yield self._by_key(what.symbol, where)
        if what.isin:
            yield self._by_isin(what.isin, where)
        for reading in what.readings:
            if reading.terms is not None:
                yield from self._contracts(reading, reading.terms)
            else:
                yield from self._plain(reading)
        for reading in what.readings:
            if reading.terms is None:
                yield self._by_piece(reading)

    def _by_key(self, symbol: str, exchange: str) -> list[int]:
        return self._ranks(
            "SELECT rank FROM instruments WHERE tradingsymbol = ? AND (expiry = '' OR expiry >= ?)"
            " AND (? IN ('', exchange)) AND kind <> 'index' ORDER BY rank LIMIT ?",
            (symbol, self._live, exchange, self._limit),
        )

    def _by_isin(self, isin: str, exchange: str) -> list[int]:
        """The papers that the prices' file has this ISIN of, by symbol, by stem or by BSE's code."""
        if self._prices is None:
            return []
        asked_for = "SELECT exchange, tradingsymbol, code FROM prices WHERE isin = ?"
        found: list[int] = []
        for where, symbol, code in self._prices.execute(asked_for, (isin,)).fetchall():
            if exchange in {"", where}:
                by_symbol = (symbol, symbol.rpartition("-")[0] if where == "NSE" else symbol, where, code, where)
                found += self._ranks(
                    "SELECT rank FROM instruments WHERE tradingsymbol IN (?, ?) AND exchange = ? UNION"
                    " SELECT rank FROM instruments WHERE exchange_token = ? AND expiry = '' AND exchange = ?"
                    " AND exchange = 'BSE' ORDER BY rank LIMIT 2",
                    by_symbol,
                )
        return sorted(found)

    def _plain(self, reading: Reading) -> Iterator[list[int]]:
        if not reading.words:
            return
        yield self._matching([f'"~{reading.joined}"'], reading.exchange)
        yield self._matching([f'"~{reading.joined}" *'], reading.exchange)
        yield self._matching([f'"{word}"' for word in reading.words], reading.exchange)
        yield self._matching([f'"{word}" *' for word in reading.words], reading.exchange)
        yield self._of_underlying(reading.joined, Terms(instrument_type="OPT"), reading.exchange)

    def _matching(self, words: Sequence[str], exchange: str) -> list[int]:
        where = [*words, f'"={exchange.lower()}"'] if exchange else words
        return self._ranks(
            "SELECT w.rowid FROM words w JOIN instruments i ON i.rank = w.rowid"
            " WHERE w.words MATCH ? AND (i.expiry = '' OR i.expiry >= ?) ORDER BY w.rowid LIMIT ?",
            (" ".join(where), self._live, self._limit),
        )

    def _by_piece(self, reading: Reading) -> list[int]:
        pieces = [word for word in reading.words if len(word) >= _PIECE]
        if len(pieces) < len(reading.words):
            pieces = [reading.joined] if len(reading.joined) >= _PIECE else []
        if not pieces:
            return []
        return self._ranks(
            "SELECT p.rowid FROM pieces p JOIN instruments i ON i.rank = p.rowid"
            " WHERE p.pieces MATCH ? AND (? IN ('', i.exchange)) ORDER BY p.rowid LIMIT ?",
            (" ".join(f'"{piece}"' for piece in pieces), reading.exchange, self._limit),
        )

    def _contracts(self, reading: Reading, terms: Terms) -> Iterator[list[int]]:
        """Contracts of the underlying of that very name, then of those that begin so or whose company's name does."""
        seen: set[str] = set()
        for stems in self._underlyings(reading):
            for stem in stems:
                if stem not in seen:
                    seen.add(stem)
                    yield from self._in_month(stem, terms, reading.exchange)

    def _underlyings(self, reading: Reading) -> Iterator[list[str]]:
        if not reading.words:
            yield self._stems(['"=fut"'])
            return
        yield [reading.joined]
        yield self._stems(['"=fut"', f'"~{reading.joined}" *'])
        yield self._stems(['"=fut"', *(f'"{word}" *' for word in reading.words)])

    def _stems(self, words: Sequence[str]) -> list[str]:
        match = " ".join(words)
        if match not in self._named:
            found = self._connection.execute(
                "SELECT i.stem FROM words w JOIN instruments i ON i.rank = w.rowid"
                " WHERE w.words MATCH ? AND i.expiry >= ? ORDER BY w.rowid LIMIT ?",
                (match, self._live, 4 * _MOST_UNDERLYINGS),
            )
            self._named[match] = list(dict.fromkeys(stem for (stem,) in found))[:_MOST_UNDERLYINGS]
        return self._named[match]

    def _in_month(self, stem: str, terms: Terms, exchange: str) -> Iterator[list[int]]:
        """A month alone names the contract that has it in its symbol, before the weekly ones that end in it."""
        if terms.named:
            yield self._of_underlying(stem, terms, exchange, monthly=True)
        yield self._of_underlying(stem, terms, exchange)

    def _of_underlying(self, stem: str, terms: Terms, exchange: str, *, monthly: bool = False) -> list[int]:
        found: list[int] = []
        if terms.instrument_type in {"", "FUT"} and not terms.strike:
            where, parameters = self._where(terms, exchange, monthly=monthly)
            found += self._ranks(
                f"SELECT rank FROM instruments WHERE stem = ? AND rank < ? AND {where} ORDER BY rank LIMIT ?",  # noqa: S608 - parts of our own
                (stem, self._first_option, *parameters, self._limit),
            )
        if terms.instrument_type != "FUT":
            found += self._options(stem, terms, exchange, monthly=monthly)
        return found

    def _options(self, stem: str, terms: Terms, exchange: str, *, monthly: bool) -> list[int]:
        """Options of the underlying: of the very strike, and where it may go on, of those that begin so."""
        first, last = self._of_month(terms)
        if not last:
            return []
        where, parameters = self._where(terms, exchange, monthly=monthly)
        ends = (stem, first, last, *parameters)
        tail = f"AND rank BETWEEN ? AND ? AND {where} ORDER BY rank LIMIT ?"
        found: list[int] = []
        if terms.strike:
            by_strike = f"SELECT rank FROM instruments WHERE strike <> '' AND strike = ? AND stem = ? {tail}"  # noqa: S608 - parts of our own
            found += self._ranks(by_strike, (_plain(terms.strike), *ends, self._limit))
        if not terms.strike or terms.part:
            by_start = f"SELECT rank FROM instruments WHERE strike GLOB ? AND stem = ? {tail}"  # noqa: S608 - the same
            found += self._ranks(by_start, (f"{terms.strike}*", *ends, self._limit))
        return found

    def _of_month(self, terms: Terms) -> tuple[int, int]:
        """The ranks between which the options of that month, or of that day, stand; 0 and 0 where there are none."""
        if terms.month is None:
            return self._first_option, _LAST
        days = _expiry(terms)
        if days not in self._months:
            ((first, last),) = self._connection.execute(
                "SELECT min(first), max(last) FROM expiries WHERE expiry GLOB ?", (days,)
            )
            self._months[days] = (first, last) if first is not None else (0, 0)
        return self._months[days]

    @cached_property
    def _first_option(self) -> int:
        ((first,),) = self._connection.execute("SELECT min(first) FROM expiries")
        return _LAST if first is None else int(first)

    def _where(self, terms: Terms, exchange: str, *, monthly: bool) -> tuple[str, list[object]]:
        parts, parameters = ["expiry <> ''", "expiry >= ?"], [self._live]
        asked_for: list[object] = []
        if terms.instrument_type and terms.instrument_type != "OPT":
            parts.append("instrument_type = ?")
            asked_for.append(terms.instrument_type)
        if terms.month is not None:
            parts.append("expiry GLOB ?")
            asked_for.append(_expiry(terms))
        if monthly:
            parts.append("monthly = 1")
        if exchange:
            parts.append("exchange = ?")
            asked_for.append(exchange)
        return " AND ".join(parts), [*parameters, *asked_for]

    def _near_strikes(self, reading: Reading) -> list[int]:
        """Of a strike that there is not, the nearest: here alone there is an order of its own."""
        terms = reading.terms
        if terms is None or not terms.strike or terms.instrument_type == "FUT":  # which has none
            return []
        found: list[int] = []
        for monthly in (True, False) if terms.named else (False,):
            where, parameters = self._where(terms, reading.exchange, monthly=monthly)
            found += self._ranks(
                f"SELECT rank FROM instruments INDEXED BY by_underlying WHERE stem = ? AND strike <> '' AND {where}"  # noqa: S608 - parts of our own
                " ORDER BY abs(CAST(strike AS REAL) - CAST(? AS REAL)), rank LIMIT ?",
                (reading.joined, *parameters, terms.strike, self._limit),
            )
        return found

    def _misspelt(self, reading: Reading) -> Iterator[int]:
        """What is spelt nearly so, the likest first; of a short word, the symbols that are one letter from it."""
        word = reading.joined
        if _SHORTEST <= len(word) < _LONG:
            wanted = " OR ".join(f'"~{each}"' for each in one_letter_away(word))
            for rank in self._matching([wanted], ""):
                yield from self._meant(rank, reading)
        elif len(word) >= _LONG:
            if word not in self._spelt:
                self._spelt[word] = self._spelt_like(word)
            for rank in self._spelt[word]:
                yield from self._meant(rank, reading)

    def _spelt_like(self, word: str) -> list[int]:
        """Ranks of what shares most three-letter pieces with the word and is alike as a whole, the likest first."""
        pieces = dict.fromkeys(word[at : at + _PIECE] for at in range(len(word) - _PIECE + 1))
        near = self._connection.execute(
            "SELECT word, place FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{piece}"' for piece in pieces), _MOST_NEAR),
        )
        compared = SequenceMatcher(b=word, autojunk=False)
        alike: list[tuple[float, int]] = []
        for found, place in near:
            compared.set_seq1(found)
            # Its lengths alone, then its letters alone, tell of most that they are not alike.
            if compared.real_quick_ratio() < _ALIKE or compared.quick_ratio() < _ALIKE:
                continue
            if (ratio := compared.ratio()) >= _ALIKE:
                alike.append((-ratio, place))
        return [place for _, place in sorted(alike)]

    def _meant(self, rank: int, reading: Reading) -> list[int]:
        stem, exchange, expiry = self._connection.execute(
            "SELECT stem, exchange, expiry FROM instruments WHERE rank = ?", (rank,)
        ).fetchone()
        if reading.terms is not None:
            return self._first(self._in_month(stem, reading.terms, reading.exchange))
        return [rank] if reading.exchange in {"", exchange} and (not expiry or expiry >= self._live) else []

    def _ranks(self, asked_for: str, parameters: Sequence[object]) -> list[int]:
        return [rank for (rank,) in self._connection.execute(asked_for, parameters)]


def _expiry(terms: Terms) -> str:
    """The days that a contract may expire on, as a pattern of them."""
    year, day = terms.year or "????", f"{terms.day:02}" if terms.day else "??"
    return f"{year}-{terms.month:02}-{day}"


def _plain(strike: str) -> str:
    """As the file has it: 100.5 for 100.50."""
    return strike.rstrip("0").rstrip(".") if "." in strike else strike
