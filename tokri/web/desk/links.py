"""Links of a version: who gets one and who not, made in one act; how those that are there stand; links for groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.advice import SharedVersion
from tokri.core.desk.client import CheckKind
from tokri.core.desk.roles import Act
from tokri.core.link.language import Language
from tokri.core.link.link import GroupLink, MessageKind
from tokri.core.link.terms import default_expiry, valid_until
from tokri.core.money import grouped
from tokri.desk import group_links
from tokri.desk.link_acts import standing
from tokri.desk.link_preview import Closed, Fate, LeftOut, Line, Preview, preview
from tokri.desk.links import Ask, Refused, make
from tokri.link.became import short
from tokri.link.many import Seen
from tokri.web.context import now, outside
from tokri.web.desk import addresses
from tokri.web.desk.gate import by, guard, staff
from tokri.web.desk.sharing import know
from tokri.web.limited import limited
from tokri.web.words import exits as exit_words
from tokri.web.words import firm as firm_words
from tokri.web.words import link_messages as messages
from tokri.web.words import links as words
from tokri.web.words import sharing as sharing_words
from tokri.web.words.names import order_name

Answer = Response | tuple[str, int] | str

_CHOSEN: Final = "client-"
_AGAIN: Final = "again-"


@dataclass(frozen=True, slots=True)
class Told:
    """One client as a row of the page."""

    id: str
    code: str
    name: str
    groups: str
    gets: tuple[tuple[str, str], ...]
    check: str
    notes: tuple[str, ...]
    bars: tuple[str, ...]
    ticked: bool
    over: str
    again: bool


def links(basket_id: str, number: int) -> Answer:
    """GET shows who would get a link; POST makes those that are ticked."""
    if request.method == "POST":
        return _make(basket_id, number)
    return _page(_found(basket_id, number), said=_said())


@limited("save")
def _make(basket_id: str, number: int) -> Answer:
    ask = Ask(request.form.get("shown", ""), _ticked(), request.form.get("unchecked") == "yes", _ticked(_AGAIN))
    done = make(outside(), by(), basket_id, number, ask, know=know())
    if done is None:
        abort(404)
    if isinstance(done, Refused):
        return _page(done.preview, ask.chosen, refusal=words.REFUSED[done.why], unchecked=ask.unchecked), 409
    return _to(basket_id, number, made=len(done.made), kept=len(done.kept))


def stale() -> Answer:
    """The page again, ticked as it was, after its protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    view = request.view_args or {}
    found = _found(str(view.get("basket_id", "")), int(view.get("number", 0)))
    unchecked = request.form.get("unchecked") == "yes"
    return _page(found, _ticked(), refusal=sharing_words.STALE, unchecked=unchecked), 400


@limited("save")
def make_group(basket_id: str, number: int) -> Answer:
    """One address for a group."""
    done = group_links.make_group(outside(), by(), basket_id, number, request.form.get("group", ""))
    if done is None:
        abort(404)
    if isinstance(done, Closed):
        return _page(_found(basket_id, number), refusal=words.CLOSED[done]), 409
    return _to(basket_id, number, anchor="groups")


@limited("save")
def end_group(group_link_id: str) -> Answer:
    """Let a group's address lead nowhere."""
    ended = group_links.end_group(outside(), by(), group_link_id)
    if ended is None:
        abort(404)
    with outside().store.reading() as view:
        newest = view.desk_baskets.versions(ended.basket_id)[-1].number
    return _to(ended.basket_id, newest, anchor="groups")


def group_qr(group_link_id: str) -> Response:
    """The QR picture of a group's address."""
    with outside().store.reading() as view:
        found = view.links.group_link(group_link_id)
    text = addresses.group_address(outside(), found) if found is not None and found.ended_at is None else ""
    if not text:
        abort(404)
    return addresses.qr(text)


def _found(basket_id: str, number: int) -> Preview:
    found = preview(outside(), basket_id, number)
    if found is None:
        abort(404)
    return found


def _ticked(prefix: str = _CHOSEN) -> frozenset[str]:
    return frozenset(name.removeprefix(prefix) for name in request.form if name.startswith(prefix))


def _to(basket_id: str, number: int, anchor: str = "", **said: int) -> Response:
    address = url_for("desk_links", basket_id=basket_id, number=number, _anchor=anchor or None, **said)  # type: ignore[arg-type]  # numbers of the address alone
    return redirect(address, code=303)


def _said() -> str:
    """What the act before did, as its address tells: two numbers, or nothing."""
    counts = [request.args.get(name, "") for name in ("made", "kept")]
    if not all(each.isascii() and each.isdigit() and len(each) < len("10000") for each in counts):
        return ""
    return words.made(int(counts[0]), int(counts[1]))


def _page(
    found: Preview,
    ticked: Collection[str] | None = None,
    *,
    refusal: str = "",
    said: str = "",
    unchecked: bool = False,
) -> str:
    version, may_write = found.version, staff().may(Act.WRITE_LINKS)
    chosen = {line.id for line in found.lines if line.usual} if ticked is None else ticked
    seen = standing(outside(), found.basket.id)
    there = group_links.groups(outside(), found)
    checked = [line for line in found.of(Fate.NEW) if line.check_kind is not CheckKind.NONE]
    return render_template(
        "desk/links.html",
        basket=found.basket,
        version=version,
        shown=found.sha256,
        closed=words.CLOSED[found.closed] if found.closed is not None else "",
        lacking=firm_words.lacking(found.lacking) if found.closed is Closed.FIRM else None,
        new=[_told(line, found, chosen) for line in found.of(Fate.NEW)],
        kept=[line for line in found.of(Fate.KEPT) if line.live and line.live.number < version.number],
        out=[_told(line, found, chosen) for line in found.of(Fate.OUT)],
        may_write=may_write,
        may_choose=staff().may(Act.WRITE_BASKETS),
        may_switch_off=bool(checked) and not found.firm.link_check,
        unchecked=unchecked,
        said_again=_ticked(_AGAIN),
        expires_at=default_expiry(version, now()),
        links=[_row(each) for each in seen],
        to_prepare=any(_waits(each, version) for each in seen),
        groups=[_group(each, found) for each in there.links if each.ended_at is None and may_write],
        group_choices=[
            (name, f"{name}: {words.clients(size)}{_without(there.without_check[name])}")
            for name, size in there.sizes.items()
        ],
        refusal=refusal,
        said=said,
        errors=bool(refusal),
        words=words,
    )


def _waits(seen: Seen, version: SharedVersion) -> bool:
    """Whether nobody has prepared the first message for it yet."""
    mine = [each for each in seen.messages if each.number == version.number]
    return seen.link.ended is None and not any(each.kind is MessageKind.FIRST for each in mine)


def _without(count: int) -> str:
    return f", {count} without a check" if count else ""


def _told(line: Line, found: Preview, ticked: Collection[str]) -> Told:
    orders, details = found.version.proposal.draft.orders, line.client.details
    notes = []
    if not line.reached:
        notes.append("No phone is kept. Tick them to make a link that you hand over by e-mail, QR or slip.")
    if line.revoked:
        notes.append("Their last link was revoked.")
    if line.check_kind is CheckKind.NONE:
        notes.append("No answer of theirs is kept, so nothing is asked: whoever has the address sees the orders.")
    return Told(
        id=line.id,
        code=line.client.code,
        name=line.client.name,
        groups=", ".join(details.groups) if details is not None else "",
        gets=tuple((order_name(place, orders), _much(each)) for place, each in enumerate(line.recipient.quantities)),
        check=words.CHECKS[line.check_kind],
        notes=tuple(notes),
        bars=tuple(words.bar(each, line.client.name) for each in line.bars),
        ticked=line.id in ticked,
        over=exit_words.over(line.over) if line.over is not None and LeftOut.EXITED in line.bars else "",
        again=line.may_exit_again,
    )


def _much(quantity: int | None) -> str:
    if quantity is None:
        return "the client says"
    return grouped(quantity) if quantity else "left out"


def _row(seen: Seen) -> dict[str, object]:
    return {
        "link": seen.link,
        "client": seen.client,
        "stage": words.stands(seen.stage, short(seen.sendings, seen.consents)),
        "last": seen.messages[-1] if seen.messages else None,
    }


def _group(link: GroupLink, found: Preview) -> dict[str, object]:
    """One group's link, with its address and the text to send it with."""
    world = outside()
    text = addresses.group_address(world, link)
    about = messages.About(found.firm, valid_until(found.version), MessageKind.FIRST)
    message = messages.group_message(text, about, Language.ENGLISH.value) if text else ""
    return {"link": link, "address": text, "message": message, "expired": link.expires_at <= now()}
