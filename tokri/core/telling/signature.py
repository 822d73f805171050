"""The secret of an endpoint and the signature of a post, as the Standard Webhooks have them.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from tokri.core.telling.message import Message

_PREFIX: Final = "whsec_"

#: For so long after a change of secret a post carries the signature of the old one too.
BOTH_FOR: Final = timedelta(hours=24)


def new_secret(chance: Callable[[], str]) -> str:
    """A secret of 256 bits, as its receiver is told it. `chance` answers text of 128 random bits or more."""
    key = hashlib.sha256((chance() + chance()).encode()).digest()
    return _PREFIX + base64.b64encode(key).decode()


def signature(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over id, whole seconds since 1970 and the raw body. Raises ValueError for no secret."""
    if not secret.startswith(_PREFIX):
        raise ValueError("no secret of a webhook")
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    signed = f"{message_id}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(message: Message, secrets: Sequence[str], at: datetime) -> Mapping[str, str]:
    """What a post of this message says of itself, signed with each of the secrets, at this moment."""
    seconds, body = int(at.timestamp()), message.body.encode()
    return {
        "Content-Type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(each, message.id, seconds, body) for each in secrets),
    }
