"""A shared version, exactly as it was frozen: who, when, its hash, what was decided, and what changed before it."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.difference import differences
from tokri.core.desk.own_check import check_for
from tokri.core.desk.roles import Act
from tokri.core.known import Known
from tokri.desk.approvals import Frozen, Refusal, Refused, Verdict, decide, frozen_version
from tokri.desk.baskets import shared_with
from tokri.desk.exits import over_of_each
from tokri.journey.known import known
from tokri.web.context import outside
from tokri.web.desk.gate import by, guard, staff
from tokri.web.limited import limited
from tokri.web.problems import shown
from tokri.web.words import baskets as basket_words
from tokri.web.words import exits as exit_words
from tokri.web.words import own_quantities as own_words
from tokri.web.words import sharing as words
from tokri.web.words.told_orders import told_orders

Answer = Response | tuple[str, int] | str

_APPROVE, _REFUSE = "approve", "refuse"


def version(basket_id: str, number: int) -> Answer:
    """One version."""
    found = frozen_version(outside(), basket_id, number)
    if found is None:
        abort(404)
    return _page(found)


@limited("save")
def decide_version(basket_id: str, number: int) -> Answer:
    """Say yes or no to it."""
    said = request.form.get("verdict", "")
    reason = request.form.get("reason", "")
    verdict = Verdict(request.form.get("sha256", ""), said == _APPROVE, reason)
    if frozen_version(outside(), basket_id, number) is None:
        abort(404)
    if said not in {_APPROVE, _REFUSE}:
        abort(400)
    done = decide(outside(), by(), basket_id, number, verdict)
    if done is None:
        abort(404)
    if isinstance(done, Refused):
        fault = ""
        if done.fault is not None:
            what = words.WHY_APPROVED if verdict.approved else words.WHY_REFUSED
            fault = words.reason_fault(done.fault, what)
        return _page(done.frozen, done, fault, reason), 422 if done.why is Refusal.REASON else 409
    return redirect(url_for("desk_version", basket_id=basket_id, number=number), code=303)


def stale() -> Answer:
    """The version again, with the reason as typed, after the form's protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    address = request.view_args or {}
    found = frozen_version(outside(), str(address.get("basket_id", "")), int(address.get("number", 0)))
    if found is None:
        abort(404)
    return _page(found, reason=request.form.get("reason", ""), warning=words.STALE), 400


def _page(
    frozen: Frozen, refused: Refused | None = None, fault: str = "", reason: str = "", *, warning: str = ""
) -> str:
    person = staff()
    bar = frozen.bar(person.person.id)
    before = frozen.before
    orders, drafted = frozen.version.proposal.draft.orders, frozen.drafted
    now_known = known(outside(), orders)
    return render_template(
        "desk/version.html",
        frozen=frozen,
        basket=frozen.basket,
        version=frozen.version,
        state=_state(frozen),
        names=frozen.names,
        before=before,
        changes=words.changes(differences(before.proposal, frozen.version.proposal)) if before else [],
        told=words.told_basket(frozen.version.proposal),
        orders=told_orders(frozen.version.proposal, own_words.spans(orders, now_known, drafted)),
        exited=exit_words.of_clients(over_of_each(frozen.room, drafted, orders, now_known), drafted)
        if frozen.newest and not frozen.recipients
        else [],
        drafted=own_words.DRAFTED[drafted.for_whom.drafted] if drafted is not None else "",
        each_ones=list(own_words.each_ones(orders, now_known, drafted)),
        disclosures=words.told_disclosures(frozen.version.proposal),
        warnings=_warnings(frozen, now_known),
        may_decide=person.may(Act.APPROVE) and bar is None,
        bar=words.BARS[bar] if person.may(Act.APPROVE) and bar is not None and frozen.decision is None else "",
        refusal=warning or (_refusal(refused) if refused else ""),
        fault=fault,
        reason=reason,
        may_see_clients=person.may(Act.SEE_CLIENTS),
        may_choose=person.may(Act.WRITE_BASKETS) and frozen.open,
        errors=bool(refused or warning),
    )


def _warnings(frozen: Frozen, now_known: Known) -> list[str]:
    """What the check warns of as things are now; whoever shared the version had to accept what it warned of then."""
    if not frozen.newest:
        return []
    orders, drafted = frozen.version.proposal.draft.orders, frozen.drafted
    found = check_for(orders, now_known, drafted.for_whom if drafted is not None else None)
    return [each.text for each in shown(found.checked, orders, own_words.whose(found, drafted)).warnings]


def _state(frozen: Frozen) -> tuple[str, str]:
    if not frozen.newest:
        return "neutral", f"{basket_words.STATES[frozen.state][1]}; there is a newer version"
    return basket_words.stands(frozen.state, shared_with(outside(), [frozen.basket.id]).get(frozen.basket.id, 0))


def _refusal(refused: Refused) -> str:
    if refused.why is Refusal.REASON:
        return ""
    return words.BARS[refused.bar] if refused.bar is not None else words.NOT_THIS
