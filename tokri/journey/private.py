"""What a kept session shows to its person alone: fetched by the runner when asked for, sealed, wiped with the session.

None of it is evidence, and none of it is joined to what the desk sees. No step of it changes anything at Kite, but that
a request to let shares be sold is opened, which does nothing until the person goes on with it on Kite's own page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from tokri.core.basket import canonical_json
from tokri.core.ports import (
    BookOrder,
    Holding,
    Kite,
    KiteFault,
    Outside,
    Reading,
    ReadingFault,
    ReadingUnit,
    SealBroken,
    Session,
    TokenRefused,
    WritingUnit,
)
from tokri.core.ports.private import Noun, PrivateLook
from tokri.core.selling import Sale, to_authorise
from tokri.core.state import ReadingStep, reading_step
from tokri.journey.reading import PASSING, READ_FAULTS, fail, may_read, session_of

#: More of the day's other orders than anybody reads.
MOST_OTHERS: Final = 100


@dataclass(frozen=True, slots=True)
class Account:
    """The money left to trade with in shares (rupees), and the shares held, as Kite showed them at `at` (UTC)."""

    net: Decimal
    holdings: tuple[Holding, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A noun as it stands for the person: about to be fetched, fetched, or not to be had this time."""

    waiting: bool
    failed_at: datetime | None = None
    kite_said: str = ""
    value: Any = None
    at: datetime | None = None
    fault: ReadingFault | None = None


def kept_reading(readings: Iterable[Reading], now: datetime) -> Reading | None:
    """The newest reading whose session may be used still."""
    alive = [
        each for each in readings if each.keep and reading_step(each, now) in {ReadingStep.KEPT, ReadingStep.READING}
    ]
    return max((each for each in alive if may_read(each)), key=lambda each: each.asked_at, default=None)


def asked(outside: Outside, unit: ReadingUnit, reading: Reading) -> dict[Noun, Asked]:
    """Every noun that was ever asked for with this session, by what it is."""
    found = {}
    for look in unit.private.looks([reading.id]):
        value = opened(outside, look)
        found[look.noun] = Asked(
            look.asked_at is not None, look.failed_at, look.kite_said, value, look.seen_at, look.fault
        )
    return found


def shown(outside: Outside, reading: Reading) -> dict[Noun, Asked]:
    """The same, of a session that is kept still; nothing of any other."""
    if kept_reading([reading], outside.clock()) is None:
        return {}
    with outside.store.reading() as unit:
        return asked(outside, unit, reading)


def account_of(known: Mapping[Noun, Asked]) -> Account | None:
    """The money and the shares, if Kite showed them."""
    look = known.get(Noun.ACCOUNT)
    if look is None or look.at is None or look.value is None:
        return None
    holdings = tuple(Holding(**each) for each in look.value["holdings"])
    return Account(Decimal(look.value["net"]), holdings, look.at)


# --- asking -------------------------------------------------------------------------------------


def ask_account(outside: Outside, unit: WritingUnit, reading: Reading) -> None:
    """Have the money and the shares looked at, and the order book with them."""
    at = outside.clock()
    ask(outside, unit, reading, Noun.ACCOUNT)
    unit.jobs.add("account", reading.id, at)
    unit.readings.update(reading.id, look_asked_at=at)
    unit.jobs.add("read", reading.id, at)


def ask_authorisation(outside: Outside, unit: WritingUnit, reading: Reading, sales: Sequence[Sale]) -> None:
    """Have a request opened at Kite to let these shares be sold."""
    ask(outside, unit, reading, Noun.AUTHORISATION, {"sales": [asdict(each) for each in sales]})
    unit.jobs.add("authorise", reading.id, outside.clock())


def ask(
    outside: Outside, unit: WritingUnit, reading: Reading, noun: Noun, value: Any = None, *, seen: bool = False
) -> None:
    """Note that a noun is about to be looked at.

    A `value` takes the place of what was shown before, and what was shown is over then, unless it is `seen` still.
    """
    at = outside.clock()
    before = look_of(unit, reading.id, noun)
    look = replace(before or PrivateLook(reading.id, noun), asked_at=at, failed_at=None, kite_said="", fault=None)
    if value is not None:
        look = replace(look, seen_at=look.seen_at if seen else None, sealed=_sealed(outside, look, value))
    unit.private.keep(look)
    unit.record(outside.event(f"{noun.value} asked for", reading.handoff_id, at))


# --- the runner's side --------------------------------------------------------------------------


def look_at_account(outside: Outside, kite: Kite, reading_id: str, *, last_try: bool) -> None:
    """Fetch the money and the shares. Raises a KiteFault of PASSING while there are tries left."""

    def fetch(session: Session, _value: Any) -> Mapping[str, Any]:
        net = kite.margins(session).equity.net
        return {"net": str(net), "holdings": [asdict(each) for each in kite.holdings(session)]}

    answer(outside, reading_id, Noun.ACCOUNT, fetch, last_try=last_try)


def request_authorisation(outside: Outside, kite: Kite, reading_id: str, *, last_try: bool) -> None:
    """Open the request; the shares are named as they are held, and those that are not held are left out.

    Raises a KiteFault of PASSING while there are tries left.
    """

    def fetch(session: Session, value: Any) -> Mapping[str, Any]:
        sales = [Sale(**each) for each in value["sales"]]
        wanted = to_authorise(sales, kite.holdings(session))
        request_id = kite.authorise(session, wanted) if wanted else ""
        return {**value, "request_id": request_id}

    answer(outside, reading_id, Noun.AUTHORISATION, fetch, last_try=last_try)


def keep_others(outside: Outside, unit: WritingUnit, reading: Reading, others: Sequence[BookOrder]) -> None:
    """Keep the day's other orders for the person, as long as the session is kept."""
    look = PrivateLook(reading.id, Noun.OTHERS, seen_at=reading.read_at)
    rows = [
        {
            "exchange": each.exchange,
            "tradingsymbol": each.tradingsymbol,
            "transaction_type": each.transaction_type,
            "quantity": each.quantity,
            "filled": each.filled_quantity,
            "status": each.status,
            "at": each.order_timestamp or "",
        }
        for each in others[:MOST_OTHERS]
    ]
    unit.private.keep(replace(look, sealed=_sealed(outside, look, {"orders": rows})))


Fetch = Callable[[Session, Any], Any]
Join = Callable[[Any, Any], Any]


def answer(
    outside: Outside, reading_id: str, noun: Noun, fetch: Fetch, *, last_try: bool, join: Join | None = None
) -> None:
    """Fetch what was asked for, by `fetch` of the session and of what is kept of the noun, and keep what it gives.

    Where it was asked for anew meanwhile, that stays asked, and has a job of its own: what was found is joined to what
    is kept now by `join`, or dropped where there is none. Raises a KiteFault of PASSING while there are tries left.
    """
    with outside.store.reading() as view:
        reading, look = view.readings.by_id(reading_id), look_of(view, reading_id, noun)
    if reading is None or look is None or look.asked_at is None or not may_read(reading):
        return
    try:
        found = fetch(session_of(outside, reading), opened(outside, look))
    except SealBroken:
        give_up(outside, reading_id, noun, look=look)
    except KiteFault as fault:
        if isinstance(fault, PASSING) and not last_try:
            raise
        give_up(outside, reading_id, noun, fault, look)
    else:
        _keep(outside, look, found, join)


def give_up(
    outside: Outside, reading_id: str, noun: Noun, fault: KiteFault | None = None, look: PrivateLook | None = None
) -> None:
    """Say that it was not to be had; what was seen before stays, and what was asked anew since `look` stays asked.

    A session that Kite does not know any more ends.
    """
    with outside.store.writing() as unit:
        now = look_of(unit, reading_id, noun)
        if now is not None and look in {None, now} and _readable(unit, reading_id):
            said, why = ("", None) if fault is None else (fault.kite_said, READ_FAULTS[type(fault)])
            unit.private.keep(replace(now, asked_at=None, failed_at=outside.clock(), kite_said=said, fault=why))
    if isinstance(fault, TokenRefused):
        fail(outside, reading_id, ReadingFault.TOKEN_REFUSED, fault.kite_said)


def _keep(outside: Outside, look: PrivateLook, found: Any, join: Join | None) -> None:
    """Keep it, unless the session was ended meanwhile: then nothing of it may stay."""
    with outside.store.writing() as unit:
        now = look_of(unit, look.reading_id, look.noun)
        if now is None or not _readable(unit, look.reading_id) or (now != look and join is None):
            return
        value = found if join is None else join(opened(outside, now), found)
        asked_at = None if now == look else now.asked_at
        unit.private.keep(replace(now, asked_at=asked_at, seen_at=outside.clock(), sealed=_sealed(outside, now, value)))


def look_of(unit: ReadingUnit | WritingUnit, reading_id: str, noun: Noun) -> PrivateLook | None:
    """The look of a session at one noun, if there ever was one."""
    return next((each for each in unit.private.looks([reading_id]) if each.noun is noun), None)


def _readable(unit: WritingUnit, reading_id: str) -> bool:
    reading = unit.readings.by_id(reading_id)
    return reading is not None and may_read(reading)


def _sealed(outside: Outside, look: PrivateLook, value: Mapping[str, Any]) -> str:
    return outside.sealer.seal(canonical_json(value), _context(look))


def opened(outside: Outside, look: PrivateLook) -> Any:
    """What was sealed of a look, as JSON has it; None where nothing was, or it cannot be opened any more."""
    if look.sealed is None:
        return None
    try:
        return json.loads(outside.sealer.unseal(look.sealed, _context(look)))
    except SealBroken:
        return None


def _context(look: PrivateLook) -> str:
    return f"private:{look.noun.value}:{look.reading_id}"
