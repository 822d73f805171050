"""What the series or group of a share, and the lists of the exchanges and the broker, let a product do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from tokri.core.instrument import Instrument, Kind
from tokri.core.money import grouped
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule
from tokri.core.times import date_words

#: Series of NSE in which every trade is settled by delivery: trade-for-trade, and shares of the SME platform.
_NSE_DELIVERY: Final = frozenset({"BE", "BZ", "SZ", "TS", "SM", "ST"})
#: Groups of BSE of the same kind: trade-for-trade T, TS and XT, Z and ZP, and M and MT of the SME platform.
_BSE_DELIVERY: Final = frozenset({"T", "TS", "XT", "Z", "ZP", "M", "MT"})
_NOT_DELIVERY: Final = frozenset({"MIS", "MTF"})
#: How old a daily file may be and its word on a series or group still stop an order.
_SERIES_HOLDS: Final = timedelta(days=2)
_LENT_ON: Final = frozenset({Kind.SHARE, Kind.FUND})


def delivery_series(instrument: Instrument) -> str:
    """The series or group in which this share is traded for delivery alone, `BE`; "" where it is in no such one.

    A series of NSE other than EQ is part of the symbol, or told by its daily file; a group of BSE only by that.
    """
    if not instrument.cash:
        return ""
    if instrument.exchange == "BSE":
        return instrument.group if instrument.group in _BSE_DELIVERY else ""
    _, hyphen, end = instrument.tradingsymbol.rpartition("-")
    series = instrument.series or (end if hyphen else "")
    return series if series in _NSE_DELIVERY else ""


@rule("delivery-only", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def delivery_only(leg: Leg) -> Iterator[Finding]:
    """Shares in a trade-for-trade series, and SME shares, are traded for delivery alone: CNC.

    What a daily file of more than two days ago told of series or group only warns, with its day.
    Source: https://kite.trade/docs/kite/kite-mobile/orderplacement/; notice of the series BE, BZ, ST, SZ and TS by
    fyers; BSE's groups
    """
    series = delivery_series(leg.instrument) if leg.instrument else ""
    if leg.instrument is None or not series:
        return
    facts: dict[str, str | int] = {"series": series, "called": "group" if leg.exchange == "BSE" else "series"}
    told_on, day = leg.instrument.told_on, leg.known.day
    if leg.exchange == "NSE" and leg.symbol.endswith(f"-{series}"):
        yield from _only_delivery(leg, facts)  # the instrument list's own word, by the symbol
    elif told_on is not None and day is not None and day - told_on > _SERIES_HOLDS:
        yield from _only_delivery(leg, {**facts, "as_of": date_words(told_on)}, soft=True)
    else:
        yield from _only_delivery(leg, facts)


@rule("delivery-only-lots", Severity.WARNING, leans_on=Leaning.INSTRUMENTS)
def delivery_only_lots(leg: Leg) -> Iterator[Finding]:
    """A share in lots whose series or group nothing told is by all signs one of an SME platform: for delivery alone.

    Source: Kite's list of instruments, where SME shares stand without their series too (VR, lot 400); NSE Emerge and
    BSE SME, whose shares alone have lots
    """
    share = leg.instrument
    if share is None or not share.cash or share.kind is not Kind.SHARE or share.lot_size <= 1:
        return
    if not (share.series or share.group or delivery_series(share)):
        yield from _only_delivery(leg, {"lot": grouped(share.lot_size)})


@rule("delivery-only-listed", Severity.ERROR, leans_on=Leaning.TRADE_FOR_TRADE)
def delivery_only_listed(leg: Leg) -> Iterator[Finding]:
    """A share on the list of those traded for delivery alone.

    Source: the exchanges' daily lists of trade-for-trade securities
    """
    listed = leg.known.tables.entry(Leaning.TRADE_FOR_TRADE, leg.key) is not None
    if listed and leg.instrument and not delivery_series(leg.instrument):
        yield from _only_delivery(leg, {"exchange": leg.exchange})


@rule("intraday-not-listed", Severity.ERROR, leans_on=Leaning.MIS)
def intraday_not_listed(leg: Leg) -> Iterator[Finding]:
    """The broker takes a share intraday only while it is on its list.

    Source: the broker's daily list of shares for MIS
    """
    if leg.product == "MIS" and leg.variety != "co" and _left_off(leg, Leaning.MIS):
        yield Finding("product", {"symbol": leg.symbol}, "CNC")


@rule("cover-not-listed", Severity.ERROR, leans_on=Leaning.CO)
def cover_not_listed(leg: Leg) -> Iterator[Finding]:
    """The broker takes cover orders only in what is on its list.

    Source: the broker's daily list of shares for cover orders
    """
    if leg.variety == "co" and _left_off(leg, Leaning.CO):
        yield Finding("variety", {"symbol": leg.symbol}, "regular")


@rule("margin-funding-kind", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def margin_funding_kind(leg: Leg) -> Iterator[Finding]:
    """MTF lends on shares and funds, not on debt.

    Source: SEBI's circular on margin trading of 13 June 2017, group 1 securities
    """
    if leg.product == "MTF" and leg.instrument and leg.instrument.cash and leg.instrument.kind not in _LENT_ON:
        yield Finding("product", {"symbol": leg.symbol}, "CNC")


@rule("margin-funding-not-listed", Severity.ERROR, leans_on=Leaning.MTF)
def margin_funding_not_listed(leg: Leg) -> Iterator[Finding]:
    """The broker lends only on what is on its list.

    Source: the broker's daily list of shares for MTF
    """
    if leg.product == "MTF" and _left_off(leg, Leaning.MTF):
        yield Finding("product", {"symbol": leg.symbol}, "CNC")


@rule("margin-funding-account", Severity.NOTE)
def margin_funding_account(leg: Leg) -> Iterator[Finding]:
    """Only an account that has MTF switched on can buy by it.

    Source: https://kite.trade/docs/kite/kite-mobile/orderplacement/, product types
    """
    if leg.known.at is not None and leg.product == "MTF" and leg.instrument and leg.instrument.cash:
        yield Finding("product")


def _only_delivery(leg: Leg, facts: Mapping[str, str | int], *, soft: bool = False) -> Iterator[Finding]:
    facts = {**facts, "symbol": leg.symbol}
    if leg.variety == "co":
        yield Finding("variety", facts, "regular", soft=soft)
    elif leg.product in _NOT_DELIVERY:
        yield Finding("product", facts, "CNC", soft=soft)


def _left_off(leg: Leg, name: Leaning) -> bool:
    """Whether that list is loaded, is of shares like this one, and does not have it."""
    loaded = leg.known.tables.lists.get(name)
    return loaded is not None and leg.key not in loaded.entries and bool(leg.instrument and leg.instrument.cash)


RULES: Final = (
    delivery_only,
    delivery_only_lots,
    delivery_only_listed,
    intraday_not_listed,
    cover_not_listed,
    margin_funding_kind,
    margin_funding_not_listed,
    margin_funding_account,
)
