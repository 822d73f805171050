"""The desk's front page: what waits for whoever is signed in, and what was worked on last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import render_template

from tokri.core.desk.finding import Wanted, find
from tokri.core.desk.roles import Act
from tokri.desk.approvals import waiting
from tokri.desk.baskets import list_baskets
from tokri.desk.board import counts
from tokri.desk.first_steps import Step, first_steps
from tokri.web.context import outside
from tokri.web.desk.baskets import lines_of
from tokri.web.desk.firm import lacking
from tokri.web.desk.gate import staff
from tokri.web.uncollected import uncollected
from tokri.web.words import first_steps as words
from tokri.web.words.baskets import symbols

#: Lines of each list; all of them are a link away.
_FEW: Final = 5

#: Who may do each of the first steps.
_WHOSE: Final[Mapping[Step, Act]] = {
    Step.FIRM: Act.WRITE_FIRM,
    Step.WRITER: Act.WRITE_PEOPLE,
    Step.SECOND_PERSON: Act.WRITE_PEOPLE,
    Step.CLIENT: Act.WRITE_CLIENTS,
    Step.BASKET: Act.WRITE_BASKETS,
}


def home() -> str:
    """What there is to do here, as far as it is this person's to do."""
    me = staff()
    shelf = list_baskets(outside())
    last = [each for each in find(shelf.baskets, Wanted()) if not each.basket.template]
    decide = [each for each in waiting(outside()) if each.bar(me.person.id) is None] if me.may(Act.APPROVE) else []
    first = first_steps(outside(), baskets=bool(last))
    with uncollected():
        links = counts(outside()) if me.may(Act.SEE_LINKS) else None
    return render_template(
        "desk/home.html",
        lacking=lacking(),
        first=[(*words.FIRST_STEPS[each.step], each.done, me.may(_WHOSE[each.step])) for each in first],
        last=lines_of(last[:_FEW], shelf),
        more=len(last) > _FEW,
        decide=[(each, symbols(each.version.proposal.draft.orders)) for each in decide[:_FEW]],
        waiting=len(decide),
        links=links,
        may_write=me.may(Act.WRITE_BASKETS),
        may_approve=me.may(Act.APPROVE),
    )
