"""Every URL of the builder and of the way through, in the order in which people meet them.

A page's module is imported when it is first asked for, as at the desk and at links: a worker that serves a firm's
clients alone never needs the builder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask

from tokri.core.evidence import is_nameless
from tokri.web.ids import IdConverter
from tokri.web.lazily import Listed, add_later, all_later, later

GET: Final = ("GET",)
POST: Final = ("POST",)
BOTH: Final = ("GET", "POST")

_PACKAGE: Final = "tokri.web"

PAGES: Final[tuple[Listed, ...]] = (
    ("/", "home", "home.home", GET),
    ("/baskets", "baskets", "pages.baskets", GET),
    ("/baskets/new", "new_basket", "basket.new", BOTH),
    ("/baskets/<id:basket_id>", "basket", "basket.saved", BOTH),
    ("/baskets/new/upload", "upload_new", "uploads.upload_new", BOTH),
    ("/baskets/<id:basket_id>/upload", "upload", "uploads.upload", BOTH),
    ("/baskets/<id:basket_id>/take", "take", "downloads.take", GET),
    ("/baskets/<id:basket_id>/ticket", "ticket", "downloads.ticket", GET),
    ("/baskets/<id:basket_id>/download", "download", "downloads.download", GET),
    ("/baskets/<id:basket_id>/rename", "rename", "home.rename", BOTH),
    ("/baskets/<id:basket_id>/copy", "copy", "home.copy", POST),
    ("/baskets/<id:basket_id>/delete", "delete", "home.delete", BOTH),
    ("/baskets/<id:basket_id>/review", "review", "review.review", GET),
    ("/baskets/<id:basket_id>/sequence", "sequence", "review.sequence", POST),
    ("/baskets/<id:basket_id>/handoff", "hand_off", "review.hand_off_or_resequence", POST),
    ("/handoffs/<id:handoff_id>", "handoff", "handoff.handoff", GET),
    ("/handoffs/<id:handoff_id>/word", "word", "handoff.word", POST),
    ("/handoffs/<id:handoff_id>/kite-said", "kite_said", "result.kite_said", POST),
    ("/kite/redirect", "kite_redirect", "handback.kite_redirect", GET),
    ("/kite/postback", "kite_postback", "postback.postback", POST),
    ("/kite/returned/<name>", "returned", "handback.returned", GET),
    ("/handbacks/<id:handback_id>", "which_handoff", "handback.which_handoff", BOTH),
    ("/baskets/<id:basket_id>/result", "result", "result.result", GET),
    ("/baskets/<id:basket_id>/result/upload", "result_upload", "result_upload.upload", BOTH),
    ("/baskets/<id:basket_id>/result/upload/keep", "result_upload_keep", "result_upload.keep", POST),
    ("/handoffs/<id:handoff_id>/screenshot", "screenshot", "result_upload.screenshot", POST),
    ("/attachments/<id:attachment_id>", "attachment", "result_upload.attachment", GET),
    ("/baskets/<id:basket_id>/still-to-place", "still_to_place", "still_to_place.still_to_place", BOTH),
    ("/baskets/<id:basket_id>/sells-first", "sells_first", "two_steps.sells_first", GET),
    ("/baskets/<id:basket_id>/sells-first/check", "check_funds", "two_steps.check_funds", POST),
    ("/baskets/<id:basket_id>/sells-first/go-on", "go_on", "two_steps.go_on", POST),
    ("/baskets/<id:basket_id>/depository", "depository", "two_steps.depository", BOTH),
    ("/baskets/<id:basket_id>/prices", "prices", "prices.prices", BOTH),
    ("/handoffs/<id:handoff_id>/reading", "read_orders", "result.read_orders", POST),
    ("/readings/<id:reading_id>/account", "confirm_account", "result.confirm_account", POST),
    ("/readings/<id:reading_id>/look", "look_again", "result.look_again", POST),
    ("/readings/<id:reading_id>/end", "end_session", "result.end_session", POST),
    ("/instruments", "instruments", "instruments.page", GET),
    ("/instruments/search", "instrument_search", "instruments.search", GET),
    ("/how-it-works", "how_it_works", "pages.how_it_works", GET),
    ("/forget", "forget", "home.forget", BOTH),
    ("/forgotten", "forgotten", "home.forgotten", GET),
    ("/healthz", "healthz", "pages.healthz", GET),
    ("/firm/logo/<sha256>.png", "firm_logo", "firm_logo.firm_logo", GET),
    ("/static/<hash_>/<path:name>", "asset", "pages.asset", GET),
    ("/favicon.ico", "favicon", "pages.favicon", GET),
)

#: What shows a form again when its CSRF token is out of date, so that nothing typed is lost.
STALE: Final[Mapping[str, str]] = dict.fromkeys(("new_basket", "basket", "upload_new", "upload"), "basket.stale")

#: Kite's own program posts it, and proves itself by a checksum: it has no token of ours.
WITHOUT_TOKEN: Final = f"{_PACKAGE}.postback.postback"


def add_pages(app: Flask) -> None:
    """Add them to the application, and what their templates ask for."""
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.globals["market_lines"] = later(_PACKAGE, "market.market_lines")
    app.jinja_env.globals["brought_words"] = later(_PACKAGE, "words.evidence.brought")
    app.jinja_env.filters["is_numbered"] = lambda order_id: not is_nameless(order_id)
    app.jinja_env.globals["sent_orders"] = later(_PACKAGE, "words.evidence.sent_orders")
    app.jinja_env.globals["asks_depository"] = later(_PACKAGE, "two_steps.asks_depository")
    app.jinja_env.globals["others_of_day"] = later(_PACKAGE, "two_steps.others_of_day")
    add_later(app, _PACKAGE, PAGES)


def stale() -> dict[str, Callable[..., Any]]:
    """What shows each of those forms again."""
    return all_later(_PACKAGE, STALE)
