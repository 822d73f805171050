"""Endpoints of the firm's own systems on pages: added, tried, given a new secret, ended; what was sent, and again."""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, render_template, request, url_for

from tokri.core.ports.telling import DeliveryState
from tokri.core.problems import Problem
from tokri.core.telling.endpoint import MOST_ENDPOINTS, host_of
from tokri.core.telling.signature import BOTH_FOR
from tokri.desk import telling as desk
from tokri.web.context import now, outside
from tokri.web.desk.door import Answer, refuse
from tokri.web.desk.gate import by, guard
from tokri.web.limited import limited
from tokri.web.words import telling as words
from tokri.web.words.sharing import STALE

_NEW: Final = "desk/webhooks_new.html"
_HOURS: Final = int(BOTH_FOR.total_seconds() // 3600)


def webhooks() -> str:
    """All endpoints, and how many messages stand where."""
    found = desk.endpoints(outside())
    return render_template(
        "desk/webhooks.html",
        endpoints=[
            (
                each.endpoint,
                host_of(each.endpoint.url),
                _standing(each),
                [each.count(state) for state in DeliveryState],
            )
            for each in found
        ],
        may_add=len(found) < MOST_ENDPOINTS,
        most=MOST_ENDPOINTS,
        done=words.DONE.get(request.args.get("done", ""), ""),
    )


def new() -> Answer:
    """Add an endpoint: the answer shows its secret, which is told once."""
    return _add() if request.method == "POST" else render_template(_NEW, wrong={}, typed="")


@limited("save")
def _add() -> Answer:
    typed = request.form.get("url", "")
    made = desk.add(outside(), by(), typed)
    if isinstance(made, Problem):
        return refuse(_NEW, [("url", words.fault_of_address(made))], {"typed": typed})
    return _secret(made, added=True)


def stale() -> Answer:
    """The form again, as typed, after its protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    return refuse(_NEW, [("", STALE)], {"typed": request.form.get("url", "")}, 400)


def webhook(endpoint_id: str) -> str:
    """One endpoint, and the newest messages for it: all, or those that stand in one way."""
    chosen = request.args.get("state", "")
    chosen = chosen if chosen in words.LISTS else ""
    found = desk.see(outside(), endpoint_id, words.LISTS[chosen][1])
    if found is None:
        abort(404)
    seen = found.seen
    counts = {state.value: seen.count(state) for state in DeliveryState}
    return render_template(
        "desk/webhooks_one.html",
        endpoint=seen.endpoint,
        host=host_of(seen.endpoint.url),
        stands=_standing(seen),
        lists=[
            (each, label, counts.get(each, sum(counts.values())), each == chosen)
            for each, (label, _) in words.LISTS.items()
        ],
        deliveries=[(each, words.stands(each)) for each in found.deliveries],
        most=desk.MOST_LISTED,
        given_up=seen.count(DeliveryState.GIVEN_UP),
        both=seen.endpoint.old_until if seen.endpoint.old_until and seen.endpoint.old_until > now() else None,
        hours=_HOURS,
        done=words.DONE.get(request.args.get("done", ""), ""),
    )


@limited("save")
def renew(endpoint_id: str) -> Answer:
    """A new secret, told once: no later page could show it, so the answer is no redirect."""
    made = desk.renew_secret(outside(), by(), endpoint_id)
    if made is None:
        abort(404)
    return _secret(made, added=False)


@limited("save")
def try_out(endpoint_id: str) -> Answer:
    """Send a test."""
    if not desk.try_out(outside(), by(), endpoint_id):
        abort(404)
    return _back(endpoint_id, "tried")


@limited("save")
def resend(endpoint_id: str, message_id: str) -> Answer:
    """Send one message again."""
    if not desk.resend(outside(), by(), endpoint_id, message_id):
        abort(404)
    return _back(endpoint_id, "again")


@limited("save")
def resend_given_up(endpoint_id: str) -> Answer:
    """Send all again that were given up."""
    count = desk.resend_given_up(outside(), by(), endpoint_id)
    if count is None:
        abort(404)
    return _back(endpoint_id, "all-again" if count else "none-again")


@limited("save")
def end(endpoint_id: str) -> Answer:
    """Send nothing more there."""
    if not desk.end(outside(), by(), endpoint_id):
        abort(404)
    return redirect(url_for("desk_webhooks", done="ended"), code=303)


def _standing(seen: desk.Seen) -> tuple[str, str, str]:
    taken, waiting = seen.count(DeliveryState.DELIVERED), seen.count(DeliveryState.WAITING)
    return words.standing(seen.endpoint, now(), taken=taken, waiting=waiting)


def _secret(made: desk.Told, *, added: bool) -> str:
    host = host_of(made.endpoint.url)
    shown = {"endpoint": made.endpoint, "host": host, "secret": made.secret, "added": added, "hours": _HOURS}
    return render_template("desk/webhooks_secret.html", **shown)


def _back(endpoint_id: str, done: str) -> Answer:
    return redirect(url_for("desk_webhook", endpoint_id=endpoint_id, done=done), code=303)
