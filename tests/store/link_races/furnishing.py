"""What the races at links are run on: for each round a client, a basket with a version for them, and mostly a link.

A client a round: a page looks at all that its client was ever sent, and nobody is sent thousands.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def furnish(store: SqlStore, names: Mapping[str, bool], rounds: int) -> dict[str, list[Place]]:
    """So many places for each of the races that are named; whether with links, each says."""
    outside = fakes.outside(store)
    with store.writing() as unit:
        latest = unit.firm.latest()
        unit.firm.save(FIRM, latest.number if latest is not None else 0, "meera", outside.clock())
    found: dict[str, list[Place]] = {}
    for count, (name, linked) in enumerate(names.items()):
        for number in range(rounds):
            place_number = count * rounds + number
            client = a_client(
                outside, f"C{place_number}", kite_user_id=f"AB{place_number:04}", agreement_from=date(2025, 4, 1)
            )
            version = a_version(outside, client, basket_id=f"basket-{count}-{number}")
            place = Place(version.basket_id)
            if linked:
                link, token = a_link(outside, client, version)
                place = Place(version.basket_id, link.id, token)
            found.setdefault(name, []).append(place)
    return found
