"""Finding a basket among the firm's: by words, by where it stands, by its risk, by who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokri.core.desk.brief import Brief
from tokri.core.desk.states import BasketState

#: Longer than any title or symbol that could be meant. What is behind it is not looked for.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """A basket of the firm's in brief, and where it stands."""

    basket: Brief
    state: BasketState


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; "" and False leave it open.

    `text` holds words that must all be in the title or the symbols, in any order, capitals aside. `state` is a value
    of BasketState, `risk_class` one of RiskClass, `who` a person's id: who made it or saved it last.
    """

    text: str = ""
    state: str = ""
    risk_class: str = ""
    who: str = ""
    templates: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything at all is asked for."""
        return self != Wanted()


def find(baskets: Iterable[Standing], wanted: Wanted) -> Sequence[Standing]:
    """Those that are wanted, in the order given. What is archived is found only by asking for what is archived."""
    words = wanted.text[:_LONGEST].casefold().split()
    return [each for each in baskets if _fits(each, wanted) and all(word in _text(each) for word in words)]


def _fits(each: Standing, wanted: Wanted) -> bool:
    basket = each.basket
    return (
        each.state == (wanted.state or each.state)
        and (bool(wanted.state) or each.state is not BasketState.ARCHIVED)
        and wanted.risk_class in {"", basket.outline.risk_class}
        and wanted.who in {"", basket.created_by, basket.saved_by}
        and (basket.template or not wanted.templates)
    )


def _text(each: Standing) -> str:
    outline = each.basket.outline
    return " ".join([outline.title, *outline.symbols]).casefold()
