"""A Kite Connect session: the checksum that opens it, and when it dies.

Source: https://kite.trade/docs/connect/v3/user/
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import Final

from tokri.core.times import IST

_DIES_AT: Final = time(6, 0, tzinfo=IST)


def checksum(api_key: str, request_token: str, api_secret: str) -> str:
    """What `POST /session/token` asks for: SHA-256 of the three, one after the other, in lower-case hexadecimal."""
    return hashlib.sha256(f"{api_key}{request_token}{api_secret}".encode()).hexdigest()


def expires_at(now: datetime) -> datetime:
    """When a session opened at `now` dies: the next 6 AM in India, in UTC."""
    today = datetime.combine(now.astimezone(IST).date(), _DIES_AT)
    ends = today if now < today else today + timedelta(days=1)
    return ends.astimezone(UTC)
