"""Rate limits on a view: counted before its work, answered by the page that says when to come back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g
from werkzeug.exceptions import TooManyRequests

from tokri.web.context import address, tools, visitor_id

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class ComeBackLater(TooManyRequests):
    """429, with the seconds after which it will be answered again."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


def count(name: str) -> None:
    """Count one use of the limit by this browser; raises ComeBackLater when it is over.

    Whoever is signed in at the desk counts by themselves, a browser that brings no cookie by its address.
    """
    staff = g.get("staff")
    seconds = tools().limits.take(name, staff.person.id if staff else visitor_id() or address())
    if seconds is not None:
        raise ComeBackLater(seconds)


def limited(name: str) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Count the limit `name` before the function runs."""

    def wrap(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(function)
        def counted(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            count(name)
            return function(*args, **kwargs)

        return counted

    return wrap
