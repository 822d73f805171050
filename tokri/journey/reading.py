"""A reading, step by step: the runner's side of "let the order book be read once".

    exchange -> (confirm, by the person) -> read (tokri/journey/looking.py) -> end

No step holds the store while it speaks to Kite. A step that finds its work done, or withdrawn, does nothing, so
that a job may be done twice; only the exchange may not, and takes the one-time mark of the store first.

Why the exchange is never begun a second time: the mark also wipes the stored token, so nothing that happens
afterwards (a crash, a lost answer, a second runner) finds anything to send. A connection that cannot be made at
all is tried again by the runner within the same step, where the token is still in hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Final

from tokri.core.kite_session import expires_at
from tokri.core.ports import (
    Kite,
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Outside,
    Reading,
    ReadingFault,
    SealBroken,
    Session,
    StoreBusy,
    TokenRefused,
    WritingUnit,
)

#: How long a session waits for its person to say "this is me".
CONFIRM_WITHIN: Final = timedelta(minutes=15)

#: Another try may go better. Nothing but the exchange is harmed by a second one.
PASSING: Final = (KiteUnreachable, OutcomeUnknown, KiteBusy, KiteDown, KiteNonsense)

#: How each refusal of Kite is told. KiteDown is Kite's own no, in its own words.
_FAULTS: Final[Mapping[type[KiteFault], ReadingFault]] = {
    TokenRefused: ReadingFault.TOKEN_REFUSED,
    NotAllowed: ReadingFault.NOT_ALLOWED,
    KiteRefused: ReadingFault.REFUSED,
    KiteDown: ReadingFault.REFUSED,
    KiteBusy: ReadingFault.BUSY,
    KiteNonsense: ReadingFault.NONSENSE,
    KiteUnreachable: ReadingFault.UNREACHABLE,
}
_EXCHANGE_FAULTS: Final = {**_FAULTS, OutcomeUnknown: ReadingFault.UNKNOWN}
READ_FAULTS: Final = {**_FAULTS, OutcomeUnknown: ReadingFault.UNREACHABLE}

_STORE_TRIES: Final = 5


# --- exchange -----------------------------------------------------------------------------------


def exchange(outside: Outside, kite: Kite, reading_id: str) -> None:
    """Turn the request token into a session, at most once; the session is stored before anything else is done."""
    sealed = _take_token(outside, reading_id)
    if sealed is None:
        return
    reading, token = sealed
    try:
        session = kite.exchange(outside.sealer.unseal(token, f"handback:{reading.handback_id}"))
    except SealBroken:
        fail(outside, reading_id, ReadingFault.UNKNOWN)
    except KiteFault as fault:
        fail(outside, reading_id, _EXCHANGE_FAULTS[type(fault)], fault.kite_said)
    else:
        _keep_session(outside, kite, reading_id, session)


def _take_token(outside: Outside, reading_id: str) -> tuple[Reading, str] | None:
    at = outside.clock()
    with outside.store.writing() as unit:
        reading = unit.readings.by_id(reading_id)
        if reading is None or reading.exchanged_at is not None or not _may_fail(reading):
            return None
        sealed = unit.readings.start_exchange(reading_id, at)
        if sealed is not None:
            unit.record(outside.event("exchange begun", reading.handoff_id, at))
            return reading, sealed
        # Begun before, and nothing stored since: whoever began it is gone. Not begun: the token was wiped for its age.
        fault = ReadingFault.UNKNOWN if _is_exchanging(reading) else ReadingFault.TOO_LATE
        fail_in(unit, reading, fault, "", outside)
    return None


def _keep_session(outside: Outside, kite: Kite, reading_id: str, session: Session) -> None:
    """Store what was won. A session that cannot be stored is ended, since nobody could end it later."""
    try:
        for tries_left in reversed(range(_STORE_TRIES)):
            try:
                _open_session(outside, reading_id, session)
            except StoreBusy:
                if not tries_left:
                    raise
            else:
                return
    except Exception:
        with suppress(KiteFault):
            kite.end(session)
        raise


def _open_session(outside: Outside, reading_id: str, session: Session) -> None:
    at = outside.clock()
    with outside.store.writing() as unit:
        reading = unit.readings.update(
            reading_id,
            exchanged_at=at,
            access_token_sealed=outside.sealer.seal(session.access_token, f"reading:{reading_id}"),
            expires_at=expires_at(at),
        )
        visitor = unit.visitors.get(reading.visitor_id)
        known = None if visitor is None else visitor.kite_user_id
        unit.record(outside.event("session opened", reading.handoff_id, at, {"account_known": known is not None}))
        if is_over(reading):
            # Whoever called it off may be forgotten by now: whose account it was is not kept.
            unit.jobs.add("end", reading_id, at)
            return
        reading = unit.readings.update(reading_id, kite_user_id=session.kite_user_id)
        if known is None:
            unit.jobs.add("unconfirmed", reading_id, at + CONFIRM_WITHIN)
        elif known == session.kite_user_id:
            unit.readings.update(reading_id, confirmed_at=at)
            unit.jobs.add("read", reading_id, at)
        else:
            fail_in(unit, reading, ReadingFault.WRONG_ACCOUNT, "", outside)


def unconfirmed(outside: Outside, reading_id: str) -> None:
    """Nobody said in time whose account it is: the session ends unread."""
    with outside.store.writing() as unit:
        reading = unit.readings.by_id(reading_id)
        if reading is not None and reading.confirmed_at is None and not is_over(reading):
            fail_in(unit, reading, ReadingFault.UNCONFIRMED, "", outside)


# --- end ----------------------------------------------------------------------------------------


def end(outside: Outside, kite: Kite, reading_id: str, *, last_try: bool) -> None:
    """End the session at Kite and wipe its token; after the last try it is wiped whatever Kite answered.

    Raises a KiteFault of PASSING while there are tries left.
    """
    with outside.store.reading() as view:
        reading = view.readings.by_id(reading_id)
    if reading is None or reading.ended_at is not None:
        return
    kite_agreed = False
    if reading.access_token_sealed is not None:
        try:
            kite.end(session_of(outside, reading))
            kite_agreed = True
        except SealBroken:
            pass
        except KiteFault as fault:
            if isinstance(fault, PASSING) and not last_try:
                raise
    at = outside.clock()
    with outside.store.writing() as unit:
        now = unit.readings.by_id(reading_id)
        if now is None or now.ended_at is not None or now.access_token_sealed != reading.access_token_sealed:
            # An exchange that was under way has stored its session since, and queued its end.
            return
        if _is_exchanging(now):
            return
        unit.readings.update(reading_id, ended_at=at, access_token_sealed=None, end_confirmed=kite_agreed)
        unit.private.wipe(reading_id)
        unit.record(outside.event("session ended", now.handoff_id, at, {"kite_agreed": kite_agreed}))


# --- what all steps share -----------------------------------------------------------------------


def fail(outside: Outside, reading_id: str, fault: ReadingFault, kite_said: str = "") -> None:
    """End a reading without a book; a session that it has is ended next."""
    with outside.store.writing() as unit:
        reading = unit.readings.by_id(reading_id)
        if reading is not None and _may_fail(reading):
            fail_in(unit, reading, fault, kite_said, outside)


def _may_fail(reading: Reading) -> bool:
    """Whether a fault has something to end: an exchange that was begun has, even if it was called off meanwhile."""
    return _is_exchanging(reading) or not is_over(reading)


def _is_exchanging(reading: Reading) -> bool:
    """Whether the token was sent, and nothing is known of it yet."""
    return reading.exchange_started_at is not None and reading.exchanged_at is None and reading.fault is None


def fail_in(unit: WritingUnit, reading: Reading, fault: ReadingFault, kite_said: str, outside: Outside) -> None:
    at = outside.clock()
    if reading.read_at is None:
        unit.readings.update(reading.id, fault=fault, kite_said=kite_said)
    else:
        unit.readings.update(reading.id, look_asked_at=None, look_failed_at=at)
    # A book that was read stays read; of a kept session only Kite's own word ends it.
    if reading.access_token_sealed is not None and (reading.read_at is None or fault is ReadingFault.TOKEN_REFUSED):
        unit.jobs.add("end", reading.id, at)
    unit.record(outside.event("reading failed", reading.handoff_id, at, {"fault": fault.value}))


def may_read(reading: Reading) -> bool:
    """Whether the book may be read with it: confirmed, not over, and either unread or kept to be read again."""
    again = reading.read_at is None or reading.keep
    return reading.confirmed_at is not None and again and not is_over(reading)


def is_over(reading: Reading) -> bool:
    """Whether the reading failed, has ended, or was withdrawn by its person."""
    return reading.fault is not None or reading.ended_at is not None or reading.end_asked_at is not None


def session_of(outside: Outside, reading: Reading) -> Session:
    """The stored session. Raises SealBroken."""
    token = outside.sealer.unseal(reading.access_token_sealed or "", f"reading:{reading.id}")
    return Session(reading.kite_user_id or "", token)
