"""One person's way: a basket, its review, Kite's page, and back, or not; then every source of evidence, in any order.

Everything they do is drawn from their own seed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bench.truth.browser import Broken, Browser, Form, Page
from bench.truth.steps import Lost, Steps, first

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

FAULTS: Final = (
    "api-500",
    "api-html",
    "api-truncated",
    "api-429",
    "api-dropped",
    "api-403",
    "api-slow",
    "api-older",
)


class Person(Steps):
    """Somebody who goes their way by chance. `lied_to`: a first look is true, and every later one is of before."""

    lied_to: bool = False

    def walk(self) -> None:
        """All of it; whatever cannot be foreseen is told, not raised."""
        try:
            self._walk()
        except (Broken, Lost) as fault:
            self.told.trouble.append(f"{type(fault).__name__}: {fault}")
        finally:
            self.browser.close()

    def _walk(self) -> None:
        orders = self.lot.choice((1, 1, 2, 2, 3, 4, 5, 8, 12))
        self.at_kite("sign-in", data={"user_id": self.told.user_id})
        self.build(orders)
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
        luck = self.lot.random()
        self.lied_to = luck < 0.1  # noqa: PLR2004 - one in ten: a true book first, and then older copies of it
        if self.lied_to:
            chosen |= {"fault": "api-older", "calls": "orders", "after": 1}
        elif luck < 0.35:  # noqa: PLR2004 - a quarter meets an API that is not well
            chosen |= {
                "fault": self.lot.choice(FAULTS),
                "calls": self.lot.choice(("orders", "orders", "token", "every")),
                "times": self.lot.choice((1, 1, 2, 3)),
                "after": self.lot.choice((0, 0, 1, 2)),
                "delay": 1.5,
            }
        self.at_kite("scenario", json=chosen)

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
        leaving = self.leave(page, ticked)
        if leaving is None:
            self.told.meant[part] -= 1
            return False
        self.back = self._on_kites_page(leaving)
        return True

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
        return self.leave_kite(self.browser.send(page, form, ("action", action)))

    def _find_out(self, part: int) -> None:
        """Come back, have the book read, upload a file, say a word: some of it, in any order."""
        acts: list[Callable[[], None]] = []
        if self.back and (self.lied_to or self.lot.random() < 0.85):  # noqa: PLR2004 - the redirect that is never lost
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
        if self.lied_to or self.lot.random() < 0.75:  # noqa: PLR2004 - how many let the book be read
            self._let_read()

    def _let_read(self) -> None:
        page = self.result()
        yes = page.form_to("/reading")
        if yes is None:
            return
        keep = self.lied_to or self.lot.random() < 0.4  # noqa: PLR2004 - how many keep the session
        if keep:
            yes.fields += [box for box in yes.boxes if box == ("keep", "yes")]
        self.again(lambda: self.browser.send(page, yes))
        self.watch()
        looks = self.lot.choice((1, 2) if self.lied_to else (0, 1, 2)) if keep else 0
        for _ in range(looks):
            page = self.result()
            form = page.form_to("/look")
            if form is not None:
                self.press(page, form)
                self.watch()
        if keep and self.lot.random() < 0.5:  # noqa: PLR2004 - half of them end it
            page = self.result()
            if (form := page.form_to("/end")) is not None:
                self.told.ended = True
                self.press(page, form)

    def _upload(self) -> None:
        """Download a file at Kite, upload it, and keep what the preview matches."""
        name = self.lot.choice(("orders.csv", "tradebook.csv"))
        page = self.browser.get(f"{self.world.url}/baskets/{self.told.basket_id}/result/upload")
        upload = page.form(lambda each: bool(each.files))
        if upload is None:
            return
        file = self.browser.get(f"{self.world.kite_url}/simulator/{name}").text.encode()
        files = {upload.files[0]: (name, file, "text/csv")}
        preview = self.again(lambda: self.browser.send(page, upload, files=files))
        keep = preview.form_to("/keep")
        if keep is None:
            return
        kept = self.again(lambda: self.browser.send(preview, keep, first(keep.buttons)))
        if kept.status == 303:  # noqa: PLR2004 - where it leads
            self.told.uploaded.append(name)

    def _say(self, part: int) -> None:
        """One tap: all, some or none; often untrue, as people are."""
        del part
        page = self.result()
        form = page.form_to("/word")
        if form is not None and form.buttons:
            self.press(page, form, self.lot.choice(form.buttons))


def _more(text: str) -> str:
    return str(int(text) + 3) if text.isdigit() else text
