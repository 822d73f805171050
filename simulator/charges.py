"""Margins and charges: plausible in size, right in shape. Not a schedule to rely on."""

from decimal import Decimal
from typing import Any

from simulator.market import Instrument

ZERO = Decimal(0)
INTRADAY_SHARE = Decimal("0.20")
SPAN, EXPOSURE = Decimal("0.11"), Decimal("0.03")
DELIVERY_PRODUCTS = {"CNC", "MTF"}


def margin(
    instrument: Instrument, transaction_type: str, product: str, quantity: int, price: Decimal
) -> dict[str, Decimal]:
    """Give what an order blocks, in rupees: var, span, exposure, option_premium."""
    value = price * quantity
    result = dict.fromkeys(("span", "exposure", "option_premium", "var"), ZERO)
    if instrument.is_share:
        if product in DELIVERY_PRODUCTS:
            result["var"] = value if transaction_type == "BUY" else ZERO
        else:
            result["var"] = value * INTRADAY_SHARE
    elif instrument.is_option and transaction_type == "BUY":
        result["option_premium"] = value
    else:
        notional = instrument.strike * quantity if instrument.is_option else value
        result["span"], result["exposure"] = notional * SPAN, notional * EXPOSURE
    return result


def required(instrument: Instrument, transaction_type: str, product: str, quantity: int, price: Decimal) -> Decimal:
    return sum(margin(instrument, transaction_type, product, quantity, price).values(), ZERO)


def charges(
    instrument: Instrument, transaction_type: str, product: str, quantity: int, price: Decimal
) -> dict[str, Any]:
    """Give taxes and fees of a fill, in rupees, in the shape of Kite's contract note."""
    value = price * quantity
    selling, delivery = transaction_type == "SELL", product in DELIVERY_PRODUCTS
    tax_rate, turnover_rate, stamp_rate = _rates(instrument, selling=selling, delivery=delivery)
    flat = Decimal(20)
    brokerage = ZERO if delivery else flat if instrument.is_option else min(flat, value * Decimal("0.0003"))
    turnover, regulator = value * turnover_rate, value * Decimal("0.000001")
    goods_and_services = (brokerage + turnover + regulator) * Decimal("0.18")
    tax, stamp = value * tax_rate, ZERO if selling else value * stamp_rate
    return {
        "transaction_tax": tax,
        "transaction_tax_type": "ctt" if instrument.exchange == "MCX" else "stt",
        "exchange_turnover_charge": turnover,
        "sebi_turnover_charge": regulator,
        "brokerage": brokerage,
        "stamp_duty": stamp,
        "gst": {"igst": goods_and_services, "cgst": ZERO, "sgst": ZERO, "total": goods_and_services},
        "total": tax + turnover + regulator + brokerage + stamp + goods_and_services,
    }


def no_charges() -> dict[str, Any]:
    """Give the all-zero block that Kite puts on the totals of a basket."""
    return {
        "transaction_tax": 0,
        "transaction_tax_type": "",
        "exchange_turnover_charge": 0,
        "sebi_turnover_charge": 0,
        "brokerage": 0,
        "stamp_duty": 0,
        "gst": {"igst": 0, "cgst": 0, "sgst": 0, "total": 0},
        "total": 0,
    }


def _rates(instrument: Instrument, *, selling: bool, delivery: bool) -> tuple[Decimal, Decimal, Decimal]:
    """Give the rates of transaction tax, exchange turnover and stamp duty."""
    if instrument.is_share:
        tax = "0.001" if delivery else "0.00025" if selling else "0"
        rates = (tax, "0.0000297", "0.00015" if delivery else "0.00003")
    elif instrument.exchange in {"CDS", "BCD"}:
        rates = ("0", "0.0000035", "0.000001")
    elif instrument.is_option:
        rates = ("0.001" if selling else "0", "0.0003503", "0.00003")
    else:
        rates = ("0.0002" if selling else "0", "0.0000173", "0.00002")
    tax_rate, turnover, stamp = (Decimal(rate) for rate in rates)
    return tax_rate, turnover, stamp
