"""A server that answers as a test has it, and the client that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kite import scripted
from tests.kite.scripted import Script
from tokri.kite import KiteConnect


@pytest.fixture
def server() -> Iterator[Script]:
    with scripted.serving() as script:
        yield script


@pytest.fixture
def kite(server: Script) -> KiteConnect:
    return KiteConnect("kitekey", "kitesecret", server.url)
