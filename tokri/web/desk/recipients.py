"""For whom a version is meant: clients are ticked, beside what each would get and whether it suits them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.for_whom import Line
from tokri.core.desk.roles import Act
from tokri.core.problems import Problem
from tokri.desk.recipients import Choice, Meant, Refusal, Refused, choose, look_at
from tokri.web.context import outside
from tokri.web.desk.gate import by, guard, staff
from tokri.web.desk.sharing import know
from tokri.web.ids import PATTERN
from tokri.web.limited import limited
from tokri.web.words import baskets as basket_words
from tokri.web.words import recipients as words
from tokri.web.words import sharing as sharing_words
from tokri.web.words.names import order_name

Answer = Response | tuple[str, int] | str

_ID: Final = re.compile(PATTERN, re.ASCII)
_CHOSEN: Final = "client-"
_REASON: Final = "reason-"


@dataclass(frozen=True, slots=True)
class Told:
    """One client as a row of the table."""

    id: str
    code: str
    name: str
    groups: str
    ticked: bool
    was_chosen: bool
    suits: tuple[str, str, str]
    quantities: tuple[tuple[str, str, str], ...]
    faults: tuple[str, ...]
    asks_reason: bool
    reason: str
    reason_fault: str


def recipients(basket_id: str, number: int) -> Answer:
    """GET shows the clients; POST keeps who is ticked."""
    return _choose(basket_id, number) if request.method == "POST" else _show(basket_id, number)


def _show(basket_id: str, number: int) -> Answer:
    found = look_at(outside(), basket_id, number, know())
    if found is None:
        abort(404)
    group = request.args.get("group", "")
    lines = found.of_group(group)
    ticked = {line.id for line in lines if line.saved is not None}
    if request.args.get("all") == "yes":
        ticked |= {line.id for line in lines if not line.faults and not line.needs_reason}
    reasons = {line.id: line.saved.reason for line in lines if line.saved is not None}
    return _page(found, group, ticked, reasons)


@limited("save")
def _choose(basket_id: str, number: int) -> Answer:
    group, choice = request.form.get("group", ""), _choice()
    done = choose(outside(), by(), basket_id, number, choice, know=know())
    if done is None:
        abort(404)
    if not isinstance(done, Refused):
        return redirect(_address(basket_id, number, group), code=303)
    status = 422 if done.why is Refusal.FAULTS else 409
    return _page(done.meant, group, choice.chosen, choice.reasons, done), status


def _choice() -> Choice:
    form = request.form
    return Choice(
        shown=form.get("shown", ""),
        listed=frozenset(_ID.findall(form.get("listed", ""))),
        chosen=frozenset(name.removeprefix(_CHOSEN) for name in form if name.startswith(_CHOSEN)),
        reasons={name.removeprefix(_REASON): text for name, text in form.items() if name.startswith(_REASON)},
    )


def stale() -> Answer:
    """The clients again, ticked as they were, after the form's protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    address = request.view_args or {}
    found = look_at(outside(), str(address.get("basket_id", "")), int(address.get("number", 0)), know())
    if found is None:
        abort(404)
    choice = _choice()
    return _page(found, request.form.get("group", ""), choice.chosen, choice.reasons, warning=sharing_words.STALE), 400


def _address(basket_id: str, number: int, group: str) -> str:
    asked = {"group": group} if group else {}
    return url_for("desk_recipients", basket_id=basket_id, number=number, saved="yes", **asked)  # type: ignore[arg-type]  # names of the address alone


def _page(
    meant: Meant,
    group: str,
    ticked: Collection[str],
    reasons: Mapping[str, str],
    refused: Refused | None = None,
    *,
    warning: str = "",
) -> str:
    orders = meant.version.proposal.draft.orders
    by_client: defaultdict[str, list[Problem]] = defaultdict(list)
    for each in refused.faults if refused else ():
        by_client[str(each.path[1])].append(each)
    lines = [_told(line, meant, ticked, reasons, by_client[line.id]) for line in meant.of_group(group)]
    summary = [
        (f"reason-{each.id}" if each.reason_fault else f"row-{each.id}", f"{each.code}: {text}")
        for each in lines
        if by_client[each.id]
        for text in ([each.reason_fault] if each.reason_fault else each.faults)
    ]
    said = warning or (
        {Refusal.CHANGED: words.CHANGED, Refusal.CLOSED: words.CLOSED}.get(refused.why) if refused else ""
    )
    kind, state = basket_words.STATES[meant.state]
    return render_template(
        "desk/recipients.html",
        meant=meant,
        version=meant.version,
        state=(kind, state),
        lines=lines,
        chosen=len(meant.saved),
        listed=" ".join(each.id for each in lines),
        group=group,
        orders=[order_name(place, orders) for place in range(len(orders))],
        summary=[("", said)] if said else summary,
        may_choose=staff().may(Act.WRITE_BASKETS) and meant.open,
        closed="" if meant.open else words.CLOSED,
        saved=request.args.get("saved") == "yes" and refused is None and not warning,
        errors=bool(refused or warning),
    )


def _told(
    line: Line, meant: Meant, ticked: Collection[str], reasons: Mapping[str, str], found: Collection[Problem]
) -> Told:
    orders = meant.version.proposal.draft.orders
    of_reason = [each for each in found if each.code.startswith("reason-")]
    return Told(
        id=line.id,
        code=line.client.code,
        name=words.named(line),
        groups=", ".join(line.details.groups),
        ticked=line.id in ticked,
        was_chosen=line.saved is not None,
        suits=words.suits(line.suitability),
        quantities=tuple(
            (order_name(place, orders), words.quantity(share), words.figures(share))
            for place, share in enumerate(line.shares)
        ),
        faults=tuple(words.fault(each, orders) for each in line.faults),
        asks_reason=line.needs_reason and not line.faults,
        reason=reasons.get(line.id, ""),
        reason_fault=words.fault(of_reason[0], orders) if of_reason else "",
    )
