"""The person's own, separate yes to reading their order book, and what they may say of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tokri.core.ports import Handback, Outside, Reading, ReadingFault, WritingUnit
from tokri.core.state import ReadingStep, reading_step
from tokri.journey.own import own_handoff, own_reading
from tokri.journey.postbacks import name_account
from tokri.journey.reading import fail_in


def ask_reading(outside: Outside, visitor_id: str, handoff_id: str, handback_id: str, *, keep: bool) -> str | None:
    """The person's yes: read today's orders once (and keep the session until 6 AM, if `keep`).

    Answers the basket's id. None: not this visitor's return.
    """
    with outside.store.writing() as unit:
        handoff = own_handoff(unit, visitor_id, handoff_id)
        if handoff is None:
            return None
        # At a link it is kept under whoever's browser came back with it.
        handback = next((each for each in unit.handoffs.handbacks([handoff_id]) if each.id == handback_id), None)
        if handback is None:
            return None
        start_reading(outside, unit, handback, keep=keep)
        return handoff.basket_id


def basket_of(outside: Outside, reading: Reading) -> str:
    """The id of the basket that a reading belongs to."""
    with outside.store.reading() as unit:
        handoff = unit.handoffs.by_id(reading.handoff_id)
    if handoff is None:
        raise LookupError(reading.handoff_id)
    return handoff.basket_id


def start_reading(outside: Outside, unit: WritingUnit, handback: Handback, *, keep: bool) -> bool:
    """Queue the exchange of the return's token, once; False if there is nothing to exchange."""
    if not outside.app.can_read or outside.app.read_orders == "never":
        return False
    handoff = unit.handoffs.by_id(handback.handoff_id) if handback.handoff_id is not None else None
    if handoff is None or handback.handoff_id is None or handback.token_sealed is None:
        return False
    if any(reading.handback_id == handback.id for reading in unit.readings.of_handoffs([handback.handoff_id])):
        return True
    at = outside.clock()
    reading = Reading(
        id=outside.chance.token(),
        handoff_id=handback.handoff_id,
        visitor_id=handoff.visitor_id,
        handback_id=handback.id,
        keep=keep,
        asked_at=at,
    )
    unit.readings.add(reading)
    unit.jobs.add("exchange", reading.id, at)
    unit.record(outside.event("reading asked for", handback.handoff_id, at, {"keep": keep}))
    return True


def confirm_account(outside: Outside, visitor_id: str, reading_id: str, *, mine: bool) -> Reading | None:
    """The person says whether the Kite account is theirs. None: not this visitor's reading.

    Where another has become theirs since Kite was asked, it is the wrong one, whatever they say.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        reading = own_reading(unit, visitor_id, reading_id)
        if reading is None:
            return None
        if reading_step(reading, at) is not ReadingStep.WAITING_FOR_CONFIRMATION or reading.kite_user_id is None:
            return reading
        visitor = unit.visitors.get(visitor_id)
        known = visitor.kite_user_id if visitor is not None else None
        if mine and known not in {None, reading.kite_user_id}:
            fail_in(unit, reading, ReadingFault.WRONG_ACCOUNT, "", outside)
            return unit.readings.by_id(reading_id)
        if mine:
            name_account(unit, [visitor_id], reading.kite_user_id, at)
            reading = unit.readings.update(reading_id, confirmed_at=at)
            unit.jobs.add("read", reading_id, at)
        else:
            reading = unit.readings.update(reading_id, fault=ReadingFault.WRONG_ACCOUNT, end_asked_at=at)
            unit.jobs.add("end", reading_id, at)
        unit.record(outside.event("account confirmed" if mine else "account refused", reading.handoff_id, at))
    return reading


def look_again(outside: Outside, visitor_id: str, reading_id: str) -> Reading | None:
    """The person has the order book read once more, while their session is kept. None: not this visitor's."""
    at = outside.clock()
    with outside.store.writing() as unit:
        reading = own_reading(unit, visitor_id, reading_id)
        if reading is None or reading_step(reading, at) is not ReadingStep.KEPT:
            return reading
        reading = unit.readings.update(reading_id, look_asked_at=at)
        unit.jobs.add("read", reading_id, at)
        unit.record(outside.event("look asked for", reading.handoff_id, at))
    return reading


def end_session(outside: Outside, visitor_id: str, reading_id: str) -> Reading | None:
    """The person ends a kept session. None: not this visitor's."""
    at = outside.clock()
    with outside.store.writing() as unit:
        reading = own_reading(unit, visitor_id, reading_id)
        if reading is None:
            return None
        withdraw(outside, unit, [reading], at)
    return reading


def withdraw(outside: Outside, unit: WritingUnit, readings: Iterable[Reading], at: datetime) -> None:
    """End what has been asked for and has not ended: a session that is open, or one that is about to be.

    Whose account it was is needed no more, and goes.
    """
    for reading in readings:
        if reading.kite_user_id is not None:
            unit.readings.update(reading.id, kite_user_id=None)
        if reading.ended_at is None and reading.end_asked_at is None:
            unit.readings.update(reading.id, end_asked_at=at)
            unit.private.wipe(reading.id)
            unit.jobs.add("end", reading.id, at)
            unit.record(outside.event("session end asked", reading.handoff_id, at))
