"""A ticket: the basket in plain words, a line an order, to be read out on the phone, sent, or typed in elsewhere.

    Order ticket: Long term
    Wednesday 11 February 2026, 10:30 IST

    1. BUY 10 shares of INFY on NSE, at a limit, price 1,500, to keep (CNC)
    End of 1 order.

It reads back to the same basket: the orders stand as they are sent, under the numbers that they have in the basket, and
a number that can be read is said in one form (₹1,444.20; 2,00,000) and read back as a plain one. What would not stand
in such a line as it is, is in straight quotation marks, as in JSON; [quantity?] says that a quantity is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.basket import MOST_ORDERS, OrderText, plain
from tokri.core.formats.pasted import PasteCode, Pasted, PasteFault
from tokri.core.glimpse import glimpse
from tokri.core.plan import Policy

_TITLE: Final = "Order ticket: "
_SEQUENCE: Final = "Sequence of sending: "
#: As tickets said it that were written before.
_SEQUENCE_BEFORE: Final = "Order of sending: "
_PRICES: Final = frozenset({"price", "trigger_price"})
_QUANTITIES: Final = frozenset({"quantity", "disclosed_quantity"})

#: What is said instead of a field's usual values.
_PHRASES: Final[Mapping[str, Mapping[str, str]]] = {
    "order_type": {
        "MARKET": "at the market price",
        "LIMIT": "at a limit",
        "SL": "stop loss at a limit",
        "SL-M": "stop loss at the market price",
    },
    "product": {
        "CNC": "to keep (CNC)",
        "MIS": "closed the same day (MIS)",
        "NRML": "to carry (NRML)",
        "MTF": "on borrowed money (MTF)",
    },
    "variety": {"regular": "regular", "amo": "after market hours (AMO)", "co": "as a cover order (CO)"},
    "validity": {"DAY": "for the day", "IOC": "immediate or cancel (IOC)"},
    "readonly": {"true": "not to be changed"},
}

#: What stands before a field's value, in the order in which the fields are said.
_LABELS: Final[Mapping[str, str]] = {
    "order_type": "order type",
    "price": "price",
    "trigger_price": "trigger",
    "product": "product",
    "variety": "variety",
    "validity": "validity",
    "disclosed_quantity": "disclosed",
    "readonly": "lock",
    "tag": "tag",
}

_UNITS: Final = {
    **dict.fromkeys(("NSE", "BSE"), "share"),
    **dict.fromkeys(("NFO", "BFO"), "unit"),
    **dict.fromkeys(("MCX", "CDS", "BCD"), "lot"),
}
_MISSING: Final = {name: f"[{name}?]" for name in ("side", "quantity", "symbol", "exchange")}

# None of these goes back over what it has matched, and a quotation mark that nothing closes is found before they look:
# else each mark behind it would be tried for a beginning, to the end of the line every time.
_QUOTED: Final = r'"(?:[^"\\]|\\.)*+"'
_VALUE: Final = rf'{_QUOTED}|\[[a-z]+\?\]|[^\s",\[\]]+(?:,[0-9.]+)*'
_PLAIN: Final = re.compile(r'[^\s",\[\]]+(?:,[0-9.]+)*')
_LINE: Final = re.compile(r"\s*([0-9]{1,3})\. (.*)")
_SLICES: Final = re.compile(r"\s*Sent as [0-9]{1,4} orders of [0-9, and]{1,40000}\.\s*")
_END: Final = re.compile(r"\s*End of ([0-9]{1,3}) orders?\.\s*")
_HEAD: Final = re.compile(rf"({_VALUE}) ({_VALUE}) (?:(?:share|unit|lot)s? of )?({_VALUE}) on ({_VALUE})")
_CLOSED: Final = re.compile(rf'(?:{_QUOTED}|[^"])*+')
_PHRASE: Final = re.compile(rf'(?:{_QUOTED}|[^",]|,(?! ))++')


def is_ticket(text: str) -> bool:
    """Whether a text, without what stands around it, is a ticket."""
    return text.startswith(_TITLE)


def write(
    name: str,
    orders: Sequence[OrderText],
    above: Iterable[str] = (),
    below: Iterable[str] = (),
    *,
    sequence: str = "",
    sent: Sequence[tuple[int, Sequence[int]]] = (),
) -> str:
    """The ticket. `above` and `below` are lines for people: the day, the sums.

    `sequence` is the one of sending that the person chose, "" where nobody did. `sent` is the place of every order,
    from 0, in the sequence of sending, with the quantities that it is sent in; without it the orders stand as listed.
    """
    placed = sent or [(place, ()) for place in range(len(orders))]
    above = [*above, f"{_SEQUENCE}{sequence}"] if sequence else above
    lines = (each for place, slices in placed for each in _lines(place + 1, orders[place], slices))
    end = f"End of {len(orders)} order{'' if len(orders) == 1 else 's'}."
    return "\n".join([f"{_TITLE}{_title(name)}", *above, "", *lines, end, *below]) + "\n"


def _lines(number: int, order: OrderText, slices: Sequence[int]) -> Iterator[str]:
    yield f"{number}. {line(order)}"
    if len(slices) > 1:
        *first, last = map(money.grouped, slices)
        yield f"   Sent as {len(slices)} orders of {', '.join(first)} and {last}."


def line(order: OrderText) -> str:
    """One order in words."""
    unit, number = _UNITS.get(order.exchange, ""), _number_said("quantity", order.quantity)
    of = f"{unit}{'' if number == '1' else 's'} of " if unit else ""
    side, quantity = _value(order.transaction_type, "side"), _value(number, "quantity")
    symbol, exchange = _value(order.tradingsymbol, "symbol"), _value(order.exchange, "exchange")
    return ", ".join([f"{side} {quantity} {of}{symbol} on {exchange}", *_phrases(order)])


def read(text: str) -> Pasted:
    """Read a ticket. Never raises; what stands among its orders and is none stays in the box."""
    title, *lines = text.strip("\ufeff \t\r\n").splitlines()
    orders: list[tuple[int, OrderText]] = []
    faults: list[PasteFault] = []
    unread: list[str] = []
    said, over, begun = -1, 0, False
    for number, each in enumerate(lines, start=2):
        if end := _END.fullmatch(each):
            said = int(end[1])
            break
        match = _LINE.fullmatch(each)
        begun = begun or match is not None
        order = _order(match[2].strip()) if match else None
        if match is not None and order is not None and len(orders) < MOST_ORDERS:
            orders.append((int(match[1]), order))
        elif order is not None or (begun and each.strip() and not _SLICES.fullmatch(each)):
            unread.append(each)
            over += order is not None
            if order is None:
                faults.append(PasteFault(number, None, PasteCode.NOT_AN_ORDER, {"typed": glimpse(each)}))
    found = len(orders) + len(unread)
    if over:
        faults.append(PasteFault(None, None, PasteCode.TOO_MANY, {"most": MOST_ORDERS, "over": over}))
    if said not in {found, -1} or (said == -1 and found):
        faults.append(PasteFault(None, None, PasteCode.TICKET_COUNT, {"said": max(said, 0), "found": found}))
    if not found:
        faults.append(PasteFault(None, None, PasteCode.NO_ORDERS))
    left = "\n".join([title, *unread, f"End of {len(unread)} orders."]) if unread else ""
    return Pasted(_as_listed(orders), _name(title.removeprefix(_TITLE)), tuple(faults), left, sequence=_sequence(lines))


def _sequence(lines: Sequence[str]) -> str:
    """The sequence of sending that one of the lines above the orders names, "" where none does."""
    above = lines[: lines.index("")] if "" in lines else []
    said = (_SEQUENCE, _SEQUENCE_BEFORE)
    named = (each.partition(": ")[2] for each in above if each.startswith(said))
    return next((each for each in named if each in tuple(Policy)), "")


def _as_listed(orders: Sequence[tuple[int, OrderText]]) -> tuple[OrderText, ...]:
    """The orders by their numbers in the basket; as they stand where two have the same."""
    numbers = [number for number, _ in orders]
    placed = sorted(orders, key=lambda each: each[0]) if len(set(numbers)) == len(numbers) else orders
    return tuple(order for _, order in placed)


def _phrases(order: OrderText) -> Iterator[str]:
    for name, label in _LABELS.items():
        text = getattr(order, name)
        if text:
            yield _PHRASES.get(name, {}).get(text) or f"{label} {_value(_number_said(name, text), '')}"


def _order(text: str) -> OrderText | None:
    if not _CLOSED.fullmatch(text):
        return None
    head, *phrases = [each.strip() for each in _PHRASE.findall(text)] or [""]
    match = _HEAD.fullmatch(head)
    if match is None:
        return None
    names = ("transaction_type", "quantity", "tradingsymbol", "exchange")
    texts = {name: _said(value) for name, value in zip(names, match.groups(), strict=True)}
    for phrase in phrases:
        name, value = _field(phrase)
        if not name or name in texts:
            return None
        texts[name] = value
    return OrderText(**{name: _number_typed(name, each) for name, each in texts.items()})


def _number(name: str, text: str) -> Decimal | int | None:
    """The number that a field of numbers holds; None where it can be read as none."""
    number = money.price(text) if name in _PRICES else money.whole(text) if name in _QUANTITIES else None
    return None if isinstance(number, money.NumberFault) else number


def _number_said(name: str, text: str) -> str:
    """A number as people read it: ₹1,444.20 or 2,00,000; a text that is none as it is."""
    number = _number(name, text)
    if isinstance(number, Decimal):
        return money.price_words(number)
    return text if number is None else money.grouped(number)


def _number_typed(name: str, text: str) -> str:
    """A number that was said so, in its shortest form; any other text to the letter."""
    number = _number(name, text)
    return plain(Decimal(number)) if number is not None and text == _number_said(name, text) else text


def _field(phrase: str) -> tuple[str, str]:
    """The field that a phrase is of, "" where it is of none, and what it says."""
    for name, phrases in _PHRASES.items():
        for value, words in phrases.items():
            if phrase == words:
                return name, value
    for name, label in _LABELS.items():
        value = phrase.removeprefix(f"{label} ")
        if value != phrase and re.fullmatch(_VALUE, value):
            return name, _said(value)
    return "", ""


def _value(text: str, what: str) -> str:
    """The text as it stands in a line."""
    if not text:
        return _MISSING[what]
    return text if _PLAIN.fullmatch(text) and text.isprintable() else _quoted(text)


def _said(value: str) -> str:
    """The text that a value of a line means."""
    if value.startswith('"'):
        return _unquoted(value)
    return "" if value in _MISSING.values() else value


def _title(name: str) -> str:
    whole = name == name.strip() and name.isprintable() and not name.startswith('"')
    return name if whole and name else _quoted(name)


def _name(title: str) -> str:
    return _unquoted(title) if title.startswith('"') else title.strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _unquoted(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found.encode(errors="replace").decode() if isinstance(found, str) else text
