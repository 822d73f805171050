"""What drafts from what became of a version exit of each client's fills, and for whom one of them asks too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tokri.core.basket import OrderText
from tokri.core.desk.advice import DeskBasket, SharedVersion
from tokri.core.desk.exits import Exit, Had, How, Over, Room, at_kite, held, total
from tokri.core.desk.follow_up import own_of
from tokri.core.desk.own_check import lots_of
from tokri.core.desk.own_quantities import Drafted, ForWhom, Key, from_facts, key_of, sums, which_of
from tokri.core.desk.states import BasketState, version_state
from tokri.core.known import Known
from tokri.core.link.state import Door, Stage
from tokri.core.link.terms import valid_until
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.core.ports.mending import FollowUp
from tokri.desk.drafted import DraftedFor
from tokri.desk.recalls import Recalling, look_in
from tokri.link.many import Seen, see_basket

Unit = ReadingUnit | WritingUnit

#: Drafts that undo what a client filled.
UNDOING = frozenset({Drafted.FOLLOW_UP, Drafted.CORRECTION})


@dataclass(frozen=True, slots=True)
class _Apart:
    """What is not counted: the basket whose room is asked for, and what was left and is placed from there.

    `left_of` are the versions that it was left of, by their baskets: what was left is no longer offered there.
    """

    basket_id: str = ""
    left_of: Mapping[str, int] = field(default_factory=dict)


def room_for(unit: Unit, outside: Outside, basket_id: str, number: int) -> Room | None:
    """What each client filled of what the draft follows up, and what went to Kite of it, or still can, by other advice.

    That is all of other drafts, and of the draft itself what went to Kite of its other versions than this `number`.
    A draft of what is left of one that undoes fills has the same room. None: the basket undoes nothing that a client
    filled.
    """
    kept, left_of = _root(unit, basket_id)
    basket = unit.desk_baskets.get(basket_id)
    if kept is None or basket is None:
        return None
    found = look_in(unit, outside, kept.from_basket_id, kept.from_number)
    if found is None:
        return None
    room = _room(unit, outside, found, _Apart(basket_id, left_of))
    exits = dict(room.exits)
    for client_id, gone in _of_other_versions(unit, outside, basket, number).items():
        mine = Exit(basket_id, basket.proposal.draft.name, How.AT_KITE, gone)
        exits[client_id] = (*exits.get(client_id, ()), mine)
    return Room(room.filled, exits)


def _root(unit: Unit, basket_id: str) -> tuple[FollowUp | None, Mapping[str, int]]:
    """What undoes fills and the basket is, or is what was left of; and the versions that it was left of on the way."""
    kept, left_of = unit.mending.follow_up(basket_id), dict[str, int]()
    while kept is not None and from_facts(kept.facts).drafted is Drafted.STILL_TO_PLACE:
        left_of[kept.from_basket_id] = kept.from_number
        kept = unit.mending.follow_up(kept.from_basket_id)
    return (kept if kept is not None and from_facts(kept.facts).drafted in UNDOING else None), left_of


def room_of(unit: Unit, outside: Outside, recalling: Recalling) -> Room:
    """What each client filled of a version, and what the drafts from it have of that."""
    return _room(unit, outside, recalling, _Apart())


def _room(unit: Unit, outside: Outside, recalling: Recalling, apart: _Apart) -> Room:
    filled: defaultdict[str, dict[Key, int]] = defaultdict(dict)
    foreign = {each.looked.client.id for each in recalling.reached if each.stage is Stage.WRONG_ACCOUNT}
    for reached in recalling.reached:
        if reached.looked.client.id in foreign:  # what was seen is not theirs
            continue
        mine = sums(own_of(one) for one in reached.correction.undone)
        filled[reached.looked.client.id] = total([filled[reached.looked.client.id], mine])
    exits: defaultdict[str, list[Exit]] = defaultdict(list)
    for draft in unit.mending.follow_ups(recalling.basket.id):
        undoes = from_facts(draft.facts).drafted in UNDOING and draft.from_number == recalling.version.number
        if undoes and draft.basket_id != apart.basket_id:
            for client_id, each in _exits(unit, outside, draft, apart).items():
                exits[client_id].append(each)
    return Room(filled, {client_id: tuple(found) for client_id, found in exits.items()})


def over_of(
    room: Room | None, for_whom: ForWhom | None, client_id: str, orders: Sequence[OrderText], mine: Sequence[int | None]
) -> Over | None:
    """What of these quantities is more than the client has to exit. What the adviser added is no exit of a fill."""
    if room is None or for_whom is None:
        return None
    fills = for_whom.most()
    exits = [which_of(key_of(order), fills) for order in orders]
    wanted = total({key: much or 0} for key, much in zip(exits, mine, strict=True) if key is not None)
    return room.over(client_id, wanted)


def over_of_each(
    room: Room | None, drafted: DraftedFor | None, orders: Sequence[OrderText], known: Known
) -> dict[str, Over]:
    """Who of those it was drafted for would exit what other drafts have, and what of it, by their ids."""
    if room is None or drafted is None:
        return {}
    shares = drafted.for_whom.everybodys(orders, lots_of(orders, known))
    each_ones = {
        client_id: over_of(
            room, drafted.for_whom, client_id, orders, [each.quantity if each else None for each in mine]
        )
        for client_id, mine in shares.items()
    }
    return {client_id: found for client_id, found in each_ones.items() if found is not None}


def _exits(unit: Unit, outside: Outside, draft: FollowUp, apart: _Apart) -> dict[str, Exit]:
    """What the draft has of each client's fills, at all their links together."""
    basket = unit.desk_baskets.get(draft.basket_id)
    seen = _seen(unit, outside, basket) if basket is not None else []
    if basket is None or not seen:
        return {}
    gone = _gone(unit, outside, basket, seen, apart)
    offered = _offered(unit, outside, basket, apart.left_of.get(basket.id, 0))
    doors: defaultdict[str, set[Door]] = defaultdict(set)
    for link in seen:
        doors[link.client.id].add(link.door)
    found: dict[str, Exit] = {}
    for client_id in doors:
        given, went = offered.get(client_id, {}), gone.get(client_id, {})
        numbers = given.keys() | went.keys()
        versions = [replace(given.get(each, Had()), gone=went.get(each, {})) for each in numbers]
        how, has = held(versions, doors[client_id])
        if has:
            found[client_id] = Exit(basket.id, basket.proposal.draft.name, how, has)
    return found


def _seen(unit: Unit, outside: Outside, basket: DeskBasket) -> list[Seen]:
    links = unit.links.of_basket(basket.id)
    if not links:
        return []
    clients = {each.id: each for each in unit.desk_lists.clients({each.client_id for each in links})}
    return see_basket(unit, outside, basket, links, clients)


_Gone = Mapping[str, Mapping[int, Mapping[Key, int]]]


def _gone(unit: Unit, outside: Outside, basket: DeskBasket, seen: Sequence[Seen], apart: _Apart) -> _Gone:
    """What of each version went to Kite and filled, or may have or may yet, by client.

    With it goes what was left of its orders and is placed from a third basket.
    """
    found: defaultdict[str, defaultdict[int, dict[Key, int]]] = defaultdict(lambda: defaultdict(dict))
    for link in seen:
        mine, numbers = found[link.client.id], {each.handoff_id: each.number for each in link.consents}
        for each in link.sendings:
            if each.handoff.left_at is not None:
                number = numbers.get(each.handoff.id, link.link.number)
                went = at_kite(each.handoff, each.verdicts, may_have_placed=each.may_have_placed)
                mine[number] = total([mine[number], went])
    for rest in unit.mending.follow_ups(basket.id):
        if from_facts(rest.facts).drafted is Drafted.STILL_TO_PLACE and rest.basket_id != apart.basket_id:
            for client_id, placed in _exits(unit, outside, rest, apart).items():
                mine = found[client_id]
                mine[rest.from_number] = total([mine[rest.from_number], placed.quantities])
    return found


def _of_other_versions(unit: Unit, outside: Outside, basket: DeskBasket, number: int) -> dict[str, dict[Key, int]]:
    if basket.versions <= 1:
        return {}
    gone = _gone(unit, outside, basket, _seen(unit, outside, basket), _Apart())
    return {client_id: total(went for each, went in mine.items() if each != number) for client_id, mine in gone.items()}


def _offered(unit: Unit, outside: Outside, basket: DeskBasket, left_of: int) -> Mapping[str, Mapping[int, Had]]:
    """What each client is or may soon be offered by each version; and the same with what has ended by itself.

    That is of the newest version that is ready, and of one after it that waits. What was refused or taken back offers
    nothing; of the version `left_of` what is left is placed from elsewhere.
    """
    versions, decisions = unit.desk_baskets.versions(basket.id), unit.desk_baskets.decisions([basket.id])
    recalled = {each.number for each in unit.links.recalls([basket.id])}
    ready = [each.number for each in versions if version_state(each, decisions) is BasketState.READY]
    newest = max(ready, default=0)
    found: defaultdict[str, dict[int, Had]] = defaultdict(dict)
    for version in versions:
        state = version_state(version, decisions)
        overtaken = version.number < newest or (state is BasketState.WAITING and version is not versions[-1])
        if overtaken or state is BasketState.REFUSED or version.number in recalled:
            continue
        keys = [key_of(each) for each in version.proposal.draft.orders]
        over = version.number == left_of or _ended(version, outside)
        for each in unit.desk_baskets.recipients(basket.id, version.number):
            mine = total({key: quantity or 0} for key, quantity in zip(keys, each.quantities, strict=True))
            found[each.client_id][version.number] = Had({} if over else mine, mine)
    return found


def _ended(version: SharedVersion, outside: Outside) -> bool:
    until = valid_until(version)
    return until is not None and until <= outside.clock()
