from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.market.moments import at
from tokri.core.desk.typed_time import TimeFault, as_typed, read_time
from tokri.core.times import ist_words

NOW = at("2026-02-11 10:30")
QUARTER_PAST_THREE = at("2026-02-11 15:15")

moments = st.datetimes(datetime(1901, 1, 1), datetime(2098, 12, 31)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001 - UTC follows


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-11 15:15",
        "2026-02-11T15:15",
        "2026-02-11T15:15:00",
        "  2026-2-11   15:15 IST ",
        "11 Feb 15:15",
        "11 feb, 15:15",
        "11-Feb-2026 15:15",
        "11 Feb 2026, 15:15 IST",
        "11 February 2026 at 3:15 pm",
        "11 Feb 3.15pm",
        "11Feb 15.15 hrs",
        "11/02/2026 15:15",
        "11-02-2026 15:15",
        "11.02.2026 15:15",
    ],
)
def test_a_moment_is_read_as_people_in_india_write_it(text: str) -> None:
    assert read_time(text, NOW) == QUARTER_PAST_THREE


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_typed_is_no_moment(text: str) -> None:
    assert read_time(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2026-02-11", TimeFault.TIME_MISSING),
        ("11 Feb", TimeFault.TIME_MISSING),
        ("11/02/2026", TimeFault.TIME_MISSING),
        ("30 Feb 15:15", TimeFault.NO_SUCH_TIME),
        ("2026-13-01 15:15", TimeFault.NO_SUCH_TIME),
        ("2026-02-11 25:10", TimeFault.NO_SUCH_TIME),
        ("2026-02-11 15:60", TimeFault.NO_SUCH_TIME),
        ("11 Feb 15:15 pm", TimeFault.NO_SUCH_TIME),
        ("11 Feb 0:15 am", TimeFault.NO_SUCH_TIME),
        ("0001-01-01 00:00", TimeFault.NO_SUCH_TIME),
        ("9999-12-31 23:59", TimeFault.NO_SUCH_TIME),
        ("tomorrow", TimeFault.UNREADABLE),
        ("15:15", TimeFault.UNREADABLE),
        ("11 Feburary 15:15", TimeFault.UNREADABLE),
        ("11/02/26 15:15", TimeFault.UNREADABLE),
        ("२०२६-०२-११ 15:15", TimeFault.UNREADABLE),
        ("2026-02-11 15:15Z", TimeFault.UNREADABLE),
        ("2026-02-11 15:15+05:30", TimeFault.UNREADABLE),
        ("1" * 10_000, TimeFault.UNREADABLE),
        (" " * 10_000, TimeFault.UNREADABLE),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_its_fault(text: str, fault: TimeFault) -> None:
    assert read_time(text, NOW) is fault


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        ("11 Feb 15:15", "2026-02-12 09:00", "2026-02-11 15:15"),
        ("2 Jan 10:00", "2026-12-30 10:00", "2027-01-02 10:00"),
        ("30 Dec 10:00", "2027-01-02 10:00", "2026-12-30 10:00"),
        ("29 Feb 10:00", "2027-06-01 10:00", "2028-02-29 10:00"),
    ],
)
def test_a_day_without_its_year_is_the_nearest(text: str, now: str, meant: str) -> None:
    assert read_time(text, at(now)) == at(meant)


@pytest.mark.parametrize(("text", "hour"), [("12:05 am", 0), ("12:05 pm", 12), ("1:05 pm", 13), ("11:05 AM", 11)])
def test_noon_and_midnight_are_told_apart(text: str, hour: int) -> None:
    assert read_time(f"11 Feb 2026 {text}", NOW) == at(f"2026-02-11 {hour:02}:05")


@given(moments)
def test_what_we_write_ourselves_is_read_back(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert read_time(as_typed(moment), NOW) == minute
    assert read_time(as_typed(moment).replace(" ", "T"), NOW) == minute
    assert read_time(ist_words(moment), NOW) == minute


@given(
    st.text(max_size=70)
    | st.from_regex(r"[0-9]{1,4}[-/ ][0-9A-Za-z]{1,9}[-/ ][0-9]{1,4}[T ,]{1,2}[0-9]{1,2}:[0-9]{2}( pm)?")
)
def test_whatever_is_typed_is_a_moment_in_utc_or_a_fault(text: str) -> None:
    found = read_time(text, NOW)
    assert found is None or isinstance(found, TimeFault) or found.utcoffset() == timedelta()
