"""A screenshot as a browser sends it, and as it is given back: a file to take away, which nothing in it can change."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, render_template, request
from werkzeug.exceptions import BadRequest

from tokri.core.ports.evidence import Attachment
from tokri.core.screenshot import LARGEST, ScreenshotFault
from tokri.web.headers import ask_for
from tokri.web.words.evidence import screenshot_fault

#: How the name of each kind ends.
_ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def read_picture() -> bytes:
    """The one file of the request, as far as a picture may go and one byte beyond."""
    files = request.files.getlist("picture")
    if len(files) > 1:
        raise BadRequest
    return files[0].stream.read(LARGEST + 1) if files else b""


def told(kept: Attachment | ScreenshotFault, back: str, frame: str) -> tuple[str, int] | None:
    """The page that says why a picture was not kept; None: it was."""
    if not isinstance(kept, ScreenshotFault):
        return None
    fault = screenshot_fault(kept)
    return render_template("bring_picture.html", fault=fault, back=back, frame_of_page=frame, errors=True), 422


def answer(found: tuple[Attachment, bytes] | None) -> Response:
    """The picture as an attachment, in a sandbox of its own. Raises NotFound where there is none."""
    if found is None:
        abort(404)
    kept, content = found
    given = Response(content, mimetype=kept.media_type)
    name = f"screenshot-{kept.sha256[:8]}.{_ENDINGS[kept.media_type]}"
    given.headers.set("Content-Disposition", "attachment", filename=name)
    ask_for("picture")
    return given
