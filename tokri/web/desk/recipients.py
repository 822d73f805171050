"""For whom a version is meant: clients are ticked, beside what each would get and whether it suits them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.choosing import Asked, Choosable
from tokri.core.desk.for_whom import EXITED, Line
from tokri.core.desk.meant import Choice, Meant
from tokri.core.desk.roles import Act
from tokri.core.problems import Problem
from tokri.desk.recipients import Refusal, Refused, choose, choose_all, look_at
from tokri.web.context import outside
from tokri.web.desk.gate import by, guard, staff
from tokri.web.desk.sharing import know
from tokri.web.ids import PATTERN
from tokri.web.limited import limited
from tokri.web.words import baskets as basket_words
from tokri.web.words import exits as exit_words
from tokri.web.words import own_quantities as own_words
from tokri.web.words import recipients as words
from tokri.web.words import sharing as sharing_words
from tokri.web.words.names import order_name

Answer = Response | tuple[str, int] | str

_ID: Final = re.compile(PATTERN, re.ASCII)
_CHOSEN: Final = "client-"
_REASON: Final = "reason-"
_AGAIN: Final = "again-"

_REFUSED: Final[Mapping[Refusal, str]] = {
    Refusal.CHANGED: words.CHANGED,
    Refusal.CLOSED: words.CLOSED,
    Refusal.LEFT_OUT: words.LEFT_OUT,
}

#: Letters of what is searched for.
_LONGEST: Final = 100


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
    over: str
    again: bool
    asks_again: bool


def recipients(basket_id: str, number: int) -> Answer:
    """GET shows a page of the clients; POST keeps who is ticked on it, or chooses from all pages."""
    if request.method == "GET":
        return _show(basket_id, number)
    return _choose_all(basket_id, number) if request.form.get("action") == "all" else _choose(basket_id, number)


def _show(basket_id: str, number: int) -> Answer:
    found = look_at(outside(), basket_id, number, know(), asked=_asked(request.args))
    if found is None:
        abort(404)
    ticked = {line.id for line in found.lines if line.saved is not None}
    if request.args.get("all") == "yes":
        ticked |= {line.id for line in found.lines if not (line.faults or line.needs_reason or line.asks_again)}
    reasons = {line.id: line.saved.reason for line in found.lines if line.saved is not None}
    return _page(found, _asked(request.args), ticked, reasons)


@limited("save")
def _choose(basket_id: str, number: int) -> Answer:
    asked, choice = _asked(request.form), _choice()
    done = choose(outside(), by(), basket_id, number, choice, know=know(), asked=asked)
    if done is None:
        abort(404)
    if not isinstance(done, Refused):
        onward = request.form.get("action") == "next"
        asked = replace(asked, page=asked.page + 1) if onward else asked
        return redirect(_address(basket_id, number, asked, saved="yes"), code=303)
    status = 422 if done.why in {Refusal.FAULTS, Refusal.LEFT_OUT} else 409
    return _page(done.meant, asked, choice.chosen, choice.reasons, done), status


@limited("save")
def _choose_all(basket_id: str, number: int) -> Answer:
    asked = _asked(request.form)
    done = choose_all(outside(), by(), basket_id, number, asked, shown=request.form.get("shown", ""), know=know())
    if done is None:
        abort(404)
    if not isinstance(done, Refused):
        came = {"added": done.added, "mismatched": done.mismatched, "barred": done.barred, "exited": done.exited}
        said = {name: str(count) for name, count in came.items()}
        return redirect(_address(basket_id, number, asked, **said), code=303)
    meant = done.meant
    ticked = {line.id for line in meant.lines if line.saved is not None}
    return _page(meant, asked, ticked, {each.client_id: each.reason for each in meant.saved}, done), 409


def _asked(form: Mapping[str, str]) -> Asked:
    page, standing = form.get("page", "1"), form.get("standing", "")
    return Asked(
        text="".join(filter(str.isprintable, form.get("q", "")))[:_LONGEST].strip(),
        group=form.get("group", ""),
        standing=standing if standing in set(Choosable) else "",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < len("10000") else 1,
    )


def _choice() -> Choice:
    form = request.form
    return Choice(
        shown=form.get("shown", ""),
        listed=frozenset(_ID.findall(form.get("listed", ""))),
        chosen=frozenset(name.removeprefix(_CHOSEN) for name in form if name.startswith(_CHOSEN)),
        reasons={name.removeprefix(_REASON): text for name, text in form.items() if name.startswith(_REASON)},
        again=frozenset(name.removeprefix(_AGAIN) for name in form if name.startswith(_AGAIN)),
    )


def stale() -> Answer:
    """The clients again, ticked as they were, after the form's protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    address, asked, choice = request.view_args or {}, _asked(request.form), _choice()
    basket_id, number = str(address.get("basket_id", "")), int(address.get("number", 0))
    listed = choice.listed or None  # the button that chooses from all pages lists nobody
    found = look_at(outside(), basket_id, number, know(), asked=asked, listed=listed, ticked=choice.chosen)
    if found is None:
        abort(404)
    ticked = choice.chosen if listed else {line.id for line in found.lines if line.saved is not None}
    return _page(found, asked, ticked, choice.reasons, warning=sharing_words.STALE), 400


def _address(basket_id: str, number: int, asked: Asked, **more: str) -> str:
    page = str(asked.page) if asked.page > 1 else ""
    query = {"q": asked.text, "group": asked.group, "standing": asked.standing, "page": page, **more}
    told = {name: text for name, text in query.items() if text}
    return url_for("desk_recipients", basket_id=basket_id, number=number, **told)  # type: ignore[arg-type]  # names of the address alone


def _page(
    meant: Meant,
    asked: Asked,
    ticked: Collection[str],
    reasons: Mapping[str, str],
    refused: Refused | None = None,
    *,
    warning: str = "",
) -> str:
    by_client: defaultdict[str, list[Problem]] = defaultdict(list)
    for each in refused.faults if refused else ():
        by_client[str(each.path[1])].append(each)
    lines = [_told(line, meant, ticked, reasons, by_client[line.id]) for line in meant.lines]
    summary = [
        (f"reason-{each.id}" if each.reason_fault else f"row-{each.id}", f"{each.code}: {text}")
        for each in lines
        if by_client[each.id]
        for text in _texts(each, by_client[each.id])
    ]
    said = warning or (_REFUSED.get(refused.why) if refused else "")
    here = replace(asked, page=meant.page)
    address = partial(_address, meant.version.basket_id, meant.version.number)
    return render_template(
        "desk/recipients.html",
        meant=meant,
        version=meant.version,
        state=basket_words.STATES[meant.state],
        lines=lines,
        listed=" ".join(each.id for each in lines),
        asked=here,
        standings=words.STANDINGS,
        drafted=own_words.DRAFTED[meant.drafted] if meant.drafted is not None else "",
        caption=words.caption(len(meant.found), meant.page, meant.pages, all_of_them=not asked.anything),
        tick_all=address(here, all="yes"),
        before=address(replace(here, page=meant.page - 1)) if meant.page > 1 else "",
        after=address(replace(here, page=meant.page + 1)) if meant.page < meant.pages else "",
        summary=[("", each) for each in (said, *words.left_out(meant.left_out))] if said else summary,
        may_choose=staff().may(Act.WRITE_BASKETS) and meant.open,
        closed="" if meant.open else words.CLOSED,
        saved="" if refused or warning else _saved(),
        errors=bool(refused or warning),
    )


def _texts(told: Told, found: Collection[Problem]) -> list[str]:
    """What the summary says of a client who cannot be chosen as they stand."""
    exited = [words.EXITED] if any(each.code == EXITED for each in found) else []
    return [*([told.reason_fault] if told.reason_fault else told.faults), *exited]


def _saved() -> str:
    """What was kept just now, of which the address tells the numbers."""
    counts = [request.args.get(name, "") for name in ("added", "mismatched", "barred", "exited")]
    if all(re.fullmatch("[0-9]{1,6}", each, re.ASCII) for each in counts):
        return words.chosen_of_all(*map(int, counts))
    return words.SAVED if request.args.get("saved") == "yes" else ""


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
        over=exit_words.over(line.over) if line.over is not None else "",
        again=_AGAIN + line.id in request.form,
        asks_again=line.asks_again and not line.faults,
    )
