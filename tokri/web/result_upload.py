"""Evidence that a person brings for a basket of their own: a file, and screenshots."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, redirect, request, url_for

from tokri.journey import attaching
from tokri.web import bringing
from tokri.web.basket import own
from tokri.web.bringing import Answer, Door
from tokri.web.context import known_visitor, outside
from tokri.web.limited import limited
from tokri.web.screenshots import answer, read_picture, told


def upload(basket_id: str) -> Answer:
    """GET asks for a file; POST shows what it would change."""
    door = _door(basket_id)
    return bringing.look(door) if request.method == "POST" else bringing.ask(door)


def keep(basket_id: str) -> Answer:
    """Keep what was shown."""
    return bringing.keep(_door(basket_id))


@limited("paste")
def screenshot(handoff_id: str) -> Answer:
    """Keep a picture beside a hand-off."""
    done = attaching.attach(outside(), known_visitor(), handoff_id, read_picture())
    if done is None:
        abort(404)
    handoff, kept = done
    here = url_for("result", basket_id=handoff.basket_id, _anchor=f"pictures-{handoff_id}")
    return told(kept, here, "base.html") or redirect(here, code=303)


def attachment(attachment_id: str) -> FileResponse:
    """The picture, to be taken away."""
    return answer(attaching.picture(outside(), known_visitor(), attachment_id))


def _door(basket_id: str) -> Door:
    visitor = known_visitor()
    if own(basket_id) is None:
        abort(404)
    return Door(
        outside=outside(),
        visitor_id=visitor,
        basket_id=basket_id,
        form=url_for("result_upload", basket_id=basket_id),
        keep=url_for("result_upload_keep", basket_id=basket_id),
        back=url_for("result", basket_id=basket_id),
        frame="base.html",
        here="baskets",
    )
