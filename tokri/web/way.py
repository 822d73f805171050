"""Where a page of the way through lies: of one's own basket at its address, of a link's beneath the link's.

The templates of hand-off and result are the same for both. A page at a link says so by `at_link`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, g, has_request_context, url_for

#: What a page of one's own is called at a link, and which of its facts stand in the address there.
_AT_LINK: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "review": ("link", ("part",)),
    "handoff": ("link_handoff", ("handoff_id",)),
    "word": ("link_word", ("handoff_id",)),
    "kite_said": ("link_kite_said", ("handoff_id",)),
    "result": ("link_result", ()),
    "result_upload": ("link_upload", ()),
    "screenshot": ("link_screenshot", ("handoff_id",)),
    "attachment": ("link_attachment", ("attachment_id",)),
    "still_to_place": ("link_still_to_place", ()),
    "read_orders": ("link_reading", ("handoff_id",)),
    "confirm_account": ("link_account", ("reading_id",)),
    "look_again": ("link_look", ("reading_id",)),
    "end_session": ("link_end", ("reading_id",)),
    "sells_first": ("link_sells_first", ()),
    "check_funds": ("link_check_funds", ()),
    "go_on": ("link_go_on", ()),
    "depository": ("link_depository", ()),
    "prices": ("link_prices", ("part", "back")),
}


def install(app: Flask) -> None:
    """Let templates say `way("result", basket_id=…)`, and ask whether they are written at a link."""
    app.jinja_env.globals["way"] = way
    app.jinja_env.globals["link_token"] = link_token
    app.jinja_env.globals["frame"] = frame


def at_link(token: str) -> None:
    """Write this request's page at the link of that token."""
    g.link_token = token


def link_token() -> str:
    """The token of the link that the page is written at; "" where it is at none."""
    found = g.get("link_token", "") if has_request_context() else ""
    return found if isinstance(found, str) else ""


def frame() -> str:
    """The template that frames the page."""
    return "link/base.html" if link_token() else "base.html"


def way(endpoint: str, **values: Any) -> str:
    """The address of a page of the way through, at the link if the page is written at one."""
    token = link_token()
    if not token or endpoint not in _AT_LINK:
        return url_for(endpoint, **values)
    there, kept = _AT_LINK[endpoint]
    return url_for(there, token=token, **{name: each for name, each in values.items() if name in {*kept, "_anchor"}})
