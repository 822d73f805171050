"""What must be so after a race at links, whoever was quicker: each function fails with what is not, or counts.

`since` is the place in the record at which the race began.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.store.link_races.furnishing import Place
from tests.store.link_races.racers import Visit
from tokri.core.link.link import Consent, Ended, Link
from tokri.core.ports import Handoff
from tokri.core.record_check import check
from tokri.store import SqlStore

Told = Sequence[Sequence[Visit]]


def one_yes_one_hand_off(store: SqlStore, places: Sequence[Place], told: Told, since: int) -> Counter[str]:
    """Two browsers at one link: one hand-off, one consent, one of the two has left, and the record says each once."""
    kinds = _record(store, since)
    for place, first, second in zip(places, *told, strict=True):
        handoffs, consents, _ = _at(store, place)
        assert len(handoffs) == len(consents) == 1, f"{len(handoffs)} hand-offs and {len(consents)} consents"
        assert consents[0].handoff_id == handoffs[0].id
        assert {first.said, second.said} <= {303, 409}, f"the yes answered {first.said} and {second.said}"
        assert first.left + second.left == 1, "each of two browsers was given the form"
        assert handoffs[0].left_at is not None
    expected = dict.fromkeys(("hand-off made", "consented", "left for Kite", "link opened"), len(places))
    assert {kind: kinds[kind] for kind in expected} == expected
    both = sum(first.said == second.said for first, second in zip(*told, strict=True))
    return Counter({"yes of both were one": both, "left first": sum(each.left for each in told[0])})


def one_link(store: SqlStore, places: Sequence[Place], told: Told, since: int) -> Counter[str]:
    """Two advisers made links at once: each client has one, and the record tells of one."""
    assert {each.did for one in told for each in one} <= {303, 409}, "the server refused to make links"
    for place in places:
        with store.reading() as unit:
            links = unit.links.of_basket(place.basket_id)
        assert len(links) == 1, f"{len(links)} links for one client"
    assert _record(store, since)["link made"] == len(places)
    return Counter({"answered 303": sum(each.did == 303 for one in told for each in one)})


def made_anew_or_left(store: SqlStore, places: Sequence[Place], told: Told, since: int) -> Counter[str]:
    """Either the link was made anew, and nothing left from it; or orders left, and it is the client's still."""
    kinds = _record(store, since)
    anew = 0
    for place, client, desk in zip(places, *told, strict=True):
        handoffs, consents, link = _at(store, place)
        with store.reading() as unit:
            living = [each for each in unit.links.of_basket(place.basket_id) if each.ended is None]
        assert len(living) == 1, f"{len(living)} links that open"
        assert len(handoffs) == len(consents) <= 1
        left = [each for each in handoffs if each.left_at is not None]
        if link.ended is Ended.REISSUED:
            anew += 1
            assert desk.did == 303, f"making anew answered {desk.did}"
            assert not left, "orders left from an address that is no more"
            assert not client.left, "the form was given at an address that is no more"
            assert not client.after, "the form was given at an address that is no more"
        else:
            assert desk.did == 409, f"making anew answered {desk.did}, though orders may be at Kite"
            assert left, "the link is there still, and nothing had left from it"
    assert kinds["link re-issued"] == anew
    return Counter({"made anew": anew})


def nothing_after_a_recall(store: SqlStore, places: Sequence[Place], told: Told, since: int) -> Counter[str]:
    """What left, left before the recall; once that had answered, no page gave the form."""
    kinds = _record(store, since)
    before = 0
    for place, client, desk in zip(places, *told, strict=True):
        assert desk.did == 303, f"the recall answered {desk.did}"
        handoffs, consents, _ = _at(store, place)
        with store.reading() as unit:
            (recalled,) = unit.links.recalls([place.basket_id])
        assert [each.handoff_id for each in consents] == [each.id for each in handoffs]
        assert len(handoffs) <= 1, f"{len(handoffs)} hand-offs"
        left = [each.left_at for each in handoffs if each.left_at is not None]
        assert len(left) == client.left, "a form was given without a mark, or a mark taken without a form"
        assert all(at <= recalled.at for at in left), f"left at {left[0]}, recalled at {recalled.at}"
        assert all(each.at <= recalled.at for each in consents), "said yes to what had been taken back"
        assert not client.after, "the form was given after the recall had answered"
        before += len(left)
    assert (kinds["recalled"], kinds["left for Kite"]) == (len(places), before)
    return Counter({"left before the recall": before})


def _at(store: SqlStore, place: Place) -> tuple[Sequence[Handoff], Sequence[Consent], Link]:
    with store.reading() as unit:
        link = unit.links.get(place.link_id)
        assert link is not None
        return unit.handoffs.of_basket(place.link_id), unit.links.consents([place.link_id]), link


def _record(store: SqlStore, since: int) -> Counter[str]:
    """What the record tells from this place on, by kind, once it is known to be whole."""
    with store.reading() as unit:
        rows = list(unit.chain.rows())
    findings = check(rows)
    assert findings.whole, f"the record does not hold: {findings.faults}"
    return Counter(entry.kind for entry, _ in rows if entry.seq >= since)
