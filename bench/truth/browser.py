"""A browser without a window: cookies, pages, forms and their buttons. It follows a redirect when it is told to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import requests

_PATIENCE: Final = 30.0
#: Somebody whose connection breaks tries again: a server that was killed is back within seconds.
_TRIES: Final = 80
_PAUSE: Final = 0.25

Pairs = list[tuple[str, str]]
Given = dict[str, str | None]


class Broken(Exception):
    """The connection broke, and what became of the request is not known."""


@dataclass(slots=True)
class Form:
    """A form as it stands on a page: its fields as they would be sent, the boxes that are not ticked, its buttons."""

    id: str
    method: str
    action: str
    fields: Pairs = field(default_factory=list)
    boxes: Pairs = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def value(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")

    def has(self, name: str) -> bool:
        """Whether it has a field, a box or a button of that name."""
        return any(key == name for key, _ in (*self.fields, *self.boxes, *self.buttons))


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the address that it came from, its status, its text and where it sends the browser."""

    url: str
    status: int
    text: str
    location: str = ""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def forms(self) -> list[Form]:
        reader = _Forms()
        reader.feed(self.text)
        return reader.forms

    def form(self, wanted: Callable[[Form], bool]) -> Form | None:
        return next((each for each in self.forms if wanted(each)), None)

    def form_to(self, end: str) -> Form | None:
        """The first form that is sent to an address with this end."""
        if end not in self.text:
            return None
        return self.form(lambda each: each.action.partition("?")[0].endswith(end))


class Browser:
    """One person's browser, at every site that they visit, by a proxy that says which address they have."""

    def __init__(self, address: str = "192.0.2.1") -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["X-Forwarded-For"] = address

    def close(self) -> None:
        self._session.close()

    def get(self, url: str) -> Page:
        """A page; asked for again while the connection breaks, as a person would."""
        for _ in range(_TRIES):
            try:
                return self._send("GET", url)
            except Broken:
                time.sleep(_PAUSE)
        return self._send("GET", url)

    def once(self, method: str, url: str, **given: Any) -> Page:
        """One request and no other, whatever becomes of it. Raises Broken."""
        return self._send(method, url, **given)

    def send(self, page: Page, form: Form, button: tuple[str, str] | None = None, **more: Any) -> Page:
        """Send a form of the page, once. Raises Broken."""
        pairs = [*form.fields, *([button] if button else [])]
        return self._send("POST", urljoin(page.url, form.action), data=pairs, **more)

    def follow(self, page: Page, steps: int = 5) -> Page:
        """Go where the answer sends the browser."""
        for _ in range(steps):
            if not page.location:
                return page
            page = self.get(page.location)
        return page

    def _send(self, method: str, url: str, **given: Any) -> Page:
        try:
            answer = self._session.request(method, url, allow_redirects=False, timeout=_PATIENCE, **given)
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            raise Broken from error
        location = answer.headers.get("Location", "")
        return Page(url, answer.status_code, answer.text, urljoin(url, location) if location else "")


class _Forms(HTMLParser):
    """Reads forms off a page, as far as our own pages and the stand-in's need it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._open = Form(given.get("id") or "", given.get("method") or "get", given.get("action") or "")
            self.forms.append(self._open)
        elif self._open is not None:
            self._take(self._open, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    @staticmethod
    def _take(form: Form, tag: str, given: Given) -> None:
        name, value = given.get("name") or "", given.get("value") or ""
        kind = (given.get("type") or "text").lower()
        if tag == "button":
            form.buttons.append((name, value))
        elif tag == "input" and name and kind == "file":
            form.files.append(name)
        elif tag == "input" and name and kind in {"checkbox", "radio"} and "checked" not in given:
            form.boxes.append((name, value or "on"))
        elif tag == "input" and name:
            form.fields.append((name, value))


def rows(text: str, *attributes: str) -> list[Given]:
    """The attributes of every element that has one of these, in the order of the page."""
    found: list[Given] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
            del tag
            given = dict(attrs)
            if any(each in given for each in attributes):
                found.append(given)

    Reader().feed(text)
    return found
