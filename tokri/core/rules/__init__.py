"""The check: every rule on every order, and on the basket as a whole. One file a family of rules.

An order's field is told one error at a time: the first that a rule finds, in the order of the rules below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tokri.core.basket import KITE_FIELDS, Order, OrderText
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.problems import Problem, Severity
from tokri.core.rules import (
    after_hours,
    at_market,
    auctions,
    basket_wide,
    clock,
    cover,
    distance,
    expiry,
    instrument,
    intraday,
    listed,
    lot,
    numbers,
    planned,
    price,
    product,
    quantity,
    sequence,
    series,
    shape,
    tick,
)
from tokri.core.rules.leg import Leg, Whole, read_leg
from tokri.core.rules.rule import Finding, Rule
from tokri.core.times import date_words

#: Rules on one order. What should not be there at all comes before what is wrong with it.
ORDER_RULES: Final[tuple[Rule[Leg], ...]] = (
    *shape.RULES,
    *instrument.RULES,
    price.price_unused,
    price.trigger_unused,
    quantity.disclosed_unused,
    *numbers.RULES,
    *quantity.RULES,
    *lot.RULES,
    *cover.RULES,
    *price.RULES,
    *tick.RULES,
    *product.RULES,
    *series.RULES,
    *after_hours.RULES,
    *auctions.RULES,
    *intraday.RULES,
    *listed.RULES,
    *expiry.RULES,
    *at_market.RULES,
    *distance.RULES,
)

#: Rules on the whole basket.
BASKET_RULES: Final[tuple[Rule[Whole], ...]] = (
    *basket_wide.RULES,
    *instrument.WHOLE,
    *clock.WHOLE,
    *sequence.RULES,
    *planned.RULES,
)

#: Every rule there is.
RULES: Final[tuple[Rule[Leg] | Rule[Whole], ...]] = (shape.order_empty, *ORDER_RULES, *BASKET_RULES)


@dataclass(frozen=True, slots=True)
class Checked:
    """A basket after the check: each order as understood (None where it has an error), and all that was found.

    `known` is what the check knew beside the orders.
    """

    orders: tuple[Order | None, ...]
    problems: tuple[Problem, ...]
    known: Known = NOTHING_KNOWN

    @property
    def errors(self) -> tuple[Problem, ...]:
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return self._of(Severity.WARNING)

    @property
    def notes(self) -> tuple[Problem, ...]:
        return self._of(Severity.NOTE)

    @property
    def ready(self) -> bool:
        """Whether the basket can be handed off, once its warnings are accepted."""
        return bool(self.orders) and not self.errors

    def for_order(self, place: int) -> tuple[Problem, ...]:
        """What was found of the order at `place`, from 0."""
        return tuple(each for each in self.problems if each.order == place)

    def _of(self, severity: Severity) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.severity is severity)


def check(orders: Sequence[OrderText], known: Known = NOTHING_KNOWN) -> Checked:
    """Check a basket as typed, by what is known beside it. Never raises, whatever the texts hold."""
    legs = tuple(read_leg(place, order, known) for place, order in enumerate(orders))
    problems = [problem for leg in legs for problem in _of_leg(leg)]
    faulty = {problem.order for problem in problems if problem.severity is Severity.ERROR}
    whole = Whole(legs, tuple(None if leg.place in faulty else leg.order for leg in legs), known)
    of_basket = [_problem(rule, finding, finding.place, known) for rule in BASKET_RULES for finding in rule.find(whole)]
    if any(problem.code == basket_wide.no_orders.id for problem in of_basket):
        return Checked(whole.orders, tuple(of_basket), known)
    return Checked(whole.orders, tuple(sorted([*of_basket, *problems], key=_place_on_page)), known)


def _of_leg(leg: Leg) -> Iterator[Problem]:
    empty = [_problem(shape.order_empty, finding, leg.place, leg.known) for finding in shape.order_empty.find(leg)]
    if empty:
        yield from empty
        return
    in_error: set[str | None] = set()
    for rule in ORDER_RULES:
        for finding in rule.find(leg):
            if finding.field_name not in in_error:
                problem = _problem(rule, finding, leg.place, leg.known)
                yield problem
                if problem.severity is Severity.ERROR and finding.field_name is not None:
                    in_error.add(finding.field_name)


def _problem(rule: Rule[Leg] | Rule[Whole], finding: Finding, place: int | None, known: Known) -> Problem:
    severity, facts = rule.severity, finding.facts
    old = rule.leans_on is not None and not known.current(rule.leans_on)
    if severity is Severity.ERROR and (old or finding.soft):
        severity = Severity.WARNING
    if old and rule.leans_on is not None and (day := known.day_of(rule.leans_on)):
        facts = {**facts, "as_of": date_words(day)}
    path: tuple[str | int, ...] = () if place is None else ("orders", place)
    if finding.field_name is not None:
        path = (*path, finding.field_name)
    return Problem(rule.id, severity, path, facts, finding.mend, finding.other_mends)


def _place_on_page(problem: Problem) -> tuple[int, int]:
    field = problem.field_name
    return (
        -1 if problem.order is None else problem.order,
        -1 if field is None else KITE_FIELDS.index(field),
    )
