"""Other people's pages while Kite is slow, dead or lying, against the same pages while it is well.

Six people have kept their sessions and look at their order books again and again; two others, who have nothing to do
with Kite, open a form and a result. Well and unwell take turns, many times, and each has the p99 of its own turns
together, by the wall clock. A turn that the machine itself spoiled (its p99 is three times that of the median turn)
counts for neither.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from bench.measure import Figure, milliseconds
from bench.site import SEED
from bench.truth.browser import Broken, Browser
from bench.truth.steps import Steps, Told
from bench.truth.world import World, world

_HELD: Final = 1.20
_LOOKERS: Final = 6
_TURNS: Final = 3
_PAGES: Final = 200
_LONGEST_ANSWER: Final = 25.0

#: The p99 of well and unwell, in seconds.
Pair = tuple[float, float]
_BETWEEN_LOOKS: Final = 0.25  # seconds; of each person's ten a minute none is refused

#: What goes wrong, and as whom: (scenario of the stand-in, its settings).
_KINDS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "slow (10 s an answer)": (("api-slow", 10.0),),
    "dead (connections reset, 5xx)": (("api-dropped", 0.0), ("api-500", 0.0)),
    "lying (HTML, half a body, an older book)": (("api-html", 0.0), ("api-truncated", 0.0), ("api-older", 0.0)),
}


def figures(folder: Path) -> Iterator[Figure]:
    """One figure for each way of being unwell."""
    folder.mkdir()
    with world(folder) as here:
        people = [_looker(here, number) for number in range(_LOOKERS)]
        others = [_bystander(here, number) for number in range(2)]
        stopping, pause = threading.Event(), threading.Event()
        looking = threading.Thread(target=_look, args=(people, stopping, pause), daemon=True)
        looking.start()
        try:
            for name, kinds in _KINDS.items():
                well, unwell = _turns(here, others, kinds, pause)
                ratio = unwell / well
                plain = f"{milliseconds(unwell)} to {milliseconds(well)}"
                yield Figure(f"other pages’ p99, Kite {name}", "Kite well", ratio, _HELD, plain=plain)
        finally:
            stopping.set()
            looking.join()


def _turns(here: World, others: Sequence[Steps], kinds: Sequence[tuple[str, float]], pause: threading.Event) -> Pair:
    """The p99 of both, in seconds, as they took turns; before each, whatever the turn before began has ended."""
    both: dict[bool, list[list[float]]] = {True: [], False: []}
    for turn in range(_TURNS):
        for well in (True, False):
            scenario, delay = ("market", 0.0) if well else kinds[turn % len(kinds)]
            here.tell_kite("scenario", scenario="market")
            pause.set()
            here.settle(_LONGEST_ANSWER)
            here.tell_kite("scenario", scenario=scenario, delay=delay)
            pause.clear()
            time.sleep(2 * _BETWEEN_LOOKS)  # until somebody has met it
            both[well].append(_ask(others))
    limit = 3 * median(_p99(each) for turns in both.values() for each in turns)
    well_p99, unwell_p99 = (
        _p99([each for turn in both[kind] for each in turn if _p99(turn) <= limit]) for kind in (True, False)
    )
    return well_p99, unwell_p99


def _ask(others: Sequence[Steps]) -> list[float]:
    """Seconds that each page took; one after the other, as one person's browser asks."""
    took = []
    for number in range(_PAGES):
        who = others[number % len(others)]
        path = f"/baskets/{who.told.basket_id}/{'result' if number % 3 else 'review'}"
        began = time.perf_counter()
        page = who.browser.once("GET", who.world.url + path)
        took.append(time.perf_counter() - began)
        if page.status != 200:  # noqa: PLR2004 - a refusal is no figure
            raise SystemExit(f"A page was to be measured, and {page.status} came.")
    return took


def _p99(took: Sequence[float]) -> float:
    return sorted(took)[int(len(took) * 0.99)]


def _look(people: Sequence[Steps], stopping: threading.Event, pause: threading.Event) -> None:
    """Let one after the other press "Read the order book again", for as long as it goes on."""
    turn = 0
    while not stopping.wait(_BETWEEN_LOOKS):
        if pause.is_set():
            continue
        person = people[turn % len(people)]
        turn += 1
        with suppress(Broken):
            person.look_again()


def _looker(here: World, number: int) -> Steps:
    """Somebody with a basket at Kite, whose order book may be read until 6 AM."""
    person = Steps(here, Told(number, Browser(), f"CR8{number:03}"), Random(SEED + number))  # noqa: S311 - the same baskets at every run
    person.place_all(orders=4)
    person.keep_a_session()
    return person


def _bystander(here: World, number: int) -> Steps:
    person = Steps(here, Told(number, Browser(), f"CR7{number:03}"), Random(SEED + number))  # noqa: S311 - the same
    person.place_all(orders=4)
    return person
