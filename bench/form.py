"""The page where a basket is built: drawn, read and saved, against WTForms and against a template without macros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl

from flask import Flask, abort, render_template
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.datastructures import MultiDict

from bench import by_hand, by_wtforms
from bench.measure import Compared, Figure, compare, milliseconds
from bench.site import Request, Visitor, draft, form_of, outside, request, send, visitor
from tokri.journey.baskets import create_basket, get_basket
from tokri.journey.known import check_now
from tokri.web import context
from tokri.web.grid import read_grid
from tokri.web.options import OPTIONS
from tokri.web.problems import shown

SIZES: Final = (1, 20, 50)

#: Seven times is asked of the form, and cannot be had where what is the same on both sides outweighs it: session, CSRF,
#: store and frame of a page; of a save its parsing, its counter and its commit. Each side measured by itself, a GET of
#: one order costs 1.3 ms to 2.5, and 0.95 of the 1.3 is the same; a POST of 1, 20, 50 orders costs 1.4, 2.1, 3.1 ms to
#: 2.1, 5.6, 12.3, and 1.4, 1.9, 2.5 is the same. Were our form free, these four ratios would be 2.6, 1.5, 2.9 and 4.9.
_DRAWN = _READ = 7.0
_GET: Final = {1: 1.4, 20: 7.0, 50: 7.0}
_POST: Final = {1: 1.15, 20: 2.2, 50: 3.2}
_ROUNDS: Final = 30


def install(app: Flask) -> None:
    """Add the baselines to the application, beside the page that they are compared with; before its first request."""
    app.add_url_rule("/by-wtforms/<basket_id>", "by_wtforms", by_wtforms.page, methods=["GET", "POST"])
    app.add_url_rule("/by-hand/<basket_id>", "by_hand", _by_hand)
    templates = {"by_wtforms.html": by_wtforms.PAGE}
    app.jinja_env.loader = ChoiceLoader([DictLoader(templates), app.jinja_env.loader or DictLoader({})])
    app.extensions["bench"] = templates


def _by_hand(basket_id: str) -> str:
    """What tokri/web/basket.py does for a GET, with the flat template."""
    basket = get_basket(context.outside(), context.known_visitor(), basket_id)
    if basket is None:
        abort(404)
    orders = basket.latest.draft.orders
    shown(check_now(context.outside(), orders), orders)
    return render_template("by_hand.html", orders=orders)


def figures(app: Flask) -> Iterator[Figure]:
    """Every figure of the form."""
    for size in SIZES:
        who = visitor(app, f"form-{size}")
        basket_id = create_basket(outside(app), who.id, draft(size)).basket_id
        ours = request(f"/baskets/{basket_id}", who)
        yield _get_by_wtforms(app, ours, request(f"/by-wtforms/{basket_id}", who), size)
        yield _get_by_hand(app, ours, request(f"/by-hand/{basket_id}", who), size)
    for size in SIZES:
        yield _drawn(app, size)
    for size in SIZES:
        yield _read(app, size)
    for size in SIZES:
        yield _post(app, size)


def _get_by_wtforms(app: Flask, ours: Request, theirs: Request, size: int) -> Figure:
    cost = compare(lambda: send(app, ours), lambda: send(app, theirs), _ROUNDS)
    return _faster(f"form GET, {_orders(size)}", "WTForms FieldList", cost, _GET[size])


def _get_by_hand(app: Flask, ours: Request, theirs: Request, size: int) -> Figure:
    page = send(app, ours).body.decode()
    app.extensions["bench"]["by_hand.html"] = by_hand.template_of(page)
    if app.jinja_env.cache is not None:
        app.jinja_env.cache.clear()
    if _no_token(send(app, theirs).body.decode()) != _no_token(page):
        raise SystemExit(
            f"The template without macros no longer prints the page of {_orders(size)}: see bench/by_hand.py."
        )
    cost = compare(lambda: send(app, theirs), lambda: send(app, ours), _ROUNDS)
    return Figure(
        f"form GET, {_orders(size)}",
        "a template without macros",
        cost.ratio,
        2.0,
        plain=f"{milliseconds(cost.second)} to {milliseconds(cost.first)}",
    )


def _no_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def _drawn(app: Flask, size: int) -> Figure:
    """The fields of the orders as HTML: no request, no store, no frame."""
    orders = draft(size).orders
    with app.test_request_context():
        ours = app.jinja_env.get_template("macros/orders.html").module.order_fieldset  # type: ignore[attr-defined]  # a macro
        cost = compare(
            lambda: [ours(place, order, {}, OPTIONS, size) for place, order in enumerate(orders)],
            lambda: by_wtforms.drawn(orders),
            _ROUNDS,
        )
    return _faster(f"fields drawn, {_orders(size)}", "WTForms FieldList", cost, _DRAWN)


def _read(app: Flask, size: int) -> Figure:
    """The posted form, from its fields to text: no store, no answer."""
    who = visitor(app, "reading")
    posted = parse_qsl(
        (request("/", who, form_of(draft(size).orders, who, 0)).body or b"").decode(), keep_blank_values=True
    )
    form: MultiDict[str, str] = MultiDict(posted)
    cost = compare(lambda: read_grid(form), lambda: _read_by_wtforms(form), _ROUNDS)
    return _faster(f"posted form read, {_orders(size)}", "WTForms FieldList", cost, _READ)


def _read_by_wtforms(form: MultiDict[str, str]) -> object:
    read = by_wtforms.BasketForm(form)
    if not read.validate():
        raise SystemExit(f"WTForms found fault with the basket that is measured: {read.errors}")
    return by_wtforms.orders_of(read)


def _post(app: Flask, size: int) -> Figure:
    """A save that makes a version, with its commit on both sides. CPU time: the disk's own time is not in it."""
    ours = _saves(app, size, "/baskets/")
    theirs = _saves(app, size, "/by-wtforms/")
    cost = compare(lambda: send(app, next(ours), 303), lambda: send(app, next(theirs), 303), _ROUNDS)
    return _faster(f"form POST and commit, {_orders(size)}", "WTForms, the same commit", cost, _POST[size])


def _saves(app: Flask, size: int, where: str) -> Iterator[Request]:
    """Saves of one basket, each a change of the version before."""
    who: Visitor = visitor(app, f"saving{where}{size}")
    version = create_basket(outside(app), who.id, draft(size))
    ready = []
    for base in range(1, _ROUNDS + 10):
        form = form_of(version.draft.orders, who, base) | {"orders-0-quantity": str(1000 + base)}
        ready.append(request(f"{where}{version.basket_id}", who, form))
    yield from ready


def _faster(what: str, baseline: str, cost: Compared, hold: float) -> Figure:
    plain = f"{milliseconds(cost.first)} to {milliseconds(cost.second)}"
    return Figure(what, baseline, cost.ratio, hold, faster=True, plain=plain)


def _orders(size: int) -> str:
    return f"{size} order{'' if size == 1 else 's'}"
