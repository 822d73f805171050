"""What a client's telephone fetches when it has never been here: four small files, on a slow line."""

from __future__ import annotations

import re

import brotli  # type: ignore[import-untyped]  # the wheel carries no types

from tests.client import HouseClient
from tests.link.making import a_client, a_link, a_version
from tests.web.link.test_questions import MANY, of
from tokri.core.ports import Outside

#: Bytes as a proxy packs them, and files with the page itself.
BYTES, FILES = 20_000, 4


def test_a_first_visit_fetches_four_files_of_twenty_kilobytes(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=of(MANY)))
    page = client.get(made.address).get_data()
    named = set(re.findall(rb'(?:href|src)="(/static/[^"#]+)', page))
    assert {name.rpartition(b"/")[2] for name in named} == {b"app.css", b"client.mjs", b"icons.svg"}
    assert b"data-module" not in page
    assert b"<img" not in page
    fetched = [page, *(client.get(name.decode()).get_data() for name in named)]
    assert len(fetched) <= FILES
    assert sum(len(brotli.compress(body)) for body in fetched) <= BYTES


def test_the_shapes_are_the_tabs_mark_as_well(client: HouseClient, outside: Outside) -> None:
    page = client.get(a_link(outside).address).get_data(as_text=True)
    [icon] = re.findall(r'<link rel="icon" type="image/svg\+xml" href="([^"]+)"', page)
    shapes = client.get(icon).get_data(as_text=True)
    assert f'<use href="{icon}#buy"' in page
    alone = re.sub(r"<symbol.*?</symbol>", "", shapes, flags=re.DOTALL)
    assert "<path" in alone
    assert 'viewBox="0 0 32 32"' in alone
