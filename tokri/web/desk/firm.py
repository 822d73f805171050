"""The firm's page, and a page for each part of it that its administrator changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from tokri.core.desk.firm import (
    BSE_LABELS,
    FIELDS,
    FIRST_LANGUAGE,
    LANGUAGES,
    LEAST_RETENTION,
    MOST_RETENTION,
    SENTENCES,
    Firm,
    Part,
    value_of,
)
from tokri.core.desk.firm_text import second_looks
from tokri.core.ports.logo import LogoRefused
from tokri.desk import firm as desk
from tokri.web.context import outside, tools
from tokri.web.desk.editions import opened_on
from tokri.web.desk.gate import by, guard, staff
from tokri.web.limited import limited
from tokri.web.words import firm as words
from tokri.web.words.sharing import STALE

Answer = Response | tuple[str, int] | str

#: Saves that the page lists; the record has them all.
_LISTED: Final = 20


def firm() -> str:
    """The firm as it stands, what is missing before a link may be sent, and who changed what."""
    here, changes = desk.standing_and_changes(outside())
    return render_template(
        "desk/firm.html",
        firm=here.firm,
        edition=here.edition,
        parts=[(part, words.PARTS[part], _rows(here.firm, part)) for part in _parts()],
        lacking=words.lacking(here.missing),
        second_looks=[words.fault(each) for each in second_looks(here.firm)],
        changes=[(each, words.named(each.fields)) for each in changes[:_LISTED]],
        earlier=max(len(changes) - _LISTED, 0),
        said=words.saved(request.args.get("saved", "")),
        may_change=staff().may("write-firm"),
        language=FIRST_LANGUAGE,
        builder_set=tools().public_builder is not None,
    )


def lacking() -> words.Lacking:
    """What is missing before a client can be sent a link, for macros/firm.html on any page of the desk."""
    return words.lacking(desk.standing(outside()).missing)


def _parts() -> list[Part]:
    return [part for part in Part if part is not Part.KITE or outside().app.connect]


def _rows(firm: Firm, part: Part) -> list[words.Row]:
    names = FIELDS.get(part) or [f"{each}-{language}" for language in _written(firm) for each in SENTENCES]
    return words.rows(firm, names)


def _written(firm: Firm) -> list[str]:
    """The languages that the firm has, the first of them even if it is empty."""
    return [each for each in LANGUAGES if each == FIRST_LANGUAGE or each in firm.words]


def _page(part: Part) -> Answer:
    """GET shows the form, POST saves it."""
    if part not in _parts():
        abort(404)
    if request.method == "POST":
        return _save_logo() if part is Part.LOGO else _save(part)
    here = desk.standing(outside())
    return _form(part, here.firm, here.edition, _as_kept(here.firm, part))


def stale() -> Answer:
    """The form again, as it was typed, after its protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    part = next((each for each in _parts() if request.endpoint == f"desk_firm_{each.value}"), None)
    if part is None:
        abort(404)
    here = desk.standing(outside())
    typed = {"logo_sha256": here.firm.logo_sha256, **request.form.to_dict()}
    return _form(part, here.firm, opened_on(), typed, told={"": STALE}), 400


@limited("save")
def _save(part: Part) -> Answer:
    typed = request.form.to_dict()
    return _answer(part, typed, desk.save(outside(), by(), part, typed, opened_on()))


@limited("save")
def _save_logo() -> Answer:
    """A picture with the tick that it is the firm's own, or none any more. A refused file is to be chosen again."""
    files = request.files.getlist("logo")
    if len(files) > 1:
        raise BadRequest
    here = desk.standing(outside())
    typed = {"logo_sha256": here.firm.logo_sha256, "own": request.form.get("own", "")}
    if request.form.get("action") == "take-away":
        return _answer(Part.LOGO, typed, desk.save_logo(outside(), by(), None, opened_on()))
    faults = {} if typed["own"] == "yes" else {"own": words.NOT_OWN}
    try:
        picture = tools().read_logo(files[0].stream.read() if files else b"")
    except LogoRefused as refused:
        faults = {"logo_sha256": words.logo_refused(refused), **faults}
    if faults:
        return _form(Part.LOGO, here.firm, opened_on(), typed, told=faults), 422
    return _answer(Part.LOGO, typed, desk.save_logo(outside(), by(), picture, opened_on()))


def _answer(part: Part, typed: Mapping[str, str], done: desk.Saved | desk.Unsaved | desk.Overtaken) -> Answer:
    if isinstance(done, desk.Saved):
        return redirect(url_for("desk_firm", saved=part.value, _anchor=part.value), code=303)
    if isinstance(done, desk.Overtaken):
        return _form(part, done.firm, done.edition, typed, overtaken=done), 409
    here = desk.standing(outside())
    told: dict[str, str] = {}
    for fault in done.faults:
        if fault.stops:
            told.setdefault(fault.name, words.fault(fault))
    return _form(part, here.firm, opened_on(), typed, told=told), 422


def _as_kept(firm: Firm, part: Part) -> dict[str, str]:
    """What stands in the form before anybody types."""
    names = [f"{each}-{language}" for language in LANGUAGES for each in SENTENCES]
    kept = {name: value_of(firm, name) for name in FIELDS.get(part, names)}
    return {name: ("yes" if found else "") if isinstance(found, bool) else str(found) for name, found in kept.items()}


def _form(
    part: Part,
    firm: Firm,
    edition: int,
    typed: Mapping[str, str],
    *,
    told: Mapping[str, str] = MappingProxyType({}),
    overtaken: desk.Overtaken | None = None,
) -> str:
    written = _written(firm)
    return render_template(
        f"desk/firm_{part.value}.html",
        typed=typed,
        edition=edition,
        faults=told,
        summary=list(told.items()),
        overtaken=_overtaken(part, firm, overtaken) if overtaken else None,
        errors=bool(told or overtaken),
        kinds=words.KINDS,
        bse_labels=[(each, each) for each in BSE_LABELS],
        known=words.KNOWN,
        languages=[(each, words.LANGUAGES[each]) for each in dict.fromkeys((*written[:1], "hi", *written[1:]))],
        others=[(each, words.LANGUAGES[each]) for each in LANGUAGES if each not in {*written, "hi"}],
        years=(LEAST_RETENTION, MOST_RETENTION),
    )


def _overtaken(part: Part, firm: Firm, overtaken: desk.Overtaken) -> dict[str, Any]:
    """Who saved in between and what, and how the fields of this page that they changed stand now."""
    theirs = {name for change in overtaken.changes for name in change.fields}
    return {
        "changes": [(each, words.named(each.fields)) for each in overtaken.changes],
        "now": [row for row in _rows(firm, part) if row.name in theirs],
    }


def who() -> Answer:
    return _page(Part.WHO)


def complaints() -> Answer:
    return _page(Part.COMPLAINTS)


def sentences() -> Answer:
    return _page(Part.SENTENCES)


def logo() -> Answer:
    return _page(Part.LOGO)


def work() -> Answer:
    return _page(Part.WORK)


def kite() -> Answer:
    return _page(Part.KITE)
