"""One link: for whom, where it stands, its address to copy or draw, its history, and what may be done with it."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.roles import Act
from tokri.core.desk.suitability import ReasonFault
from tokri.core.link.link import Link, MessageKind, Way
from tokri.core.link.quiet import is_quiet
from tokri.core.link.state import Door
from tokri.core.link.terms import ExtensionFault, last_day, valid_until
from tokri.core.times import date_words, ist
from tokri.desk import link_acts as desk
from tokri.desk import still_to_place
from tokri.desk.follow_up import NotFollowedUp
from tokri.desk.link_acts import NotAnew, OneLink
from tokri.desk.sending import Prepared, Unprepared, prepare
from tokri.link.became import short
from tokri.web.context import now, outside
from tokri.web.desk import addresses
from tokri.web.desk.gate import by, guard, staff
from tokri.web.language import speak
from tokri.web.limited import limited
from tokri.web.words import accounts as account_words
from tokri.web.words import follow_up as follow_up_words
from tokri.web.words import link_messages as messages
from tokri.web.words import links as words
from tokri.web.words import sharing as sharing_words
from tokri.web.words import still_to_place as still_to_place_words
from tokri.web.words.link_history import history
from tokri.web.words.link_messages import ToTell

Answer = Response | tuple[str, int] | str

#: What can be noted on the link's own page: what was handed over by hand.
BY_HAND = (Way.WHATSAPP, Way.COPY, Way.QR, Way.SLIP)


def link(link_id: str) -> Answer:
    """The page of one link."""
    return _page(_found(link_id))


def revoke(link_id: str) -> Answer:
    """GET asks why; POST ends the link."""
    found = _found(link_id)
    if request.method != "POST":
        return _asked(found)
    return _revoke(found)


@limited("save")
def _revoke(found: OneLink) -> Answer:
    reason = request.form.get("reason", "")
    done = desk.revoke(outside(), by(), found.link.id, reason)
    if isinstance(done, ReasonFault):
        return _asked(found, reason, fault=words.reason_fault(done, desk.LONGEST_REASON)), 422
    return _to(found.link)


def stale_revoke() -> Answer:
    """The question again, with the reason as typed, after the form's protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    found = _found(str((request.view_args or {}).get("link_id", "")))
    return _asked(found, request.form.get("reason", ""), warning=sharing_words.STALE), 400


@limited("save")
def extend(link_id: str) -> Answer:
    """Let it open longer."""
    typed = request.form.get("until", "")[:60]
    done = desk.extend(outside(), by(), link_id, typed)
    if isinstance(done, ExtensionFault):
        fault = words.extension_fault(done, date_words(last_day(now())))
        return _page(_found(link_id), until=typed, fault=fault), 422
    if done is None:
        return _page(_found(link_id), refusal="The link has ended, so it cannot be extended. Make a new one."), 409
    return _to(done)


@limited("save")
def reissue(link_id: str) -> Answer:
    """Make it anew: another address for the same client."""
    done = desk.reissue(outside(), by(), link_id)
    if done is None:
        abort(404)
    if isinstance(done, NotAnew):
        return _page(_found(link_id), refusal=words.NOT_ANEW[done]), 409
    return _to(done)


@limited("save")
def prepared(link_id: str) -> Answer:
    """Note that the link was handed over by hand."""
    found = _found(link_id)
    way = next((each for each in BY_HAND if each.value == request.form.get("way")), None)
    known = request.form.get("known", "")
    if way is None or not (known.isascii() and known.isdigit()):
        abort(400)
    done = prepare(outside(), by(), Prepared((link_id,), _number(found), _kind(found), way, int(known[:6])))
    if isinstance(done, Unprepared) and done is not Unprepared.ALREADY:
        return _page(_found(link_id), refusal=words.UNPREPARED[done]), 409
    return _to(found.link)


@limited("save")
def close(link_id: str) -> Answer:
    """Close what is left of its client's orders with a note."""
    note = request.form.get("note", "")
    done = still_to_place.close(outside(), by(), link_id, request.form.get("shown", ""), note)
    if done is None:
        abort(404)
    if done is still_to_place.NotTakenInHand.CHANGED:
        again = url_for("desk_link", link_id=link_id, still_to_place="changed", _anchor="still-to-place")
        return redirect(again, code=303)
    if done is still_to_place.NotTakenInHand.NOTE:
        return _page(_found(link_id), note=note, note_fault=follow_up_words.REFUSALS[NotFollowedUp.NOTE][1]), 422
    return redirect(url_for("desk_link", link_id=link_id, _anchor="closed"), code=303)


def qr(link_id: str) -> FileResponse:
    """The QR picture of its address."""
    return addresses.qr(_open_address(_found(link_id)))


def slip(link_id: str) -> str:
    """A slip to print and hand over, in the client's language."""
    found = _found(link_id)
    address = _open_address(found)
    looked = found.looked
    speak(looked.link.language)
    version = looked.version
    return render_template(
        "desk/link_slip.html",
        client=looked.client,
        firm=looked.firm,
        link=looked.link,
        address=address,
        until=valid_until(version) if version is not None else None,
    )


def _found(link_id: str) -> OneLink:
    found = desk.see(outside(), link_id)
    if found is None:
        abort(404)
    return found


def _open_address(found: OneLink) -> str:
    """The address of a link that has not ended; else there is nothing to hand over."""
    address = addresses.address(outside(), found.link) if found.link.ended is None else ""
    if not address:
        abort(404)
    return address


def _to(target: Link) -> Response:
    return redirect(url_for("desk_link", link_id=target.id), code=303)


def _number(found: OneLink) -> int:
    """The version that its client is to see; where there is none, the one that the link was made for."""
    return found.looked.version.number if found.looked.version is not None else found.link.number


def _kind(found: OneLink) -> MessageKind:
    """What the next message for it is: the first of this version, or a reminder."""
    had_one = any(each.number == _number(found) for each in found.messages)
    return MessageKind.REMINDER if had_one else MessageKind.FIRST


def _asked(found: OneLink, reason: str = "", fault: str = "", warning: str = "") -> str:
    return render_template(
        "desk/link_revoke.html",
        found=found,
        link=found.link,
        client=found.looked.client,
        reason=reason,
        fault=fault,
        warning=warning,
        errors=bool(fault or warning),
    )


def _page(
    found: OneLink, *, until: str = "", fault: str = "", refusal: str = "", note: str = "", note_fault: str = ""
) -> str:
    looked, may_write = found.looked, staff().may(Act.WRITE_LINKS)
    open_still = found.link.ended is None
    address = addresses.address(outside(), found.link) if may_write and open_still else ""
    message = _message(found, address) if address and looked.door is Door.OPEN else ""
    quiet = bool(message) and _kind(found) is MessageKind.REMINDER and is_quiet(now())
    details = looked.client.details
    unfilled = short(looked.sendings, looked.consents)
    left = still_to_place.see(outside(), found.link.id)
    return render_template(
        "desk/link.html",
        found=found,
        link=found.link,
        client=looked.client,
        basket=looked.basket,
        version=looked.version,
        stage=words.stands(looked.stage, unfilled),
        door=words.LEFT_DOOR if unfilled is not None and looked.door is Door.DONE else words.DOORS[looked.door],
        address=address,
        sealed_off=may_write and open_still and not address,
        message=message,
        whatsapp=messages.whatsapp(details.phone, message) if details is not None and message and not quiet else "",
        quiet=words.quiet(now()) if quiet else "",
        kind=_kind(found),
        ways=BY_HAND,
        uses=sum(each.handoff.left_at is not None for each in looked.sendings),
        brought=[each for each in looked.sendings if each.handoff.left_at is not None],
        still_to_place=left,
        still_to_place_lines=still_to_place_words.told_at_desk(left.still_to_place) if left is not None else (),
        still_to_place_changed=request.args.get("still_to_place") == "changed",
        may_draft=staff().may(Act.WRITE_BASKETS),
        history=history(found),
        may_write=may_write,
        call=account_words.call(looked.client) if looked.stood.wrong_account and may_write else "",
        may_write_client=staff().may(Act.WRITE_CLIENTS),
        may_see_client=staff().may(Act.SEE_CLIENTS),
        last_day=last_day(now()),
        expires_on=ist(found.link.expires_at).date().isoformat(),
        until=until,
        fault=fault,
        refusal=refusal,
        note=note,
        note_fault=note_fault,
        errors=bool(fault or refusal or note_fault),
        words=words,
    )


def _message(found: OneLink, address: str) -> str:
    looked = found.looked
    until = valid_until(looked.version) if looked.version is not None else None
    about = messages.About(looked.firm, until, _kind(found))
    return messages.message([ToTell(looked.client, address)], about, found.link.language)
