"""Requests that nobody made: a HEAD, or a page that a browser fetches in case it is wanted."""

from __future__ import annotations

from flask import Request, Response


def only_looking(request: Request) -> bool:
    """Whether answering must leave no trace: nobody has come yet."""
    if request.method == "HEAD":
        return True
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any("prefetch" in purpose or "prerender" in purpose or "preview" in purpose for purpose in purposes)


def no_page() -> Response:
    """The answer to such a request: no content, and no type of what is not there."""
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    return answer
