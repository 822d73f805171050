"""Every error as a page that says what happened, that nothing was harmed, and what to do; with the request's id."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from tokri.core.ports import SealBroken, StoreBusy, StoreFull, StoreUnready
from tokri.core.ports.passwords import PasswordsBusy
from tokri.web.error_pages import ERROR_PAGES, ErrorPage, waiting
from tokri.web.headers import FromAnotherSite
from tokri.web.limited import ComeBackLater
from tokri.web.link import urls as of_clients

logger = logging.getLogger("tokri")

Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]] | str


def register(app: Flask, stale: dict[str, Callable[[], Answer]]) -> None:
    """Answer errors with pages. `stale` names the views that show a form again when its CSRF token is out of date."""

    def forged(_error: CSRFError) -> Answer | HTTPException:
        logger.warning("a form came without its token, or with an old one")
        again = stale.get(request.endpoint or "")
        if again is None:
            return page(400, ERROR_PAGES["stale"])
        try:
            return again()
        except HTTPException as error:  # what cannot be read cannot be shown again; Flask would make a 500 of it
            return http_error(error)

    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(ComeBackLater, come_back_later)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(StoreBusy, store_busy)
    app.register_error_handler(PasswordsBusy, passwords_busy)
    app.register_error_handler(StoreFull, store_full)
    app.register_error_handler(StoreUnready, store_full)
    app.register_error_handler(SealBroken, unexpected)
    app.register_error_handler(Exception, unexpected)


def page(status: int, words: ErrorPage) -> tuple[str, int]:
    """One error page, in the frame of the desk where somebody is signed in there; a client's has one of its own."""
    if of_clients.is_clients():
        return of_clients.error_page(status)
    at_desk = request.path.startswith("/desk/")
    return render_template("error.html", words=words, at_desk=at_desk, request_id=g.get("request_id", "")), status


def http_error(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - the first status that is an error; RoutingRedirect and the like pass through
        return error
    if isinstance(error, MethodNotAllowed) and (back := of_clients.way_back()) is not None:
        return back
    words = _of_desk(error) or ERROR_PAGES.get(str(status)) or ERROR_PAGES["500" if status >= 500 else "400"]  # noqa: PLR2004 - the first server error
    html, code = page(status, words)
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return html, code, headers


def _of_desk(error: HTTPException) -> ErrorPage | None:
    """What the desk says of a page that is not somebody's, or is not there; nothing of other errors."""
    if not request.path.startswith("/desk/") or isinstance(error, FromAnotherSite):
        return None
    return ERROR_PAGES.get(f"{error.code} desk")


def come_back_later(error: ComeBackLater) -> Answer:
    if of_clients.is_clients():
        html, code = of_clients.come_back(error.seconds)
    else:
        html, code = page(429, waiting(error.seconds))
    return html, code, {"Retry-After": str(error.seconds)}


def store_busy(_error: StoreBusy) -> Answer:
    html, code = page(503, ERROR_PAGES["busy"])
    return html, code, {"Retry-After": "2"}


def passwords_busy(_error: PasswordsBusy) -> Answer:
    html, code = page(503, ERROR_PAGES["passwords busy"])
    return html, code, {"Retry-After": "5"}


def store_full(error: Exception) -> Answer:
    logger.error("store: %s", type(error).__name__)
    return page(503, ERROR_PAGES["full"])


def unexpected(error: Exception) -> Answer:
    logger.error("unexpected", exc_info=error)
    return page(500, ERROR_PAGES["500"])
