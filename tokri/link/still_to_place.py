"""At a link: what is left of what was handed to Kite, and what is offered of it: at the same price, or not at all.

Any other price is new advice, and a new version's. What is offered is said yes to and handed off as all else is
(tokri/link/handing.py); with the yes the client's own basket gets a version of exactly that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import Recipient
from tokri.core.known import Known
from tokri.core.link.choices import NO_CHOICES, Chosen
from tokri.core.link.choosing import choose
from tokri.core.link.standing import standing
from tokri.core.link.state import Door, door
from tokri.core.link.still_to_place import what_is_left
from tokri.core.ports import Outside, WritingUnit
from tokri.core.rules import check
from tokri.core.still_to_place import StillToPlace
from tokri.core.verdict import Standing as VerdictStanding
from tokri.journey.review import Before, Gathered, Review, review_draft
from tokri.journey.still_to_place import may_be_left, still_to_place_of
from tokri.link.known import known_of
from tokri.link.look import Looked, Unit, is_still_to_place
from tokri.link.offering import Offered, sent_before
from tokri.link.remembered import chosen_last


class Shut(StrEnum):
    """Why nothing of what is left can be placed from this link now."""

    NOTHING = "nothing"  #: nothing is left, as far as is known
    CLOSED = "closed"  #: the link has ended, or the advice was taken back, or it was used as often as may be
    ACCOUNT = "account"  #: another Kite account was used
    NEWER = "newer"  #: newer advice is there than what was handed off
    PARTS = "parts"  #: a part of the advice was not sent yet: that comes first
    OTHER = "other"  #: what is left is no order of the advice's
    PRICES = "prices"  #: the advice is over, or prices have moved out of it


@dataclass(frozen=True, slots=True)
class StillToPlaceOfLink:
    """What is left at a link. `offered` is what may be said yes to now; `shut` why nothing may.

    `goes_on` says that it was said yes to before, and that some of it was not sent, or came to nothing.
    """

    looked: Looked
    still_to_place: StillToPlace
    offered: Offered | None
    shut: Shut | None
    goes_on: bool = False

    @property
    def part(self) -> int:
        """The number of the part that comes next: the first that was not sent, or that nothing came of."""
        review = self.offered.review if self.offered is not None else None
        parts = review.parts if review is not None else ()
        may_go = (each for each in parts if each.last is None or not (self.goes_on and each.last.may_have_placed))
        return next((each.part.number for each in may_go), 1)


def see(outside: Outside, looked: Looked) -> StillToPlaceOfLink:
    """What is left at the link as it stands now."""
    facts = known_of(outside, looked)
    with outside.store.reading() as unit:
        return see_in(unit, outside, looked, facts)


def offers(outside: Outside, looked: Looked) -> bool:
    """Whether there is something to place at the link, or to say of what is over and held back."""
    if not may_be_left(looked.sendings):
        return False
    found = see(outside, looked)
    return found.offered is not None or found.still_to_place.to_show


def adviser_prepares(outside: Outside, looked: Looked) -> bool:
    """Whether the firm drafts what is left, and the client has no link to that yet."""
    if looked.stood.recalled or not may_be_left(looked.sendings):
        return False
    with outside.store.reading() as unit:
        taken = (one for line in still_to_place_of(unit, looked.link.id).taken for one in line.taken)
        drafts = dict.fromkeys(one.basket_id for one in taken if one.basket_id != looked.link.id)
        return any(unit.links.live(each, looked.client.id) is None for each in drafts)


def still_to_place_at(unit: Unit, link_id: str) -> StillToPlace:
    """What is left of all that was handed off at a link, whatever may be done about it there."""
    return still_to_place_of(unit, link_id)


def stands_on_still_to_place(looked: Looked) -> bool:
    """Whether what the client said yes to last was what is left, of the version that the link shows."""
    last = looked.consents[-1] if looked.consents else None
    shows = looked.version.number if looked.version is not None else 0
    return last is not None and is_still_to_place(last) and last.number == shows


def see_in(unit: Unit, outside: Outside, looked: Looked, facts: Known) -> StillToPlaceOfLink:
    """The same, within a unit that is open already; `facts` is what is known of the advice's orders."""
    left = still_to_place_of(unit, looked.link.id)
    going_on = _going_on(unit, outside, looked, left, facts)
    if going_on is None and not left.left:
        return StillToPlaceOfLink(looked, left, None, Shut.NOTHING)
    if (shut := _shut(looked)) is not None:
        return StillToPlaceOfLink(looked, left, None, shut)
    if going_on is None and _parts_to_come(unit, outside, looked, facts):
        return StillToPlaceOfLink(looked, left, None, Shut.PARTS)
    offered = going_on or _offered(unit, outside, looked, left.orders, facts)
    if offered is None:
        return StillToPlaceOfLink(looked, left, None, Shut.OTHER)
    if offered.standing.blocked:
        return StillToPlaceOfLink(looked, left, offered, Shut.PRICES, goes_on=going_on is not None)
    return StillToPlaceOfLink(looked, left, offered, None, goes_on=going_on is not None)


def _shut(looked: Looked) -> Shut | None:
    """Why the link lets nothing more go."""
    if looked.stood.wrong_account:
        return Shut.ACCOUNT
    if looked.version is None or door(looked.stood, still_to_place=True) is not Door.OPEN:
        return Shut.CLOSED
    last = looked.consents[-1].number if looked.consents else 0
    return Shut.NEWER if last != looked.version.number else None


def _as_advised(looked: Looked, orders: tuple[OrderText, ...]) -> Chosen | None:
    """These orders as the advice that the link shows has them."""
    return what_is_left(looked.version.proposal, orders) if looked.version is not None else None


def overtaken(unit: Unit, looked: Looked, handoff_id: str) -> bool:
    """Whether the hand-off places what was left, and of that it became known since that it was placed, or may be."""
    consent, handoff = unit.links.consent_of(handoff_id), unit.handoffs.by_id(handoff_id)
    if consent is None or handoff is None or not is_still_to_place(consent):
        return False
    places = range(handoff.first_order, handoff.first_order + handoff.orders)
    left = still_to_place_of(unit, looked.link.id)
    return _overtaken(left, looked, handoff.version_number, places)


def _overtaken(left: StillToPlace, looked: Looked, number: int, places: Collection[int]) -> bool:
    """The same of these places of a version: of what it took, or of an earlier sending of itself."""
    sent = (each for each in looked.sendings if each.handoff.version_number == number and each.handoff.left_at)
    told = (one for each in sent for one in each.verdicts.orders if one.order in places)
    there = any(one.filled or one.still_open or one.reported or one.standing is VerdictStanding.UNTOLD for one in told)
    return there or bool(left.overtaken(looked.link.id, number))


def _going_on(unit: Unit, outside: Outside, looked: Looked, left: StillToPlace, facts: Known) -> Offered | None:
    """What was left and said yes to before, while a part of it was not sent or may be sent once more; else None.

    None as well where it was placed after all, as became known since.
    """
    own = looked.own
    sent_on = {each.handoff_id for each in looked.consents if is_still_to_place(each)}
    last = [each for each in looked.sendings if each.handoff.id in sent_on]
    if own is None or not last or last[-1].handoff.version_number != own.latest.number:
        return None
    offered = _offered(unit, outside, looked, own.latest.draft.orders, facts)
    if offered is None or offered.review is None:
        return None
    goes_on = offered.review.next_part is not None or not last[-1].may_have_placed
    may_go = [each.part for each in offered.review.parts if each.last is None or not each.last.may_have_placed]
    places = {each.first + place for each in may_go for place in range(len(each.orders))}
    return offered if goes_on and not _overtaken(left, looked, own.latest.number, places) else None


def _parts_to_come(unit: Unit, outside: Outside, looked: Looked, facts: Known) -> bool:
    """Whether a part of what the client chose was never sent."""
    own = looked.own
    if own is None:
        return False
    review = _review(unit, outside, looked, own.latest.draft, facts)
    sent_on = {each.handoff_id for each in looked.consents if is_still_to_place(each)}
    chosen = [each for each in looked.sendings if each.handoff.id not in sent_on]
    last = chosen[-1].handoff if chosen else None
    if last is None or last.version_number != own.latest.number:
        return False
    return review.next_part is not None


def _offered(
    unit: Unit, outside: Outside, looked: Looked, orders: tuple[OrderText, ...], facts: Known
) -> Offered | None:
    """These orders, as they would be said yes to; None: they are not the advice's."""
    version, chosen = looked.version, _as_advised(looked, orders)
    if version is None or chosen is None or not chosen.ready:
        return None
    checked = check(chosen.orders, facts)
    draft = Draft(version.proposal.draft.name, chosen.orders, version.proposal.draft.sequence)
    review = _review(unit, outside, looked, draft, facts)
    stands, before = standing(version, chosen, facts, checked), sent_before(unit, outside, looked.link)
    return Offered(looked, NO_CHOICES, chosen, stands, review, facts, before, still_to_place=True)


def _review(unit: Unit, outside: Outside, looked: Looked, draft: Draft, facts: Known) -> Review:
    so_far = Before(looked.own, looked.sendings)
    gathered = Gathered(draft.orders, facts)
    return review_draft(unit, outside, looked.link.visitor_id, looked.link.id, draft, gathered=gathered, before=so_far)


def chosen_of(unit: WritingUnit, found: Looked, recipient: Recipient, handoff_id: str, facts: Known) -> Chosen | None:
    """What the hand-off sends of the advice: what was chosen of it, or what is left of that."""
    if found.version is None:
        return None
    consent, handoff = unit.links.consent_of(handoff_id), unit.handoffs.by_id(handoff_id)
    if consent is None or handoff is None or not is_still_to_place(consent):
        return choose(found.version.proposal, recipient.quantities, facts, chosen_last(found))
    version = unit.baskets.version(handoff.basket_id, handoff.version_number)
    return what_is_left(found.version.proposal, version.draft.orders) if version is not None else None
