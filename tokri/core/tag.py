"""A hand-off's own tag, by which its orders are found again in the order book.

Kite takes at most 8 letters and digits on `/connect/basket`, whatever its page says
(https://kite.trade/forum/discussion/comment/49028). The tag is derived, not drawn, so that the review page can
show exactly what will be sent before it is. The basket's id is 128 random bits, so nobody else can foretell it.
"""

from __future__ import annotations

import hashlib
from typing import Final

#: As many characters as Kite takes.
TAG_LENGTH: Final = 8

_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def own_tag(basket_id: str, version_number: int, part: int, attempt: int) -> str:
    """The tag of the n-th sending of this part of this version: 8 capital letters and digits.

    Two hand-offs may share one by chance (1 in 2.8 million million); an order is therefore never matched by
    the tag alone, but by tag, instrument and side.
    """
    digest = hashlib.sha256(f"{basket_id} {version_number} {part} {attempt}".encode()).digest()
    number = int.from_bytes(digest)
    letters = []
    for _ in range(TAG_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)
