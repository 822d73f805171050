"""Evidence that one of the firm's people brings for a link's client, and the screenshots that were added there."""

from __future__ import annotations

from dataclasses import replace

from flask import Response as FileResponse
from flask import abort, request, url_for

from tokri.desk import link_acts as desk
from tokri.journey import attaching
from tokri.web import bringing
from tokri.web.bringing import Answer, Door
from tokri.web.context import outside
from tokri.web.desk.gate import by
from tokri.web.screenshots import answer
from tokri.web.words.accounts import ANOTHER_ACCOUNT


def upload(link_id: str) -> Answer:
    """GET asks for a file; POST shows what it would change."""
    door = _door(link_id)
    return bringing.look(door) if request.method == "POST" else bringing.ask(door)


def keep(link_id: str) -> Answer:
    """Keep what was shown, as brought by whoever is signed in."""
    return bringing.keep(_door(link_id))


def attachment(attachment_id: str) -> FileResponse:
    """The picture, to be taken away."""
    return answer(attaching.picture_at_link(outside(), attachment_id))


def _door(link_id: str) -> Door:
    found = desk.see(outside(), link_id)
    if found is None or not any(each.handoff.left_at for each in found.looked.sendings):
        abort(404)
    whose = by()
    return Door(
        outside=replace(outside(), who=whose.who, where=whose.where),
        visitor_id=found.link.visitor_id,
        basket_id=link_id,
        form=url_for("desk_link_upload", link_id=link_id),
        keep=url_for("desk_link_upload_keep", link_id=link_id),
        back=url_for("desk_link", link_id=link_id),
        frame="desk/base.html",
        here="baskets",
        client=found.looked.client.name,
        refused=ANOTHER_ACCOUNT if found.looked.stood.wrong_account else (),
    )
