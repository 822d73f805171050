"""How large a request may be, by endpoint, decided before anything of it is parsed."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from flask import Flask, Request, request

from tokri.core.formats import LARGEST_FILE
from tokri.core.postback import LONGEST as LONGEST_POSTBACK
from tokri.core.screenshot import LARGEST as LARGEST_PICTURE

#: Bytes. Ample for 50 orders and 200,000 characters of pasted rows: Werkzeug's own caps leave out urlencoded forms.
DEFAULT: Final = 256_000

#: The form with a file in it: 5 MB, and the form.
UPLOAD: Final = LARGEST_FILE + DEFAULT

#: Endpoints whose forms are small, or carry a file.
LIMITS: Final[Mapping[str, int]] = {
    "upload": UPLOAD,
    "upload_new": UPLOAD,
    "desk_basket_upload": UPLOAD,
    **dict.fromkeys(("result_upload", "link_upload", "desk_link_upload"), UPLOAD),
    # What of a tradebook can be of any hand-off comes back with the yes.
    **dict.fromkeys(("result_upload_keep", "link_upload_keep", "desk_link_upload_keep"), UPLOAD),
    **dict.fromkeys(("screenshot", "link_screenshot"), LARGEST_PICTURE + DEFAULT),
    "desk_new_basket": 8_000,
    "desk_copy_basket": 8_000,
    "desk_mark_template": 8_000,
    "desk_archive_basket": 8_000,
    "desk_recipients": 1_000_000,  # some sixty bytes for each client of the firm, and a reason for a few
    "desk_firm_logo": 1_000_000 + DEFAULT,
    "copy": 8_000,
    "rename": 8_000,
    "delete": 8_000,
    "kite_postback": LONGEST_POSTBACK,
    "forget": 8_000,
    "sequence": 8_000,
    "hand_off": 64_000,
    "word": 8_000,
    "which_handoff": 8_000,
    "read_orders": 8_000,
    "confirm_account": 8_000,
    "end_session": 8_000,
    "look_again": 8_000,
    "desk_clients_import": UPLOAD,
    "desk_clients_keep": UPLOAD,  # the list itself comes back with the yes
    "desk_client_holdings": UPLOAD,
    "desk_client_new": 64_000,
    "desk_client_edit": 64_000,
    "desk_client_activity": 8_000,
    "desk_client_erase": 8_000,
    "desk_clients_take": 8_000,
    "desk_client_take": 8_000,
    "desk_sign_in": 64_000,
    "desk_sign_out": 8_000,
    "desk_second_factor": 8_000,
    "desk_second_factor_first": 8_000,
    "desk_own_second_factor": 8_000,
    "desk_confirm": 64_000,
    "desk_start": 64_000,  # a password may have a thousand signs of twelve bytes each, and comes twice
}


class InMemory(Request):
    """A request whose files stay in memory: at most 5 MB, and nobody's orders are left behind on a disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> BytesIO:
        del total_content_length, content_type, filename, content_length
        return BytesIO()


def install(app: Flask) -> None:
    """Set each request's own limit. Called before CSRF protection, which reads the body."""
    app.request_class = InMemory

    def set_limit() -> None:
        request.max_content_length = LIMITS.get(request.endpoint or "", DEFAULT)

    app.before_request(set_limit)
