"""What leaves the house for an auditor: a pack as a ZIP that opens without this program, and the register of advice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from flask import Response, abort, render_template, request, url_for

from tokri.core.desk.pack import ADVICE, CLIENT, PERIOD, Gathered, Scope, files, manifest
from tokri.core.desk.register import HEADINGS, RegisterLine, register, register_rows
from tokri.core.times import ist
from tokri.desk import pack as desk
from tokri.web.context import now, outside
from tokri.web.desk.gate import by
from tokri.web.limited import limited
from tokri.web.words import record as words

#: The date of every file in the ZIP. The true time is in the manifest, so that the same pack is the same file.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)

#: Rows of the register's file that are sent at a time.
_ROWS_AT_ONCE: Final = 200

#: Letters of a client's code that is asked for.
_LONGEST: Final = 100

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
    """A page of the register of a period, newest first; what is asked for stands in the address."""
    scope, code = period(request.args), _code(request.args)
    found = desk.register_page(outside(), scope, code, _number(request.args.get("page", "1")))
    return render_template(
        "desk/register.html",
        found=found,
        first=scope.first,
        last=scope.last,
        newer=_address(scope, code, found.page - 1) if found.page > 1 else "",
        older=_address(scope, code, found.page + 1) if found.page < found.pages else "",
        today=ist(now()).date().isoformat(),
    )


def take_register() -> Response:
    """The register of a period, as a file for a spreadsheet."""
    rows = register_rows(_lines(period(request.form), _code(request.form)))
    return _attached(_chunks(rows), f"tokri-register-{ist(now()):%Y-%m-%d}.csv", "text/csv; charset=utf-8")


def _chunks(rows: Iterable[str]) -> Iterator[bytes]:
    """The rows in pieces that are worth sending."""
    waiting: list[str] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _ROWS_AT_ONCE:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join(waiting).encode()


@limited("record")
def _lines(scope: Scope, code: str) -> Iterator[RegisterLine]:
    return desk.record_register(outside(), by(), scope, code)


def _code(asked: Mapping[str, str]) -> str:
    return "".join(filter(str.isprintable, asked.get("client", ""))).strip().upper()[:_LONGEST]


def _number(page: str) -> int:
    return int(page) if page.isascii() and page.isdigit() and len(page) < len("1000000") else 1


def _address(scope: Scope, code: str, page: int) -> str:
    days = {"first": scope.first, "last": scope.last}
    told = {name: day.isoformat() for name, day in days.items() if day is not None}
    told |= {"client": code} if code else {}
    return url_for("desk_register", **told, **({"page": str(page)} if page > 1 else {}))  # type: ignore[arg-type]  # names of the address alone


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


def _attached(content: bytes | Iterable[bytes], name: str, kind: str) -> Response:
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
