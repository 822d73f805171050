"""Why a client's yes was not taken, and what of the moment they are told; in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.desk.advice import SharedVersion
from tokri.core.link.standing import valid_until
from tokri.link.handing import Why
from tokri.web.language import N_, _
from tokri.web.words.times import ist_words

REFUSALS: Final[Mapping[Why, str]] = {
    Why.REPLACED: N_("Your adviser has changed this advice since you opened it. This is how it is now: read it again."),
    Why.BLOCKED: N_("This advice cannot be sent now: why, is said below."),
    Why.CHOICES: N_("Something that you chose is to be put right first."),
    Why.CHANGED: N_(
        "What would be sent is not what you read: the orders, the market or the rules have changed since. This is "
        "how it is now: read it again."
    ),
    Why.NOT_TICKED: N_("Tick the box under “Your yes” if you want to place these orders."),
    Why.NOT_ACCEPTED: N_("Tick what you accept, or do not place these orders."),
    Why.NOT_ASKED_AGAIN: N_(
        "This was handed to Kite before. Look at your orders in Kite, then tick that you want it sent again."
    ),
    Why.NEWS: N_("There is news of what was handed to Kite before. Look at it, then say once more."),
    Why.SENT_ALREADY: N_("This was handed to Kite already, perhaps from another browser. Nothing more was sent."),
    Why.NOTHING_LEFT: N_("Nothing is left to be sent: it went meanwhile, or there is news of what became of it."),
    Why.PART_CLOSED: N_(
        "The part before this one has not come back yet. Say first what became of it. "
        "If it waits for sells, its result says how far they are."
    ),
}

#: Where on the page each is put right.
_TARGETS: Final[Mapping[Why, str]] = {
    Why.NOT_TICKED: "consent",
    Why.NOT_ACCEPTED: "ticks",
    Why.NOT_ASKED_AGAIN: "again",
    Why.BLOCKED: "blocked",
}


def refusal(why: Why) -> tuple[str, str]:
    """The id of what it is about, and the sentence."""
    return _TARGETS.get(why, "orders-table"), _(REFUSALS[why])


def stale() -> str:
    """Why a form was not taken whose protection is out of date."""
    return _(
        "The page had been open for long, or your browser does not keep this site’s cookie, which has to be allowed. "
        "What you chose stands below: read it and press once more."
    )


def until(version: SharedVersion) -> str:
    """Until when the advice holds; as typed where that is no moment."""
    at = valid_until(version)
    return ist_words(at) if at is not None else version.proposal.valid_until
