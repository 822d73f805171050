"""What is asked before sharing and stands in the basket, not in its form: disclosures, and the end that was offered."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from tokri.core.desk.advice import DeskBasket, Disclosures, Proposal
from tokri.core.ports import Outside
from tokri.core.problems import Problem, Severity
from tokri.desk.by import By

#: The longest answer, in characters.
LONGEST_ANSWER: Final = 1000

_SAVED: Final = "disclosures saved"
_NEWEST_LOOKED_AT: Final = 100


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was saved: somebody saved in between or put the basket away (`faults` is empty), or an answer is long."""

    basket: DeskBasket
    faults: tuple[Problem, ...] = ()


def answered_at(outside: Outside, basket_id: str) -> datetime | None:
    """When the answers were saved last, by the newest of what the record tells of the basket; None: it does not say."""
    with outside.store.reading() as unit:
        told = unit.chain.about(basket_id, _NEWEST_LOOKED_AT)
    return next((entry.at for entry, _ in told if entry.kind == _SAVED), None)


def disclose(
    outside: Outside, by: By, basket_id: str, edition: int, disclosures: Disclosures
) -> DeskBasket | Refused | None:
    """Put the answers into the basket as it stands at `edition`, and record it; None: there is no such basket.

    An answer that is missing may come later.
    """
    answers = {each.name: getattr(disclosures, each.name).strip() for each in fields(Disclosures)}
    faults = tuple(
        Problem("disclosure-long", Severity.ERROR, ("disclosures", name), {"most": LONGEST_ANSWER})
        for name, answer in answers.items()
        if len(answer) > LONGEST_ANSWER
    )
    kept = Disclosures(**answers)
    return _save(outside, by, basket_id, edition, kind=_SAVED, faults=faults, disclosures=kept)


def set_end(outside: Outside, by: By, basket_id: str, edition: int, valid_until: str) -> DeskBasket | Refused | None:
    """Put an end that was offered into the basket as it stands at `edition`, as it would be typed; the same answers."""
    return _save(outside, by, basket_id, edition, kind="basket saved", valid_until=valid_until)


def _save(
    outside: Outside,
    by: By,
    basket_id: str,
    edition: int,
    *,
    kind: str,
    faults: tuple[Problem, ...] = (),
    **changes: object,
) -> DeskBasket | Refused | None:
    now = outside.clock()
    with outside.store.writing() as unit:
        basket = unit.desk_baskets.get(basket_id)
        if basket is None:
            return None
        proposal: Proposal = replace(basket.proposal, **changes)  # type: ignore[arg-type]  # each by its own name
        if proposal.sha256 == basket.proposal.sha256 and not faults:
            return basket
        saved = replace(
            basket.rewritten(proposal, by.person_id),
            edition=edition + 1,
            saved_at=now,
            saved_by=by.person_id,
            recorded_edition=edition + 1,
            recorded_at=now,
        )
        if faults or basket.archived_at is not None or not unit.desk_baskets.save(saved, edition):
            return Refused(basket, faults)
        unit.record(by.event(kind, basket_id, now, {"edition": saved.edition, "sha256": proposal.sha256}))
    return saved
