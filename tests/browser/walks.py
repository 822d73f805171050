"""Every screen there is, reached as a person reaches it. A walk shows the screens that it comes by, under their names.

`make screens` takes their pictures, and test_every_screen.py looks at each with axe.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.error_pages import beyond_reach
from tests.browser.kite import StandIn
from tests.browser.planting import store_of
from tests.browser.serving import Serving
from tests.browser.way import Way

Show = Callable[[str, Page], None]

SYMBOLS: Final = (
    *("INFY", "TCS", "ITC", "SBIN", "M&M", "HDFCBANK", "RELIANCE", "BAJAJ-AUTO", "ICICIBANK", "KOTAKBANK"),
    *("LT", "AXISBANK", "WIPRO", "MARUTI", "TITAN", "NESTLEIND", "ULTRACEMCO", "SUNPHARMA", "ASIANPAINT", "POWERGRID"),
)

TWENTY: Final = "\n".join(
    f"{'SELL' if place % 4 == 3 else 'BUY'}\t{symbol}\tNSE\t{5 + 5 * place}\tLIMIT\t{310 + 160 * place}\tCNC"
    for place, symbol in enumerate(SYMBOLS)
)

FAULTY: Final = """BUY,infy,NSE,10,LIMIT,1660,CNC
SELL,ITC,NSE,2.5,MARKET,310,CNC
BUY,TCS,BSE,,LIMIT,,NRML
BUY,RELIANCE,NSE,5,SL,1440,CNC"""

UNREADABLE: Final = """symbol\tside\tqty\tcolour
INFY\tBUY\tten\tred

ITC\tSELL\t25\tblue"""

WARNED: Final = """BUY,INFY,NSE,10,LIMIT,1660,
SELL,INFY,NSE,10,LIMIT,1700,CNC
BUY,ITC,NSE,25,MARKET,,CNC
BUY,ITC,NSE,25,MARKET,,CNC"""

PARTS: Final = "\n".join(f"BUY,INFY,NSE,{quantity},LIMIT,1660,CNC" for quantity in range(1, 24))


@dataclass(frozen=True)
class Stage:
    """Where a walk takes place. `open` makes a page in a fresh context, with Playwright's options."""

    server: Serving
    kite: StandIn
    open: Callable[..., Page]

    def way(self, **options: Any) -> Way:
        """A person with a browser of their own."""
        return Way(self.open(**options), self.server, self.kite)


def building(stage: Stage, show: Show) -> None:
    way = stage.way()
    page = way.page
    way.open("/")
    show("home-empty", page)
    way.open("/how-it-works")
    show("how-it-works", page)
    way.open("/forget")
    show("forget-nothing", page)
    way.open("/baskets/new")
    show("form-new", page)
    page.locator("#orders-0-tradingsymbol[role=combobox]").press_sequentially("infosys")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    show("form-symbol-list", page)
    page.locator("#orders-0-tradingsymbol").fill("infosys")
    page.locator("[role=option]").first.click()
    page.locator(".order__facts").wait_for()
    show("form-symbol-chosen", page)
    page.locator("#orders-0 summary").click()
    page.locator("#orders-0-order_type").select_option("SL")
    page.get_by_text("Paste or upload orders", exact=True).click()
    show("form-unfolded", page)
    way.open("/baskets/new?example=yes")
    show("form-filled", page)
    way.press("Save")
    page.locator("#message").wait_for()
    show("form-saved", page)
    way.build(TWENTY, name="Twenty for the long run, bought on every dip of the market")
    show("form-20-orders", page)
    way.open("/baskets/new")
    page.get_by_text("Paste or upload orders", exact=True).click()
    page.get_by_label("Rows from a spreadsheet, or Kite’s JSON").fill(UNREADABLE)
    way.press("Read what is pasted")
    page.locator("#paste-faults").wait_for()
    show("form-paste-faults", page)
    way.build(FAULTY, name="Faulty")
    way.press("Review the basket")
    page.locator("#error-summary").wait_for()
    show("form-errors", page)
    way.open(page.url.replace(way.server.url, ""))
    show("form-to-mend", page)


#: A file that is read with faults, and with remarks on how.
FILE: Final = """Model portfolio
Symbol,Exchange,Side,Qty,Type,Product,Target
INFY,NSE,BUY,10,MARKET,CNC,1800
TCS,NSE,BUY,ten,MARKET,CNC,
Total,,,,,,
"""


def taking(stage: Stage, show: Show) -> None:
    way = stage.way()
    page = way.page
    way.open("/baskets/new")
    page.get_by_text("Paste or upload orders", exact=True).click()
    page.get_by_label("Or a file").set_input_files(
        {"name": "Model portfolio.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    way.press("Read the file")
    page.locator("#paste-faults").wait_for()
    show("form-file-faults", page)
    way.build(TWENTY + "\nBUY\tITC\tNSE\t25\tLIMIT\t310\tCNC", name="Twenty-one to take along")
    way.press("Save")
    page.locator("#message").wait_for()
    page.get_by_role("link", name="Take it with you").click()
    page.locator("#to-kite").wait_for()
    show("take", page)
    page.get_by_role("link", name="Read the ticket").click()
    page.locator("#ticket").wait_for()
    show("ticket", page)


def reviewing(stage: Stage, show: Show) -> None:
    way = stage.way()
    page = way.page
    stage.kite.sign_in(page.context)
    basket_id = way.example()
    show("review", page)
    page.locator("#what-is-sent summary").click()
    show("review-what-is-sent", page)
    way.leave()
    way.place()
    way.open(f"/baskets/{basket_id}/review")
    show("review-handed-off-before", page)
    way.press(re.compile("^Send again: "))
    page.locator("#error-summary").wait_for()
    show("review-again-not-ticked", page)
    way.build(WARNED, name="Warned")
    way.review()
    show("review-warnings", page)
    way.press(re.compile("^Continue to Kite"))
    page.locator("#error-summary").wait_for()
    show("review-not-ticked", page)


def in_parts(stage: Stage, show: Show) -> None:
    way = stage.way()
    page = way.page
    stage.kite.choose("all-fill")
    stage.kite.sign_in(page.context)
    way.build(PARTS, name="Twenty-three, in three parts")
    basket_id = way.review()
    show("review-parts", page)
    way.tick_all()
    way.leave()
    way.open(f"/baskets/{basket_id}/result")
    show("result-parts-at-kite", page)
    way.back()
    way.place()
    show("result-parts-next", page)
    way.read()
    way.confirm()
    show("result-parts-read", page)
    way.open(f"/baskets/{basket_id}/review")
    show("review-parts-second", page)


def leaving(stage: Stage, show: Show) -> None:
    way = stage.way(java_script_enabled=False)
    page = way.page
    basket_id = way.example()
    way.press(re.compile("^Continue to Kite"))
    page.wait_for_url("**/handoffs/*")
    show("handoff", page)
    page.reload()
    show("handoff-already-sent", page)
    way.open(f"/baskets/{basket_id}/result")
    show("result-at-kite", page)
    with store_of(stage.server) as store:
        with store.reading() as unit:
            [handoff] = unit.handoffs.of_basket(basket_id)
        assert handoff.left_at is not None
        earlier = replace(
            handoff,
            id=f"earlier{handoff.id}",
            attempt=2,
            nonce=f"earlier{handoff.nonce}",
            tag="EARLIER1",
            left_at=handoff.left_at - timedelta(hours=1),
        )
        with store.writing() as unit:
            unit.handoffs.add(earlier)
    page.reload()
    show("result-no-return", page)
    page.get_by_role("button", name="I placed some of them").first.click()
    page.locator("span.detail", has_text="Your own word,").wait_for()
    show("result-said-some", page)


def returning(stage: Stage, show: Show) -> None:
    stage.kite.choose("cancelled-without-token")
    way = stage.way()
    page = way.page
    for name in ("busy", "elsewhere", "no-cookie", "not-kept", "nothing-sent", "unknown", "unreadable"):
        way.open(f"/kite/returned/{name}")
        show(f"returned-{name}", page)
    way.example_at_kite()
    other = way.another_tab()
    other.build(TWENTY.partition("\n")[0], name="For Meera’s education, every month")
    other.review()
    other.tick_all()
    other.leave()
    other.page.close()
    way.place()
    show("which-one", page)
    page.locator("form.choices button").first.click()
    page.wait_for_url("**/result#*")
    show("result-cancelled", page)
    way.open("/")
    show("home", page)


def finding_out(stage: Stage, show: Show) -> None:
    kite = stage.kite
    for scenario in ("part-filled", "one-rejected", "left-open", "queued"):
        kite.reset()
        kite.choose(scenario)
        way = stage.way()
        way.example_at_kite()
        way.place()
        if scenario == "part-filled":
            show("result-reported", way.page)
            way.page.get_by_label("Again until 6 AM tomorrow").check()
        if scenario == "queued":
            show("result-sent", way.page)
        way.read()
        if scenario == "part-filled":
            show("result-is-this-you", way.page)
        if scenario == "one-rejected":
            way.press("No, that is not me")
            way.settle()
            show("result-not-me", way.page)
            way = stage.way()
            way.example_at_kite()
            way.place()
            way.read()
        way.confirm()
        show({"part-filled": "result-session-kept"}.get(scenario, f"result-{scenario}"), way.page)
        way.page.context.close()


def finding_nothing(stage: Stage, show: Show) -> None:
    kite = stage.kite
    kite.choose("cancelled-with-token")
    way = stage.way()
    way.example_at_kite()
    way.place()
    show("result-cancelled-asked", way.page)
    way.read()
    way.confirm()
    show("result-none-seen", way.page)
    kite.choose("token-expired")
    way = stage.way()
    way.example_at_kite()
    way.place()
    way.read()
    show("result-fault", way.page)
    kite.choose("api-slow", calls="token", delay=3)
    way = stage.way(java_script_enabled=False)
    way.example_at_kite()
    way.place()
    way.say_yes_to_reading()
    way.page.locator("[data-watch]").wait_for()
    show("result-checking", way.page)
    way.settle()


def housekeeping(stage: Stage, show: Show) -> None:
    way = stage.way()
    page = way.page
    basket_id = way.example()
    way.open(f"/baskets/{basket_id}/result")
    show("result-nothing-sent", page)
    way.open(f"/baskets/{basket_id}/rename")
    show("rename", page)
    way.open(f"/baskets/{basket_id}/delete")
    show("delete", page)
    way.open("/forget")
    show("forget", page)
    way.press("Forget this browser")
    page.wait_for_url("**/forgotten")
    show("forgotten", page)


def failing(stage: Stage, show: Show) -> None:
    way = stage.way(java_script_enabled=False)
    page = way.page
    way.open("/no-such-page")
    show("error-404", page)
    way.open("/baskets/new?example=yes")
    way.press("Save")
    page.get_by_text("Paste or upload orders", exact=True).click()
    page.locator("#paste").fill("1 " * 150_000)
    way.press("Read what is pasted")
    page.locator("h1", has_text="too much").wait_for()
    show("error-413", page)
    way.open("/baskets/new")
    way.ask_too_often("/baskets/new", "paste")
    page.get_by_text("Paste or upload orders", exact=True).click()
    way.press("Read what is pasted")
    way.heading(re.compile("^Come back in")).wait_for()
    show("error-429", page)
    page.context.clear_cookies()
    way.open("/baskets/new")
    page.context.clear_cookies()
    way.press("Save")
    page.locator("[role=alert]").wait_for()
    show("form-stale", page)
    way.open("/forget")
    page.context.clear_cookies()
    way.press("Forget this browser")
    show("error-stale", page)


def at_kite(stage: Stage, show: Show) -> None:
    way = stage.way()
    page = way.page
    way.build(
        "SELL,INFY,NSE,1000,LIMIT,1660,CNC\nBUY,M&M,NSE,4,SL,3500,CNC,3490\nBUY,ITC,NSE,25,MARKET,,", name="At Kite"
    )
    way.review()
    way.tick_all()
    way.leave()
    show("kite-login", page)
    page.get_by_label("User ID").fill("DM0001")
    page.get_by_label("Password").fill("wrong")
    way.press("Log in")
    page.locator("#fault").wait_for()
    show("kite-login-refused", page)
    page.get_by_label("Password").fill("asha-demo")
    way.press("Log in")
    page.get_by_label("Six-digit code").wait_for()
    show("kite-second-factor", page)
    page.get_by_label("Six-digit code").fill("123456")
    way.press("Continue")
    page.locator("#orders").wait_for()
    show("kite-orders", page)
    page.locator("#quantity-0").fill("many")
    way.press(re.compile("^Place "))
    page.locator("[role=alert]").wait_for()
    show("kite-orders-faulty", page)
    page.locator("#quantity-0").fill("1000")
    way.press(re.compile("^Place "))
    page.locator("#results").wait_for()
    show("kite-refused-at-once", page)
    page.goto(f"{stage.kite.url}/simulator")
    show("kite-scenarios", page)


WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (
    building,
    taking,
    reviewing,
    in_parts,
    leaving,
    returning,
    finding_out,
    finding_nothing,
    housekeeping,
    failing,
    beyond_reach,
    at_kite,
)

#: What Chromium itself says of a page that is answered with an error, and nothing else.
FORGIVEN: Final = (
    r"^Failed to load resource: the server responded with a status of 4\d\d \([A-Za-z -]+\) \(",
    r"^Failed to load resource: the server responded with a status of 50[03] \([A-Za-z -]+\) \(\S+/how-it-works\b",
)
