"""Requests for a client's page that no person made: a preview of a message learns the firm's name, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import make_response, render_template, request

from tokri.core.desk.firm import Firm
from tokri.web.context import outside
from tokri.web.link.agents import is_robot
from tokri.web.prefetch import no_page, only_looking


def for_people(view: Callable[..., Any]) -> Callable[..., Any]:
    """The page, but for a person only. No token is looked up for anybody else, so that every address looks the same.

    A page that a browser fetches in case it is wanted gets no content: the browser asks again once it is.
    """

    @wraps(view)
    def shown(**values: Any) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return view(**values)
        if is_robot(request.user_agent.string):
            return make_response(render_template("link/robot.html", firm=_firm()))
        return no_page() if only_looking(request) else view(**values)

    return shown


def _firm() -> Firm:
    with outside().store.reading() as unit:
        latest = unit.firm.latest()
    return latest.firm if latest is not None else Firm()
