"""The firm's logo, for whoever opens a page of the firm's: named by its hash, so that it never changes."""

from __future__ import annotations

import re

from flask import Response, abort, request

from tokri.desk.firm import logo
from tokri.web.context import outside


def firm_logo(sha256: str) -> Response:
    """The PNG of that SHA-256, as it was written anew when it was sent."""
    png = logo(outside(), sha256) if re.fullmatch("[0-9a-f]{64}", sha256, re.ASCII) else None
    if png is None:
        abort(404)
    answer = Response(png, mimetype="image/png")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.set_etag(sha256)
    answer.make_conditional(request)
    return answer
