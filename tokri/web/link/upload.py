"""Evidence that a client brings at their link: a file, and screenshots."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, redirect, request, url_for

from tokri.journey import attaching
from tokri.web import bringing
from tokri.web.bringing import Answer, Door
from tokri.web.context import outside
from tokri.web.limited import limited
from tokri.web.link.inside import as_client, come_in
from tokri.web.link.robots import for_people
from tokri.web.screenshots import answer, read_picture, told
from tokri.web.words.accounts import another_account


@for_people
def upload(token: str) -> Answer:
    """GET asks for a file; POST shows what it would change."""
    door = _door(token)
    return bringing.look(door) if request.method == "POST" else bringing.ask(door)


def keep(token: str) -> Answer:
    """Keep what was shown."""
    return bringing.keep(_door(token))


@limited("paste")
def screenshot(token: str, handoff_id: str) -> Answer:
    """Keep a picture beside a hand-off."""
    looked = come_in(token)
    done = attaching.attach(as_client(looked), looked.link.visitor_id, handoff_id, read_picture())
    if done is None:
        abort(404)
    here = url_for("link_result", token=token, _anchor=f"pictures-{handoff_id}")
    return told(done[1], here, "link/base.html") or redirect(here, code=303)


@for_people
def attachment(token: str, attachment_id: str) -> FileResponse:
    """The picture, to be taken away."""
    looked = come_in(token)
    return answer(attaching.picture(outside(), looked.link.visitor_id, attachment_id))


def _door(token: str) -> Door:
    looked = come_in(token)
    if not any(each.handoff.left_at for each in looked.sendings):
        abort(redirect(url_for("link", token=token), code=303))
    return Door(
        outside=as_client(looked),
        visitor_id=looked.link.visitor_id,
        basket_id=looked.link.id,
        form=url_for("link_upload", token=token),
        keep=url_for("link_upload_keep", token=token),
        back=url_for("link_result", token=token),
        frame="link/base.html",
        here="",
        refused=another_account(looked.firm.phone) if looked.stood.wrong_account else (),
    )
