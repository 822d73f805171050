"""A client's browser on an app that has a firm; a link for it is made by tests/link/making.py."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.steps import world
from tokri.core.ports import Outside


@pytest.fixture
def outside(app: Flask) -> Outside:
    """The outside world of the running app."""
    return world(app)
