"""What a person does on the way, step by step: press what stands on the page, and nothing else."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Final

from bench.truth.browser import Broken, Browser, Form, Page
from bench.truth.world import World

#: Shares of the stand-in's price list, with a price at which a purchase fills on its merits.
_SHARES: Final = (
    ("INFY", "1700"),
    ("TCS", "3400"),
    ("ITC", "340"),
    ("SBIN", "1300"),
    ("RELIANCE", "1600"),
    ("HDFCBANK", "1050"),
    ("WIPRO", "260"),
    ("ONGC", "290"),
    ("NTPC", "390"),
    ("M&M", "3800"),
)

_LONGEST_LOOK: Final = 25.0
_FINISH: Final = re.compile(r'id="finish" href="([^"]+)"')
_CSRF: Final = re.compile(r'name="csrf_token" value="([^"]+)"')


class Lost(Exception):
    """The person cannot go on: a page said something that nobody foresaw."""


@dataclass
class Told:
    """What the person knows of their own way, for the judge: which basket, how often they meant to send which part.

    `ended`: they ended a session themselves; what was on its way from Kite at that moment is thrown away.
    """

    number: int
    browser: Browser
    user_id: str
    basket_id: str = ""
    meant: Counter[int] = field(default_factory=Counter)
    uploaded: list[str] = field(default_factory=list)
    ended: bool = False
    trouble: list[str] = field(default_factory=list)


@dataclass
class Steps:
    """Somebody on the way through. `lot` is drawn from for everything that they do; `back` is where Kite sent them."""

    world: World
    told: Told
    lot: Random
    back: str = ""

    @property
    def browser(self) -> Browser:
        return self.told.browser

    def place_all(self, orders: int) -> None:
        """Place a basket at Kite and come back from it."""
        self.at_kite("sign-in", data={"user_id": self.told.user_id})
        self.build(orders)
        page = self.browser.get(f"{self.world.url}/baskets/{self.told.basket_id}/review")
        form = page.form_to("/handoff")
        answer = (
            self.leave(page, Form(form.id, form.method, form.action, [*form.fields, *form.boxes])) if form else None
        )
        if answer is None:
            raise Lost("the basket could not be handed off")
        page = self.browser.follow(answer)
        form = page.form(lambda each: each.id == "order-form")
        if form is None:
            raise Lost("there is no order page")
        self.back = self.leave_kite(self.browser.send(page, form, ("action", "place")))
        self.browser.follow(self.browser.get(self.back))

    def keep_a_session(self) -> None:
        """Let the book be read, and the session kept."""
        page = self.result()
        yes = page.form_to("/reading")
        if yes is None:
            raise Lost("the book cannot be read")
        yes.fields += [box for box in yes.boxes if box == ("keep", "yes")]
        self.press(page, yes)
        self.watch()

    def look_again(self) -> None:
        """Have the book read once more, if the page offers it."""
        page = self.result()
        if (form := page.form_to("/look")) is not None:
            self.browser.send(page, form)

    def build(self, orders: int) -> None:
        page = self.browser.get(f"{self.world.url}/baskets/new")
        fields = {"csrf_token": _csrf(page), "base": "0", "name": "Soak", "action": "review", "paste": ""}
        for place, order in enumerate(self._orders(orders)):
            fields |= {f"orders-{place}-{name}": value for name, value in order.items()}
        answer = self.again(lambda: self.browser.once("POST", page.url, data=fields))
        if answer.status != 303:  # noqa: PLR2004 - where a saved basket leads
            raise Lost(f"a new basket was answered with {answer.status}")
        self.told.basket_id = answer.location.split("/baskets/")[1].partition("/")[0].partition("?")[0]

    def _orders(self, orders: int) -> list[dict[str, str]]:
        """Orders of different shares, now and then two of one share that differ in quantity."""
        shares = self.lot.sample(_SHARES, min(orders, len(_SHARES)))
        shares += self.lot.choices(shares, k=orders - len(shares))
        if orders > 2 and self.lot.random() < 0.3:  # noqa: PLR2004 - the share of baskets with twins
            shares[-1] = shares[0]
        made = []
        for place, (symbol, price) in enumerate(shares):
            kind = self.lot.choice(("LIMIT", "LIMIT", "LIMIT", "MARKET"))
            made.append(
                {
                    "exchange": "NSE",
                    "tradingsymbol": symbol,
                    "transaction_type": "BUY",
                    "order_type": kind,
                    "product": "CNC",
                    "quantity": str(self.lot.randint(1, 6) * 4 + place),
                    "price": price if kind == "LIMIT" else "",
                    "tag": "mine" if place and self.lot.random() < 0.05 else "",  # noqa: PLR2004 - a tag of their own
                }
            )
        return made

    def leave(self, page: Page, form: Form) -> Page | None:
        """Press Continue, now and then twice, in two tabs at once; answers Kite's answer to the basket."""
        presses = 2 if self.lot.random() < 0.2 else 1  # noqa: PLR2004 - one in five is hasty
        with ThreadPoolExecutor(presses) as tabs:
            pressed = list(tabs.map(lambda _: self.again(lambda: self.browser.send(page, form)), range(presses)))
            places = [each.location for each in pressed if each.status == 303]  # noqa: PLR2004 - where it leads
            seen = list(tabs.map(self._look_once, places))
        # Back and Forward, and a reload: none of them carries the form again.
        seen += [self._look_once(place) for place in places[:1] if self.lot.random() < 0.2]  # noqa: PLR2004 - the same
        answers = [self._post(each) for each in seen if each and each.form(_is_the_basket)]
        if answers or not places:
            return answers[0] if answers else None
        return self._try_again(places[0])

    def _try_again(self, place: str) -> Page | None:
        """The page was lost on its way: it says so now, and offers one tap that sends the same once more."""
        for _ in range(3):
            page = self.browser.get(place)
            form = page.form_to("/handoff")
            if form is None:
                return None
            pressed = self.again(lambda page=page, form=form: self.browser.send(page, form))  # type: ignore[misc]  # the defaults bind this turn's
            seen = self._look_once(pressed.location) if pressed.location else None
            if seen and seen.form(_is_the_basket):
                return self._post(seen)
            place = pressed.location or place
        return None

    def _look_once(self, place: str) -> Page | None:
        with suppress(Broken):
            return self.browser.once("GET", place)
        return None

    def _post(self, page: Page) -> Page:
        form = page.form(_is_the_basket)
        if form is None:
            raise Lost("the hand-off page has no form")
        return self.browser.send(page, form)

    def at_kite(self, path: str, **given: object) -> None:
        self.browser.once("POST", f"{self.world.kite_url}/simulator/{path}", **given)

    def leave_kite(self, page: Page) -> str:
        """Where Kite sends the browser in the end, or nothing."""
        while page.location.startswith(self.world.kite_url):
            page = self.browser.once("GET", page.location)
        found = _FINISH.search(page.text)
        if found:
            page = self.browser.once("GET", self.world.kite_url + found[1].replace("&amp;", "&"))
        return page.location if page.location.startswith(self.world.url) else ""

    def watch(self) -> None:
        """Look at the page until it waits for nothing; say whose account it is when it asks."""
        deadline = time.monotonic() + _LONGEST_LOOK
        while time.monotonic() < deadline:
            page = self.result()
            form = page.form_to("/account")
            if form is not None:
                self.press(page, form, ("account", "mine"))
            elif "data-watch" not in page.text:
                return
            time.sleep(0.2)

    def result(self) -> Page:
        return self.browser.get(f"{self.world.url}/baskets/{self.told.basket_id}/result")

    def press(self, page: Page, form: Form, button: tuple[str, str] | None = None) -> Page:
        return self.again(lambda: self.browser.send(page, form, button or first(form.buttons)))

    def again(self, act: Callable[[], Page]) -> Page:
        """Do it; press once more when the connection broke, as a person would."""
        for _ in range(80):
            with suppress(Broken):
                return act()
            time.sleep(0.25)
        return act()


def _is_the_basket(form: Form) -> bool:
    return form.id == "basket-form"


def first(buttons: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    named = [each for each in buttons if each[0]]
    return named[0] if named else None


def _csrf(page: Page) -> str:
    found = _CSRF.search(page.text)
    if found is None:
        raise Lost(f"{page.path} answered {page.status} without a form")
    return found[1]
