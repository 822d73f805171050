"""What pages say of themselves: what a button did, what an error page explains, when to come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tokri.core.basket import Version
from tokri.core.formats import Pasted
from tokri.core.ports import Handoff, Said
from tokri.core.problems import Severity
from tokri.core.rules import Checked
from tokri.core.state import State, latest_word
from tokri.core.times import ist_clock
from tokri.journey.handoff import Refusal
from tokri.journey.review import Review, Sending
from tokri.web.filters import nth
from tokri.web.language import N_, _
from tokri.web.problems import Sentence
from tokri.web.words import STATES, own_word
from tokri.web.words.names import NOUNS
from tokri.web.words.times import ist_words

_DONE: Final = {
    "added": "Order {} added.",
    "removed": "Order removed. You are at order {}.",
    "duplicated": "Order {} is a copy of the one before it.",
    "moved": "This is order {} now.",
}


def edited(done: str, place: int) -> str:
    """What a button of the form did; `place` counts from 0."""
    return _DONE[done].format(place + 1)


def mended(place: int, field: str, checked: Checked) -> str:
    """What a mend did to one field of the order at `place`, from 0, and whether its errors are at an end."""
    errors = [problem for problem in checked.for_order(place) if problem.severity is Severity.ERROR]
    done = "changed" if any(problem.field_name == field for problem in errors) else "put right"
    more = "; more is to be put right" if errors else ""
    return f"Order {place + 1}: the {NOUNS[field]} is {done}{more}."


def ticks_to_come(warnings: Sequence[Sentence]) -> str:
    """What the review will ask a tick for, once the errors are mended; "" where it is nothing."""
    if not warnings:
        return ""
    numbers = [str(place + 1) for place in sorted({each.order for each in warnings if each.order is not None})]
    named = [f"order{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"] if numbers else []
    if any(each.order is None for each in warnings):
        named.append("the basket as a whole")
    count = f"{len(warnings)} more {'needs' if len(warnings) == 1 else 'need'}"
    return f"{count} your tick on the review: {' and '.join(named)}."


def pasted(came: Pasted) -> str:
    """What pasting came to: what was read, what was left out, what the box still holds, each only where it is so."""
    count = len(came.orders)
    read = "1 order was read" if count == 1 else f"{count or 'No'} order{'s were' if count else ' was'} read"
    if came.unread:
        return f"{read}. What gave no order is still in the box; the list above says why."
    if came.faulty:
        return f"{read}; the list above says {'what was not, and why' if count else 'why'}."
    how = "; the remarks above the box say how" if came.faults else ""
    return f"{read}{how}. Look through {'it' if count == 1 else 'them'}, then review."


#: A save or a review went by while the box still held something that nobody had read.
UNREAD: Final = (
    "Your orders are saved. What stands in the box is not in the basket yet: press “Read what is pasted”, "
    "or empty the box."
)

#: The same of a basket that is not there yet: none is made before the box is read or empty.
UNREAD_OF_NEW: Final = (
    "Nothing is saved yet. What stands in the box is not in the basket yet: press “Read what is pasted”, or empty the "
    "box. Then save or review."
)


def newer_version(version: Version) -> str:
    """Why a save was not made: another tab or device saved in between."""
    return (
        f"This basket was saved elsewhere at {ist_clock(version.saved_at)}, as version {version.number}. "
        "What you typed is below and not saved yet. Saving it now makes the next version."
    )


#: Why a form that was sent for one basket comes back as a new one.
GONE: Final = (
    "The basket that this page was opened for is not in this browser: it was deleted, or the browser was forgotten. "
    "What you typed is below and not saved. Saving it makes a new basket."
)

REFUSALS: Final[Mapping[Refusal, str]] = {
    Refusal.CHANGED: "The basket changed after this page was opened. This is how it is now: look through it again.",
    Refusal.NOT_READY: "The basket has something to put right first.",
    Refusal.NOT_TICKED: "Tick what you accept, or change the orders.",
    Refusal.SENT_ALREADY: "This was handed to Kite already, perhaps from another tab. Nothing more was sent.",
    Refusal.NOT_ASKED_AGAIN: (
        "This was handed to Kite before. Look at your orders in Kite, then tick that you want it sent again."
    ),
    Refusal.NEWS: "There is news of what was handed to Kite before. Look at it, then say once more.",
    Refusal.PART_CLOSED: (
        "The part before this one has not come back yet. Say first what became of it. "
        "If it waits for sells, its result says how far they are."
    ),
}

#: What a hand-off may have done already, of each state in which that is not known to be nothing.
_MAY_HAVE: Final[Mapping[State, str]] = {
    State.AT_KITE: N_("is at Kite now"),
    State.NO_RETURN: N_("may have gone through, though nothing was heard of it"),
    State.RETURNED_SUCCESS: N_("was finished on Kite’s page, as Kite told us"),
    State.RETURNED_ODD: N_("came back without saying how it went"),
    State.SAID_ALL: N_("is placed, by your word"),
    State.SAID_SOME: N_("is partly placed, by your word"),
    State.SENT_FOR_LATER: N_("is at Kite for the next session, as far as is known"),
    State.QUEUED: N_("waits at Kite for the next session"),
    State.RELEASED: N_("was for a session that has begun, and its outcome is not known"),
    State.READ: N_("was seen in Kite’s order book"),
    State.IN_FILE: N_("stands in a file that was uploaded"),
    State.REPORTED: N_("was reported by Kite"),
}


def at_stake(sending: Sending, review: Review) -> str:
    """One hand-off that may be placed twice if its orders go once more: which, and what it may have done."""
    handoff = sending.handoff
    pieces = [
        _("version %(version)s", version=handoff.version_number)
        if handoff.version_number != review.version.number and handoff.basket_id == review.basket.id
        else "",
        _("part %(part)s", part=handoff.part) if handoff.parts > 1 else "",
    ]
    which = ", ".join(piece for piece in pieces if piece)
    facts = {"at": ist_words(handoff.left_at or handoff.created_at), "done": _may_have(sending)}
    if which:
        return _("%(which)s, which left on %(at)s, %(done)s", which=which, **facts)
    return _("what left on %(at)s %(done)s", **facts)


def at_stake_sentence(sending: Sending, review: Review) -> str:
    """The same as a sentence of its own."""
    told = at_stake(sending, review)
    return _("%(told)s.", told=told[:1].upper() + told[1:])


def _may_have(sending: Sending) -> str:
    """What a hand-off may have done already."""
    if sending.state in _MAY_HAVE:
        return _(_MAY_HAVE[sending.state])
    if sending.said_placed:
        word = latest_word(sending.handoff, sending.news.words)
        return _(_MAY_HAVE[State.SAID_SOME if word and word.said is Said.PLACED_SOME else State.SAID_ALL])
    if sending.taken_back is not None:
        return own_word.taken_back(sending.taken_back, sending.handoff)
    if sending.news.taken:
        return _("is placed anew from another basket, as far as it was left")
    return _("may stand open on Kite’s page still, for nobody came back from it")


_NOT_BACK: Final = "sent to Kite and {is_are} not back"
_NOT_KNOWN: Final = "sent to Kite, and the outcome is not known"

#: States in which nobody could find out any more what became of the orders, once their basket is deleted.
_OPEN_ENDS: Final[Mapping[State, str]] = {
    State.AT_KITE: _NOT_BACK,
    State.NO_RETURN: _NOT_BACK,
    State.RETURNED_SUCCESS: _NOT_KNOWN,
    State.RETURNED_ODD: _NOT_KNOWN,
    State.SENT_FOR_LATER: _NOT_KNOWN,
    State.QUEUED: _NOT_KNOWN,
    State.RELEASED: _NOT_KNOWN,
    State.REPORTED: _NOT_KNOWN,
}


def deleting(stands: Iterable[tuple[Handoff, State]]) -> list[str]:
    """What can no longer be found out once the basket of these hand-offs is deleted."""
    counts: Counter[str] = Counter()
    for handoff, stand in stands:
        if stand in _OPEN_ENDS:
            counts[_OPEN_ENDS[stand]] += handoff.orders
    return [_lost(count, became) for became, count in counts.items()]


def _lost(count: int, became: str) -> str:
    orders, is_are, them = ("order was", "is", "it") if count == 1 else ("orders were", "are", "them")
    told = f"{count} {orders} {became.format(is_are=is_are)}"
    return f"{told}: once deleted, what became of {them} can no longer be found out here."


def which_one(sending: Sending) -> str:
    """What tells one hand-off of a basket from the others."""
    handoff = sending.handoff
    pieces = [
        _("version %(version)s", version=handoff.version_number) if handoff.version_number > 1 else "",
        _("part %(part)s", part=handoff.part) if handoff.parts > 1 else "",
        _("for the %(nth)s time", nth=nth(handoff.attempt)) if handoff.attempt > 1 else "",
        _("sent %(at)s", at=ist_words(handoff.left_at or handoff.created_at)),
    ]
    return f"{', '.join(piece for piece in pieces if piece)}: {_(STATES[sending.state])}"
