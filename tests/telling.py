"""What tests of telling share: a receiver in memory, and sending all that is due."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tokri.core.ports import Outside
from tokri.core.telling.signature import signature
from tokri.desk.telling_sending import deliver, take


@dataclass(frozen=True)
class Posted:
    """One post as it came in."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    @property
    def type(self) -> str:
        return str(self.told["type"])


@dataclass
class FakeWebhooks:
    """Takes everything, but where `faults` has something to raise. `asked` are all posts, `taken` the good ones."""

    faults: list[BaseException] = field(default_factory=list)
    asked: list[Posted] = field(default_factory=list)
    taken: list[Posted] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        posted = Posted(url, headers, body)
        self.asked.append(posted)
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(posted)
        return 204

    def signed_with(self, secret: str) -> bool:
        """Whether the last post carries this secret's signature."""
        last = self.asked[-1]
        right = signature(secret, last.id, int(last.headers["webhook-timestamp"]), last.body)
        return right in last.headers["webhook-signature"].split(" ")


def send_all(outside: Outside, webhooks: FakeWebhooks) -> int:
    """Send all that is due now; answers how many posts that was."""
    sent = 0
    while (taken := take(outside)) is not None:
        deliver(outside, webhooks, taken)
        sent += 1
        assert sent < 500, "the outbox goes round in circles"
    return sent
