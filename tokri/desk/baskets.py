"""The firm's baskets: written, saved by whoever types, copied, put aside. None is ever deleted.

Each save counts the basket's edition up by one; who saves on an older edition than the newest is told, and nothing of
theirs or the other's is lost. Every step is recorded, and of saves that pauses in typing make, one in ten minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import Decision, DeskBasket, Disclosures, LegAdvice, Proposal, SharedVersion
from tokri.core.desk.finding import Standing
from tokri.core.desk.firm import Firm
from tokri.core.desk.people import Person
from tokri.core.desk.states import BasketState, basket_state, brief_state
from tokri.core.link.link import Recall
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.desk.by import By
from tokri.desk.drafted import DraftedFor, drafted_with_codes, recall_behind

#: While somebody writes, the record gets a row of it in so long.
RECORDED_EVERY: Final = timedelta(minutes=10)

#: The longest title, in characters, as of a basket of the public form.
LONGEST_TITLE: Final = 80

_COPY: Final = " (copy)"

#: Nothing written yet.
BLANK: Final = Proposal(Draft("", ()), ())


@dataclass(frozen=True, slots=True)
class Shelf:
    """All baskets of the firm in brief, last saved first, each with where it stands; and its people by their ids."""

    baskets: Sequence[Standing]
    people: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Opened:
    """One basket: where it stands, what was shared of it and decided on that, whom it names, and for which firm.

    `drafted`: for whom alone it was drafted, each in their own quantity; None: for nobody in particular. `recall`: the
    advice was taken back of which it places what was left.
    """

    basket: DeskBasket
    state: BasketState
    versions: Sequence[SharedVersion]
    decisions: Sequence[Decision]
    people: Mapping[str, Person]
    firm: Firm
    drafted: DraftedFor | None = None
    recall: Recall | None = None


class Came(Enum):
    """What a save came to."""

    SAVED = auto()
    SAME = auto()  #: nothing differs from what is there: no new edition
    NEWER = auto()  #: somebody saved in between: nothing was changed
    ARCHIVED = auto()  #: it was put aside: nothing was changed


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to, and the basket as it now is."""

    came: Came
    basket: DeskBasket


class Press(Enum):
    """What made a save."""

    PAUSE = auto()  #: a pause in typing, or a field that was left
    SAVE = auto()  #: a button
    OVERWRITE = auto()  #: a button, by somebody who has seen what the other had written


def shared_with(outside: Outside, basket_ids: Sequence[str]) -> Mapping[str, int]:
    """How many clients have a link to each of these baskets; one that nobody has a link to is not in it."""
    with outside.store.reading() as view:
        return view.links.shared_with(basket_ids) if basket_ids else {}


def list_baskets(outside: Outside) -> Shelf:
    """Every basket, also templates and those that were put aside."""
    with outside.store.reading() as view:
        baskets = view.desk_lists.briefs()
        people = {person.id: person for person in view.people.all()}
    return Shelf([Standing(each, brief_state(each)) for each in baskets], people)


def open_basket(outside: Outside, basket_id: str) -> Opened | None:
    """The basket with all that is known of it; None if there is none of that id."""
    with outside.store.reading() as view:
        basket = view.desk_baskets.get(basket_id)
        return None if basket is None else _opened(view, basket)


def _opened(view: ReadingUnit, basket: DeskBasket) -> Opened:
    versions = view.desk_baskets.versions(basket.id)
    decisions = view.desk_baskets.decisions([basket.id])
    latest = view.firm.latest()
    return Opened(
        basket,
        basket_state(basket, versions, decisions),
        versions,
        decisions,
        {person.id: person for person in view.people.all()},
        latest.firm if latest else Firm(),
        drafted_with_codes(view, basket.id),
        recall_behind(view, basket.id),
    )


def make_basket(outside: Outside, by: By, proposal: Proposal = BLANK, notes: str = "") -> DeskBasket:
    """A new basket. Whoever has just made an empty one and written nothing into it gets that one again."""
    with outside.store.writing() as unit:
        if proposal == BLANK and (untouched := _untouched(unit, by)):
            return untouched
        return make_basket_in(unit, outside, by, proposal, notes)


def make_basket_in(unit: WritingUnit, outside: Outside, by: By, proposal: Proposal, notes: str) -> DeskBasket:
    """The same of something written already, within a unit that is open."""
    basket = _new(outside, by, proposal, notes, outside.clock())
    unit.desk_baskets.add(basket)
    unit.record(by.event("basket made", basket.id, basket.created_at, _facts(basket)))
    return basket


def _untouched(unit: WritingUnit, by: By) -> DeskBasket | None:
    mine = (each for each in unit.desk_baskets.begun(by.person_id) if each.archived_at is None and not each.template)
    return next((each for each in mine if each.proposal == BLANK), None)


def _new(outside: Outside, by: By, proposal: Proposal, notes: str, at: datetime) -> DeskBasket:
    return DeskBasket(
        id=outside.chance.token(),
        proposal=proposal,
        notes=notes,
        edition=1,
        created_at=at,
        created_by=by.person_id,
        saved_at=at,
        saved_by=by.person_id,
        recorded_at=at,
        writers=() if proposal == BLANK else (by.person_id,),
    )


def copy_basket(outside: Outside, by: By, basket_id: str) -> DeskBasket | None:
    """A new basket with the same content; what is disclosed is asked anew. None: there is none of that id."""
    at = outside.clock()
    with outside.store.writing() as unit:
        original = unit.desk_baskets.get(basket_id)
        if original is None:
            return None
        draft = replace(original.proposal.draft, name=copy_title(original.proposal.draft.name))
        proposal = replace(original.proposal, draft=draft, disclosures=Disclosures())
        basket = _new(outside, by, proposal, original.notes, at)
        unit.desk_baskets.add(basket)
        if (drafted := unit.mending.follow_up(basket_id)) is not None:
            unit.mending.follow(replace(drafted, basket_id=basket.id, by=by.person_id, at=at))
        unit.record(by.event("basket duplicated", basket.id, at, {**_facts(basket), "of": basket_id}))
    return basket


def copy_title(title: str) -> str:
    """What a copy of the basket of that title is called."""
    return title[: LONGEST_TITLE - len(_COPY)].rstrip() + _COPY


def save_basket(
    outside: Outside, by: By, basket_id: str, proposal: Proposal, notes: str, *, after: int, press: Press = Press.SAVE
) -> Saved | None:
    """Put what was written in the place of edition `after`. None: there is no basket of that id.

    The form says nothing of disclosures: they stay as they are.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(basket_id)
        if basket is None:
            return None
        proposal = replace(proposal, disclosures=basket.proposal.disclosures)
        if (proposal.sha256, notes) == (basket.proposal.sha256, basket.notes):
            return Saved(Came.SAME, _tell(unit, by, basket, at) if press is not Press.PAUSE else basket)
        if basket.archived_at is not None:
            return Saved(Came.ARCHIVED, basket)
        saved = replace(
            basket.rewritten(proposal, by.person_id),
            notes=notes,
            edition=after + 1,
            saved_at=at,
            saved_by=by.person_id,
        )
        told = press is not Press.PAUSE or _due(basket, by, at)
        if told:
            saved = replace(saved, recorded_edition=saved.edition, recorded_at=at)
        if not unit.desk_baskets.save(saved, after):
            return Saved(Came.NEWER, basket)
        if told:
            over = {"over": basket.proposal.sha256} if press is Press.OVERWRITE else {}
            kind = "basket overwritten" if over else "basket saved"
            unit.record(by.event(kind, basket_id, at, {**_facts(saved), **over}))
    return Saved(Came.SAVED, saved)


def _due(basket: DeskBasket, by: By, at: datetime) -> bool:
    """Whether a save by a pause is told: the first by another hand, and else once in a while."""
    return basket.saved_by != by.person_id or basket.recorded_at is None or at >= basket.recorded_at + RECORDED_EVERY


def _tell(unit: WritingUnit, by: By, basket: DeskBasket, at: datetime) -> DeskBasket:
    """Record an edition that pauses made, now that somebody has pressed the button on it."""
    if basket.recorded_edition == basket.edition:
        return basket
    unit.desk_baskets.mark(basket.id, recorded_edition=basket.edition, recorded_at=at)
    unit.record(by.event("basket saved", basket.id, at, _facts(basket)))
    return replace(basket, recorded_edition=basket.edition, recorded_at=at)


def set_template(outside: Outside, by: By, basket_id: str, *, template: bool) -> bool:
    """Say that new baskets may start from this one, or no longer. False: there is none of that id."""
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(basket_id)
        if basket is None:
            return False
        if basket.template is not template:
            unit.desk_baskets.mark(basket_id, template=template)
            kind = "template made" if template else "template ended"
            unit.record(by.event(kind, basket_id, outside.clock(), _facts(basket)))
    return True


def set_archived(outside: Outside, by: By, basket_id: str, *, archived: bool) -> bool:
    """Put the basket aside, or take it back. False: there is none of that id."""
    at = outside.clock()
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(basket_id)
        if basket is None:
            return False
        if (basket.archived_at is not None) is not archived:
            unit.desk_baskets.mark(basket_id, archived_at=at if archived else None)
            if archived and not basket.versions:
                unit.mending.free([basket_id])  # nobody was given it: what it was to place is left again
            kind = "basket archived" if archived else "basket taken back"
            unit.record(by.event(kind, basket_id, at, _facts(basket)))
    return True


def _facts(basket: DeskBasket) -> dict[str, str | int | bool | None]:
    return {
        "edition": basket.edition,
        "orders": len(basket.proposal.draft.orders),
        "sha256": basket.proposal.sha256,
    }


def beside(orders: Sequence[OrderText], legs: Sequence[LegAdvice]) -> tuple[tuple[OrderText, LegAdvice], ...]:
    """Each order with what is said of it, without the empty ones at the end that were added and never filled."""
    pairs = list(zip(orders, legs, strict=True))
    while pairs and pairs[-1][0].empty and pairs[-1][1].empty:
        pairs.pop()
    return tuple(pairs)
