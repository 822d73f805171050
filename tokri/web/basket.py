"""The page where a basket is built: one form, every button of it, with script or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tokri.core import formats
from tokri.core.basket import Draft, OrderText, Version
from tokri.core.rules import Checked
from tokri.journey import baskets as journey
from tokri.web import example, messages, words
from tokri.web.checking import check_orders
from tokri.web.context import builder_open, ensure_visitor, known_visitor, outside, tools, visitor_id
from tokri.web.edits import edit
from tokri.web.grid import Grid, read_first, read_grid, with_pasted
from tokri.web.limited import count, limited
from tokri.web.options import OPTIONS
from tokri.web.problems import Shown, shown

AnyAnswer = AnyResponse | tuple[str, int] | str


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything the template of the form needs. `basket_id` is None until the first save.

    `refused` says that a review was asked for and its errors stand in the way, though the page was fetched by GET;
    `unsaved` that the form holds what no version holds. `faults` are what of a paste or file could not be read,
    `remarks` how the rest of it was.
    """

    grid: Grid
    basket_id: str | None
    checked: Checked | None = None
    status: int = 200
    message: str = ""
    warning: str = ""
    focus: int | None = None
    faults: Sequence[str] = ()
    remarks: Sequence[str] = ()
    refused: bool = False
    unsaved: bool = False


def new() -> AnyAnswer:
    """GET shows an order, of what the address names, or in the demo an example; POST does what the button says."""
    builder_open()
    if request.method == "POST":
        return _pressed(read_grid(request.form), basket_id=None)
    if tools().demo and request.args.get("example") == "yes":
        return render(FormPage(Grid(example.NAME, example.ORDERS, 0, "save", ""), None))
    return render(FormPage(Grid("", (read_first(request.args),), 0, "save", ""), None))


def saved(basket_id: str) -> AnyAnswer:
    """GET shows the latest version, with what is to be mended; POST does what the pressed button says."""
    if request.method == "POST":
        return _pressed(read_grid(request.form), basket_id)
    basket = journey.get_basket(outside(), known_visitor(), basket_id)
    if basket is None:
        abort(404)
    message = "Saved." if request.args.get("saved") == "yes" else ""
    draft = basket.latest.draft
    grid = Grid(basket.name, draft.orders or (OrderText(),), basket.latest.number, "save", "", draft.sequence)
    refused = request.args.get("check") == "yes"
    return render(FormPage(grid, basket.id, check_orders(draft.orders), message=message, refused=refused))


def stale() -> AnyAnswer:
    """The form again, as it was typed, after its protection against forged posts had run out."""
    basket_id = own((request.view_args or {}).get("basket_id"))
    if request.cookies:
        warning = "Your page had been open a long time. Check your orders and continue."
    else:
        warning = "Your browser did not send Tokri’s cookie. Allow cookies for this site, then continue."
    return render(FormPage(read_grid(request.form), basket_id, status=400, warning=warning, unsaved=True))


def _pressed(grid: Grid, basket_id: str | None) -> AnyAnswer:
    if grid.action in {"save", "review"}:
        return _save(grid, basket_id)  # which looks for the basket itself, in the unit that writes
    if basket_id is not None and own(basket_id) is None:
        return gone(grid)
    if grid.action == "paste":
        return came(grid, basket_id, read_paste(grid.paste))
    edited = edit(grid.orders, grid.action)
    if edited is None:
        abort(400)
    count("save")
    if edited.done == "mended":  # what else is wrong stays in sight
        checked = check_orders(edited.orders)
        message = messages.mended(edited.place, edited.field, checked)
    else:
        checked, message = None, messages.edited(edited.done, edited.place)
    return render(
        FormPage(
            replace(grid, orders=edited.orders),
            basket_id,
            checked,
            message=message,
            focus=edited.place,
            unsaved=True,
        )
    )


@limited("paste")
def read_paste(text: str) -> formats.Pasted:
    """What a paste holds; each counts."""
    return formats.read(text)


def came(grid: Grid, basket_id: str | None, pasted: formats.Pasted) -> tuple[str, int]:
    """The form with what was read behind what was typed, every fault by its row; nothing of it is kept yet."""
    kept = [place for place, order in enumerate(grid.orders) if not order.empty]
    now = with_pasted(grid, pasted, kept)
    page = FormPage(
        now,
        basket_id,
        check_orders(now.orders) if kept or pasted.orders else None,
        status=422 if pasted.faulty else 200,
        message=messages.pasted(pasted),
        focus=len(kept) if pasted.orders else None,
        faults=[words.paste_fault(fault) for fault in pasted.faults if fault.code not in formats.REMARKS],
        remarks=[words.paste_fault(fault) for fault in pasted.faults if fault.code in formats.REMARKS],
        unsaved=True,
    )
    return render(page)


@limited("save")
def _save(grid: Grid, basket_id: str | None) -> AnyAnswer:
    orders = _without_empty_tail(grid.orders)
    if basket_id is None and (grid.paste.strip() or not orders):
        # The box is not kept, so the page must be the answer itself: loaded again it must not make a second basket.
        unread = messages.UNREAD_OF_NEW if grid.paste.strip() else ""
        checked = None if unread and not orders else check_orders(orders)  # with a full box it is not empty
        return render(FormPage(grid, None, checked, 422, warning=unread, unsaved=bool(unread)))
    draft = Draft(journey.tidy_name(grid.name, outside()), orders, grid.sequence)
    version = _keep(grid, draft, basket_id)
    if not isinstance(version, Version):
        return version
    if grid.paste.strip():  # which is not kept, so the page must be the answer itself
        again = Grid(draft.name, draft.orders or (OrderText(),), version.number, "save", grid.paste, draft.sequence)
        return render(FormPage(again, version.basket_id, check_orders(draft.orders), 422, warning=messages.UNREAD))
    if grid.action == "save":
        return redirect(url_for("basket", basket_id=version.basket_id, saved="yes"), code=303)
    if not check_orders(draft.orders).ready:
        # By a redirect, so that Back from the review does not ask to send a form again.
        return redirect(url_for("basket", basket_id=version.basket_id, check="yes"), code=303)
    return redirect(url_for("review", basket_id=version.basket_id), code=303)


def _keep(grid: Grid, draft: Draft, basket_id: str | None) -> Version | AnyAnswer:
    if basket_id is None:
        return journey.create_basket(outside(), ensure_visitor(), draft)
    visitor = visitor_id()
    kept = journey.save_basket(outside(), visitor, basket_id, draft, grid.base) if visitor else None
    if kept is None:
        return gone(grid)
    if kept.newer:
        warning = messages.newer_version(kept.version)
        return render(
            FormPage(
                replace(grid, base=kept.version.number),
                basket_id,
                check_orders(grid.orders),
                409,
                warning=warning,
                unsaved=True,
            )
        )
    return kept.version


def own(basket_id: str | None) -> str | None:
    """The id again, if the basket is this browser's."""
    visitor = visitor_id()
    if basket_id is None or visitor is None or journey.get_basket(outside(), visitor, basket_id) is None:
        return None
    return basket_id


def gone(grid: Grid) -> AnyAnswer:
    """What was typed for a basket that is not this browser's, or not any more, as a new one: nothing typed is lost.

    Nothing is shown but what was sent, so that a stranger learns nothing.
    """
    builder_open()
    return render(
        FormPage(replace(grid, base=0), None, check_orders(grid.orders), 404, warning=messages.GONE, unsaved=True)
    )


def _without_empty_tail(orders: tuple[OrderText, ...]) -> tuple[OrderText, ...]:
    """An order that was added and never filled is not a fault; one in the middle is."""
    end = len(orders)
    while end > 0 and orders[end - 1].empty:
        end -= 1
    return orders[:end]


def render(page: FormPage) -> tuple[str, int]:
    """Write the form."""
    problems: Shown = shown(page.checked, page.grid.orders)
    html = render_template(
        "basket.html",
        options=OPTIONS,
        page=page,
        grid=page.grid,
        problems=problems,
        summary=[("paste", fault) for fault in page.faults]
        + [(problem.target, problem.text) for problem in problems.errors],
        ticks_to_come=messages.ticks_to_come(problems.warnings),
        errors=page.status in {400, 409, 422} or (page.refused and bool(problems.errors)),
        action=url_for("basket", basket_id=page.basket_id) if page.basket_id else url_for("new_basket"),
        upload=url_for("upload", basket_id=page.basket_id) if page.basket_id else url_for("upload_new"),
    )
    return html, page.status
