"""Where Kite reports what became of an order: kept as it came, answered at once, looked at by the runner."""

from __future__ import annotations

import hashlib
import logging

from flask import Response, abort, request

from tokri.core.postback import PostbackRefused, read_postback
from tokri.journey import postbacks as journey
from tokri.web.context import outside, tools

logger = logging.getLogger("tokri")


def postback() -> Response:
    """Take a postback: 200 for one of Kite's, also for one that is here already; 404 where there is no api_secret.

    Kite waits two or three seconds (https://kite.trade/forum/discussion/comment/42218), so nothing is worked out here.
    """
    is_kites = tools().is_kites
    if is_kites is None:
        abort(404)
    raw = request.get_data(cache=False)
    try:
        body = raw.decode()
        told = read_postback(body)
    except (UnicodeDecodeError, PostbackRefused):
        return _answer(400, "This is not a postback of Kite Connect.")
    if not is_kites(told):
        logger.warning("a postback whose checksum is wrong was refused")
        return _answer(403, "The checksum is wrong.")
    if not journey.take(outside(), told.order_id, body, hashlib.sha256(raw).hexdigest()):
        return _answer(429, "There are too many postbacks of this order.")
    return _answer(200, "ok")


def _answer(status: int, words: str) -> Response:
    return Response(words, status=status, mimetype="text/plain")
