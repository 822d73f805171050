"""What each of the two processes does in a browser of its own. They import this, so it holds plain functions alone.

Nothing here looks into the store: they know what a browser knows.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError
from typing import Final, TypeVar
from urllib.parse import urlencode

from tests.page import Page
from tests.store.desk_races.names import ADVISERS, APPROVERS, PATH, token_of

Told = TypeVar("Told")

RACERS: Final = 2

#: The longest that one waits for the other, or for an answer, in seconds.
PATIENCE: Final = 60

#: Read by expression, since a parser would take longer than the server does.
_BASE: Final = re.compile(r'name="base" value="([0-9]+)"')
_NOTES: Final = re.compile(r'<textarea id="notes"[^>]*>\n?(.*?)</textarea>', re.DOTALL)

_start: list[Barrier] = []


def at_once(act: Callable[[int, int, int], Told], port: int, rounds: int) -> list[Told]:
    """Run `act(port, racer, rounds)` in two processes; what each tells. An error in one ends the race."""
    context = get_context("spawn")
    barrier = context.Barrier(RACERS)
    with ProcessPoolExecutor(RACERS, mp_context=context, initializer=_remember, initargs=(barrier,)) as processes:
        running = [processes.submit(_run, act, port, racer, rounds) for racer in range(RACERS)]
    # One that only waited for the other in vain has nothing to tell of why.
    faults = [each.exception() for each in running]
    for fault in sorted(filter(None, faults), key=lambda fault: isinstance(fault, BrokenBarrierError)):
        raise fault
    return [each.result() for each in running]


def _remember(barrier: Barrier) -> None:
    _start.append(barrier)


def _run(act: Callable[[int, int, int], Told], port: int, racer: int, rounds: int) -> Told:
    try:
        return act(port, racer, rounds)
    except BaseException:
        _start[0].abort()
        raise


def line_up() -> None:
    """Go on when the other one is here too."""
    _start[0].wait(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took, in seconds. `location` is "" where it leads nowhere."""

    status: int
    location: str
    html: str
    took: float


@dataclass
class Browser:
    """A signed-in person's browser: cookies, the token of its forms, and a new connection for each request.

    So that neither of the server's workers is anybody's own.
    """

    port: int
    name: str
    cookies: dict[str, str] = field(init=False)
    csrf_token: str = ""

    def __post_init__(self) -> None:
        self.cookies = {"tokri-desk": token_of(self.name)}

    def get(self, path: str) -> Answer:
        answer = self._ask("GET", path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        return answer

    def form(self, path: str, selector: str) -> dict[str, str]:
        """What stands in a form of a page, with everything ticked that is to be accepted."""
        form = Page(self.get(path).html).form(selector)
        ticks = {name: "yes" for name in form.offered if name.startswith("accept-")}
        return {**dict(form.fields), **ticks}

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        began = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            html = answer.read().decode()
        finally:
            connection.close()
        took = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.headers.get("Location") or "", html, took)


# --- saving -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Try:
    """One press of Save: the edition that was on the page, the change that was made to it, and what came back."""

    base: int
    mark: str
    status: int
    took: float


def save(port: int, racer: int, rounds: int) -> list[Try]:
    """Each adds marks of their own to the notes: takes the newest edition, and presses Save at once with the other.

    A mark that was refused is brought again in the next round; one that was refused in the last is saved alone.
    """
    browser = Browser(port, ADVISERS[racer])
    form = browser.form(PATH, "#basket")
    tries: list[Try] = []
    number = 1
    for _ in range(rounds):
        tries.append(_save(browser, form, f"{'AB'[racer]}{number}", wait=True))
        number += tries[-1].status == 303
    if tries[-1].status != 303:
        tries.append(_save(browser, form, f"{'AB'[racer]}{number}", wait=False))
    return tries


def _save(browser: Browser, form: Mapping[str, str], mark: str, *, wait: bool) -> Try:
    html = browser.get(PATH).html
    base, notes = _BASE.search(html), _NOTES.search(html)
    assert base is not None
    assert notes is not None
    # The mark also stands where the version's hash covers it, so that the record tells each save from the others.
    written = {"base": base[1], "notes": f"{unescape(notes[1])} {mark}".strip(), "advice-0-why": mark, "action": "save"}
    if wait:
        line_up()
    answer = browser.post(PATH, {**form, **written})
    return Try(int(base[1]), mark, answer.status, answer.took)


# --- sharing and deciding -----------------------------------------------------------------------


def reason_of(number: int) -> str:
    """What is written in the basket in a round, so that there is something new to share."""
    return f"The reason of round {number}."


def share_and_decide(port: int, racer: int, rounds: int) -> list[int]:
    """One writes something new; both share it at once; two others at once say yes and no to it.

    Both who share are led to one and the same version. Answers what the yes or the no came back with.
    """
    adviser, approver = Browser(port, ADVISERS[racer]), Browser(port, APPROVERS[racer])
    told = []
    for number in range(1, rounds + 1):
        version = f"{PATH}/versions/{number}"
        if number % RACERS == racer:
            form = adviser.form(PATH, "#basket")
            assert adviser.post(PATH, {**form, "why": reason_of(number), "action": "save"}).status == 303
        line_up()
        form = adviser.form(f"{PATH}/share", "#share")
        line_up()
        shared = adviser.post(f"{PATH}/share", form)
        assert (shared.status, shared.location) == (303, version), f"sharing led to {shared.status} {shared.location}"
        line_up()
        form = approver.form(version, "#decide")
        line_up()
        verdict = {"verdict": ("approve", "refuse")[racer], "reason": "One of two who looked at this at once"}
        told.append(approver.post(f"{version}/decision", {**form, **verdict}).status)
    return told
