"""What a client is offered: the advice as it is meant for them, what they made of it, and what would be sent of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tokri.core.basket import Draft, OrderText
from tokri.core.known import Known
from tokri.core.link.choices import Choices, Chosen
from tokri.core.link.choosing import choose
from tokri.core.link.link import Link
from tokri.core.link.standing import Standing, standing
from tokri.core.link.state import Door, door
from tokri.core.ports import Outside
from tokri.core.rules import check
from tokri.journey.filled import filled_instruments
from tokri.journey.review import Before, Gathered, PartReview, Review, Sending, review_draft, sending
from tokri.journey.still_to_place import placed_after_all
from tokri.link.known import known_of
from tokri.link.look import Looked, Unit
from tokri.link.many import sendings_of
from tokri.link.remembered import chosen_last


@dataclass(frozen=True, slots=True)
class Offered:
    """What a client is offered, and what they made of it.

    `review` is that of their own basket as it would be sent; None while a choice is in error, or leaves nothing.
    `before` are the hand-offs from addresses that this one came after, as far as their orders may be at Kite.
    `still_to_place`: it is what was left of what went before.
    """

    looked: Looked
    choices: Choices
    chosen: Chosen
    standing: Standing
    review: Review | None
    known: Known
    before: tuple[Sending, ...] = ()
    still_to_place: bool = False

    @property
    def orders(self) -> tuple[OrderText, ...]:
        """The orders to be shown: those that go, else those that were advised to the client, in their quantities.

        A quantity that is the client's to say is "".
        """
        version, recipient = self.looked.version, self.looked.recipient
        if self.chosen.orders or version is None or recipient is None:
            return self.chosen.orders
        pairs = zip(version.proposal.draft.orders, recipient.quantities, strict=False)
        return tuple(
            replace(order, quantity="" if quantity is None else str(quantity))
            for order, quantity in pairs
            if quantity != 0
        )

    @property
    def may_send(self) -> bool:
        """Whether there is something to say yes to."""
        shows = door(self.looked.stood, still_to_place=self.still_to_place)
        return shows is Door.OPEN and self.standing.may_be_sent and self.part() is not None

    def part(self, asked: int | None = None) -> PartReview | None:
        """The part that is offered: the one asked for, else the last that may go."""
        ready = self.review is not None and self.review.checked.ready and self.review.parts
        return self.review.offered(asked) if self.review is not None and ready else None


def offer(outside: Outside, looked: Looked, choices: Choices | None = None) -> Offered | None:
    """What the client is offered, after these choices, else after their last; None: no version is for them now."""
    if looked.version is None:
        return None
    facts = known_of(outside, looked)
    with outside.store.reading() as unit:
        return offer_in(unit, outside, looked, chosen_last(looked) if choices is None else choices, facts)


def offer_in(unit: Unit, outside: Outside, looked: Looked, choices: Choices, facts: Known) -> Offered | None:
    """The same, within a unit that is open already; `facts` is what is known of the advice's orders."""
    version, recipient, link = looked.version, looked.recipient, looked.link
    if version is None or recipient is None:
        return None
    proposal, filled = version.proposal, filled_instruments(looked.sendings)
    facts = facts.without_limits(filled)
    chosen = choose(proposal, recipient.quantities, facts, choices)
    checked = check(chosen.orders, facts)
    review = None
    if chosen.ready:
        draft = Draft(proposal.draft.name, chosen.orders, proposal.draft.sequence)
        gathered = Gathered(draft.orders, facts, checked)
        so_far = Before(looked.own, looked.sendings)
        review = review_draft(unit, outside, link.visitor_id, link.id, draft, gathered=gathered, before=so_far)
    before = sent_before(unit, outside, link)
    return Offered(looked, choices, chosen, standing(version, chosen, facts, checked, filled), review, facts, before)


def sent_before(unit: Unit, outside: Outside, link: Link, at: datetime | None = None) -> tuple[Sending, ...]:
    """What may be at Kite from the client's other links to the basket, which have ended: of any version of it.

    So may what another basket handed off, if this one was drafted of what was left there, and news came since.
    `at` is the moment by which that is told; now, where none is given.
    """
    mine = [each for each in unit.links.of_client(link.client_id) if each.basket_id == link.basket_id]
    others = [each.id for each in mine if each.id != link.id]
    found = sendings_of(unit, outside, others) if others else {}
    sent = [each for sendings in found.values() for each in sendings]
    if at is not None:
        sent = [sending(outside, each.handoff, each.news, at) for each in sent]
    there = (each for each in sent if each.may_have_placed)
    return (*there, *placed_after_all(unit, outside, link.basket_id))
