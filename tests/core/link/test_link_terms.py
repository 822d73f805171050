"""Until when a link opens, how often it may be used, when nobody is reminded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.baskets_to_share import proposal
from tokri.core.desk.advice import SharedVersion
from tokri.core.known import NOTHING_KNOWN
from tokri.core.link.quiet import from_when, is_quiet
from tokri.core.link.terms import (
    LONGEST,
    ExtensionFault,
    default_expiry,
    default_uses,
    extension,
    parts_of,
    valid_until,
)
from tokri.core.times import IST, ist

NOW = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)


def version(typed: str) -> SharedVersion:
    content = proposal(valid_until=typed)
    return SharedVersion("basket", 1, content, content.sha256, NOW, "meera", approval_required=False)


def test_a_link_opens_for_a_week_after_its_advice_has_ended() -> None:
    shared = version("2026-02-11 15:25")
    assert valid_until(shared) == datetime(2026, 2, 11, 9, 55, tzinfo=UTC)
    assert default_expiry(shared, NOW) == datetime(2026, 2, 18, 9, 55, tzinfo=UTC)


def test_no_link_opens_for_more_than_ninety_days() -> None:
    assert default_expiry(version("2026-12-31 15:25"), NOW) == NOW + LONGEST


def test_of_advice_whose_end_cannot_be_read_a_link_opens_for_a_week() -> None:
    assert default_expiry(version("when it rains"), NOW) == NOW + timedelta(days=7)


def test_each_part_may_be_handed_off_three_times_and_two_are_spare() -> None:
    assert [default_uses(parts) for parts in (0, 1, 2)] == [5, 5, 8]


def test_parts_are_counted_by_what_the_client_gets() -> None:
    orders = (None,) * 21
    assert parts_of(orders, (1,) * 21, 10, NOTHING_KNOWN) == 3
    assert parts_of(orders, (None,) * 10 + (0,) * 11, 10, NOTHING_KNOWN) == 1
    assert parts_of(orders, (0,) * 21, 10, NOTHING_KNOWN) == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", ExtensionFault.MISSING),
        ("soon", ExtensionFault.UNREADABLE),
        ("2026-02-10", ExtensionFault.PAST),
        ("2026-02-18", ExtensionFault.NOT_LATER),
        ("2026-05-13", ExtensionFault.LONG),
    ],
)
def test_a_day_that_extends_nothing_is_told(typed: str, fault: ExtensionFault) -> None:
    ends = datetime(2026, 2, 18, 18, 29, tzinfo=UTC)
    assert extension(typed, ends, NOW) is fault


def test_an_extension_holds_through_the_last_minute_of_its_day_in_india() -> None:
    assert extension("12 May 2026", NOW, NOW) == datetime(2026, 5, 12, 18, 29, tzinfo=UTC)


@pytest.mark.parametrize(("hour", "minute", "quiet"), [(20, 59, False), (21, 0, True), (8, 59, True), (9, 0, False)])
def test_nobody_is_reminded_from_nine_to_nine(hour: int, minute: int, *, quiet: bool) -> None:
    assert is_quiet(datetime(2026, 2, 11, hour, minute, tzinfo=IST)) is quiet


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis wants bounds without a zone
def test_a_reminder_waits_for_nine_in_the_morning_and_no_longer(now: datetime) -> None:
    then = from_when(now)
    assert not is_quiet(then)
    assert timedelta() <= then - now <= timedelta(hours=12)
    assert then == now or (ist(then).hour, ist(then).minute) == (9, 0)
