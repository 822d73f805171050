"""A link as it stands: who it is for, what it shows, what was said and sent at it. Looking changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tokri.core.desk.advice import DeskBasket, Recipient, SharedVersion
from tokri.core.desk.client import CheckKind, Client
from tokri.core.desk.firm import Firm
from tokri.core.link.check import holds
from tokri.core.link.current import Current, current
from tokri.core.link.link import AnswerKind, CheckPassed, Consent, Link, LinkAnswer, Recall
from tokri.core.link.state import Door, Sent, Stage, Stood, door, stage
from tokri.core.ports import Basket, Outside, Reading, ReadingFault, ReadingUnit, WritingUnit
from tokri.journey.news import gather
from tokri.journey.review import Sending, sending

Unit = ReadingUnit | WritingUnit


@dataclass(frozen=True, slots=True)
class Looked:
    """A link and all that hangs on it. `version` and `recipient` are what the client is to see; None: nothing now.

    `own` is the client's own basket, as they chose it; it has the link's id, and there is none before the first
    consent. `sendings` are its hand-offs, in the order they were made. `recall` is of the version that the link shows;
    `recalled_before` are those of other versions, of which something that left from here may be at Kite.
    """

    link: Link
    client: Client
    firm: Firm
    basket: DeskBasket
    version: SharedVersion | None
    recipient: Recipient | None
    recall: Recall | None
    own: Basket | None
    sendings: tuple[Sending, ...]
    consents: tuple[Consent, ...]
    answers: tuple[LinkAnswer, ...]
    passed: CheckPassed | None
    stood: Stood
    recalled_before: tuple[Recall, ...] = ()

    @property
    def door(self) -> Door:
        return door(self.stood)

    @property
    def stage(self) -> Stage:
        return stage(self.stood)

    @property
    def asks_check(self) -> bool:
        """Whether this browser has yet to give the right answer before it is shown anything of the basket."""
        return self.link.check_kind != CheckKind.NONE and not holds(self.passed, self.stood.at)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said and sent at a link, each in the order in which it was. `prepared`: a message for it was."""

    prepared: bool
    consents: tuple[Consent, ...] = ()
    answers: tuple[LinkAnswer, ...] = ()
    sendings: tuple[Sending, ...] = ()


def token_sha256(token: str) -> str:
    """By what a link's token finds it; the token itself is kept sealed only."""
    return hashlib.sha256(token.encode()).hexdigest()


def look(outside: Outside, token: str, browser_id: str | None) -> Looked | None:
    """The link at that address, as this browser may see it; None: there is none."""
    with outside.store.reading() as unit:
        return look_in(unit, outside, token, browser_id)


def look_in(unit: Unit, outside: Outside, token: str, browser_id: str | None) -> Looked | None:
    """The same, within a unit that is open already."""
    link = unit.links.by_token(token_sha256(token))
    return None if link is None else looked(unit, outside, link, browser_id)


def looked(unit: Unit, outside: Outside, link: Link, browser_id: str | None = None) -> Looked | None:
    """The same of a link that is at hand; None: its basket or client is not there."""
    basket, client = unit.desk_baskets.get(link.basket_id), unit.clients.get(link.client_id)
    if basket is None or client is None:
        return None
    latest = unit.firm.latest()
    meant = {each.number: each for each in unit.desk_baskets.meant_for(client.id) if each.basket_id == basket.id}
    recalls = {each.number: each for each in unit.links.recalls([basket.id])}
    versions = {each.number: each for each in unit.desk_baskets.versions(basket.id)}
    stands = current(tuple(versions.values()), unit.desk_baskets.decisions([basket.id]), meant.keys(), recalls.keys())
    own = unit.baskets.get(link.id, link.visitor_id)
    heard = Heard(
        prepared=bool(unit.links.messages([link.id])),
        consents=tuple(unit.links.consents([link.id])),
        answers=tuple(unit.links.answers([link.id])),
        sendings=_sendings(unit, outside, own),
    )
    number = stands.number or 0
    return Looked(
        link=link,
        client=client,
        firm=latest.firm if latest is not None else Firm(),
        basket=basket,
        version=versions.get(number),
        recipient=meant.get(number),
        recall=recalls.get(number),
        own=own,
        sendings=heard.sendings,
        consents=heard.consents,
        answers=heard.answers,
        passed=unit.links.check_passed(link.id, browser_id) if browser_id is not None else None,
        stood=stood_of(outside.clock(), link, stands, heard, closed=is_closed(basket, client)),
        recalled_before=_placed_of([each for each in recalls.values() if each.number != number], heard),
    )


def _placed_of(recalls: Sequence[Recall], heard: Heard) -> tuple[Recall, ...]:
    """Those of versions of which something that left may be at Kite."""
    if not recalls:
        return ()
    there = {each.handoff.id for each in heard.sendings if each.may_have_placed}
    numbers = {each.number for each in heard.consents if each.handoff_id in there}
    return tuple(each for each in recalls if each.number in numbers)


def is_closed(basket: DeskBasket, client: Client) -> bool:
    """Whether nothing of the basket is for the client any more: it was put away, or they are no longer a client."""
    return basket.archived_at is not None or client.details is None or client.inactive_at is not None


def stood_of(at: datetime, link: Link, stands: Current, heard: Heard, *, closed: bool) -> Stood:
    """From what a link's state at that moment is worked out."""
    number = stands.number or 0
    said = _last_said(heard.answers, number)
    return Stood(
        at=at,
        expires_at=link.expires_at,
        most_uses=link.most_uses,
        ended=link.ended,
        locked=link.locked_at is not None,
        recalled=stands.recalled,
        closed=closed,
        replaced=stands.number is None,
        prepared=heard.prepared,
        opened=link.opened_at is not None,
        consented=any(each.number == number for each in heard.consents),
        declined=said is AnswerKind.DECLINED,
        elsewhere=said is AnswerKind.ELSEWHERE,
        wrong_account=wrong_account(heard.answers, heard.sendings),
        sent=_sent(heard.sendings, heard.consents),
        number=number,
    )


def of_version(stood: Stood, number: int, consents: Sequence[Consent], answers: Sequence[LinkAnswer]) -> Stood:
    """What the state of one version is worked out from, whichever is shown: what was said and sent of it alone."""
    said = _last_said(tuple(answers), number)
    return replace(
        stood,
        number=number,
        replaced=False,
        consented=any(each.number == number for each in consents),
        declined=said is AnswerKind.DECLINED,
        elsewhere=said is AnswerKind.ELSEWHERE,
        sent=tuple(each for each in stood.sent if each.number == number),
    )


def may_leave(unit: WritingUnit, outside: Outside, link_id: str, handoff_id: str) -> bool:
    """Whether a hand-off made at the link may still leave: the link is open, and shows what was consented to."""
    return open_for(unit, outside, link_id, handoff_id) is not None


def is_still_to_place(consent: Consent) -> bool:
    """Whether the yes was to what was left of an earlier hand-off.

    Its `changes` then hold the version of the client's own basket that took it; 0 where all was left, and that went
    again as it was.
    """
    return "still_to_place" in consent.changes


def open_for(unit: WritingUnit, outside: Outside, link_id: str, handoff_id: str) -> Looked | None:
    """The link as it stands; None where the hand-off may not leave from it any more."""
    link, consent = unit.links.get(link_id), unit.links.consent_of(handoff_id)
    found = looked(unit, outside, link) if link is not None else None
    if found is None or found.version is None or consent is None:
        return None
    shows = door(found.stood, still_to_place=is_still_to_place(consent))
    return found if shows is Door.OPEN and consent.number == found.version.number else None


def _sendings(unit: Unit, outside: Outside, own: Basket | None) -> tuple[Sending, ...]:
    if own is None:
        return ()
    handoffs = unit.handoffs.of_basket(own.id)
    news = gather(unit, handoffs)
    now = outside.clock()
    return tuple(sending(outside, each, news[each.id], now) for each in handoffs)


def _sent(sendings: tuple[Sending, ...], consents: tuple[Consent, ...]) -> tuple[Sent, ...]:
    numbers = {each.handoff_id: each.number for each in consents}
    took = {each.handoff_id: int(str(each.changes["still_to_place"])) for each in consents if is_still_to_place(each)}
    return tuple(
        Sent(
            numbers.get(each.handoff.id, 0),
            each.handoff.part,
            each.handoff.parts,
            each.state,
            left=each.handoff.left_at is not None,
            still_to_place=took.get(each.handoff.id, 0),
        )
        for each in sendings
    )


def _last_said(answers: tuple[LinkAnswer, ...], number: int) -> AnswerKind | None:
    """The client's last word on the version: no, or elsewhere; None: neither."""
    kinds = {AnswerKind.DECLINED, AnswerKind.ELSEWHERE}
    said = [each for each in answers if each.number == number and each.kind in kinds]
    return None if not said or said[-1].details.get("taken_back") else said[-1].kind


def wrong_account(answers: tuple[LinkAnswer, ...], sendings: tuple[Sending, ...]) -> bool:
    """Whether another Kite account than the client's was used: by the order book's owner, else by their own word."""
    read = named_account(sendings)
    if read is not None:
        return read.fault is ReadingFault.WRONG_ACCOUNT
    said = [each for each in answers if each.kind is AnswerKind.KITE_ID]
    return bool(said) and said[-1].details.get("same") is False


def named_account(sendings: Sequence[Sending]) -> Reading | None:
    """The last reading in which Kite told whose account it is; one that failed before that says nothing of it."""
    named = [reading for each in sendings for reading in each.news.readings if reading.kite_user_id is not None]
    return named[-1] if named else None
