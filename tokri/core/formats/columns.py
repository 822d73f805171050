"""Which field a column holds: by its heading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Headings that people and other programs give to Kite's fields, as letters and digits in lower case.
HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("variety", "ordervariety"), "variety"),
    **dict.fromkeys(
        ("tradingsymbol", "symbol", "scrip", "scripname", "stock", "share", "instrument", "ticker", "security"),
        "tradingsymbol",
    ),
    **dict.fromkeys(("exchange", "exch", "market"), "exchange"),
    **dict.fromkeys(
        ("transactiontype", "side", "buysell", "bs", "buyorsell", "action", "direction", "transaction", "tradetype"),
        "transaction_type",
    ),
    **dict.fromkeys(("ordertype", "type", "pricetype"), "order_type"),
    **dict.fromkeys(("quantity", "qty", "quantities", "shares", "units", "noofshares"), "quantity"),
    **dict.fromkeys(("product", "producttype", "productcode"), "product"),
    **dict.fromkeys(("price", "limitprice", "orderprice", "rate"), "price"),
    **dict.fromkeys(("triggerprice", "trigger", "trgprice", "stopprice", "slprice", "stoploss"), "trigger_price"),
    **dict.fromkeys(
        ("disclosedquantity", "disclosedqty", "disclosed", "discqty", "discquantity", "dq"), "disclosed_quantity"
    ),
    **dict.fromkeys(("validity", "timeinforce", "tif"), "validity"),
    **dict.fromkeys(("readonly", "locked", "lock"), "readonly"),
    **dict.fromkeys(("tag", "ordertag"), "tag"),
}


def field_of(heading: str) -> str | None:
    """The Kite field that a heading names, or None."""
    return HEADINGS.get("".join(each for each in heading.lower() if each.isalnum()))
