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
from tokri.core.terms import Terms, in_book, protected
from tokri.web.language import N_, _, ngettext
from tokri.web.words.times import ist_date, ist_words

#: What the person can say of a hand-off with one tap, in the order in which the buttons stand.
SAID: Final[Mapping[Said, str]] = {
    Said.PLACED_ALL: N_("I placed all of them"),
    Said.PLACED_SOME: N_("I placed some of them"),
    Said.PLACED_NONE: N_("I placed none of them"),
    Said.NOT_ENABLED: N_("Kite said: not enabled for the app"),
    Said.NO_LOGIN: N_("I could not log in to Kite"),
}

READING_FAULTS: Final[Mapping[ReadingFault, str]] = {
    ReadingFault.TOKEN_REFUSED: N_(
        "Kite did not take the token that your browser brought back: it lives for a few minutes and works once. "
        "Nothing was read. Look at your orders in Kite."
    ),
    ReadingFault.TOO_LATE: N_(
        "What Kite sent back with your browser can be used for a few minutes, and they were over before Kite was "
        "asked. Nothing was read. Look at your orders in Kite."
    ),
    ReadingFault.NOT_ALLOWED: N_(
        "Kite does not let this site read your orders. Your orders are not affected; look at them in Kite."
    ),
    ReadingFault.REFUSED: N_("Kite refused to let the orders be read. Look at your orders in Kite."),
    ReadingFault.UNREACHABLE: N_(
        "Kite could not be reached, so nothing was read. Your orders are not affected; look at them in Kite."
    ),
    ReadingFault.NONSENSE: N_(
        "Kite answered something that could not be understood, so nothing was read. Look at your orders in Kite."
    ),
    ReadingFault.BUSY: N_("Kite was too busy to answer, so nothing was read. Look at your orders in Kite."),
    ReadingFault.UNKNOWN: N_(
        "Kite’s answer was lost on the way, and the token works only once, so it is not tried again. "
        "Look at your orders in Kite."
    ),
    ReadingFault.WRONG_ACCOUNT: N_(
        "These orders may have been placed in the Kite account {user}. It is not {known}, which was confirmed in this "
        "browser before, so nothing of it was read. Look at the orders in Kite, signed in as {user}. To have {user} "
        "read here from now on, use “Forget this browser” and begin anew; your baskets here are gone then."
    ),
    ReadingFault.UNCONFIRMED: N_("It was not known in time whose Kite account it was, so nothing was read."),
}

#: The same account, refused by the person: it is their word, and no guess of ours.
NOT_MINE: Final = N_(
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
        N_("Sent to Kite"),
        N_("Kite’s redirect said “success”: you finished on its page. It does not say what was filled."),
    ),
    CANCELLED: (N_("Cancelled"), N_("Kite’s redirect said “cancelled”. It does not prove that nothing was placed.")),
    ODD: (N_("Came back without saying how it went"), N_("Kite’s redirect said {said}, which tells nothing.")),
}

_NO_READING: Final[Mapping[str, str]] = {
    "no-secret": N_(
        "This site cannot look into your order book: its Kite app has no API secret. "
        "Kite itself shows what became of the orders."
    ),
    "never": N_("This site does not look into order books. Kite itself shows what became of the orders."),
    "no-return": N_(
        "The order book can be read only after Kite has sent your browser back. "
        "Until then, look at your orders in Kite."
    ),
    "too-late": N_(
        "What Kite sent back can be used for a few minutes, and they are over. Look at your orders in Kite."
    ),
    "no-token": N_("Kite sent nothing back that lets the order book be read. Look at your orders in Kite."),
}

_STATUSES: Final[Mapping[str, str]] = {
    "REJECTED": N_("Rejected"),
    "CANCELLED": N_("Cancelled"),
    "OPEN": N_("Open"),
    "TRIGGER PENDING": N_("Waiting for its trigger"),
    "AMO REQ RECEIVED": N_("Queued for the next session"),
    "LAPSED": N_("Lapsed"),
    # On their way, by the names of https://kite.trade/docs/connect/v3/orders/; more of them may come.
    "PUT ORDER REQ RECEIVED": N_("Received by Kite"),
    "VALIDATION PENDING": N_("Being checked by Kite"),
    "OPEN PENDING": N_("On its way to the exchange"),
    "MODIFY VALIDATION PENDING": N_("Changed; the change is being checked by Kite"),
    "MODIFY PENDING": N_("Changed; the change is on its way to the exchange"),
    "MODIFIED": N_("Open, changed on Kite"),
    "CANCEL PENDING": N_("Being cancelled"),
    # Kite's report of an open order that was changed, or filled in part.
    "UPDATE": N_("Open"),
}


def said_by_person() -> Mapping[Said, str]:
    """What each button says."""
    return {said: _(words) for said, words in SAID.items()}


def told(handback: Handback) -> tuple[str, str, str]:
    """What Kite's redirect said: the kind of status, the word, and what it means."""
    word, detail = _TOLD[handback.status]
    said = f"“{handback.status_text}”" if handback.status_text else _("nothing")
    return "claim", _(word), _("%(told)s %(at)s.", told=_(detail).format(said=said), at=ist_words(handback.at))


#: At a link the account that is known is the firm's word, and there is no browser to forget.
WRONG_AT_LINK: Final = N_(
    "These orders may have been placed in the Kite account {user}. It is not {known}, the account that these orders "
    "are for, so nothing of it was read and nothing is marked as done. Your adviser is told. Look at the orders in "
    "Kite, signed in as {user}."
)


def reading_fault(reading: Reading, known: str | None = None, *, at_link: bool = False) -> str:
    """Why the reading found nothing out, with Kite's own words where it had any. The reading has a fault.

    `known` is the Kite account that the person confirmed, or that the firm has of its client.
    """
    if reading.fault is None:
        raise ValueError("the reading has no fault")
    text = READING_FAULTS[reading.fault]
    if reading.fault is ReadingFault.WRONG_ACCOUNT:
        refused = reading.end_asked_at is not None
        text = NOT_MINE if refused else WRONG_AT_LINK if at_link else text
    text = _(text).format(user=reading.kite_user_id or _("that answered"), known=known or _("the one"))
    if not reading.kite_said:
        return text
    return _("%(text)s Kite’s own words: “%(said)s”", text=text, said=reading.kite_said)


def session_words(reading: Reading) -> str:
    """What became of the reading's session: ended by Kite's own word, by ours alone, or not yet; "" if there was none.

    Kite ends every session at 6 AM (https://kite.trade/docs/connect/v3/user/), whatever it answers before.
    """
    if reading.exchanged_at is None or reading.expires_at is None:
        return ""
    if reading.ended_at is None:
        return _("The session with Kite is being ended.")
    if reading.end_confirmed:
        return _("The session with Kite was ended on %(at)s.", at=ist_words(reading.ended_at))
    return _(
        "Kite did not confirm the end of the session. Our key to it is destroyed; Kite itself ends it at 6 AM on "
        "%(day)s.",
        day=ist_date(reading.expires_at),
    )


def unsorted(tag: str, orders: Sequence[BookOrder]) -> str:
    """What is known of orders that belong to a hand-off, and to none of its orders more than to another."""
    ours = all(tag in {order.tag, *order.tags} for order in orders)
    if ours:
        return ngettext(
            "%(num)s order carries this hand-off’s tag; which of the orders above it is cannot be told.",
            "%(num)s orders carry this hand-off’s tag; which is which cannot be told.",
            len(orders),
        )
    return ngettext(
        "%(num)s order carries this hand-off’s tag, or your own; which of the orders above it is cannot be told.",
        "%(num)s orders carry this hand-off’s tag, or your own; which is which cannot be told.",
        len(orders),
    )


def no_reading(reason: str) -> str:
    """Why the person cannot be asked to let the order book be read."""
    return _(_NO_READING[reason])


def book_status(order: BookOrder) -> str:
    """An order's state as the order book has it. A state that is not known means: still under way.

    Fills are told by `filled_quantity` alone: Kite has no status for a part fill, and the other quantities of a
    cancelled order contradict each other in its own samples.
    """
    if order.status == "COMPLETE":
        return _("Filled") if order.filled_quantity >= order.quantity else _("Complete")
    known = _STATUSES.get(order.status)
    word = _(known) if known else _("Not over yet; Kite calls it “%(status)s”", status=order.status.lower())
    return _("%(word)s, partly filled", word=word) if order.filled_quantity else word


def terms(asked: Terms) -> str:
    """At what an order is to trade: `MARKET`, `LIMIT ₹1,600`, `SL ₹1,600, trigger ₹1,590`."""
    price = f" {price_words(asked.price)}" if asked.price else ""
    if not asked.trigger_price:
        return f"{asked.order_type}{price}"
    return _("%(terms)s, trigger %(price)s", terms=f"{asked.order_type}{price}", price=price_words(asked.trigger_price))


def otherwise(asked: Terms, order: BookOrder) -> str:
    """At what the book has an order that was asked at something else, and who made it so; "" where it has it as asked.

    Protection is Kite's own doing, and no change by the person. Most files do not tell what an order was asked at.
    """
    found = in_book(order)
    if not order.order_type:
        return ""
    if protected(asked, order):
        return _("Kite’s market protection made it %(terms)s", terms=terms(found))
    return _("%(terms)s in the book: changed on Kite", terms=terms(found)) if found != asked else ""
