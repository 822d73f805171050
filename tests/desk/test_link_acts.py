"""What the firm does with one link after it was made: revoked, extended, made anew; and an address for a group."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.baskets_to_share import MEERA, kinds
from tests.journey.fakes import FakeClock
from tests.link.making import a_client, a_link, a_version, came_back, left, link_now, locked, said
from tokri.core.desk.client import CheckKind
from tokri.core.desk.suitability import ReasonFault
from tokri.core.link.link import Ended, GroupLink, Link
from tokri.core.link.state import Door, Stage
from tokri.core.link.terms import ExtensionFault
from tokri.core.ports import Outside, Said
from tokri.desk.group_links import end_group, group_token, groups, make_group
from tokri.desk.link_acts import LONGEST_REASON, NotAnew, extend, reissue, revoke, see, standing
from tokri.desk.link_preview import Closed, preview
from tokri.link.look import look, token_sha256
from tokri.link.tokens import token_of


def test_revoking_wants_a_reason_that_stands_beside_the_chain(outside: Outside) -> None:
    link = a_link(outside).link
    assert revoke(outside, MEERA, link.id, "  ") is ReasonFault.MISSING
    assert revoke(outside, MEERA, link.id, "x" * (LONGEST_REASON + 1)) is ReasonFault.LONG
    assert kinds(outside) == []
    ended = revoke(outside, MEERA, link.id, "Her phone was stolen.")
    assert isinstance(ended, Link)
    assert ended.ended is Ended.REVOKED
    with outside.store.reading() as unit:
        ((entry, personal),) = unit.chain.rows()
    assert "stolen" not in str(entry.facts)
    assert personal is not None
    assert (personal.subject, "stolen" in personal.data) == ("client:c1", True)


def test_a_link_is_revoked_once(outside: Outside) -> None:
    link = a_link(outside).link
    for _ in range(2):
        revoke(outside, MEERA, link.id, "Her phone was stolen.")
    assert kinds(outside) == ["link revoked"]
    assert revoke(outside, MEERA, "nobodys", "Why not.") is None


def test_a_link_that_expired_opens_again_when_it_is_extended(outside: Outside, clock: FakeClock) -> None:
    made = a_link(outside, days=1)
    clock.forward(days=2)
    assert extend(outside, MEERA, made.link.id, "2026-02-01") is ExtensionFault.PAST
    extended = extend(outside, MEERA, made.link.id, "2026-02-20")
    assert isinstance(extended, Link)
    found = look(outside, made.token, None)
    assert found is not None
    assert found.door is Door.OPEN
    assert kinds(outside) == ["link extended"]


def test_a_link_that_was_used_up_may_be_used_again_when_it_is_extended(outside: Outside) -> None:
    made = a_link(outside, most_uses=1)
    left(outside, made.link)
    looked = look(outside, made.token, None)
    assert looked is not None
    assert looked.door is Door.USED_UP
    assert reissue(outside, MEERA, made.link.id) is NotAnew.SENT
    extended = extend(outside, MEERA, made.link.id, made.link.expires_at.date().isoformat())
    assert isinstance(extended, Link)
    assert extended.most_uses == 1 + 5
    looked = look(outside, made.token, None)
    assert looked is not None
    assert looked.door is Door.OPEN


def test_a_link_that_was_not_used_up_may_be_used_no_oftener_for_being_extended(outside: Outside) -> None:
    made = a_link(outside, most_uses=2)
    left(outside, made.link)
    extended = extend(outside, MEERA, made.link.id, "2026-04-01")
    assert isinstance(extended, Link)
    assert extended.most_uses == 2


def test_a_link_that_ended_is_not_extended(outside: Outside) -> None:
    link = a_link(outside).link
    revoke(outside, MEERA, link.id, "Her phone was stolen.")
    assert extend(outside, MEERA, link.id, "2026-04-01") is None


def test_a_link_made_anew_kills_the_address_before(outside: Outside) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    locked(outside, made.link)
    newer = reissue(outside, MEERA, made.link.id)
    assert isinstance(newer, Link)
    old, new = look(outside, made.token, None), look(outside, token_of(outside, newer), None)
    assert old is not None
    assert new is not None
    assert (old.door, new.door) == (Door.REISSUED, Door.OPEN)
    assert (newer.check_kind, newer.locked_at, newer.visitor_id != made.link.visitor_id) == ("pan", None, True)
    assert kinds(outside) == ["link re-issued"]


def test_the_button_pressed_twice_makes_one_new_link(outside: Outside) -> None:
    link = a_link(outside).link
    assert reissue(outside, MEERA, link.id) == reissue(outside, MEERA, link.id)
    assert kinds(outside) == ["link re-issued"]


def test_a_revoked_link_is_not_made_anew(outside: Outside) -> None:
    link = a_link(outside).link
    revoke(outside, MEERA, link.id, "Her phone was stolen.")
    assert reissue(outside, MEERA, link.id) is NotAnew.REVOKED


def test_a_link_from_which_orders_may_be_at_kite_is_not_made_anew(outside: Outside) -> None:
    link = a_link(outside).link
    handoff = left(outside, link)
    assert reissue(outside, MEERA, link.id) is NotAnew.SENT
    said(outside, handoff, Said.PLACED_NONE)
    assert isinstance(reissue(outside, MEERA, link.id), Link)


def test_of_such_a_link_only_the_lock_is_taken_off(outside: Outside) -> None:
    link = a_link(outside, check=CheckKind.PAN).link
    came_back(outside, link)
    locked(outside, link)
    unlocked = reissue(outside, MEERA, link.id)
    assert isinstance(unlocked, Link)
    assert (unlocked.id, unlocked.locked_at, unlocked.ended) == (link.id, None, None)
    assert kinds(outside) == ["link unlocked"]


def test_one_link_is_seen_with_who_did_what(outside: Outside) -> None:
    link = a_link(outside).link
    found = see(outside, link.id)
    assert found is not None
    assert (found.looked.client.name, found.names["meera"], found.newer) == ("Sunita Rao", "Meera", None)
    assert see(outside, "nobodys") is None


def test_each_client_stands_once_with_their_last_link(outside: Outside) -> None:
    sunita, ravi = a_client(outside, "C1"), a_client(outside, "C2", "Ravi Nair")
    version = a_version(outside, sunita, ravi)
    first, second = a_link(outside, sunita, version).link, a_link(outside, ravi, version).link
    newer = reissue(outside, MEERA, first.id)
    assert isinstance(newer, Link)
    came_back(outside, second)
    found = standing(outside, "basket-1")
    assert [(each.link.id, each.stage) for each in found] == [(newer.id, Stage.MADE), (second.id, Stage.SENT)]
    one = see(outside, second.id)
    assert one is not None
    assert (one.looked.stage, one.looked.stood) == (found[1].stage, found[1].stood)


# --- one address for a group ------------------------------------------------------------------------


@pytest.fixture
def families(outside: Outside) -> None:
    agreed = {"agreement_from": date(2025, 4, 1), "groups": ("Families",)}
    sunita = a_client(outside, "C1", check=CheckKind.PAN, **agreed)  # type: ignore[arg-type]  # a test names the fields it changes
    ravi = a_client(outside, "C2", "Ravi Nair", **agreed)  # type: ignore[arg-type]  # the same
    a_version(outside, sunita, ravi)


@pytest.mark.usefixtures("families")
def test_a_group_has_one_address_however_often_it_is_asked_for(outside: Outside) -> None:
    made = make_group(outside, MEERA, "basket-1", 1, "Families")
    assert isinstance(made, GroupLink)
    assert make_group(outside, MEERA, "basket-1", 1, "Families") == made
    assert token_sha256(group_token(outside, made)) == made.token_sha256
    assert kinds(outside) == ["group link made"]
    shown = preview(outside, "basket-1", 1)
    assert shown is not None
    there = groups(outside, shown)
    assert (there.sizes, there.without_check) == ({"Families": 2}, {"Families": 1})


@pytest.mark.usefixtures("families")
def test_an_address_that_was_ended_leads_nowhere_and_another_can_be_made(outside: Outside) -> None:
    made = make_group(outside, MEERA, "basket-1", 1, "Families")
    assert isinstance(made, GroupLink)
    for _ in range(2):
        end_group(outside, MEERA, made.id)
    again = make_group(outside, MEERA, "basket-1", 1, "Families")
    assert isinstance(again, GroupLink)
    assert again.id != made.id
    assert kinds(outside) == ["group link made", "group link revoked", "group link made"]


@pytest.mark.usefixtures("families")
def test_a_group_that_nobody_is_of_has_no_address(outside: Outside) -> None:
    assert make_group(outside, MEERA, "basket-1", 1, "Friends") is None
    assert make_group(outside, MEERA, "basket-1", 2, "Families") is None
    with outside.store.writing() as unit:
        unit.desk_baskets.mark("basket-1", archived_at=outside.clock())
    assert make_group(outside, MEERA, "basket-1", 1, "Families") is Closed.ARCHIVED


def test_an_extension_keeps_everything_else(outside: Outside) -> None:
    link = a_link(outside).link
    extend(outside, MEERA, link.id, "2026-04-01")
    assert link_now(outside, link).token_sha256 == link.token_sha256
