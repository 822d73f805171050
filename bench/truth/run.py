"""All of it: so many hand-offs by a seed, kills in between, and the judge's figures."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from bench.truth.browser import Browser
from bench.truth.judge import Judged, judge
from bench.truth.person import Person
from bench.truth.steps import Told
from bench.truth.world import World, world

#: So many share an account with others; everybody else has one of their own.
_SHARING: Final = 0.05
_SHARED: Final = 5

#: A job that a killed runner had in hand is taken up again when its lease has run out.
_LEASE: Final = 150.0


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of it: people, and how many at once; seconds between two kills, 0 for none; "" is SQLite.

    The seconds are counted from when the server answers again, however long that takes on a busy machine. A manager
    whose worker dies twice within 5.5 seconds takes it for broken and ends, so kills keep further apart.
    """

    people: int
    seed: int
    at_once: int = 4
    between_kills: float = 7.0
    kill_runners: bool = True
    database_url: str = ""


def run(folder: Path, asked: Asked) -> Judged:
    """Let them walk, wait until nothing is on its way, and judge."""
    with world(folder, asked.database_url) as here:
        here.tell_kite("postbacks", loss=0.2, repeat=0.15, scatter=2.0, forge=0.1, seed=asked.seed)
        everybody = [_somebody(asked, number) for number in range(asked.people)]
        stopping = threading.Event()
        killer = threading.Thread(target=_kill, args=(here, asked, stopping), daemon=True)
        if asked.between_kills:
            killer.start()
        with ThreadPoolExecutor(asked.at_once) as crowd:
            list(crowd.map(lambda told: Person(here, told, Random(f"{asked.seed}:{told.number}")).walk(), everybody))  # noqa: S311 - the same at every run
        stopping.set()
        if asked.between_kills:
            killer.join()
        here.settle(_LEASE if here.killed["runners"] else 30.0)
        here.stop_runners()
        return judge(here, everybody)


def _somebody(asked: Asked, number: int) -> Told:
    lot = Random(f"{asked.seed}:who:{number}")  # noqa: S311 - the same at every run
    shares = lot.random() < _SHARING
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return Told(number, Browser(address), f"CR9{lot.randrange(_SHARED):03}" if shares else f"CR{number % 9000:04}")


def _kill(here: World, asked: Asked, stopping: threading.Event) -> None:
    lot = Random(f"{asked.seed}:kills")  # noqa: S311 - the same at every run
    while not stopping.wait(asked.between_kills):
        kinds = ("worker", "runner", "server") if asked.kill_runners else ("worker", "server")
        kind = lot.choices(kinds, (6, 3, 1) if asked.kill_runners else (6, 1))[0]
        if kind == "runner":
            here.kill_a_runner(lot)
        elif kind == "server":
            here.kill_the_server()
        else:
            here.kill_a_worker(lot)
        here.up_again()
