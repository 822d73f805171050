"""The door of the desk: with which browser somebody comes, and the cookie that they are given or that is taken back."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Final

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from tokri.core.address import address_class
from tokri.core.problems import Problem
from tokri.desk.sign_in import Entered
from tokri.desk.throttling import Browser, MustWait
from tokri.web.context import address, tools
from tokri.web.desk.browsers import browser_words
from tokri.web.words import sign_in as words

log: Final = logging.getLogger("tokri.desk")

Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]] | str

#: What is wrong, as the error summary shows it: the id of a field and a sentence.
Errors = Sequence[tuple[str, str]]

#: Where the visitor's cookie keeps by what this browser is known, and for how many people at most.
_MARKS: Final = "known"
_MOST_MARKS: Final = 5


def browser() -> Browser:
    """The browser that this request comes from."""
    found = session.get(_MARKS)
    marks = found if isinstance(found, list) else []
    return Browser(
        where=address_class(address()),
        words=browser_words(request.user_agent.string),
        address=address(),
        hashed=tools().limits.hashed,
        marks=tuple(mark for mark in marks if isinstance(mark, str)),
        token=request.cookies.get(tools().desk_cookie, ""),
    )


def let_in(entered: Entered, endpoint: str = "desk_home") -> Response:
    """Send somebody who came in to a page, with their cookie; to the second factor, if that is still to come."""
    to = url_for(endpoint) if entered.whole else url_for("desk_second_factor")
    answer = redirect(to, code=303)
    give_cookie(answer, entered.token)
    if entered.mark:
        known = [mark for mark in browser().marks if mark != entered.mark]
        session[_MARKS] = [entered.mark, *known][:_MOST_MARKS]
        session.permanent = True
    return answer


def give_cookie(answer: Response, token: str) -> None:
    """The cookie of the desk: gone when the browser is closed, out of reach of scripts and of other sites."""
    here = tools()
    answer.set_cookie(here.desk_cookie, token, path="/", secure=here.secure, httponly=True, samesite="Lax")


def take_cookie(answer: Response) -> None:
    """Take the desk's cookie back; the visitor's stays."""
    here = tools()
    answer.delete_cookie(here.desk_cookie, path="/", secure=here.secure, httponly=True, samesite="Lax")


def refuse(template: str, errors: Errors, values: Mapping[str, object], status: int = 422) -> tuple[str, int]:
    """The form again, with what is wrong and with what was typed, but for passwords and codes."""
    return render_template(template, errors=errors, wrong=dict(errors), **values), status


def keep_waiting(template: str, field: str, fault: MustWait, values: Mapping[str, object]) -> Answer:
    """The form again, and when it will be looked at: whether there is such a person, this never tells."""
    log.warning("too many attempts")
    html, _ = refuse(template, [(field, words.must_wait(fault.seconds, fault.until))], values)
    return html, 429, {"Retry-After": str(fault.seconds)}


def in_words(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """What is wrong with fields whose ids are their names; of each field the first thing."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(str(problem.path[-1]), words.sentence(problem))
    return list(found.items())
