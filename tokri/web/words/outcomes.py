"""What is known of a hand-off in words that claim no more than the evidence does, and name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.handback import CANCELLED, ODD, SUCCESS
from tokri.core.money import price_words
from tokri.core.ports import (
    BookOrder,
    Handback,
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Reading,
    ReadingFault,
    Said,
    TokenRefused,
)
from tokri.core.state import State
from tokri.core.tally import Standing, Tally
from tokri.core.terms import Terms, in_book, protected
from tokri.core.times import ist_date, ist_words

STATES: Final[Mapping[State, str]] = {
    State.PREPARED: "Prepared, not sent yet",
    State.AT_KITE: "Not back from Kite yet",
    State.NO_RETURN: "No word from Kite",
    State.RETURNED_SUCCESS: "Sent to Kite, outcome not known",
    State.RETURNED_CANCELLED: "Cancelled on Kite’s page",
    State.RETURNED_ODD: "Came back without saying how it went",
    State.SAID_ALL: "Placed, by your word",
    State.SAID_SOME: "Partly placed, by your word",
    State.SAID_NONE: "Not placed, by your word",
    State.SAID_NOT_ENABLED: "Not enabled for the app at Kite, by your word",
    State.SAID_NO_LOGIN: "No login at Kite, by your word",
    State.READ: "Seen in Kite’s order book",
    State.READ_NONE: "Not seen in Kite’s order book",
}

#: What the person can say of a hand-off with one tap, in the order in which the buttons stand.
SAID: Final[Mapping[Said, str]] = {
    Said.PLACED_ALL: "I placed all of them",
    Said.PLACED_SOME: "I placed some of them",
    Said.PLACED_NONE: "I placed none of them",
    Said.NOT_ENABLED: "Kite said: not enabled for the app",
    Said.NO_LOGIN: "I could not log in to Kite",
}

READING_FAULTS: Final[Mapping[ReadingFault, str]] = {
    ReadingFault.TOKEN_REFUSED: (
        "Kite did not take the token that your browser brought back: it lives for a few minutes and works once. "
        "Nothing was read. Look at your orders in Kite."
    ),
    ReadingFault.TOO_LATE: (
        "What Kite sent back with your browser can be used for a few minutes, and they were over before Kite was "
        "asked. Nothing was read. Look at your orders in Kite."
    ),
    ReadingFault.NOT_ALLOWED: (
        "Kite does not let this site read your orders. Your orders are not affected; look at them in Kite."
    ),
    ReadingFault.REFUSED: "Kite refused to let the orders be read. Look at your orders in Kite.",
    ReadingFault.UNREACHABLE: (
        "Kite could not be reached, so nothing was read. Your orders are not affected; look at them in Kite."
    ),
    ReadingFault.NONSENSE: (
        "Kite answered something that could not be understood, so nothing was read. Look at your orders in Kite."
    ),
    ReadingFault.BUSY: "Kite was too busy to answer, so nothing was read. Look at your orders in Kite.",
    ReadingFault.UNKNOWN: (
        "Kite’s answer was lost on the way, and the token works only once, so it is not tried again. "
        "Look at your orders in Kite."
    ),
    ReadingFault.WRONG_ACCOUNT: (
        "These orders may have been placed in the Kite account {user}. It is not {known}, which was confirmed in this "
        "browser before, so nothing of it was read. Look at the orders in Kite, signed in as {user}. To have {user} "
        "read here from now on, use “Forget this browser” and begin anew; your baskets here are gone then."
    ),
    ReadingFault.UNCONFIRMED: "Nobody said in time whose Kite account it was, so nothing was read.",
}

#: The same account, refused by the person: it is their word, and no guess of ours.
NOT_MINE: Final = (
    "You said that the Kite account {user} is not yours, so nothing of it was read. These orders may have been placed "
    "in it all the same: look at your orders in Kite, and see there as whom you are signed in."
)

#: For the log and for whoever runs the site; a page shows the reading's own sentence.
KITE_FAULTS: Final[Mapping[type[KiteFault], str]] = {
    KiteUnreachable: "Kite could not be reached. Nothing was sent.",
    OutcomeUnknown: "Kite was asked, and its answer was lost. It may have done it.",
    KiteNonsense: "Kite answered something that is not Kite’s.",
    KiteBusy: "Kite was asked too often, and wants to be left alone for a moment.",
    KiteDown: "Kite has a fault of its own, and did not do it.",
    KiteRefused: "Kite refused. Asking again gets the same answer.",
    TokenRefused: "Kite did not take the token: used before, or too old.",
    NotAllowed: "Kite does not allow this to the app or to the person.",
}

_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    SUCCESS: (
        "Sent to Kite",
        "Kite’s redirect said “success”: you finished on its page. It does not say what was filled.",
    ),
    CANCELLED: ("Cancelled", "Kite’s redirect said “cancelled”. It does not prove that nothing was placed."),
    ODD: ("Came back without saying how it went", "Kite’s redirect said {said}, which tells nothing."),
}

_NO_READING: Final[Mapping[str, str]] = {
    "no-secret": (
        "This site cannot look into your order book: its Kite app has no API secret. "
        "Kite itself shows what became of the orders."
    ),
    "never": "This site does not look into order books. Kite itself shows what became of the orders.",
    "no-return": (
        "The order book can be read only after Kite has sent your browser back. "
        "Until then, look at your orders in Kite."
    ),
    "too-late": ("What Kite sent back can be used for a few minutes, and they are over. Look at your orders in Kite."),
    "no-token": "Kite sent nothing back that lets the order book be read. Look at your orders in Kite.",
}

_STATUSES: Final[Mapping[str, str]] = {
    "REJECTED": "Rejected",
    "CANCELLED": "Cancelled",
    "OPEN": "Open",
    "TRIGGER PENDING": "Waiting for its trigger",
    "AMO REQ RECEIVED": "Queued for the next session",
    "LAPSED": "Lapsed",
}


_STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.FILLED: "filled",
    Standing.PARTLY: "partly filled",
    Standing.OPEN: "open",
    Standing.CANCELLED: "cancelled",
    Standing.REJECTED: "rejected",
    Standing.UNTOLD: "not told apart",
    Standing.MISSING: "not in the order book",
}


_BY_THE_BOOK: Final = "by Kite’s order book"


def tally(counted: Tally) -> str:
    """How the orders stood, and by what we know: `3 of 4 filled, 1 open, by Kite’s order book`."""
    if counted.all_filled:
        return f"{'Filled' if counted.orders == 1 else f'All {counted.orders} filled'}, {_BY_THE_BOOK}"
    counts = dict(counted.counts)
    if counts == {Standing.UNTOLD: counted.orders}:
        return STATES[State.READ]
    filled = counts.get(Standing.FILLED, 0)
    least = "At least " if Standing.UNTOLD in counts else ""
    rest = [f"{count} {_STANDINGS[each]}" for each, count in counted.counts if each is not Standing.FILLED]
    return ", ".join([f"{least}{filled} of {counted.orders} filled", *rest, _BY_THE_BOOK])


def told(handback: Handback) -> tuple[str, str, str]:
    """What Kite's redirect said: the kind of status, the word, and what it means."""
    word, detail = _TOLD[handback.status]
    said = f"“{handback.status_text}”" if handback.status_text else "nothing"
    return "claim", word, f"{detail.format(said=said)} {ist_words(handback.at)}."


def reading_fault(reading: Reading, known: str | None = None) -> str:
    """Why the reading found nothing out, with Kite's own words where it had any. The reading has a fault.

    `known` is the Kite account that the person confirmed.
    """
    if reading.fault is None:
        raise ValueError("the reading has no fault")
    refused = reading.fault is ReadingFault.WRONG_ACCOUNT and reading.end_asked_at is not None
    text = NOT_MINE if refused else READING_FAULTS[reading.fault]
    text = text.format(user=reading.kite_user_id or "that answered", known=known or "the one")
    return f"{text} Kite’s own words: “{reading.kite_said}”" if reading.kite_said else text


def session_words(reading: Reading) -> str:
    """What became of the reading's session: ended by Kite's own word, by ours alone, or not yet; "" if there was none.

    Kite ends every session at 6 AM (https://kite.trade/docs/connect/v3/user/), whatever it answers before.
    """
    if reading.exchanged_at is None or reading.expires_at is None:
        return ""
    if reading.ended_at is None:
        return "The session with Kite is being ended."
    if reading.end_confirmed:
        return f"The session with Kite was ended on {ist_words(reading.ended_at)}."
    return (
        "Kite did not confirm the end of the session. Our key to it is destroyed; Kite itself ends it at 6 AM on "
        f"{ist_date(reading.expires_at)}."
    )


def unsorted(tag: str, orders: Sequence[BookOrder]) -> str:
    """What is known of orders that belong to a hand-off, and to none of its orders more than to another."""
    ours = all(tag in {order.tag, *order.tags} for order in orders)
    whose = "this hand-off’s tag" if ours else "this hand-off’s tag, or your own"
    if len(orders) == 1:
        return f"1 order carries {whose}; which of the orders above it is cannot be told."
    return f"{len(orders)} orders carry {whose}; which is which cannot be told."


def no_reading(reason: str) -> str:
    """Why the person cannot be asked to let the order book be read."""
    return _NO_READING[reason]


def book_status(order: BookOrder) -> str:
    """An order's state as the order book has it. A state that is not known means: still under way.

    Fills are told by `filled_quantity` alone: Kite has no status for a part fill, and the other quantities of a
    cancelled order contradict each other in its own samples.
    """
    if order.status == "COMPLETE":
        return "Filled" if order.filled_quantity >= order.quantity else "Complete"
    word = _STATUSES.get(order.status, f"Under way ({order.status.lower()})")
    return f"{word}, partly filled" if order.filled_quantity else word


def terms(asked: Terms) -> str:
    """At what an order is to trade: `MARKET`, `LIMIT ₹1,600`, `SL ₹1,600, trigger ₹1,590`."""
    price = f" {price_words(asked.price)}" if asked.price else ""
    trigger = f", trigger {price_words(asked.trigger_price)}" if asked.trigger_price else ""
    return f"{asked.order_type}{price}{trigger}"


def otherwise(asked: Terms, order: BookOrder) -> str:
    """At what the book has an order that was asked at something else, and who made it so; "" where it has it as asked.

    Protection is Kite's own doing, and no change by the person.
    """
    found = in_book(order)
    if protected(asked, order):
        return f"Kite’s market protection made it {terms(found)}"
    return f"{terms(found)} in the book: changed on Kite" if found != asked else ""
