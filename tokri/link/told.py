"""What became of versions at their clients' links, for the register and the packs: read at once, a basket at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from tokri.core.desk.client import Client
from tokri.core.desk.link_told import LinkTold, Sent, fills
from tokri.core.link.link import Link
from tokri.core.link.state import Stage, Stood, stage
from tokri.core.ports import Outside
from tokri.journey.sending import Sending
from tokri.link.look import of_version
from tokri.link.many import Seen, Unit, see_basket

#: A version of a basket.
Key = tuple[str, int]


def links_told(
    unit: Unit, outside: Outside, keys: Collection[Key], clients: Mapping[str, Client]
) -> dict[Key, dict[str, LinkTold]]:
    """Of each of these versions what became of it, by client; who has no link is not in it. `clients` are by id."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for basket_id, number in keys:
        numbers[basket_id].add(number)
    found: dict[Key, dict[str, LinkTold]] = {key: {} for key in keys}
    of_basket: defaultdict[str, list[Link]] = defaultdict(list)
    for link in unit.links.of_baskets(list(numbers)):
        if link.client_id in clients:
            of_basket[link.basket_id].append(link)
    for basket_id, links in of_basket.items():
        wanted, basket = numbers[basket_id], unit.desk_baskets.get(basket_id)
        if basket is None:
            continue
        of_client: defaultdict[str, list[Seen]] = defaultdict(list)
        for seen in see_basket(unit, outside, basket, links, clients):
            of_client[seen.client.id].append(seen)
        recalled = {each.number for each in unit.links.recalls([basket_id])}
        for number in wanted:
            for client_id, every in of_client.items():
                one = _told(every, number, recalled=number in recalled)
                if one is not None:
                    found[basket_id, number][client_id] = one
    return found


def _told(every: list[Seen], number: int, *, recalled: bool) -> LinkTold | None:
    """Of one client's links, the ended ones first; None where none of them has to do with the version."""
    mine = [each for each in every if _concerns(each, number)]
    if not mine:
        return None
    return LinkTold(
        stage=_stage(mine, number, recalled=recalled),
        messages=tuple(each for seen in mine for each in seen.messages if each.number == number),
        opened_at=min((seen.link.opened_at for seen in mine if seen.link.opened_at is not None), default=None),
        consents=tuple(each for seen in mine for each in seen.consents if each.number == number),
        sent=tuple(each for seen in mine for each in _sent(seen, number)),
        fills=fills((each.handoff, each.verdicts) for seen in mine for each in _left(seen, number)),
    )


def _concerns(seen: Seen, number: int) -> bool:
    of_messages, of_consents = {each.number for each in seen.messages}, {each.number for each in seen.consents}
    return number in {
        seen.number,
        seen.link.number,
        *of_messages,
        *of_consents,
        *(each.number for each in seen.answers),
    }


def _sent(seen: Seen, number: int) -> list[Sent]:
    return [
        Sent(each.handoff.part, each.handoff.parts, each.handoff.left_at, each.state)
        for each in _left(seen, number)
        if each.handoff.left_at is not None
    ]


def _left(seen: Seen, number: int) -> list[Sending]:
    """The hand-offs of the version that left."""
    of_version = {each.handoff_id for each in seen.consents if each.number == number}
    return [each for each in seen.sendings if each.handoff.id in of_version and each.handoff.left_at is not None]


def _stage(mine: list[Seen], number: int, *, recalled: bool) -> Stage:
    """Where the version stands: by the link from which it left for Kite, else by the last."""
    left = [each for each in mine if _sent(each, number)]
    seen = (left or mine)[-1]
    return seen.stage if seen.number == number else stage(_as_it_stood(seen, number, recalled=recalled))


def _as_it_stood(seen: Seen, number: int, *, recalled: bool) -> Stood:
    """What the state of an older version is worked out from."""
    prepared = any(each.number == number for each in seen.messages)
    return replace(of_version(seen.stood, number, seen.consents, seen.answers), recalled=recalled, prepared=prepared)
