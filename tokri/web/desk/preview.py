"""A basket of the firm's as its client will see it: the review page's own parts, and nothing that acts."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.advice import Proposal
from tokri.core.desk.own_check import check_for, orders_of
from tokri.core.known import Known
from tokri.core.plan import plan
from tokri.core.rules import check
from tokri.core.totals import totals
from tokri.desk.baskets import open_basket
from tokri.desk.drafted import DraftedFor
from tokri.journey.known import known
from tokri.web.context import now, outside
from tokri.web.problems import shown
from tokri.web.words import baskets as words
from tokri.web.words import instrument_line
from tokri.web.words import plan as plan_words
from tokri.web.words.advised import Said, advised, until_words


def preview(basket_id: str) -> Response | str:
    """The client's page; a basket with something to put right goes back to its form.

    One that was drafted for certain clients is shown as one of them will see it: in their own quantities.
    """
    opened = open_basket(outside(), basket_id)
    if opened is None:
        abort(404)
    now_known = known(outside(), opened.basket.proposal.draft.orders)
    client_id = _client(opened.drafted)
    proposal = _own(opened.basket.proposal, now_known, opened.drafted, client_id)
    orders = proposal.draft.orders
    checked = check(orders, now_known)
    if not checked.ready or not _for_all(opened.basket.proposal, now_known, opened.drafted):
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
        clients=[(each, opened.drafted.codes.get(each, each)) for each in opened.drafted.client_ids]
        if opened.drafted is not None
        else [],
        client=client_id,
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


def _client(drafted: DraftedFor | None) -> str:
    """As whom of those it was drafted for it is shown: whom the address names, else the first."""
    if drafted is None or not drafted.client_ids:
        return ""
    asked = request.args.get("client", "")
    return asked if asked in drafted.for_whom.clients else drafted.client_ids[0]


def _own(proposal: Proposal, now_known: Known, drafted: DraftedFor | None, client_id: str) -> Proposal:
    """What that client gets of it; for nobody in particular, all of it as typed."""
    if drafted is None or not client_id:
        return proposal
    mine = orders_of(client_id, proposal.draft.orders, now_known, drafted.for_whom)
    draft = replace(proposal.draft, orders=tuple(order for _, order in mine))
    return replace(proposal, draft=draft, legs=tuple(proposal.legs[place] for place, _ in mine))


def _for_all(proposal: Proposal, now_known: Known, drafted: DraftedFor | None) -> bool:
    """Whether nothing is to be put right for any of its clients."""
    return drafted is None or check_for(proposal.draft.orders, now_known, drafted.for_whom).checked.ready


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
