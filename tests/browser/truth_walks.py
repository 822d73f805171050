"""The screens on which it is told what became of orders: removed, rejected, unheard of, and before they go again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from playwright.sync_api import expect

from tests.browser.planting import store_of
from tests.browser.serving import Serving
from tests.browser.walks import Show, Stage
from tokri.store.tables import handoffs


def long_ago(server: Serving, basket_id: str) -> None:
    """Let the basket's hand-offs have left an hour earlier."""
    with store_of(server) as store, store.writing() as unit:
        connection = unit.visitors._connection  # type: ignore[attr-defined]  # the store's own
        for each in unit.handoffs.of_basket(basket_id):
            if each.left_at is not None:
                earlier = {"left_at": each.left_at - timedelta(hours=1)}
                connection.execute(handoffs.update().where(handoffs.c.id == each.id).values(earlier))


def telling_the_truth(stage: Stage, show: Show) -> None:
    kite = stage.kite
    kite.choose("removed")
    way = stage.way()
    way.example_at_kite()
    way.place()
    way.page.get_by_label("Again until 6 AM tomorrow").check()
    way.read()
    way.confirm()
    show("result-removed", way.page)
    way.page.get_by_label("What Kite said").select_option("freeze")
    way.press("Keep it as my word, and say what it means")
    way.page.get_by_text("What happened when").first.click()
    show("result-kite-said", way.page)
    way.open(f"/baskets/{way.basket_id}/review")
    show("review-again-with-a-session", way.page)
    way.page.context.close()


def hearing_nothing(stage: Stage, show: Show) -> None:
    stage.kite.choose("window-closed")
    way = stage.way()
    basket_id = way.example_at_kite()
    way.place()
    long_ago(stage.server, basket_id)
    way.open(f"/baskets/{basket_id}/result")
    way.page.get_by_text("Order by order").click()
    show("result-unresolved", way.page)
    way.open(f"/baskets/{basket_id}/review")
    show("review-again", way.page)
    way.page.context.close()


def reading_once_more(stage: Stage, show: Show) -> None:
    stage.kite.choose("left-open")
    way = stage.way()
    way.example_at_kite()
    way.place()
    show("result-asking-to-read", way.page)
    way.read()
    way.confirm()
    show("result-read-once", way.page)
    way.page.get_by_role("link", name="Log in at Kite, to read the order book again").click()
    expect(way.page.locator("form[action$='/reading']")).to_be_visible()
    show("result-asking-again", way.page)
    way.page.context.close()


TRUTH_WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (
    telling_the_truth,
    hearing_nothing,
    reading_once_more,
)
