"""Sharing a basket: what stands in the way, and the version that is frozen when nothing does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tokri.core.basket import OrderText
from tokri.core.desk.advice import Decision, DeskBasket, SharedVersion
from tokri.core.desk.advised import advised_problems
from tokri.core.desk.completeness import Shown, lacking, standing, ticks_in_words, validity, wording
from tokri.core.desk.firm import Firm
from tokri.core.desk.restricted import Hit
from tokri.core.desk.states import BasketState, basket_state
from tokri.core.desk.suitability import ReasonFault, reason_fault
from tokri.core.known import Known
from tokri.core.ports import Acceptance, AlreadyThere, Outside, ReadingUnit, WritingUnit
from tokri.core.problems import Problem, Severity
from tokri.core.rules import Checked, check
from tokri.desk.by import By
from tokri.desk.restrictions import Know, restricted_in


@dataclass(frozen=True, slots=True)
class Sharing:
    """A basket as it would be shared now. `problems` are all that was found, the basket's own before its orders'."""

    basket: DeskBasket
    firm: Firm
    checked: Checked
    problems: tuple[Problem, ...]
    hits: tuple[Hit, ...]
    versions: tuple[SharedVersion, ...]
    decisions: tuple[Decision, ...]

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
    def same(self) -> SharedVersion | None:
        """The last version, if it holds exactly what is written now."""
        latest = self.versions[-1] if self.versions else None
        return latest if latest is not None and latest.sha256 == self.basket.proposal.sha256 else None

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
        basket = unit.desk_baskets.get(basket_id)
        return None if basket is None else _sharing(outside, unit, basket, know(basket.proposal.draft.orders))


def share(outside: Outside, by: By, basket_id: str, ask: Ask, know: Know) -> SharedVersion | Refused | None:
    """Freeze what was shown, and record it; None: there is no such basket.

    The same content twice in a row is one version, and the first is the answer.
    """
    gathered = _gathered(outside, basket_id, know)
    if gathered is None:
        return None
    orders, known = gathered
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(basket_id)
        if basket is None:
            return None
        now_written = basket.proposal.draft.orders
        sharing = _sharing(outside, unit, basket, known if now_written == orders else know(now_written))
        if sharing.same is not None and ask.sha256 == sharing.same.sha256:
            return sharing.same
        refused = _refused(sharing, ask)
        return refused or _freeze(outside, unit, by, sharing, ask)


def _gathered(outside: Outside, basket_id: str, know: Know) -> tuple[Sequence[OrderText], Known] | None:
    """What is known of the orders, for a unit that others wait for."""
    with outside.store.reading() as unit:
        basket = unit.desk_baskets.get(basket_id)
    if basket is None:
        return None
    orders = basket.proposal.draft.orders
    return orders, know(orders)


def _sharing(outside: Outside, unit: ReadingUnit | WritingUnit, basket: DeskBasket, known: Known) -> Sharing:
    proposal, latest = basket.proposal, unit.firm.latest()
    firm = latest.firm if latest is not None else Firm()
    checked = check(proposal.draft.orders, known)
    own = (*standing(basket), *lacking(proposal, firm), *validity(proposal, known), *wording(proposal, known))
    advised = advised_problems(proposal.legs, proposal.draft.orders, outside.clock())
    return Sharing(
        basket=basket,
        firm=firm,
        checked=checked,
        problems=(*own, *advised, *(each for each in checked.problems if each.severity is not Severity.NOTE)),
        hits=restricted_in(outside, proposal.draft.orders, unit.restrictions.all(), known),
        versions=tuple(unit.desk_baskets.versions(basket.id)),
        decisions=tuple(unit.desk_baskets.decisions([basket.id])),
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
