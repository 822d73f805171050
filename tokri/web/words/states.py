"""Where a hand-off stands, and how many of its orders stand how, in words that claim no more than the evidence does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from tokri.core.evidence import Source
from tokri.core.instrument import Key
from tokri.core.state import State
from tokri.core.tally import Tally
from tokri.core.times import ist
from tokri.core.verdict import Standing
from tokri.web.language import N_, _, ngettext
from tokri.web.words.times import date_words

STATES: Final[Mapping[State, str]] = {
    State.PREPARED: N_("Prepared, not sent yet"),
    State.AT_KITE: N_("Not back from Kite yet"),
    State.NO_RETURN: N_("No word from Kite"),
    State.RETURNED_SUCCESS: N_("Sent to Kite, outcome not known"),
    State.RETURNED_CANCELLED: N_("Cancelled on Kite’s page"),
    State.RETURNED_ODD: N_("Came back without saying how it went"),
    State.SAID_ALL: N_("Placed, by your word"),
    State.SAID_SOME: N_("Partly placed, by your word"),
    State.SAID_NONE: N_("Not placed, by your word"),
    State.SAID_NOT_ENABLED: N_("Not enabled for the app at Kite, by your word"),
    State.SAID_NO_LOGIN: N_("No login at Kite, by your word"),
    State.SENT_FOR_LATER: N_("Sent to Kite for the next session"),
    State.QUEUED: N_("Queued for the next session"),
    State.RELEASED: N_("Its session has begun, outcome not known"),
    State.READ: N_("Seen in Kite’s order book"),
    State.READ_NONE: N_("Not seen in Kite’s order book"),
    State.IN_FILE: N_("Known from an uploaded file"),
    State.NOT_IN_FILE: N_("Not in the uploaded file"),
    State.REPORTED: N_("Reported by Kite, not seen in the book"),
}

#: The same where the session that the orders wait for is known.
_OF_SESSION: Final[Mapping[State, str]] = {
    State.SENT_FOR_LATER: N_("Sent to Kite for %(session)s"),
    State.QUEUED: N_("Queued for %(session)s"),
    State.RELEASED: N_("Released on %(session)s, outcome not known"),
}

_STANDINGS: Final[Mapping[Standing, Callable[[int], str]]] = {
    Standing.FILLED: lambda count: ngettext("%(num)s filled", "%(num)s filled", count),
    Standing.PARTLY: lambda count: ngettext("%(num)s partly filled", "%(num)s partly filled", count),
    Standing.OPEN: lambda count: ngettext("%(num)s open", "%(num)s open", count),
    Standing.CANCELLED: lambda count: ngettext("%(num)s cancelled", "%(num)s cancelled", count),
    Standing.REJECTED: lambda count: ngettext("%(num)s rejected", "%(num)s rejected", count),
    Standing.QUEUED: lambda count: ngettext("%(num)s queued", "%(num)s queued", count),
    Standing.UNTOLD: lambda count: ngettext("%(num)s not told apart", "%(num)s not told apart", count),
    Standing.MISSING: lambda count: ngettext("%(num)s not in the order book", "%(num)s not in the order book", count),
    Standing.NOT_TRADED: lambda count: ngettext("%(num)s not traded", "%(num)s not traded", count),
    Standing.REPORTED: lambda count: ngettext("%(num)s reported by Kite", "%(num)s reported by Kite", count),
    Standing.UNKNOWN: lambda count: ngettext("%(num)s not known", "%(num)s not known", count),
}

#: What a count of orders is known by; more than one source is told on each order's own line.
_BY: Final[Mapping[Source, str]] = {
    Source.BOOK: N_("by Kite’s order book"),
    Source.POSTBACK: N_("by Kite’s report alone"),
    Source.ORDER_FILE: N_("by an uploaded file"),
    Source.TRADE_FILE: N_("by an uploaded tradebook"),
}


def stands(state: State, counted: Tally | None = None, session: datetime | None = None) -> str:
    """Where a hand-off stands; of one that evidence tells of, how many of its orders stood how.

    `session` is when the session opens, or opened, that its orders are for.
    """
    if session is not None and state in _OF_SESSION:
        return _(_OF_SESSION[state], session=date_words(ist(session).date()))
    if counted is not None and state in _COUNTED:
        return tally(counted)
    return _(STATES[state])


def filled_by(filled: Mapping[Key, Source]) -> Mapping[Key, str]:
    """Of each instrument that filled whole, that it did, and by what we know: `Filled, by Kite’s order book`."""
    return {key: f"{_('Filled')}, {_(_BY[source])}" for key, source in filled.items()}


def reported_elsewhere(user: str) -> str:
    """Of what Kite reported in an account that is not the person's: it is none of theirs."""
    return _("Reported by Kite in another account, %(user)s", user=user)


#: Where these stand is told by how their orders do.
_COUNTED: Final = frozenset({State.READ, State.IN_FILE, State.REPORTED})


#: Standings of which no figure counts, and that may have filled for all that.
_MAY_HAVE_FILLED: Final = frozenset({Standing.UNTOLD, Standing.REPORTED})


def tally(counted: Tally) -> str:
    """How the orders stood, and by what we know: `3 of 4 filled, 1 open, by Kite’s order book`."""
    by = _by(counted)
    counts = dict(counted.counts)
    if counted.all_filled:
        first = _("Filled") if counted.orders == 1 else _("All %(num)s filled", num=counted.orders)
        return f"{first}, {by}" if by else first
    for standing, state in ((Standing.UNTOLD, State.READ), (Standing.REPORTED, State.REPORTED)):
        if counts == {standing: counted.orders}:
            return _(STATES[state])
    facts = {"filled": counts.get(Standing.FILLED, 0), "orders": counted.orders}
    pieces = [_STANDINGS[each](count) for each, count in counted.counts if each is not Standing.FILLED]
    # Of an order that is only reported, or not told apart, nobody knows what filled: it is not counted as unfilled.
    if not counts.keys() & _MAY_HAVE_FILLED:
        pieces.insert(0, _("%(filled)s of %(orders)s filled", **facts))
    elif facts["filled"]:
        pieces.insert(0, _("At least %(filled)s of %(orders)s filled", **facts))
    return ", ".join([*pieces, *([by] if by else [])])


def _by(counted: Tally) -> str:
    return _(_BY[counted.sources[0]]) if len(counted.sources) == 1 and not counted.reported else ""
