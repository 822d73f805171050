"""Sharing a basket: what stands in the way, and the version that is frozen when nothing does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tokri.core.basket import OrderText
from tokri.core.desk.advice import Decision, DeskBasket, SharedVersion
from tokri.core.desk.advised import advised_problems
from tokri.core.desk.completeness import Shown, lacking, left_of_recalled, standing, ticks_in_words, validity, wording
from tokri.core.desk.exits import Over, Room
from tokri.core.desk.firm import Firm
from tokri.core.desk.own_check import OwnCheck, check_for
from tokri.core.desk.restricted import Hit, Restriction, hits
from tokri.core.desk.states import BasketState, basket_state
from tokri.core.desk.suitability import ReasonFault, reason_fault
from tokri.core.known import Known
from tokri.core.link.link import Recall
from tokri.core.ports import Acceptance, AlreadyThere, Outside, ReadingUnit, WritingUnit
from tokri.core.problems import Problem, Severity
from tokri.core.times import ist
from tokri.desk.by import By
from tokri.desk.drafted import DraftedFor, drafted_with_codes, recall_behind
from tokri.desk.exits import over_of_each, room_for
from tokri.desk.restrictions import Know, with_shares


@dataclass(frozen=True, slots=True)
class Sharing:
    """A basket as it would be shared now. `problems` are all that was found, the basket's own before its orders'.

    `same` is the last version, if it holds exactly what is written now. Of a basket that was `drafted` for certain
    clients the orders are checked in each one's own quantities, and `over` is who would exit what other drafts have.
    `recall`: the advice was taken back of which it places what was left.
    """

    basket: DeskBasket
    firm: Firm
    own: OwnCheck
    problems: tuple[Problem, ...]
    hits: tuple[Hit, ...]
    versions: tuple[SharedVersion, ...]
    decisions: tuple[Decision, ...]
    same: SharedVersion | None
    drafted: DraftedFor | None = None
    over: Mapping[str, Over] = field(default_factory=dict)
    recall: Recall | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What needs a tick."""
        return tuple(each for each in self.problems if each.severity is Severity.WARNING)

    @property
    def to_accept(self) -> frozenset[Acceptance]:
        """The tick of every warning."""
        return frozenset(Acceptance(each.code, each.order) for each in self.warnings)

    @property
    def sha256(self) -> str:
        """A hash of all that the page shows."""
        return Shown(self.basket.proposal, self.problems, self.hits, self.firm.approval_required).sha256

    @property
    def number(self) -> int:
        """The number of the version that would be frozen."""
        return self.versions[-1].number + 1 if self.versions else 1

    @property
    def state(self) -> BasketState:
        return basket_state(self.basket, self.versions, self.decisions)


@dataclass(frozen=True, slots=True)
class Ask:
    """What was sent with the page: what it showed, the ticks made on it, and the answer to the list's question.

    `edition` and `sha256` are the basket's, `shown` is the hash of all that stood there.
    """

    edition: int
    sha256: str
    shown: str
    ticks: frozenset[Acceptance] = frozenset()
    answer: str = ""


class Refusal(StrEnum):
    """Why nothing was frozen."""

    CHANGED = "changed"  #: what was shown is not what is there now
    NOT_READY = "not-ready"
    NOT_TICKED = "not-ticked"
    NOT_ANSWERED = "not-answered"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was frozen; `sharing` is how things stand now. `fault` is what is wrong with an answer, if one is."""

    why: Refusal
    sharing: Sharing
    fault: ReasonFault | None = None


def look_at(outside: Outside, basket_id: str, know: Know) -> Sharing | None:
    """The basket as it would be shared now; None: there is none."""
    with outside.store.reading() as unit:
        kept = _kept(unit, outside, basket_id)
    return None if kept is None else _sharing(outside, kept, _known(outside, kept, know))


def share(outside: Outside, by: By, basket_id: str, ask: Ask, know: Know) -> SharedVersion | Refused | None:
    """Freeze what was shown, and record it; None: there is no such basket.

    The same content twice in a row is one version, and the first is the answer, unless the basket was put away since:
    that shares nothing. What is known of the orders is gathered before the unit, which others wait for; of orders that
    changed meanwhile, nothing is frozen.
    """
    with outside.store.reading() as unit:
        before = _kept(unit, outside, basket_id)
    if before is None:
        return None
    known = _known(outside, before, know)
    with outside.store.writing() as writing:
        kept = _kept(writing, outside, basket_id)
        if kept is None:
            return None
        if kept.same is not None and ask.sha256 == kept.same.sha256 and kept.basket.archived_at is None:
            return kept.same
        if kept.orders == before.orders:
            sharing = _sharing(outside, kept, known)
            refused = _refused(sharing, ask)
            return refused or _freeze(outside, writing, by, sharing, ask)
    return Refused(Refusal.CHANGED, _sharing(outside, kept, _known(outside, kept, know)))


@dataclass(frozen=True, slots=True)
class _Kept:
    """All that the store tells of a basket that is to be shared."""

    basket: DeskBasket
    firm: Firm
    restrictions: tuple[Restriction, ...]
    versions: tuple[SharedVersion, ...]
    decisions: tuple[Decision, ...]
    drafted: DraftedFor | None
    room: Room | None
    recall: Recall | None

    @property
    def orders(self) -> tuple[OrderText, ...]:
        return self.basket.proposal.draft.orders

    @property
    def same(self) -> SharedVersion | None:
        """The last version, if it holds exactly what is written now."""
        latest = self.versions[-1] if self.versions else None
        return latest if latest is not None and latest.sha256 == self.basket.proposal.sha256 else None


def _kept(unit: ReadingUnit | WritingUnit, outside: Outside, basket_id: str) -> _Kept | None:
    basket, latest = unit.desk_baskets.get(basket_id), unit.firm.latest()
    if basket is None:
        return None
    versions = tuple(unit.desk_baskets.versions(basket_id))
    return _Kept(
        basket=basket,
        firm=latest.firm if latest is not None else Firm(),
        restrictions=tuple(unit.restrictions.all()),
        versions=versions,
        decisions=tuple(unit.desk_baskets.decisions([basket_id])),
        drafted=drafted_with_codes(unit, basket_id),
        room=room_for(unit, outside, basket_id, len(versions) + 1),
        recall=recall_behind(unit, basket_id),
    )


def _known(outside: Outside, kept: _Kept, know: Know) -> Known:
    return with_shares(outside, kept.orders, know(kept.orders))


def _sharing(outside: Outside, kept: _Kept, known: Known) -> Sharing:
    basket, proposal, now = kept.basket, kept.basket.proposal, outside.clock()
    own_check = check_for(kept.orders, known, kept.drafted.for_whom if kept.drafted is not None else None)
    own = (
        *standing(basket),
        *left_of_recalled(kept.recall),
        *lacking(proposal, kept.firm),
        *validity(proposal, known),
        *wording(proposal, known),
    )
    advised = advised_problems(proposal.legs, kept.orders, now)
    return Sharing(
        basket=basket,
        firm=kept.firm,
        own=own_check,
        problems=(*own, *advised, *(each for each in own_check.checked.problems if each.severity is not Severity.NOTE)),
        hits=hits(kept.orders, kept.restrictions, ist(now).date(), known),
        versions=kept.versions,
        decisions=kept.decisions,
        same=kept.same,
        drafted=kept.drafted,
        over=over_of_each(kept.room, kept.drafted, kept.orders, known),
        recall=kept.recall,
    )


def _refused(sharing: Sharing, ask: Ask) -> Refused | None:
    shown = (sharing.basket.edition, sharing.basket.proposal.sha256, sharing.sha256)
    if shown != (ask.edition, ask.sha256, ask.shown):
        return Refused(Refusal.CHANGED, sharing)
    if sharing.errors:
        return Refused(Refusal.NOT_READY, sharing)
    fault = reason_fault(ask.answer) if sharing.hits else None
    if fault is not None:
        return Refused(Refusal.NOT_ANSWERED, sharing, fault)
    if not sharing.to_accept <= ask.ticks:
        return Refused(Refusal.NOT_TICKED, sharing)
    return None


def _freeze(outside: Outside, unit: WritingUnit, by: By, sharing: Sharing, ask: Ask) -> SharedVersion | Refused:
    now, basket = outside.clock(), sharing.basket
    version = SharedVersion(
        basket_id=basket.id,
        number=sharing.number,
        proposal=basket.proposal,
        sha256=basket.proposal.sha256,
        shared_at=now,
        shared_by=by.person_id,
        approval_required=sharing.firm.approval_required,
        question=ask.answer.strip() if sharing.hits else "",
        writers=basket.writers,
    )
    try:
        unit.desk_baskets.share(version)
    except AlreadyThere:
        return Refused(Refusal.CHANGED, sharing)
    unit.desk_baskets.mark(basket.id, writers=())
    unit.record(by.event("basket shared", basket.id, now, _facts(sharing, version)))
    return version


def _facts(sharing: Sharing, version: SharedVersion) -> dict[str, str | int | bool | None]:
    """The words of an answer may name people: the record has their hash, the version the words."""
    answered = {"question_sha256": hashlib.sha256(version.question.encode()).hexdigest()} if version.question else {}
    return {
        "number": version.number,
        "sha256": version.sha256,
        "approval_required": version.approval_required,
        "accepted": ticks_in_words((each.code, each.order) for each in sharing.to_accept),
        **answered,
    }
