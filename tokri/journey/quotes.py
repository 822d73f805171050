"""What the market says by a session that is kept: asked for by its person, sealed and wiped like all that it shows.

Prices are nobody's secret, so that a quote holds for every basket of the person whose session it is: for the check, the
totals and the lines about an instrument (tokri/journey/known.py). It is no evidence of what became of an order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from tokri.core.instrument import Key
from tokri.core.ports import Kite, Outside, Reading, ReadingUnit, Session, WritingUnit
from tokri.core.ports.kite import MOST_QUOTES
from tokri.core.ports.private import Noun
from tokri.core.quote import Quote
from tokri.journey.private import answer, ask, look_of, opened

#: More instruments than a basket that anybody reads; of so many, the newest are kept.
MOST: Final = 5 * MOST_QUOTES

#: The look as JSON before anything is known: what is asked for, what Kite knows nothing of, and what it told.
_NOTHING: Final[Mapping[str, Any]] = {"keys": [], "unknown": [], "quotes": []}

#: A quote in JSON, as text, which keeps every digit: the last price, when it was traded, the exchange's time of the
#: whole, the lower and the upper circuit limit.
Row = tuple[str | None, str | None, str | None, str | None, str | None]


def quotes_in(unit: ReadingUnit, outside: Outside, visitor_id: str) -> Mapping[Key, Quote]:
    """What the sessions that this visitor keeps have shown of the market; nothing without one."""
    found: dict[Key, Quote] = {}
    for look in unit.private.of_visitor(visitor_id, Noun.QUOTES, outside.clock()):
        found.update(quotes_of(opened(outside, look)))
    return found


def quotes_of(value: Any) -> Mapping[Key, Quote]:
    """The quotes of a look that was opened."""
    return {Key(exchange, symbol): _quote(row) for exchange, symbol, row in (value or {}).get("quotes", ())}


def asked_of(value: Any) -> Sequence[Key]:
    """The instruments that were asked for last."""
    return _keys(value, "keys")


def unknown_of(value: Any) -> Sequence[Key]:
    """Those that Kite was asked after, answered, and told nothing of."""
    return _keys(value, "unknown")


def ask_quotes(outside: Outside, unit: WritingUnit, reading: Reading, keys: Iterable[Key]) -> None:
    """Have it looked up what the market says of these instruments; what it said of others stays.

    What was asked for and not answered yet is asked for still.
    """
    look = look_of(unit, reading.id, Noun.QUOTES)
    before = (opened(outside, look) if look is not None else None) or {}
    waiting = asked_of(before) if look is not None and look.asked_at is not None else ()
    wanted = list(dict.fromkeys([*keys, *waiting]))[:MOST]
    ask(outside, unit, reading, Noun.QUOTES, {**_NOTHING, **before, "keys": _written(wanted)}, seen=True)
    unit.jobs.add("quotes", reading.id, outside.clock())


def look_up_quotes(outside: Outside, kite: Kite, reading_id: str, *, last_try: bool) -> None:
    """Fetch them. What Kite does not know is missing in its answer, and is known no more.

    Raises a KiteFault of PASSING while there are tries left.
    """

    def fetch(session: Session, value: Any) -> Mapping[Key, Quote | None]:
        keys = asked_of(value)
        found: dict[Key, Quote | None] = dict.fromkeys(keys)
        for first in range(0, len(keys), MOST_QUOTES):
            found.update(kite.quotes(session, keys[first : first + MOST_QUOTES]))
        return found

    answer(outside, reading_id, Noun.QUOTES, fetch, last_try=last_try, join=_joined)


def _joined(value: Any, found: Mapping[Key, Quote | None]) -> Mapping[str, Any]:
    """What is kept now, and in it what was found of each instrument that was asked for."""
    quotes = {key: quote for key, quote in quotes_of(value).items() if key not in found}
    quotes |= {key: quote for key, quote in found.items() if quote is not None}
    unknown = [key for key in unknown_of(value) if key not in found]
    unknown += [key for key, quote in found.items() if quote is None]
    rows = [[key.exchange, key.tradingsymbol, _row(quote)] for key, quote in quotes.items()]
    return {**_NOTHING, **(value or {}), "unknown": _written(unknown[-MOST:]), "quotes": rows[-MOST:]}


def _written(keys: Iterable[Key]) -> list[list[str]]:
    return [[key.exchange, key.tradingsymbol] for key in keys]


def _keys(value: Any, name: str) -> Sequence[Key]:
    return [Key(*each) for each in (value or {}).get(name, ())]


def _row(quote: Quote) -> Row:
    last, low, high = map(_text, (quote.last_price, quote.lower_circuit, quote.upper_circuit))
    traded_at, at = (None if time is None else time.isoformat() for time in (quote.traded_at, quote.at))
    return last, traded_at, at, low, high


def _quote(row: Row) -> Quote:
    last, traded_at, at, low, high = row
    return Quote(_price(last), _time(traded_at), _time(at), _price(low), _price(high))


def _text(price: Decimal | None) -> str | None:
    return None if price is None else str(price)


def _price(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
