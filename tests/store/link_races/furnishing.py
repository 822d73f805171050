"""What the races at links are run on: for each round a basket with a version for Sunita, and mostly her link to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.journey import fakes
from tests.link.making import FIRM, a_client, a_link, a_version
from tokri.store import SqlStore


@dataclass(frozen=True, slots=True)
class Place:
    """Where one round is run: the basket, and the link that leads to it. Both are "" where there is no link yet."""

    basket_id: str
    link_id: str = ""
    token: str = ""


def with_links(store: SqlStore, rounds: int) -> list[Place]:
    """A basket for each round, with a link."""
    return _places(store, rounds, linked=True)


def without_links(store: SqlStore, rounds: int) -> list[Place]:
    """The same with no link yet."""
    return _places(store, rounds, linked=False)


def _places(store: SqlStore, rounds: int, *, linked: bool) -> list[Place]:
    outside = fakes.outside(store)
    with store.writing() as unit:
        latest = unit.firm.latest()
        unit.firm.save(FIRM, latest.number if latest is not None else 0, "meera", outside.clock())
    sunita = a_client(outside, kite_user_id="AB1234", agreement_from=date(2025, 4, 1))
    found = []
    for number in range(1, rounds + 1):
        version = a_version(outside, sunita, basket_id=f"basket-{number}")
        if linked:
            link, token = a_link(outside, sunita, version)
            found.append(Place(version.basket_id, link.id, token))
        else:
            found.append(Place(version.basket_id))
    return found
