"""The baseline of the form: the same fields, labels, options and values by WTForms, saved by the same use case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, FieldList, Form, FormField, SelectField, StringField

from tokri.core.basket import KITE_FIELDS, MOST_ORDERS, Draft, OrderText
from tokri.journey.baskets import get_basket, save_basket
from tokri.web.context import known_visitor, outside
from tokri.web.limited import limited
from tokri.web.options import WORDS

#: In the frame of every page, so that the form alone makes the difference.
PAGE: Final = """{% extends "base.html" %}
{% block title %}Change your basket{% endblock %}
{% block main %}
<h1>Change your basket</h1>
<form class="basket" id="basket" method="post" novalidate>
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="base" value="{{ base }}">
{{ form.name.label }}{{ form.name }}
{% for order in form.orders %}
<fieldset class="order"><legend>Order {{ loop.index }}</legend>
{% for field in order.form %}<div class="field">{{ field.label }}{{ field }}</div>
{% endfor %}</fieldset>
{% endfor %}
<button name="action" value="save">Save</button>
</form>
{% endblock %}"""


def _text(label: str, **attributes: str) -> StringField:
    """A text field with the attributes that ours has."""
    return StringField(
        label, render_kw={"placeholder": " ", "autocomplete": "off", "spellcheck": "false", **attributes}
    )


class OrderForm(Form):
    """One order, each field as Kite names it."""

    transaction_type = SelectField("Buy or sell", choices=list(WORDS["transaction_type"].items()))
    tradingsymbol = _text("Symbol", autocapitalize="characters")
    exchange = SelectField("Exchange", choices=list(WORDS["exchange"].items()))
    quantity = _text("Quantity", inputmode="numeric")
    order_type = SelectField("Order type", choices=list(WORDS["order_type"].items()))
    price = _text("Price", inputmode="decimal")
    trigger_price = _text("Trigger price", inputmode="decimal")
    product = SelectField("Product", choices=list(WORDS["product"].items()))
    variety = SelectField("Variety", choices=list(WORDS["variety"].items()))
    validity = SelectField("Validity", choices=list(WORDS["validity"].items()))
    disclosed_quantity = _text("Disclosed quantity", inputmode="numeric")
    tag = _text("Tag")
    readonly = BooleanField("May not be changed on Kite")


class BasketForm(Form):
    """A name and its orders."""

    name = StringField("Name of the basket")
    orders = FieldList(FormField(OrderForm), max_entries=MOST_ORDERS)


def page(basket_id: str) -> Response | str:
    """What tokri/web/basket.py does, as far as it is measured: GET the latest version, POST the next."""
    if request.method == "POST":
        return _save(basket_id)
    basket = get_basket(outside(), known_visitor(), basket_id)
    if basket is None:
        abort(404)
    form = _filled(basket.name, basket.latest.draft.orders)
    return render_template("by_wtforms.html", form=form, base=basket.latest.number)


def drawn(orders: Sequence[OrderText]) -> list[str]:
    """The fields of these orders as HTML."""
    return [f"{field.label}{field}" for order in _filled("", orders).orders for field in order.form]


def _filled(name: str, orders: Sequence[OrderText]) -> BasketForm:
    rows = [{field: getattr(order, field) for field in KITE_FIELDS} for order in orders]
    return BasketForm(data={"name": name, "orders": rows})


@limited("save")
def _save(basket_id: str) -> Response:
    form = BasketForm(request.form)
    if not form.validate():
        abort(400)
    draft = Draft(form.name.data or "", orders_of(form))
    kept = save_basket(outside(), known_visitor(), basket_id, draft, int(request.form["base"]))
    if kept is None or kept.newer:
        abort(409)
    return redirect(url_for("basket", basket_id=basket_id), code=303)


def orders_of(form: BasketForm) -> tuple[OrderText, ...]:
    """The orders that the form holds."""
    return tuple(
        OrderText(
            **{**{name: order[name] or "" for name in KITE_FIELDS}, "readonly": "true" if order["readonly"] else ""}
        )
        for order in form.orders.data
    )
