"""Instruments and last prices: the only market there is here."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from simulator.settings import Rules

DATA = Path(__file__).parent / "data"
COLUMNS = [
    "instrument_token",
    "exchange_token",
    "tradingsymbol",
    "name",
    "last_price",
    "expiry",
    "strike",
    "tick_size",
    "lot_size",
    "instrument_type",
    "segment",
    "exchange",
]
CIRCUIT = Decimal("0.20")


@dataclass(frozen=True)
class Instrument:
    """A row of the dump. Prices in rupees, ``lot_size`` in units of quantity."""

    exchange: str
    tradingsymbol: str
    name: str
    instrument_token: int
    exchange_token: int
    expiry: str
    strike: Decimal
    tick_size: Decimal
    lot_size: int
    instrument_type: str
    segment: str

    @property
    def key(self) -> str:
        return f"{self.exchange}:{self.tradingsymbol}"

    @property
    def is_share(self) -> bool:
        return self.exchange in {"NSE", "BSE"}

    @property
    def is_option(self) -> bool:
        return self.instrument_type in {"CE", "PE"}

    @property
    def is_on_index(self) -> bool:
        return self.exchange in {"NFO", "BFO"} and self.tradingsymbol.startswith(INDICES)

    @property
    def series(self) -> str:
        """An NSE share's series where the symbol carries one (BE of CENTRALBK-BE), else nothing."""
        stem, dash, end = self.tradingsymbol.rpartition("-")
        return end if dash and stem and self.exchange == "NSE" and end in SERIES else ""


SERIES = {"BE", "BZ", "BL", "SM", "ST", "SZ", "TS"}
INDICES = ("NIFTY", "BANKNIFTY", "FINNIFTY", "MIDCPNIFTY", "SENSEX", "BANKEX")
FUTURE = re.compile(r"(.+)[0-9]{2}[A-Z]{3}FUT")
TRADE_FOR_TRADE = {"BE", "BZ", "ST", "SZ", "TS"}


class Market:
    """Look-up by exchange and symbol, exact in case and spaces, and the last price of each that has one."""

    def __init__(self, instruments: Iterable[Instrument], prices: dict[str, Decimal]) -> None:
        self._by_key = {instrument.key: instrument for instrument in instruments}
        self._prices = prices
        futures = (FUTURE.fullmatch(each.tradingsymbol) for each in self.listed() if each.exchange in {"NFO", "BFO"})
        self._with_futures = {found[1] for found in futures if found}

    def find(self, exchange: str, tradingsymbol: str) -> Instrument | None:
        return self._by_key.get(f"{exchange}:{tradingsymbol}")

    def find_key(self, key: str) -> Instrument | None:
        return self._by_key.get(key)

    def last_price(self, instrument: Instrument) -> Decimal | None:
        return self._prices.get(instrument.key)

    def has_derivatives(self, share: Instrument) -> bool:
        """Say whether there are futures on a share, wherever it is listed and in whatever series."""
        return share.is_share and share.tradingsymbol.removesuffix(f"-{share.series}") in self._with_futures

    def circuit(self, instrument: Instrument) -> tuple[Decimal, Decimal]:
        """Give the day's lowest and highest price: 20 % either side of the last, on the tick; (0, 0) if it has none."""
        last = self.last_price(instrument)
        if last is None:
            return Decimal(0), Decimal(0)
        tick = instrument.tick_size or Decimal("0.01")
        low, high = (last * (1 + way * CIRCUIT) // tick * tick for way in (-1, 1))
        return low, high

    def listed(self, exchange: str = "") -> Iterator[Instrument]:
        return (each for each in self._by_key.values() if not exchange or each.exchange == exchange)


@cache
def load(rules: Rules) -> Market:
    """Read the extract, once: nothing changes it. Under ``legacy`` rules with the symbols of Kite's documentation."""
    with (DATA / "instruments.csv").open(encoding="utf-8", newline="") as source:
        instruments = [_instrument(row) for row in csv.DictReader(source)]
    with (DATA / "prices.csv").open(encoding="utf-8", newline="") as source:
        prices = {
            f"{row['exchange']}:{row['tradingsymbol']}": Decimal(row["last_price"]) for row in csv.DictReader(source)
        }
    if rules == "legacy":
        instruments += _documented()
        prices |= {
            "NSE:INFY": Decimal("1074.35"),
            "NSE:RELIANCE": Decimal("915.15"),
            "NFO:NIFTY15DECFUT": Decimal(7845),
        }
    return Market(instruments, prices)


def _documented() -> list[Instrument]:
    tick = Decimal("0.05")
    return [
        Instrument("NSE", "INFY", "INFOSYS", 408065, 1594, "", Decimal(0), tick, 1, "EQ", "NSE"),
        Instrument("NSE", "RELIANCE", "RELIANCE INDUSTRIES", 738561, 2885, "", Decimal(0), tick, 1, "EQ", "NSE"),
        Instrument(
            "NFO", "NIFTY15DECFUT", "NIFTY", 11969026, 46754, "2015-12-31", Decimal(0), tick, 1, "FUT", "NFO-FUT"
        ),
    ]


def _instrument(row: dict[str, str]) -> Instrument:
    return Instrument(
        exchange=row["exchange"],
        tradingsymbol=row["tradingsymbol"],
        name=row["name"],
        instrument_token=int(row["instrument_token"]),
        exchange_token=int(row["exchange_token"]),
        expiry=row["expiry"],
        strike=Decimal(row["strike"]),
        tick_size=Decimal(row["tick_size"]),
        lot_size=int(row["lot_size"]),
        instrument_type=row["instrument_type"],
        segment=row["segment"],
    )
