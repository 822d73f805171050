"""The screens of a basket that is sent in two steps, and of the depository that is asked before a sale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.browser.walks import Show, Stage
from tests.browser.way import Way

#: Ten INFY sold, and SBIN bought with what they bring.
TWO_STEPS: Final = """BUY,SBIN,NSE,10,LIMIT,1064,CNC
SELL,INFY,NSE,10,LIMIT,1655,CNC"""


def part_one_at_kite(way: Way, user_id: str = "DM0001") -> str:
    """Choose two steps, and bring the sells to Kite's order page; answers the basket's id."""
    way.kite.sign_in(way.page.context, user_id)
    way.build(TWO_STEPS, name="From INFY to SBIN")
    basket_id = way.review()
    way.page.get_by_label("Sells, then buys, in two steps").check()
    way.press("Send in this sequence")
    way.heading("In 2 parts", level=2).wait_for()
    way.tick_all()
    way.leave()
    return basket_id


def keep_the_session(way: Way) -> None:
    """Say yes to the reading, keep the session, and say whose account it is."""
    way.page.get_by_label("6 AM").check()
    way.read()
    way.confirm()


def selling_before_buying(stage: Stage, show: Show) -> None:
    kite = stage.kite
    kite.choose("left-open")
    way = stage.way()
    basket_id = part_one_at_kite(way)
    way.place()
    show("two-steps-result", way.page)
    way.open(f"/baskets/{basket_id}/sells-first")
    show("two-steps-without-session", way.page)
    way.open(f"/baskets/{basket_id}/result")
    keep_the_session(way)
    way.open(f"/baskets/{basket_id}/sells-first")
    way.press("Check again")
    show("two-steps-checking", way.page)
    way.settle()
    show("two-steps-waiting", way.page)
    way.press("Go on with part 2")
    show("two-steps-gone-on", way.page)
    way.press("Ask Kite for today’s prices")
    show("prices-asking", way.page)
    way.settle()
    show("prices-told", way.page)
    way.open(f"/baskets/{basket_id}/depository")
    show("depository-with-session", way.page)
    way.press("Open the request at Kite")
    way.settle()
    show("depository-requested", way.page)
    way.page.context.close()


def sold_and_short_of_money(stage: Stage, show: Show) -> None:
    stage.kite.choose("all-fill")
    way = stage.way()
    basket_id = part_one_at_kite(way)
    way.place()
    keep_the_session(way)
    way.open(f"/baskets/{basket_id}/sells-first")
    way.press("Check again")
    way.settle()
    show("two-steps-sold", way.page)
    stage.kite.choose("api-not-allowed", calls="quotes")
    way.page.get_by_role("link", name="Go on with part 2").click()
    way.press("Ask Kite for today’s prices")
    way.settle()
    show("prices-not-to-be-had", way.page)
    plain = stage.way(java_script_enabled=False)
    basket_id = part_one_at_kite(plain)
    plain.place()
    plain.open(f"/baskets/{basket_id}/depository")
    show("depository", plain.page)


TWO_STEP_WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (selling_before_buying, sold_and_short_of_money)
