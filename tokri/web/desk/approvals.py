"""What waits for a second person, oldest first."""

from __future__ import annotations

from flask import render_template

from tokri.desk.approvals import Waiting, waiting
from tokri.web.context import outside
from tokri.web.desk.gate import staff
from tokri.web.words import baskets as basket_words
from tokri.web.words import sharing as words


def approvals() -> str:
    """The newest version of each basket that waits; one's own are named, and somebody else decides them."""
    person = staff().person.id
    return render_template(
        "desk/approvals.html",
        lines=[
            (each, basket_words.symbols(each.version.proposal.draft.orders), _mine(each, person))
            for each in waiting(outside())
        ],
    )


def _mine(frozen: Waiting, person_id: str) -> str:
    bar = frozen.bar(person_id)
    return words.BARS[bar] if bar is not None else ""
