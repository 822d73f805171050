"""Where a basket of the firm's stands, and where one shared version does: worked out from what was kept, not stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from tokri.core.desk.advice import Decision, DeskBasket, SharedVersion
from tokri.core.desk.brief import Brief


class BasketState(StrEnum):
    """Of a version only WAITING, REFUSED and READY are told."""

    DRAFT = "draft"  #: never shared
    WAITING = "waiting"  #: shared, and a second person has yet to say yes or no
    REFUSED = "refused"  #: a second person said no
    READY = "ready"  #: approved, or shared by a firm that asks no second person
    CHANGED = "changed"  #: what is written now is not what was shared last
    ARCHIVED = "archived"


def basket_state(basket: DeskBasket, versions: Sequence[SharedVersion], decisions: Iterable[Decision]) -> BasketState:
    """Where the basket stands. `versions` are its own, in order; decisions on others do not count."""
    if basket.archived_at is not None:
        return BasketState.ARCHIVED
    if not versions:
        return BasketState.DRAFT
    latest = versions[-1]
    if latest.sha256 != basket.proposal.sha256:
        return BasketState.CHANGED
    return version_state(latest, decisions)


def brief_state(basket: Brief) -> BasketState:
    """Where a basket stands of which no more is known than in brief."""
    if basket.archived_at is not None:
        return BasketState.ARCHIVED
    latest = basket.shared
    if latest is None:
        return BasketState.DRAFT
    if latest.sha256 != basket.outline.sha256:
        return BasketState.CHANGED
    return _decided(latest.approved, asked=latest.approval_required)


def version_state(version: SharedVersion, decisions: Iterable[Decision]) -> BasketState:
    """Where one version stands. A decision counts even where the firm asked for none."""
    decision = decision_on(version, decisions)
    return _decided(None if decision is None else decision.approved, asked=version.approval_required)


def _decided(approved: bool | None, *, asked: bool) -> BasketState:
    if approved is None:
        return BasketState.WAITING if asked else BasketState.READY
    return BasketState.READY if approved else BasketState.REFUSED


def decision_on(version: SharedVersion, decisions: Iterable[Decision]) -> Decision | None:
    """What was decided of that version; None: nothing yet."""
    key = (version.basket_id, version.number)
    return next((each for each in decisions if (each.basket_id, each.number) == key), None)
