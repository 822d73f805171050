"""The query string that came back from Kite, read as a claim.

Anyone can send a browser here with anything, so what is read is a claim and never a proof. Kite documents `status`
and `request_token`; whatever else it adds (`action`, `type`, …) says nothing that may be relied on.
Source: https://kite.trade/docs/connect/v3/user/ and https://kite.trade/docs/connect/v3/basket/
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tokri.core.handoff import LOG_IN, NONCE

SUCCESS: Final = "success"
CANCELLED: Final = "cancelled"
ODD: Final = "odd"

_MOST_PAIRS: Final = 20
_LONGEST_VALUE: Final = 500
_LONGEST_STATUS: Final = 40
_TOKEN: Final = re.compile(r"[A-Za-z0-9]{1,64}")
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a return says of itself.

    `status` is "success", "cancelled", or "odd" for anything else; `status_text` is what it said, made fit to show.
    The token never prints. `log_in`: the browser had left to log in, and says nothing of any order.
    """

    status: str
    status_text: str
    request_token: str | None = field(default=None, repr=False)
    nonce: str | None = None
    log_in: bool = False


class UnreadableReason(StrEnum):
    """Why a return is refused unread."""

    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    CONTROL = "control-characters"
    REPEATED = "repeated"
    TOKEN = "token-shape"  # noqa: S105 - the name of a reason, not a secret


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A return that no Kite would send."""

    reason: UnreadableReason


def read(pairs: Sequence[tuple[str, str]]) -> Claim | Unreadable:
    """Read the query's pairs, as the browser sent them, repeats and all. Never raises."""
    refused = _refused(pairs)
    if refused is not None:
        return Unreadable(refused)
    given = dict(pairs)
    token = given.get("request_token", "")
    nonce = given.get(NONCE, "")
    said = given.get("status", "")
    return Claim(
        status=said if said in {SUCCESS, CANCELLED} else ODD,
        status_text="".join(each for each in said if each.isprintable())[:_LONGEST_STATUS],
        request_token=token or None,
        nonce=nonce if _NONCE.fullmatch(nonce) else None,
        log_in=LOG_IN in given,
    )


def _refused(pairs: Sequence[tuple[str, str]]) -> UnreadableReason | None:
    if len(pairs) > _MOST_PAIRS:
        return UnreadableReason.TOO_MANY
    if any(len(text) > _LONGEST_VALUE for pair in pairs for text in pair):
        return UnreadableReason.TOO_LONG
    if any(_CONTROL.search(text) for pair in pairs for text in pair):
        return UnreadableReason.CONTROL
    times = Counter(name for name, _ in pairs)
    if any(times[name] > 1 for name in ("status", "request_token", NONCE, LOG_IN)):
        return UnreadableReason.REPEATED
    token = dict(pairs).get("request_token", "")
    if token and not _TOKEN.fullmatch(token):
        return UnreadableReason.TOKEN
    return None
