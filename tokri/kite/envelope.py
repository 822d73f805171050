"""Kite's envelope: what an answer holds, or which fault it tells of. A table decides, never the answer's choice.

Source: https://kite.trade/docs/connect/v3/exceptions/ and https://kite.trade/docs/connect/v3/response-structure/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Final

from tokri import http
from tokri.core.kite_fields import printable
from tokri.core.ports import (
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    NotAllowed,
    TokenRefused,
)

#: The longest of Kite's own sentences that is kept.
LONGEST_SAID: Final = 200

#: What Kite calls its errors, whatever the HTTP status. Any other is KiteDown with a 5xx, else KiteRefused.
FAULTS: Final[Mapping[str, type[KiteFault]]] = {
    "TokenException": TokenRefused,
    "PermissionException": NotAllowed,
    "UserException": NotAllowed,
    "TwoFAException": NotAllowed,
    "NetworkException": KiteDown,
    "DataException": KiteDown,
}

#: Kite says these two as InputException.
TELLING_WORDS: Final[Mapping[str, type[KiteFault]]] = {
    "user is not enabled": NotAllowed,
    "access_token": TokenRefused,
}


def data(answer: http.Answer) -> Any:
    """What the envelope holds. Raises the KiteFault that it tells of, or KiteNonsense."""
    envelope = _envelope(answer)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise KiteBusy(_said(envelope))
    if not envelope:
        raise KiteNonsense
    if envelope.get("status") == "error" or "error_type" in envelope:
        raise _fault(answer.status, envelope)
    if answer.status != HTTPStatus.OK or envelope.get("status") != "success" or "data" not in envelope:
        raise KiteNonsense
    return envelope["data"]


def _envelope(answer: http.Answer) -> Mapping[str, Any]:
    """The JSON object that every answer of Kite is; empty if this is none."""
    if "json" not in answer.content_type.lower():
        return {}
    try:
        value = json.loads(answer.body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _no_number(text: str) -> None:
    raise ValueError(text)


def _fault(status: int, envelope: Mapping[str, Any]) -> KiteFault:
    said, error_type = _said(envelope), str(envelope.get("error_type"))
    if error_type == "InputException":
        for words, telling in TELLING_WORDS.items():
            if words in said:
                return telling(said)
    other = KiteDown if status >= HTTPStatus.INTERNAL_SERVER_ERROR else KiteRefused
    return FAULTS.get(error_type, other)(said)


def _said(envelope: Mapping[str, Any]) -> str:
    """Kite's own sentence, fit to be shown: printable, and of bounded length."""
    message = envelope.get("message")
    return printable(message)[:LONGEST_SAID] if isinstance(message, str) else ""
