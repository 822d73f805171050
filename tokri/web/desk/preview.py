"""A basket of the firm's as its client will see it: the review page's own parts, and nothing that acts."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.advice import Proposal
from tokri.core.plan import plan
from tokri.core.totals import totals
from tokri.desk.baskets import open_basket
from tokri.journey.known import check_now
from tokri.web.context import now, outside
from tokri.web.problems import shown
from tokri.web.words import baskets as words
from tokri.web.words import instrument_line
from tokri.web.words import plan as plan_words
from tokri.web.words.advised import Said, advised, until_words


def preview(basket_id: str) -> Response | str:
    """The client's page; a basket with something to put right goes back to its form."""
    opened = open_basket(outside(), basket_id)
    if opened is None:
        abort(404)
    proposal = opened.basket.proposal
    orders = proposal.draft.orders
    checked = check_now(outside(), orders)
    if not checked.ready:
        return redirect(url_for("desk_basket", basket_id=basket_id, check="yes"), code=303)
    planned = plan(
        [order for order in checked.orders if order is not None],
        outside().app.basket_limit,
        checked.known,
        proposal.draft.sequence,
    )
    return render_template(
        "desk/basket_preview.html",
        opened=opened,
        proposal=proposal,
        plan=planned,
        problems=shown(checked, orders),
        instruments=[
            instrument_line(checked.known.listing(each.exchange, each.tradingsymbol), each.quantity)
            for each in planned.orders
        ],
        totals=totals(planned.orders, checked.known),
        sliced=[said for whole in planned.wholes if (said := plan_words.cut(whole))],
        advised=_advised(proposal),
        risk=words.in_words("risk_class", proposal.risk_class),
        valid_until=until_words(proposal, now()),
        may_change=words.in_words("may_change", proposal.may_change),
    )


def _advised(proposal: Proposal) -> list[Said]:
    """What is advised on each order, and from what its size is worked out."""
    said = {each.place: each for each in advised(proposal, now())}
    for place, leg in enumerate(proposal.legs):
        sizing = words.sizing_line(leg.sizing, leg.share)
        if sizing:
            order = f"Order {place + 1}, {proposal.draft.orders[place].tradingsymbol}"
            found = said.get(place, Said(place, order, leg.why, ()))
            said[place] = replace(found, lines=(*found.lines, ("How much", sizing)))
    return [said[place] for place in sorted(said)]
