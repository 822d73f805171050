"""A file of evidence, at whichever door it is brought: asked for, shown, and kept exactly as it was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from flask import abort, redirect, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from tokri.core.formats import LARGEST_FILE
from tokri.core.formats.evidence_cells import EvidenceFault
from tokri.core.formats.evidence_file import MOST_FAULTS
from tokri.core.ports import Outside
from tokri.core.uploaded import Change
from tokri.journey import uploading
from tokri.journey.uploading import Chosen, Preview, Stale, Unsaid
from tokri.web.context import tools
from tokri.web.language import N_, _
from tokri.web.limited import limited
from tokri.web.words import evidence as words

Answer = Response | tuple[str, int] | str

#: Orders that match nothing, of which the page shows no more than so many one by one.
MOST_STRANGERS: Final = 20

_STALE: Final = N_(
    "Nothing was kept: more is known by now than when you looked. This is what the file changes now; look again."
)
_NOT_OURS: Final = N_("What was shown here is not known any more, so nothing was kept. Choose the file again.")


@dataclass(frozen=True, slots=True)
class Door:
    """Where a file is brought: whose basket it is about, by whom, and the addresses around it.

    `frame` is the template that frames the page, `here` its place in the navigation. `client` is the name of the client
    for whom the firm brings it; "" at the other doors. `refused` says why no file is taken, and what to do, a paragraph
    each; empty where one is.
    """

    outside: Outside
    visitor_id: str
    basket_id: str
    form: str
    keep: str
    back: str
    frame: str
    here: str
    client: str = ""
    refused: tuple[str, ...] = ()


def ask(door: Door, faults: Sequence[str] = (), status: int = 200) -> tuple[str, int]:
    """The page that asks for a file, with what is wrong with the one that came; or says why none is taken."""
    page = render_template("bring.html", door=door, faults=faults, errors=bool(faults))
    return page, status


@limited("paste")
def look(door: Door) -> Answer:
    """What the file would change; nothing is kept by it."""
    if door.refused:
        return ask(door, status=409)
    found = uploading.preview(door.outside, door.visitor_id, door.basket_id, _chosen(), tools().read_long_sheet)
    if found is None:
        abort(404)
    if not isinstance(found, Preview):
        return ask(door, _sentences(found), 422)
    return _shown(door, found)


@limited("save")
def keep(door: Door) -> Answer:
    """Keep exactly what was shown."""
    if door.refused:
        return ask(door, status=409)
    form, mine = request.form, request.form.get("mine") == "yes"
    done = uploading.keep(door.outside, door.visitor_id, door.basket_id, form.get("shown", ""), mine=mine)
    if isinstance(done, Unsaid):
        return _shown(door, done.preview, status=422, unticked=words.unticked(for_client=bool(door.client)))
    if isinstance(done, Stale):
        return _shown(door, done.preview, _(_STALE), 409)
    if done is None:
        return ask(door, [_(_NOT_OURS)], 409)
    return redirect(door.back, code=303)


def _chosen() -> Chosen:
    files = request.files.getlist("file")
    if len(files) > 1:
        raise BadRequest
    if not files:
        return Chosen("", b"")
    # A path, as some browsers send it, tells where the file lay.
    name = PurePath((files[0].filename or "").replace("\\", "/")).name
    return Chosen(name, files[0].stream.read(LARGEST_FILE + 1))


def _sentences(faults: Sequence[EvidenceFault]) -> list[str]:
    return [words.fault(each) for each in faults[: MOST_FAULTS + 1]]


def _shown(door: Door, found: Preview, warning: str = "", status: int = 200, unticked: str = "") -> tuple[str, int]:
    source = found.plan.file.source
    page = render_template(
        "bring_preview.html",
        door=door,
        preview=found,
        plan=found.plan,
        kind=words.kind(source),
        days=words.days(found.plan),
        changes=[
            (each, words.known(each.before), _then(each, found), words.remark(each, source))
            for each in found.plan.changes
        ],
        anything=any(each.changes for each in found.plan.changes) or bool(found.plan.unclear),
        strangers=found.strangers[:MOST_STRANGERS],
        more_strangers=max(found.plan.file.rows - found.plan.matched - len(found.plan.unclear), 0),
        before=words.kept_before(found.before) if found.before else "",
        warning=warning,
        told=words.in_file,
        placed=words.placed,
        unticked=unticked,
        errors=bool(unticked),
    )
    return page, status


def _then(change: Change, found: Preview) -> tuple[str, str]:
    """What would be known of an order: a claim, as long as nobody has said that the file's orders are these."""
    shape, word = words.known(change.after)
    return ("claim" if found.asks_whose and shape == "proven" else shape), word
