"""The program as it is, but for how often in a minute one person may act: two processes are quicker than two people.

Each act is counted all the same, so that the counting's own writing is part of the race.
"""

from __future__ import annotations

from typing import Final

from flask import Flask

import app
from tokri.limits import LIMITS

_MORE_THAN_A_RACE: Final = 1_000_000


def create_app() -> Flask:
    """The application; for the server to build."""
    for name in ("save", "handoff"):
        LIMITS[name] = (_MORE_THAN_A_RACE, 60)
    return app.create_app()
