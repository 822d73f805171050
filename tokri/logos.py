"""A firm's logo: what was sent is read as dots and written anew as a PNG, so that nothing else in it is ever served.

Only the decoders of three formats are reached, by the first bytes of the file, never by its name; each learns the
size from the header before anything is decoded.
"""

from __future__ import annotations

import hashlib
import io
import struct
import threading
import zlib
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from tokri.core.ports.logo import Logo, LogoRefused

#: What may be sent.
MOST_BYTES: Final = 1_000_000
MOST_DOTS: Final = 4000

#: A progressive JPEG comes in some ten scans, each over the whole picture; thousands of empty ones cost minutes.
MOST_SCANS: Final = 50
_SCAN: Final = b"\xff\xda"

#: What is served: at most so wide and so high, twice what the pages show it at.
WIDEST: Final = 480
HIGHEST: Final = 160

#: Everything that Pillow raises on files that are not what they say.
_BROKEN: Final = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, AttributeError),
    *(struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning, UserWarning),
)

#: A file of 4,000 by 4,000 dots is 64 MB of memory and more while it is read: one at a time in each worker.
_one_at_a_time: Final = threading.Lock()


def read_logo(content: bytes) -> Logo:
    """`content` as a PNG of at most 480 by 160 dots, its proportions kept. Raises LogoRefused."""
    if not content:
        raise LogoRefused("empty")
    if len(content) > MOST_BYTES:
        raise LogoRefused("heavy", most=MOST_BYTES)
    with _one_at_a_time:
        try:
            return _written(_small(_opened(content)))
        except _BROKEN as error:
            raise LogoRefused("broken") from error


def _opened(content: bytes) -> Image.Image:
    decoder = _decoder(content)
    if decoder is WebPImagePlugin.WebPImageFile:
        # Its decoder makes room for the whole picture as soon as it is opened.
        _refuse_large(*_webp_size(content))
    elif decoder is JpegImagePlugin.JpegImageFile and content.count(_SCAN) > MOST_SCANS:
        raise LogoRefused("broken")
    image = decoder(io.BytesIO(content))
    _refuse_large(*image.size)
    if getattr(image, "n_frames", 1) > 1:
        raise LogoRefused("moving")
    return image


def _decoder(content: bytes) -> Callable[[io.BytesIO], Image.Image]:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImagePlugin.PngImageFile
    if content.startswith(b"\xff\xd8\xff"):
        return JpegImagePlugin.JpegImageFile
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WebPImagePlugin.WebPImageFile
    raise LogoRefused("kind")


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height from the header of a WebP, of each of its three kinds (RFC 9649, 2.5 to 2.7)."""
    kind, head = content[12:16], content[20:30]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return 1 + bits % (1 << 14), 1 + (bits >> 14) % (1 << 14)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[6:10])
        return width % (1 << 14), height % (1 << 14)
    raise LogoRefused("broken")


def _refuse_large(width: int, height: int) -> None:
    if width > MOST_DOTS or height > MOST_DOTS:
        raise LogoRefused("large", width=width, height=height, most=MOST_DOTS)


def _small(image: Image.Image) -> Image.Image:
    """The picture upright, in plain colours, within what is served. A small one is not blown up."""
    image.draft("RGB", (2 * WIDEST, 2 * HIGHEST))  # a JPEG is decoded at a fraction of its size
    # How a camera was held stands beside the dots, and is lost with all else that does.
    ImageOps.exif_transpose(image, in_place=True)
    plain = _in_plain_colours(image)
    plain.thumbnail((WIDEST, HIGHEST), reducing_gap=2)
    return plain


def _in_plain_colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would cut off, not scale down.
        return image.convert("I").point(lambda grey: grey / 257, "L").convert("RGB")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _written(image: Image.Image) -> Logo:
    """A picture of its own with the dots alone: profile, comments, place and camera stay behind."""
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    png = written.getvalue()
    return Logo(png, clean.width, clean.height, hashlib.sha256(png).hexdigest())
