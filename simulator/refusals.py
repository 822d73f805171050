"""The words of refusals, as recorded of Kite: what people read of an order that got no further, and the raw words.

``at_once`` are said before the order has an id; the others stand in the order book, the first as ``status_message``,
the second as ``status_message_raw``. Names are ours.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What Kite says of one refusal, and what the system behind it said."""

    message: str
    raw: str = ""
    at_once: bool = False
    error_type: str = "InputException"
    code: int = 400


REFUSALS: dict[str, Words] = {
    "funds": Words(
        "Insufficient funds. Required margin is 95417.84 but available margin is 74251.80. "
        "Check the orderbook for open orders.",
        "RMS:Margin Exceeds,Required:95417.84, Available:74251.80 for entity account-XXXXX "
        "across exchange across segment across product ",
    ),
    "holdings": Words("Insufficient holdings. Holding quantity: 0", "RMS:Rule: Check holdings for entity account"),
    "upper-circuit": Words(
        "Your order price is higher than the current upper circuit limit of 14.03",
        "RMS:Rule: Check circuit limit including square off order exceeds",
    ),
    "lower-circuit": Words(
        "Your order price is lower than the current lower circuit limit of 11.50",
        "RMS:Rule: Check circuit limit including square off order exceeds",
    ),
    "daily-range": Words(
        "Price exceeds circuit limits for the instrument. Place an order within the daily range.",
        "RMS:Rule: Check circuit limit",
    ),
    "not-allowed-here": Words(
        "16387 : Security is not allowed to trade in this market",
        "16387 : Security is not allowed to trade in this market",
    ),
    "not-open": Words(
        "16278 : The markets have not been opened for trading", "16278 : The markets have not been opened for trading"
    ),
    "instrument-state": Words(
        "TRANSACTION NOT ALLOWED IN CURRENT INSTRUMENT STATE", "TRANSACTION NOT ALLOWED IN CURRENT INSTRUMENT STATE"
    ),
    "not-traded": Words(
        "Contract not traded. Market order not allowed", "17181 : Contract not traded. Market order not allowed"
    ),
    "beyond-mark-up": Words(
        "Order could have resulted in trade beyond mark-up price",
        "17182 : Order could have resulted in trade beyond mark-up price",
    ),
    "no-stop-at-market": Words("The exchange does not allow SL-M orders here.", "16052 : Function not available"),
    "trigger-tick": Words(
        "16316 : The trigger price is not a multiple of tick size",
        "16316 : The trigger price is not a multiple of tick size",
    ),
    "no-words": Words("", ""),
    "freeze": Words(
        "The order quantity 1000 (40 lots) is higher than the maximum quantity of 900 (36 lots) allowed by the "
        "exchanges. Please reduce the order quantity or use iceberg orders.",
        at_once=True,
    ),
    "tick": Words(
        "Tick size for this script is 0.10. Kindly enter price in the multiple of tick size for this script",
        at_once=True,
    ),
    "protection": Words(
        "Market orders without market protection are not allowed via API. "
        "Please set market protection or use a Limit order.",
        at_once=True,
    ),
    "trigger-above": Words(
        "Trigger price for stoploss sell orders should be lower than the last traded price", at_once=True
    ),
    "trigger-circuit": Words(
        "Trigger price for stoploss sell orders cannot be below the lower circuit price. "
        "Please try placing the order with trigger price above 144.05.",
        at_once=True,
    ),
    "product": Words("Invalid product type for exchange", at_once=True),
    "intraday": Words("Intraday orders are not allowed for trade to trade scrips.", at_once=True),
    "expired": Words("The instrument you are placing an order for has either expired or does not exist.", at_once=True),
    "depository": Words(
        "10 quantity needs authorisation at depository.", at_once=True, error_type="HoldingException", code=428
    ),
    "too-many": Words(
        "Maximum allowed order requests exceeded.", at_once=True, error_type="NetworkException", code=429
    ),
}
REJECTED = tuple(name for name, words in REFUSALS.items() if not words.at_once)
AT_ONCE = tuple(name for name, words in REFUSALS.items() if words.at_once)
