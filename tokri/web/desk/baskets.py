"""The firm's baskets on a page: found, begun, copied, made a template, put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.finding import Standing, Wanted, find
from tokri.core.desk.roles import Act
from tokri.core.desk.states import BasketState
from tokri.core.desk.suitability import RiskClass
from tokri.desk import baskets as use_cases
from tokri.desk.baskets import Shelf, list_baskets
from tokri.web.context import outside
from tokri.web.desk.gate import by, staff
from tokri.web.ids import id_of_form
from tokri.web.limited import limited
from tokri.web.words import baskets as words

Answer = Response | str

#: Baskets on a page of the list; more are a link away.
A_PAGE: Final = 50

#: What a new basket starts from that starts from nothing.
_BLANK: Final = "blank"

#: Templates that a new basket may start from, on its page.
_MOST_TEMPLATES: Final = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list."""

    standing: Standing
    kind: str
    state: str
    symbols: str
    risk: str
    saved: str


def baskets() -> str:
    """The baskets that the address asks for, last saved first."""
    shelf = list_baskets(outside())
    wanted = _wanted()
    found = find(shelf.baskets, wanted)
    page = _page(len(found))
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    return render_template(
        "desk/baskets.html",
        lines=lines_of(shown, shelf),
        count=len(found),
        wanted=wanted,
        any=bool(shelf.baskets),
        choices=_choices(shelf),
        newer=_address(wanted, page - 1) if page > 1 else "",
        older=_address(wanted, page + 1) if len(found) > page * A_PAGE else "",
        may_write=staff().may(Act.WRITE_BASKETS),
    )


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        text=asked.get("q", "").strip(),
        state=asked.get("state", ""),
        risk_class=asked.get("risk", ""),
        who=asked.get("who", ""),
        templates=asked.get("templates") == "yes",
    )


def _page(count: int) -> int:
    text = request.args.get("page", "1")
    last = max(-(-count // A_PAGE), 1)
    return min(max(int(text), 1), last) if text.isascii() and text.isdigit() and len(text) < len("10000") else 1


def _address(wanted: Wanted, page: int) -> str:
    asked = {
        "q": wanted.text,
        "state": wanted.state,
        "risk": wanted.risk_class,
        "who": wanted.who,
        "templates": "yes" if wanted.templates else "",
        "page": str(page) if page > 1 else "",
    }
    return url_for("desk_baskets", **{name: text for name, text in asked.items() if text})  # type: ignore[arg-type]  # names of the address alone


def _choices(shelf: Shelf) -> dict[str, list[tuple[str, str]]]:
    wrote = {each.basket.created_by for each in shelf.baskets} | {each.basket.saved_by for each in shelf.baskets}
    people = [(person.id, person.name) for person in shelf.people.values() if person.id in wrote]
    return {
        "state": [("", "All but put aside"), *((each.value, words.filter_of(each)) for each in BasketState)],
        "risk": [("", "Any"), *((each.value, words.RISKS[each]) for each in RiskClass)],
        "who": [("", "Anybody"), *people],
    }


def lines_of(baskets: Sequence[Standing], shelf: Shelf) -> list[Line]:
    """Baskets as lines of a list."""
    shared = use_cases.shared_with(outside(), [each.basket.id for each in baskets])
    return [_line(each, shelf, shared.get(each.basket.id, 0)) for each in baskets]


def _line(each: Standing, shelf: Shelf, shared_with: int) -> Line:
    basket = each.basket
    kind, state = words.stands(each.state, shared_with)
    return Line(
        each,
        kind,
        state,
        words.contents(basket.outline.orders, basket.outline.symbols),
        words.in_words("risk_class", basket.outline.risk_class),
        words.saved_line(basket, shelf.people),
    )


def new() -> Answer:
    """GET asks what the new basket starts from; POST makes it."""
    if request.method == "POST":
        return _make()
    shelf = list_baskets(outside())
    live = [each for each in shelf.baskets if each.state is not BasketState.ARCHIVED]
    templates: Sequence[Standing] = [each for each in live if each.basket.template][:_MOST_TEMPLATES]
    return render_template("desk/basket_new.html", lines=lines_of(templates, shelf))


@limited("save")
def _make() -> Response:
    origin = id_of_form("start")
    if origin == _BLANK:
        made = use_cases.make_basket(outside(), by())
    elif (copied := use_cases.copy_basket(outside(), by(), origin)) is not None:
        made = copied
    else:
        abort(404)
    return redirect(url_for("desk_basket", basket_id=made.id), code=303)


@limited("save")
def copy(basket_id: str) -> Response:
    """A new basket with the same content."""
    made = use_cases.copy_basket(outside(), by(), basket_id)
    if made is None:
        abort(404)
    return redirect(url_for("desk_basket", basket_id=made.id), code=303)


@limited("save")
def archive(basket_id: str) -> Response:
    """Put a basket aside, or take it back: as the form says."""
    use_cases.set_archived(outside(), by(), _there(basket_id), archived=_yes("archived"))
    return redirect(url_for("desk_basket", basket_id=basket_id), code=303)


@limited("save")
def template(basket_id: str) -> Response:
    """Let new baskets start from this one, or no longer: as the form says."""
    use_cases.set_template(outside(), by(), _there(basket_id), template=_yes("template"))
    return redirect(url_for("desk_basket", basket_id=basket_id), code=303)


def _there(basket_id: str) -> str:
    """The id again, if there is a basket of that id: none is ever deleted."""
    if use_cases.open_basket(outside(), basket_id) is None:
        abort(404)
    return basket_id


def _yes(name: str) -> bool:
    text = request.form.get(name, "")
    if text not in {"yes", "no"}:
        abort(400)
    return text == "yes"
