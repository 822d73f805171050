"""Telling people, in words: what is wrong with an address, how a message stands, of what there are letters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tokri.core.ports.telling import Delivery, DeliveryFault, DeliveryState, Endpoint
from tokri.core.problems import Problem
from tokri.core.telling.notices import Reason
from tokri.core.times import ist_clock, ist_words
from tokri.desk.letters_refused import Refused
from tokri.web.words.links import failed

_ADDRESS: Final[Mapping[str, str]] = {
    "webhook.missing": "The address is missing: type it whole, like https://hooks.firm.in/tokri.",
    "webhook.long": "The address is longer than 500 characters: choose a shorter one.",
    "webhook.unreadable": "The address cannot be read: type it whole, like https://hooks.firm.in/tokri.",
    "webhook.not-https": "The address must begin with https://, so that nobody on the way can read what is sent.",
    "webhook.with-password": "There is a name or password before the @: leave it out. Messages are signed instead.",
    "webhook.with-fragment": "What stands after the # is never sent: leave it out.",
    "webhook.no-host": "The address names no server: type it whole, like https://hooks.firm.in/tokri.",
    "webhook.inside": "This leads inside a network, or to this machine: name a server that the internet can reach.",
    "webhook.there": "There is an endpoint at this address already.",
    "webhook.enough": "There are {most} endpoints, which is as many as there may be: end one first.",
}

_FAULTS: Final[Mapping[DeliveryFault, str]] = {
    DeliveryFault.NO_NAME: "Nobody knows the server’s name",
    DeliveryFault.NOT_PUBLIC: "Its name leads to a number that is not public, where nothing is sent",
    DeliveryFault.UNREACHABLE: "No connection, or no certificate that proves whose server it is",
    DeliveryFault.NO_ANSWER: "It was sent, and no whole answer came in time",
    DeliveryFault.ANSWERED: "It answered {status}, and not 2xx",
    DeliveryFault.UNREADABLE: "Its secret cannot be opened, as SECRET_KEY changed: make a new secret",
    DeliveryFault.ENDED: "The endpoint was ended first",
}

#: How a message stands: the kind of status, and the word.
_STATES: Final[Mapping[DeliveryState, tuple[str, str]]] = {
    DeliveryState.WAITING: ("waiting", "Waiting"),
    DeliveryState.DELIVERED: ("proven", "Delivered"),
    DeliveryState.GIVEN_UP: ("wrong", "Given up"),
}

#: What the page of an endpoint can list, by the word in its address.
LISTS: Final[Mapping[str, tuple[str, DeliveryState | None]]] = {
    "": ("All", None),
    **{state.value: (word, state) for state, (_, word) in _STATES.items()},
}

#: What the page says after it did something, by the word in its address.
DONE: Final[Mapping[str, str]] = {
    "tried": "A test is on its way. Look again in a few seconds.",
    "again": "It is sent again, under the same id.",
    "all-again": "All that was given up is sent again, each under its own id.",
    "none-again": "Nothing was given up, so nothing is sent again.",
    "ended": "The endpoint is ended. Nothing more is sent there.",
}

#: Each reason for a letter, with what it means.
REASONS: Final[Mapping[Reason, tuple[str, str]]] = {
    Reason.UNRESOLVED: ("Nothing was heard", "A client left for Kite and has not come back."),
    Reason.REJECTED: ("Orders were rejected", "Kite or the exchange refused orders of a client’s."),
    Reason.ASKED: ("A question", "A client asked something."),
    Reason.DECLINED: ("A no", "A client declined."),
}

LETTERS_CHOSEN: Final = "Your letters are as you chose."


def refused(letter: Refused) -> str:
    """Why a letter was refused for good."""
    why = failed(letter.fault)
    return f"{why[:1].upper()}{why[1:]}{f' ({letter.code})' if letter.code else ''}."


def fault_of_address(problem: Problem) -> str:
    """What is wrong with an endpoint's address, and what mends it."""
    return _ADDRESS[problem.code].format(**problem.facts)


def stands(delivery: Delivery) -> tuple[str, str, str]:
    """How a message stands: kind of status, word, and what more is to say."""
    kind, word = _STATES[delivery.state]
    return kind, word, _more(delivery)


def standing(endpoint: Endpoint, now: datetime, *, taken: int, waiting: int) -> tuple[str, str, str]:
    """How an endpoint stands: the same. `taken` is how many messages it has taken, as far as they are kept.

    `waiting` is how many wait for it: without any, there is nothing to try.
    """
    if not endpoint.failures:
        return ("proven", "Takes what is sent", "") if taken else ("neutral", "Has taken nothing yet", "")
    times = "once" if endpoint.failures == 1 else f"{endpoint.failures} times in a row"
    return "wrong", f"Failed {times}", _next_try(endpoint.rests_until, now) if waiting else "Nothing waits for it."


def _next_try(rests_until: datetime | None, now: datetime) -> str:
    if rests_until is None or rests_until <= now:
        return "Next try now."
    return f"Next try at {ist_clock(rests_until)}."


def _more(delivery: Delivery) -> str:
    if delivery.delivered_at is not None:
        return ist_words(delivery.delivered_at)
    why = _FAULTS[delivery.fault].format(status=delivery.status) + "." if delivery.fault is not None else ""
    if delivery.due_at is None or not delivery.tries:
        return why
    times = "once" if delivery.tries == 1 else f"{delivery.tries} times"
    return f"{why} Tried {times}, next on {ist_words(delivery.due_at)}.".strip()
