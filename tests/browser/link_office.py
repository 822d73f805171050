"""What a client's link needs before anybody opens it: clients, an approved version for them, and their links.

Everything is made by the use cases that the desk's own pages use; those pages are tested by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any, Final

from playwright.sync_api import Locator, Page

from tests.browser.desk_people import outside_of, person_of, waiting_version
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.way import Way
from tests.link.making import PAN, a_client
from tokri.core.desk.advice import Proposal, Recipient, SharedVersion
from tokri.core.desk.client import CheckKind, Client
from tokri.core.link.link import Link
from tokri.core.ports import Outside
from tokri.desk import approvals, links, recalls
from tokri.desk.by import By
from tokri.desk.example_baskets import BANKS
from tokri.desk.link_preview import preview
from tokri.journey.known import known
from tokri.link.tokens import token_of

#: A telephone of the kind that most clients hold.
PHONE: Final = {"width": 360, "height": 740}

_numbers = count(1)


def world(server: Serving) -> Outside:
    """The running program's world."""
    return outside_of(server)


def by(server: Serving, username: str = "meera") -> By:
    """One of the firm's people, as a use case is told who acts."""
    return By(person_of(server, username), "this machine")


def client(server: Serving, name: str = "Sunita Rao", *, check: bool = False, **details: Any) -> Client:
    """Somebody new in the register who may be sent advice; with `check`, PAN is the answer to what a link asks."""
    usual: dict[str, Any] = {
        "kite_user_id": "DM0001",
        "ddpi": "yes",
        "segments": ("NSE", "BSE"),
        "risk_class": "very-high",
        "risk_on": date(2025, 10, 6),
        "agreement_from": date(2025, 4, 1),
    }
    kind = CheckKind.PAN if check else CheckKind.NONE
    return a_client(world(server), f"L{next(_numbers):03}", name, check=kind, **{**usual, **details})


def approved(
    server: Serving, *meant: Client, proposal: Proposal = BANKS, title: str = "Banks, once more"
) -> SharedVersion:
    """A version of a basket of its own that a second person approved, meant for these clients as it is written."""
    version = waiting_version(server, title, proposal)
    verdict = approvals.Verdict(version.sha256, approved=True, reason="")
    approvals.decide(world(server), by(server, "arun"), version.basket_id, version.number, verdict)
    outside = world(server)
    quantities = tuple(int(each.quantity) for each in proposal.draft.orders)
    meera, at = person_of(server, "meera"), outside.clock()
    with outside.store.writing() as unit:
        unit.desk_baskets.set_recipients(
            version.basket_id,
            version.number,
            [
                Recipient(version.basket_id, version.number, each.id, quantities, "fits", "", meera, at)
                for each in meant
            ],
        )
    return version


@dataclass(frozen=True)
class Linked:
    """A link and its address, as the adviser would hand it over."""

    link: Link
    address: str


def links_of(server: Serving, version: SharedVersion) -> list[Linked]:
    """The links of the version's basket, in the order in which they were made."""
    outside = world(server)
    with outside.store.reading() as view:
        found = view.links.of_basket(version.basket_id)
    return [Linked(each, f"/l/{token_of(outside, each)}") for each in found if each.ended is None]


def make_links(server: Serving, version: SharedVersion) -> list[Linked]:
    """Links for everybody whom the version is meant for."""
    outside = world(server)
    shown = preview(outside, version.basket_id, version.number)
    assert shown is not None
    ask = links.Ask(shown.sha256, frozenset(line.id for line in shown.lines))
    know = partial(known, outside)
    made = links.make(outside, by(server), version.basket_id, version.number, ask, know=know)
    assert isinstance(made, links.Made), made
    return links_of(server, version)


def linked(server: Serving, whom: Client | None = None, **version: Any) -> Linked:
    """A link for somebody new, or for `whom`, to a basket of its own."""
    [made] = make_links(server, approved(server, whom or client(server), **version))
    return made


def recall(server: Serving, link: Link, reason: str = "The price of order 2 was wrong.") -> None:
    """Take back the version that the link was made for."""
    done = recalls.recall(world(server), by(server), link.basket_id, link.number, reason)
    assert not isinstance(done, recalls.Refused | None), done


def change(server: Serving, link: Link, **to: Any) -> None:
    """Change what the store has of the link, where that takes days otherwise."""
    with world(server).store.writing() as unit:
        unit.links.change(link.id, **to)


def expire(server: Serving, link: Link) -> None:
    """Let the link's time have been over since an hour ago."""
    change(server, link, expires_at=world(server).clock() - timedelta(hours=1))


@dataclass(frozen=True)
class Reader(Way):
    """A client in a browser of theirs, at their link."""

    address: str = ""

    @classmethod
    def at(cls, made: Linked, page: Page, server: Serving, kite: StandIn) -> Reader:
        """Open the link."""
        reader = cls(page, server, kite, address=made.address)
        reader.open(made.address)
        return reader

    def again(self, below: str = "") -> None:
        """Open the link, or a page below it."""
        self.open(self.address + below)

    def pass_check(self, answer: str = PAN) -> None:
        self.page.get_by_label("The last four characters of your PAN").fill(answer)
        self.press("Open the page")

    @property
    def consent(self) -> Locator:
        """The one box of the yes."""
        return self.page.get_by_role("checkbox", name=re.compile("^I, .* have read this advice"))

    @property
    def onward(self) -> Locator:
        """The one act of the page."""
        return self.page.get_by_role("button", name=re.compile("^(Continue to Kite|Send again: )"))

    def agree(self) -> None:
        """Tick all that there is to tick, and press the one button; the page that leaves for Kite is there then."""
        for tick in self.page.locator("#send").get_by_role("checkbox").all():
            tick.check()
        self.onward.click()

    def yes(self) -> None:
        """Agree, and go on to Kite."""
        self.agree()
        self.go_on()

    def yes_but_stay(self) -> str:
        """Agree as a browser does whose connection breaks then; answers the address of the page that leaves."""
        for tick in self.page.locator("#send").get_by_role("checkbox").all():
            tick.check()
        form = self.page.locator("#send")
        fields = dict(form.evaluate("(form) => [...new FormData(form)]"))
        script = self.outside_of_tabs
        posted = script.post(f"{self.address}/consent", fields)
        script.lend(self.page.context)
        assert posted.is_redirect, posted.text
        return posted.headers["Location"].removeprefix(self.server.url)
