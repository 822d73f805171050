"""The queue of messages: one phone at a time, the text shown, prepared by hand or handed to the mail server."""

from __future__ import annotations

import csv
import io
from typing import Final

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.formats.guard import guarded, needs_guard
from tokri.core.link.link import MessageKind, Way
from tokri.core.link.terms import valid_until
from tokri.core.times import ist
from tokri.desk.sending import Family, Prepared, Queue, Unprepared, Whom, prepare, queue
from tokri.link.many import Seen
from tokri.web.context import now, outside, tools
from tokri.web.desk import addresses
from tokri.web.desk.gate import by
from tokri.web.limited import limited
from tokri.web.words import link_messages as messages
from tokri.web.words import links as words
from tokri.web.words.link_messages import About

Answer = Response | tuple[str, int] | str

#: What the buttons of the queue note.
BY_BUTTON: Final = (Way.WHATSAPP, Way.COPY, Way.EMAIL)

#: The columns of the list for the firm's own sender.
COLUMNS: Final = ("name", "phone", "message", "link")

_LONGEST_COUNT: Final = 6


def sending(basket_id: str, number: int) -> Answer:
    """GET shows the next client; POST keeps that a message was prepared, and goes on."""
    found = _queue(basket_id, number)
    if request.method == "POST":
        return _prepare(found)
    return _page(found, request.args.get("after", ""), request.args.get("said", ""))


@limited("save")
def _prepare(found: Queue) -> Answer:
    key = request.form.get("family", "")
    family = found.named(key)
    if family is None:  # it was prepared, or ended, meanwhile: the next one stands there now
        return _to(found, key, "already")
    way = next((each for each in BY_BUTTON if each.value == request.form.get("way")), None)
    if way is None or (way is Way.EMAIL and not _mailed(family)):
        abort(400)
    members = _mailed(family) if way is Way.EMAIL else family.members
    letters = {each.link.id: _letter(each, found) for each in members} if way is Way.EMAIL else {}
    known = sum(len(each.messages) for each in members) if request.form.get("known") == str(family.known) else -1
    ids = tuple(each.link.id for each in members)
    done = prepare(outside(), by(), Prepared(ids, found.version.number, found.kind, way, known, letters))
    if isinstance(done, Unprepared):
        return _to(found, key if done is not Unprepared.QUIET else "", done.value)
    return _to(found, key)


@limited("record")
def sending_file(basket_id: str, number: int) -> Answer:
    """Everybody still to come as a list for the firm's own sender; that it was prepared is kept of each."""
    found = _queue(basket_id, number)
    seen = [each for each in found.links if _phone(each)]
    if not seen:
        return _page(found, refusal="Nobody with a phone is left to write to, so there is no list."), 409
    rows = [_row(each, found) for each in seen]
    known = sum(len(each.messages) for each in seen)
    ids = tuple(each.link.id for each in seen)
    done = prepare(outside(), by(), Prepared(ids, found.version.number, found.kind, Way.FILE, known))
    if isinstance(done, Unprepared):
        return _page(_queue(basket_id, number), refusal=words.UNPREPARED[done]), 409
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    answer = FileResponse(text.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="messages-{ist(now()):%Y-%m-%d-%H%M}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _queue(basket_id: str, number: int) -> Queue:
    kind = next((each for each in MessageKind if each.value == request.values.get("kind", "first")), None)
    whom = next((each for each in Whom if each.value == request.values.get("whom", "")), None)
    found = queue(outside(), basket_id, number, kind, whom) if kind is not None and whom is not None else None
    if found is None:
        abort(404)
    return found


def _to(found: Queue, key: str, said: str = "") -> Response:
    asked = {"kind": found.kind.value, "whom": found.whom.value, "after": key, "said": said}
    told = {name: text for name, text in asked.items() if text and text != MessageKind.FIRST}
    address = url_for("desk_sending", basket_id=found.basket.id, number=found.version.number, **told)  # type: ignore[arg-type]  # names of the address alone
    return redirect(address, code=303)


def _page(found: Queue, after: str = "", said: str = "", *, refusal: str = "") -> str:
    family = found.after(after)
    text = _text(family, found) if family is not None else ""
    return render_template(
        "desk/sending.html",
        queue=found,
        basket=found.basket,
        version=found.version,
        family=family,
        text=text,
        whatsapp=messages.whatsapp(family.phone, text) if family is not None and text and not found.quiet else "",
        mailed=_mailed(family) if family is not None and text else [],
        can_mail=tools().can_mail,
        quiet=words.quiet(found.now) if found.quiet else "",
        said=words.UNPREPARED[Unprepared(said)] if said in set(Unprepared) else "",
        refusal=refusal,
        errors=bool(refusal),
        kinds=MessageKind,
        whoms=Whom,
        words=words,
    )


def _about(found: Queue) -> About:
    return About(found.firm, valid_until(found.version), found.kind)


def _text(family: Family, found: Queue) -> str:
    """The one message for a phone; "" where an address cannot be read any more."""
    told = [addresses.to_tell(outside(), each.client, each.link) for each in family.members]
    return messages.message(told, _about(found), family.language) if all(each.address for each in told) else ""


def _mailed(family: Family) -> list[Seen]:
    """Of the accounts those whose letter can be handed over: each gets its own, at its own address."""
    if not tools().can_mail:
        return []
    return [each for each in family.members if each.client.details is not None and each.client.details.email]


def _letter(seen: Seen, found: Queue) -> tuple[str, str]:
    told = [addresses.to_tell(outside(), seen.client, seen.link)]
    about = _about(found)
    return messages.subject(about, seen.link.language), messages.message(told, about, seen.link.language)


def _phone(seen: Seen) -> str:
    return seen.client.details.phone if seen.client.details is not None else ""


def _row(seen: Seen, found: Queue) -> tuple[str, ...]:
    """One account of the list. No cell begins as a formula does, and a name begins none in the middle of the text."""
    told = addresses.to_tell(outside(), seen.client, seen.link)
    text = messages.one_line(messages.message([told], _about(found), seen.link.language))
    name = seen.client.name
    kept = guarded(name) if needs_guard(name, number=True) else name
    return kept, messages.phone_digits(_phone(seen)), text.replace(name, kept), told.address
