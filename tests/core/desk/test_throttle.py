"""Guessers wait nearly for ever; the right person gets in, at once or in minutes, whatever others do meanwhile.

A day of sign-ins is played on a clock of its own: `Door` notes what a store would, and asks `wait` as a page would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.desk.throttle import (
    ADDRESS_FAILURES,
    ADDRESS_WINDOW,
    COUNTED_FOR,
    FREE,
    LONGEST_WAIT,
    Failures,
    wait,
)

BEGIN = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
NOTHING = timedelta()
ASHA = "asha"


class Door:
    """The failures of one installation, as rows would hold them."""

    def __init__(self) -> None:
        self.browser: dict[tuple[str, str], list[datetime]] = {}
        self.strangers: dict[str, list[datetime]] = defaultdict(list)
        self.address: dict[str, list[datetime]] = defaultdict(list)

    def know(self, account: str, browser: str) -> None:
        """The account has signed in there."""
        self.browser[account, browser] = []

    def wait(self, now: datetime, account: str, address: str, browser: str = "") -> timedelta:
        return wait(Failures(self.browser.get((account, browser)), self.strangers[account], self.address[address]), now)

    def guess(self, now: datetime, account: str, address: str, browser: str = "") -> bool:
        """A wrong password; False if it was not even looked at."""
        if self.wait(now, account, address, browser):
            return False
        if (account, browser) in self.browser:
            self.browser[account, browser].append(now)
        else:
            self.strangers[account].append(now)
            self.address[address].append(now)
        return True


def besiege(door: Door, addresses: Sequence[str], until: timedelta, most: int = 10_000) -> list[datetime]:
    """Guess at Asha's account from each of the addresses, the moment any of them may; answers when guesses got through.

    `most` guesses are made at the most.
    """
    now, through = BEGIN, []
    while len(through) < most and now < BEGIN + until:
        waits = {address: door.wait(now, ASHA, address) for address in addresses}
        address = min(waits, key=lambda each: waits[each])
        now += waits[address]
        if now < BEGIN + until:
            assert door.guess(now, ASHA, address)
            through.append(now)
    return through


def many(count: int) -> list[str]:
    return [f"address {number}" for number in range(count)]


def test_five_mistakes_cost_nothing() -> None:
    door = Door()
    for number in range(FREE):
        assert door.guess(BEGIN + number * SECOND, ASHA, "home")
    assert door.wait(BEGIN + FREE * SECOND, ASHA, "home") > NOTHING


def test_the_wait_doubles_from_half_a_minute_to_a_quarter_of_an_hour() -> None:
    through = besiege(Door(), ["one"], DAY)
    pauses = [(later - earlier) / SECOND for earlier, later in pairwise(through)]
    assert pauses[:12] == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert set(pauses[12:]) == {900}


def test_a_wait_is_told_to_the_second_and_is_over_when_it_said() -> None:
    door = Door()
    for _ in range(FREE):
        door.guess(BEGIN, ASHA, "home")
    assert door.wait(BEGIN + 10 * SECOND, ASHA, "home") == 20 * SECOND
    assert door.wait(BEGIN + 30 * SECOND, ASHA, "home") == NOTHING


def test_who_tries_while_they_should_wait_does_not_wait_longer() -> None:
    door = Door()
    for second in range(30):
        door.guess(BEGIN + second * SECOND, ASHA, "home")
    assert len(door.strangers[ASHA]) == FREE
    assert door.wait(BEGIN + 34 * SECOND, ASHA, "home") == NOTHING


@pytest.mark.parametrize(("addresses", "a_day"), [(1, 106), (40, 145), (1000, 155), (10_000, 155)])
def test_of_ten_thousand_guesses_a_handful_get_through_in_a_day_from_however_many_addresses(
    addresses: int, a_day: int
) -> None:
    door = Door()
    through: list[datetime] = []
    for number in range(10_000):
        now = BEGIN + number * DAY / 10_000
        if door.guess(now, ASHA, f"address {number % addresses}"):
            through.append(now)
    assert 50 < len(through) <= a_day


@pytest.mark.parametrize(("addresses", "a_day"), [(1, 106), (40, 145), (200, 155)])
def test_who_guesses_the_moment_it_may_be_done_gets_no_further(addresses: int, a_day: int) -> None:
    assert a_day - 12 <= len(besiege(Door(), many(addresses), DAY)) <= a_day


def test_ten_thousand_guesses_take_months() -> None:
    through = besiege(Door(), ["one"], timedelta(days=20))
    a_day = len(through) / 20
    assert 10_000 / a_day > 90


def test_one_address_guesses_at_all_accounts_together_twenty_times_in_ten_minutes() -> None:
    door = Door()
    through = sum(door.guess(BEGIN + second * SECOND, f"account {second}", "one") for second in range(2 * 3600))
    assert through == 2 * 6 * ADDRESS_FAILURES


def test_an_address_may_go_on_when_its_failures_are_ten_minutes_old() -> None:
    door = Door()
    for number in range(ADDRESS_FAILURES):
        assert door.guess(BEGIN + number * SECOND, f"account {number}", "office")
    assert door.wait(BEGIN + MINUTE, "another", "office") == ADDRESS_WINDOW - MINUTE
    assert door.wait(BEGIN + ADDRESS_WINDOW, "another", "office") == NOTHING
    assert door.wait(BEGIN + MINUTE, "another", "elsewhere") == NOTHING


@pytest.mark.parametrize("addresses", [["one"], many(40), many(2000)])
def test_during_an_attack_the_owner_gets_in_at_once_where_they_have_signed_in_before(addresses: list[str]) -> None:
    door = Door()
    door.know(ASHA, "her own")
    for moment in besiege(door, addresses, timedelta(hours=6)):
        assert door.wait(moment, ASHA, addresses[0], "her own") == NOTHING


@pytest.mark.parametrize(
    ("attackers", "after"),
    [
        (1, 5 * MINUTE),
        (1, timedelta(hours=12)),
        (1, timedelta(hours=30, seconds=411)),
        (10, timedelta(hours=12)),
        (40, timedelta(hours=22)),
    ],
)
def test_during_an_attack_the_owner_gets_in_from_a_new_browser_within_a_quarter_of_an_hour(
    attackers: int, after: timedelta
) -> None:
    door = Door()
    besiege(door, many(attackers), after)
    arrives = now = BEGIN + after
    while (told := door.wait(now, ASHA, "a friend's house")) and now - arrives <= LONGEST_WAIT:
        # The attackers go on meanwhile, each as soon as it may, and in the moment itself they are first.
        for second in range(1, round(told / SECOND) + 1):
            for address in many(attackers):
                door.guess(now + second * SECOND, ASHA, address)
        now += told
    assert now - arrives <= LONGEST_WAIT


def test_a_known_browser_answers_for_itself_alone_and_waits_too() -> None:
    door = Door()
    door.know(ASHA, "stolen")
    door.know(ASHA, "her own")
    through = sum(door.guess(BEGIN + second * SECOND, ASHA, "anywhere", "stolen") for second in range(86_400))
    assert through <= 106
    assert door.wait(BEGIN + DAY, ASHA, "home", "her own") == NOTHING
    assert door.wait(BEGIN + DAY, ASHA, "home") == NOTHING


def test_an_account_that_is_not_there_waits_like_one_that_is() -> None:
    door = Door()
    door.know(ASHA, "her own")
    for second in range(600):
        for account in (ASHA, "nobody"):
            door.guess(BEGIN + second * SECOND, account, f"from {account}")
    assert door.strangers[ASHA] == door.strangers["nobody"]


def test_what_failed_a_day_ago_is_forgotten() -> None:
    door = Door()
    besiege(door, ["one"], timedelta(hours=3))
    last = door.strangers[ASHA][-1]
    assert door.wait(last + COUNTED_FOR, ASHA, "one") == NOTHING
    for _ in range(FREE):
        assert door.guess(last + COUNTED_FOR, ASHA, "one")


MOMENTS = st.lists(st.integers(0, 200_000).map(lambda seconds: BEGIN + seconds * SECOND), max_size=60)


@given(st.none() | MOMENTS, MOMENTS, MOMENTS, st.integers(0, 300_000))
def test_nobody_waits_longer_than_a_quarter_of_an_hour_and_who_waited_that_may_try(
    browser: list[datetime] | None, strangers: list[datetime], address: list[datetime], seconds: int
) -> None:
    failures = Failures(browser, strangers, address)
    now = max([BEGIN + seconds * SECOND, *(browser or ()), *strangers, *address])
    told = wait(failures, now)
    assert NOTHING <= told <= LONGEST_WAIT
    assert wait(failures, now + told) == NOTHING
