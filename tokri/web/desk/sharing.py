"""Before sharing: what stands in the way, exactly what will be frozen, and the one button that freezes it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.basket import OrderText
from tokri.core.desk.advice import DeskBasket, Disclosures
from tokri.core.desk.completeness import DISCLOSED
from tokri.core.desk.roles import Act
from tokri.core.desk.typed_time import read_time
from tokri.core.ports import Acceptance
from tokri.core.problems import Problem, Severity
from tokri.core.times import ist_words
from tokri.desk import disclosures as answers
from tokri.desk.restrictions import Know
from tokri.desk.sharing import Ask, Refusal, Refused, Sharing, look_at, share
from tokri.journey.known import known
from tokri.web.context import now, outside
from tokri.web.desk.editions import opened_on
from tokri.web.desk.gate import by, guard, staff
from tokri.web.limited import limited
from tokri.web.problems import Sentence
from tokri.web.review import ticks_of_form
from tokri.web.words import baskets as basket_words
from tokri.web.words import exits as exit_words
from tokri.web.words import own_quantities as own_words
from tokri.web.words import sharing as words
from tokri.web.words.told_orders import told_orders

Answer = Response | tuple[str, int] | str

_STATUS = {Refusal.CHANGED: 409}

#: Characters of an end of validity as it would be typed, at most.
_LONGEST_END = 40


def know() -> Know:
    """What is known now of what orders name."""
    return partial(known, outside())


def share_basket(basket_id: str) -> Answer:
    """GET shows what would be frozen; POST freezes it."""
    return _share(basket_id) if request.method == "POST" else _show(basket_id)


def _show(basket_id: str) -> Answer:
    found = look_at(outside(), basket_id, know())
    if found is None:
        abort(404)
    return _page(found)


@limited("save")
def _share(basket_id: str) -> Answer:
    ask = _asked()
    done = share(outside(), by(), basket_id, ask, know())
    if done is None:
        abort(404)
    if not isinstance(done, Refused):
        return redirect(url_for("desk_version", basket_id=basket_id, number=done.number), code=303)
    # A tick is for what was read beside it: on a page that says something else it is to be made anew.
    ticks = ask.ticks if done.why is not Refusal.CHANGED else ()
    return _page(done.sharing, done, ticks, ask.answer), _STATUS.get(done.why, 422)


def _asked() -> Ask:
    form = request.form
    return Ask(
        edition=opened_on(),
        sha256=form.get("sha256", ""),
        shown=form.get("shown", ""),
        ticks=ticks_of_form(),
        answer=form.get("answer", ""),
    )


def stale_share() -> Answer:
    """The page again, with what was answered, after its protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    found, ask = look_at(outside(), _basket_of_address(), know()), _asked()
    if found is None:
        abort(404)
    ticks = ask.ticks if found.sha256 == ask.shown else ()
    return _page(found, None, ticks, ask.answer, warning=words.STALE), 400


def _basket_of_address() -> str:
    return str((request.view_args or {}).get("basket_id", ""))


def _page(
    sharing: Sharing,
    refused: Refused | None = None,
    ticks: Collection[Acceptance] = (),
    answer: str = "",
    *,
    warning: str = "",
) -> str:
    basket = sharing.basket
    orders = basket.proposal.draft.orders
    answer_fault = words.reason_fault(refused.fault, words.WHY_SHARED) if refused and refused.fault else ""
    refusal = warning or answer_fault or (words.NOT_SHARED[refused.why] if refused else "")
    kind, state = basket_words.STATES[sharing.state]
    return render_template(
        "desk/share.html",
        sharing=sharing,
        basket=basket,
        state=(kind, state),
        saved=_saved(sharing),
        told=words.told_basket(basket.proposal),
        orders=told_orders(basket.proposal, own_words.spans(orders, sharing.own.checked.known, sharing.drafted)),
        drafted=own_words.DRAFTED[sharing.drafted.for_whom.drafted] if sharing.drafted is not None else "",
        each_ones=list(own_words.each_ones(orders, sharing.own.checked.known, sharing.drafted)),
        disclosures=words.told_disclosures(basket.proposal),
        unanswered=words.unanswered(basket.proposal),
        disclosed=words.disclosed_line(answers.answered_at(outside(), basket.id)),
        exited=exit_words.of_clients(sharing.over, sharing.drafted),
        faults=[_fault(each, sharing) for each in sharing.errors],
        offered=_offered(sharing),
        warnings=_warnings(sharing, orders),
        hits=[words.hit(each, orders) for each in sharing.hits],
        ticked={(tick.code, tick.order) for tick in ticks},
        answer=answer,
        refusal=refusal,
        refused=refused.why.value if refused else "",
        answer_fault=answer_fault,
        may_share=staff().may(Act.WRITE_BASKETS),
        errors=bool(refusal),
    )


def _saved(sharing: Sharing) -> str:
    with outside().store.reading() as view:
        people = {person.id: person for person in view.people.all()}
    return basket_words.saved_line(sharing.basket, people)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that stands in the way, and where it is put right."""

    text: str
    href: str


def _fault(problem: Problem, sharing: Sharing) -> Fault:
    where, field = words.mended_at(problem)
    text = words.in_the_way(problem, sharing.basket.proposal.draft.orders)
    text += own_words.whose(sharing.own, sharing.drafted)(problem)
    endpoint = "desk_disclosures" if where == "disclosures" else "desk_basket"
    asked = {} if where == "disclosures" else {"check": "yes"}
    return Fault(text, url_for(endpoint, basket_id=sharing.basket.id, _anchor=field, **asked))  # type: ignore[arg-type]  # names of the address alone


def _offered(sharing: Sharing) -> tuple[str, str] | None:
    """The end of validity that is offered: as it would be typed, and in words."""
    mends = [each.mend for each in sharing.errors if each.code == "valid-until-missing" and each.mend]
    at = read_time(mends[0], now()) if mends else None
    return (mends[0] or "", ist_words(at)) if mends and isinstance(at, datetime) else None


def _warnings(sharing: Sharing, orders: Sequence[OrderText]) -> list[Sentence]:
    """Each warning in words, those with one tick as one."""
    found: dict[tuple[str, int | None], str] = {}
    whose = own_words.whose(sharing.own, sharing.drafted)
    for each in sharing.warnings:
        key, text = (each.code, each.order), words.in_the_way(each, orders) + whose(each)
        found[key] = f"{found[key]} {text}" if key in found else text
    return [Sentence(code, text, Severity.WARNING, "ticks", order) for (code, order), text in found.items()]


# --- disclosures ------------------------------------------------------------------------------------


def disclosures(basket_id: str) -> Answer:
    """GET asks what is to be disclosed; POST keeps the answers in the basket."""
    return _disclose(basket_id) if request.method == "POST" else _ask(basket_id)


def _ask(basket_id: str) -> Answer:
    found = look_at(outside(), basket_id, know())
    if found is None:
        abort(404)
    return _questions(found.basket, found.basket.proposal.disclosures)


@limited("save")
def _disclose(basket_id: str) -> Answer:
    typed, edition = _answered()
    done = answers.disclose(outside(), by(), basket_id, edition, typed)
    if done is None:
        abort(404)
    if not isinstance(done, answers.Refused):
        return redirect(url_for("desk_share", basket_id=basket_id), code=303)
    orders = done.basket.proposal.draft.orders
    faults = {str(each.path[-1]): words.in_the_way(each, orders) for each in done.faults}
    warning = "" if faults else words.SAVED_MEANWHILE
    return _questions(done.basket, typed, faults, warning=warning), 422 if faults else 409


def stale_disclosures() -> Answer:
    """The questions again, with what was answered, after their protection against forged posts had run out."""
    if (stopped := guard()) is not None:
        return stopped
    found, (typed, edition) = look_at(outside(), _basket_of_address(), know()), _answered()
    if found is None:
        abort(404)
    # Still the edition that was answered to: who saved in between is not overwritten unseen.
    return _questions(replace(found.basket, edition=edition), typed, warning=words.STALE), 400


def _answered() -> tuple[Disclosures, int]:
    """The answers, and the edition of the basket that they are to."""
    typed = Disclosures(**{name: request.form.get(name, "") for name in DISCLOSED})
    return typed, opened_on()


def _questions(
    basket: DeskBasket, typed: Disclosures, faults: dict[str, str] | None = None, *, warning: str = ""
) -> str:
    summary = [("", warning)] if warning else list((faults or {}).items())
    return render_template(
        "desk/share_disclosures.html",
        basket=basket,
        symbols=basket_words.symbols(basket.proposal.draft.orders),
        asked=[(name, *words.QUESTIONS[name], getattr(typed, name), (faults or {}).get(name)) for name in DISCLOSED],
        summary=summary,
        warning=warning,
        may_write=staff().may(Act.WRITE_BASKETS),
        errors=bool(summary),
    )


@limited("save")
def take_end(basket_id: str) -> Answer:
    """Put the offered end of validity into the basket."""
    edition, offered = opened_on(), request.form.get("valid_until", "")
    if len(offered) > _LONGEST_END:
        abort(400)
    if answers.set_end(outside(), by(), basket_id, edition, offered) is None:
        abort(404)
    # Whoever saved meanwhile is seen on the page itself: it shows the basket as it stands.
    return redirect(url_for("desk_share", basket_id=basket_id), code=303)
