"""What happened with one link, a line each: what the firm did, what the client did, what the record keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from tokri.core.basket import OrderText
from tokri.core.link.link import BY_FIRM, AnswerKind, LinkAnswer
from tokri.core.ports import ReadingFault
from tokri.desk.link_acts import OneLink
from tokri.web.words import links as words
from tokri.web.words.names import order_name
from tokri.web.words.states import stands

_ELSEWHERE: Final = AnswerKind.PLACED_ELSEWHERE

#: How it is known that another account was used, by whether the client was asked and said so.
_NOT_THEIRS: Final = {
    False: "Kite named another account than theirs: nothing of it was read",
    True: "Said that the account which Kite named is not theirs: nothing of it was read",
}


class Happened(NamedTuple):
    """One line: when, what, by whom of the firm ("": not by one of them), and words that are quoted."""

    at: datetime
    what: str
    who: str = ""
    quote: str = ""


def history(found: OneLink) -> list[Happened]:
    """The lines, newest first; of one moment, what follows from another stands above it."""
    told = (*_by_firm(found), *_letters(found), *_by_client(found), *_at_kite(found))
    return sorted(told, key=lambda each: each.at)[::-1]


def _by_firm(found: OneLink) -> Iterator[Happened]:
    link, names, recall = found.link, found.names, found.looked.recall
    yield Happened(link.made_at, f"Made for version {link.number}", names.get(link.made_by, ""))
    for each in found.messages:
        what = f"{words.KINDS[each.kind]} for version {each.number} prepared: {words.WAYS[each.way]}"
        yield Happened(each.at, what, names.get(each.by, ""))
    for note in found.closings:
        what, quote = f"Version {note.closing.number} closed with a note", note.closing.note
        yield Happened(note.closing.at, what, note.who, quote)
    if recall:
        yield Happened(recall.at, "Recalled", names.get(recall.by, ""), recall.reason)
    if link.ended_at and link.ended:
        yield Happened(link.ended_at, words.ENDED[link.ended])


def _letters(found: OneLink) -> Iterator[Happened]:
    for each in found.messages:
        if each.handed_over_at:
            yield Happened(each.handed_over_at, f"{words.KINDS[each.kind]} handed to the mail server")
        elif each.failed:
            yield Happened(each.at, f"{words.KINDS[each.kind]} not handed over: {words.failed(each.failed)}")


def _by_client(found: OneLink) -> Iterator[Happened]:
    link = found.link
    if link.opened_at:
        yield Happened(link.opened_at, "Opened")
    yield from (Happened(each.at, "Check passed") for each in found.passes)
    if link.locked_at:
        yield Happened(link.locked_at, f"Locked after {link.wrong_checks} wrong answers to the check")
    for consent in found.looked.consents:
        part = f", part {consent.part} of {consent.parts}" if consent.parts > 1 else ""
        yield Happened(consent.at, f"Consented to version {consent.number}{part}", quote=consent.text)
    for answer in found.looked.answers:
        quote = "" if answer.kind is AnswerKind.KITE_ID else answer.text
        yield Happened(answer.at, _answered(answer, found.placed_elsewhere.get(answer.number, ())), quote=quote)


def _at_kite(found: OneLink) -> Iterator[Happened]:
    for each in found.looked.sendings:
        handoff = each.handoff
        if handoff.left_at:
            became = stands(each.state, each.tally, each.release.opens if each.release else None)
            part = f", part {handoff.part} of {handoff.parts}" if handoff.parts > 1 else ""
            yield Happened(handoff.left_at, f"Left for Kite{part}: {became}")
        for reading in each.news.readings:
            if reading.fault is ReadingFault.WRONG_ACCOUNT:
                yield Happened(reading.exchanged_at or reading.asked_at, _NOT_THEIRS[reading.end_asked_at is not None])


def _answered(answer: LinkAnswer, orders: Sequence[OrderText]) -> str:
    """What they said, and of orders placed elsewhere each order: it is their word alone."""
    if answer.details.get("taken_back"):
        return words.TAKEN_BACK.get(answer.kind, words.ANSWERS[answer.kind])
    if answer.details.get(BY_FIRM):
        return words.NAMED if answer.details.get("same") else words.NAMED_ANOTHER
    said = "; ".join(_placed(each, orders) for each in _rows(answer)) if answer.kind is _ELSEWHERE else ""
    return f"{words.ANSWERS[answer.kind]}: {said}" if said else words.ANSWERS[answer.kind]


def _rows(answer: LinkAnswer) -> list[Mapping[str, object]]:
    kept = answer.details.get("orders")
    return [each for each in kept if isinstance(each, Mapping)] if isinstance(kept, list) else []


def _placed(row: Mapping[str, object], orders: Sequence[OrderText]) -> str:
    """`Order 1, INFY: 4 at ₹1479.50`, as they typed it; `Order 2, ITC: not placed`."""
    place, quantity, price = row.get("order"), row.get("quantity"), row.get("price")
    name = order_name(place if isinstance(place, int) else 0, orders)
    if not quantity:
        return f"{name}: not placed"
    return f"{name}: {quantity} at ₹{price}" if price else f"{name}: {quantity}, no price said"
