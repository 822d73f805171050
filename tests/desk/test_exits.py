"""No fill is exited twice by accident: what a draft that was sent has is no other's, unless somebody says so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.desk.baskets_to_share import MEERA, knowing
from tests.journey.fakes import FakeClock, book_order
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with
from tokri.core.desk.advice import DeskBasket, SharedVersion
from tokri.core.desk.follow_up import Group
from tokri.core.evidence import How, Sighting, Source
from tokri.core.link.link import AnswerKind, Ended, Link
from tokri.core.ports import Outside
from tokri.desk import correcting, follow_up, links, recalls, recipients
from tokri.desk.baskets import copy_basket
from tokri.desk.link_preview import LeftOut, preview
from tokri.web.words import follow_up as words
from tokri.web.words.recalls import draft as undoing

AGREED = {"agreement_from": date(2025, 4, 1), "risk_class": "very-high", "risk_on": date(2025, 11, 3)}


@pytest.fixture(autouse=True)
def sent(outside: Outside) -> Made:
    """Two clients of one version; the first filled ten."""
    clients = [making.a_client(outside, f"C{n}", f"Client {n}", **AGREED) for n in (1, 2)]
    version = making.a_version(outside, *clients)
    made = [making.a_link(outside, client, version) for client in clients]
    back_with(outside, made[0], "COMPLETE", 10)
    return made[0]


def look(outside: Outside) -> follow_up.Following:
    found = follow_up.look_at(outside, "basket-1", 1)
    assert found is not None
    return found


def drafted(outside: Outside, *clients: str) -> DeskBasket:
    chosen, shown = clients or ("c1",), look(outside).sha256
    made = follow_up.draft(outside, MEERA, "basket-1", 1, chosen=chosen, shown=shown, say=words.draft)
    assert isinstance(made, DeskBasket), made
    return made


def corrected(outside: Outside, sent: Made) -> DeskBasket | None:
    if recalls.recall(outside, MEERA, "basket-1", 1, "The price of order 2 was wrong.") is None:
        raise AssertionError
    return correcting.draft_correction(outside, MEERA, "basket-1", 1, sent.link.id, say=undoing)


def two_drafts(outside: Outside) -> tuple[DeskBasket, DeskBasket]:
    """Two drafts of the same fill, neither shared: the second as a copy of the first."""
    first = drafted(outside)
    second = copy_basket(outside, MEERA, first.id)
    assert second is not None
    return first, second


def shared(
    outside: Outside, basket: DeskBasket, number: int = 1, valid_until: str = "2026-02-25 15:30"
) -> SharedVersion:
    """The draft, frozen as it stands; no second person is asked."""
    at = outside.clock()
    proposal = replace(basket.proposal, valid_until=valid_until, risk_class="moderate")
    version = SharedVersion(basket.id, number, proposal, proposal.sha256, at, "meera", approval_required=False)
    with outside.store.writing() as unit:
        unit.desk_baskets.share(version)
    return version


def choose(
    outside: Outside, basket: DeskBasket, *, again: bool = False, number: int = 1
) -> recipients.Kept | recipients.Refused:
    meant = recipients.look_at(outside, basket.id, number, knowing(outside))
    assert meant is not None
    ids = frozenset(line.id for line in meant.lines)
    choice = recipients.Choice(meant.sha256, ids, ids, again=ids if again else frozenset())
    done = recipients.choose(outside, MEERA, basket.id, number, choice, know=knowing(outside))
    assert done is not None
    return done


def linked(outside: Outside, basket: DeskBasket, *, again: bool = False, number: int = 1) -> list[Link] | links.Refused:
    shown = preview(outside, basket.id, number)
    assert shown is not None
    ids = frozenset(line.id for line in shown.lines)
    ask = links.Ask(shown.sha256, ids, again=ids if again else frozenset())
    done = links.make(outside, MEERA, basket.id, number, ask, know=knowing(outside))
    assert done is not None
    return done if isinstance(done, links.Refused) else list(done.made)


def given(outside: Outside, basket: DeskBasket, valid_until: str = "2026-02-25 15:30") -> Link:
    """The draft shared, its clients chosen, and the link made."""
    shared(outside, basket, valid_until=valid_until)
    assert isinstance(choose(outside, basket), recipients.Kept)
    made = linked(outside, basket)
    assert isinstance(made, list)
    (link,) = made
    return link


def bars(outside: Outside, basket: DeskBasket) -> list[tuple[object, ...]]:
    shown = preview(outside, basket.id, 1)
    assert shown is not None
    return [line.bars for line in shown.lines]


def facts(outside: Outside, kind: str) -> dict[str, object]:
    with outside.store.reading() as unit:
        return dict([entry.facts for entry, _ in unit.chain.rows() if entry.kind == kind][-1])


def own(outside: Outside) -> list[int]:
    return [each.quantity for found in look(outside).followed if found.client_id == "c1" for each in found.own]


def test_once_one_draft_has_a_link_the_other_leaves_the_client_out_and_names_the_first(outside: Outside) -> None:
    first, second = two_drafts(outside)
    given(outside, first)
    shared(outside, second)
    refused = choose(outside, second)
    assert isinstance(refused, recipients.Refused)
    assert [each.code for each in refused.faults] == ["exited-elsewhere"]
    (line,) = refused.meant.lines
    assert line.over is not None
    assert [each.basket_id for each in line.over.exits] == [first.id]


def test_who_was_chosen_for_both_gets_the_link_of_one_and_is_left_out_of_the_other(outside: Outside) -> None:
    first, second = two_drafts(outside)
    for each in (first, second):
        shared(outside, each)
        assert isinstance(choose(outside, each), recipients.Kept)
    assert bars(outside, second) == [()]
    assert isinstance(linked(outside, first), list)
    assert bars(outside, second) == [(LeftOut.EXITED,)]
    refused = linked(outside, second)
    assert isinstance(refused, links.Refused)
    assert refused.why is links.Refusal.NOBODY


def test_somebody_may_say_that_they_exit_it_all_the_same_and_the_record_keeps_it(outside: Outside) -> None:
    first, second = two_drafts(outside)
    given(outside, first)
    shared(outside, second)
    assert isinstance(choose(outside, second, again=True), recipients.Kept)
    assert facts(outside, "clients chosen")["although_exited"] == "c1"
    made = linked(outside, second, again=True)
    assert isinstance(made, list)
    assert len(made) == 1
    told = facts(outside, "link made")
    assert (told["although_exited"], told["exited_by"]) == (True, first.id)


def test_nobody_is_chosen_with_all_the_others_whose_fill_another_draft_has(outside: Outside) -> None:
    first, second = two_drafts(outside)
    given(outside, first)
    shared(outside, second)
    meant = recipients.look_at(outside, second.id, 1, knowing(outside))
    assert meant is not None
    done = recipients.choose_all(
        outside, MEERA, second.id, 1, recipients.Asked(), shown=meant.sha256_of_all, know=knowing(outside)
    )
    assert done == recipients.Kept(meant=0, added=0, exited=1)


def test_what_a_draft_that_was_sent_has_is_no_longer_drafted_for(outside: Outside) -> None:
    first = drafted(outside)
    assert own(outside) == [10]
    given(outside, first)
    found = look(outside)
    assert [each.client_id for each in found.of(Group.TAKEN)] == ["c1"]
    assert found.may_draft == ()
    assert "they were sent it, and can still act on it" in words.exits(found.of(Group.TAKEN)[0])[0]


def end_by(outside: Outside, clock: FakeClock, link: Link, how: str) -> None:
    if how == "revoked":
        with outside.store.writing() as unit:
            unit.links.end(link.id, Ended.REVOKED, outside.clock())
    elif how == "taken back":
        assert recalls.recall(outside, MEERA, link.basket_id, 1, "The price of it was wrong.") is not None
    elif how == "put aside":
        making.put_away(outside, link)
    elif how == "ended":
        clock.forward(days=15)
    else:
        making.answered(outside, link, AnswerKind.DECLINED)


@pytest.mark.parametrize(
    ("how", "left"), [("revoked", [10]), ("taken back", [10]), ("put aside", []), ("ended", [10]), ("declined", [])]
)
def test_what_can_no_longer_be_acted_on_is_free_again_and_what_may_open_again_is_not(
    outside: Outside, clock: FakeClock, how: str, left: list[int]
) -> None:
    link = given(outside, drafted(outside))
    end_by(outside, clock, link, how)
    assert own(outside) == left


def exited(outside: Outside, link: Link, asked: int, status: str, filled: int) -> None:
    """The client sent an exit of so many, and the book shows this of it."""

    def selling(tag: str) -> str:
        order = {"exchange": "NSE", "tradingsymbol": "INFY", "transaction_type": "SELL", "quantity": asked, "tag": tag}
        return json.dumps([{**order, "product": "CNC", "order_type": "LIMIT", "price": 1500}])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "payload", selling)
        handoff = making.came_back(outside, link)
    row = book_order(
        order_id=handoff.id,
        transaction_type="SELL",
        quantity=asked,
        status=status,
        filled_quantity=filled,
        tag=handoff.tag,
        tags=(handoff.tag,),
    )
    with outside.store.writing() as unit:
        unit.evidence.see([Sighting(handoff.id, Source.BOOK, How.TAG, 0, row, outside.clock(), "a test")])


def test_over_several_follow_ups_no_more_is_offered_than_filled_and_was_not_exited_before(
    outside: Outside, clock: FakeClock, sent: Made
) -> None:
    first = given(outside, drafted(outside))
    exited(outside, first, 10, "CANCELLED", 7)
    assert own(outside) == []  # the three that did not fill can still be placed from there
    clock.forward(days=15)
    assert own(outside) == [3]
    back_with(outside, sent, "COMPLETE", 10)
    assert own(outside) == [13]
    second = given(outside, drafted(outside), valid_until="2026-03-10 15:30")
    assert own(outside) == []
    exited(outside, second, 13, "COMPLETE", 13)
    clock.forward(days=30)
    assert own(outside) == []
    assert [each.client_id for each in look(outside).of(Group.TAKEN)] == ["c1"]


def test_a_newer_version_of_the_same_draft_exits_nothing_that_went_from_the_older(
    outside: Outside,
) -> None:
    draft = drafted(outside)
    exited(outside, given(outside, draft), 10, "CANCELLED", 4)
    newer = replace(draft, proposal=replace(draft.proposal, why="At another price."))
    shared(outside, newer, number=2)
    refused = choose(outside, draft, number=2)
    assert isinstance(refused, recipients.Refused)
    (line,) = refused.meant.lines
    assert line.over is not None
    assert list(line.over.quantities.values()) == [(10, 10)]


def test_a_correction_undoes_nothing_that_a_follow_up_has(outside: Outside, sent: Made) -> None:
    given(outside, drafted(outside))
    assert corrected(outside, sent) is None


def test_a_correction_undoes_what_no_follow_up_was_sent_for(outside: Outside, sent: Made) -> None:
    drafted(outside)
    made = corrected(outside, sent)
    assert made is not None
    assert [each.quantity for each in made.proposal.draft.orders] == ["10"]


def test_what_filled_later_is_followed_up_by_itself(outside: Outside, sent: Made) -> None:
    given(outside, drafted(outside))
    back_with(outside, sent, "COMPLETE", 4)
    assert own(outside) == [4]


def test_while_another_account_stands_there_is_nothing_to_exit(outside: Outside, sent: Made) -> None:
    first = drafted(outside)
    shared(outside, first)
    assert isinstance(choose(outside, first), recipients.Kept)
    making.answered(outside, sent.link, AnswerKind.KITE_ID, "XY9876", same=False)
    assert bars(outside, first) == [(LeftOut.EXITED,)]


def link_of(outside: Outside, basket_id: str) -> Link:
    """The one link of a basket."""
    with outside.store.reading() as unit:
        (link,) = unit.links.of_basket(basket_id)
    return link
