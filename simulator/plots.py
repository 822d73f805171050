"""What becomes of each order of a basket, by scenario: its fate, the words of its refusal, how its record is odd."""

from dataclasses import dataclass, replace
from itertools import cycle, islice
from random import Random

from simulator.oddities import Oddity
from simulator.orders import Fate
from simulator.refusals import AT_ONCE, REJECTED


@dataclass(frozen=True)
class Plot:
    """What becomes of one order."""

    fate: Fate = "market"
    words: str = ""
    """Of its refusal, by their name; words that are said at once leave the order without an id."""
    oddity: Oddity = ""
    then: Fate = "market"
    """Its fate once released, if it waits for the next session."""


def _all(fate: Fate, **more: str) -> tuple[Plot, ...]:
    return (replace(Plot(fate), **more),)  # type: ignore[arg-type]  # the words are those of Plot's own fields


# Of the first order of a basket, the second, ...; then from the start again.
CYCLES: dict[str, tuple[Plot, ...]] = {
    "market": _all("market"),
    "all-fill": _all("fill"),
    "left-open": _all("open"),
    "queued": _all("queue"),
    "queued-then-filled": _all("queue", then="fill"),
    "queued-then-rejected": _all("queue", then="reject"),
    "still-moving": _all("fill"),
    "fills-grow": _all("grow"),
    "cut-short": _all("cut"),
    "cancelled-there": _all("cancel"),
    "untagged": _all("fill", oddity="untagged"),
    "tag-among-tags": _all("fill", oddity="tag-among-tags"),
    "odd-records": (
        Plot("cut", oddity="pending-and-cancelled"),
        Plot("cancel", oddity="pending-alone"),
        Plot("reject", words="funds"),
        Plot("part", oddity="new-word"),
        Plot("fill", oddity="system-tags"),
        Plot("fill", oddity="tag-among-tags"),
    ),
    "rejected-variously": tuple(Plot("reject", words=name) for name in REJECTED),
    "refused-variously": tuple(Plot("reject", words=name) for name in AT_ONCE),
}
DRAWN = (
    *[Plot("fill")] * 4,
    *[Plot("grow")] * 2,
    Plot("part"),
    Plot("open"),
    Plot("cut"),
    Plot("cut", oddity="pending-alone"),
    Plot("cancel", oddity="pending-and-cancelled"),
    Plot("cancel", oddity="pending-alone"),
    Plot("fill", oddity="tag-among-tags"),
    Plot("grow", oddity="system-tags"),
    Plot("grow", oddity="new-word"),
    Plot("queue"),
    *(Plot("reject", words=name) for name in REJECTED),
    *(Plot("reject", words=name) for name in AT_ONCE[:4]),
)


def plots(scenario: str, orders: int, seed: str, *, by_magic: bool) -> list[Plot]:
    """Give what a scenario decides for each order; ``seed`` is what "anything" draws from.

    A magic quantity is too large to fill on its merits, so its orders are filled unless the scenario is about orders.
    """
    if scenario == "anything":
        lot = Random(seed)  # noqa: S311 - the same for the same seed, and no secret
        return [lot.choice(DRAWN) for _ in range(orders)]
    if scenario == "one-rejected":
        return [Plot("fill")] * (orders - 1) + [Plot("reject")] * min(orders, 1)
    if scenario == "part-filled":
        return [Plot("part")] * min(orders, 1) + [Plot("fill")] * (orders - 1)
    usual = _all("fill" if by_magic or scenario in {"edited", "removed", "sliced", "strangers"} else "market")
    return list(islice(cycle(CYCLES.get(scenario, usual)), orders))
