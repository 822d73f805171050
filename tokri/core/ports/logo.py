"""What reads the picture of a firm's logo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Logo:
    """A firm's logo as it is served: written anew as a PNG of at most 480 × 160 dots, without whatever came with it."""

    png: bytes
    width: int
    height: int
    sha256: str


class LogoRefused(Exception):
    """What was sent is no logo that can be used. `code` is why, `facts` fill the sentence.

    Codes: `empty`, `heavy` (facts: most, in bytes), `kind` (neither PNG, JPEG nor WebP), `moving` (an animation),
    `large` (width, height, most, in dots), `broken` (cannot be read to its end).
    """

    def __init__(self, code: str, **facts: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


ReadLogo = Callable[[bytes], Logo]  #: raises LogoRefused
