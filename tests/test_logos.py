"""A firm's logo is read as dots and written anew; what is no logo is refused with its reason, whatever it is."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from tokri.core.ports.logo import Logo, LogoRefused
from tokri.logos import read_logo

SCRIPT = b"<script>alert(document.domain)</script>"
RED, CLEAR = (200, 30, 30, 255), (0, 0, 0, 0)


def picture(width: int = 600, height: int = 300, mode: str = "RGB") -> Image.Image:
    """A red field, its left half see-through where there is such a thing, with some noise so that it has a size."""
    image = Image.new("RGBA", (width, height), RED)
    image.paste(CLEAR, (0, 0, width // 2, height))
    noise = random.Random(7).randbytes(64 * 64)  # noqa: S311 - noise, no secret
    image.paste(Image.frombytes("L", (64, 64), noise).convert("RGBA"), (width // 2, 0))
    return image.convert(mode)


def sent(image: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def served(logo: Logo) -> Image.Image:
    assert logo.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert logo.sha256 == hashlib.sha256(logo.png).hexdigest()
    image = Image.open(io.BytesIO(logo.png))
    image.load()
    assert image.size == (logo.width, logo.height)
    return image


def why(content: bytes) -> str:
    with pytest.raises(LogoRefused) as refused:
        read_logo(content)
    return refused.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_served_as_a_png_within_its_place_and_in_proportion(kind: str) -> None:
    logo = read_logo(sent(picture(), kind))
    assert (logo.width, logo.height) == (320, 160)
    assert served(logo).getpixel((300, 140)) == pytest.approx((200, 30, 30), abs=6)


@pytest.mark.parametrize(
    ("width", "height", "becomes"), [(4000, 4000, (160, 160)), (4000, 1, (480, 1)), (60, 20, (60, 20))]
)
def test_the_largest_the_thinnest_and_the_smallest_logo_are_served(
    width: int, height: int, becomes: tuple[int, int]
) -> None:
    assert served(read_logo(sent(Image.new("RGB", (width, height)), "PNG"))).size == becomes


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("RGBA", "WEBP"), ("LA", "PNG"), ("P", "PNG"), ("CMYK", "JPEG"), ("1", "PNG")]
)
def test_every_way_to_keep_colours_is_read(mode: str, kind: str) -> None:
    assert served(read_logo(sent(picture(mode=mode), kind))).size == (320, 160)


def test_what_is_see_through_stays_so() -> None:
    image = served(read_logo(sent(picture(mode="RGBA"), "PNG")))
    assert image.getpixel((10, 100)) == CLEAR
    assert image.getpixel((300, 140)) == RED


def test_grey_of_sixteen_bits_keeps_its_brightness() -> None:
    grey = Image.new("I;16", (100, 50), 30_000)
    assert served(read_logo(sent(grey, "PNG"))).getpixel((50, 25)) == (116, 116, 116)


def test_a_picture_taken_with_the_phone_on_its_side_stands_upright_and_within_its_place() -> None:
    on_its_side = Image.Exif()
    on_its_side[0x0112] = 6
    logo = read_logo(sent(picture(300, 900), "JPEG", exif=on_its_side))
    assert (logo.width, logo.height) == (480, 160)


def test_nothing_that_came_beside_the_dots_is_served() -> None:
    beside = PngImagePlugin.PngInfo()
    beside.add_text("Author", "asha@firm.example")
    place = Image.Exif()
    place[0x010F] = "Camera of Asha"
    png = sent(picture(), "PNG", pnginfo=beside, exif=place, icc_profile=b"profile of Asha", dpi=(300, 300))
    for content in (png, sent(picture(), "JPEG", exif=place, comment=b"of Asha"), sent(picture(), "WEBP", exif=place)):
        chunks = PngImagePlugin.PngImageFile(io.BytesIO(read_logo(content).png))
        chunks.load()
        assert chunks.info == {}
        assert b"Asha" in content or b"asha" in content
        assert b"sha" not in read_logo(content).png


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_page_hidden_behind_a_picture_is_left_behind(kind: str) -> None:
    content = sent(picture(), kind) + SCRIPT
    assert b"script" not in read_logo(content).png


def test_the_same_picture_is_the_same_logo_and_reading_a_logo_again_changes_nothing() -> None:
    logo = read_logo(sent(picture(mode="RGBA"), "PNG"))
    assert read_logo(sent(picture(mode="RGBA"), "PNG")) == logo
    assert read_logo(logo.png) == logo


def test_nothing_at_all_is_refused() -> None:
    assert why(b"") == "empty"


def test_more_than_a_megabyte_is_refused_before_it_is_looked_at() -> None:
    assert why(b"\x89PNG\r\n\x1a\n" + bytes(1_000_000)) == "heavy"


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
        b"<?xml version='1.0'?><svg/>",
        b"GIF89a" + SCRIPT,
        sent(picture(), "GIF"),
        sent(picture(), "BMP"),
        sent(picture(), "TIFF"),
        sent(picture(), "ICO"),
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"logo.png",
        SCRIPT,
    ],
)
def test_what_is_neither_png_jpeg_nor_webp_is_refused_whatever_its_name(content: bytes) -> None:
    assert why(content) == "kind"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (50, 20), colour) for colour in ("red", "blue")]
    assert why(sent(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)) == "moving"


@pytest.mark.parametrize("size", [(4001, 10), (10, 4001)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_too_many_dots_are_refused(kind: str, size: tuple[int, int]) -> None:
    with pytest.raises(LogoRefused) as refused:
        read_logo(sent(Image.new("RGB", size), kind, lossless=True))
    assert (refused.value.code, refused.value.facts) == ("large", {"width": size[0], "height": size[1], "most": 4000})


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _webp(kind: bytes, body: bytes) -> bytes:
    whole = b"WEBP" + kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


@pytest.mark.parametrize(
    "bomb",
    [
        _png(65_000, 65_000, zlib.compress(bytes(1_000_000))),
        _webp(b"VP8X", bytes(4) + b"\xff\x3f\x00" + b"\xff\x3f\x00"),
        _webp(b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(8)),
        _webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(8)),
    ],
)
def test_a_small_file_that_says_it_is_huge_is_refused_by_its_header(bomb: bytes) -> None:
    assert why(bomb) == "large"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBP",
        _webp(b"VP8 ", b""),
        _webp(b"VP8X", bytes(10)),
        _webp(b"HTML", SCRIPT),
        _png(100, 100, b"no zlib"),
        _png(0, 0, zlib.compress(b"")),
        b"\x89PNG\r\n\x1a\n" + SCRIPT,
        b"\xff\xd8\xff\xe0" + SCRIPT * 100,
    ],
)
def test_a_file_that_only_begins_like_a_picture_is_refused(content: bytes) -> None:
    assert why(content) == "broken"


def test_a_picture_whose_text_unpacks_to_far_more_is_refused() -> None:
    text = b"Comment\x00\x00" + zlib.compress(b"A" * 50_000_000)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    whole = sent(picture(), "PNG")
    assert why(whole[:33] + chunk + whole[33:]) == "broken"


def test_a_picture_that_comes_in_thousands_of_scans_is_refused_before_they_are_gone_through() -> None:
    content = sent(Image.new("RGB", (600, 300)), "JPEG", progressive=True)
    last_scan = content[content.rindex(b"\xff\xda") : -2]
    assert read_logo(content).width == 320
    assert read_logo(content[:-2] + last_scan * 30 + content[-2:]).width == 320
    assert why(content[:-2] + last_scan * 2000 + content[-2:]) == "broken"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_was_cut_off_is_refused(kind: str) -> None:
    content = sent(picture(), kind)
    for part in (2, 3, 4, 10, 100):
        assert why(content[: len(content) // part]) in {"broken", "kind"}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_whatever_is_altered_in_a_picture_it_is_a_logo_or_refused(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311 - the same alterations each time
    whole = sent(picture(200, 60), kind, exif=Image.Exif())
    ends: set[str] = set()
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            content[int(chance.random() ** 3 * len(content))] = chance.randrange(256)
        try:
            logo = read_logo(bytes(content))
        except LogoRefused as refused:
            ends.add(refused.code)
        else:
            assert logo.width <= 480
            assert logo.height <= 160
            ends.add("served")
    assert "broken" in ends
