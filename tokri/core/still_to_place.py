"""Orders still to place: exactly what is left of what was handed to Kite, from firm evidence alone.

Left is what was refused, cancelled, never seen or filled in part, once nothing of it can fill any more. An order that
was sent again counts once; what was taken into a basket to be placed anew is left there and not here. While one sending
of an order may still be placed, nothing of that order is offered, and why is said.

Source of the rules: our own reading. Nothing may be placed twice, and nothing that was asked may be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from tokri.core.basket import OrderText, canonical_json
from tokri.core.evidence import OVER, Source
from tokri.core.money import whole
from tokri.core.ports.kept import Handoff
from tokri.core.ports.mending import Taken
from tokri.core.typed_again import order_text
from tokri.core.verdict import PayloadOrder, Standing, Verdict, Verdicts, payload

#: What an absence proves nothing of before the person was back from Kite.
_NOT_THERE: Final = frozenset({Standing.MISSING, Standing.NOT_TRADED})


class Wait(StrEnum):
    """Why nothing of an order can be offered yet. The first that applies, in this order."""

    REPLACED = "replaced"  #: the basket was changed and handed off anew since: what stands there counts
    OTHERWISE_CUT = "otherwise-cut"  #: it was sent twice, in orders of other sizes
    EARLIER = "earlier"  #: an earlier version asked for the same, and that may still be placed
    QUEUED = "queued"  #: it is, or may be, queued for the next session
    OPEN = "open"  #: it can still fill
    PAGE_OPEN = "page-open"  #: nobody came back or said anything: Kite's page may be open still
    NOT_TOLD_APART = "not-told-apart"  #: which order of Kite's it is cannot be told
    REPORTED = "reported"  #: Kite reported it, and nobody has seen it in a document
    NOT_SEEN = "not-seen"  #: no document shows what became of it
    LOOK_AGAIN = "look-again"  #: the document was read before the person was back


@dataclass(frozen=True, slots=True)
class Attempt:
    """One hand-off that left, and what became of it.

    `closed_at` (UTC) is when it was last heard that Kite's page is done with; None: it may stand open.
    """

    handoff: Handoff
    verdicts: Verdicts
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One order that was asked for, with every sending of it.

    `handoff_id` and `place` name the last sending, by which what is left of it is taken. `asked`, `filled` and `left`
    are Kite's quantities; `left` may be placed anew now. `filled` is over all sendings. `wait` says why nothing is
    left yet; None where that is all there is to say; `again` that it says so of an earlier sending than the last.
    `taken` went into baskets to be placed anew.
    """

    handoff_id: str
    place: int
    order: OrderText
    asked: int
    filled: int
    left: int
    verdict: Verdict
    wait: Wait | None = None
    again: bool = False
    taken: tuple[Taken, ...] = ()

    @property
    def too_much(self) -> int:
        """How much more was taken than is left by what is known now: news came after it was taken."""
        return max(self.filled + sum(each.quantity for each in self.taken) - self.asked, 0) if self.taken else 0


@dataclass(frozen=True, slots=True)
class StillToPlace:
    """What is left of a basket, order by order, in sequence of sending. `lines` hold only what did not fill whole."""

    lines: tuple[Line, ...]

    @property
    def left(self) -> tuple[Line, ...]:
        return tuple(each for each in self.lines if each.left)

    @property
    def waiting(self) -> tuple[Line, ...]:
        return tuple(each for each in self.lines if each.wait is not None)

    @property
    def to_show(self) -> bool:
        """Whether some of it may be placed now, or is over and held back: then there is something to say of it."""
        return bool(self.left) or any(each.verdict.left for each in self.held)

    @property
    def held(self) -> tuple[Line, ...]:
        """What may come to be left here. What a newer version took the place of never does."""
        return tuple(each for each in self.waiting if each.wait is not Wait.REPLACED)

    @property
    def taken(self) -> tuple[Line, ...]:
        """What is placed, or to be placed, from another basket."""
        return tuple(each for each in self.lines if each.taken)

    def overtaken(self, basket_id: str, number: int | None = None) -> tuple[Line, ...]:
        """Of what that basket took (or that version of it), the orders of which news came since.

        They were placed after all, or may be.
        """
        return tuple(
            line
            for line in self.taken
            if (line.too_much or line.wait is not None)
            and any(each.basket_id == basket_id and number in {None, each.number} for each in line.taken)
        )

    @property
    def orders(self) -> tuple[OrderText, ...]:
        """The orders of the basket that is to place what is left: slices of one order are one again."""
        together: dict[OrderText, int] = {}
        for each in self.left:
            together[each.order] = together.get(each.order, 0) + each.left
        return tuple(replace(order, quantity=str(quantity)) for order, quantity in together.items())

    @property
    def sha256(self) -> str:
        """What is left, as it is shown: by this a form says what it was that somebody saw."""
        return sha256_of_rows((each.handoff_id, each.place, each.left) for each in self.left)

    def take(self, basket_id: str, number: int, at: datetime) -> tuple[Taken, ...]:
        """What is left, as it is taken into a version of that basket."""
        return tuple(Taken(each.handoff_id, each.place, each.left, basket_id, number, at) for each in self.left)


def sha256_of_rows(rows: Iterable[tuple[str, int, int]]) -> str:
    """A hash of how much is left, or was taken, of which orders: each by its hand-off and place."""
    return sha256(canonical_json(sorted(rows)).encode()).hexdigest()


_Key = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class _Sent:
    """One sending of one order."""

    attempt: Attempt
    asked: PayloadOrder
    verdict: Verdict

    @property
    def wait(self) -> Wait | None:
        """Why it may still be placed, or be placed already; None: all about it is known."""
        verdict, closed = self.verdict, self.attempt.closed_at
        amo = self.asked.get("variety") == "amo" and verdict.source is Source.TRADE_FILE
        told = {
            Wait.QUEUED: verdict.standing is Standing.QUEUED or amo,
            Wait.OPEN: verdict.still_open > 0,
            Wait.PAGE_OPEN: closed is None,
            Wait.NOT_TOLD_APART: verdict.standing is Standing.UNTOLD or self._untold,
            Wait.REPORTED: verdict.source is Source.POSTBACK or verdict.reported is not None,
            Wait.NOT_SEEN: not verdict.firm or self._unfinished,
            Wait.LOOK_AGAIN: verdict.standing in _NOT_THERE and _before(verdict.at, closed),
        }
        if verdict.firm and verdict.standing is Standing.FILLED and not verdict.still_open:
            return None
        return next((wait for wait, so in told.items() if so), None)

    @property
    def _untold(self) -> bool:
        """Whether an order of Kite's that cannot be told apart may be this one, and came to something."""
        return any(
            (book.exchange, book.tradingsymbol, book.transaction_type) == _key(self)[1:]
            and (book.filled_quantity > 0 or book.status not in OVER)
            for book in self.attempt.verdicts.untold
        )

    @property
    def _unfinished(self) -> bool:
        """Whether the tradebook is of a day that was not over: what it does not show may have traded since."""
        verdict = self.verdict
        return verdict.source is Source.TRADE_FILE and not verdict.left and verdict.filled < verdict.asked


def still_to_place(
    attempts: Sequence[Attempt], taken: Iterable[Taken], versions: Mapping[int, Sequence[OrderText]]
) -> StillToPlace:
    """What is left of one basket.

    `attempts` are its hand-offs that left, in the order they were made, of whichever version; `taken` what was taken of
    their orders; `versions` the orders of each version that was handed off, as typed. A version that itself took what
    was left of an earlier one stands beside it; any other replaces it.
    """
    every = list(taken)
    baskets = {each.handoff.basket_id for each in attempts}
    made_of = {each.number for each in every if each.basket_id in baskets}
    numbers = {each.handoff.version_number for each in attempts}
    newest = max(numbers - made_of, default=0)
    sendings = _sendings(attempts)
    twice = _sent_twice(sendings, versions)
    lines, at_large = [], set()
    for sent in sendings:
        key, line = _key(sent[0]), _line(sent, every)
        if key[0] < newest:
            at_large |= {key[1:]} if line.wait is not None else set()
            line = _held(line, Wait.REPLACED)
        elif key in twice:
            line = _held(line, Wait.OTHERWISE_CUT)
        elif key[1:] in at_large:
            line = _held(line, Wait.EARLIER)
        lines.append(line)
    return StillToPlace(tuple(each for each in lines if each.left or each.wait is not None or each.taken))


def _held(line: Line, wait: Wait) -> Line:
    """The line with nothing to be placed of it; one that filled whole stays as it is."""
    return line if line.filled >= line.asked else replace(line, left=0, wait=wait)


def _sendings(attempts: Iterable[Attempt]) -> list[list[_Sent]]:
    """Each order that was asked for, with its sendings in the order they were made; by version and place."""
    found: dict[tuple[int, int, OrderText], list[_Sent]] = {}
    for attempt in attempts:
        handoff = attempt.handoff
        for asked, verdict in zip(payload(handoff), attempt.verdicts.orders, strict=True):
            order = replace(order_text(asked, handoff.tag), quantity=str(verdict.asked))
            key = (handoff.version_number, verdict.order, order)
            found.setdefault(key, []).append(_Sent(attempt, asked, verdict))
    return [found[key] for key in sorted(found, key=lambda key: key[:2])]


def _sent_twice(sendings: Iterable[Sequence[_Sent]], versions: Mapping[int, Sequence[OrderText]]) -> set[_Key]:
    """Of which instruments and sides more was sent of a version than stands in it.

    That is so where its orders were cut otherwise in between: which of the one plan's are which of the other's nobody
    can tell.
    """
    sent: dict[_Key, int] = {}
    for each in sendings:
        sent[_key(each[0])] = sent.get(_key(each[0]), 0) + each[0].verdict.asked
    asked: dict[_Key, int] = {}
    for number, orders in versions.items():
        for order in orders:
            key = (number, order.exchange, order.tradingsymbol, order.transaction_type)
            read = whole(order.quantity)
            asked[key] = asked.get(key, 0) + (read if isinstance(read, int) else 0)
    return {key for key, quantity in sent.items() if quantity > asked.get(key, 0)}


def _key(sent: _Sent) -> _Key:
    asked = sent.asked
    return (
        sent.attempt.handoff.version_number,
        str(asked["exchange"]),
        str(asked["tradingsymbol"]),
        str(asked["transaction_type"]),
    )


def _line(sendings: Sequence[_Sent], every: Iterable[Taken]) -> Line:
    last, verdict = sendings[-1], sendings[-1].verdict
    ids = {each.attempt.handoff.id for each in sendings}
    taken = tuple(each for each in every if each.handoff_id in ids and each.order == verdict.order)
    filled = sum(each.verdict.filled for each in sendings)
    waits = [each.wait for each in sendings]
    wait = next((each for each in reversed(waits) if each is not None), None) if filled < verdict.asked else None
    gone = sum(each.quantity for each in taken)
    last_taken = any(each.handoff_id == last.attempt.handoff.id for each in taken)
    free = 0 if wait is not None or last_taken else max(min(verdict.left, verdict.asked - filled - gone), 0)
    return Line(
        handoff_id=last.attempt.handoff.id,
        place=verdict.order,
        order=order_text(last.asked, last.attempt.handoff.tag),
        asked=verdict.asked,
        filled=filled,
        left=free,
        verdict=verdict,
        wait=wait,
        again=wait is not None and waits[-1] is None,
        taken=taken,
    )


def _before(at: datetime | None, closed: datetime | None) -> bool:
    return at is not None and closed is not None and at < closed
