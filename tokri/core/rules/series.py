"""What the series or group of a share, and the lists of the exchanges and the broker, let a product do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.instrument import Instrument, Kind
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule

#: Series of NSE in which every trade is settled by delivery: trade-for-trade, and shares of the SME platform.
_NSE_DELIVERY: Final = frozenset({"BE", "BZ", "SZ", "TS", "SM", "ST"})
#: Groups of BSE of the same kind: trade-for-trade T, TS and XT, Z and ZP, and M and MT of the SME platform.
_BSE_DELIVERY: Final = frozenset({"T", "TS", "XT", "Z", "ZP", "M", "MT"})
_NOT_DELIVERY: Final = frozenset({"MIS", "MTF"})
_LENT_ON: Final = frozenset({Kind.SHARE, Kind.FUND})


def delivery_series(instrument: Instrument) -> str:
    """The series or group in which this share is traded for delivery alone, `BE`; "" where it is in no such one.

    A series of NSE other than EQ is part of the symbol; a group of BSE is known from its daily file alone.
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

    Source: https://kite.trade/docs/kite/kite-mobile/orderplacement/; notice of the series BE, BZ, ST, SZ and TS by
    fyers; BSE's groups
    """
    series = delivery_series(leg.instrument) if leg.instrument else ""
    if series:
        yield from _only_delivery(leg, {"series": series, "called": "group" if leg.exchange == "BSE" else "series"})


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


def _only_delivery(leg: Leg, facts: dict[str, str]) -> Iterator[Finding]:
    facts["symbol"] = leg.symbol
    if leg.variety == "co":
        yield Finding("variety", facts, "regular")
    elif leg.product in _NOT_DELIVERY:
        yield Finding("product", facts, "CNC")


def _left_off(leg: Leg, name: Leaning) -> bool:
    """Whether that list is loaded, is of shares like this one, and does not have it."""
    loaded = leg.known.tables.lists.get(name)
    return loaded is not None and leg.key not in loaded.entries and bool(leg.instrument and leg.instrument.cash)


RULES: Final = (
    delivery_only,
    delivery_only_listed,
    intraday_not_listed,
    cover_not_listed,
    margin_funding_kind,
    margin_funding_not_listed,
    margin_funding_account,
)
