"""What is said of orders still to place: by what evidence they are left, and why others are not offered yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.evidence import Source
from tokri.core.money import grouped, price_words
from tokri.core.still_to_place import Line, StillToPlace, Wait
from tokri.core.verdict import Standing, Verdict
from tokri.journey.review import PartReview
from tokri.link.offering import Offered
from tokri.link.still_to_place import Shut
from tokri.web.language import N_, _
from tokri.web.words.consent import consent_text
from tokri.web.words.times import ist_words
from tokri.web.words.verdicts import by_likeness

#: Why nothing of an order is offered yet, and what helps.
_WAITS: Final[Mapping[Wait, str]] = {
    Wait.REPLACED: N_("The basket was changed and handed to Kite anew since. What became of that counts."),
    Wait.OTHERWISE_CUT: N_(
        "It was sent twice, in orders of other sizes. Which is which cannot be told: look in Kite what is missing."
    ),
    Wait.EARLIER: N_(
        "An earlier version asked for the same, and what became of that is not known yet. Say it on the result page."
    ),
    Wait.QUEUED: N_(
        "It waits, or may wait, for the next session. Nothing is placed anew while an order is queued. "
        "Once the session has begun, have the order book read again, or upload it."
    ),
    Wait.OPEN: N_(
        "It is open in Kite and can still fill. To place it anew, cancel it there first, "
        "then have the order book read again."
    ),
    Wait.PAGE_OPEN: N_(
        "Your browser did not come back, so Kite’s page may still be open with it. Close that page, "
        "then say on the result page what you did there."
    ),
    Wait.NOT_TOLD_APART: N_("Which of the orders seen in Kite it is cannot be told. Look in Kite what is missing."),
    Wait.REPORTED: N_(
        "Kite reported it, and no order book shows it yet. Have the order book read, or upload it, to be sure."
    ),
    Wait.NOT_SEEN: N_("No order book or file shows what became of it. Have the order book read, or upload it."),
    Wait.LOOK_AGAIN: N_("The order book was read before you were back from Kite. Have it read again, or upload it."),
}

#: The same where no order book can be read any more, or never could: a file is what is left.
_WAITS_FOR_FILE: Final[Mapping[Wait, str]] = {
    Wait.QUEUED: N_(
        "It waits, or may wait, for the next session. Nothing is placed anew while an order is queued. "
        "Once the session has begun, upload Kite’s order book."
    ),
    Wait.OPEN: N_(
        "It is open in Kite and can still fill. To place it anew, cancel it there first, then upload Kite’s order book."
    ),
    Wait.REPORTED: N_("Kite reported it, and no order book shows it yet. Upload Kite’s order book, to be sure."),
    Wait.NOT_SEEN: N_("No order book or file shows what became of it. Upload Kite’s order book."),
    Wait.LOOK_AGAIN: N_("The order book was read before you were back from Kite. Upload Kite’s order book."),
}

#: The same for the firm's people, of what they would read as said to them: the link is their client's.
_WAITS_AT_DESK: Final[Mapping[Wait, str]] = {
    Wait.EARLIER: "An earlier version asked for the same, and what became of that is not known yet. Ask the client.",
    Wait.QUEUED: "It waits, or may wait, for the next session. Nothing is placed anew while an order is queued. "
    "Once the session has begun, ask the client to have the order book read again, or upload it.",
    Wait.OPEN: "It is open in Kite and can still fill. To place it anew, the client cancels it there first, and then "
    "has the order book read again.",
    Wait.PAGE_OPEN: "The client’s browser did not come back, so Kite’s page may still be open with it. Ask them to "
    "close that page, and to say at their link what they did there.",
    Wait.NOT_TOLD_APART: "Which of the orders seen in Kite it is cannot be told. The client looks in Kite what is "
    "missing.",
    Wait.REPORTED: "Kite reported it, and no order book shows it yet. Ask the client to have the order book read, or "
    "upload it, to be sure.",
    Wait.NOT_SEEN: "No order book or file shows what became of it. Ask the client to have the order book read, or "
    "upload it.",
    Wait.LOOK_AGAIN: "The order book was read before the client was back from Kite. Ask them to have it read again, or "
    "upload it.",
}

_SEEN: Final[Mapping[Source, Callable[[str], str]]] = {
    Source.BOOK: lambda at: _("Seen in Kite’s order book, %(at)s", at=at),
    Source.ORDER_FILE: lambda at: _("Seen in the order book that was uploaded, %(at)s", at=at),
    Source.TRADE_FILE: lambda at: _("Seen in the tradebook that was uploaded, %(at)s", at=at),
}

_NOT_SEEN: Final[Mapping[Source, Callable[[str], str]]] = {
    Source.BOOK: lambda at: _("Not in Kite’s order book, %(at)s", at=at),
    Source.ORDER_FILE: lambda at: _("Not in the order book that was uploaded, %(at)s", at=at),
    Source.TRADE_FILE: lambda at: _("No trade of it in the tradebook that was uploaded, %(at)s", at=at),
}

_ABSENT: Final = frozenset({Standing.MISSING, Standing.NOT_TRADED})


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One order as a row of the page: its price, what became of it, and by what evidence."""

    line: Line
    price: str
    became: str
    evidence: str
    said: tuple[str, ...]
    why: str


def told(still_to_place: StillToPlace, *, reads: bool = True, reads_later: bool = True) -> tuple[ToldLine, ...]:
    """Every order that did not fill whole, in the sequence of sending.

    `reads`: the order book can be read now; `reads_later`: once the session has begun that an order waits for.
    """
    may = {Wait.QUEUED: reads_later}
    lines = still_to_place.lines
    return tuple(_told(each, reads=each.wait is None or may.get(each.wait, reads)) for each in lines)


def told_at_desk(still_to_place: StillToPlace) -> tuple[ToldLine, ...]:
    """The same for the firm's people: whoever acts at Kite, and at the link, is their client."""
    return tuple(replace(_told(each), why=_why_at_desk(each)) for each in still_to_place.lines)


def _told(line: Line, *, reads: bool = True) -> ToldLine:
    price = money.price(line.order.price)
    words = price_words(price) if isinstance(price, Decimal) else ""
    return ToldLine(line, words, became(line), evidence(line.verdict), line.verdict.said, why(line, reads=reads))


def became(line: Line) -> str:
    """What became of the order, over all its sendings."""
    if line.filled:
        return _("%(filled)s of %(asked)s filled", filled=grouped(line.filled), asked=grouped(line.asked))
    standing = line.verdict.standing
    if standing is Standing.REJECTED:
        return _("Rejected")
    if standing is Standing.CANCELLED:
        return _("Cancelled")
    if standing in _ABSENT:
        return _("Never seen in Kite")
    if standing is Standing.REPORTED:
        return _("Reported by Kite, not seen in the book")
    return _("Nothing filled as far as is known")


def evidence(verdict: Verdict) -> str:
    """By what that is known; "" where there is no document."""
    words = (_NOT_SEEN if verdict.standing in _ABSENT else _SEEN).get(verdict.source or Source.WORD)
    return by_likeness(verdict, words(ist_words(verdict.at))) if words is not None and verdict.at is not None else ""


def why(line: Line, *, reads: bool = True) -> str:
    """Why nothing of it is offered, and what helps; "" where something is. `reads`: the order book can be read."""
    if line.wait is None:
        return ""
    said = _(_WAITS[line.wait] if reads else _WAITS_FOR_FILE.get(line.wait, _WAITS[line.wait]))
    return _("An earlier sending of it: %(why)s", why=said) if line.again else said


def _why_at_desk(line: Line) -> str:
    said = _WAITS_AT_DESK.get(line.wait) if line.wait is not None else None
    if said is None:
        return why(line)
    return f"An earlier sending of it: {said}" if line.again else said


#: Why nothing can be placed from a link now.
_SHUT: Final[Mapping[Shut, str]] = {
    Shut.CLOSED: N_(
        "Nothing more can go to Kite from this link. Your adviser can write a new version with what is left."
    ),
    Shut.ACCOUNT: N_(
        "Another Kite account was used than the one these orders are for. Call your adviser before you place anything."
    ),
    Shut.NEWER: N_("Your adviser has written newer advice since. Read that first."),
    Shut.PARTS: N_("A part of these orders was not sent yet. That comes first; what is left is offered here then."),
    Shut.OTHER: N_("What is left is not as it was advised. Your adviser can write a new version with it."),
    Shut.PRICES: N_(
        "It cannot be placed at the advised price any more. Another price is new advice: your adviser has to write a "
        "new version."
    ),
}


def shut(why_not: Shut, found: StillToPlace) -> str:
    """Why nothing can be placed from a link now."""
    return nothing(found) if why_not is Shut.NOTHING else _(_SHUT[why_not])


def nothing(found: StillToPlace) -> str:
    """Nothing is left; or what may be left is held back, each order with its reason beneath."""
    if found.held:
        return _("Nothing can be placed anew yet. Beneath stands why, order by order, and what helps.")
    return _("Nothing is left that may be placed now.")


def consent_to_still_to_place(offered: Offered, part: PartReview) -> str:
    """What the client says yes to: the words of every consent, and exactly what is left."""
    orders = "; ".join(
        _("%(quantity)s %(symbol)s", quantity=grouped(each.quantity), symbol=each.tradingsymbol)
        for each in part.part.orders
    )
    left = _("This is what is left of orders that I handed to Kite before: %(orders)s.", orders=orders)
    return f"{consent_text(offered, part)} {left}"


def name_of_basket(name: str) -> str:
    """What the basket of what is left of another is called; what is left of that one is called the same."""
    before, _nul, after = _("Orders still to place of %(name)s", name="\0").partition("\0")
    return name if name.startswith(before) and name.endswith(after) else f"{before}{name}{after}"
