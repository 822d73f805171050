"""Who does something at the desk, and from what kind of place: what every use case here is told first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tokri.core.address import THIS_MACHINE
from tokri.core.ports import Event


@dataclass(frozen=True, slots=True)
class By:
    """One of the firm's people, and the class of the address they came from (tokri/core/address.py).

    `person_id` is "" for whoever types commands at the machine's own console.
    """

    person_id: str
    where: str

    @property
    def who(self) -> str:
        """As the record names them."""
        return f"user:{self.person_id}" if self.person_id else "console"

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
        return Event(kind, subject, at, facts or {}, who=self.who, where=self.where, personal=personal)


CONSOLE: Final = By("", THIS_MACHINE)
