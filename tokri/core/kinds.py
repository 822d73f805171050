"""What an instrument of the dump is: it calls shares, funds, bonds and indices alike EQ.

Decided by what the exchanges put into codes, series and names. Sources: NSE's list of series
(https://www.nseindia.com/market-data/legend-of-series), BSE's ranges of scrip codes, and the dump itself.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

from tokri.core.instrument import Kind


class Written(Protocol):
    """The columns of a row of the dump that its kind is read from."""

    @property
    def exchange(self) -> str: ...
    @property
    def tradingsymbol(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def exchange_token(self) -> int: ...
    @property
    def instrument_type(self) -> str: ...
    @property
    def segment(self) -> str: ...


_CONTRACTS: Final = {"FUT": Kind.FUTURE, "CE": Kind.OPTION, "PE": Kind.OPTION}

#: A series that NSE's symbols end with on Kite's list: CENTRALBK-BE, SGBJUN28-GB.
_SERIES: Final = re.compile(r"(?P<stem>.+)-(?P<series>[A-Z][A-Z0-9])")

_FUND_SERIES: Final = frozenset({"MF", "ME", "RR", "RT", "IV", "ID", "EU"})
_DEBT_SERIES: Final = re.compile(r"G[A-Z0-9]|S[GI]|T[BS]?B|[NYZ][A-Z0-9]|B[F]|D[1-9]|U[A-Z]|A[A-D1-9]")
_SHARE_SERIES: Final = frozenset({"EQ", "BE", "BZ", "BL", "SM", "ST", "SZ", "TS", "E1", "P1", "P2", "W1", "RE", "IL"})

#: BSE numbers shares and units of funds from 500000, rights and preference shares from 700000, partly paid from 890000.
_BSE_CASH: Final = ((500_000, 700_000), (700_000, 720_000), (750_000, 800_000), (890_000, 900_000))

_DEBT_NAME: Final = re.compile(
    r"""
      [%]                                                     # a coupon: SDL GJ 7.22% 2035
    | \b (SDL | GOI | NCD | CCD | OIS | TBILL | STRPP?) | \b (GOLD)?BOND \b | \b 20[2-9]\d \b
    | - (PVT | NCDS? | CP | PTC | MB) $ | \b SR [ .] | STRP[PI] | \b \d+GOI\d | \d SDL
    | \b M(AR)?KE?T \ LINK | \b REPO \ RATE
    """,
    re.VERBOSE,
)
_FUND_NAME: Final = re.compile(
    r"""
      \b ETF | ETF \b | \b BEES \b | \b REIT \b | \b INVITS? \b | \b MUTUAL \ F | \b MF \b | \b FUND \b
    | (AMC | AAML | BFAM | NP) \ ? - | ^ (SHRIRAM | WEALTH) \ -       # SBIAMC - LIQUIDSBI: the house, and its fund
    | TRUST $ | \b MOST \ SHARES \b | \b EXCH?(AN)?GE? \ TR(ADED)? \b
    | \b (REAL \ ESTATE | INFRASTRUCTURE) \ (T | INVES)\w* $
    """,
    re.VERBOSE,
)
_FUND_SYMBOL: Final = re.compile(r"(IETF|ETF|BEES|BETA|INVIT)$")
_COMPANY: Final = re.compile(r"\b(LTD|LIMITED|LIMI?T?E?|L)\.?$|\bLTD\.")

#: Symbols of debt begin with its coupon or its year: 699WB35, 1018GS2026, GS12DEC49F.
_DEBT_SYMBOL: Final = re.compile(r"\d{1,6}[A-Z&]{2,6}\d{2,4}[A-Z]?\d?|GS\d{2}[A-Z]{3}\d{2,4}[A-Z]?|SGB[A-Z]{3}\d.*")


def kind_of(row: Written) -> Kind:
    """What the instrument is, by the columns of its row."""
    if row.instrument_type in _CONTRACTS:
        return _CONTRACTS[row.instrument_type]
    return Kind.INDEX if row.segment == "INDICES" else _cash_kind(row)


def _cash_kind(row: Written) -> Kind:
    name, series = row.name.upper(), series_in(row.exchange, row.tradingsymbol)
    if series in _FUND_SERIES:
        return Kind.FUND
    if series in _SHARE_SERIES:
        return Kind.SHARE
    elsewhere = row.exchange == "BSE" and not any(low <= row.exchange_token < high for low, high in _BSE_CASH)
    if (
        elsewhere
        or _DEBT_SERIES.fullmatch(series)
        or _DEBT_NAME.search(name)
        or _DEBT_SYMBOL.fullmatch(row.tradingsymbol)
    ):
        return Kind.DEBT
    unit = _FUND_NAME.search(name) or _FUND_SYMBOL.search(row.tradingsymbol)
    return Kind.FUND if unit and not _COMPANY.search(name) else Kind.SHARE


def series_in(exchange: str, tradingsymbol: str) -> str:
    """The series that is part of an NSE symbol; "" where there is none."""
    found = _SERIES.fullmatch(tradingsymbol) if exchange == "NSE" else None
    return found["series"] if found else ""


def stem_of(exchange: str, tradingsymbol: str) -> str:
    """The symbol without its series: the same for a share in whichever series it is."""
    found = _SERIES.fullmatch(tradingsymbol) if exchange == "NSE" else None
    return found["stem"] if found else tradingsymbol
