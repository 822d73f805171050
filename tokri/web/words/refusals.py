"""Why Kite or an exchange refused an order, in plain words, and what to do: for each code of tokri/core/refusals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from tokri.core.money import price_words
from tokri.core.refusals import Fact, Refusal
from tokri.web.language import N_, _
from tokri.web.words.refusals_of_orders import MEANINGS as OF_ORDERS

_MEANINGS: Final[Mapping[Refusal, tuple[str, str]]] = {
    Refusal.MARGIN: (
        N_("There was not enough money in the account for it."),
        N_("Add funds in Kite, or place fewer."),
    ),
    Refusal.HOLDINGS: (
        N_("There are not as many shares in the account as were to be sold."),
        N_("Look at your holdings in Kite: on which exchange they are, and whether they were bought only yesterday."),
    ),
    Refusal.AUTHORISATION: (
        N_("A sale out of your demat account needs your yes at the depository first, each day."),
        N_("Give it in Kite, under Holdings, with your CDSL TPIN; then place the order again."),
    ),
    Refusal.NOT_ENABLED: (
        N_("Kite has not enabled this account for the app."),
        N_("Tell whoever sent you here: they have Kite open the app to other accounts."),
    ),
    Refusal.SEGMENT_INACTIVE: (
        N_("The account may not trade in this segment, or in this product."),
        N_("Activate the segment in Console; that can take a day or two."),
    ),
    Refusal.ACCOUNT: (
        N_("The account is dormant, suspended or closed."),
        N_("Ask Zerodha to open it again."),
    ),
    Refusal.SESSION: (N_("You had been signed out of Kite."), N_("Sign in to Kite, and place the order again.")),
    Refusal.ADDRESS: (
        N_("The order came from an internet address that is not registered."),
        N_("Tell whoever runs this site."),
    ),
    Refusal.NOT_OPEN: (
        N_("The market was not open."),
        N_("Place it while the market is open, or for the next session."),
    ),
    Refusal.HALTED: (
        N_("Trading in it stood still at that moment."),
        N_("Place it again when trading goes on, or on another day."),
    ),
    Refusal.AMO_HOURS: (
        N_("Orders for the next session are taken only after the market has closed, until shortly before it opens."),
        N_("Place it again as an ordinary order while the market is open."),
    ),
    Refusal.AMO_PAUSE: (
        N_("For some minutes of the night Kite takes no orders at all."),
        N_("Place it again a little later."),
    ),
    Refusal.AMO_NOT_TAKEN: (
        N_("An order of this kind is never taken for the next session."),
        N_("Place it while the market is open."),
    ),
    Refusal.RATE: (N_("Too many orders came in one second."), N_("Place it again now.")),
    Refusal.DAILY_ORDERS: (
        N_("The account had sent as many orders as it may on one day."),
        N_("Place it again on the next trading day."),
    ),
    Refusal.UNREACHABLE: (
        N_("Zerodha’s own order system did not answer."),
        N_("Look in Kite whether the order is there after all, and only then place it again."),
    ),
    Refusal.KEY: (N_("Kite does not know the app that the order came from."), N_("Tell whoever runs this site.")),
    Refusal.TAG: (N_("The mark on the order was longer than Kite takes."), N_("Tell whoever runs this site.")),
    Refusal.OTHER: (
        N_("What these words mean is not known here."),
        N_("Kite’s own words say why; Zerodha’s support explains them."),
    ),
    **OF_ORDERS,
}


class Meaning(NamedTuple):
    """A refusal in plain words, and what to do."""

    means: str
    do: str


def meaning(refusal: Refusal, facts: Mapping[str, Fact] | None = None) -> Meaning:
    """In the language of the page; with how much money was short, where the broker's words tell."""
    means, do = (_(each) for each in _MEANINGS[refusal])
    required, available = (facts or {}).get("required"), (facts or {}).get("available")
    if refusal is Refusal.MARGIN and isinstance(required, int) and isinstance(available, int) and required > available:
        short = _(
            "Needed %(required)s, available %(available)s: short by %(short)s.",
            required=_rupees(required),
            available=_rupees(available),
            short=_rupees(required - available),
        )
        return Meaning(f"{means} {short}", do)
    return Meaning(means, do)


def _rupees(paise: int) -> str:
    words = price_words(Decimal(abs(paise)) / 100)
    return f"−{words}" if paise < 0 else words


#: What a person can choose that Kite said, in the words in which they may remember it.
_CHOICES: Final[Mapping[Refusal, str]] = {
    Refusal.MARGIN: N_("Not enough funds or margin"),
    Refusal.HOLDINGS: N_("Not enough shares to sell"),
    Refusal.AUTHORISATION: N_("The sale needs authorisation (CDSL TPIN)"),
    Refusal.UPPER_CIRCUIT: N_("The price is above the upper circuit"),
    Refusal.LOWER_CIRCUIT: N_("The price is below the lower circuit"),
    Refusal.DAILY_RANGE: N_("The price is outside the range of the day"),
    Refusal.FREEZE: N_("The quantity is above the freeze quantity"),
    Refusal.QUANTITY_LARGE: N_("The quantity or value is too large for one order"),
    Refusal.INTRADAY: N_("MIS (intraday) is not allowed"),
    Refusal.TRADE_TO_TRADE: N_("Only delivery (CNC): trade-to-trade"),
    Refusal.TRIGGER_SIDE: N_("The trigger is on the wrong side of the last price"),
    Refusal.TICK: N_("The price does not fit the tick size"),
    Refusal.LOT: N_("The quantity is no multiple of the lot"),
    Refusal.MARKET_PROTECTION: N_("A market order needs market protection"),
    Refusal.MARKET_STOCK_OPTION: N_("No market orders in stock options"),
    Refusal.STOP_AT_MARKET: N_("SL-M orders are not taken"),
    Refusal.BAN_PERIOD: N_("In the F&O ban period"),
    Refusal.STRIKE_RANGE: N_("The strike is outside the range that is allowed"),
    Refusal.FAR_MONTH: N_("A contract of a month too far ahead"),
    Refusal.WATCHLIST: N_("On the exchange’s watch list"),
    Refusal.AMO_HOURS: N_("Not within the hours for AMO"),
    Refusal.AMO_PAUSE: N_("Kite was taking no orders at that hour"),
    Refusal.AMO_NOT_TAKEN: N_("Not allowed as AMO"),
    Refusal.NOT_OPEN: N_("The market is closed"),
    Refusal.SEGMENT_INACTIVE: N_("The segment is not active in the account"),
    Refusal.NOT_ENABLED: N_("Not enabled for the app"),
    Refusal.OTHER: N_("Something else"),
}


def choice(refusal: Refusal) -> str:
    """What the form says, in the language of the page; a code that it does not offer, in the words of its meaning."""
    return _(_CHOICES[refusal]) if refusal in _CHOICES else meaning(refusal).means
