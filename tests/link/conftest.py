"""A store, a clock and a Kite of its own for each test of links."""

from __future__ import annotations

from tests.outside import clock, kite, outside

__all__ = ["clock", "kite", "outside"]
