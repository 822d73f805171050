"""Today's prices of some orders, by a session that their person keeps: asked for, and as Kite told them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.basket import OrderText
from tokri.core.instrument import Key
from tokri.core.known import Known
from tokri.core.ports import Outside, Reading, ReadingUnit
from tokri.core.ports.private import Noun
from tokri.core.quote import Quote
from tokri.core.rules.leg import key_of
from tokri.journey.known import known
from tokri.journey.private import Asked, asked, kept_reading
from tokri.journey.quotes import ask_quotes, asked_of, unknown_of


@dataclass(frozen=True, slots=True)
class Told:
    """One instrument that the orders name, and what a kept session told of it.

    `unknown`: Kite was asked after it, and answered without it.
    """

    key: Key
    quote: Quote | None
    unknown: bool


@dataclass(frozen=True, slots=True)
class Prices:
    """What is told of each instrument. `reading` is the session that is kept; None: none is, and the list alone tells.

    `look` is how far the newest look is in which one of these instruments was asked for; None: there was none.
    """

    reading: Reading | None
    look: Asked | None
    told: tuple[Told, ...]
    known: Known

    @property
    def checking(self) -> bool:
        return self.look is not None and self.look.waiting

    @property
    def any_told(self) -> bool:
        return any(each.quote is not None for each in self.told)


def keeps_session(outside: Outside, visitor_id: str) -> bool:
    """Whether this visitor keeps a session that the market can be looked at with."""
    if not outside.app.can_read:
        return False
    with outside.store.reading() as unit:
        return _session(unit, outside, visitor_id) is not None


def prices(outside: Outside, visitor_id: str, orders: Sequence[OrderText]) -> Prices:
    """What is told of the orders' instruments."""
    keys = _keys(orders)
    with outside.store.reading() as unit:
        reading = _session(unit, outside, visitor_id)
        look = asked(outside, unit, reading).get(Noun.QUOTES) if reading is not None else None
        facts = known(outside, orders, visitor_id, unit)
    value = look.value if look is not None else None
    unknown = frozenset(unknown_of(value))
    if look is not None and frozenset(asked_of(value)).isdisjoint(keys):
        look = None
    told = tuple(Told(key, facts.quotes.get(key), key in unknown) for key in keys)
    return Prices(reading, look, told, facts)


def ask_prices(outside: Outside, visitor_id: str, orders: Sequence[OrderText]) -> bool:
    """Have the orders' instruments looked up; False: they name none, or this visitor keeps no session."""
    keys = _keys(orders)
    if not keys:
        return False
    with outside.store.writing() as unit:
        reading = _session(unit, outside, visitor_id)
        if reading is None:
            return False
        ask_quotes(outside, unit, reading, keys)
    return True


def _keys(orders: Sequence[OrderText]) -> Sequence[Key]:
    """Each instrument that the orders name, once, in their order."""
    keys = dict.fromkeys(key_of(order) for order in orders)
    return [key for key in keys if key.exchange and key.tradingsymbol]


def _session(unit: ReadingUnit, outside: Outside, visitor_id: str) -> Reading | None:
    if not outside.app.can_read:
        return None
    return kept_reading(unit.readings.of_visitor(visitor_id), outside.clock())
