"""What leaves the house for an auditor: a pack as a ZIP that opens without this program, and the register of advice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from flask import Response, abort, render_template, request

from tokri.core.desk.pack import ADVICE, CLIENT, PERIOD, Gathered, Scope, files, manifest
from tokri.core.desk.register import HEADINGS, register, register_csv
from tokri.core.times import ist
from tokri.desk import pack as desk
from tokri.web.context import now, outside
from tokri.web.desk.gate import by
from tokri.web.limited import limited
from tokri.web.words import record as words

#: The date of every file in the ZIP. The true time is in the manifest, so that the same pack is the same file.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)

#: Lines of the register on its page; all of a period are in its file.
MOST_LINES: Final = 500

#: The page to print.
_PAGE: Final = "desk/pack/index.html"

#: What goes along as it is: the program that checks the pack, and how its page looks.
_ALONG: Final = Path(__file__).resolve().parents[3] / "templates" / "desk" / "pack"


@limited("record")
def pack() -> Response:
    """The pack that was asked for, as a ZIP."""
    kind, subject = request.form.get("of", ""), request.form.get("subject", "")
    scope = Scope(kind, subject) if kind in {ADVICE, CLIENT} else period(request.form)
    if kind not in {ADVICE, CLIENT, PERIOD} or (kind != PERIOD and not subject):
        abort(400)
    gathered = desk.record_pack(outside(), by(), scope)
    if gathered is None:
        abort(404)
    name = f"tokri-{kind}-{ist(gathered.made_at):%Y-%m-%d-%H%M}.zip"
    return _attached(zipped(gathered), name, "application/zip")


def register_page() -> str:
    """The register of a period, to read: the last lines of one that is long."""
    scope = period(request.args)
    lines = desk.register_of(outside(), scope)
    return render_template(
        "desk/register.html",
        lines=lines[-MOST_LINES:],
        count=len(lines),
        headings=HEADINGS,
        first=scope.first,
        last=scope.last,
        today=ist(now()).date().isoformat(),
    )


@limited("record")
def take_register() -> Response:
    """The register of a period, as a file for a spreadsheet."""
    scope = period(request.form)
    text = register_csv(desk.record_register(outside(), by(), scope))
    return _attached(text.encode(), f"tokri-register-{ist(now()):%Y-%m-%d}.csv", "text/csv; charset=utf-8")


def period(asked: Mapping[str, str]) -> Scope:
    """The period that was asked for; a day that is none counts as not said, so that nothing is left out unseen."""
    return Scope(PERIOD, "", _day(asked.get("first", "")), _day(asked.get("last", "")))


def zipped(gathered: Gathered) -> bytes:
    """All files of a pack in one."""
    made = {name: text.encode() for name, text in files(gathered).items()}
    made |= {name: _read(_ALONG / name) for name in ("verify.py", "pack.css")}
    made[_PAGE.rpartition("/")[2]] = _index(gathered).encode()
    made["manifest.json"] = manifest(gathered, made).encode()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(made.items()):
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _index(gathered: Gathered) -> str:
    lines = register(gathered.advised, gathered.clients, gathered.people)
    return render_template(
        _PAGE,
        gathered=gathered,
        lines=[astuple(line) for line in lines],
        headings=HEADINGS,
        entries=[words.told(entry, gathered.people) for (entry, _), whole in gathered.segment if whole],
    )


def _attached(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@cache
def _read(file: Path) -> bytes:
    return file.read_bytes()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
