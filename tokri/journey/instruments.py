"""Finding an instrument by what people type."""

from __future__ import annotations

from tokri.core.instrument import Hits
from tokri.core.ports import Outside
from tokri.core.times import ist

#: As many as a list beside a field can show.
MOST = 20


def find(outside: Outside, text: str, exchange: str = "") -> Hits:
    """What `text` may mean today, best first; on every exchange, or on that one."""
    return outside.instruments.search(text, ist(outside.clock()).date(), MOST, exchange)


def edition(outside: Outside) -> str:
    """Letters and digits that change whenever the same search may be answered otherwise: by a list, a price, a day."""
    return f"{outside.instruments.edition()}-{ist(outside.clock()).date():%Y%m%d}"
