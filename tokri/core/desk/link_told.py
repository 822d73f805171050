"""What became of one version for one client, as the register and a pack tell it.

Nothing is called sent or placed without evidence: a message was prepared, a browser left, and who says what came of it
stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from tokri.core.evidence import STRONGEST_FIRST, Source
from tokri.core.link.link import Consent, Message, MessageKind
from tokri.core.link.state import Stage
from tokri.core.ports.kept import Handoff
from tokri.core.state import State
from tokri.core.times import ist
from tokri.core.verdict import Verdict, Verdicts, average, payload

#: What stands where nothing has gone out, or nothing is known. Words, so that an empty cell is never read as "none".
NOT_SENT: Final = "not sent"
NOT_KNOWN: Final = "not known"
NO_MESSAGE: Final = "link made, no message prepared"

#: What became of it, each with who says so. Of an address that ended only Kite is told: a client may have said before
#: that they place it elsewhere.
OUTCOMES: Final = MappingProxyType(
    {
        Stage.MADE: NOT_KNOWN,
        Stage.PREPARED: "not opened",
        Stage.OPENED: "opened, nothing done",
        Stage.CONSENTED: "consented, did not leave for Kite",
        Stage.ON_KITE: "left for Kite, not back yet",
        Stage.SENT: "sent to Kite, by Kite’s redirect or the client’s word",
        Stage.QUEUED: "queued for the next session",
        Stage.REPORTED: "reported by Kite, not seen in the order book",
        Stage.IN_FILE: "seen in an uploaded file",
        Stage.SEEN: "seen in Kite’s order book",
        Stage.HALF: "a part sent to Kite, another not",
        Stage.UNRESOLVED: "left for Kite, outcome not known",
        Stage.NOTHING_PLACED: "nothing placed, as far as is known",
        Stage.DECLINED: "declined",
        Stage.ELSEWHERE: "places it elsewhere, by the client’s word",
        Stage.EXPIRED: "link expired, nothing sent to Kite",
        Stage.WRONG_ACCOUNT: "another Kite account was used",
        Stage.RECALLED: "recalled by the firm, nothing sent to Kite",
        Stage.ENDED: "link ended, nothing sent to Kite",
    }
)

_KINDS: Final = MappingProxyType(
    {MessageKind.FIRST: "message", MessageKind.REMINDER: "reminder", MessageKind.CORRECTION: "correction"}
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One hand-off that left: which part of how many, when (UTC), and where it stands."""

    part: int
    parts: int
    left_at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Fill:
    """What evidence shows of one instrument and side at a client's: `asked` and `filled` in Kite's units.

    `average_price` is in rupees, None where nothing filled; `sources` are what it is known by, strongest first.
    """

    exchange: str
    tradingsymbol: str
    transaction_type: str
    asked: int
    filled: int
    average_price: Decimal | None
    sources: tuple[Source, ...]

    @property
    def words(self) -> str:
        """`10 of 10 at 1498.35, by Kite’s order book`."""
        price = "" if self.average_price is None else f" at {self.average_price.quantize(_FINEST).normalize():f}"
        return f"{self.filled} of {self.asked}{price}, by {' and '.join(_BY[each] for each in self.sources)}"


_FINEST: Final = Decimal("0.0001")
_BY: Final = MappingProxyType(
    {
        Source.BOOK: "Kite’s order book",
        Source.POSTBACK: "Kite’s report alone",
        Source.ORDER_FILE: "an uploaded order book",
        Source.TRADE_FILE: "an uploaded tradebook",
        Source.WORD: "the client’s word",
    }
)


def fills(sent: Iterable[tuple[Handoff, Verdicts]]) -> tuple[Fill, ...]:
    """What is known of each instrument and side of these hand-offs together; what nothing is known of is not in it."""
    known: dict[tuple[str, str, str], list[Verdict]] = {}
    for handoff, verdicts in sent:
        for order, verdict in zip(payload(handoff), verdicts.orders, strict=True):
            if verdict.source is not None:
                which = str(order["exchange"]), str(order["tradingsymbol"]), str(order["transaction_type"])
                known.setdefault(which, []).append(verdict)
    return tuple(_fill(which, found) for which, found in known.items())


def _fill(which: tuple[str, str, str], found: Sequence[Verdict]) -> Fill:
    sources = {each.source for each in found}
    return Fill(
        *which,
        asked=sum(each.asked for each in found),
        filled=sum(each.filled for each in found),
        average_price=average(book for each in found for book in each.books),
        sources=tuple(each for each in STRONGEST_FIRST if each in sources),
    )


@dataclass(frozen=True, slots=True)
class LinkTold:
    """All that happened at a client's links with one version, each in the order in which it did."""

    stage: Stage
    messages: tuple[Message, ...] = ()
    opened_at: datetime | None = None
    consents: tuple[Consent, ...] = ()
    sent: tuple[Sent, ...] = ()
    fills: tuple[Fill, ...] = ()

    def filled(self, exchange: str, tradingsymbol: str, transaction_type: str) -> str:
        """What is known of one instrument and side; "" where nothing is."""
        which = exchange.upper(), tradingsymbol.upper(), transaction_type.upper()
        found = (each for each in self.fills if (each.exchange, each.tradingsymbol, each.transaction_type) == which)
        return next((each.words for each in found), "")

    @property
    def how_sent(self) -> str:
        """How each message was prepared, and when, in IST."""
        told = [f"{_KINDS[each.kind]} prepared, {each.way}, {_when(each.at)}{_handed(each)}" for each in self.messages]
        return "; ".join(told) or NO_MESSAGE

    @property
    def consent(self) -> str:
        """When each yes was given, in IST; "" where there is none. The words stand in the pack."""
        return "; ".join(f"{_when(each.at)}{_part(each.part, each.parts)}" for each in self.consents)

    @property
    def outcome(self) -> str:
        return OUTCOMES[self.stage]


def _handed(message: Message) -> str:
    if message.handed_over_at is not None:
        return f", handed to the mail server {_when(message.handed_over_at)}"
    return ", not handed over" if message.failed else ""


def _part(part: int, parts: int) -> str:
    return f", part {part} of {parts}" if parts > 1 else ""


def _when(at: datetime) -> str:
    return f"{ist(at):%Y-%m-%d %H:%M:%S}"
