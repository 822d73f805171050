"""The market clock: sessions, holidays, the closing auction, orders after hours. Decisions over dated tables.

Every function takes `now`; times of day are IST, moments are aware.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendar:
    """The tables that are loaded: sessions by segment with from and to dates, holidays and special sessions by year."""
