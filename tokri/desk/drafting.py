"""Drafts for certain clients alone, from what became of other advice: follow-ups, corrections, orders that are left."""

from __future__ import annotations

from dataclasses import dataclass

from tokri.core.basket import Draft, OrderText, canonical_json
from tokri.core.desk.advice import DeskBasket, LegAdvice, Proposal
from tokri.core.desk.own_quantities import ForWhom, draft_orders
from tokri.core.ports import Outside, WritingUnit
from tokri.core.ports.mending import FollowUp
from tokri.desk.baskets import LONGEST_TITLE, make_basket_in
from tokri.desk.by import By


@dataclass(frozen=True, slots=True)
class Said:
    """What a draft says: its title, why it is advised, and the firm's own notes."""

    title: str
    why: str
    notes: str


def draft_for(
    unit: WritingUnit,
    outside: Outside,
    by: By,
    *,
    version: tuple[str, int],
    for_whom: ForWhom,
    said: Said,
    orders: tuple[OrderText, ...] = (),
) -> DeskBasket:
    """Make the draft, for these clients alone; `version` is that whose orders it comes from, by basket and number.

    Its `orders` are those of `for_whom`, LIMIT and without a price, where none are given. It is advice like any other:
    written, shared, approved and consented to, or put aside. The same again, as a second press asks for it, answers the
    one that is there, until it was shared or put aside.
    """
    if (same := _made_already(unit, version, for_whom)) is not None:
        return same
    orders = orders or draft_orders(for_whom)
    draft = Draft(said.title[:LONGEST_TITLE], orders)
    proposal = Proposal(draft, tuple(LegAdvice() for _ in orders), why=said.why)
    made = make_basket_in(unit, outside, by, proposal, said.notes)
    basket_id, number = version
    unit.mending.follow(FollowUp(made.id, basket_id, number, for_whom.as_facts(), by=by.person_id, at=made.created_at))
    facts: dict[str, str | int | bool | None] = {
        "of": basket_id,
        "number": number,
        "drafted": for_whom.drafted.value,
        "clients": len(for_whom.clients),
        "ids": " ".join(for_whom.clients),
    }
    unit.record(by.event("drafted for clients", made.id, made.created_at, facts))
    return made


def _made_already(unit: WritingUnit, version: tuple[str, int], for_whom: ForWhom) -> DeskBasket | None:
    basket_id, number = version
    wanted = canonical_json(for_whom.as_facts())
    for each in unit.mending.follow_ups(basket_id):
        if each.from_number == number and canonical_json(each.facts) == wanted:
            made = unit.desk_baskets.get(each.basket_id)
            if made is not None and made.archived_at is None and not made.versions:
                return made
    return None
