"""What a browser fetches, compressed, against the budgets of the pages.

By brotli, as a proxy in front sends it; by gzip too, which is all that the program itself packs, for the reader.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Final

import brotli  # type: ignore[import-untyped]  # the wheel carries no types
from flask import Flask

from bench.measure import Figure
from bench.pages import handed_off
from bench.site import Visitor, draft, outside, request, send, visitor
from tokri.journey.baskets import create_basket
from tokri.web.assets import SHEET
from tokri.web.context import KEY, Tools

#: Bytes of HTML, style sheet and modules.
BUILDER: Final = (8_000, 8_000, 8_000)
REVIEW: Final = (6_000, 8_000, 3_000)
HANDOFF: Final = (2_000, 8_000, 500)

#: How hard brotli works: on a page that is packed for each answer, and on a file that is packed once.
_PAGE, _FILE = 5, 11

#: How one module names another: `from "./page.mjs"`.
_IMPORT: Final = re.compile(rb"""(?:from|import)\s+["']\./([a-z-]+\.mjs)["']""")


def figures(app: Flask) -> Iterator[Figure]:
    """Every size."""
    who = visitor(app, "sizes")
    big = create_basket(outside(app), who.id, draft(50)).basket_id
    middling = create_basket(outside(app), who.id, draft(20)).basket_id
    leaving = handed_off(app, who.id).id
    yield from _page(app, who, "form, 50 orders", f"/baskets/{big}", BUILDER)
    yield from _page(app, who, "review, 20 orders", f"/baskets/{middling}/review", REVIEW)
    yield from _page(app, who, "hand-off page, 10 orders", f"/handoffs/{leaving}", HANDOFF)


def _page(app: Flask, who: Visitor, name: str, path: str, budget: tuple[int, int, int]) -> Iterator[Figure]:
    page = send(app, request(path, who)).body
    html, css, js = budget
    tools: Tools = app.extensions[KEY]
    modules = _modules(tools, page)
    yield _figure(f"{name}: HTML", [page], html, _PAGE)
    yield _figure(f"{name}: style sheet", [tools.assets.files[SHEET].body], css, _FILE)
    scripts = [tools.assets.files[module].body for module in modules]
    yield _figure(f"{name}: {_count(modules)}", scripts, js, _FILE)


def _modules(tools: Tools, page: bytes) -> list[str]:
    """Every module that the page loads: those of its script elements, of data-module, and what these import."""
    waiting = [found.decode() for found in re.findall(rb'<script type="module" src="[^"]*/(js/[a-z-]+\.mjs)"', page)]
    for names in re.findall(rb'data-module="([^"]+)"', page):
        waiting += [f"js/{name}.mjs" for name in names.decode().split()]
    found: list[str] = []
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.append(module)
            waiting += [f"js/{name.decode()}" for name in _IMPORT.findall(tools.assets.files[module].body)]
    return sorted(found)


def _count(modules: list[str]) -> str:
    return f"{len(modules)} module{'' if len(modules) == 1 else 's'}"


def _figure(what: str, bodies: list[bytes], budget: int, quality: int) -> Figure:
    """Each body is compressed by itself, as it travels."""
    packed = sum(len(brotli.compress(body, quality=quality)) for body in bodies)
    zipped = sum(len(gzip.compress(body)) for body in bodies)
    plain = f"{packed:,} bytes of {sum(map(len, bodies)):,} by brotli, {zipped:,} by gzip"
    return Figure(what, f"its budget of {budget:,} bytes", packed / budget, 1.0, plain=plain)
