"""The person's word, order by order, beside what evidence shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tokri.core.ports.kept import PersonsWord, Said
from tokri.core.times import from_kite
from tokri.core.verdict import Standing, Verdict

#: What somebody says who says that nothing came of any order.
_NONE: Final = frozenset({Said.PLACED_NONE, Said.NOT_ENABLED, Said.NO_LOGIN})


def placed_by_word(word: PersonsWord, place: int) -> bool | None:
    """Whether the order was placed, as the person says; None where they did not say which were."""
    if word.said is Said.PLACED_ALL:
        return True
    if word.said in _NONE:
        return False
    return place in word.orders if word.orders else None


def taken_back(words: Sequence[PersonsWord]) -> tuple[PersonsWord, PersonsWord] | None:
    """The last word that something was placed, and the last of all, which says that nothing was; None: they agree.

    `words` are those on one hand-off, in the order they were said.
    """
    said = sorted(words, key=lambda each: each.at)
    placed = next((each for each in reversed(said) if each.said not in _NONE), None)
    return (placed, said[-1]) if placed is not None and said[-1].said in _NONE else None


def contradicted(word: PersonsWord, verdict: Verdict) -> bool:
    """Whether a document says otherwise than the person did.

    What they said of later moments than a document's is not contradicted by it: they may have placed the order since.
    Nor is a "not placed" by an order that is known to have been placed after it was said.
    """
    said = placed_by_word(word, verdict.order)
    if said is None or not verdict.firm or verdict.at is None:
        return False
    if said:
        return verdict.standing is Standing.MISSING and verdict.reported is None and verdict.at >= word.at
    times = [from_kite(each.order_timestamp) for each in verdict.books]
    return any(at is None or at <= word.at for at in times)
