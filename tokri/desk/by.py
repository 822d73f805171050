"""Who does something at the desk, and from what kind of place: what every use case here is told first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tokri.core.ports import Event


@dataclass(frozen=True, slots=True)
class By:
    """One of the firm's people, and the class of the address they came from (tokri/core/address.py)."""

    person_id: str
    where: str

    def event(
        self,
        kind: str,
        subject: str,
        at: datetime,
        facts: Mapping[str, str | int | bool | None] | None = None,
        *,
        personal: Mapping[str, str] | None = None,
    ) -> Event:
        """What they did, for the record. `personal` stands beside the chain and can be erased; `facts` hold no such."""
        return Event(kind, subject, at, facts or {}, who=f"user:{self.person_id}", where=self.where, personal=personal)
