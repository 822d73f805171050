"""The id with which a client signs in at Kite, as a client types it: read, compared, and shown in part.

Usual are two letters and four digits, as AB1234. No list of the shapes was published, and who is asked which id they
used has no other: so more is taken than the desk's register takes.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from tokri.core.desk.client_masking import masked_kite_id

_SHAPE: Final = re.compile(r"[A-Z0-9]{2,10}")

#: Longer than any id with the gaps that people type.
_LONGEST: Final = 40


class KiteIdFault(StrEnum):
    """Why a text is no such id."""

    MISSING = "kite-id-missing"
    UNREADABLE = "kite-id-unreadable"  #: not 2 to 10 letters and digits


def read_kite_id(text: str) -> str | KiteIdFault:
    """The id in capitals, without spaces. Never raises."""
    if not text.strip():
        return KiteIdFault.MISSING
    found = "".join(text.split()) if len(text) <= _LONGEST else ""
    # A letter of another script may have an ASCII capital, which is not what stands on the person's screen.
    found = found.upper() if found.isascii() else ""
    return found if _SHAPE.fullmatch(found) else KiteIdFault.UNREADABLE


def same_kite_id(one: str, other: str) -> bool | None:
    """Whether both name one account; None where one of them is no id, so that nobody can say."""
    first, second = read_kite_id(one), read_kite_id(other)
    if isinstance(first, KiteIdFault) or isinstance(second, KiteIdFault):
        return None
    return first == second


def masked(kite_id: str) -> str:
    """Enough of it to know one's own: AB••34. "" where there is none."""
    return masked_kite_id(kite_id)
