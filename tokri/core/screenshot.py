"""A screenshot that somebody adds: told by its first bytes, and stripped of all that is not the picture itself.

Nothing decodes it. A decoder would have to be trusted with whatever anybody sends, and would take half a second and
64 MB for a telephone's screen; where, when and by what a picture was taken stands in pieces of the file of their own,
which are left out one by one. What is not built as its kind is built is refused.
Source: PNG (https://www.w3.org/TR/png-3/, 5 and 11), JPEG (ITU-T T.81, annex B), WebP (RFC 9649, 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: Bytes of one, and how many may be added to one hand-off.
LARGEST: Final = 2_000_000
MOST: Final = 5


class ScreenshotFault(StrEnum):
    """Why nothing was added."""

    EMPTY = "empty"  #: nothing was chosen
    LARGE = "large"  #: more bytes than are taken
    KIND = "kind"  #: neither PNG, JPEG nor WebP
    BROKEN = "broken"  #: it begins as one of them, and is none
    MANY = "many"  #: as many were added to the hand-off as may be


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture with nothing beside it, and its media type."""

    media_type: str
    content: bytes


_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"

#: What of a PNG makes the picture: its size, colours, dots, transparency and how bright its colours are meant.
_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"sBIT"})
_PNG_LIKE_IT: Final = 12  #: bytes of a chunk beside what it holds

#: Of a JPEG all application segments but JFIF's and Adobe's, which say how colours are stored, and comments go.
_APPLICATION: Final = range(0xE0, 0xF0)
_JPEG_KEPT: Final = {0xE0: b"JFIF\0", 0xEE: b"Adobe"}
_COMMENT: Final = 0xFE
_SCAN: Final = 0xDA
_END: Final = 0xD9
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})

_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
_WEBP_ALPHA: Final = 0x10  #: the one flag of VP8X that is about what is kept


def read_screenshot(content: bytes) -> Screenshot | ScreenshotFault:
    """The picture without what stands beside it. Never raises."""
    if not content or len(content) > LARGEST:
        return ScreenshotFault.LARGE if content else ScreenshotFault.EMPTY
    try:
        if content.startswith(_PNG):
            return Screenshot("image/png", _PNG + b"".join(_png(content)))
        if content.startswith(_JPEG):
            return Screenshot("image/jpeg", b"".join(_jpeg(content)))
        if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
            return Screenshot("image/webp", _webp(content))
    except _BrokenError:
        return ScreenshotFault.BROKEN
    return ScreenshotFault.KIND


class _BrokenError(Exception):
    """The file is not built as its kind is."""


def _png(content: bytes) -> Iterator[bytes]:
    place, name = len(_PNG), b""
    while name != b"IEND":
        size, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        chunk = content[place : place + size + _PNG_LIKE_IT]
        first = place == len(_PNG)
        if len(chunk) != size + _PNG_LIKE_IT or first != (name == b"IHDR"):
            raise _BrokenError
        if name in _PNG_KEPT:
            yield chunk
        place += len(chunk)


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    place, scanned = 2, False
    while content[place : place + 1] == b"\xff":
        marker = content[place + 1] if place + 1 < len(content) else -1
        if marker == _END:
            if not scanned:
                raise _BrokenError
            yield content[place : place + 2]
            return
        size = 0 if marker in _ALONE else int.from_bytes(content[place + 2 : place + 4], "big")
        segment = content[place : place + 2 + size]
        if len(segment) != 2 + size or (size < 2 and marker not in _ALONE):  # noqa: PLR2004 - a length counts itself
            raise _BrokenError
        if _of_the_picture(marker, segment):
            yield segment
        place += len(segment)
        if marker == _SCAN:
            after = _end_of_scan(content, place)
            yield content[place:after]
            place, scanned = after, True
    raise _BrokenError


def _of_the_picture(marker: int, segment: bytes) -> bool:
    if marker in _APPLICATION:
        return marker in _JPEG_KEPT and segment[4:].startswith(_JPEG_KEPT[marker])
    return marker != _COMMENT


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next segment begins: within a scan FF is followed by 00, or by a mark to start afresh."""
    while (found := content.find(b"\xff", place)) != -1 and found + 1 < len(content):
        if content[found + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return found
        place = found + (1 if content[found + 1] == 0xFF else 2)  # noqa: PLR2004 - FF may be filled up with more of it
    raise _BrokenError


def _webp(content: bytes) -> bytes:
    size = int.from_bytes(content[4:8], "little") + 8
    if size > len(content):
        raise _BrokenError
    place, kept = 12, []
    while place + 8 <= size:
        name, held = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        chunk = content[place : place + 8 + held + held % 2]
        if place + 8 + held > size:
            raise _BrokenError
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & _WEBP_ALPHA]) + chunk[9:] if held else b""
        if name in _WEBP_KEPT:
            kept.append(chunk)
        place += len(chunk)
    body = b"WEBP" + b"".join(kept)
    if not any(each[:4] in {b"VP8 ", b"VP8L"} for each in kept):
        raise _BrokenError
    return b"RIFF" + len(body).to_bytes(4, "little") + body
