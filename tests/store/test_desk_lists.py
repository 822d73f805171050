"""The desk's lists in the store, on both databases: each line as the whole thing would tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.desk.baskets_to_share import INFY, TCS, a_basket, a_client, proposal
from tests.store import sharing_races
from tests.store.making import AT
from tokri.core.desk.advice import Decision, Proposal, Recipient, SharedVersion
from tokri.core.desk.brief import SharedBrief, brief
from tokri.core.desk.client import Holding
from tokri.core.ports import WritingUnit
from tokri.core.ports.desk_lists import ClientBrief, Given, Span
from tokri.store import SqlStore

HOUR = timedelta(hours=1)


def version(basket_id: str, number: int, content: Proposal | None = None, *, asked: bool = True) -> SharedVersion:
    written = content or proposal(INFY, TCS)
    at = AT + HOUR * number
    return SharedVersion(basket_id, number, written, written.sha256, at, "meera", asked, writers=("meera",))


def meant(basket_id: str, number: int, client_id: str) -> Recipient:
    return Recipient(basket_id, number, client_id, (1, None), "fits", "", "meera", AT)


@pytest.fixture
def shelf(store: SqlStore) -> SqlStore:
    """One basket with two versions, one with one that was refused, one that was put aside, one never shared."""
    outside = sharing_races.world(store)
    for basket_id in ("twice", "refused", "aside", "never"):
        a_basket(outside, proposal(INFY, TCS, title=f"Any “{basket_id}” \0 लंबी"), basket_id)
    for code in ("C2", "C1", "C3"):
        a_client(outside, code, groups=("Families", "NRI") if code == "C1" else ())
    with store.writing() as unit:
        for each in (version("twice", 1), version("twice", 2), version("refused", 1), version("aside", 1)):
            unit.desk_baskets.share(each)
        unit.desk_baskets.decide(Decision("twice", 1, approved=True, by="arun", at=AT))
        unit.desk_baskets.decide(Decision("refused", 1, approved=False, by="arun", at=AT, reason="No."))
        unit.desk_baskets.mark("aside", archived_at=AT)
        unit.desk_baskets.set_recipients("twice", 1, [meant("twice", 1, each) for each in ("c3", "c1", "c2")])
        unit.desk_baskets.set_recipients("refused", 1, [meant("refused", 1, "c2")])
    return store


def test_baskets_in_brief_say_what_they_say_whole_in_the_same_order(shelf: SqlStore) -> None:
    with shelf.reading() as view:
        briefs, whole = view.desk_lists.briefs(), view.desk_baskets.all()
        shared = {each.id: each.shared for each in briefs}
    assert [replace(each, shared=None) for each in briefs] == [brief(each) for each in whole]
    assert shared["never"] is None
    sha256 = proposal(INFY, TCS).sha256
    assert shared["twice"] == SharedBrief(2, sha256, AT + HOUR * 2, "meera", approval_required=True, approved=None)
    assert shared["refused"] is not None
    assert shared["refused"].approved is False


def test_what_is_saved_anew_stands_so_in_brief(shelf: SqlStore) -> None:
    with shelf.writing() as unit:
        basket = unit.desk_baskets.get("never")
        assert basket is not None
        assert unit.desk_baskets.save(replace(basket, proposal=proposal(TCS, title="Anew"), edition=2), 1)
    with shelf.reading() as view:
        (found,) = (each for each in view.desk_lists.briefs() if each.id == "never")
    assert (found.outline.title, found.outline.symbols) == ("Anew", ("TCS",))
    assert found.outline.sha256 == proposal(TCS, title="Anew").sha256


def test_the_newest_version_alone_waits_and_nothing_of_what_was_put_aside(shelf: SqlStore) -> None:
    with shelf.reading() as view:
        assert view.desk_lists.waiting() == [version("twice", 2)]
    with shelf.writing() as unit:
        unit.desk_baskets.decide(Decision("twice", 2, approved=True, by="arun", at=AT))
        unit.desk_baskets.share(version("never", 1, asked=False))
    with shelf.reading() as view:
        assert view.desk_lists.waiting() == []


def test_versions_and_recipients_of_several_are_told_at_once(shelf: SqlStore) -> None:
    keys = [("twice", 1), ("refused", 1), ("never", 1)]
    with shelf.reading() as view:
        found = {(each.basket_id, each.number): each for each in view.desk_lists.versions(keys)}
        recipients = [(each.basket_id, each.client_id) for each in view.desk_lists.recipients(keys)]
        assert view.desk_lists.versions([]) == []
    assert found == {("twice", 1): version("twice", 1), ("refused", 1): version("refused", 1)}
    assert [each for each in recipients if each[0] == "twice"] == [("twice", each) for each in ("c1", "c2", "c3")]
    assert ("refused", "c2") in recipients


def test_who_was_chosen_is_told_by_ids_and_of_some_whole(shelf: SqlStore) -> None:
    with shelf.reading() as view:
        assert view.desk_lists.chosen(("twice", 1)) == {"c1", "c2", "c3"}
        assert view.desk_lists.chosen(("twice", 2)) == frozenset()
        assert view.desk_lists.recipients([("twice", 1)], ["c3", "c1", "nobody"]) == [
            meant("twice", 1, "c1"),
            meant("twice", 1, "c3"),
        ]
        assert view.desk_lists.recipients([("twice", 1)], []) == []


def test_a_change_of_recipients_leaves_the_others_as_they_are(shelf: SqlStore) -> None:
    anew = replace(meant("twice", 1, "c1"), reason="He asked for it")
    with shelf.writing() as unit:
        unit.desk_baskets.change_recipients("twice", 1, [anew], ["c3"])
        unit.desk_baskets.change_recipients("refused", 1, [], [])
    with shelf.reading() as view:
        assert view.desk_baskets.recipients("twice", 1) == [anew, meant("twice", 1, "c2")]
        assert view.desk_lists.chosen(("refused", 1)) == {"c2"}


def test_clients_are_told_in_brief_without_those_who_were_erased(shelf: SqlStore) -> None:
    with shelf.writing() as unit:
        unit.clients.erase("c2", AT)
    with shelf.reading() as view:
        assert view.desk_lists.client_briefs() == [
            ClientBrief("c1", "C1", "Client C1", ("Families", "NRI")),
            ClientBrief("c3", "C3", "Client C3", ()),
        ]
        assert [each.code for each in view.desk_lists.clients(["c3", "c2", "nobody"])] == ["C2", "C3"]


def test_what_several_hold_is_told_at_once(shelf: SqlStore) -> None:
    held = [Holding("NSE", name, "", 9, date(2026, 2, 10)) for name in ("INFY", "TCS")]
    with shelf.writing() as unit:
        give(unit, "c1", held)
        give(unit, "c3", held[1:])
    with shelf.reading() as view:
        assert dict(view.desk_lists.holdings(["c1", "c2"])) == {"c1": held}
        assert set(view.desk_lists.holdings(["c1", "c2", "c3"])) == {"c1", "c3"}


def give(unit: WritingUnit, client_id: str, held: list[Holding]) -> None:
    unit.clients.set_holdings(client_id, held)


def test_advice_is_told_newest_first_a_few_at_a_time(shelf: SqlStore) -> None:
    everything = Span()
    with shelf.reading() as view:
        lists = view.desk_lists
        count = lists.count_given(everything)
        found = [each for start in range(0, count, 2) for each in lists.given(everything, start, 2)]
    assert count == len(found) == 6
    assert found[0] == Given(("twice", 2), None)
    assert found[1:4] == [Given(("twice", 1), each) for each in ("c1", "c2", "c3")]
    assert found[4:] == [Given(("refused", 1), "c2"), Given(("aside", 1), None)]


def test_advice_of_a_span_and_of_a_client_is_told_alone(shelf: SqlStore) -> None:
    with shelf.reading() as view:
        lists = view.desk_lists
        later, earlier = Span(first=AT + HOUR * 2), Span(before=AT + HOUR * 2)
        assert [each.key for each in lists.given(later, 0, 9)] == [("twice", 2)]
        assert (lists.count_given(later), lists.count_given(earlier)) == (1, 5)
        of_one = Span(client_id="c2")
        assert lists.given(of_one, 0, 9) == [Given(("twice", 1), "c2"), Given(("refused", 1), "c2")]
        assert lists.count_given(of_one) == 2
        assert lists.shared(of_one) == [("refused", 1), ("twice", 1)]
        assert lists.shared(Span()) == [("aside", 1), ("refused", 1), ("twice", 1), ("twice", 2)]
