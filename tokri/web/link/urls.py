"""Every URL of a client's pages, in the order in which they are met. Whoever has the address may open them.

`token` is the link's; nothing else says whose basket it is. A page's module is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Final

from flask import Flask

from tokri.web.lazily import in_package

GET: Final = ("GET",)
POST: Final = ("POST",)
BOTH: Final = ("GET", "POST")

later = in_package("tokri.web.link")

#: The address, the endpoint, `module.function` of the page, and its methods.
PAGES: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = ()


def add_pages(app: Flask) -> None:
    """Add them to the application."""
    for rule, endpoint, name, methods in PAGES:
        app.add_url_rule(rule, endpoint, later(name), methods=methods)
