"""What stands around a client's page: whose firm it is of, which link it is at, and in which language it speaks."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, has_request_context, request, url_for

from tokri.core.desk.firm import Firm
from tokri.core.link.link import Link, Recall
from tokri.link.look import Looked
from tokri.link.opening import tells_opening
from tokri.web.context import tools
from tokri.web.language import speak, speak_as_asked
from tokri.web.link.agents import in_app, on_apple
from tokri.web.way import at_link, link_token


@dataclass(frozen=True, slots=True)
class Frame:
    """`link` is None where the page is of no one client's: a preview, an address that leads nowhere, a group's.

    `recall` is that the advice was taken back, where whoever reads the page may be told; `recalled_before` the same of
    older versions that were handed to Kite from here. `shows` is the version that stands, 0 where none does.
    """

    firm: Firm
    link: Link | None = None
    recall: Recall | None = None
    recalled_before: tuple[Recall, ...] = ()
    shows: int = 0

    @property
    def tells_opening(self) -> bool:
        """Whether the page's module is to say that somebody has it before them."""
        return self.link is not None and tells_opening(self.link)


@dataclass(frozen=True, slots=True)
class Inside:
    """The page is in another app's browser: the address to go on at, and whether the telephone is Apple's."""

    address: str
    apple: bool


def enter(found: Looked, token: str) -> None:
    """Write this request's page at the link of that token, for its client, in the language chosen for it."""
    at_link(token)
    speak(found.link.language)
    g.link_frame = Frame(found.firm, found.link) if found.asks_check else _told(found)


def _told(found: Looked) -> Frame:
    stands = found.version.number if found.version is not None and found.recall is None else 0
    return Frame(found.firm, found.link, found.recall, found.recalled_before, stands)


def enter_as(firm: Firm) -> None:
    """Write this request's page for somebody of whom nothing is known, in the language that their browser asks for."""
    at_link("")
    speak_as_asked()
    g.link_frame = Frame(firm)


def around() -> Frame:
    """What stands around the page; of no firm where none was looked up, as when the store gives no answer."""
    found = g.get("link_frame") if has_request_context() else None
    return found if isinstance(found, Frame) else Frame(Firm())


def inside() -> Inside | None:
    """How to leave the browser of another app for the telephone's own; None: the page is not in such a one."""
    user_agent = request.user_agent.string
    if not link_token() or not in_app(user_agent):
        return None
    return Inside(tools().public_url + url_for("link", token=link_token()), on_apple(user_agent))
