"""Whose account Kite's reports are of, where the person said of that account that it is not theirs."""

from __future__ import annotations

from tokri.core.evidence import Source
from tokri.core.ports import Outside, ReadingFault
from tokri.core.postback import PostbackRefused, read_postback
from tokri.core.state import State
from tokri.journey.sending import Sending


def reported_elsewhere(outside: Outside, sending: Sending) -> str:
    """The Kite account in which its orders are, by Kite's reports alone; "" where they may be the person's own.

    A report is kept as it came for ninety days. After that nobody can tell any more.
    """
    if sending.state is not State.REPORTED:
        return ""
    refused = {each.kite_user_id for each in sending.news.readings if each.fault is ReadingFault.WRONG_ACCOUNT}
    if not refused - {None}:
        return ""
    told = {
        each.origin
        for each in sending.news.sightings
        if each.source is Source.POSTBACK and each.handoff_id == sending.handoff.id
    }
    with outside.store.reading() as unit:
        kept = [unit.evidence.postback(each) for each in told]
    users = {_user_of(each.body) if each is not None else "" for each in kept}
    return users.pop() if len(users) == 1 and users <= refused else ""


def _user_of(body: str) -> str:
    try:
        return read_postback(body).user_id
    except PostbackRefused:
        return ""
