"""The list of a browser's baskets, and what can be done with a whole basket."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from tokri.journey import baskets as journey
from tokri.web.context import builder_open, known_visitor, outside, visitor_id
from tokri.web.limited import limited
from tokri.web.messages import deleting

Answer = Response | str


class RenameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """The one field of the page that renames a basket."""

    name = StringField()


def home() -> Answer:
    """The visitor's baskets, last saved first."""
    baskets = journey.list_baskets(outside(), known_visitor()) if visitor_id() else []
    return render_template("home.html", baskets=baskets)


@limited("save")
def copy(basket_id: str) -> Answer:
    builder_open()
    version = journey.copy_basket(outside(), known_visitor(), basket_id)
    if version is None:
        abort(404)
    return redirect(url_for("basket", basket_id=version.basket_id), code=303)


def rename(basket_id: str) -> Answer:
    basket = journey.get_basket(outside(), known_visitor(), basket_id)
    if basket is None:
        abort(404)
    form = RenameForm(name=basket.name)
    if request.method == "POST":
        _rename(basket_id, form.name.data or "")
        return redirect(url_for("home"), code=303)
    return render_template("rename.html", basket=basket, form=form)


@limited("save")
def _rename(basket_id: str, typed: str) -> None:
    journey.rename_basket(outside(), known_visitor(), basket_id, journey.tidy_name(typed, outside()))


def delete(basket_id: str) -> Answer:
    """GET asks; POST deletes."""
    basket = journey.get_basket(outside(), known_visitor(), basket_id)
    if basket is None:
        abort(404)
    if request.method == "POST":
        _delete(basket_id)
        return redirect(url_for("home"), code=303)
    lost = deleting(journey.stands_of(outside(), known_visitor(), basket_id))
    return render_template("delete.html", basket=basket, lost=lost)


@limited("delete")
def _delete(basket_id: str) -> None:
    journey.delete_basket(outside(), known_visitor(), basket_id)


def forget() -> Answer:
    """GET asks; POST unlinks the baskets, ends the readings and takes the cookie back."""
    if request.method == "POST":
        return _forget()
    visitor = visitor_id()
    return render_template("forget.html", count=len(journey.list_baskets(outside(), visitor)) if visitor else 0)


@limited("forget")
def _forget() -> Answer:
    visitor = visitor_id()
    if visitor is not None:
        journey.forget_visitor(outside(), visitor)
    session.clear()
    answer = make_response(redirect(url_for("forgotten"), code=303))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def forgotten() -> str:
    return render_template("forgotten.html")
