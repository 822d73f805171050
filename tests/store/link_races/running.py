"""Each race at links: on what it is run, what each process does, and what must be so afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from tests.store.desk_races.office import office
from tests.store.desk_races.racers import at_once
from tests.store.link_races import judging, racers
from tests.store.link_races.furnishing import Place, with_links, without_links
from tokri.store import SqlStore


@dataclass(frozen=True, slots=True)
class Race:
    """`furnish` puts so many places into the store; `act` is what each process does at them; `judge` counts."""

    furnish: Callable[[SqlStore, int], list[Place]]
    act: Callable[[Sequence[Place], int, int, int], list[racers.Visit]]
    judge: Callable[[SqlStore, Sequence[Place], judging.Told], Counter[str]]


RACES: Final = {
    "two browsers at one link": Race(with_links, racers.consent_and_leave, judging.one_yes_one_hand_off),
    "two advisers who make links": Race(without_links, racers.make, judging.one_link),
    "making anew against consent": Race(with_links, racers.reissue, judging.made_anew_or_left),
    "recall against hand-off": Race(with_links, racers.recall, judging.nothing_after_a_recall),
}


def run(race: Race, store: SqlStore, folder: Path, rounds: int) -> Counter[str]:
    """Run it so many times, and judge it; answers what was counted."""
    places: list[Place] = []
    with office(store, folder, lambda made: places.extend(race.furnish(made, rounds))) as here:
        told = at_once(partial(race.act, tuple(places)), here.port, rounds)
    return race.judge(store, places, told)
