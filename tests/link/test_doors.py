"""What a link's address shows, worked out from what is kept: each state is reached by what the people did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import a_link
from tokri.core.link.link import AnswerKind, Link
from tokri.core.link.state import Door, Stage
from tokri.core.ports import Outside, Said
from tokri.link.look import look

Act = Callable[[Outside, Link], object]


def _said_all(outside: Outside, link: Link) -> None:
    making.said(outside, making.left(outside, link), Said.PLACED_ALL)


def _used_up(outside: Outside, link: Link) -> None:
    for _ in range(link.most_uses):
        making.came_back(outside, link, "cancelled")


DOORS: Final[dict[str, tuple[Act, Door]]] = {
    "nothing": (lambda _outside, _link: None, Door.OPEN),
    "a newer address was made": (making.reissued, Door.REISSUED),
    "the firm ended it": (making.revoked, Door.REVOKED),
    "too many wrong answers": (making.locked, Door.LOCKED),
    "the advice was taken back": (making.recalled, Door.RECALLED),
    "the basket was put away": (making.put_away, Door.CLOSED),
    "a newer version is for others": (making.replaced, Door.REPLACED),
    "all came back": (making.came_back, Door.DONE),
    "all were placed, in their word": (_said_all, Door.DONE),
    "nothing was placed": (lambda outside, link: making.came_back(outside, link, "cancelled"), Door.OPEN),
    "placed elsewhere": (lambda outside, link: making.answered(outside, link, AnswerKind.ELSEWHERE), Door.ELSEWHERE),
    "declined": (lambda outside, link: making.answered(outside, link, AnswerKind.DECLINED, "No."), Door.DECLINED),
    "half of it came back": (lambda outside, link: making.came_back(outside, link, parts=2), Door.OPEN),
    "it left too often": (_used_up, Door.USED_UP),
}


@pytest.mark.parametrize("what", DOORS)
def test_the_address_shows_what_became_of_the_link(outside: Outside, what: str) -> None:
    act, door = DOORS[what]
    link, token = a_link(outside)
    act(outside, link)
    found = look(outside, token, None)
    assert found is not None
    assert found.door is door


def test_a_link_expires_at_its_own_moment(outside: Outside, clock: FakeClock) -> None:
    _, token = a_link(outside, days=1)
    clock.forward(days=1, seconds=-1)
    assert _door(outside, token) is Door.OPEN
    clock.forward(seconds=1)
    assert _door(outside, token) is Door.EXPIRED


def test_who_is_no_client_any_more_finds_the_link_closed(outside: Outside, clock: FakeClock) -> None:
    link, token = a_link(outside)
    with outside.store.writing() as unit:
        unit.clients.mark(link.client_id, clock(), inactive=True)
    assert _door(outside, token) is Door.CLOSED


def test_a_newer_version_for_the_same_client_stands_at_the_same_address(outside: Outside) -> None:
    link, token = a_link(outside)
    client = making.a_client(outside, "C2", "Ravi Nair")
    with outside.store.reading() as view:
        sunita = view.clients.get(link.client_id)
    assert sunita is not None
    making.a_version(outside, sunita, client, basket_id=link.basket_id)
    found = look(outside, token, None)
    assert found is not None
    assert found.door is Door.OPEN
    assert found.version is not None
    assert found.version.number == 2


def test_the_board_follows_the_link_from_message_to_order_book(outside: Outside) -> None:
    link, token = a_link(outside)
    stages = [_stage(outside, token)]
    acts: tuple[Act, ...] = (making.prepared, making.opened, making.consented, making.left)
    for act in acts:
        act(outside, link)
        stages.append(_stage(outside, token))
    assert stages == [Stage.MADE, Stage.PREPARED, Stage.OPENED, Stage.CONSENTED, Stage.ON_KITE]


def test_an_address_that_nobody_was_given_leads_nowhere(outside: Outside) -> None:
    a_link(outside)
    assert look(outside, "made-up", None) is None


def _door(outside: Outside, token: str) -> Door:
    found = look(outside, token, None)
    assert found is not None
    return found.door


def _stage(outside: Outside, token: str) -> Stage:
    found = look(outside, token, None)
    assert found is not None
    return found.stage
