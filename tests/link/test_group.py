"""A group's address: code and check lead to one's own link, and no failure tells which of them was wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from tests.journey.fakes import FakeClock, FakePasswords
from tests.link import making
from tests.link.making import PAN, Made, a_client, a_group_link, a_link, a_version, link_now
from tokri.core.desk.client import CheckKind
from tokri.core.link.check import MOST_WRONG
from tokri.core.link.link import GroupLink
from tokri.core.ports import Outside
from tokri.link.group import GroupDoor, come_in, see_group
from tokri.link.look import look

Family = tuple[GroupLink, str, Made]


@pytest.fixture
def family(outside: Outside) -> Family:
    """A link for Sunita, who is of the family, and the family's own address."""
    sunita = a_client(outside, "SR01", check=CheckKind.PAN, groups=("Family",))
    version = a_version(outside, sunita)
    made = a_link(outside, sunita, version)
    group, token = a_group_link(outside, version, "Family")
    return group, token, made


def test_code_and_check_lead_to_ones_own_link_which_is_then_open(outside: Outside, family: Family) -> None:
    group, _, made = family
    assert come_in(outside, group, " sr01 ", PAN.lower(), "phone") == made.token
    found = look(outside, made.token, "phone")
    assert found is not None
    assert not found.asks_check


def _other_group(outside: Outside, _made: Made) -> tuple[str, str]:
    ravi = a_client(outside, "RN01", "Ravi Nair", check=CheckKind.PAN, groups=("Office",))
    a_link(outside, ravi, a_version(outside, ravi))
    return "RN01", PAN


def _no_link(outside: Outside, _made: Made) -> tuple[str, str]:
    a_client(outside, "RN01", "Ravi Nair", check=CheckKind.PAN, groups=("Family",))
    return "RN01", PAN


def _no_check(outside: Outside, _made: Made) -> tuple[str, str]:
    ravi = a_client(outside, "RN01", "Ravi Nair", groups=("Family",))
    a_link(outside, ravi, a_version(outside, ravi))
    return "RN01", ""


def _revoked(outside: Outside, made: Made) -> tuple[str, str]:
    making.revoked(outside, made.link)
    return "SR01", PAN


def _locked(outside: Outside, made: Made) -> tuple[str, str]:
    making.locked(outside, made.link)
    return "SR01", PAN


FAILURES: Final[dict[str, Callable[[Outside, Made], tuple[str, str]]]] = {
    "a wrong check": lambda _outside, _made: ("SR01", "000A"),
    "no check at all": lambda _outside, _made: ("SR01", ""),
    "no such code": lambda _outside, _made: ("SR02", PAN),
    "what is no code": lambda _outside, _made: ("SR 01\x00'", PAN),
    "a very long code": lambda _outside, _made: ("S" * 10_000, PAN),
    "of another group": _other_group,
    "no link was made": _no_link,
    "the register has no check": _no_check,
    "the link was ended": _revoked,
    "the link is locked": _locked,
}


@pytest.mark.parametrize("why", FAILURES)
def test_every_failure_is_the_same_and_takes_as_long(outside: Outside, family: Family, why: str) -> None:
    group, _, made = family
    code, typed = FAILURES[why](outside, made)
    assert isinstance(outside.passwords, FakePasswords)
    before = outside.passwords.asked
    assert come_in(outside, group, code, typed, "phone") is None
    assert outside.passwords.asked == before + 1


def test_wrong_answers_lock_the_clients_own_link(outside: Outside, family: Family) -> None:
    group, _, made = family
    for _ in range(MOST_WRONG):
        assert come_in(outside, group, "SR01", "000A", "phone") is None
    assert link_now(outside, made.link).locked_at is not None
    assert come_in(outside, group, "SR01", PAN, "phone") is None


def test_whoever_has_no_check_is_not_locked_out_of_their_own_link_by_guesses(outside: Outside, family: Family) -> None:
    group, _, _ = family
    ravi = a_client(outside, "RN01", "Ravi Nair", groups=("Family",))
    made = a_link(outside, ravi, a_version(outside, ravi))
    for _ in range(MOST_WRONG):
        assert come_in(outside, group, "RN01", "1975", "phone") is None
    assert link_now(outside, made.link).wrong_checks == 0


def test_a_groups_address_is_open_until_it_is_ended_or_its_time_is_over(
    outside: Outside, family: Family, clock: FakeClock
) -> None:
    group, token, _ = family
    assert _door(outside, token) is GroupDoor.OPEN
    clock.forward(days=14)
    assert _door(outside, token) is GroupDoor.EXPIRED
    with outside.store.writing() as unit:
        unit.links.end_group(group.id, clock())
    assert _door(outside, token) is GroupDoor.ENDED
    assert see_group(outside, f"{token}x") is None


def _door(outside: Outside, token: str) -> GroupDoor:
    found = see_group(outside, token)
    assert found is not None
    return found.door
