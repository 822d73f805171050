"""What every app builds anew and the same, built once a run: a server starts one app, the tests start thousands.

Nothing of a test goes from one app to the next by this: what is shared comes from the program's own files alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from app import HERE
from tokri.web.assets import Assets
from tokri.web.context import KEY

Builder = Callable[..., tuple[str, str]]


class Compiled(BytecodeCache):
    """The templates, compiled."""

    def __init__(self) -> None:
        self._kept: dict[str, Bucket] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.code = self._kept[bucket.key].code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket


COMPILED: Final = Compiled()


@cache
def _assets() -> Assets:
    return Assets(HERE / "static")


def share(app: Flask) -> None:
    """Let the app take its templates and assets from those of the app before."""
    app.jinja_env.bytecode_cache = COMPILED
    vars(app.extensions[KEY].assets).update(files=_assets().files, hash=_assets().hash)


def build_addresses_once() -> None:
    """Let Werkzeug write the function that builds an address once for a rule, and not once for each app that has it.

    It compiles two for each rule, which is nine tenths of the start of an app. They keep nothing: they are handed the
    rule that they build for.
    """
    written: dict[object, Builder] = {}
    write = Rule._compile_builder

    def write_once(self: Rule, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return write(self, append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in written:
            written[key] = write(self, append_unknown)
        return written[key]

    Rule._compile_builder = write_once  # type: ignore[method-assign]  # Werkzeug has no other way in


build_addresses_once()
