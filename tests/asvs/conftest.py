"""The same firm with people in it as the pages of the desk are tested with."""

from __future__ import annotations

from tests.web.conftest import app_for, as_typed, clock, kite
from tests.web.desk.conftest import administrator, adviser, desk_for

__all__ = ["administrator", "adviser", "app_for", "as_typed", "clock", "desk_for", "kite"]
