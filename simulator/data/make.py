"""Make instruments.csv and prices.csv: the small, real extract that the stand-in trades in.

    python -m simulator.data.make INSTRUMENTS.csv.gz PRICES.csv

INSTRUMENTS is a whole dump in Kite's columns (gzipped), PRICES has the columns exchange, tradingsymbol, last_price.
Both are of one day. The choice is by rule, so the same sources give the same files; README.md says what is in them.
"""

import argparse
import csv
import datetime as dt
import gzip
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from simulator.market import COLUMNS

Row = dict[str, str]
HERE = Path(__file__).parent
DAY = dt.date(2026, 2, 11)

NAMED = {
    "INFY",
    "RELIANCE",
    "TCS",
    "SBIN",
    "M&M",
    "J&KBANK",
    "ARE&M",
    "BAJAJ-AUTO",
    "HDFCBANK",
    "ITC",
    "IOC",
    "IDEA",
    "LTF",
    "63MOONS",
    "3MINDIA",
    "HAWKINCOOK",
    "AARON",
    "CENTRALBK",
    "ABCAPITAL",
    "EMMBI",
    "TATASTEEL",
    "BHEL",
    "KEL",
    "MAL",
    "SEL",
    "ZEAL",
    "RAJPUTANA",
    "NIFTYBEES",
    "LIQUIDBEES",
    "GOLDBEES",
    "BANKBEES",
    "M&MFIN",
}
# On NSE this symbol was a debenture on that day, on BSE the share: a trap for whoever reads the symbol alone.
LEFT_OUT = {("NSE", "M&MFIN")}
# Government debt has lots of 100; SME shares have larger ones.
GOVERNMENT_LOT = 100
INDICES = {"NIFTY", "BANKNIFTY", "FINNIFTY", "MIDCPNIFTY", "NIFTYNXT50", "SENSEX", "BANKEX"}
# Underlying, exchange, how many expiries, how many strikes each side of the future.
OPTIONS = (
    [("NIFTY", "NFO", 3, 12), ("BANKNIFTY", "NFO", 2, 10), ("FINNIFTY", "NFO", 1, 5), ("MIDCPNIFTY", "NFO", 1, 5)]
    + [("SENSEX", "BFO", 3, 10), ("BANKEX", "BFO", 1, 5)]
    + [
        (name, "NFO", 1, 4)
        for name in [
            "RELIANCE",
            "INFY",
            "TCS",
            "SBIN",
            "HDFCBANK",
            "ITC",
            "ICICIBANK",
            "TATASTEEL",
            "M&M",
            "BAJAJ-AUTO",
        ]
    ]
    + [("USDINR", "CDS", 2, 5), ("CRUDEOIL", "MCX", 1, 5), ("GOLD", "MCX", 1, 4)]
)
COMMODITIES = {
    "ALUMINIUM",
    "COPPER",
    "CRUDEOIL",
    "CRUDEOILM",
    "GOLD",
    "GOLDM",
    "GOLDPETAL",
    "SILVER",
    "SILVERM",
    "NATURALGAS",
    "ZINC",
    "LEADMINI",
    "COTTON",
}
# NSE writes a share's series into its symbol unless it is EQ. The source carries none, so these rows are added by
# hand to real companies; the token of the first is known, the others are numbered from 990001.
SERIES = (
    ("CENTRALBK", "BE", "14898", 1),
    ("EMMBI", "BE", "990001", 1),
    ("AARON", "BE", "990002", 1),
    ("63MOONS", "BE", "990003", 1),
    ("J&KBANK", "BE", "990004", 1),
    ("ABCAPITAL", "BZ", "990005", 1),
    ("IDEA", "BZ", "990006", 1),
    ("BHEL", "BZ", "990007", 1),
    ("KEL", "SM", "990008", 1200),
    ("MAL", "SM", "990009", 1600),
    ("ZEAL", "ST", "990010", 600),
    ("RAJPUTANA", "ST", "990011", 500),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instruments", type=Path)
    parser.add_argument("prices", type=Path)
    arguments = parser.parse_args()
    with gzip.open(arguments.instruments, "rt", encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if (row["exchange"], row["tradingsymbol"]) not in LEFT_OUT]
    with arguments.prices.open(encoding="utf-8", newline="") as source:
        prices = {(row["exchange"], row["tradingsymbol"]): row["last_price"] for row in csv.DictReader(source)}
    chosen = {(row["exchange"], row["tradingsymbol"]): row for row in choose(rows, prices)}
    for row, last_price in by_hand(chosen, prices):
        chosen[row["exchange"], row["tradingsymbol"]] = row
        prices[row["exchange"], row["tradingsymbol"]] = last_price
    write(chosen, prices | computed(chosen.values(), prices))


def underlying(row: Row) -> str:
    """Give a derivative's underlying, NIFTY of NIFTY26FEBFUT: the source's names are the companies'."""
    found = re.match(r"(.+?)(?:2[6-9]|30)(?:[A-Z]|[1-9]\d\d)", row["tradingsymbol"])
    return found[1] if found else row["tradingsymbol"]


def choose(rows: list[Row], prices: dict[tuple[str, str], str]) -> Iterator[Row]:
    """Give the rows to keep: named ones, shares, and derivatives near in strike and expiry."""
    live = [row for row in rows if not row["expiry"] or dt.date.fromisoformat(row["expiry"]) >= DAY]
    futures = [row for row in live if row["instrument_type"] == "FUT"]
    underlyings = {underlying(row) for row in futures if row["exchange"] == "NFO"} | NAMED
    yield from (row for row in live if row["segment"] == "INDICES" and row["tradingsymbol"] in INDICES)
    yield from shares([row for row in live if row["segment"] in {"NSE", "BSE"}], underlyings, prices)
    months: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in futures:
        months[row["exchange"], underlying(row)].add(row["expiry"])
    for row in futures:
        near = sorted(months[row["exchange"], underlying(row)])[: 5 if row["exchange"] in {"CDS", "BCD"} else 2]
        whole = row["exchange"] == "MCX" and underlying(row) in COMMODITIES
        currency = row["exchange"] in {"CDS", "BCD"} and row["name"] in {"USDINR", "EURINR", "GBPINR", "JPYINR"}
        index = underlying(row) in INDICES
        if index or (row["expiry"] in near and (whole or currency or row["exchange"] in {"NFO", "BFO"})):
            yield row
    for name, exchange, expiries, strikes in OPTIONS:
        yield from options(
            [row for row in live if row["exchange"] == exchange and row["expiry"] and underlying(row) == name],
            prices,
            expiries,
            strikes,
        )


def shares(rows: list[Row], underlyings: set[str], prices: dict[tuple[str, str], str]) -> Iterator[Row]:
    """Give shares with derivatives, index funds, every n-th of the other priced ones, some SME shares and some debt."""
    priced = [row for row in rows if (row["exchange"], row["tradingsymbol"]) in prices]
    yield from (row for row in rows if row["tradingsymbol"] in underlyings)
    yield from [row for row in priced if row["exchange"] == "NSE" and "ETF" in row["name"].upper()][:60]
    ordinary = [row for row in priced if row["lot_size"] == "1"]
    yield from [row for row in ordinary if row["exchange"] == "NSE"][::7]
    yield from [row for row in ordinary if row["exchange"] == "BSE"][::24]
    yield from [row for row in priced if row["exchange"] == "NSE" and int(row["lot_size"]) > GOVERNMENT_LOT][:40]
    yield from [row for row in rows if row["exchange"] == "NSE" and row["name"].startswith(("SDL ", "GOI "))][::120]
    yield from [row for row in rows if row["exchange"] == "NSE" and "NCD" in row["name"]][::60]


def options(rows: list[Row], prices: dict[tuple[str, str], str], expiries: int, strikes: int) -> Iterator[Row]:
    """Give the options of one underlying nearest to its future."""
    spot = underlying_price(rows, prices, "")
    options = [row for row in rows if row["instrument_type"] in {"CE", "PE"}]
    for expiry in sorted({row["expiry"] for row in options})[:expiries]:
        at = [row for row in options if row["expiry"] == expiry]
        near = set(
            sorted({row["strike"] for row in at}, key=lambda strike: abs(float(strike) - spot))[: 2 * strikes + 1]
        )
        yield from (row for row in at if row["strike"] in near)


def underlying_price(rows: Iterable[Row], prices: dict[tuple[str, str], str], expiry: str) -> float:
    """Give the price of the future that expires on or first after the given day, in rupees."""
    futures = sorted(
        (row for row in rows if row["instrument_type"] == "FUT" and (row["exchange"], row["tradingsymbol"]) in prices),
        key=lambda row: (row["expiry"] < expiry, row["expiry"]),
    )
    return float(prices[futures[0]["exchange"], futures[0]["tradingsymbol"]])


def computed(rows: Iterable[Row], prices: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Price each option by Black's formula on its future: the price list has none. Flat volatility, no interest."""
    rows = list(rows)
    families: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        families[row["exchange"], underlying(row)].append(row)
    result = {}
    for row in rows:
        if row["instrument_type"] not in {"CE", "PE"}:
            continue
        future = underlying_price(families[row["exchange"], underlying(row)], prices, row["expiry"])
        years = max((dt.date.fromisoformat(row["expiry"]) - DAY).days, 1) / 365
        spread = (0.14 if underlying(row) in INDICES else 0.05 if row["exchange"] == "CDS" else 0.28) * math.sqrt(years)
        strike = float(row["strike"])
        high = math.log(future / strike) / spread + spread / 2
        call = future * normal(high) - strike * normal(high - spread)
        value = call if row["instrument_type"] == "CE" else call - future + strike
        tick = Decimal(row["tick_size"])
        ticks = max(1, round(value / float(tick)))
        result[row["exchange"], row["tradingsymbol"]] = str((tick * ticks).normalize())
    return {key: format(Decimal(price), "f") for key, price in result.items()}


def normal(x: float) -> float:
    """Give the standard normal distribution function."""
    return (1 + math.erf(x / math.sqrt(2))) / 2


def by_hand(chosen: dict[tuple[str, str], Row], prices: dict[tuple[str, str], str]) -> Iterator[tuple[Row, str]]:
    """Give the rows of SERIES, each with the price of its company's plain symbol."""
    for symbol, series, token, lot in SERIES:
        company = chosen["NSE", symbol]
        row = company | {
            "instrument_token": str(int(token) * 256 + 1),
            "exchange_token": token,
            "tradingsymbol": f"{symbol}-{series}",
            "lot_size": str(lot),
        }
        yield row, prices["NSE", symbol]


def write(chosen: dict[tuple[str, str], Row], prices: dict[tuple[str, str], str]) -> None:
    keys = sorted(chosen)
    with (HERE / "instruments.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen[key] for key in keys)
    with (HERE / "prices.csv").open("w", encoding="utf-8", newline="") as target:
        plain = csv.writer(target, lineterminator="\n")
        plain.writerow(["exchange", "tradingsymbol", "last_price"])
        plain.writerows([*key, prices[key]] for key in keys if key in prices)


if __name__ == "__main__":
    main()
