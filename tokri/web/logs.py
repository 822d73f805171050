"""The request log: one line a request, an id that is also in the answer, and nothing that anybody sent.

A line names the route's pattern, never the path or the query: both may hold a token. An exception is written as
its type and the places it passed through, never its message, which may quote what somebody typed.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, has_request_context, request

_log: Final = logging.getLogger("tokri.requests")
_ID: Final = "tokri.request_id"
_LAST_WORDS: Final = "Something went wrong on our side, and so did the page that says so. Request {}.\n"
_LAST_HEADERS: Final = (
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def install(app: Flask, *, production: bool) -> None:
    """Give each request of `app` an id (`g.request_id`, header X-Request-ID) and a line in the log.

    Called before everything else that hooks into requests, so that the id is there for all of them and the line
    is written when all of them are done.
    """
    configure(production=production)
    app.before_request(_begin)
    app.after_request(_end)
    app.wsgi_app = _LastResort(app, app.wsgi_app)  # type: ignore[method-assign]  # how Flask says to wrap a WSGI app


def configure(*, production: bool) -> None:
    """Send every log line of the process to standard error: JSON in production, else for people. Can be repeated."""
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, _StandardError):
            root.removeHandler(handler)
    handler = _StandardError()
    handler.setFormatter(_Lines(production=production))
    root.addHandler(handler)
    logging.getLogger("tokri").setLevel(logging.INFO)


def _begin() -> None:
    g.request_id = request.environ[_ID] = secrets.token_hex(8)
    g.request_began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    length = response.content_length if response.content_length is not None else response.calculate_content_length()
    facts = {
        "method": request.method if request.method in _METHODS else "-",
        "route": request.url_rule.rule if request.url_rule is not None else "-",
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.request_began) * 1000, 1),
        "bytes": length,
    }
    _log.info("request", extra={"facts": facts})
    return response


class _LastResort:
    """Answers when the error page itself fails, so that no server writes the request into its own log."""

    def __init__(self, app: Flask, inner: WSGIApplication) -> None:
        self._app = app
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self._inner(environ, start_response)
        except Exception:
            if self._app.testing:
                raise
            _log.exception("the error page failed")
            start_response("500 Internal Server Error", list(_LAST_HEADERS))
            return [_LAST_WORDS.format(environ.get(_ID, "-")).encode()]


class _StandardError(logging.Handler):
    """Writes each line whole, to whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 - logging's own rule: a log line that fails must not fail the program
            self.handleError(record)


class _Lines(logging.Formatter):
    """Writes a record as one line, without what an exception says."""

    def __init__(self, *, production: bool) -> None:
        super().__init__()
        self._write: Callable[[Mapping[str, object]], str] = _as_json if production else _as_text

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        facts = getattr(record, "facts", None)
        if isinstance(facts, Mapping):
            line |= facts
        else:
            # A library's words about an exception may quote the request: Flask's quote its path.
            ours = record.name.split(".", maxsplit=1)[0] == "tokri"
            quoting = record.exc_info is not None and not ours
            line |= {"logger": record.name, "message": "exception" if quoting else record.getMessage()}
        if has_request_context():
            line["request_id"] = g.get("request_id")
        if record.exc_info is not None and record.exc_info[1] is not None:
            line["exception"] = _where(record.exc_info[1])
        return self._write(line)


def _where(error: BaseException) -> str:
    """The types of an exception and of what caused it, each with the places it passed through, innermost last."""
    chain: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < 5:  # noqa: PLR2004 - deeper chains tell nothing more
        frames = " > ".join(
            f"{frame.f_code.co_filename}:{number} {frame.f_code.co_name}"
            for frame, number in traceback.walk_tb(cause.__traceback__)
        )
        chain.append(f"{type(cause).__qualname__} at {frames}")
        cause = cause.__cause__ or cause.__context__
    return " caused by ".join(chain)


def _as_json(line: Mapping[str, object]) -> str:
    return json.dumps(line, separators=(",", ":"))


def _as_text(line: Mapping[str, object]) -> str:
    if "route" in line:
        text = "{time} {method} {route} {status} {ms} ms {bytes} bytes {request_id}".format(**line)
    else:
        text = " ".join(str(value) for value in line.values() if value is not None)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
