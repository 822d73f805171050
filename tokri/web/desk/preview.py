"""A basket of the firm's as its client will see it: the review page's own parts, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.advice import LegAdvice, Proposal
from tokri.core.desk.advised import read_advised
from tokri.core.desk.typed_time import read_time
from tokri.core.money import price_words
from tokri.core.plan import plan
from tokri.core.times import ist_words
from tokri.core.totals import totals
from tokri.desk.baskets import open_basket
from tokri.journey.known import check_now
from tokri.web.context import now, outside
from tokri.web.problems import shown
from tokri.web.words import baskets as words
from tokri.web.words import instrument_line
from tokri.web.words import plan as plan_words


@dataclass(frozen=True, slots=True)
class Said:
    """What is advised on one order, in words: its name, why, and a line each of the rest."""

    order: str
    why: str
    lines: tuple[tuple[str, str], ...]


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
        valid_until=_valid_until(proposal),
        may_change=words.in_words("may_change", proposal.may_change),
    )


def _valid_until(proposal: Proposal) -> str:
    at = read_time(proposal.valid_until, now())
    return ist_words(at) if isinstance(at, datetime) else proposal.valid_until


def _advised(proposal: Proposal) -> list[Said]:
    pairs = enumerate(zip(proposal.draft.orders, proposal.legs, strict=True))
    every = [
        Said(f"Order {place + 1}, {order.tradingsymbol}", leg.why, _lines(place, proposal, leg))
        for place, (order, leg) in pairs
    ]
    return [each for each in every if each.why.strip() or each.lines]


def _lines(place: int, proposal: Proposal, leg: LegAdvice) -> tuple[tuple[str, str], ...]:
    advised, _ = read_advised(place, leg, proposal.draft.orders[place], now())
    lines = []
    if advised.entry_from is not None and advised.entry_to is not None:
        between = f"Only between {price_words(advised.entry_from)} and {price_words(advised.entry_to)}"
        lines.append(("Act", between))
    if advised.advised_price is not None:
        at = f", {ist_words(advised.advised_at)}" if advised.advised_at else ""
        lines.append(("Advised at", f"{price_words(advised.advised_price)}{at}"))
    if advised.stop_loss is not None:
        lines.append(("Stop-loss", price_words(advised.stop_loss)))
    if advised.target is not None:
        lines.append(("Target", price_words(advised.target)))
    if advised.horizon:
        lines.append(("Horizon", advised.horizon))
    sizing = words.sizing_line(leg.sizing, leg.share)
    if sizing:
        lines.append(("How much", sizing))
    return tuple(lines)
