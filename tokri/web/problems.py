"""Problems as a page shows them: by field, by order, and as the summary on top, in the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tokri.core import money
from tokri.core.basket import OrderText
from tokri.core.known import Known
from tokri.core.problems import Problem, Severity
from tokri.core.rules import Checked
from tokri.core.rules.leg import key_of
from tokri.web import words
from tokri.web.language import ngettext
from tokri.web.words.joined import all_of


@dataclass(frozen=True, slots=True)
class Sentence:
    """One problem in words. `target` is the id of what it is about."""

    code: str
    text: str
    severity: Severity
    target: str
    order: int | None

    @property
    def tick(self) -> str:
        """The name of the tick that accepts it."""
        return f"accept-{self.code}-{'basket' if self.order is None else self.order}"


#: What the macro of an order draws beside a field: sentence, severity, and the label and value of each mend.
Beside = tuple[str, str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The problems of a basket in words: `everything` in order, and by order and field ("" the whole order).

    `instruments` is a line for each order of what the instrument list says of it, "" where it has nothing.
    """

    everything: Sequence[Sentence] = ()
    by_order: Mapping[int, Mapping[str, Sequence[Beside]]] = field(default_factory=dict)
    instruments: Sequence[str] = ()

    def of(self, severity: Severity) -> list[Sentence]:
        return [sentence for sentence in self.everything if sentence.severity is severity]

    @property
    def errors(self) -> list[Sentence]:
        return self.of(Severity.ERROR)

    @property
    def warnings(self) -> list[Sentence]:
        return self.of(Severity.WARNING)

    @property
    def notes(self) -> list[str]:
        """Each note once, with the other orders that it holds for, word for word."""
        same: defaultdict[tuple[str, str], list[Sentence]] = defaultdict(list)
        for sentence in self.of(Severity.NOTE):
            same[sentence.code, sentence.text.partition(": ")[2]].append(sentence)
        return [_once(each) for each in same.values()]


def shown(checked: Checked | None, orders: Sequence[OrderText], whose: Callable[[Problem], str] | None = None) -> Shown:
    """The problems of a check, in words; `whose` adds to a sentence for whom alone it holds."""
    if checked is None:
        return Shown()
    every = [_sentence(problem, orders, whose(problem) if whose is not None else "") for problem in checked.problems]
    by_order: defaultdict[int, defaultdict[str, list[Beside]]] = defaultdict(lambda: defaultdict(list))
    for problem, sentence in zip(checked.problems, every, strict=True):
        if problem.order is not None:
            mends = [(words.mend_label(mend), mend) for mend in problem.mends if problem.field_name]
            beside = (sentence.text, sentence.severity.value, mends)
            by_order[problem.order][problem.field_name or ""].append(beside)
    return Shown(every, by_order, [_line(order, checked.known) for order in orders])


def _line(order: OrderText, known: Known) -> str:
    quantity = money.whole(order.quantity)
    return words.instrument_line(known.listing(*key_of(order)), quantity if isinstance(quantity, int) else None)


def _once(same: Sequence[Sentence]) -> str:
    others = [str(sentence.order + 1) for sentence in same[1:] if sentence.order is not None]
    if not others:
        return same[0].text
    return ngettext(
        "%(said)s The same holds for order %(numbers)s.",
        "%(said)s The same holds for orders %(numbers)s.",
        len(others),
        said=same[0].text,
        numbers=all_of(", ".join(others)),
    )


def _sentence(problem: Problem, orders: Sequence[OrderText], whose: str) -> Sentence:
    target = "-".join(str(step) for step in problem.path) if problem.path else "basket"
    return Sentence(problem.code, words.sentence(problem, orders) + whose, problem.severity, target, problem.order)
