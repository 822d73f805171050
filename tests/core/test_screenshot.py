"""Screenshots: three kinds, told by their first bytes, and nothing in them but the picture."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tokri.core.screenshot import LARGEST, Screenshot, ScreenshotFault, read_screenshot

SECRET = b"Kotak Lane 12, Pune"
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def picture(kind: str, **more: object) -> bytes:
    """A small picture of a gradient, with the place where it was taken written beside it in every way there is."""
    image = Image.linear_gradient("L").convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    beside: dict[str, object] = {"exif": exif}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", SECRET.decode())
        text.add_itxt("Place", SECRET.decode())
        beside["pnginfo"] = text
    else:
        beside["xmp"] = b"<x>" + SECRET + b"</x>"
    if kind == "JPEG":
        beside["comment"] = SECRET
    written = io.BytesIO()
    image.save(written, kind, **beside, **more)  # type: ignore[arg-type]  # what each kind takes
    return written.getvalue()


def same_dots(one: bytes, other: bytes) -> bool:
    return Image.open(io.BytesIO(one)).tobytes() == Image.open(io.BytesIO(other)).tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_dots_are_kept_and_what_was_written_beside_them_is_not(kind: str) -> None:
    content = picture(kind)
    assert SECRET in content
    found = read_screenshot(content)
    assert isinstance(found, Screenshot)
    assert found.media_type == KINDS[kind]
    assert SECRET not in found.content
    assert same_dots(content, found.content)


def test_a_picture_that_comes_in_several_scans_is_kept_whole() -> None:
    content = picture("JPEG", progressive=True)
    found = read_screenshot(content)
    assert isinstance(found, Screenshot)
    assert same_dots(content, found.content)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_stripped_once_is_stripped(kind: str) -> None:
    once = read_screenshot(picture(kind))
    assert isinstance(once, Screenshot)
    assert read_screenshot(once.content) == once


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_hung_behind_a_picture_is_left_behind(kind: str) -> None:
    found = read_screenshot(picture(kind) + b"<script>" + SECRET)
    assert isinstance(found, Screenshot)
    assert b"<script>" not in found.content


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ScreenshotFault.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"0" * LARGEST, ScreenshotFault.LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", ScreenshotFault.KIND),
        (b"GIF89a", ScreenshotFault.KIND),
        (b"%PDF-1.7", ScreenshotFault.KIND),
        (b"\x89PNG\r\n\x1a\n", ScreenshotFault.BROKEN),
        (b"\xff\xd8\xff", ScreenshotFault.BROKEN),
        (b"\xff\xd8\xff\xd9", ScreenshotFault.BROKEN),
        (b"RIFF\x04\0\0\0WEBP", ScreenshotFault.BROKEN),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 \0\0\0\0", ScreenshotFault.BROKEN),
    ],
)
def test_what_is_no_such_picture_is_refused(content: bytes, fault: ScreenshotFault) -> None:
    assert read_screenshot(content) is fault


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_was_cut_off_is_refused(kind: str) -> None:
    content = picture(kind)
    assert read_screenshot(content[: len(content) // 2]) is ScreenshotFault.BROKEN


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 5_000), st.binary(min_size=1, max_size=8))
def test_no_altered_picture_whatever_is_an_error(kind: str, place: int, other: bytes) -> None:
    content = picture(kind)
    found = read_screenshot(content[:place] + other + content[place + len(other) :])
    assert isinstance(found, Screenshot | ScreenshotFault)
