"""Links of one version, made in one act: for one client or two hundred, each with the terms it is made on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tokri.core.basket import Order
from tokri.core.desk.advice import Recipient, SharedVersion
from tokri.core.desk.client import CheckKind, Client
from tokri.core.known import Known
from tokri.core.link.language import Language, language_of
from tokri.core.link.link import Link
from tokri.core.link.terms import default_expiry, default_uses, parts_of
from tokri.core.ports import Event, Outside, WritingUnit
from tokri.core.rules import check
from tokri.desk.by import By
from tokri.desk.link_preview import Fate, Line, Preview, preview, preview_in
from tokri.desk.restrictions import Know
from tokri.link.look import token_sha256
from tokri.link.tokens import OF_A_LINK

Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Ask:
    """What was sent with the page: the hash of what it showed, the clients ticked, and whether none is to be checked.

    `unchecked` counts only where the firm leaves it to the adviser. `again` are those of whom it is said that they exit
    what they would although other drafts have it.
    """

    shown: str
    chosen: frozenset[str]
    unchecked: bool = False
    again: frozenset[str] = frozenset()

    @property
    def wanted(self) -> frozenset[str]:
        """Everybody for whom a link is to be made."""
        return self.chosen | self.again


@dataclass(frozen=True, slots=True)
class Made:
    """How many links were made, and how many that were there show this version now."""

    made: tuple[Link, ...]
    kept: tuple[Link, ...]


class Refusal(StrEnum):
    """Why nothing was made."""

    CHANGED = "changed"  #: what was shown is not how things stand now
    CLOSED = "closed"  #: `preview.closed` tells why
    NOBODY = "nobody"  #: nobody was ticked, and nobody has a link


@dataclass(frozen=True, slots=True)
class Refused:
    why: Refusal
    preview: Preview


def make(outside: Outside, by: By, basket_id: str, number: int, ask: Ask, *, know: Know) -> Made | Refused | None:
    """Make a link for everybody who is ticked, and let the links that are there show this version; all, or none.

    Whoever has a link that opens keeps it: the same again makes nothing. None: there is no such version.
    """
    before = preview(outside, basket_id, number)
    if before is None:
        return None
    terms = _Terms(outside, before.version, know(before.version.proposal.draft.orders))
    fresh = {client_id: new_token(outside) for client_id in sorted(ask.wanted)}
    with outside.store.writing() as unit:
        shown = preview_in(unit, outside, basket_id, number)
        if shown is None:
            return None
        refused = _refused(shown, ask)
        if refused is not None:
            return refused
        kept = tuple(_show(unit, by, line, terms) for line in shown.of(Fate.KEPT))
        news = _news(shown, ask)
        unchecked = ask.unchecked and not shown.firm.link_check
        made = tuple(_make(unit, by, line, terms, fresh[line.id], unchecked=unchecked) for line in news)
    return Made(made, tuple(link for link in kept if link is not None))


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is new, before any unit is opened: the id of its link, its hash and its seal. Itself it is gone."""

    id: str
    visitor_id: str
    sha256: str
    sealed: str


def new_token(outside: Outside, of: str = OF_A_LINK) -> Token:
    """One for a link that is to be made; `of` is what kind of link."""
    link_id, visitor_id, drawn = outside.chance.token(), outside.chance.token(), outside.chance.token()
    return Token(link_id, visitor_id, token_sha256(drawn), outside.sealer.seal(drawn, f"{of}:{link_id}"))


class _Terms:
    """What every link of a version is made with: what is the same for all of them is worked out once."""

    def __init__(self, outside: Outside, version: SharedVersion, known: Known) -> None:
        self.version, self.now = version, outside.clock()
        self.expires_at = default_expiry(version, self.now)
        self._known, self._limit = known, outside.app.basket_limit
        self._orders: Sequence[Order | None] = check(version.proposal.draft.orders, known).orders

    def uses(self, recipient: Recipient) -> int:
        return default_uses(parts_of(self._orders, recipient.quantities, self._limit, self._known))


def language_for(client: Client) -> str:
    """The language of their link."""
    found = language_of(client.details.language) if client.details is not None else None
    return (found or Language.ENGLISH).value


def _refused(shown: Preview, ask: Ask) -> Refused | None:
    if shown.closed is not None:
        return Refused(Refusal.CLOSED, shown)
    # The button pressed twice: the first press made them, so that there is nothing left to do.
    if not _done(shown, ask.wanted) and shown.sha256 != ask.shown:
        return Refused(Refusal.CHANGED, shown)
    if not shown.of(Fate.KEPT) and not _news(shown, ask):
        return Refused(Refusal.NOBODY, shown)
    return None


def _news(shown: Preview, ask: Ask) -> list[Line]:
    """For whom a link is made."""
    new = [line for line in shown.of(Fate.NEW) if line.id in ask.chosen]
    return new + [line for line in shown.of(Fate.OUT) if line.may_exit_again and line.id in ask.again]


def _done(shown: Preview, chosen: Collection[str]) -> bool:
    """Whether everybody chosen has a link that shows this version."""
    kept = {line.id for line in shown.of(Fate.KEPT) if line.live and line.live.number == shown.version.number}
    return bool(chosen) and set(chosen) <= kept


def _make(unit: WritingUnit, by: By, line: Line, terms: _Terms, fresh: Token, *, unchecked: bool) -> Link:
    switched_off = unchecked and line.check_kind is not CheckKind.NONE
    unit.visitors.ensure(fresh.visitor_id, terms.now)
    link = Link(
        id=fresh.id,
        basket_id=terms.version.basket_id,
        client_id=line.id,
        visitor_id=fresh.visitor_id,
        number=terms.version.number,
        token_sha256=fresh.sha256,
        token_sealed=fresh.sealed,
        check_kind=(CheckKind.NONE if switched_off else line.check_kind).value,
        language=language_for(line.client),
        made_at=terms.now,
        made_by=by.person_id,
        expires_at=terms.expires_at,
        most_uses=terms.uses(line.recipient),
    )
    unit.links.add(link)
    facts: dict[str, str | int | bool | None] = {"check": link.check_kind, "check_switched_off": switched_off}
    if line.over is not None:  # somebody said so for them
        facts["although_exited"] = True
        facts["exited_by"] = " ".join(each.basket_id for each in line.over.exits)
    unit.record(link_event(by, "link made", link, terms.now, facts))
    return link


def _show(unit: WritingUnit, by: By, line: Line, terms: _Terms) -> Link | None:
    """Let a link that is there show the version: it opens as long as a new one would, and may be used as often again.

    None where it was made for this version.
    """
    live = line.live
    if live is None or live.number >= terms.version.number:
        return None
    used = sum(each.left_at is not None for each in unit.handoffs.of_basket(live.id))
    changed = unit.links.change(
        live.id,
        number=terms.version.number,
        expires_at=max(live.expires_at, terms.expires_at),
        most_uses=max(live.most_uses, used + terms.uses(line.recipient)),
    )
    unit.record(link_event(by, "link extended", changed, terms.now, {"expires_at": changed.expires_at.isoformat()}))
    return changed


def link_event(by: By, kind: str, link: Link, at: datetime, facts: Facts | None = None) -> Event:
    """What somebody of the firm did with a link, for the record."""
    named: Facts = {"client": link.client_id, "basket": link.basket_id, "number": link.number}
    return by.event(kind, link.id, at, {**named, **(facts or {})})


def with_reason(event: Event, link: Link, reason: str) -> Event:
    """The same, and why: beside the chain, so that it is erased with the client."""
    return replace(event, personal={"reason": reason}, person=f"client:{link.client_id}")
