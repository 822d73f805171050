"""The form of a basket at the desk, as it was posted and as it is drawn: the orders' grid, and what is said beside it.

The grid is the public form's own (tokri/web/grid.py). What is advised on an order stands in `advice-<n>-<field>`,
n being the number of the order's row, so that it goes wherever the order goes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import LEG_FIELDS, DeskBasket, LegAdvice, MayChange, Proposal
from tokri.core.desk.sizing import Sizing
from tokri.core.desk.suitability import RiskClass
from tokri.core.formats import Pasted
from tokri.desk.baskets import beside
from tokri.journey.baskets import one_line
from tokri.web.edits import Edited
from tokri.web.grid import Grid, read_grid, with_pasted

_CELL: Final = re.compile(r"advice-([0-9]{1,3})-([a-z_]{1,30})", re.ASCII)

#: Fields that hold one of a closed list, with what they may hold.
_CHOICES: Final[dict[str, Collection[str]]] = {
    "risk_class": {"", *(each.value for each in RiskClass)},
    "may_change": {each.value for each in MayChange},
    "tied": {"", "yes"},
}
_SIZINGS: Final = frozenset({"", *(each.value for each in Sizing)})
_TEXTS: Final = ("why", "reference_capital", "notes")

#: A moment as a browser's picker writes it.
_PICKED: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """What the form held, every text as typed. `legs` stand beside the orders of `grid`, whose base is the edition."""

    grid: Grid
    legs: tuple[LegAdvice, ...]
    why: str = ""
    risk_class: str = ""
    valid_until: str = ""
    tied: bool = False
    may_change: str = MayChange.NOTHING.value
    reference_capital: str = ""
    notes: str = ""

    @property
    def proposal(self) -> Proposal:
        """What is saved of it: the title in one line, without empty orders at the end."""
        pairs = beside(self.grid.orders, self.legs)
        return Proposal(
            Draft(one_line(self.grid.name), tuple(order for order, _ in pairs), self.grid.sequence),
            tuple(leg for _, leg in pairs),
            why=self.why,
            risk_class=self.risk_class,
            valid_until=self.valid_until,
            tied=self.tied,
            may_change=self.may_change,
            reference_capital=self.reference_capital,
        )


def read_written(form: MultiDict[str, str]) -> Written:
    """Read the posted form. Raises what read_grid raises, and BadRequest for a choice that nobody offers."""
    plain = MultiDict([(name, _plain(text)) for name, text in form.items(multi=True)])
    grid = read_grid(plain)
    rows: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for key, texts in plain.lists():
        if not key.startswith("advice-"):
            continue
        cell = _CELL.fullmatch(key)
        if cell is None or cell[2] not in LEG_FIELDS or len(texts) != 1 or int(cell[1]) not in grid.rows:
            raise BadRequest
        rows[int(cell[1])][cell[2]] = _moment(texts[0]) if cell[2] == "advised_at" else texts[0]
    names = (*_CHOICES, *_TEXTS, "valid_until")
    wrong = any(name in plain and plain[name] not in each for name, each in _CHOICES.items())
    if wrong or any(len(plain.getlist(name)) > 1 for name in names):
        raise BadRequest
    if any(row.get("sizing", "") not in _SIZINGS for row in rows.values()):
        raise BadRequest
    return Written(
        grid,
        tuple(LegAdvice(**rows[number]) for number in grid.rows),
        **{name: plain.get(name, "") for name in _TEXTS},
        valid_until=_moment(plain.get("valid_until", "")),
        risk_class=plain.get("risk_class", ""),
        may_change=plain.get("may_change", MayChange.NOTHING.value),
        tied=plain.get("tied") == "yes",
    )


def _plain(text: str) -> str:
    """One kind of line end, whether a form was posted or a module sent it; and no character that no text has."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _moment(text: str) -> str:
    """A moment in one writing, whoever wrote it: a picker's T would be a change where nobody changed anything."""
    return _PICKED.sub(r"\1 \2", text) if _PICKED.fullmatch(text) else text


def written_of(basket: DeskBasket) -> Written:
    """The form of a basket as it is kept; of one without orders, with an empty one to type in."""
    proposal = basket.proposal
    draft = proposal.draft
    orders = draft.orders or (OrderText(),)
    grid = Grid(draft.name, orders, basket.edition, "save", "", draft.sequence, tuple(range(len(orders))))
    return Written(
        grid,
        proposal.legs or (LegAdvice(),),
        proposal.why,
        proposal.risk_class,
        proposal.valid_until,
        proposal.tied,
        proposal.may_change,
        proposal.reference_capital,
        basket.notes,
    )


def after_edit(written: Written, edited: Edited) -> Written:
    """The form after a button of its orders: what is advised went where its order went."""
    return _arranged(replace(written, grid=replace(written.grid, orders=edited.orders)), written.legs, edited.places)


def after_paste(written: Written, pasted: Pasted) -> Written:
    """The form with what was read of a paste or file behind what was typed. Empty orders give way, advised ones not."""
    pairs = enumerate(zip(written.grid.orders, written.legs, strict=True))
    kept = [place for place, (order, leg) in pairs if not (order.empty and leg.empty)]
    now = replace(written, grid=with_pasted(written.grid, pasted, kept))
    new: list[int | None] = [None] * (len(now.grid.orders) - len(kept))
    return _arranged(now, written.legs, [*kept, *new])


def _arranged(written: Written, legs: Sequence[LegAdvice], places: Sequence[int | None]) -> Written:
    return replace(written, legs=tuple(LegAdvice() if place is None else legs[place] for place in places))
