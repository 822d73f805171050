"""Recall: one version taken back in one act; where that left each client, and drafts that correct what was placed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tokri.core.desk.advice import DeskBasket, SharedVersion
from tokri.core.desk.suitability import ReasonFault, reason_fault
from tokri.core.link.correcting import Correction, SentOff, correction
from tokri.core.link.link import Ended, Link, Recall
from tokri.core.link.recalling import AT_STAKE, Come, come
from tokri.core.link.state import Stage, stage
from tokri.core.ports import AlreadyThere, Outside, ReadingUnit, WritingUnit
from tokri.desk.by import By
from tokri.link.look import of_version
from tokri.link.many import Seen, see_basket


@dataclass(frozen=True, slots=True)
class Reached:
    """One client who has a link to the version, and how far they had come; `stage` is that of this very version."""

    looked: Seen
    come: Come
    correction: Correction
    stage: Stage

    @property
    def link(self) -> Link:
        return self.looked.link

    @property
    def at_stake(self) -> bool:
        """Whether something of it may be at Kite."""
        return self.come in AT_STAKE


@dataclass(frozen=True, slots=True)
class Recalling:
    """A version, whether it was taken back, and every client who has a link to it, in the order of their codes."""

    basket: DeskBasket
    version: SharedVersion
    recall: Recall | None
    reached: tuple[Reached, ...]

    def of(self, come: Come) -> tuple[Reached, ...]:
        return tuple(each for each in self.reached if each.come is come)

    @property
    def split(self) -> tuple[tuple[Come, tuple[Reached, ...]], ...]:
        """The clients by how far they had come; only what there is any of."""
        return tuple((each, found) for each in Come if (found := self.of(each)))


class Refusal(StrEnum):
    """Why nothing was taken back."""

    REASON = "reason"
    RECALLED = "recalled"  #: it was taken back before


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed. `fault` is what is wrong with the reason."""

    why: Refusal
    fault: ReasonFault | None = None


def look_at(outside: Outside, basket_id: str, number: int) -> Recalling | None:
    """The version and who has a link to it; None: there is no such version."""
    with outside.store.reading() as unit:
        return look_in(unit, outside, basket_id, number)


def look_in(unit: ReadingUnit | WritingUnit, outside: Outside, basket_id: str, number: int) -> Recalling | None:
    """The same, within a unit that is open already."""
    basket, version = unit.desk_baskets.get(basket_id), unit.desk_baskets.version(basket_id, number)
    if basket is None or version is None:
        return None
    recall = next((each for each in unit.links.recalls([basket_id]) if each.number == number), None)
    links = unit.links.of_basket(basket_id)
    clients = unit.clients.some([each.client_id for each in links])
    seen = see_basket(unit, outside, basket, links, clients)
    reached = [_reached(each, number) for each in seen]
    found = sorted((each for each in reached if each is not None), key=lambda each: each.looked.client.code)
    return Recalling(basket, version, recall, tuple(found))


def _reached(found: Seen, number: int) -> Reached | None:
    """The client, if this is the version that their link shows, or one that something of was handed off.

    An address that another took the place of is told only where something left from it.
    """
    shows = found.number == number and found.link.ended is not Ended.REISSUED
    mine = {each.handoff_id for each in found.consents if each.number == number}
    if not shows and not mine:
        return None
    sent = (SentOff(each.handoff, each.state, each.verdicts) for each in found.sendings if each.handoff.id in mine)
    stood = of_version(found.stood, number, found.consents, found.answers)
    return Reached(found, come(stood), correction(sent), stage(replace(stood, recalled=False)))


def recall(outside: Outside, by: By, basket_id: str, number: int, reason: str) -> Recall | Refused | None:
    """Take the version back: from then on nothing of it can be consented to, nor leave for Kite. None: no such version.

    What has left already cannot be stopped.
    """
    fault = reason_fault(reason)
    with outside.store.writing() as unit:
        now = outside.clock()  # read when it is this unit's turn: whatever left before it left earlier
        version = unit.desk_baskets.version(basket_id, number)
        if version is None:
            return None
        if fault is not None:
            return Refused(Refusal.REASON, fault)
        taken_back = Recall(basket_id, number, reason.strip(), by.person_id, now)
        try:
            unit.links.recall(taken_back)
        except AlreadyThere:
            return Refused(Refusal.RECALLED)
        facts: dict[str, str | int | bool | None] = {
            "number": number,
            "sha256": version.sha256,
            "links": _live(unit, basket_id),
            "reason": taken_back.reason,
        }
        unit.record(by.event("recalled", basket_id, now, facts))
    return taken_back


def _live(unit: WritingUnit, basket_id: str) -> int:
    return sum(each.ended_at is None for each in unit.links.of_basket(basket_id))
