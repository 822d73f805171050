"""Pages that are the same for everyone."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from tokri.web.context import outside, tools


def how_it_works() -> str:
    return render_template("how_it_works.html")


def baskets() -> AnyResponse:
    """What people type who leave the end of a basket's address out: the list of baskets is the first page."""
    return redirect(url_for("home"), code=303)


def healthz() -> Response:
    """Whether the program and its store answer. Raises StoreBusy, StoreFull, StoreUnready, each answered 503."""
    outside().store.check()
    return Response("ok\n", mimetype="text/plain")


def asset(hash_: str, name: str) -> Response:
    """A style sheet, module or drawing."""
    return tools().assets.serve(hash_, name)


def favicon() -> Response:
    """The mark, for browsers that ask at the old address: they do so where an answer names no icon."""
    here = tools().assets
    return here.serve(here.hash, "icons.svg")
