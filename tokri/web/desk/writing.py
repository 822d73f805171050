"""The page where a basket of the firm is written: one form, every button of it, with script or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core import formats
from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.difference import differences
from tokri.core.desk.roles import Act
from tokri.core.desk.states import version_state
from tokri.core.desk.typed_time import as_typed
from tokri.core.desk.validity import proposed
from tokri.core.formats import Pasted
from tokri.desk.baskets import Came, Opened, Press, open_basket, save_basket, shared_with
from tokri.journey.known import known
from tokri.web import messages, words
from tokri.web.basket import read_paste
from tokri.web.context import outside
from tokri.web.desk.basket_check import Findings, look_through
from tokri.web.desk.basket_form import Written, after_edit, after_paste, read_written, written_of
from tokri.web.desk.gate import by, guard, staff
from tokri.web.edits import edit
from tokri.web.limited import count, limited
from tokri.web.options import OPTIONS
from tokri.web.uploads import read_upload
from tokri.web.words import baskets as said
from tokri.web.words import own_quantities as own_words
from tokri.web.words.advice import proposal

Answer = Response | tuple[str, int] | str

#: Buttons that save and then lead somewhere: the endpoint of each.
_LEAD_TO: Final = {"preview": "desk_preview", "share": "desk_share"}


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything the template of the form needs.

    `unsaved` says that the form holds what is not kept; `faults` are what of a paste or file could not be read,
    `remarks` how the rest of it was; `refused` that its errors stood in the way of what was asked for.
    """

    written: Written
    opened: Opened
    findings: Findings | None = None
    status: int = 200
    message: str = ""
    warning: str = ""
    focus: int | None = None
    faults: Sequence[str] = ()
    remarks: Sequence[str] = ()
    unsaved: bool = False
    refused: bool = False


def basket(basket_id: str) -> Answer:
    """GET shows the basket as it is kept, with what is to be mended; POST does what the pressed button says."""
    opened = _open(basket_id)
    if request.method == "POST":
        return _pressed(read_written(request.form), opened)
    written = written_of(opened.basket)
    refused = request.args.get("check") == "yes"
    findings = look_through(written, opened.drafted) if opened.basket.proposal.draft.orders or refused else None
    message = "Saved." if request.args.get("saved") == "yes" else ""
    return render(FormPage(written, opened, findings, message=message, refused=refused))


def upload(basket_id: str) -> Answer:
    """Orders from a file into the form; GET, as of a page that is loaded again, shows the form."""
    opened = _open(basket_id)
    if request.method != "POST":
        return redirect(url_for("desk_basket", basket_id=basket_id), code=303)
    written = read_written(request.form)
    return _came(written, opened, read_upload(written.grid.paste))


def stale() -> Answer:
    """The form again, as it was typed, after its protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    opened = _open(str((request.view_args or {}).get("basket_id", "")))
    warning = "Your page had been open a long time. Look through it and save again."
    return render(FormPage(read_written(request.form), opened, status=400, warning=warning, unsaved=True))


def _open(basket_id: str) -> Opened:
    opened = open_basket(outside(), basket_id)
    if opened is None:
        abort(404)
    return opened


def _pressed(written: Written, opened: Opened) -> Answer:
    action = written.grid.action
    if action in {"save", "overwrite", *_LEAD_TO}:
        return _save(written, opened)
    if action == "paste":
        return _came(written, opened, read_paste(written.grid.paste))
    count("save")
    if action == "until":
        return _until(written, opened)
    edited = edit(written.grid.orders, action)
    if edited is None:
        abort(400)
    now = after_edit(written, edited)
    findings = look_through(now, opened.drafted) if edited.done == "mended" else None
    if findings and findings.checked:
        message = messages.mended(edited.place, edited.field, findings.checked)
    else:
        message = messages.edited(edited.done, edited.place)
    return render(FormPage(now, opened, findings, message=message, focus=edited.place, unsaved=True))


def _until(written: Written, opened: Opened) -> Answer:
    """Put in until when the basket would be valid, where that can be told."""
    until = proposed(written.grid.orders, known(outside(), written.grid.orders))
    now = written if until.at is None else replace(written, valid_until=as_typed(until.at))
    message = f"Valid until {proposal(until)}." if until.at else ""
    return render(FormPage(now, opened, look_through(now, opened.drafted), message=message, unsaved=True))


def _came(written: Written, opened: Opened, pasted: Pasted) -> Answer:
    now = after_paste(written, pasted)
    page = FormPage(
        now,
        opened,
        look_through(now, opened.drafted),
        status=422 if pasted.faulty else 200,
        message=messages.pasted(pasted),
        focus=len(now.grid.orders) - len(pasted.orders) if pasted.orders else None,
        faults=[words.paste_fault(fault) for fault in pasted.faults if fault.code not in formats.REMARKS],
        remarks=[words.paste_fault(fault) for fault in pasted.faults if fault.code in formats.REMARKS],
        unsaved=True,
    )
    return render(page)


@limited("save")
def _save(written: Written, opened: Opened) -> Answer:
    basket_id, action = opened.basket.id, written.grid.action
    press = Press.OVERWRITE if action == "overwrite" else Press.SAVE
    saved = save_basket(
        outside(), by(), basket_id, written.proposal, written.notes, after=written.grid.base, press=press
    )
    if saved is None:
        abort(404)
    if saved.came is Came.NEWER:
        return clash(written, opened, saved.basket)
    if saved.came is Came.ARCHIVED:
        return render(FormPage(written, opened, None, 409, warning=said.ARCHIVED_MEANWHILE, unsaved=True))
    if written.grid.paste.strip():  # which is not kept, so the page must be the answer itself
        now = replace(written, grid=replace(written.grid, base=saved.basket.edition))
        return render(FormPage(now, _open(basket_id), look_through(now, opened.drafted), 422, warning=messages.UNREAD))
    if action in _LEAD_TO and _LEAD_TO[action] in current_app.view_functions:
        return redirect(url_for(_LEAD_TO[action], basket_id=basket_id), code=303)
    return redirect(url_for("desk_basket", basket_id=basket_id, saved="yes"), code=303)


def clash(written: Written, opened: Opened, theirs: DeskBasket) -> Answer:
    """Two people changed the basket: what each wrote, and the choice. Nothing was saved."""
    changes = differences(theirs.proposal, replace(written.proposal, disclosures=theirs.proposal.disclosures))
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in _SET_ANEW]
    html = render_template(
        "desk/basket_clash.html",
        opened=opened,
        theirs=theirs,
        meanwhile=said.meanwhile(theirs, opened.people, staff().person.id),
        rows=said.clash_rows(changes, (theirs.notes, written.notes)),
        kept=kept,
        action=url_for("desk_basket", basket_id=theirs.id),
    )
    return html, 409


_SET_ANEW: Final = frozenset({"csrf_token", "base", "action"})


def render(page: FormPage) -> tuple[str, int]:
    """Write the form; for somebody who may only read, without anything to press."""
    findings = page.findings or Findings()
    opened, grid = page.opened, page.written.grid
    basket_id = opened.basket.id
    may_write = staff().may(Act.WRITE_BASKETS) and opened.basket.archived_at is None
    drafted, own_known = opened.drafted, findings.checked.known if findings.checked else known(outside(), grid.orders)
    until = None if page.written.valid_until.strip() else proposed(grid.orders, known(outside(), grid.orders))
    html = render_template(
        "desk/basket.html",
        page=page,
        written=page.written,
        grid=grid,
        opened=opened,
        state=said.stands(opened.state, shared_with(outside(), [opened.basket.id]).get(opened.basket.id, 0)),
        writer=staff().may(Act.WRITE_BASKETS),
        may_write=may_write,
        options=OPTIONS,
        choices=said.choices(opened.firm.kind, [leg.sizing for leg in page.written.legs]),
        problems=findings.shown,
        drafted=own_words.DRAFTED[drafted.for_whom.drafted] if drafted is not None else "",
        own_lines=own_words.of_orders(grid.orders, own_words.spans(grid.orders, own_known, drafted)),
        each_ones=list(own_words.each_ones(grid.orders, own_known, drafted)),
        findings=findings,
        summary=[("paste", fault) for fault in page.faults] + [(each.target, each.text) for each in findings.errors],
        errors=page.status in {400, 409, 422} or (page.refused and bool(findings.errors)),
        proposal=proposal(until) if until else "",
        versions=[
            (each.number, said.shared_line(each, opened.people), said.STATES[version_state(each, opened.decisions)])
            for each in reversed(opened.versions)
        ],
        saved_line=said.saved_line(opened.basket, opened.people),
        share=url_for("desk_share", basket_id=basket_id) if "desk_share" in current_app.view_functions else "",
        action=url_for("desk_basket", basket_id=basket_id),
        upload=url_for("desk_basket_upload", basket_id=basket_id),
        autosave=url_for("desk_autosave", basket_id=basket_id),
    )
    return html, page.status
