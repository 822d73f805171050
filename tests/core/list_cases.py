"""The rules on dated lists, on the last days of a contract, and on money and time of a whole basket."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.core.cases import Case
from tests.core.knowing import DAY, knowing, share
from tests.core.orders import GOOD, cover, future, typed
from tokri.core.basket import OrderText
from tokri.core.instrument import Instrument, Key, Kind
from tokri.core.known import Known
from tokri.core.reference import DatedList, Leaning, Tables


def contract(
    tradingsymbol: str, exchange: str = "NFO", expiry: date = date(2026, 2, 24), **fields: object
) -> Instrument:
    """A future, or an option where `strike` is given, that expires on the last Tuesday of February."""
    option = "strike" in fields
    plain = Instrument(
        exchange=exchange,
        tradingsymbol=tradingsymbol,
        name="",
        kind=Kind.OPTION if option else Kind.FUTURE,
        instrument_type=tradingsymbol[-2:] if option else "FUT",
        segment=f"{exchange}-{'OPT' if option else 'FUT'}",
        tick_size=Decimal("0.05"),
        lot_size=1,
        expiry=expiry,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # each field as the test has it


BANNED = contract("SAMMAANCAP26FEBFUT")
FREE = contract("INFY26FEBFUT")
INDEX = contract("NIFTY26FEBFUT")
STOCK_CALL = contract("INFY26FEB1500CE", strike=Decimal(1500))
NEXT_CALL = contract("INFY26MAR1500CE", expiry=date(2026, 3, 30), strike=Decimal(1500))
INDEX_CALL = contract("NIFTY26FEB25000CE", strike=Decimal(25000))
RUPEE = contract("USDINR26FEBFUT", "CDS", date(2026, 2, 25))
BONDS = contract("679GS203426FEBFUT", "BCD", date(2026, 2, 26))
GOLD_NEXT = contract("GOLD26JUNFUT", "MCX", date(2026, 6, 5))
GOLD_FAR = contract("GOLD26AUGFUT", "MCX", date(2026, 8, 5))
ZINC_NEXT = contract("ZINC26MARFUT", "MCX", date(2026, 3, 31))
ZINC_FAR = contract("ZINC26APRFUT", "MCX", date(2026, 4, 30))
LISTED = (share(), share("TCS"), BANNED, FREE, INDEX, STOCK_CALL, NEXT_CALL, INDEX_CALL, RUPEE, BONDS)
ALL = knowing(*LISTED, GOLD_NEXT, GOLD_FAR, ZINC_NEXT, ZINC_FAR)


def order(instrument: Instrument, **fields: str) -> OrderText:
    """A good order for that contract."""
    return future(tradingsymbol=instrument.tradingsymbol, exchange=instrument.exchange, **fields)


def listing(name: Leaning, *entries: tuple[str, str, str], on: date = DAY) -> Known:
    """What is known with this one list: exchange, symbol, stage."""
    table = DatedList(name, on, "test.csv", {Key(exchange, symbol): stage for exchange, symbol, stage in entries})
    return replace(ALL, tables=Tables(lists={name: table}))


def on_day(day: int, month: int = 2) -> Known:
    """Everything, on another day at 10:30 in India."""
    return replace(ALL, at=datetime(2026, month, day, 5, 0, tzinfo=UTC))


SELL = typed(transaction_type="SELL")
BAN = listing(Leaning.BAN, ("NSE", "SAMMAANCAP", ""))
ASM = listing(Leaning.ASM, ("NSE", "INFY", "LTASM 2"))

CASES = [
    Case("fo-ban", "a contract of a banned share", (order(BANNED),), "tradingsymbol", None,
         (order(FREE), order(INDEX), GOOD), BAN),
    Case("gsm", "a share in stage 3", (GOOD,), "tradingsymbol", None, (typed(tradingsymbol="TCS"), order(FREE)),
         listing(Leaning.GSM, ("NSE", "INFY", "III"))),
    Case("gsm", "to sell it too", (SELL,), "tradingsymbol", None, (typed(exchange="BSE"),),
         listing(Leaning.GSM, ("NSE", "INFY", ""))),
    Case("asm", "a share to buy", (GOOD,), "tradingsymbol", None, (SELL,), ASM),
    Case("asm", "intraday", (replace(SELL, product="MIS"),), "tradingsymbol", None, (SELL,), ASM),
    Case("esm", "a share in stage 2", (GOOD,), "tradingsymbol", None, (typed(tradingsymbol="TCS"),),
         listing(Leaning.ESM, ("NSE", "INFY", "Stage II"))),
    Case("sme-watch", "a watched share", (GOOD,), "tradingsymbol", None, (typed(tradingsymbol="TCS"),),
         listing(Leaning.SME_WATCH, ("NSE", "INFY", ""))),
    Case("currency-exposure", "dollars", (order(RUPEE),), "tradingsymbol", None, (order(BONDS), order(INDEX)), ALL),
    Case("commodity-far-month", "the third gold contract", (order(GOLD_FAR),), "tradingsymbol", None,
         (order(GOLD_NEXT), order(INDEX)), ALL),
    Case("commodity-far-month", "the third of zinc", (order(ZINC_FAR),), "tradingsymbol", None,
         (order(ZINC_NEXT),), ALL),
    Case("stock-contract-near-expiry", "four trading days before", (order(FREE),), "tradingsymbol", None,
         (order(INDEX), order(NEXT_CALL), order(FREE, product="MIS"), GOOD), on_day(18)),
    Case("stock-contract-near-expiry", "to sell an option on its last day",
         (order(STOCK_CALL, transaction_type="SELL"),), "tradingsymbol", None, (order(STOCK_CALL),), on_day(24)),
    Case("stock-option-last-days", "a BUY on the day before", (order(STOCK_CALL),), "tradingsymbol", None,
         (order(STOCK_CALL, transaction_type="SELL"), order(FREE), order(INDEX_CALL), order(NEXT_CALL)), on_day(23)),
    Case("index-option-near-expiry", "an index option on its last day", (order(INDEX_CALL),), "tradingsymbol", None,
         (order(INDEX), order(STOCK_CALL), order(NEXT_CALL)), on_day(24)),
    Case("sells-fund-buys", "both in cash", (SELL, typed(tradingsymbol="TCS")), (), None,
         (SELL, typed(tradingsymbol="TCS", product="MIS"), cover(), order(INDEX)), ALL),
    Case("sells-fund-buys", "an option sold for shares", (order(INDEX_CALL, transaction_type="SELL"), GOOD), (), None,
         (order(INDEX_CALL, transaction_type="SELL"), order(INDEX)), ALL),
    Case("several-parts", "one more than a hand-off takes", (GOOD, SELL, typed(quantity="5")), (), None,
         (GOOD, SELL), replace(ALL, basket_limit=2)),
    Case("shares-to-release", "a sale of shares", (GOOD, SELL), (), None,
         (GOOD, replace(SELL, product="MIS"), order(INDEX, transaction_type="SELL")), ALL),
]  # fmt: skip
