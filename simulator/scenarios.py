"""What can be made to happen: chosen on the stand-in's own page, by JSON, or by a magic quantity in a basket.

A choice for one browser wins over the choice for all. A basket that has an order of a magic quantity has that
scenario, whatever else was chosen. Every browser and every run begins with ``market``.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Calls = Literal["every", "token", "orders", "quotes"]


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
        Scenario("api-403", "API: session refused", "The API answers 403, TokenException.", 9027),
        Scenario(
            "api-older",
            "API: an older order book",
            "The book is a copy from before: the last order is not in it, the others stand as they stood earlier.",
            9028,
        ),
        Scenario(
            "api-not-allowed",
            "API: not for this app",
            "The API answers 403, PermissionException, as it does to apps of the free kind that ask for quotes.",
            9029,
        ),
        Scenario("untagged", "Tags stripped", "Every order is filled; the book shows none of their tags.", 9031),
        Scenario(
            "tag-among-tags",
            "Tag among tags",
            "Every order is filled; the book has no tag of theirs, and the tag stands among their tags.",
            9032,
        ),
        Scenario(
            "odd-records",
            "Odd records",
            "Orders by turns: cut short, cancelled, rejected, with a new status, with system tags. As Kite has them.",
            9033,
        ),
        Scenario(
            "edited",
            "Edited by the person",
            "On this page: the first order is a lot more, the second a tick less, and so on. Then all are filled.",
            9034,
        ),
        Scenario("removed", "Removed by the person", "The last order is taken out here; the rest are filled.", 9035),
        Scenario("sliced", "Sliced by the person", "Each order is placed here in two halves; all are filled.", 9036),
        Scenario(
            "strangers",
            "Strangers in the book",
            "Beside each order the client has others of the same share and side, older ones and newer ones.",
            9037,
        ),
        Scenario(
            "fills-grow", "Fills that grow", "Each order fills by a quarter each time that the book is read.", 9038
        ),
        Scenario("cut-short", "Cut short", "Each order is filled by half, and the rest is cancelled.", 9039),
        Scenario("cancelled-there", "Cancelled at the exchange", "Each order is cancelled without a fill.", 9040),
        Scenario(
            "rejected-variously",
            "Rejected, each otherwise",
            "Each order has an id and is rejected, by turns in all the words that are known.",
            9041,
        ),
        Scenario(
            "refused-variously",
            "Refused at once, each otherwise",
            "Each order is refused without an id, by turns in all the words that are known.",
            9042,
        ),
        Scenario(
            "queued-then-filled",
            "Queued, then filled",
            "Every order waits for the next session, and is filled when the clock is set to it.",
            9043,
        ),
        Scenario(
            "queued-then-rejected",
            "Queued, then rejected",
            "Every order waits for the next session, and is rejected when the clock is set to it.",
            9044,
        ),
        Scenario("anything", "Anything", "What becomes of each order is drawn by lot.", 9045),
    )
}
BY_QUANTITY = {scenario.quantity: scenario.name for scenario in SCENARIOS.values()}
CANCELLED = {"cancelled-with-token", "cancelled-without-token"}


@dataclass(frozen=True)
class Choice:
    """A scenario and its settings, which only the API's faults (``api-…``) read.

    ``calls``: which calls fail: the token exchange, the order book, quotes, or every one. ``delay``: seconds.
    ``times``: how many calls fail before the API is well again, 0 for all of them; ``after``: how many are well before
    that. ``fault``: one of those faults, beside a scenario about orders. ``seed``: what "anything" draws from.
    ``browser``: whose choice it is, if not everyone's.
    """

    name: str = "market"
    calls: Calls = "every"
    delay: float = 10.0
    times: int = 0
    after: int = 0
    fault: str = ""
    seed: str = ""
    browser: str = ""

    def __post_init__(self) -> None:
        """Refuse an unknown scenario, and settings that say nothing."""
        if self.name not in SCENARIOS:
            raise ValueError(f"There is no scenario {self.name!r}. There are: {', '.join(SCENARIOS)}.")
        if self.calls not in get_args(Calls):
            raise ValueError(f"calls is every, token, orders or quotes, and got {self.calls!r}.")
        if not 0 <= self.delay <= 120 or self.times < 0 or self.after < 0:  # noqa: PLR2004 - two minutes outlast any client's patience
            raise ValueError("delay is from 0 to 120 seconds, times and after are 0 or more.")
        if self.fault and not (self.fault in SCENARIOS and self.fault.startswith("api-")):
            raise ValueError(f"There is no fault {self.fault!r}: their names begin with api-.")
        if not self.fault and self.name.startswith("api-"):
            object.__setattr__(self, "fault", self.name)


def by_magic(quantities: list[int]) -> str:
    """Give the scenario of the first magic quantity among these, or nothing."""
    return next((BY_QUANTITY[quantity] for quantity in quantities if quantity in BY_QUANTITY), "")
