"""What a firm that has just begun does first, in order, and what of it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tokri.core.desk.roles import Act, Role, may
from tokri.core.ports import Outside
from tokri.desk.firm import standing


class Step(StrEnum):
    """One thing to do first. The order is the order in which to do them."""

    FIRM = "firm"  #: say who the firm is, as far as a link to a client needs it
    WRITER = "writer"  #: have somebody who writes baskets
    SECOND_PERSON = "second-person"  #: have another who says yes or no, where the firm asks for one
    CLIENT = "client"
    BASKET = "basket"


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A step, and whether it is done."""

    step: Step
    done: bool


def first_steps(outside: Outside, *, baskets: bool) -> tuple[FirstStep, ...]:
    """What to do first; empty once people, a client and a basket are there. `baskets`: there is one."""
    firm = standing(outside)
    with outside.store.reading() as view:
        people = [person.roles for person in view.people.all() if person.enabled]
        clients = view.clients.any()
    found = {Step.FIRM: not firm.missing, Step.WRITER: any(may(each, Act.WRITE_BASKETS) for each in people)}
    if firm.firm.approval_required:
        found[Step.SECOND_PERSON] = _two(people)
    found |= {Step.CLIENT: clients, Step.BASKET: baskets}
    if all(done for step, done in found.items() if step is not Step.FIRM):
        return ()
    return tuple(FirstStep(step, done) for step, done in found.items())


def _two(people: list[frozenset[Role]]) -> bool:
    """Whether one writes and another decides."""
    return any(
        may(one, Act.WRITE_BASKETS) and may(other, Act.APPROVE)
        for place, one in enumerate(people)
        for at, other in enumerate(people)
        if place != at
    )
