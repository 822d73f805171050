"""The firm's logo: sent with a tick that it is nobody else's mark, drawn anew, shown to whoever opens a page of it."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.page import attribute
from tests.web.desk.test_firm import fill, firm
from tests.web.steps import world


def png(width: int = 60, height: int = 20, secret: bytes = b"taken at 19.07 N 72.87 E") -> bytes:
    """A grey picture with a comment in it that nobody else is to read."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress((b"\0" + b"\x80" * width) * height)
    comment = chunk(b"tEXt", b"Comment\0" + secret)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + comment + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def send(
    client: HouseClient, content: bytes | None, *, own: bool = True, action: str = "use", name: str = "logo.png"
) -> int:
    """Choose a file and press a button; answers the status."""
    assert client.get("/desk/firm/logo").status_code == 200
    edition = client.page.one("main input[name=edition]")
    data = {"edition": attribute(edition, "value"), "action": action, **({"own": "yes"} if own else {})}
    data["csrf_token"] = attribute(client.page.one("main input[name=csrf_token]"), "value")
    files = {} if content is None else {"logo": FileStorage(io.BytesIO(content), filename=name)}
    boundary, body = encode_multipart({**data, **files})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/desk/firm/logo", data=body, content_type=kind, csrf=False).status_code


def test_a_logo_is_drawn_anew_and_anybody_who_knows_its_hash_may_see_it(
    app: Flask, administrator: HouseClient, client: HouseClient
) -> None:
    sent = png()
    assert send(administrator, sent) == 303
    sha256 = firm(app).logo_sha256
    administrator.get("/desk/firm")
    picture = administrator.page.one(".firm img")
    assert attribute(picture, "src") == f"/firm/logo/{sha256}.png"
    answer = client.get(f"/firm/logo/{sha256}.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert hashlib.sha256(answer.data).hexdigest() == sha256
    assert b"72.87" not in answer.data
    assert b"72.87" in sent
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Content-Disposition" not in answer.headers


def test_without_the_tick_that_it_is_their_own_nothing_is_kept(app: Flask, administrator: HouseClient) -> None:
    assert send(administrator, png(), own=False) == 422
    assert "Nobody else’s mark" in administrator.page.text("#own-error")
    assert not administrator.page.all("#own[checked]")
    assert firm(app).logo_sha256 == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "choose a file first"),
        (b"", "choose a file first"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no PNG, JPEG or WebP"),
        (b"GIF89a", "no PNG, JPEG or WebP"),
        (png()[:60], "cannot be read to its end"),
        (png(4001, 1), "4001 by 1 dots, and 4000 each way"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 1_000_000, "more than 1 MB"),
    ],
)
def test_what_is_no_logo_is_refused_with_why(
    app: Flask, administrator: HouseClient, content: bytes | None, said: str
) -> None:
    assert send(administrator, content) == 422
    assert said in administrator.page.text("#logo_sha256-error")
    assert administrator.page.all("#own[checked]")
    assert firm(app).logo_sha256 == ""


def test_a_file_beyond_all_measure_is_not_even_read(app: Flask, administrator: HouseClient) -> None:
    assert send(administrator, b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000) == 413
    assert firm(app).logo_sha256 == ""


def test_a_name_that_would_lead_elsewhere_names_nothing(app: Flask, administrator: HouseClient) -> None:
    assert send(administrator, png(), name="../../<script>.png") == 303
    assert len(firm(app).logo_sha256) == 64


def test_the_logo_is_taken_away_and_pages_that_were_sent_with_it_keep_it(
    app: Flask, administrator: HouseClient, client: HouseClient
) -> None:
    assert send(administrator, png()) == 303
    sha256 = firm(app).logo_sha256
    assert send(administrator, None, own=False, action="take-away") == 303
    assert firm(app).logo_sha256 == ""
    administrator.get("/desk/firm")
    assert not administrator.page.all("img")
    assert client.get(f"/firm/logo/{sha256}.png").status_code == 200


def test_a_logo_of_another_page_that_was_overtaken_is_not_kept(app: Flask, administrator: HouseClient) -> None:
    administrator.get("/desk/firm/logo")
    edition = {"edition": "0", "own": "yes", "action": "use"}
    fill(administrator, "who", name="Vriksha")
    answer = administrator.post("/desk/firm/logo", data={**edition, "logo": (io.BytesIO(png()), "logo.png")})
    assert answer.status_code == 409
    assert firm(app).logo_sha256 == ""


def test_two_files_at_once_are_no_form_of_ours(administrator: HouseClient) -> None:
    administrator.get("/desk/firm/logo")
    two = [(io.BytesIO(png()), "one.png"), (io.BytesIO(png()), "two.png")]
    answer = administrator.post("/desk/firm/logo", data={"edition": "0", "own": "yes", "action": "use", "logo": two})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["0" * 64, "0" * 63, "0" * 65, "A" * 64, "..%2f..%2fapp", "%00", "²" * 64])
def test_a_logo_that_was_never_kept_is_not_there(client_for: ClientFor, app: Flask, name: str) -> None:
    assert client_for(app).get(f"/firm/logo/{name}.png").status_code == 404


def test_a_browser_that_has_it_is_not_sent_it_again(app: Flask, client: HouseClient) -> None:
    with world(app).store.writing() as unit:
        unit.firm.keep_logo("a" * 64, b"png", 1, 1, world(app).clock())
    first = client.get(f"/firm/logo/{'a' * 64}.png")
    again = client.get(f"/firm/logo/{'a' * 64}.png", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
