"""One person's way: a basket, its review, Kite's page, and back, or not; then every source of evidence, in any order.

Everything they do is drawn from their own seed. They press what stands on the page, and nothing else.
"""

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

#: What becomes of a basket at Kite, and how often.
SCENARIOS: Final[dict[str, int]] = {
    "market": 4,
    "all-fill": 4,
    "anything": 10,
    "one-rejected": 2,
    "part-filled": 2,
    "left-open": 1,
    "fills-grow": 4,
    "cut-short": 2,
    "cancelled-there": 1,
    "odd-records": 3,
    "tag-among-tags": 2,
    "untagged": 3,
    "edited": 3,
    "removed": 2,
    "sliced": 3,
    "strangers": 3,
    "rejected-variously": 2,
    "refused-variously": 1,
    "queued": 1,
    "still-moving": 2,
    "cancelled-with-token": 1,
    "cancelled-without-token": 1,
    "echo-dropped": 1,
    "window-closed": 1,
    "killed-at-login": 0,
    "finish-fails": 2,
    "token-expired": 1,
}

FAULTS: Final = ("api-500", "api-html", "api-truncated", "api-429", "api-dropped", "api-403", "api-older", "api-slow")

_LONGEST_LOOK: Final = 25.0
_FINISH: Final = re.compile(r'id="finish" href="([^"]+)"')
_CSRF: Final = re.compile(r'name="csrf_token" value="([^"]+)"')


class Lost(Exception):
    """The person cannot go on: a page said something that nobody foresaw."""


@dataclass
class Told:
    """What the person knows of their own way, for the judge: which basket, how often they meant to send which part."""

    number: int
    browser: Browser
    user_id: str
    basket_id: str = ""
    meant: Counter[int] = field(default_factory=Counter)
    uploaded: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


@dataclass
class Person:
    """Somebody on the way through. `lot` is drawn from for everything that they do."""

    world: World
    told: Told
    lot: Random

    @property
    def browser(self) -> Browser:
        return self.told.browser

    def walk(self) -> None:
        """All of it; whatever cannot be foreseen is told, not raised."""
        try:
            self._walk()
        except (Broken, Lost) as fault:
            self.told.trouble.append(f"{type(fault).__name__}: {fault}")
        finally:
            self.browser.close()

    # --- the way

    def _walk(self) -> None:
        orders = self.lot.choice((1, 1, 2, 2, 3, 4, 5, 8, 12))
        self._at_kite("sign-in", data={"user_id": self.told.user_id})
        self._build(orders)
        parts = 2 if orders > 10 else 1  # noqa: PLR2004 - what Kite takes at once
        for part in range(1, parts + 1):
            self._choose()
            if not self._hand_off(part):
                return
            self._find_out(part)
        if self.lot.random() < 0.05:  # noqa: PLR2004 - one in twenty sends it all again
            self._choose()
            if self._hand_off(1, again=True):
                self._find_out(1)

    def _choose(self) -> None:
        """Decide what is to happen at Kite."""
        names = list(SCENARIOS)
        chosen: dict[str, object] = {
            "scenario": self.lot.choices(names, [SCENARIOS[each] for each in names])[0],
            "seed": str(self.lot.random()),
            "for": "browser",
        }
        if self.lot.random() < 0.25:  # noqa: PLR2004 - a quarter meets an API that is not well
            chosen |= {
                "fault": self.lot.choice(FAULTS),
                "calls": self.lot.choice(("orders", "orders", "token", "both")),
                "times": self.lot.choice((1, 1, 2, 3)),
                "delay": 1.5,
            }
        self._at_kite("scenario", json=chosen)

    def _build(self, orders: int) -> None:
        page = self.browser.get(f"{self.world.url}/baskets/new")
        fields = {"csrf_token": _csrf(page), "base": "0", "name": "Soak", "action": "review", "paste": ""}
        for place, order in enumerate(self._orders(orders)):
            fields |= {f"orders-{place}-{name}": value for name, value in order.items()}
        answer = self._again(lambda: self.browser.once("POST", page.url, data=fields))
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

    def _hand_off(self, part: int, *, again: bool = False) -> bool:
        """Send one part; answers whether Kite's page was reached."""
        path = f"/baskets/{self.told.basket_id}/review?part={part}"
        page = self.browser.get(self.world.url + path)
        form = page.form_to("/handoff")
        if form is None or form.value("part") != str(part):
            return False
        if form.has("again") and not again:
            # What was sent before may have placed it: whoever did not mean to send twice stops here.
            return False
        ticked = Form(form.id, form.method, form.action, [*form.fields, *form.boxes])
        self.told.meant[part] += 1
        leaving = self._leave(page, ticked)
        if leaving is None:
            self.told.meant[part] -= 1
            return False
        self.back = self._on_kites_page(leaving)
        return True

    def _leave(self, page: Page, form: Form) -> Page | None:
        """Press Continue, now and then twice, in two tabs at once; answers Kite's answer to the basket."""
        presses = 2 if self.lot.random() < 0.2 else 1  # noqa: PLR2004 - one in five is hasty
        with ThreadPoolExecutor(presses) as tabs:
            pressed = list(tabs.map(lambda _: self._again(lambda: self.browser.send(page, form)), range(presses)))
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
            pressed = self._again(lambda page=page, form=form: self.browser.send(page, form))  # type: ignore[misc]  # the defaults bind this turn's
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

    # --- at Kite

    def _at_kite(self, path: str, **given: object) -> None:
        self.browser.once("POST", f"{self.world.kite_url}/simulator/{path}", **given)

    def _on_kites_page(self, answer: Page) -> str:
        """Place or cancel, now and then after a change; answers where Kite sends the browser, or nothing."""
        page = self.browser.follow(answer)
        form = page.form(lambda each: each.id == "order-form")
        if form is None:
            return ""
        if self.lot.random() < 0.1:  # noqa: PLR2004 - one in ten changes a quantity by hand
            form.fields = [(name, _more(value) if name == "quantity-0" else value) for name, value in form.fields]
        if self.lot.random() < 0.05 and len(form.fields) > 3:  # noqa: PLR2004 - some take an order out by hand
            page = self.browser.follow(self.browser.send(page, form, ("action", "remove-0")))
            form = page.form(lambda each: each.id == "order-form") or form
        action = self.lot.choices(("place", "cancel", ""), (90, 5, 5))[0]
        if not action:
            return ""
        page = self.browser.send(page, form, ("action", action))
        while page.location.startswith(self.world.kite_url):
            page = self.browser.once("GET", page.location)
        found = _FINISH.search(page.text)
        if found:
            page = self.browser.once("GET", self.world.kite_url + found[1].replace("&amp;", "&"))
        return page.location if page.location.startswith(self.world.url) else ""

    # --- finding out

    def _find_out(self, part: int) -> None:
        """Come back, have the book read, upload a file, say a word: some of it, in any order."""
        acts: list[Callable[[], None]] = []
        if self.back and self.lot.random() < 0.85:  # noqa: PLR2004 - the redirect that is never lost
            acts.append(self._come_back)
        if self.lot.random() < 0.2:  # noqa: PLR2004 - how many upload
            acts.append(self._upload)
        if self.lot.random() < 0.2:  # noqa: PLR2004 - how many say a word
            acts.append(lambda: self._say(part))
        self.lot.shuffle(acts)
        for act in acts:
            with suppress(Broken):
                act()

    def _come_back(self) -> None:
        for _ in range(self.lot.choice((1, 1, 1, 2))):
            self.browser.follow(self.browser.get(self.back))
        if self.lot.random() < 0.1:  # noqa: PLR2004 - somebody else opens the same address
            stranger = Browser()
            stranger.follow(stranger.get(self.back))
            stranger.close()
        if self.lot.random() < 0.75:  # noqa: PLR2004 - how many let the book be read
            self._let_read()

    def _let_read(self) -> None:
        page = self._result()
        yes = page.form_to("/reading")
        if yes is None:
            return
        keep = self.lot.random() < 0.4  # noqa: PLR2004 - how many keep the session
        if keep:
            yes.fields += [box for box in yes.boxes if box[0] == "keep"]
        self._again(lambda: self.browser.send(page, yes))
        self._watch()
        looks = self.lot.choice((0, 1, 2)) if keep else 0
        for _ in range(looks):
            page = self._result()
            form = page.form_to("/look")
            if form is not None:
                self._press(page, form)
                self._watch()
        if keep and self.lot.random() < 0.5:  # noqa: PLR2004 - half of them end it
            page = self._result()
            if (form := page.form_to("/end")) is not None:
                self._press(page, form)

    def _watch(self) -> None:
        """Look at the page until it waits for nothing; say whose account it is when it asks."""
        deadline = time.monotonic() + _LONGEST_LOOK
        while time.monotonic() < deadline:
            page = self._result()
            form = page.form_to("/account")
            if form is not None:
                self._press(page, form, ("account", "mine"))
            elif "data-watch" not in page.text:
                return
            time.sleep(0.2)

    def _upload(self) -> None:
        """Download a file at Kite, upload it, and keep what the preview matches."""
        name = self.lot.choice(("orders.csv", "tradebook.csv"))
        page = self.browser.get(f"{self.world.url}/baskets/{self.told.basket_id}/result/upload")
        upload = page.form(lambda each: bool(each.files))
        if upload is None:
            return
        file = self.browser.get(f"{self.world.kite_url}/simulator/{name}").text.encode()
        files = {upload.files[0]: (name, file, "text/csv")}
        preview = self._again(lambda: self.browser.send(page, upload, files=files))
        keep = preview.form_to("/keep")
        if keep is None:
            return
        kept = self._again(lambda: self.browser.send(preview, keep, _first(keep.buttons)))
        if kept.status == 303:  # noqa: PLR2004 - where it leads
            self.told.uploaded.append(name)

    def _say(self, part: int) -> None:
        """One tap: all, some or none; often untrue, as people are."""
        del part
        page = self._result()
        form = page.form_to("/word")
        if form is not None and form.buttons:
            self._press(page, form, self.lot.choice(form.buttons))

    # --- what all of it needs

    def _result(self) -> Page:
        return self.browser.get(f"{self.world.url}/baskets/{self.told.basket_id}/result")

    def _press(self, page: Page, form: Form, button: tuple[str, str] | None = None) -> Page:
        return self._again(lambda: self.browser.send(page, form, button or _first(form.buttons)))

    def _again(self, act: Callable[[], Page]) -> Page:
        """Do it; press once more when the connection broke, as a person would."""
        for _ in range(10):
            with suppress(Broken):
                return act()
            time.sleep(0.3)
        return act()

    back: str = ""


def _is_the_basket(form: Form) -> bool:
    return form.id == "basket-form"


def _first(buttons: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    named = [each for each in buttons if each[0]]
    return named[0] if named else None


def _more(text: str) -> str:
    return str(int(text) + 3) if text.isdigit() else text


def _csrf(page: Page) -> str:
    found = _CSRF.search(page.text)
    if found is None:
        raise Lost(f"{page.path} answered {page.status} without a form")
    return found[1]
