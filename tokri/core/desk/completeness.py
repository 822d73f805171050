"""What a basket lacks before it may be shared, and what its words want a second look at.

Each problem's path names the field of the proposal: `("title",)`, `("disclosures", "ai_use")`, `("orders", 0, "why")`.
What is wrong with the numbers of the advice is tokri/core/desk/advised.py, with the orders tokri/core/rules.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

from tokri.core.basket import canonical_json
from tokri.core.desk.advice import DeskBasket, Disclosures, LegAdvice, Proposal
from tokri.core.desk.firm import Firm
from tokri.core.desk.restricted import Hit
from tokri.core.desk.suitability import needs_suitability, risk_class
from tokri.core.desk.typed_time import as_typed
from tokri.core.desk.validity import read_valid_until
from tokri.core.desk.wording import look
from tokri.core.known import Known
from tokri.core.link.link import Recall
from tokri.core.problems import Problem, Severity
from tokri.core.rules.leg import key_of

#: What is asked before sharing, in the order in which it is asked.
DISCLOSED: Final = tuple(each.name for each in fields(Disclosures))

#: The code of the warning that a word may promise too much; a tick accepts it.
WORDING: Final = "forbidden-words"

#: The code of the warning that it places what was left of advice that was taken back; a tick accepts it.
LEFT_OF_RECALLED: Final = "left-of-recalled"

#: What of an order's advice is said in words, and so can promise too much.
_SAID: Final = ("why", "horizon")

Path = tuple[str | int, ...]


def standing(basket: DeskBasket) -> tuple[Problem, ...]:
    """What the basket is that cannot be shared at all: archived, or a template."""
    found = {"archived": basket.archived_at is not None, "template": basket.template}
    return tuple(_lack(code, ()) for code, so in found.items() if so)


def left_of_recalled(recall: Recall | None) -> tuple[Problem, ...]:
    """That the advice whose orders it places was taken back: allowed, but needs a tick. `reason` is why it was."""
    if recall is None:
        return ()
    return (Problem(LEFT_OF_RECALLED, Severity.WARNING, (), {"number": recall.number, "reason": recall.reason}),)


def lacking(proposal: Proposal, firm: Firm) -> tuple[Problem, ...]:
    """What is still to be filled in, in the order of the form.

    Where the firm wants the why, it stands over the whole basket or beside every order.
    """
    return tuple(_lacking(proposal, firm))


def _lacking(proposal: Proposal, firm: Firm) -> Iterator[Problem]:
    if not proposal.draft.name.strip():
        yield _lack("title-missing", ("title",))
    if firm.rationale_required and not proposal.why.strip():
        yield from _whys(proposal.legs)
    if needs_suitability(firm.kind) and risk_class(proposal.risk_class) is None:
        yield _lack("risk-missing", ("risk_class",))
    for name in DISCLOSED:
        if not getattr(proposal.disclosures, name).strip():
            yield _lack("disclosure-missing", ("disclosures", name))


def validity(proposal: Proposal, known: Known) -> tuple[Problem, ...]:
    """What is wrong with until when the advice is good. What is frozen says so itself: a proposal is no answer.

    The mend is the proposed end as it would be typed; None: there is none. Raises ValueError without a clock.
    """
    read = read_valid_until(proposal.valid_until, proposal.draft.orders, known)
    if proposal.valid_until.strip() or read.problems:
        return read.problems
    mend = as_typed(read.proposal.at) if read.proposal.at is not None else None
    facts = {"why": read.proposal.why.value}
    return (Problem("valid-until-missing", Severity.ERROR, ("valid_until",), facts, mend),)


def _whys(legs: Sequence[LegAdvice]) -> Iterator[Problem]:
    without = [place for place, leg in enumerate(legs) if not leg.why.strip()]
    if len(without) == len(legs):
        yield _lack("why-missing", ("why",))
        return
    for place in without:
        yield _lack("why-of-order-missing", ("orders", place, "why"))


def _lack(code: str, path: Path) -> Problem:
    return Problem(code, Severity.ERROR, path)


def wording(proposal: Proposal, known: Known) -> tuple[Problem, ...]:
    """Words that the advertisement code forbids, as one warning for the basket and one for each order that has any.

    `known` tells what the instruments are called, so that a company's name is no praise. The path leads to the first
    field; `words` are those found, each once, a line each.
    """
    texts = {path: text for path, text in _texts(proposal) if text}
    named = {"-".join(map(str, path)): path for path in texts}
    found = look({name: texts[path] for name, path in named.items()}, names_in(proposal, known))
    by_order: defaultdict[int | None, list[tuple[Path, str]]] = defaultdict(list)
    for each in found:
        path = named[each.field]
        by_order[_order_of(path)].append((path, each.text))
    return tuple(
        Problem(
            WORDING,
            Severity.WARNING,
            words[0][0],
            {"words": "\n".join(dict.fromkeys(" ".join(text.split()) for _, text in words))},
        )
        for words in by_order.values()
    )


def _order_of(path: Path) -> int | None:
    place = path[1] if len(path) > 1 else None
    return place if isinstance(place, int) else None


def _texts(proposal: Proposal) -> Iterator[tuple[Path, str]]:
    """All that a client reads, in the order of the form."""
    yield ("title",), proposal.draft.name
    yield ("why",), proposal.why
    for place, leg in enumerate(proposal.legs):
        yield from ((("orders", place, name), getattr(leg, name)) for name in _SAID)
    yield from ((("disclosures", name), getattr(proposal.disclosures, name)) for name in DISCLOSED)


def names_in(proposal: Proposal, known: Known) -> Collection[str]:
    """What the basket's instruments are called: their symbols, and their names where the list has them."""
    keys = [key_of(order) for order in proposal.draft.orders]
    instruments = (known.listing(*key).instrument for key in keys)
    return {key.tradingsymbol for key in keys} | {each.name for each in instruments if each is not None}


@dataclass(frozen=True, slots=True)
class Shown:
    """All that stands on the page before sharing, beside the basket itself."""

    proposal: Proposal
    problems: tuple[Problem, ...]
    hits: tuple[Hit, ...]
    approval_required: bool

    @property
    def sha256(self) -> str:
        """It changes when the basket, what the rules say of it, the restricted list or the firm's wish does."""
        document = {
            "basket": self.proposal.sha256,
            "problems": [_written(each) for each in self.problems],
            "restricted": [[each.place, each.restriction.id, each.match.value] for each in self.hits],
            "approval": self.approval_required,
        }
        return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def _written(problem: Problem) -> list[object]:
    return [problem.code, problem.severity.value, list(problem.path), dict(problem.facts)]


def ticks_in_words(ticks: Iterable[tuple[str, int | None]]) -> str:
    """The warnings that were accepted, as one fact of the record: "price-far 2, market-price basket"."""
    written = {f"{code} {'basket' if order is None else order + 1}" for code, order in ticks}
    return ", ".join(sorted(written))
