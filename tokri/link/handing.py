"""A client's yes, and the hand-off that it is given to: what would be sent, word for word, stored in one unit with it.

One consent is given to one hand-off. Nothing is looked up while a unit is open that others wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import Enum, auto
from hashlib import sha256

from tokri.core.basket import Draft, Version
from tokri.core.known import Known
from tokri.core.link.choices import Choices, changes_as_facts
from tokri.core.link.link import Consent, Link
from tokri.core.link.state import Door, door
from tokri.core.ports import Acceptance, AlreadyThere, Event, Handoff, Outside, WritingUnit
from tokri.core.still_to_place import StillToPlace
from tokri.journey import handoff as journey
from tokri.journey.review import Gathered, PartReview, Review
from tokri.journey.still_to_place import still_to_place_of, take
from tokri.link.accounts import keep_typed, known_account
from tokri.link.acts import act, whose
from tokri.link.checking import asks
from tokri.link.known import known_of
from tokri.link.look import Looked, look, look_in
from tokri.link.offering import Offered, offer_in
from tokri.link.opening import opened_in
from tokri.link.remembered import chosen_last, typed
from tokri.link.still_to_place import Shut, see_in

#: The words of the consent to one part of what is offered, in the language of the page.
Compose = Callable[[Offered, PartReview], str]


@dataclass(frozen=True, slots=True)
class Ask:
    """What the client pressed: the choices, and the hashes of what they were shown.

    `ticked` is the yes itself; `again` the further one, to sending what may have been sent already. `ticks` accept
    warnings. `kite_user_id` is the account that they say is theirs, "" where they were not asked, or said nothing.
    `known` is what was known of what may be there already, as it was shown. `still_to_place`: it is said to what is
    left of what went before.
    """

    choices: Choices
    version_sha256: str
    review_sha256: str
    text_sha256: str
    part: int
    attempt: int
    ticked: bool
    again: bool = False
    ticks: Collection[Acceptance] = ()
    kite_user_id: str = ""
    known: str = ""
    still_to_place: bool = False


class Why(Enum):
    """Why there is no consent, and nothing was handed off."""

    CLOSED = auto()  #: the link does not let it: recalled, revoked, declined and so on
    CHECK = auto()  #: this browser has not answered the check
    REPLACED = auto()  #: the advice is another than the one that was read
    BLOCKED = auto()  #: the advice is over, or prices have moved out of it
    CHOICES = auto()  #: something that was chosen is in error, or nothing is left
    CHANGED = auto()  #: the orders, or the words, are others than those that were read
    NOT_TICKED = auto()
    NOT_ACCEPTED = auto()  #: a warning was not ticked
    NEWS = auto()  #: more became known of what was sent before, since it was shown
    NOT_ASKED_AGAIN = auto()  #: it may be placed twice, and the client has not said that they know
    SENT_ALREADY = auto()
    PART_CLOSED = auto()
    NOTHING_LEFT = auto()  #: nothing is left to be placed: it went meanwhile, or there is news of it


_OF_HANDOFF = {
    journey.Refusal.CHANGED: Why.CHANGED,
    journey.Refusal.NOT_READY: Why.CHOICES,
    journey.Refusal.NOT_TICKED: Why.NOT_ACCEPTED,
    journey.Refusal.SENT_ALREADY: Why.SENT_ALREADY,
    journey.Refusal.NOT_ASKED_AGAIN: Why.NOT_ASKED_AGAIN,
    journey.Refusal.NEWS: Why.NEWS,
    journey.Refusal.PART_CLOSED: Why.PART_CLOSED,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was kept; the link as it is now."""

    why: Why
    looked: Looked


class _NotKept(Exception):
    """Undo what the unit has written so far."""

    def __init__(self, why: Why, looked: Looked) -> None:
        super().__init__(why)
        self.refused = Refused(why, looked)


def consent(outside: Outside, token: str, browser_id: str, ask: Ask, compose: Compose) -> Handoff | Refused | None:
    """Keep the client's yes to one part, and store its hand-off with it; None: there is no such link.

    The same yes again, as a second press or another browser sends it, answers the hand-off that the first one made,
    as long as that has not left.
    """
    found = look(outside, token, browser_id)
    if found is None:
        return None
    facts = known_of(outside, found)
    acting = _Consenting(replace(outside, who=whose(found.link)), browser_id, ask, compose, facts)
    try:
        with outside.store.writing() as unit:
            looked = look_in(unit, outside, token, browser_id)
            return None if looked is None else acting.consent(unit, looked)
    except _NotKept as undone:
        return undone.refused


@dataclass(frozen=True, slots=True)
class _Consenting:
    """One press of the button, and what is known of the orders; done within one writing unit."""

    outside: Outside
    browser_id: str
    ask: Ask
    compose: Compose
    known: Known

    def consent(self, unit: WritingUnit, looked: Looked) -> Handoff | Refused:
        if why := self._shut(looked):
            return Refused(why, looked)
        offered = self._offered(unit, looked)
        if isinstance(offered, Why):
            return Refused(offered, looked)
        why, text = self._read(offered)
        if why is not None or offered.review is None:
            return Refused(why or Why.CHOICES, looked)
        return self._hand_off(unit, offered, offered.review, text)

    def _offered(self, unit: WritingUnit, looked: Looked) -> Offered | Why:
        """What is offered now: the advice, or what is left of it; or why nothing is."""
        if not self.ask.still_to_place:
            return offer_in(unit, self.outside, looked, self.ask.choices, self.known) or Why.CLOSED
        found = see_in(unit, self.outside, looked, self.known)
        return found.offered or (Why.NOTHING_LEFT if found.shut is Shut.NOTHING else Why.CLOSED)

    def _shut(self, looked: Looked) -> Why | None:
        if asks(looked):
            return Why.CHECK
        if door(looked.stood, still_to_place=self.ask.still_to_place) is not Door.OPEN or looked.version is None:
            return Why.CLOSED
        return Why.REPLACED if looked.version.sha256 != self.ask.version_sha256 else None

    def _read(self, offered: Offered) -> tuple[Why | None, str]:
        """Why what was read cannot be said yes to; else the words of the yes."""
        review = offered.review
        if offered.standing.blocked:
            return Why.BLOCKED, ""
        if review is None or not review.checked.ready:
            return Why.CHOICES, ""
        part = next((each for each in review.parts if each.part.number == self.ask.part), None)
        if review.sha256 != self.ask.review_sha256 or part is None:
            return Why.CHANGED, ""
        text = self.compose(offered, part)
        if text_sha256(text) != self.ask.text_sha256:
            return Why.CHANGED, ""
        if offered.before and not self.ask.again:
            return Why.NOT_ASKED_AGAIN, ""
        return (None, text) if self.ask.ticked else (Why.NOT_TICKED, "")

    def _hand_off(self, unit: WritingUnit, offered: Offered, review: Review, text: str) -> Handoff:
        """Save what was chosen as the client's own basket, hand its part off, keep the yes. Raises _NotKept."""
        looked, link, draft = offered.looked, offered.looked.link, review.version.draft
        left = still_to_place_of(unit, link.id) if offered.still_to_place else None
        version = self._save(unit, looked, draft)
        took = left is not None and looked.own is not None and version.number > looked.own.latest.number
        if left is not None and took:
            self._take(unit, looked, left, version)
        self._accounts(unit, looked)
        # What is left was told from evidence in this very unit: that what went from this address may be there already
        # nobody has to say. What may be there from others was asked above.
        again = self.ask.again or offered.still_to_place
        asked = journey.Ask(
            self.ask.review_sha256,
            self.ask.part,
            self.ask.attempt,
            again=again,
            ticks=self.ask.ticks,
            known=self.ask.known,
        )
        gathered = Gathered(draft.orders, self.known)
        done = journey.hand_off_in(
            unit, self.outside, link.visitor_id, link.id, asked, gathered=gathered, before=offered.before
        )
        if not isinstance(done, Handoff):
            raise _NotKept(_OF_HANDOFF[done.why] if done is not None else Why.CHANGED, looked)
        if unit.links.consent_of(done.id) is None:
            opened_in(unit, self.outside, link)
            kept = self._consent(offered, done, text, still_to_place=_version_that_took(unit, offered, done))
            unit.links.consent(kept)
            unit.record(self._event(link, kept))
        return done

    def _take(self, unit: WritingUnit, looked: Looked, left: StillToPlace, version: Version) -> None:
        try:
            take(unit, self.outside, looked.link.id, left, version)
        except AlreadyThere:
            raise _NotKept(Why.NOTHING_LEFT, looked) from None

    def _save(self, unit: WritingUnit, looked: Looked, draft: Draft) -> Version:
        link, at = looked.link, self.outside.clock()
        if looked.own is None:
            return unit.baskets.add(link.id, link.visitor_id, draft, at)
        return unit.baskets.save(link.id, draft, at)

    def _accounts(self, unit: WritingUnit, looked: Looked) -> None:
        """What is read of Kite later is held against the account that is the client's."""
        known_id = known_account(looked.client)
        if known_id:
            unit.visitors.set_kite_user(looked.link.visitor_id, known_id)
        elif self.ask.kite_user_id:
            keep_typed(unit, self.outside, looked, self.ask.kite_user_id, self.browser_id)

    def _consent(self, offered: Offered, handoff: Handoff, text: str, still_to_place: int | None) -> Consent:
        looked, link = offered.looked, offered.looked.link
        passed = looked.passed if link.check_kind else None
        version = looked.version
        if version is None:
            raise LookupError(link.id)
        choices = offered.choices if still_to_place is None else chosen_last(looked)
        changes = {**changes_as_facts(offered.chosen.changes), **typed(choices)}
        return Consent(
            id=self.outside.chance.token(),
            link_id=link.id,
            client_id=link.client_id,
            basket_id=link.basket_id,
            number=version.number,
            version_sha256=version.sha256,
            review_sha256=handoff.review_sha256,
            part=handoff.part,
            parts=handoff.parts,
            handoff_id=handoff.id,
            text=text,
            language=link.language,
            changes=changes if still_to_place is None else {**changes, "still_to_place": still_to_place},
            check_kind=link.check_kind if passed is not None else "",
            checked_at=passed.at if passed is not None else None,
            browser_id=self.browser_id,
            at=self.outside.clock(),
        )

    def _event(self, link: Link, kept: Consent) -> Event:
        told = act(
            self.outside,
            "consented",
            link,
            kept.at,
            version=kept.number,
            version_sha256=kept.version_sha256,
            handoff=kept.handoff_id,
            part=kept.part,
            parts=kept.parts,
            review=kept.review_sha256,
            language=kept.language,
            check=kept.check_kind,
        )
        return replace(told, personal={"text": kept.text})


def _version_that_took(unit: WritingUnit, offered: Offered, handoff: Handoff) -> int | None:
    """Which version of the client's own basket took what was left; 0: all was left, and goes as it went before.

    None: nothing was left of anything before.
    """
    if not offered.still_to_place:
        return None
    number = handoff.version_number
    return number if any(each.number == number for each in unit.mending.taken_into([handoff.basket_id])) else 0


def text_sha256(text: str) -> str:
    """What tells one wording of a consent from another."""
    return sha256(text.encode()).hexdigest()
