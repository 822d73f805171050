"""The form of a client: what is typed in it is never lost, and never overwrites unseen what another has saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.client import AccountKind, CheckKind, Client, Consenter
from tokri.core.desk.client_fields import SEGMENTS
from tokri.core.desk.client_reading import FIELDS, USUAL, ClientText, text_of
from tokri.core.desk.suitability import RiskClass
from tokri.core.ports.passwords import PasswordsBusy
from tokri.desk import clients as desk
from tokri.desk.clients import CheckTyped, Overtaken, Refused
from tokri.web.context import outside
from tokri.web.desk.editions import opened_on
from tokri.web.desk.gate import by, guard
from tokri.web.limited import limited
from tokri.web.words import clients as words
from tokri.web.words.sharing import STALE

Answer = Response | tuple[str, int] | str

#: Characters of a field that are looked at; the core says what of them is too long.
LONGEST: Final = 1_000

_BUSY: Final = "Too many passwords are being looked at just now. Nothing was saved; press the button again."
_OVERTAKEN: Final = "Somebody else changed this client while you were typing. What you typed is in the form below."


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything that the form needs. `client` is None for a new one; `base` is the edition it was opened on.

    `overtaken` is the client as somebody else saved them meanwhile; `stale` says that its protection had run out.
    """

    typed: ClientText
    check_kind: str
    client: Client | None = None
    base: int = 0
    refused: Refused | None = None
    overtaken: Client | None = None
    busy: bool = False
    stale: bool = False
    status: int = 200


def new() -> Answer:
    """The form of a client who is not there yet; POST adds them."""
    if request.method == "POST":
        return _add()
    return _form(FormPage(ClientText(**USUAL, consenter=Consenter.CLIENT), CheckKind.NONE))


def edit(client_id: str) -> Answer:
    """The form of a client; POST puts it in the place of what was there."""
    seen = desk.see(outside(), client_id)
    if seen is None or seen.client.details is None:
        abort(404)
    if request.method == "POST":
        return _change(seen.client)
    typed = text_of(seen.client.code, seen.client.details)
    return _form(FormPage(typed, seen.client.details.check_kind, seen.client, seen.client.edition))


def stale() -> Answer:
    """The form again, as typed but for the check value, after its protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    client_id = str((request.view_args or {}).get("client_id", ""))
    seen = desk.see(outside(), client_id) if client_id else None
    if client_id and (seen is None or seen.client.details is None):
        abort(404)
    typed = _typed() if seen is None else replace(_typed(), code=seen.client.code)
    client = seen.client if seen is not None else None
    return _form(FormPage(typed, request.form.get("check_kind", ""), client, opened_on("base"), stale=True, status=400))


@limited("save")
def _add() -> Answer:
    page = FormPage(_typed(), request.form.get("check_kind", ""))
    try:
        outcome = desk.add(outside(), by(), page.typed, _check())
    except PasswordsBusy:
        return _form(replace(page, busy=True, status=503))
    if isinstance(outcome, Refused):
        return _form(replace(page, refused=outcome, status=422))
    return redirect(url_for("desk_client", client_id=outcome.client.id, done="added"), code=303)


@limited("save")
def _change(client: Client) -> Answer:
    edition = opened_on("base")
    page = FormPage(replace(_typed(), code=client.code), request.form.get("check_kind", ""), client, edition)
    try:
        outcome = desk.change(outside(), by(), client.id, page.typed, _check(), edition=edition)
    except PasswordsBusy:
        return _form(replace(page, busy=True, status=503))
    if outcome is None:
        abort(404)
    if isinstance(outcome, Refused):
        return _form(replace(page, refused=outcome, status=422))
    if isinstance(outcome, Overtaken):
        return _form(replace(page, overtaken=outcome.now, base=outcome.now.edition, status=409))
    return redirect(url_for("desk_client", client_id=client.id, done="saved"), code=303)


def _form(page: FormPage) -> tuple[str, int]:
    faults = {} if page.refused is None else {each.name: words.fault(each) for each in page.refused.faults}
    html = render_template(
        "desk/client_form.html",
        page=page,
        typed=page.typed,
        words=words,
        faults=faults,
        segments=[(each, each in page.typed.segments.split()) for each in SEGMENTS],
        choices=_CHOICES,
        keeps_check=page.client is not None and page.client.check_hash is not None,
        differences=_differences(page),
        warning=_warning(page),
        errors=page.status != 200,  # noqa: PLR2004 - the one status of a form that nothing is wrong with
        action=url_for("desk_client_edit", client_id=page.client.id) if page.client else url_for("desk_client_new"),
    )
    return html, page.status


def _warning(page: FormPage) -> str:
    if page.stale:
        return STALE
    return _BUSY if page.busy else _OVERTAKEN if page.overtaken else ""


_CHOICES: Final = {
    "language": words.LANGUAGES,
    "account_kind": {each.value: words.KINDS[each] for each in AccountKind},
    "consenter": {each.value: words.CONSENTERS[each] for each in Consenter},
    "ddpi": words.DDPI,
    "risk_class": {"": "Not assessed", **{each.value: words.RISKS[each.value] for each in RiskClass}},
    "check_kind": {each.value: words.CHECKS[each] for each in CheckKind},
}


def _differences(page: FormPage) -> list[tuple[str, str, str]]:
    """Of a client whom somebody else changed meanwhile: each field that differs, as typed here and as saved there."""
    if page.overtaken is None or page.overtaken.details is None:
        return []
    theirs = text_of(page.overtaken.code, page.overtaken.details)
    return [
        (words.LABELS[name], getattr(page.typed, name) or "–", getattr(theirs, name) or "–")
        for name in FIELDS
        if getattr(page.typed, name).strip() != getattr(theirs, name)
    ]


def _typed() -> ClientText:
    """What the form holds. The segments are ticks, a field each."""
    texts = {name: request.form.get(name, "")[:LONGEST] for name in FIELDS if name != "segments"}
    ticked = [each for each in SEGMENTS if f"segment-{each}" in request.form]
    return ClientText(**texts, segments=" ".join(ticked))


def _check() -> CheckTyped:
    kind = request.form.get("check_kind", "")
    found = next((each for each in CheckKind if each.value == kind), CheckKind.NONE)
    return CheckTyped(found, request.form.get("check_value", "")[:LONGEST])
