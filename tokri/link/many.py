"""Many links as they stand, read at once: a few questions to the store, however many links there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.client import Client
from tokri.core.link.current import Current, current
from tokri.core.link.link import Consent, Link, LinkAnswer, Message
from tokri.core.link.state import Door, Stage, Stood, door, stage
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.journey.news import gather
from tokri.journey.review import Sending, sending
from tokri.link.accounts import sent_apart_from_files
from tokri.link.look import Heard, is_closed, stood_of

Unit = ReadingUnit | WritingUnit


@dataclass(frozen=True, slots=True)
class Seen:
    """One of them: for whom it is, what was prepared and said, and where it stands.

    `number` is the version that its client is to see; None: there is none for them now.
    """

    link: Link
    number: int | None
    client: Client
    messages: tuple[Message, ...]
    consents: tuple[Consent, ...]
    answers: tuple[LinkAnswer, ...]
    sendings: tuple[Sending, ...]
    stood: Stood

    @property
    def door(self) -> Door:
        return door(self.stood)

    @property
    def stage(self) -> Stage:
        return stage(self.stood)


class _OfLink(Protocol):
    @property
    def link_id(self) -> str: ...


_Row = TypeVar("_Row", bound=_OfLink)


def see_basket(
    unit: Unit, outside: Outside, basket: DeskBasket, links: Sequence[Link], clients: Mapping[str, Client]
) -> list[Seen]:
    """These links of one basket, in their order; `clients` are by id, and a link of somebody else is left out.

    Where another account than the client's stands at one, what files show counts for nothing there.
    """
    ids = [each.id for each in links]
    messages, consents = _by_link(unit.links.messages(ids)), _by_link(unit.links.consents(ids))
    answers, sendings = _by_link(unit.links.answers(ids)), sendings_of(unit, outside, ids)
    stands = _current(unit, basket, {each.client_id for each in links})
    now = outside.clock()
    found: list[Seen] = []
    for link in links:
        client = clients.get(link.client_id)
        if client is None:
            continue
        heard = Heard(
            prepared=bool(messages.get(link.id)),
            consents=tuple(consents.get(link.id, ())),
            answers=tuple(answers.get(link.id, ())),
            sendings=tuple(sendings.get(link.id, ())),
        )
        stood = stood_of(now, link, stands[link.client_id], heard, closed=is_closed(basket, client))
        if stood.wrong_account:
            heard = replace(heard, sendings=tuple(sent_apart_from_files(outside, each) for each in heard.sendings))
            stood = stood_of(now, link, stands[link.client_id], heard, closed=is_closed(basket, client))
        prepared = tuple(messages.get(link.id, ()))
        number = stands[link.client_id].number
        found.append(Seen(link, number, client, prepared, heard.consents, heard.answers, heard.sendings, stood))
    return found


def _current(unit: Unit, basket: DeskBasket, client_ids: Iterable[str]) -> dict[str, Current]:
    """Which version stands for each client."""
    versions = unit.desk_baskets.versions(basket.id)
    decisions = unit.desk_baskets.decisions([basket.id])
    recalled = {each.number for each in unit.links.recalls([basket.id])}
    meant: defaultdict[str, set[int]] = defaultdict(set)
    for version in versions:
        for each in unit.desk_baskets.recipients(basket.id, version.number):
            meant[each.client_id].add(version.number)
    return {each: current(versions, decisions, meant[each], recalled) for each in client_ids}


def sendings_of(unit: Unit, outside: Outside, ids: Sequence[str]) -> dict[str, list[Sending]]:
    """The hand-offs of each: a link's own basket has the link's id."""
    handoffs = unit.handoffs.of_baskets(ids)
    news = gather(unit, handoffs)
    now = outside.clock()
    found: defaultdict[str, list[Sending]] = defaultdict(list)
    for each in handoffs:
        found[each.basket_id].append(sending(outside, each, news[each.id], now))
    return found


def _by_link(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.link_id].append(row)
    return found
