"""A second person's yes or no to what was shared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from tokri.core.desk.advice import Decision, DeskBasket, Recipient, SharedVersion
from tokri.core.desk.approval import DecisionBar, decision_bar
from tokri.core.desk.exits import Room
from tokri.core.desk.states import BasketState, decision_on, version_state
from tokri.core.desk.suitability import LONGEST_REASON, ReasonFault, reason_fault
from tokri.core.ports import AlreadyThere, Outside, ReadingUnit, WritingUnit
from tokri.desk.by import By
from tokri.desk.drafted import DraftedFor, drafted_with_codes
from tokri.desk.exits import room_for


@dataclass(frozen=True, slots=True)
class Frozen:
    """A shared version and what became of it. `versions` are all of its basket, `names` people by id.

    `drafted`: for whom alone its basket was drafted, each in their own quantity; None: for nobody in particular. `room`
    is what other drafts have of what they filled.
    """

    basket: DeskBasket
    version: SharedVersion
    versions: tuple[SharedVersion, ...]
    decisions: tuple[Decision, ...]
    recipients: tuple[Recipient, ...]
    names: dict[str, str]
    drafted: DraftedFor | None = None
    room: Room | None = None

    @property
    def decision(self) -> Decision | None:
        return decision_on(self.version, self.decisions)

    @property
    def state(self) -> BasketState:
        return version_state(self.version, self.decisions)

    @property
    def newest(self) -> bool:
        return self.version.number == self.versions[-1].number

    @property
    def open(self) -> bool:
        """Whether clients may be chosen for it: for the newest alone, unless it was refused or put away."""
        return self.newest and self.state is not BasketState.REFUSED and self.basket.archived_at is None

    @property
    def before(self) -> SharedVersion | None:
        """The version before it."""
        earlier = [each for each in self.versions if each.number < self.version.number]
        return earlier[-1] if earlier else None

    def bar(self, person_id: str) -> DecisionBar | None:
        """Why this person has no say over it; None: they have."""
        archived = self.basket.archived_at is not None
        return decision_bar(self.version, self.versions, self.decisions, person_id, archived=archived)


def frozen_version(outside: Outside, basket_id: str, number: int) -> Frozen | None:
    """A shared version; None: there is none of that number."""
    with outside.store.reading() as unit:
        return _frozen(unit, outside, basket_id, number)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The newest version of a basket, which waits for a second person. `names` are people by id."""

    version: SharedVersion
    names: dict[str, str]

    def bar(self, person_id: str) -> DecisionBar | None:
        """Why this person has no say over it; None: they have."""
        return decision_bar(self.version, (self.version,), (), person_id)


def waiting(outside: Outside) -> tuple[Waiting, ...]:
    """What waits for a second person, oldest first: of each basket its newest version."""
    with outside.store.reading() as unit:
        names = {each.id: each.name for each in unit.people.all()}
        return tuple(Waiting(each, names) for each in unit.desk_lists.waiting())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was sent with the page: the hash of the version it showed, yes or no, and why."""

    sha256: str
    approved: bool
    reason: str = ""


class Refusal(StrEnum):
    """Why nothing was decided."""

    CHANGED = "changed"  #: what was shown is not that version
    BARRED = "barred"  #: they have no say; `bar` tells why
    REASON = "reason"  #: `fault` tells what is wrong with it


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was decided; `frozen` is how things stand now."""

    why: Refusal
    frozen: Frozen
    bar: DecisionBar | None = None
    fault: ReasonFault | None = None


def decide(outside: Outside, by: By, basket_id: str, number: int, verdict: Verdict) -> Decision | Refused | None:
    """Keep a yes or a no, and record it; None: there is no such version.

    A no takes a written reason; a yes may have one.
    """
    now = outside.clock()
    with outside.store.writing() as unit:
        frozen = _frozen(unit, outside, basket_id, number)
        if frozen is None:
            return None
        refused = _refused(frozen, by, verdict)
        if refused is not None:
            return refused
        decision = Decision(basket_id, number, verdict.approved, by.person_id, now, verdict.reason.strip())
        try:
            unit.desk_baskets.decide(decision)
        except AlreadyThere:
            return Refused(Refusal.BARRED, frozen, DecisionBar.DECIDED)
        kind = "version approved" if decision.approved else "version refused"
        unit.record(by.event(kind, basket_id, now, _facts(frozen.version, decision)))
    return decision


def _refused(frozen: Frozen, by: By, verdict: Verdict) -> Refused | None:
    if verdict.sha256 != frozen.version.sha256:
        return Refused(Refusal.CHANGED, frozen)
    bar = frozen.bar(by.person_id)
    if bar is not None:
        return Refused(Refusal.BARRED, frozen, bar)
    fault = reason_fault(verdict.reason)
    if verdict.approved:
        fault = ReasonFault.LONG if len(verdict.reason.strip()) > LONGEST_REASON else None
    return Refused(Refusal.REASON, frozen, fault=fault) if fault is not None else None


def _frozen(unit: ReadingUnit | WritingUnit, outside: Outside, basket_id: str, number: int) -> Frozen | None:
    basket, version = unit.desk_baskets.get(basket_id), unit.desk_baskets.version(basket_id, number)
    if basket is None or version is None:
        return None
    return Frozen(
        basket=basket,
        version=version,
        versions=tuple(unit.desk_baskets.versions(basket_id)),
        decisions=tuple(unit.desk_baskets.decisions([basket_id])),
        recipients=tuple(unit.desk_baskets.recipients(basket_id, number)),
        names={each.id: each.name for each in unit.people.all()},
        drafted=drafted_with_codes(unit, basket_id),
        room=room_for(unit, outside, basket_id, number),
    )


def _facts(version: SharedVersion, decision: Decision) -> dict[str, str | int | bool | None]:
    """The words of a reason may name people: the record has their hash, the decision the words."""
    reason = {"reason_sha256": hashlib.sha256(decision.reason.encode()).hexdigest()} if decision.reason else {}
    return {"number": version.number, "sha256": version.sha256, **reason}
