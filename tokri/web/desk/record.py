"""The record as a page: its newest entries, and whether it is whole."""

from __future__ import annotations

from typing import Final

from flask import render_template, request

from tokri.core.record import read_head
from tokri.core.record_check import Findings, check
from tokri.core.times import ist
from tokri.web.context import now, outside
from tokri.web.limited import limited
from tokri.web.words import record as words

#: Entries on the page: what is older is in a pack.
_MOST: Final = 100


def record() -> str:
    """The newest entries, and what can be asked for."""
    return _page()


def check_record() -> str | tuple[str, int]:
    """The same, after the whole record was read; against a head, if one was given."""
    typed = request.form.get("head", "").strip()
    if typed and read_head(typed) is None:
        return _page(typed=typed, fault=words.HEAD_UNREAD), 422
    return _page(typed=typed, findings=_findings(typed))


@limited("record")
def _findings(typed: str) -> Findings:
    with outside().store.reading() as view:
        return check(view.chain.rows(), read_head(typed) if typed else None)


def _page(typed: str = "", fault: str = "", findings: Findings | None = None) -> str:
    with outside().store.reading() as view:
        newest = view.chain.newest(_MOST)
        people = {person.id: person.name for person in view.people.all()}
        head = view.chain.head()
        baskets = [(each.id, each.outline.title) for each in view.desk_lists.briefs() if each.shared is not None]
        clients = [(each.id, each.code) for each in view.clients.all()]
    return render_template(
        "desk/record.html",
        entries=[words.told(entry, people) for entry in newest],
        more=head is not None and head.seq > len(newest),
        head=head,
        typed=typed,
        errors=bool(fault),
        fault=fault,
        found=None if findings is None else words.found(findings, against=bool(typed)),
        baskets=baskets,
        clients=clients,
        today=ist(now()).date().isoformat(),
    )
