"""A part to the exact form that the person's browser posts to Kite.

Source: https://kite.trade/docs/connect/v3/basket/ for `api_key` and `data`. `redirect_params` is documented for
the login page (https://kite.trade/docs/connect/v3/user/) and may be ignored here, so nothing relies on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from tokri.core.basket import Order, canonical_json, kite_json
from tokri.core.problems import Problem

#: The name under which a hand-off's nonce travels to Kite and, perhaps, back.
NONCE: Final = "handoff"

#: Travels beside it where the browser only logs in, so that its return is no claim about any order.
LOG_IN: Final = "log_in"


@dataclass(frozen=True, slots=True)
class HandoffForm:
    """A form to post: where to, and its hidden fields in order."""

    action: str
    fields: tuple[tuple[str, str], ...]


def payload(orders: Iterable[Order], tag: str | None = None) -> str:
    """The text of the `data` field. `tag` goes to every order that has none of its own."""
    return kite_json(orders, tag)


def compose(payload: str, *, kite_url: str, api_key: str, nonce: str) -> HandoffForm:
    """The form that hands `payload` to Kite's order page at `kite_url` (an origin, no slash at its end)."""
    return HandoffForm(
        action=f"{kite_url}/connect/basket",
        fields=(("api_key", api_key), ("data", payload), ("redirect_params", urlencode({NONCE: nonce}))),
    )


def log_in_url(*, kite_url: str, api_key: str, nonce: str) -> str:
    """The address at which a person logs in at Kite once more for a hand-off that came back, and orders nothing.

    Source: https://kite.trade/docs/connect/v3/user/#login-flow
    """
    back = urlencode({NONCE: nonce, LOG_IN: "yes"})
    return f"{kite_url}/connect/login?{urlencode({'v': 3, 'api_key': api_key, 'redirect_params': back})}"


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def review_sha256(version_sha256: str, parts: Iterable[Sequence[Order]], problems: Iterable[Problem]) -> str:
    """A hash of what the review page shows: the version, each part as Kite would get it, and every problem.

    It changes when the basket, the plan, or what the rules say of it changes. Tags are left out: each hand-off has
    its own. So is the moment at which something was seen: while it is the same there is nothing to read again.
    """
    said = [[each.code, each.severity.value, list(each.path), _facts(each)] for each in problems]
    sent = [kite_json(orders) for orders in parts]
    return sha256(canonical_json({"version": version_sha256, "parts": sent, "problems": said}))


def _facts(problem: Problem) -> dict[str, str | int]:
    return {name: fact for name, fact in problem.facts.items() if name != "at"}
