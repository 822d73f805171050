"""What can be made to happen: chosen on the stand-in's own page, by JSON, or by a magic quantity in a basket.

A choice for one browser wins over the choice for all. A basket that has an order of a magic quantity has that
scenario, whatever else was chosen. Every browser and every run begins with ``market``.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from simulator.orders import Fate

Calls = Literal["both", "token", "orders"]


@dataclass(frozen=True)
class Scenario:
    """One thing that can happen. ``quantity`` is the magic quantity that brings it about."""

    name: str
    title: str
    what: str
    quantity: int


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario(
            "market",
            "As the market",
            "Each order meets the price list: filled, waiting, or refused by its own merits.",
            9000,
        ),
        Scenario("all-fill", "All fill", "Every order is filled at once, whatever its price.", 9001),
        Scenario(
            "one-rejected", "One rejected", "The last order is rejected for want of funds; it has an order id.", 9002
        ),
        Scenario(
            "part-filled",
            "Partly filled",
            "The first order is filled by half and stays open; the rest are filled.",
            9003,
        ),
        Scenario("left-open", "Left open", "Every order stays open, whatever its price.", 9004),
        Scenario(
            "queued",
            "Queued for the next session",
            "Every order becomes an after-market order: AMO REQ RECEIVED.",
            9005,
        ),
        Scenario("still-moving", "Still moving", "Orders move one state each time the order book is read.", 9006),
        Scenario(
            "cancelled-with-token",
            "Cancelled, with a token",
            "Place and Cancel both end as cancelled; the redirect has a request_token and the parameters.",
            9011,
        ),
        Scenario(
            "cancelled-without-token",
            "Cancelled, without a token",
            "Place and Cancel both end as cancelled; the redirect has status=cancelled and nothing else.",
            9012,
        ),
        Scenario("echo-dropped", "Parameters dropped", "redirect_params are not echoed on success either.", 9013),
        Scenario(
            "window-closed",
            "Window closed",
            "The person closes the window at the order page: nothing is placed, nothing redirects.",
            9014,
        ),
        Scenario(
            "killed-at-login",
            "Killed at login",
            "The login is stopped after the password: no order page, no redirect.",
            9015,
        ),
        Scenario(
            "finish-fails",
            "Finish page fails",
            "The orders are placed, then the finish page answers 500: no redirect.",
            9016,
        ),
        Scenario("token-expired", "Expired token", "The request_token that comes back has expired already.", 9017),
        Scenario(
            "referer-checked",
            "Referer checked",
            "A basket whose Origin or Referer is not the redirect URL's is refused: Invalid `api_key`.",
            9018,
        ),
        Scenario("api-500", "API: 5xx", "The API answers 503, NetworkException.", 9021),
        Scenario("api-slow", "API: slow", "The API answers after a delay (10 seconds unless said).", 9022),
        Scenario("api-html", "API: HTML error", "The API answers 502 with a page of HTML.", 9023),
        Scenario("api-truncated", "API: truncated JSON", "The API answers 200 with half of its JSON.", 9024),
        Scenario("api-429", "API: too many requests", "The API answers 429, NetworkException.", 9025),
        Scenario("api-dropped", "API: dropped connection", "The API drops the connection without an answer.", 9026),
    )
}
BY_QUANTITY = {scenario.quantity: scenario.name for scenario in SCENARIOS.values()}
CANCELLED = {"cancelled-with-token", "cancelled-without-token"}

# What becomes of the first order of a basket, of those after it, and of the last.
FATES: dict[str, tuple[Fate, Fate, Fate]] = {
    "market": ("market", "market", "market"),
    "all-fill": ("fill", "fill", "fill"),
    "one-rejected": ("fill", "fill", "reject"),
    "part-filled": ("part", "fill", "fill"),
    "left-open": ("open", "open", "open"),
    "queued": ("queue", "queue", "queue"),
    "still-moving": ("fill", "fill", "fill"),
}


@dataclass(frozen=True)
class Choice:
    """A scenario and its settings, which only the API's faults (``api-…``) read.

    ``calls``: which calls fail: the token exchange, the order book, or both. ``delay``: seconds. ``times``: how many
    calls fail before the API is well again; 0 for all of them.
    """

    name: str = "market"
    calls: Calls = "both"
    delay: float = 10.0
    times: int = 0

    def __post_init__(self) -> None:
        """Refuse an unknown scenario, and settings that say nothing."""
        if self.name not in SCENARIOS:
            raise ValueError(f"There is no scenario {self.name!r}. There are: {', '.join(SCENARIOS)}.")
        if self.calls not in get_args(Calls):
            raise ValueError(f"calls is both, token or orders, and got {self.calls!r}.")
        if not 0 <= self.delay <= 120 or self.times < 0:  # noqa: PLR2004 - two minutes outlast any client's patience
            raise ValueError("delay is from 0 to 120 seconds, and times is 0 or more.")

    @property
    def is_fault(self) -> bool:
        return self.name.startswith("api-")


def by_magic(quantities: list[int]) -> str:
    """Give the scenario of the first magic quantity among these, or nothing."""
    return next((BY_QUANTITY[quantity] for quantity in quantities if quantity in BY_QUANTITY), "")


def fates(scenario: str, orders: int, *, by_magic: bool) -> list[Fate]:
    """Give what a scenario decides for each order.

    A magic quantity is too large to fill on its merits, so its orders are filled unless the scenario is about orders.
    """
    first, between, last = FATES.get(scenario, ("fill",) * 3 if by_magic else ("market",) * 3)
    decided: list[Fate] = [first, *[between] * (orders - 1)] if orders else []
    if orders and last != between:
        decided[-1] = last
    return decided
