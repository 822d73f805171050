"""The review page: exactly what will be sent, and the one button that sends it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.plan import Policy
from tokri.core.ports import Acceptance, Handoff
from tokri.core.state import kite_may_be_open
from tokri.journey.baskets import get_basket, save_basket
from tokri.journey.filled import filled_instruments
from tokri.journey.handoff import Ask, Refusal, hand_off
from tokri.journey.prices import keeps_session
from tokri.journey.review import Review, review_basket
from tokri.journey.since_the_yes import known_sha256
from tokri.web.context import known_visitor, outside
from tokri.web.ids import id_of_form
from tokri.web.limited import limited
from tokri.web.messages import REFUSALS, at_stake
from tokri.web.problems import shown
from tokri.web.sent_before import sent_before
from tokri.web.words import instrument_line
from tokri.web.words import plan as words
from tokri.web.words.states import filled_by

Answer = Response | tuple[str, int] | str

_TICK = re.compile(r"accept-([a-z-]{1,60})-(basket|[0-9]{1,3})", re.ASCII)

_STATUS = {Refusal.NOT_READY: 422, Refusal.NOT_TICKED: 422, Refusal.NOT_ASKED_AGAIN: 422}


def review(basket_id: str) -> Answer:
    """What would be sent; a basket with something to mend goes back to its form."""
    found = review_basket(outside(), known_visitor(), basket_id)
    if found is None:
        abort(404)
    if not found.checked.ready:
        return redirect(url_for("basket", basket_id=basket_id), code=303)
    resequenced = request.args.get("sequence") == "chosen" and not found.handed_off
    return page(found, _whole(request.args.get("part", "")), resequenced=resequenced)


def hand_off_or_resequence(basket_id: str) -> Answer:
    """Hand off what was read; where another sequence than the shown one is ticked, keep it and have it read first."""
    if request.form.get("sequence", "") == request.form.get("sequence_shown", ""):
        return handoff(basket_id)
    return sequence(basket_id)


@limited("handoff")
def handoff(basket_id: str) -> Answer:
    """Store the hand-off of the part that was pressed, and go to its page."""
    ask = Ask(
        review_sha256=request.form.get("review_sha256", ""),
        part=_whole(request.form.get("part", "1")),
        attempt=_whole(request.form.get("attempt", "1")),
        again=request.form.get("again") == "yes",
        ticks=ticks_of_form(),
        instead_of=id_of_form("instead_of") if "instead_of" in request.form else None,
        known=request.form.get("known", ""),
    )
    done = hand_off(outside(), known_visitor(), basket_id, ask)
    if done is None:
        abort(404)
    if isinstance(done, Handoff):
        return redirect(url_for("handoff", handoff_id=done.id), code=303)
    if not done.review.checked.ready:
        return redirect(url_for("basket", basket_id=basket_id), code=303)
    # A tick is for what was read beside it: on a review that says something else it is to be made anew.
    ticks = ask.ticks if done.review.sha256 == ask.review_sha256 else ()
    return page(done.review, ask.part, done.why, ticks)


def asked_afresh(handoff: Handoff) -> Answer:
    """The review again, for a hand-off that was held back: more became known of what went before it."""
    found = review_basket(outside(), known_visitor(), handoff.basket_id)
    if found is None:
        abort(404)
    if not found.checked.ready:
        return redirect(url_for("basket", basket_id=handoff.basket_id), code=303)
    return page(found, handoff.part, Refusal.NEWS)


@limited("save")
def sequence(basket_id: str) -> Answer:
    """Keep the sequence of sending that was chosen, as a new version, and show it."""
    visitor = known_visitor()
    basket = get_basket(outside(), visitor, basket_id)
    if basket is None:
        abort(404)
    chosen = request.form.get("sequence", "")
    if chosen not in set(Policy):
        abort(400)
    draft = replace(basket.latest.draft, sequence=chosen)
    kept = save_basket(outside(), visitor, basket_id, draft, _whole(request.form.get("base", "")))
    now = review_basket(outside(), visitor, basket_id) if kept and kept.newer else None
    if now and now.checked.ready:
        return page(now, 0, Refusal.CHANGED)
    if request.endpoint == "hand_off":  # they pressed to leave: what they have not read is said at the top
        return redirect(url_for("review", basket_id=basket_id, sequence="chosen"), code=303)
    return redirect(url_for("review", basket_id=basket_id, _anchor="sequence"), code=303)


def page(
    review: Review,
    asked: int,
    refusal: Refusal | None = None,
    ticks: Collection[Acceptance] = (),
    *,
    resequenced: bool = False,
) -> tuple[str, int]:
    """Write the review, offering the part that was asked for if it may go, with why the page is shown again."""
    orders = review.version.draft.orders
    part = review.offered(asked)
    at_risk = review.at_stake(part)
    html = render_template(
        "review.html",
        review=review,
        problems=shown(review.checked, orders),
        instruments=[
            instrument_line(review.checked.known.listing(each.exchange, each.tradingsymbol), each.quantity)
            for each in review.plan.orders
        ],
        filled=filled_by(filled_instruments(review.sendings_of_version)),
        part=part,
        sliced=[said for whole in review.plan.wholes if (said := words.cut(whole))],
        policies=[(policy.value, *words.POLICIES[policy]) for policy in review.plan.choices],
        chosen_by=words.chosen_by(review.plan.policy, person=review.version.draft.sequence == review.plan.policy),
        waits_for_sells=any(part.waits for part in review.parts),
        keeps_session=keeps_session(outside(), known_visitor()),
        resequenced=words.POLICIES[review.plan.policy][0] if resequenced else "",
        at_stake=[at_stake(each, review) for each in at_risk],
        sent_before=sent_before(outside(), at_risk),
        known=known_sha256(at_risk),
        close_kite=any(
            kite_may_be_open(each.handoff, each.news.handbacks, each.news.words) for each in review.sendings
        ),
        ticked={(tick.code, tick.order) for tick in (*review.accepted, *ticks)},
        refusal=REFUSALS[refusal] if refusal else None,
        news=refusal is Refusal.NEWS,
        missing_ticks=refusal is Refusal.NOT_TICKED,
        missing_again=refusal is Refusal.NOT_ASKED_AGAIN,
        errors=refusal is not None,
    )
    return html, _STATUS.get(refusal, 409) if refusal else 200


def ticks_of_form() -> frozenset[Acceptance]:
    """The warnings that were accepted, by the names of their ticks (`Sentence.tick`)."""
    found = (_TICK.fullmatch(name) for name in request.form)
    return frozenset(Acceptance(match[1], None if match[2] == "basket" else int(match[2])) for match in found if match)


def _whole(text: str) -> int:
    """A part or an attempt; what is no number is none there can be."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text, re.ASCII) else 0
