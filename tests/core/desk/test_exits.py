"""Across any number of follow-ups no more is exited than filled, and what is free is exactly the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import AT, BOOK_ORDER, HANDOFF
from tokri.core.desk.exits import Exit, Had, How, Room, at_kite, held, remaining
from tokri.core.desk.own_quantities import Key, Own, sums
from tokri.core.evidence import How as Found
from tokri.core.evidence import Sighting, Source
from tokri.core.link.correcting import Evidence
from tokri.core.link.state import Door
from tokri.core.verdict import verdicts

INFY: Key = ("NSE", "INFY", "SELL", "CNC")
TCS: Key = ("NSE", "TCS", "SELL", "CNC")
SHUT = (Door.REVOKED, Door.REISSUED)


def sold(asked: int, *seen: tuple[str, int], may_have_placed: bool = True, product: str = "CNC") -> dict[Key, int]:
    """What of a sale of so many INFY is at Kite, of which the book shows this: a status and how much filled."""
    order = {
        "exchange": "NSE",
        "tradingsymbol": "INFY",
        "transaction_type": "SELL",
        "quantity": asked,
        **({"product": product} if product else {}),
    }
    handoff = replace(HANDOFF, payload=json.dumps([order]))
    sightings = [
        Sighting(
            "h1",
            Source.BOOK,
            Found.TAG,
            0,
            replace(BOOK_ORDER, transaction_type="SELL", quantity=asked, status=status, filled_quantity=filled),
            AT,
            "a test",
        )
        for status, filled in seen
    ]
    return at_kite(handoff, verdicts(handoff, sightings, []), may_have_placed=may_have_placed)


def test_what_nobody_has_seen_is_held_for_sold_and_what_never_left_is_not() -> None:
    assert sold(10) == {INFY: 10}
    assert sold(10, may_have_placed=False) == {}


@pytest.mark.parametrize(
    ("seen", "gone"), [(("COMPLETE", 10), 10), (("OPEN", 4), 10), (("CANCELLED", 4), 4), (("REJECTED", 0), 0)]
)
def test_only_what_firm_evidence_says_will_not_fill_is_free_again(seen: tuple[str, int], gone: int) -> None:
    assert sold(10, seen).get(INFY, 0) == gone


def test_what_is_offered_is_held_while_it_can_be_acted_on_and_what_went_to_kite_ever_after() -> None:
    offered, gone = {INFY: 10}, {INFY: 4}
    for door in (Door.OPEN, Door.DECLINED, Door.EXPIRED, Door.USED_UP, Door.LOCKED, Door.DONE):
        assert held([Had(offered, offered, gone)], [door]) == (How.OFFERED, {INFY: 10})
        assert held([Had({}, offered, gone)], [door]) == (How.AT_KITE, {INFY: 4})
    assert held([Had(offered, offered, gone)], [Door.CLOSED]) == (How.ASIDE, {INFY: 10})
    for door in SHUT:
        assert held([Had(offered, offered, gone)], [door]) == (How.AT_KITE, {INFY: 4})
    assert held([Had({}, offered)], [Door.ELSEWHERE]) == (How.ELSEWHERE, {INFY: 10})


def test_what_went_by_one_version_is_not_what_another_one_offers() -> None:
    went, offers = Had(ever={INFY: 5}, gone={INFY: 5}), Had({INFY: 5}, {INFY: 5})
    assert held([went, offers], [Door.OPEN]) == (How.OFFERED, {INFY: 10})
    assert held([went, offers], [Door.ELSEWHERE]) == (How.ELSEWHERE, {INFY: 10})
    assert held([went, offers], SHUT) == (How.AT_KITE, {INFY: 5})


def test_a_link_that_is_open_counts_beside_one_that_was_revoked_and_one_that_is_shut_for_now() -> None:
    mine = [Had({INFY: 5}, {INFY: 5}, {INFY: 2})]
    assert held(mine, [Door.REVOKED, Door.CLOSED]) == (How.ASIDE, {INFY: 5})
    assert held(mine, [Door.REVOKED, Door.CLOSED, Door.OPEN]) == (How.OFFERED, {INFY: 5})


def test_an_exit_in_another_product_or_in_one_left_to_kite_exits_the_same_shares() -> None:
    for product in ("", "MIS"):
        other = sold(4, product=product)
        room = Room({"c1": {INFY: 10}}, {"c1": (Exit("b2", "Follow-up", How.AT_KITE, other),)})
        assert room.taken("c1") == {INFY: 4}
        assert room.over("c1", {INFY: 6}) is None
        over = room.over("c1", {(*INFY[:3], product): 7})
        assert over is not None
        assert over.quantities == {INFY: (7, 10)}


def test_what_is_taken_is_taken_of_the_firmest_evidence_so_that_the_rest_claims_no_more() -> None:
    own = (Own(*INFY, 6, Evidence.WORD), Own(*INFY, 4, Evidence.BOOK), Own(*TCS, 3, Evidence.FILE))
    assert remaining(own, {INFY: 5}) == (Own(*INFY, 5, Evidence.WORD), Own(*TCS, 3, Evidence.FILE))


@dataclass
class Draft:
    """A follow-up: what was offered of each, what the client truly sold of it so far, and whether they still can."""

    offered: dict[Key, int]
    gone: dict[Key, int]
    door: Door


#: What happens next: more fills, a draft is made and sent, some of one is sold, one can no longer be acted on.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fill"), st.sampled_from([INFY, TCS]), st.integers(1, 9), st.sampled_from(list(Evidence))),
        st.tuples(st.just("draft"), st.booleans()),
        st.tuples(st.just("sell"), st.integers(0, 5), st.sampled_from([INFY, TCS]), st.integers(1, 9)),
        st.tuples(st.just("end"), st.integers(0, 5), st.sampled_from(SHUT)),
    ),
    max_size=25,
)


def room_of(fills: list[Own], drafts: list[Draft]) -> Room:
    exits = (
        Exit(f"b{place}", "", *held([Had(each.offered, each.offered, each.gone)], [each.door]))
        for place, each in enumerate(drafts)
    )
    return Room({"c1": sums(fills)}, {"c1": tuple(exits)})


@given(steps=STEPS)
def test_whatever_follow_ups_are_made_sold_and_ended_never_more_is_exited_than_filled(
    steps: list[tuple[object, ...]],
) -> None:
    fills: list[Own] = []
    drafts: list[Draft] = []
    for step in steps:
        match step:
            case ("fill", (*key,), int(quantity), Evidence() as evidence):
                fills.append(Own(*map(str, key), quantity, evidence))  # type: ignore[arg-type]  # four texts of a key
            case ("draft", bool(half)):
                room = room_of(fills, drafts)
                own = sums(remaining(fills, room.taken("c1")))
                assert room.over("c1", own) is None
                for key, quantity in own.items():
                    assert room.over("c1", {key: quantity + 1}) is not None
                offered = {key: (quantity + 1) // 2 if half else quantity for key, quantity in own.items()}
                drafts.append(Draft(offered, {}, Door.OPEN))
            case ("sell", int(place), (*key,), int(quantity)) if place < len(drafts):
                draft, which = drafts[place], tuple(map(str, key))
                free = draft.offered.get(which, 0) - draft.gone.get(which, 0)  # type: ignore[call-overload]  # as above
                if draft.door is Door.OPEN and free > 0:
                    draft.gone[which] = draft.gone.get(which, 0) + min(quantity, free)  # type: ignore[index,call-overload]  # as above
            case ("end", int(place), Door() as door) if place < len(drafts):
                drafts[place].door = door
            case _:
                pass
        filled = sums(fills)
        for key in (INFY, TCS):
            gone = sum(each.gone.get(key, 0) for each in drafts)
            still = sum(each.offered.get(key, 0) - each.gone.get(key, 0) for each in drafts if each.door is Door.OPEN)
            assert gone + still <= filled.get(key, 0)
