"""Every URL of a client's pages, in the order in which they are met. Whoever has the address may open them.

`token` is the link's; nothing else says whose basket it is. A page's module is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from tokri.web.language import NAMES
from tokri.web.lazily import Listed, add_later, all_later, found, later

GET: Final = ("GET",)
POST: Final = ("POST",)
BOTH: Final = ("GET", "POST")

_PACKAGE: Final = "tokri.web.link"

_UNDER: Final = ("/l/", "/g/")

PAGES: Final[tuple[Listed, ...]] = (
    ("/g/<id:token>", "link_group", "group.group", BOTH),
    ("/l/<id:token>", "link", "door.link", GET),
    ("/l/<id:token>/check", "link_check", "check.check", POST),
    ("/l/<id:token>/language", "link_language", "first.language", POST),
    ("/l/<id:token>/opened", "link_opened", "first.opened", POST),
    ("/l/<id:token>/choose", "link_choose", "page.choose", POST),
    ("/l/<id:token>/consent", "link_consent", "page.consent", POST),
    ("/l/<id:token>/handoffs/<id:handoff_id>", "link_handoff", "leaving.handoff", GET),
    ("/l/<id:token>/handoffs/<id:handoff_id>/word", "link_word", "leaving.word", POST),
    ("/l/<id:token>/handoffs/<id:handoff_id>/reading", "link_reading", "result.reading", POST),
    ("/l/<id:token>/handoffs/<id:handoff_id>/kite-said", "link_kite_said", "result.kite_said", POST),
    ("/l/<id:token>/readings/<id:reading_id>/account", "link_account", "result.account", POST),
    ("/l/<id:token>/readings/<id:reading_id>/look", "link_look", "result.look_again", POST),
    ("/l/<id:token>/readings/<id:reading_id>/end", "link_end", "result.end_session", POST),
    ("/l/<id:token>/sells-first", "link_sells_first", "two_steps.sells_first", GET),
    ("/l/<id:token>/sells-first/check", "link_check_funds", "two_steps.check_funds", POST),
    ("/l/<id:token>/sells-first/go-on", "link_go_on", "two_steps.go_on", POST),
    ("/l/<id:token>/depository", "link_depository", "two_steps.depository", BOTH),
    ("/l/<id:token>/prices", "link_prices", "prices.prices", BOTH),
    ("/l/<id:token>/result", "link_result", "result.result", GET),
    ("/l/<id:token>/result/upload", "link_upload", "upload.upload", BOTH),
    ("/l/<id:token>/result/upload/keep", "link_upload_keep", "upload.keep", POST),
    ("/l/<id:token>/handoffs/<id:handoff_id>/screenshot", "link_screenshot", "upload.screenshot", POST),
    ("/l/<id:token>/attachments/<id:attachment_id>", "link_attachment", "upload.attachment", GET),
    ("/l/<id:token>/still-to-place", "link_still_to_place", "still_to_place.still_to_place", BOTH),
    ("/l/<id:token>/advice", "link_advice", "advice.advice", GET),
    ("/l/<id:token>/kite-id", "link_kite_id", "result.kite_id", POST),
    ("/l/<id:token>/kite-id/mistyped", "link_mistyped", "result.mistyped_id", POST),
    ("/l/<id:token>/decline", "link_decline", "answers.decline", BOTH),
    ("/l/<id:token>/question", "link_question", "answers.question", BOTH),
    ("/l/<id:token>/elsewhere", "link_elsewhere", "answers.elsewhere", BOTH),
)

#: What shows a form again when its CSRF token is out of date, so that nothing typed is lost.
STALE: Final[Mapping[str, str]] = {
    "link_check": "check.stale",
    "link_group": "group.stale",
    "link_choose": "page.stale",
    "link_consent": "page.stale",
    "link_still_to_place": "still_to_place.stale",
}

#: On which page a form stands that only its button leads to; where none is named, the link's own.
STOOD_ON: Final[Mapping[str, str]] = {
    "link_check_funds": "link_sells_first",
    "link_go_on": "link_sells_first",
    "link_upload_keep": "link_upload",
    **dict.fromkeys(
        (
            *("link_word", "link_reading", "link_kite_said", "link_account", "link_look", "link_end"),
            *("link_screenshot", "link_kite_id", "link_mistyped"),
        ),
        "link_result",
    ),
}


def add_pages(app: Flask) -> None:
    """Add them to the application, and let their templates ask what stands around them."""
    app.jinja_env.globals["around"] = later(_PACKAGE, "frame.around")
    app.jinja_env.globals["inside"] = later(_PACKAGE, "frame.inside")
    app.jinja_env.globals["language_names"] = NAMES
    add_later(app, _PACKAGE, PAGES)


def stale() -> dict[str, Callable[..., Any]]:
    """What shows each of those forms again."""
    return all_later(_PACKAGE, STALE)


def is_clients() -> bool:
    """Whether the request is for a client's page."""
    return request.path.startswith(_UNDER)


def way_back() -> Response | None:
    """To the page on which a form stood, for a browser that loads the address anew to which it was sent.

    A phone does so with a tab that shows a refused form. None: not a client's page, or not looked at.
    """
    if request.method not in {"GET", "HEAD"} or not is_clients():
        return None
    addresses = current_app.create_url_adapter(request)
    if addresses is None:
        return None
    endpoint, values = addresses.match(method="POST")
    page = STOOD_ON.get(endpoint, "link")
    return redirect(url_for(page, token=values["token"]), code=303)


def error_page(status: int) -> tuple[str, int]:
    """The page of an error at a client's address, by its status."""
    written: tuple[str, int] = found(_PACKAGE, "errors.page")(status)
    return written


def come_back(seconds: int) -> tuple[str, int]:
    """The page there for whoever asked too often."""
    written: tuple[str, int] = found(_PACKAGE, "errors.come_back")(seconds)
    return written
