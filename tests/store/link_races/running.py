"""Each race at links: what each process does, and what must be so afterwards; all of them on one running server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from tests.store.desk_races.office import office
from tests.store.desk_races.racers import at_once
from tests.store.link_races import judging, racers
from tests.store.link_races.furnishing import Place, furnish
from tokri.store import SqlStore


@dataclass(frozen=True, slots=True)
class Race:
    """`act` is what each process does at the places, which have links unless not `linked`; `judge` counts."""

    act: Callable[[Sequence[Place], int, int, int], list[racers.Visit]]
    judge: Callable[[SqlStore, Sequence[Place], judging.Told, int], Counter[str]]
    linked: bool = True


RACES: Final = {
    "Two browsers say yes and leave at one link": Race(racers.consent_and_leave, judging.one_yes_one_hand_off),
    "Two advisers make links for one client": Race(racers.make, judging.one_link, linked=False),
    "A link is made anew while its client says yes": Race(racers.reissue, judging.made_anew_or_left),
    "Advice is taken back while its client leaves": Race(racers.recall, judging.nothing_after_a_recall),
}


def run_all(store: SqlStore, folder: Path, rounds: int) -> Iterator[tuple[str, Counter[str]]]:
    """Run each of them so many times, and judge it; what was counted, by its name."""
    places: dict[str, list[Place]] = {}
    linked = {name: race.linked for name, race in RACES.items()}
    with office(store, folder, lambda made: places.update(furnish(made, linked, rounds))) as here:
        for name, race in RACES.items():
            with store.reading() as unit:
                head = unit.chain.head()
            told = at_once(partial(race.act, tuple(places[name])), here.port, rounds)
            yield name, race.judge(store, places[name], told, 1 if head is None else head.seq + 1)
