"""What drafts from what became of a version exit of each client's fills, and for whom one of them asks too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tokri.core.basket import OrderText
from tokri.core.desk.advice import DeskBasket, SharedVersion
from tokri.core.desk.exits import Exit, How, Over, Room, at_kite, held, most, total
from tokri.core.desk.follow_up import own_of
from tokri.core.desk.own_check import lots_of
from tokri.core.desk.own_quantities import Drafted, ForWhom, Key, from_facts, key_of, sums
from tokri.core.desk.states import BasketState, version_state
from tokri.core.known import Known
from tokri.core.link.state import Stage
from tokri.core.link.terms import valid_until
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.core.ports.mending import FollowUp
from tokri.desk.drafted import DraftedFor
from tokri.desk.recalls import Recalling, look_in
from tokri.link.many import Seen, see_basket

Unit = ReadingUnit | WritingUnit

#: Drafts that undo what a client filled.
UNDOING = frozenset({Drafted.FOLLOW_UP, Drafted.CORRECTION})


def room_for(unit: Unit, outside: Outside, basket_id: str, number: int) -> Room | None:
    """What each client filled of what the draft follows up, and what went to Kite of it, or still can, by other advice.

    That is all of other drafts, and of the draft itself what went to Kite of its other versions than this `number`.
    None: the basket undoes nothing that a client filled.
    """
    kept, basket = unit.mending.follow_up(basket_id), unit.desk_baskets.get(basket_id)
    if kept is None or basket is None or from_facts(kept.facts).drafted not in UNDOING:
        return None
    found = look_in(unit, outside, kept.from_basket_id, kept.from_number)
    if found is None:
        return None
    room = room_of(unit, outside, found, apart_from=basket_id)
    exits = dict(room.exits)
    for client_id, gone in _of_other_versions(unit, outside, basket, number).items():
        mine = Exit(basket_id, basket.proposal.draft.name, How.AT_KITE, gone)
        exits[client_id] = (*exits.get(client_id, ()), mine)
    return Room(room.filled, exits)


def room_of(unit: Unit, outside: Outside, recalling: Recalling, *, apart_from: str = "") -> Room:
    """What each client filled of a version, and what the drafts from it have of that, but for one of them."""
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
        if undoes and draft.basket_id != apart_from:
            for client_id, each in _exits(unit, outside, draft).items():
                exits[client_id].append(each)
    return Room(filled, {client_id: tuple(found) for client_id, found in exits.items()})


def over_of(
    room: Room | None, for_whom: ForWhom | None, client_id: str, orders: Sequence[OrderText], mine: Sequence[int | None]
) -> Over | None:
    """What of these quantities is more than the client has to exit. What the adviser added is no exit of a fill."""
    if room is None or for_whom is None:
        return None
    fills = for_whom.most()
    wanted = total(
        {key_of(order): much or 0} for order, much in zip(orders, mine, strict=True) if key_of(order) in fills
    )
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


def _exits(unit: Unit, outside: Outside, draft: FollowUp) -> dict[str, Exit]:
    """What the draft has of each client's fills, with what was left of its own orders and is placed from a third."""
    basket = unit.desk_baskets.get(draft.basket_id)
    seen = _seen(unit, outside, basket) if basket is not None else []
    if basket is None or not seen:
        return {}
    rests: dict[str, Mapping[Key, int]] = {}
    for rest in unit.mending.follow_ups(basket.id):
        if from_facts(rest.facts).drafted is Drafted.STILL_TO_PLACE:
            for client_id, each in _exits(unit, outside, rest).items():
                rests[client_id] = total([rests.get(client_id, {}), each.quantities])
    offered, ever = _offered(unit, outside, basket)
    found: dict[str, Exit] = {}
    for link in seen:
        client_id = link.client.id
        gone = total([_gone(link), rests.pop(client_id, {})])
        how, has = held(offered.get(client_id, {}), ever.get(client_id, {}), gone, link.door)
        if has:
            before = found[client_id].quantities if client_id in found else {}
            found[client_id] = Exit(basket.id, basket.proposal.draft.name, how, most(before, has))
    return found


def _seen(unit: Unit, outside: Outside, basket: DeskBasket) -> list[Seen]:
    links = unit.links.of_basket(basket.id)
    if not links:
        return []
    clients = {each.id: each for each in unit.desk_lists.clients({each.client_id for each in links})}
    return see_basket(unit, outside, basket, links, clients)


def _gone(seen: Seen, apart_from: int = 0) -> dict[Key, int]:
    """What of the link went to Kite and filled, or may have or may yet; but for one version."""
    but = {each.handoff_id for each in seen.consents if each.number == apart_from}
    return total(
        at_kite(each.handoff, each.verdicts, may_have_placed=each.may_have_placed)
        for each in seen.sendings
        if each.handoff.left_at is not None and each.handoff.id not in but
    )


def _of_other_versions(unit: Unit, outside: Outside, basket: DeskBasket, number: int) -> dict[str, dict[Key, int]]:
    found: dict[str, dict[Key, int]] = {}
    for seen in _seen(unit, outside, basket) if basket.versions > 1 else []:
        found[seen.client.id] = total([found.get(seen.client.id, {}), _gone(seen, number)])
    return found


_ByClient = Mapping[str, Mapping[Key, int]]


def _offered(unit: Unit, outside: Outside, basket: DeskBasket) -> tuple[_ByClient, _ByClient]:
    """The most that each client is or may soon be offered; and the same with what has ended by itself.

    That is of the newest version that is ready, and of those after it. What was refused or taken back offers nothing.
    """
    versions, decisions = unit.desk_baskets.versions(basket.id), unit.desk_baskets.decisions([basket.id])
    recalled = {each.number for each in unit.links.recalls([basket.id])}
    ready = [each.number for each in versions if version_state(each, decisions) is BasketState.READY]
    newest = max(ready, default=0)
    offered: dict[str, Mapping[Key, int]] = {}
    ever: dict[str, Mapping[Key, int]] = {}
    for version in versions:
        refused = version_state(version, decisions) is BasketState.REFUSED
        if version.number < newest or refused or version.number in recalled:
            continue
        keys = [key_of(each) for each in version.proposal.draft.orders]
        for each in unit.desk_baskets.recipients(basket.id, version.number):
            mine = total({key: quantity or 0} for key, quantity in zip(keys, each.quantities, strict=True))
            ever[each.client_id] = most(ever.get(each.client_id, {}), mine)
            if not _ended(version, outside):
                offered[each.client_id] = most(offered.get(each.client_id, {}), mine)
    return offered, ever


def _ended(version: SharedVersion, outside: Outside) -> bool:
    until = valid_until(version)
    return until is not None and until <= outside.clock()
