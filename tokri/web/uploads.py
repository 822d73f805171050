"""Orders from a file: read into the form, behind what was typed there, and shown. Nothing is kept by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from flask import abort, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from tokri.core import formats
from tokri.core.formats import LARGEST_FILE, PasteCode, Pasted, PasteFault
from tokri.journey.exchanges import with_exchanges
from tokri.web.basket import came, gone, own
from tokri.web.context import builder_open, known_visitor, outside, tools
from tokri.web.grid import Grid, read_grid
from tokri.web.limited import limited

Answer = Response | tuple[str, int] | str


def upload_new() -> Answer:
    """A file for a basket that is not saved yet; GET, as of a page that is loaded again, shows the empty form."""
    builder_open()
    if request.method != "POST":
        return redirect(url_for("new_basket"), code=303)
    return _shown(read_grid(request.form), None)


def upload(basket_id: str) -> Answer:
    """A file for a saved basket; GET shows its form."""
    if request.method != "POST":
        known_visitor()
        if own(basket_id) is None:
            abort(404)
        return redirect(url_for("basket", basket_id=basket_id), code=303)
    grid = read_grid(request.form)
    return gone(grid) if own(basket_id) is None else _shown(grid, basket_id)


def _shown(grid: Grid, basket_id: str | None) -> Answer:
    return came(grid, basket_id, read_upload(grid.paste))


def read_upload(box: str) -> Pasted:
    """What the request's file holds, beside what stands in the box, which stays there."""
    pasted, name = _read()
    if box.strip():
        pasted = _beside(box, pasted)
    orders = with_exchanges(outside(), pasted.orders, pasted.isins)
    return replace(pasted, orders=orders, name=pasted.name or name)


def _beside(box: str, pasted: Pasted) -> Pasted:
    """What was read of a file while the box held something, which stays there: two texts in one could not be read."""
    left = PasteFault(None, None, PasteCode.LEFT_IN_FILE)
    return replace(pasted, unread=box, faults=(*pasted.faults, *((left,) if pasted.unread else ())))


@limited("paste")
def _read() -> tuple[Pasted, str]:
    """What the file held, and its name without the ending: the name of the basket where nobody gave another."""
    files = request.files.getlist("file")
    if len(files) > 1:
        raise BadRequest
    if not files:
        return formats.read_file(b"", tools().read_sheet), ""
    content = files[0].stream.read(LARGEST_FILE + 1)
    pasted = formats.read_file(content, tools().read_sheet)
    return pasted, PurePath(files[0].filename or "").stem if pasted.orders else ""
