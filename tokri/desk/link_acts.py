"""One link: all that is known of it, and what the firm may do with it. Each act is recorded in its own unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.suitability import ReasonFault
from tokri.core.link.link import AnswerKind, CheckPassed, Ended, Link, LinkAnswer, Message
from tokri.core.link.terms import ExtensionFault, default_expiry, default_uses, extension
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.desk.by import By
from tokri.desk.closings import Closed, closings_of
from tokri.desk.link_preview import check_of
from tokri.desk.links import Token, language_for, link_event, new_token, with_reason
from tokri.link.look import Looked, looked
from tokri.link.many import Seen, see_basket, sendings_of

#: A reason why a link is ended: one sentence, or a few.
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class OneLink:
    """A link as it stands, with what was prepared for it, who passed its check, and who of the firm is who, by id.

    `newer` is the link that took its place, where it was made anew. `placed_elsewhere` has the orders of each version,
    by its number, of which the client said what they placed elsewhere. `closings` are the firm's notes, oldest first.
    """

    looked: Looked
    messages: tuple[Message, ...]
    passes: tuple[CheckPassed, ...]
    names: Mapping[str, str]
    newer: Link | None
    placed_elsewhere: Mapping[int, tuple[OrderText, ...]]
    closings: tuple[Closed, ...] = ()

    @property
    def link(self) -> Link:
        return self.looked.link

    @property
    def closed(self) -> Closed | None:
        """The note that the board goes by, or went by until something came in."""
        return next((each for each in self.closings if each.told), None)

    @property
    def open_question(self) -> LinkAnswer | None:
        """The client's last question, if no message was prepared since, and they said neither yes nor no since."""
        asked = [each for each in self.looked.answers if each.kind is AnswerKind.QUESTION]
        said = {AnswerKind.DECLINED, AnswerKind.ELSEWHERE}
        since = [
            *(each.at for each in self.messages),
            *(each.at for each in self.looked.consents),
            *(each.at for each in self.looked.answers if each.kind in said),
        ]
        return asked[-1] if asked and all(at <= asked[-1].at for at in since) else None


def see(outside: Outside, link_id: str) -> OneLink | None:
    """One link; None: there is none, or its basket or client is not there."""
    with outside.store.reading() as unit:
        link = unit.links.get(link_id)
        found = looked(unit, outside, link) if link is not None else None
        if link is None or found is None:
            return None
        newer = unit.links.live(link.basket_id, link.client_id) if link.ended is not None else None
        return OneLink(
            looked=found,
            messages=tuple(unit.links.messages([link.id])),
            passes=tuple(unit.links.passes(link.id)),
            names={each.id: each.name for each in unit.people.all()},
            newer=newer,
            placed_elsewhere=_placed_elsewhere(unit, found),
            closings=closings_of(unit, outside, link.basket_id, [link.id]),
        )


def _placed_elsewhere(unit: ReadingUnit, found: Looked) -> dict[int, tuple[OrderText, ...]]:
    said = {each.number for each in found.answers if each.kind is AnswerKind.PLACED_ELSEWHERE}
    versions = unit.desk_baskets.versions(found.basket.id) if said else ()
    return {each.number: tuple(each.proposal.draft.orders) for each in versions if each.number in said}


def standing(outside: Outside, basket_id: str) -> tuple[Seen, ...]:
    """Every link of a basket as it stands, in the order of the clients' codes; of each client their last alone."""
    with outside.store.reading() as unit:
        basket = unit.desk_baskets.get(basket_id)
        if basket is None:
            return ()
        last = {each.client_id: each for each in unit.links.of_basket(basket_id)}
        clients = unit.clients.some(last)
        found = see_basket(unit, outside, basket, list(last.values()), clients)
    return tuple(sorted(found, key=lambda each: each.client.code))


def revoke(outside: Outside, by: By, link_id: str, reason: str) -> Link | ReasonFault | None:
    """Let the address lead nowhere any more; None: there is no such link. One that had ended stays as it was."""
    why = reason.strip()
    if not why:
        return ReasonFault.MISSING
    if len(why) > LONGEST_REASON:
        return ReasonFault.LONG
    now = outside.clock()
    with outside.store.writing() as unit:
        link = unit.links.get(link_id)
        if link is None or not unit.links.end(link_id, Ended.REVOKED, now):
            return link
        unit.record(with_reason(link_event(by, "link revoked", link, now), link, why))
        return unit.links.get(link_id)


def extend(outside: Outside, by: By, link_id: str, typed: str) -> Link | ExtensionFault | None:
    """Let the address open through the day that was typed; None: there is no such link, or it has ended.

    One that was used as often as it may can be used again from then on, also where it opens no longer than before.
    """
    now = outside.clock()
    with outside.store.writing() as unit:
        link = unit.links.get(link_id)
        if link is None or link.ended is not None:
            return None
        until, uses = extension(typed, link.expires_at, now), _uses(unit, link)
        if until is ExtensionFault.NOT_LATER and uses > link.most_uses:
            until = link.expires_at
        if isinstance(until, ExtensionFault):
            return until
        changed = unit.links.change(link_id, expires_at=until, most_uses=uses)
        facts: dict[str, str | int | bool | None] = {
            "before": link.expires_at.isoformat(),
            "expires_at": until.isoformat(),
            "most_uses": uses,
        }
        unit.record(link_event(by, "link extended", changed, now, facts))
        return changed


def _uses(unit: WritingUnit, link: Link) -> int:
    """How often it may be used: as often as before, or once more as often as a new one if it was used up."""
    made = unit.handoffs.of_basket(link.id)
    used = sum(each.left_at is not None for each in made)
    if used < link.most_uses:
        return link.most_uses
    return used + default_uses(max((each.parts for each in made), default=1))


class NotAnew(StrEnum):
    """Why a link is not made anew."""

    SENT = "sent"  #: orders left for Kite from it: a new one would not know of them
    REVOKED = "revoked"


def reissue(outside: Outside, by: By, link_id: str) -> Link | NotAnew | None:
    """Make the link anew and end the one that is there: another address for the same client. None: there is none.

    So is a locked link opened again. Where orders may be at Kite from it, only its lock is taken off: the address and
    all that hangs on it stay. Of one that was made anew already, the newer is the answer.
    """
    fresh, now = new_token(outside), outside.clock()
    with outside.store.writing() as unit:
        link = unit.links.get(link_id)
        client = unit.clients.get(link.client_id) if link is not None else None
        version = unit.desk_baskets.version(link.basket_id, link.number) if link is not None else None
        if link is None or client is None or version is None:
            return None
        if link.ended is not None:
            return unit.links.live(link.basket_id, link.client_id) or NotAnew.REVOKED
        if any(each.may_have_placed for each in sendings_of(unit, outside, [link.id]).get(link.id, ())):
            return _unlocked(unit, by, link, now) if link.locked_at is not None else NotAnew.SENT
        unit.links.end(link_id, Ended.REISSUED, now)
        unit.visitors.ensure(fresh.visitor_id, now)
        newer = replace(
            _anew(link, fresh),
            check_kind=check_of(client).value,
            language=language_for(client),
            made_at=now,
            made_by=by.person_id,
            expires_at=max(link.expires_at, default_expiry(version, now)),
        )
        unit.links.add(newer)
        unit.record(link_event(by, "link re-issued", newer, now, {"instead_of": link.id, "check": newer.check_kind}))
        return newer


def _unlocked(unit: WritingUnit, by: By, link: Link, now: datetime) -> Link:
    changed = unit.links.change(link.id, locked_at=None, wrong_checks=0)
    unit.record(link_event(by, "link unlocked", changed, now))
    return changed


def _anew(link: Link, fresh: Token) -> Link:
    """The link with another address, as if nobody had come to it yet."""
    return replace(
        link,
        id=fresh.id,
        visitor_id=fresh.visitor_id,
        token_sha256=fresh.sha256,
        token_sealed=fresh.sealed,
        wrong_checks=0,
        locked_at=None,
        opened_at=None,
        ended_at=None,
        ended=None,
    )
