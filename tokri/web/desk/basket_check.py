"""What is wrong with a basket as it stands in the form, or asks for another look: of the orders, and of the advice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tokri.core.desk.advised import advised_problems
from tokri.core.desk.completeness import wording
from tokri.core.desk.own_check import check_for
from tokri.core.desk.sizing_typed import sizing_problems
from tokri.core.desk.validity import read_valid_until
from tokri.core.problems import Problem, Severity
from tokri.core.rules import Checked
from tokri.desk.drafted import DraftedFor
from tokri.journey.known import known
from tokri.web.context import now, outside
from tokri.web.desk.basket_form import Written
from tokri.web.problems import Sentence, Shown, shown
from tokri.web.words import advice as words
from tokri.web.words import own_quantities as own_words


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found: of the orders by the rules (`checked`, `shown`), and of what is said beside them.

    `by_field` has the sentences of each field of the advice and the whole basket, by its id, with their severity.
    """

    checked: Checked | None = None
    shown: Shown = field(default_factory=Shown)
    said: Sequence[Sentence] = ()
    by_field: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    @property
    def errors(self) -> list[Sentence]:
        """What is to be put right before it is shared: the orders', then the advice's."""
        return [*self.shown.errors, *(each for each in self.said if each.severity is Severity.ERROR)]

    @property
    def second_looks(self) -> list[Sentence]:
        """What of the advice asks for another look, and blocks nothing."""
        return [each for each in self.said if each.severity is not Severity.ERROR]


def look_through(written: Written, drafted: DraftedFor | None = None) -> Findings:
    """Check a basket as it stands in the form, by everything that is known now. Nothing is required of a draft.

    Of one that was `drafted` for certain clients the orders are checked in each one's own quantities.
    """
    proposal = written.proposal
    orders = proposal.draft.orders
    own = check_for(orders, known(outside(), orders), drafted.for_whom if drafted is not None else None)
    checked = own.checked
    found: list[Problem] = [*advised_problems(proposal.legs, orders, now())]
    if proposal.valid_until.strip():
        found += read_valid_until(proposal.valid_until, orders, checked.known).problems
    found += sizing_problems(proposal)
    found += wording(proposal, checked.known)
    said = [_sentence(problem, written) for problem in found]
    by_field: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in said:
        by_field[each.target].append((each.text, each.severity.value))
    return Findings(checked, shown(checked, orders, own_words.whose(own, drafted)), said, by_field)


def _sentence(problem: Problem, written: Written) -> Sentence:
    text = words.basket_problem(problem, written.grid.orders)
    return Sentence(problem.code, text, problem.severity, words.field_id(problem.path), problem.order)
