from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.kite_session import checksum, expires_at
from tokri.core.times import IST, from_kite, ist_clock, ist_date, ist_words


def test_the_checksum_is_that_of_the_three_one_after_the_other() -> None:
    assert (
        checksum("apikey", "requesttoken", "apisecret")
        == "b7be2007133d88c47eeecaa5e59089580396c1053a9f1816165aa491f9f9553c"
    )


@pytest.mark.parametrize(
    ("opened", "dies"),
    [
        ("2026-02-11T10:30:00+05:30", "2026-02-12T06:00:00+05:30"),
        ("2026-02-11T05:59:59+05:30", "2026-02-11T06:00:00+05:30"),
        ("2026-02-11T06:00:00+05:30", "2026-02-12T06:00:00+05:30"),
        ("2026-12-31T23:00:00+00:00", "2027-01-01T06:00:00+05:30"),
    ],
)
def test_a_session_dies_at_the_next_six_in_the_morning_in_india(opened: str, dies: str) -> None:
    ends = expires_at(datetime.fromisoformat(opened))
    assert ends == datetime.fromisoformat(dies)
    assert ends.tzinfo is UTC


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis adds the zone
def test_a_session_never_outlives_a_day(now: datetime) -> None:
    assert timedelta() < expires_at(now) - now <= timedelta(days=1)


def test_times_are_shown_in_ist_and_named() -> None:
    at = datetime(2026, 11, 22, 20, 35, tzinfo=UTC)
    assert (ist_words(at), ist_date(at), ist_clock(at)) == ("23 Nov 2026, 02:05 IST", "23 Nov 2026", "02:05 IST")


def test_kites_own_times_are_ist() -> None:
    assert from_kite("2026-02-11 10:30:00") == datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
    assert from_kite("2026-02-11T10:30:00") == datetime(2026, 2, 11, 10, 30, tzinfo=IST)


@pytest.mark.parametrize(
    "text",
    [None, "", "09:16:39", "2026-02-30 10:00:00", "0001-01-01 00:00:00", "2026-02-11 10:30:00Z", "२०२६-02-11 10:30:00"],
)
def test_what_is_no_time_of_kites_is_none(text: str | None) -> None:
    assert from_kite(text) is None
