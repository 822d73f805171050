"""Following up: each client by what they filled, drafts for exactly these, and a note on whoever placed nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.counting import statements
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with, seen
from tests.link.test_handing import leave
from tests.link.yes import handed
from tokri.core.desk.advice import DeskBasket, Recipient, SharedVersion
from tokri.core.desk.follow_up import Group
from tokri.core.evidence import Source
from tokri.core.known import Known
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside, Said
from tokri.desk import correcting, follow_up, recipients, still_to_place
from tokri.desk.baskets import copy_basket, set_archived
from tokri.desk.by import By
from tokri.desk.follow_up import Following, NotFollowedUp, Refused
from tokri.journey.leaving import NewsCame
from tokri.link.offering import sent_before
from tokri.web.words import follow_up as words
from tokri.web.words.recalls import draft as undoing

MEERA = By("meera", "private")


@pytest.fixture
def links(outside: Outside) -> list[Made]:
    """Six clients of one version, each with a link."""
    clients = [making.a_client(outside, f"C{n}", f"Client {n}") for n in range(1, 7)]
    version = making.a_version(outside, *clients)
    return [making.a_link(outside, client, version) for client in clients]


def happened(outside: Outside, links: list[Made]) -> None:
    """Filled, filled in part and open, reported alone, by word alone, not heard of, and nothing at all."""
    back_with(outside, links[0], "COMPLETE", 10)
    back_with(outside, links[1], "OPEN", 4, source=Source.ORDER_FILE)
    back_with(outside, links[2], "COMPLETE", 10, source=Source.POSTBACK)
    making.said(outside, making.left(outside, links[3].link), Said.PLACED_ALL)
    making.left(outside, links[4].link)
    making.answered(outside, links[5].link, AnswerKind.DECLINED)


def look(outside: Outside) -> Following:
    found = follow_up.look_at(outside, "basket-1", 1)
    assert found is not None
    return found


def make(outside: Outside, *clients: str) -> DeskBasket:
    shown = look(outside).sha256
    made = follow_up.draft(outside, MEERA, "basket-1", 1, chosen=clients, shown=shown, say=words.draft)
    assert isinstance(made, DeskBasket)
    return made


def test_every_client_is_in_one_group_by_what_is_known(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    found = look(outside)
    groups = {group: [each.client_id for each in found.of(group)] for group in Group}
    assert groups == {
        Group.FILLED: ["c1", "c2"],
        Group.TOLD: ["c3", "c4"],
        Group.TAKEN: [],
        Group.WAITING: ["c5"],
        Group.NO_ANSWER: [],
        Group.NOTHING: ["c6"],
    }
    own = {
        each.client_id: [(one.quantity, one.transaction_type, one.evidence.value) for one in each.own]
        for each in found.followed
    }
    assert own["c1"] == [(10, "SELL", "book")]
    assert own["c2"] == [(4, "SELL", "file")]
    assert own["c3"] == [(10, "SELL", "reported")]
    assert own["c4"] == [(10, "SELL", "word")]
    assert [each.open_orders for each in found.of(Group.FILLED)] == [0, 1]


def test_while_another_account_stands_nothing_of_that_client_is_settled_or_drafted(
    outside: Outside, links: list[Made]
) -> None:
    happened(outside, links)
    making.answered(outside, links[1].link, AnswerKind.KITE_ID, "XY9876", same=False)
    found = look(outside)
    assert [each.client_id for each in found.of(Group.FILLED)] == ["c1"]
    assert [each.client_id for each in found.of(Group.WAITING)] == ["c2", "c5"]
    assert "c2" not in [each.client_id for each in found.may_draft]
    refused = follow_up.draft(outside, MEERA, "basket-1", 1, chosen=["c2"], shown=found.sha256, say=words.draft)
    assert isinstance(refused, Refused)
    assert (refused.why, refused.left_out) == (NotFollowedUp.LEFT_OUT, ("c2",))
    (waiting,) = [each for each in found.of(Group.WAITING) if each.client_id == "c2"]
    assert words.still_open(waiting).startswith("Another Kite account than theirs was used")


def test_one_act_drafts_the_exit_of_each_ones_own_for_them_alone(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    made = make(outside, "c1", "c2")
    assert [(each.tradingsymbol, each.transaction_type, each.quantity) for each in made.proposal.draft.orders] == [
        ("INFY", "SELL", "10")
    ]
    likeness = "matched by share, side, quantity and time"
    assert f"C2: Bought 4 INFY on NSE, to be sold: by a file that was uploaded, {likeness}." in made.notes
    assert [each.basket_id for each in look(outside).drafts.all] == [made.id]


def test_the_same_press_again_answers_the_same_draft(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    assert make(outside, "c1").id == make(outside, "c1").id


def test_only_these_clients_can_be_chosen_and_each_gets_their_own(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    made = make(outside, "c1", "c2")
    shared = share(outside, made)
    meant = recipients.look_at(outside, made.id, shared, lambda _: Known())
    assert meant is not None
    assert [(line.id, line.quantities) for line in meant.lines] == [("c1", (10,)), ("c2", (4,))]
    everybody = recipients.look_at(outside, made.id, shared, lambda _: Known(), listed={"c1", "c6"})
    assert everybody is not None
    assert [line.id for line in everybody.lines] == ["c1"]


def share(outside: Outside, basket: DeskBasket) -> int:
    """The draft, shared as it stands."""
    at = outside.clock()
    with outside.store.writing() as unit:
        unit.desk_baskets.share(
            SharedVersion(basket.id, 1, basket.proposal, basket.proposal.sha256, at, "meera", approval_required=False)
        )
    return 1


def test_a_correcting_draft_is_for_its_client_alone(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    made = correcting.draft_correction(outside, MEERA, "basket-1", 1, links[1].link.id, say=undoing)
    assert made is not None
    meant = recipients.look_at(outside, made.id, share(outside, made), lambda _: Known())
    assert meant is not None
    assert [(line.id, line.quantities) for line in meant.lines] == [("c2", (4,))]


def test_a_copy_of_such_a_draft_is_for_the_same_clients(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    copied = copy_basket(outside, MEERA, make(outside, "c1").id)
    assert copied is not None
    meant = recipients.look_at(outside, copied.id, share(outside, copied), lambda _: Known())
    assert meant is not None
    assert [line.id for line in meant.lines] == ["c1"]


def test_nothing_is_drafted_of_what_changed_since_it_was_shown_or_for_nobody(
    outside: Outside, links: list[Made]
) -> None:
    shown = look(outside).sha256
    happened(outside, links)
    changed = follow_up.draft(outside, MEERA, "basket-1", 1, chosen=["c1"], shown=shown, say=words.draft)
    assert isinstance(changed, Refused)
    assert changed.why is NotFollowedUp.CHANGED
    shown = look(outside).sha256
    nobody = follow_up.draft(outside, MEERA, "basket-1", 1, chosen=[], shown=shown, say=words.draft)
    assert isinstance(nobody, Refused)
    assert nobody.why is NotFollowedUp.NOBODY


def test_a_tick_for_a_client_who_has_nothing_to_follow_up_makes_nothing_and_is_named(
    outside: Outside, links: list[Made]
) -> None:
    happened(outside, links)
    chosen = ["c1", "c6", "another-firms"]
    done = follow_up.draft(outside, MEERA, "basket-1", 1, chosen=chosen, shown=look(outside).sha256, say=words.draft)
    assert isinstance(done, Refused)
    assert (done.why, done.left_out) == (NotFollowedUp.LEFT_OUT, ("another-firms", "c6"))
    assert look(outside).drafts.all == ()


def test_whose_tick_went_as_something_came_in_is_named_as_well(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    shown = look(outside).sha256
    making.answered(outside, links[1].link, AnswerKind.KITE_ID, "XY9876", same=False)
    done = follow_up.draft(outside, MEERA, "basket-1", 1, chosen=["c1", "c2"], shown=shown, say=words.draft)
    assert isinstance(done, Refused)
    assert (done.why, done.left_out) == (NotFollowedUp.CHANGED, ("c2",))


def test_whoever_placed_nothing_is_closed_with_a_note_until_there_is_evidence(
    outside: Outside, links: list[Made]
) -> None:
    happened(outside, links)
    shown = look(outside).sha256
    both = follow_up.close(outside, MEERA, "basket-1", 1, chosen=["c6", "c1"], note="Away.", shown=shown)
    assert isinstance(both, Refused)
    assert (both.why, both.left_out) == (NotFollowedUp.LEFT_OUT, ("c1",)), "who filled is not closed"
    assert follow_up.close(outside, MEERA, "basket-1", 1, chosen=["c6"], note=" Away. ", shown=shown) == 1
    (closed,) = look(outside).closed.values()
    assert (closed.closing.note, closed.who, closed.open_again) == ("Away.", "Meera", False)
    outside.clock.forward(minutes=1)  # type: ignore[attr-defined]  # the tests' own clock
    seen(outside, making.came_back(outside, links[5].link), "COMPLETE", 10)
    found = look(outside)
    assert [each.open_again for each in found.closed.values()] == [True]
    assert "c6" in [each.client_id for each in found.of(Group.FILLED)]


def test_whoever_can_still_place_has_not_answered_yet_and_is_closed_only_once_the_advice_has_ended(
    outside: Outside, clock: FakeClock, links: list[Made]
) -> None:
    making.opened(outside, links[0].link)
    making.answered(outside, links[1].link, AnswerKind.DECLINED)
    found = look(outside)
    assert [each.client_id for each in found.of(Group.NO_ANSWER)] == ["c1", "c3", "c4", "c5", "c6"]
    assert [each.client_id for each in found.of(Group.NOTHING)] == ["c2"]
    early = follow_up.close(outside, MEERA, "basket-1", 1, chosen=["c1"], note="Away.", shown=found.sha256)
    assert isinstance(early, Refused)
    assert (early.why, early.left_out) == (NotFollowedUp.LEFT_OUT, ("c1",))
    clock.forward(days=20)
    late = look(outside)
    assert late.of(Group.NO_ANSWER) == ()
    assert follow_up.close(outside, MEERA, "basket-1", 1, chosen=["c1"], note="Away.", shown=late.sha256) == 1


@pytest.mark.parametrize("note", ["", "  ", "x" * 301])
def test_a_note_says_something_and_is_short(outside: Outside, links: list[Made], note: str) -> None:
    happened(outside, links)
    shown = look(outside).sha256
    done = follow_up.close(outside, MEERA, "basket-1", 1, chosen=["c6"], note=note, shown=shown)
    assert isinstance(done, Refused)
    assert done.why is NotFollowedUp.NOTE


def test_what_is_left_becomes_a_draft_and_is_left_no_more_at_the_link(outside: Outside, links: list[Made]) -> None:
    back_with(outside, links[0], "CANCELLED", 4)
    found = still_to_place.see(outside, links[0].link.id)
    assert found is not None
    made = still_to_place.draft(outside, MEERA, links[0].link.id, found.sha256, words.still_to_place)
    assert isinstance(made, DeskBasket)
    assert [(each.tradingsymbol, each.quantity, each.price) for each in made.proposal.draft.orders] == [
        ("INFY", "6", "")
    ]
    again = still_to_place.draft(outside, MEERA, links[0].link.id, found.sha256, words.still_to_place)
    assert again is still_to_place.NotTakenInHand.CHANGED
    meant = recipients.look_at(outside, made.id, share(outside, made), lambda _: Known())
    assert meant is not None
    assert [(line.id, line.quantities) for line in meant.lines] == [("c1", (6,))]


def test_a_draft_of_what_is_left_that_is_put_aside_gives_it_back_and_is_for_nobody(
    outside: Outside, links: list[Made]
) -> None:
    back_with(outside, links[0], "REJECTED", 0)
    found = still_to_place.see(outside, links[0].link.id)
    assert found is not None
    made = still_to_place.draft(outside, MEERA, links[0].link.id, found.sha256, words.still_to_place)
    assert isinstance(made, DeskBasket)
    set_archived(outside, MEERA, made.id, archived=True)
    again = still_to_place.see(outside, links[0].link.id)
    assert again is not None
    assert [each.left for each in again.still_to_place.left] == [10]
    set_archived(outside, MEERA, made.id, archived=False)
    meant = recipients.look_at(outside, made.id, share(outside, made), lambda _: Known())
    assert meant is not None
    assert meant.lines == ()


def test_whoever_sends_what_was_left_elsewhere_is_told_that_it_was_placed_after_all(
    outside: Outside, links: list[Made]
) -> None:
    first = back_with(outside, links[0], "CANCELLED", 4)
    found = still_to_place.see(outside, links[0].link.id)
    assert found is not None
    made = still_to_place.draft(outside, MEERA, links[0].link.id, found.sha256, words.still_to_place)
    assert isinstance(made, DeskBasket)
    share(outside, made)
    with outside.store.reading() as unit:
        version = unit.desk_baskets.version(made.id, 1)
    assert version is not None
    link = making.a_link(outside, found.looked.client, version).link
    told = []
    for _ in range(2):
        with outside.store.reading() as unit:
            told.append([each.handoff.id for each in sent_before(unit, outside, link)])
        seen(outside, first, "COMPLETE", 10)
    assert told == [[], [first.id]]


def test_news_of_what_a_drafted_basket_places_anew_holds_back_what_was_said_yes_to(
    outside: Outside, links: list[Made]
) -> None:
    first = back_with(outside, links[0], "CANCELLED", 4)
    found = still_to_place.see(outside, links[0].link.id)
    assert found is not None
    made = still_to_place.draft(outside, MEERA, links[0].link.id, found.sha256, words.still_to_place)
    assert isinstance(made, DeskBasket)
    at = outside.clock()
    draft = replace(making.PROPOSAL.draft, orders=(replace(making.INFY, quantity="6"),))
    proposal = replace(making.PROPOSAL, draft=draft, legs=made.proposal.legs)
    version = SharedVersion(made.id, 1, proposal, proposal.sha256, at, "meera", approval_required=False)
    with outside.store.writing() as unit:
        unit.desk_baskets.share(version)
        unit.desk_baskets.set_recipients(made.id, 1, [Recipient(made.id, 1, "c1", (6,), "fits", "", "meera", at)])
    new = making.a_link(outside, found.looked.client, version)
    handoff = handed(outside, new.token)
    seen(outside, first, "COMPLETE", 10)
    assert isinstance(leave(outside, new, handoff), NewsCame)


def test_many_clients_are_looked_at_with_a_few_questions_to_the_store(outside: Outside, links: list[Made]) -> None:
    happened(outside, links)
    with statements() as sent:
        look(outside)
    assert len(sent) < 5 * len(links), sent
