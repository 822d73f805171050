"""An instrument: a row of Kite's dump, with what else the exchanges' daily files say of it.

Source: https://kite.trade/docs/connect/v3/market-quotes/#instruments
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Key(NamedTuple):
    """What names an instrument for good. Its numeric tokens are given to others after it has expired."""

    exchange: str
    tradingsymbol: str


class Kind(StrEnum):
    """What is traded. The dump calls all but futures and options `EQ`."""

    SHARE = "share"
    FUND = "fund"  #: units of an exchange-traded fund, a REIT or an InvIT
    DEBT = "debt"
    INDEX = "index"  #: not tradable
    FUTURE = "future"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument of the list.

    `tick_size` and `strike` are exact rupees. `lot_size` is in units on NSE, BSE, NFO and BFO; on MCX, CDS and BCD,
    where a quantity counts lots, it is 1. `name` is the company's, the fund's or the underlying's. `expiry` is None for
    what does not expire, `strike` for what is no option. `series` (NSE) and `group` (BSE) are "" where no daily file
    told them; a series that is part of the symbol (`CENTRALBK-BE`) is known without one. `told_on` is the day of that
    file, None where no file told of it. `isin` is "" where unknown.
    """

    exchange: str
    tradingsymbol: str
    name: str
    kind: Kind
    instrument_type: str
    segment: str
    tick_size: Decimal
    lot_size: int
    expiry: date | None = None
    strike: Decimal | None = None
    instrument_token: int = 0
    exchange_token: int = 0
    isin: str = ""
    series: str = ""
    group: str = ""
    told_on: date | None = None

    @property
    def key(self) -> Key:
        return Key(self.exchange, self.tradingsymbol)

    @property
    def cash(self) -> bool:
        """Whether it is traded in the cash segment of NSE or BSE."""
        return self.exchange in {"NSE", "BSE"} and self.kind is not Kind.INDEX

    @property
    def in_lots(self) -> bool:
        """Whether a quantity of it counts lots, not units."""
        return self.exchange in {"MCX", "CDS", "BCD"}


@dataclass(frozen=True, slots=True)
class LastPrice:
    """A last price in rupees, the day it is of, and who says so: a file's name, or Kite, with the moment in UTC."""

    price: Decimal
    on: date
    source: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list says of one exchange and symbol.

    `instrument` is None where the list does not have it; then `renamed` is what the same paper is called now, `moved`
    the same stem in another series of the exchange (`IDEA`, now `IDEA-BZ`), `elsewhere` the symbol on other exchanges,
    and where none of these is, `alike` what else may have been meant, best first. `twin` is the same company's paper on
    the other exchange, by ISIN, else by name: one symbol on both may be two companies, and then the other's stands in
    `elsewhere`. `has_derivatives`: a share with futures anywhere. `on_share`: a future or an option on a share that the
    list has, so that it is settled in shares, and thinly traded in its options.
    """

    instrument: Instrument | None
    last_price: LastPrice | None = None
    renamed: Instrument | None = None
    moved: tuple[Instrument, ...] = ()
    elsewhere: tuple[Instrument, ...] = ()
    alike: tuple[Instrument, ...] = ()
    twin: Instrument | None = None
    has_derivatives: bool = False
    on_share: bool = False


@dataclass(frozen=True, slots=True)
class MasterState:
    """The list in use: the day it is of, when it was taken in (UTC), how many rows, and a digest of all of it."""

    on: date
    imported_at: datetime
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search: the instrument, with its last price and the key of its twin where they are known."""

    instrument: Instrument
    last_price: LastPrice | None = None
    twin: Key | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, best first. `meant`: nothing matched, and these are the nearest."""

    hits: tuple[Hit, ...]
    meant: bool = False
