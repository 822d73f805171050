import re
import time
from datetime import UTC, datetime, timedelta

from tokri import chance, clock
from tokri.core import ports


def test_a_token_holds_more_than_128_random_bits_and_is_safe_in_a_url() -> None:
    source: ports.Chance = chance.Chance()
    tokens = {source.token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22,}", token) for token in tokens)


def test_the_clock_tells_the_true_time_in_utc() -> None:
    now = clock.clock(timedelta())()
    assert now.tzinfo is UTC
    assert abs(now.timestamp() - time.time()) < 5


def test_the_demos_clock_is_ahead_by_its_offset_and_goes_on() -> None:
    behind = clock.clock(timedelta(days=-3))
    first, second = behind(), behind()
    assert first <= second
    assert abs(first.timestamp() + timedelta(days=3).total_seconds() - time.time()) < 5
    assert isinstance(first, datetime)
