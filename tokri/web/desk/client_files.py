"""Clients from a file and into one: the preview, the save of exactly that, the lists to take away, and holdings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from tokri.core.desk.client_csv import LONGEST_TEXT, MOST_ROWS, FileFault, FileProblem, tidy
from tokri.core.desk.client_fields import day
from tokri.core.desk.client_holdings import read_holdings
from tokri.core.desk.client_import import Fate, ImportPlan, RowPlan
from tokri.core.desk.client_masking import masked_email, masked_kite_id, masked_phone
from tokri.core.desk.client_reading import text_of
from tokri.core.desk.client_upload import text_of_file
from tokri.core.formats import LARGEST_FILE
from tokri.core.formats.table import table_of
from tokri.core.times import ist
from tokri.desk import client_files as files
from tokri.desk import clients as desk
from tokri.web.context import now, outside, tools
from tokri.web.desk.gate import by
from tokri.web.limited import limited
from tokri.web.words import client_files as columns
from tokri.web.words import clients as words

Answer = Response | tuple[str, int] | str

_MASKED: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": masked_phone,
    "email": masked_email,
    "kite_user_id": masked_kite_id,
}

_STALE: Final = (
    "Nothing was saved: a client was changed since you looked. This is what the list would do now; look again."
)


def bring() -> Answer:
    """The page that says which columns there are; POST shows what a file would change, and keeps nothing."""
    if request.method != "POST":
        return _asked(None)
    return _preview()


@limited("save")
def keep() -> Answer:
    """Save exactly what was shown."""
    text = request.form.get("text", "")
    outcome = files.keep(outside(), by(), text, request.form.get("sha256", ""))
    if isinstance(outcome, files.Stale):
        if outcome.plan.problem is not None:
            return _asked(outcome.plan.problem, text)
        return _shown(text, outcome.plan, _STALE, 409)
    return redirect(url_for("desk_clients", added=outcome.added, changed=outcome.changed), code=303)


def sample() -> FileResponse:
    """A small file of made-up clients, to be filled in."""
    return _file(columns.SAMPLE, "text/csv", "clients-sample.csv")


@limited("save")
def take() -> FileResponse:
    """The whole register as CSV."""
    return _file(files.take_register(outside(), by()), "text/csv", f"clients-{ist(now()).date().isoformat()}.csv")


@limited("save")
def take_one(client_id: str) -> FileResponse:
    """All that is kept of one client, as a ZIP."""
    made = files.take_one(outside(), by(), client_id)
    if made is None:
        abort(404)
    return _file(_zipped(made), "application/zip", "client.zip")


def holdings(client_id: str) -> Answer:
    """The page on which a list of holdings is chosen; POST keeps it in the place of the one before."""
    seen = desk.see(outside(), client_id)
    if seen is None or seen.client.details is None:
        abort(404)
    typed_day = request.form.get("on", seen.today.isoformat())[:60]
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        on = day(typed_day)
        if not isinstance(on, date):
            faults.append(("on", "Enter the day of the list, as 11 Feb 2026 or 11-02-2026."))
        elif on > seen.today:
            faults.append(("on", "The day of the list has not come yet. Enter the day on which it was downloaded."))
        else:
            faults = _keep_holdings(client_id, on)
            if not faults:
                return redirect(url_for("desk_client", client_id=client_id, done="holdings"), code=303)
    page = render_template(
        "desk/client_holdings.html",
        client=seen.client,
        day=typed_day,
        faults=faults,
        errors=bool(faults),
    )
    return page, 422 if faults else 200


@limited("paste")
def _keep_holdings(client_id: str, on: date) -> list[tuple[str, str]]:
    text = _uploaded("")
    if isinstance(text, FileProblem):
        return [("file", words.file_problem(text))]
    found = read_holdings(table_of(text).rows, on)
    if found.problems:
        return [("file", words.holdings_problem(each)) for each in found.problems[:20]]
    if not desk.set_holdings(outside(), by(), client_id, found.holdings, on):
        abort(404)
    return []


@limited("paste")
def _preview() -> Answer:
    text = _uploaded(request.form.get("paste", ""))
    if isinstance(text, FileProblem):
        return _asked(text, request.form.get("paste", ""))
    plan = files.preview(outside(), text)
    if plan.problem is not None:
        return _asked(plan.problem, text if len(text) <= LONGEST_TEXT else "")
    return _shown(text, plan)


def _uploaded(pasted: str) -> str | FileProblem:
    """The file's text, or what was pasted where no file was chosen."""
    chosen = request.files.getlist("file")
    if len(chosen) > 1:
        raise BadRequest
    content = chosen[0].stream.read(LARGEST_FILE + 1) if chosen else b""
    if content:
        return text_of_file(content, tools().read_sheet)
    return pasted if pasted.strip() else FileProblem(FileFault.EMPTY)


def _asked(problem: FileProblem | None, text: str = "") -> tuple[str, int]:
    """The page that asks for a file, with what is wrong with the one that came."""
    said = words.file_problem(problem) if problem else None
    page = render_template(
        "desk/clients_import.html",
        columns=columns.COLUMNS,
        most=MOST_ROWS,
        typed=text,
        problem=said,
        errors=said,
    )
    return page, 422 if problem else 200


def _shown(text: str, plan: ImportPlan, warning: str = "", status: int = 200) -> tuple[str, int]:
    """What the file would do, row by row; the page carries the file back, so that nothing is kept until the yes."""
    counts = {fate: len(plan.of(fate)) for fate in Fate}
    faulty = [(row, _sentences(row)) for row in plan.of(Fate.FAULTY)]
    page = render_template(
        "desk/clients_preview.html",
        text=tidy(text),
        plan=plan,
        faulty=faulty,
        changes=[(row, _changes(row)) for row in plan.saves],
        counts=[(words.FATES[fate], count) for fate, count in counts.items()],
        saves=len(plan.saves),
        words=words,
        warning=warning,
    )
    return page, status


def _changes(row: RowPlan) -> list[str]:
    """What a row would change, from what to what, a line a field; of somebody new, which fields say something.

    How a client is reached is masked, as in every list: enough of it to see that a column has slipped.
    """
    labels = [words.LABELS[name] for name in row.changed]
    before = row.client.details if row.client is not None else None
    if before is None or row.details is None:
        return [", ".join(labels)]
    was, now = text_of(row.code, before), text_of(row.code, row.details)
    pairs = ((_told(name, getattr(was, name)), _told(name, getattr(now, name))) for name in row.changed)
    return [f"{label}: {old} → {new}" for label, (old, new) in zip(labels, pairs, strict=True)]


def _told(name: str, text: str) -> str:
    return _MASKED.get(name, str)(text) or "nothing"


def _sentences(row: RowPlan) -> list[str]:
    """All that is wrong with a row: with the whole of it, then with its fields."""
    return [*(words.file_problem(each) for each in row.problems), *(words.fault(each) for each in row.faults)]


def _zipped(made: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in made.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def _file(body: str | bytes, mimetype: str, name: str) -> FileResponse:
    answer = FileResponse(body, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
