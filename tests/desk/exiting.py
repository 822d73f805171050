"""Drafts that exit what a client filled, made, shared, chosen for, linked and sold, and what is free after that."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.desk.baskets_to_share import MEERA, knowing
from tests.journey.fakes import book_order
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with
from tokri.core.basket import OrderText
from tokri.core.desk.advice import DeskBasket, SharedVersion
from tokri.core.desk.meant import Choice
from tokri.core.evidence import How, Sighting, Source
from tokri.core.link.link import Link
from tokri.core.ports import Outside
from tokri.desk import correcting, follow_up, links, recalls, recipients
from tokri.desk.baskets import copy_basket
from tokri.desk.link_preview import preview
from tokri.web.words import follow_up as words
from tokri.web.words.recalls import draft as undoing

AGREED: dict[str, Any] = {"agreement_from": date(2025, 4, 1), "risk_class": "very-high", "risk_on": date(2025, 11, 3)}


def one_of_two_filled(outside: Outside) -> Made:
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
    outside: Outside,
    basket: DeskBasket,
    number: int = 1,
    valid_until: str = "2026-02-25 15:30",
    *,
    asked: bool = False,
) -> SharedVersion:
    """The draft, frozen as it stands; with `asked`, a second person is, and has not answered."""
    at = outside.clock()
    proposal = replace(basket.proposal, valid_until=valid_until, risk_class="moderate")
    version = SharedVersion(basket.id, number, proposal, proposal.sha256, at, "meera", approval_required=asked)
    with outside.store.writing() as unit:
        unit.desk_baskets.share(version)
    return version


def choose(
    outside: Outside, basket: DeskBasket, *, again: bool = False, number: int = 1
) -> recipients.Kept | recipients.Refused:
    meant = recipients.look_at(outside, basket.id, number, knowing(outside))
    assert meant is not None
    ids = frozenset(line.id for line in meant.lines)
    choice = Choice(meant.sha256, ids, ids, again=ids if again else frozenset())
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


def exited(outside: Outside, link: Link, asked: int, status: str, filled: int) -> None:
    """The client sent an exit of so many, and the book shows this of it."""

    def selling(tag: str) -> str:
        order = {"exchange": "NSE", "tradingsymbol": "INFY", "transaction_type": "SELL", "quantity": asked, "tag": tag}
        return json.dumps([{**order, "product": "CNC", "order_type": "LIMIT", "price": 1500}])

    sell = OrderText(
        tradingsymbol="INFY",
        exchange="NSE",
        transaction_type="SELL",
        order_type="LIMIT",
        product="CNC",
        quantity=str(asked),
        price="1500",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "payload", selling)
        patch.setattr(making, "INFY", sell)
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


def lowered(draft: DeskBasket, much: str, why: str = "At the price of the day.") -> DeskBasket:
    """The draft with so many in its order."""
    order = replace(draft.proposal.draft.orders[0], quantity=much)
    proposal = replace(draft.proposal, why=why, draft=replace(draft.proposal.draft, orders=(order,)))
    return replace(draft, proposal=proposal)


def link_of(outside: Outside, basket_id: str) -> Link:
    """The one link of a basket."""
    with outside.store.reading() as unit:
        (link,) = unit.links.of_basket(basket_id)
    return link
