"""Who would get a link to a version, who has one, and who is left out and why."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tokri.core.basket import canonical_json
from tokri.core.desk.advice import DeskBasket, Recipient, SharedVersion
from tokri.core.desk.client import CheckKind, Client
from tokri.core.desk.exits import Over
from tokri.core.desk.firm import Firm
from tokri.core.desk.furnishing import Missing, missing
from tokri.core.desk.states import BasketState, version_state
from tokri.core.desk.suitability import Bar, may_receive
from tokri.core.link.current import current
from tokri.core.link.link import Ended, Link
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.core.times import ist
from tokri.desk.drafted import drafted_for
from tokri.desk.exits import over_of, room_for
from tokri.link.many import sendings_of

Unit = ReadingUnit | WritingUnit


class Closed(StrEnum):
    """Why no link of the version can be made, whoever it is for."""

    FIRM = "firm"  #: the firm has not filled in what a client's page needs
    WAITING = "waiting"
    REFUSED = "refused"
    SUPERSEDED = "superseded"  #: a newer version is ready
    RECALLED = "recalled"
    ARCHIVED = "archived"
    NOBODY = "nobody"  #: it is meant for nobody yet


class LeftOut(StrEnum):
    """Why one client gets none; beside these stand the bars of tokri/core/desk/suitability.py."""

    CHECK_MISSING = "check-missing"  #: the firm wants a check, and there is nothing to ask for
    LOCKED = "locked"  #: their link was locked by wrong answers: it is to be made anew
    SENT = "sent"  #: orders of this version left for Kite from a link that ended: a new one would not know of them
    EXITED = "exited"  #: other drafts have what they would exit: `Line.over` tells which, and how much


class Fate(StrEnum):
    """What making does for one client."""

    NEW = "new"  #: a link is made
    KEPT = "kept"  #: they have one that opens: the same address shows this version
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Line:
    """One client that the version is meant for. `live` is their link to the basket; `revoked`: their last was.

    `over` is what of it they would exit though other drafts have it: a link is made only where that is said for them.
    """

    client: Client
    recipient: Recipient
    bars: tuple[Bar | LeftOut, ...]
    live: Link | None
    revoked: bool
    check_kind: CheckKind
    over: Over | None = None

    @property
    def may_exit_again(self) -> bool:
        """Whether a link is made once it is said that they exit it all the same."""
        return self.bars == (LeftOut.EXITED,)

    @property
    def id(self) -> str:
        return self.client.id

    @property
    def fate(self) -> Fate:
        if self.bars:
            return Fate.OUT
        return Fate.NEW if self.live is None else Fate.KEPT

    @property
    def reached(self) -> bool:
        """Whether a message can be prepared for their phone."""
        return self.client.details is not None and bool(self.client.details.phone)

    @property
    def usual(self) -> bool:
        """Whether they are ticked at first: not whom no phone reaches, nor whose link was revoked."""
        return self.fate is Fate.NEW and self.reached and not self.revoked

    @property
    def as_shown(self) -> list[object]:
        """What makes the page another one when it changes."""
        over = self.over.as_shown if self.over is not None else None
        return [self.id, self.fate, [*self.bars], list(self.recipient.quantities), self.check_kind, self.reached, over]


@dataclass(frozen=True, slots=True)
class Preview:
    """A version with everybody it is meant for, in the order of their codes. `links` are the basket's, ended or not."""

    basket: DeskBasket
    version: SharedVersion
    firm: Firm
    lacking: tuple[Missing, ...]
    closed: Closed | None
    lines: tuple[Line, ...]
    links: tuple[Link, ...]

    def of(self, fate: Fate) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.fate is fate)

    @property
    def sha256(self) -> str:
        """A hash of what the page shows."""
        document = [self.version.sha256, self.closed, [line.as_shown for line in self.lines]]
        return hashlib.sha256(canonical_json({"shown": document}).encode()).hexdigest()


def preview(outside: Outside, basket_id: str, number: int) -> Preview | None:
    """Who would get a link and who not; None: there is no such version."""
    with outside.store.reading() as unit:
        return preview_in(unit, outside, basket_id, number)


def preview_in(unit: Unit, outside: Outside, basket_id: str, number: int) -> Preview | None:
    """The same, within a unit that is open already."""
    basket, version = unit.desk_baskets.get(basket_id), unit.desk_baskets.version(basket_id, number)
    if basket is None or version is None:
        return None
    latest = unit.firm.latest()
    firm = latest.firm if latest is not None else None
    lacking = missing(firm, connect=outside.app.connect)
    links = tuple(unit.links.of_basket(basket_id))
    recipients = unit.desk_baskets.recipients(basket_id, number)
    clients = unit.clients.some([each.client_id for each in recipients])
    lines = _Lines(outside, firm or Firm(), links, sent_before(unit, outside, links, number))
    room, only = room_for(unit, outside, basket_id, number), drafted_for(unit, basket_id)
    orders = version.proposal.draft.orders
    told = [
        lines.line(clients[each.client_id], each, over_of(room, only, each.client_id, orders, each.quantities))
        for each in recipients
        if each.client_id in clients
    ]
    closed = _closed(unit, basket, version, told, lacking=bool(lacking))
    ordered = tuple(sorted(told, key=lambda line: line.client.code))
    return Preview(basket, version, firm or Firm(), lacking, closed, ordered, links)


def _closed(
    unit: Unit, basket: DeskBasket, version: SharedVersion, lines: Sequence[Line], *, lacking: bool
) -> Closed | None:
    versions, decisions = unit.desk_baskets.versions(basket.id), unit.desk_baskets.decisions([basket.id])
    state = version_state(version, decisions)
    newest = current(versions, decisions, {each.number for each in versions}, ()).number
    reasons = {
        Closed.ARCHIVED: basket.archived_at is not None,
        Closed.RECALLED: any(each.number == version.number for each in unit.links.recalls([basket.id])),
        Closed.REFUSED: state is BasketState.REFUSED,
        Closed.SUPERSEDED: newest is not None and newest > version.number,
        Closed.WAITING: state is BasketState.WAITING,
        Closed.FIRM: lacking,
        Closed.NOBODY: not lines,
    }
    return next((each for each, so in reasons.items() if so), None)


class _Lines:
    """Makes the line of each client."""

    def __init__(self, outside: Outside, firm: Firm, links: Sequence[Link], sent: Collection[str]) -> None:
        self._today, self._firm, self._sent = ist(outside.clock()).date(), firm, sent
        self._last = {each.client_id: each for each in links}

    def line(self, client: Client, recipient: Recipient, over: Over | None) -> Line:
        last = self._last.get(client.id)
        live = last if last is not None and last.ended is None else None
        kind = check_of(client)
        return Line(
            client=client,
            recipient=recipient,
            bars=tuple(self._bars(client, live, kind, over)),
            live=live,
            revoked=last is not None and last.ended is Ended.REVOKED,
            check_kind=kind if live is None else CheckKind(live.check_kind),
            over=over,
        )

    def _bars(self, client: Client, live: Link | None, kind: CheckKind, over: Over | None) -> Iterator[Bar | LeftOut]:
        details = client.details
        if details is None:
            yield Bar.ERASED
            return
        yield from may_receive(
            details.agreement_from,
            details.agreement_until,
            self._today,
            inactive=client.inactive_at is not None,
            erased=client.erased_at is not None,
        )
        if live is not None and live.locked_at is not None:
            yield LeftOut.LOCKED
        if live is None and client.id in self._sent:
            yield LeftOut.SENT
        if live is None and self._firm.link_check and kind is CheckKind.NONE:
            yield LeftOut.CHECK_MISSING
        if live is None and over is not None:
            yield LeftOut.EXITED


def sent_before(unit: Unit, outside: Outside, links: Sequence[Link], number: int) -> frozenset[str]:
    """The clients of whom orders of that version may be at Kite from a link that has ended."""
    ended = {each.id: each.client_id for each in links if each.ended is not None}
    if not ended:
        return frozenset()
    consents = {each.handoff_id: each.number for each in unit.links.consents(list(ended))}
    return frozenset(
        ended[link_id]
        for link_id, sendings in sendings_of(unit, outside, list(ended)).items()
        if any(each.may_have_placed and consents.get(each.handoff.id) == number for each in sendings)
    )


def check_of(client: Client) -> CheckKind:
    """What a link of theirs asks on opening: what the register has an answer to."""
    if client.details is None or client.check_hash is None:
        return CheckKind.NONE
    return client.details.check_kind
