"""Sells before buys: how far the sells are, what money there is, and the person's own "go on"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from tokri.core.money import rupees
from tokri.core.ports import Outside, Reading
from tokri.core.refusals import Refusal
from tokri.journey import private
from tokri.journey import two_steps as journey
from tokri.web.context import known_visitor, outside
from tokri.web.limited import limited
from tokri.web.order_told import OrderTold
from tokri.web.way import way
from tokri.web.words import selling as words
from tokri.web.words.refusals import meaning

Answer = Response | str


def sells_first(basket_id: str) -> Answer:
    """What the next part waits for; where it waits for nothing, the result."""
    return page(outside(), known_visitor(), basket_id)


@limited("reading")
def check_funds(basket_id: str) -> Answer:
    """Have the order book, the money and the shares looked at with the session that is kept."""
    return checked(outside(), known_visitor(), basket_id)


@limited("word")
def go_on(basket_id: str) -> Answer:
    """Open the part although no document shows the sells filled: by the person's own word."""
    return gone_on(outside(), known_visitor(), basket_id)


def depository(basket_id: str) -> Answer:
    """How shares are let be sold: explained, and with a kept session begun here. POST has the request opened."""
    if request.method == "POST":
        return _open_request(basket_id)
    return depository_page(outside(), known_visitor(), basket_id)


@limited("reading")
def _open_request(basket_id: str) -> Answer:
    return asked_depository(outside(), known_visitor(), basket_id)


def others_of_day(reading: Reading) -> Sequence[Mapping[str, object]]:
    """The day's other orders, as long as the session that showed them is kept."""
    return words.others(private.shown(outside(), reading))


def asks_depository(lines: Sequence[OrderTold]) -> bool:
    """Whether one of these orders was refused because the depository had not been asked, by Kite's words or theirs."""
    theirs = meaning(Refusal.AUTHORISATION)
    return any(journey.asks_depository(each.verdict) or each.kite_meant == theirs for each in lines)


# --- the same at a link -------------------------------------------------------------------------


def page(world: Outside, visitor_id: str, basket_id: str) -> Answer:
    """Write the page of the two steps."""
    found = journey.two_steps(world, visitor_id, basket_id)
    if found is None:
        abort(404)
    if not isinstance(found, journey.TwoSteps):
        return redirect(way("result", basket_id=basket_id), code=303)
    return render_template(
        "two_steps.html",
        steps=found,
        sells=words.sells(found.sells),
        depository=any(each.verdict is not None and journey.asks_depository(each.verdict) for each in found.sells),
        at_market=found.part.totals.more_to_pay,
        margin=found.part.totals.kite_decides,
        in_rupees=rupees,
    )


def checked(world: Outside, visitor_id: str, basket_id: str) -> Answer:
    """Ask for the look; without a session the page says what must be true."""
    if journey.check_again(world, visitor_id, basket_id) is None:
        abort(404)
    back = "depository" if request.form.get("back") == "depository" else "sells_first"
    return redirect(way(back, basket_id=basket_id), code=303)


def gone_on(world: Outside, visitor_id: str, basket_id: str) -> Answer:
    """Keep the person's word, and show the orders of the part."""
    text = request.form.get("part", "")
    part = int(text) if re.fullmatch(r"[0-9]{1,4}", text, re.ASCII) else 0
    opened = journey.go_on(world, visitor_id, basket_id, part)
    if opened is None:
        abort(404)
    if not part:
        abort(400)
    if not opened:
        return redirect(way("result", basket_id=basket_id), code=303)
    return redirect(way("review", basket_id=basket_id, part=part), code=303)


def depository_page(world: Outside, visitor_id: str, basket_id: str) -> Answer:
    """Write the page of the depository."""
    found = journey.depository(world, visitor_id, basket_id)
    if found is None:
        abort(404)
    if not isinstance(found, journey.Depository):
        return redirect(way("result", basket_id=basket_id), code=303)
    return render_template(
        "depository.html",
        found=found,
        open_now=words.open_now(world.clock()),
        request_url=words.request_url(world.app, found.request_id),
    )


def asked_depository(world: Outside, visitor_id: str, basket_id: str) -> Answer:
    """Ask for the request."""
    if journey.open_request(world, visitor_id, basket_id) is None:
        abort(404)
    return redirect(way("depository", basket_id=basket_id), code=303)
