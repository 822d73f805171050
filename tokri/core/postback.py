"""Kite's report of one order, which it posts to the app by itself: read, and held against its checksum.

The checksum is SHA-256 of order_id, order_timestamp and the api_secret; the order's state, its fill, its tag and whose
it is are not in it (https://kite.trade/docs/connect/v3/postbacks/). Whoever has seen one postback can send it again
with another state, so a postback is a hint, whatever its checksum: tokri/core/evidence.py treats it as one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

#: Kite's own are below 2 kB; a longer one is not read.
LONGEST: Final = 64_000

#: Of one order so many are kept. Twenty-five changes and its fills take fewer; a copied checksum could send more.
MOST_OF_ONE_ORDER: Final = 500

_LONGEST_ID: Final = 64


class PostbackRefused(Exception):
    """It is not the JSON object that Kite posts."""


@dataclass(frozen=True, slots=True)
class Postback:
    """A postback: what its checksum covers, as the text it came as, and the order's record as JSON gives it."""

    order_id: str
    order_timestamp: str
    checksum: str = field(repr=False)
    user_id: str
    record: Mapping[str, Any] = field(repr=False)


def read_postback(body: str) -> Postback:
    """What was posted, numbers exact. Raises PostbackRefused."""
    try:
        record = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise PostbackRefused from error
    if not isinstance(record, dict):
        raise PostbackRefused
    return Postback(
        order_id=_text(record, "order_id"),
        order_timestamp=_text(record, "order_timestamp"),
        checksum=_text(record, "checksum"),
        user_id=_text(record, "user_id"),
        record=record,
    )


def is_kites(postback: Postback, api_secret: str) -> bool:
    """Whether its checksum could only be made by who knows the api_secret, compared in constant time."""
    covered = f"{postback.order_id}{postback.order_timestamp}{api_secret}"
    return hmac.compare_digest(hashlib.sha256(covered.encode()).hexdigest().encode(), postback.checksum.encode())


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value or len(value) > _LONGEST_ID or not value.isprintable():
        raise PostbackRefused
    return value


def _no_number(text: str) -> None:
    raise ValueError(text)
